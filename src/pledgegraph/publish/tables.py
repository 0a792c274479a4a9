"""The tables as CSV files, from the database, with the CSVW metadata that says what every column means."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path
from typing import Any

from pledgegraph.publish.columns import EVIDENCE, TABLES, Column, Kind, Table
from pledgegraph.publish.database import MANY, keys
from pledgegraph.publish.folders import json_bytes
from pledgegraph.publish.publication import Entry, Publication
from pledgegraph.publish.terms import PREFIXES
from pledgegraph.vocab import ENTITIES, ONTOLOGY

METADATA = "csv-metadata.json"


def write_tables(connection: sqlite3.Connection, folder: Path) -> dict[str, int]:
    """Writes a CSV file for every table; returns the number of rows of each."""
    folder.mkdir()
    counts = {}
    for table in (*TABLES, EVIDENCE):
        order = ", ".join(keys(table))
        rows = connection.execute(f"SELECT * FROM {table.name} ORDER BY {order}")
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow([column[0] for column in rows.description])
            count = 0
            for row in rows:
                writer.writerow(row)
                count += 1
        counts[table.name] = count
    return counts


def metadata(publication: Publication, entry: Entry) -> bytes:
    """The CSVW description of the tables: types, addresses, keys and references between them."""
    return json_bytes(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": publication.language}],
            "dc:title": publication.title,
            "dc:license": {"@id": publication.licences.data_address},
            "dc:issued": {"@value": entry.issued.isoformat(), "@type": "xsd:date"},
            "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\n"]},
            "tables": [_table(table) for table in (*TABLES, EVIDENCE)],
        }
    )


def _table(table: Table) -> dict[str, Any]:
    """A table's description; only columns without gaps are foreign keys, as strict readers want it."""
    columns = [] if table is EVIDENCE else [_identifier()]
    columns += [_column(column, table) for column in table.columns]
    schema: dict[str, Any] = {
        "columns": columns,
        "primaryKey": list(keys(table)),
        "foreignKeys": [
            {
                "columnReference": column.name,
                "reference": {"resource": f"{column.refers}.csv", "columnReference": "id"},
            }
            for column in table.columns
            if column.refers and (column.required or column.inverse)
        ],
    }
    if table is not EVIDENCE:
        schema["aboutUrl"] = f"{ENTITIES}{{+id}}"
    return {"url": f"{table.name}.csv", "dc:title": table.title, "tableSchema": schema}


def _identifier() -> dict[str, Any]:
    return {"name": "id", "titles": "id", "datatype": "string", "required": True, "suppressOutput": True}


def _column(column: Column, table: Table) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.name, "titles": column.name, "datatype": _datatype(column.kind)}
    if column.required:
        described["required"] = True
    if column.many:
        described["separator"] = MANY
    if table is EVIDENCE:
        described |= {"suppressOutput": column.name == "fact", "aboutUrl": f"{ENTITIES}{{+fact}}"}
    if column.inverse:
        described |= {"suppressOutput": True}
    else:
        described["propertyUrl"] = _iri(column.path)
    if not column.many and column.kind is Kind.ENTITY:
        described["valueUrl"] = f"{ENTITIES}{{+{column.name}}}"
    elif not column.many and column.kind is Kind.TERM:
        described["valueUrl"] = f"{ONTOLOGY}{{{column.name}}}"
    elif column.kind is Kind.ADDRESS:
        described["valueUrl"] = f"{{+{column.name}}}"
    return described


def _datatype(kind: Kind) -> str:
    return "string" if kind in (Kind.ENTITY, Kind.TERM) else kind.value


def _iri(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local
