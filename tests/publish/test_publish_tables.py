"""Tables, database and JSON-LD hold what the graph holds, and other people's tools read them."""

from __future__ import annotations

import csv
import gzip
import json
import re
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from csvw import CSVW
from rdflib.compare import isomorphic

from pledgegraph.errors import InputError
from pledgegraph.publish.columns import EVIDENCE, TABLES, Kind
from pledgegraph.publish.context import read_context
from pledgegraph.publish.dumps import compressed
from pledgegraph.publish.folders import read_manifest
from pledgegraph.publish.linked_json import NodeWriter
from pledgegraph.publish.subjects import subjects

ENTITIES = "https://w3id.org/pledgegraph/id/"
NAMES = [table.name for table in (*TABLES, EVIDENCE)]
BY_NAME = {table.name: table for table in (*TABLES, EVIDENCE)}


@pytest.fixture(scope="module")
def store(packaged: Path) -> ox.Store:
    made = ox.Store()
    made.bulk_load(gzip.decompress((packaged / "data.nq.gz").read_bytes()), format=ox.RdfFormat.N_QUADS)
    return made


@pytest.fixture
def database(packaged: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{packaged / 'pledgegraph.db'}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


def read(packaged: Path, name: str) -> list[dict[str, str]]:
    with (packaged / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def count(store: ox.Store, select: str) -> int:
    found = store.query(
        "PREFIX plg: <https://w3id.org/pledgegraph/ontology#> SELECT (COUNT(*) AS ?n) WHERE { " + select + " }",
        use_default_graph_as_union=True,
    )
    assert isinstance(found, ox.QuerySolutions)
    return int(next(iter(found))[0].value)


# --- CSV and CSVW ---


def test_the_tables_are_valid_csv_on_the_web(packaged: Path) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = CSVW(str(packaged / "tables" / "csv-metadata.json"), validate=True)
        assert found.is_valid
    assert not [str(one.message) for one in told if one.category is not ResourceWarning]
    assert {table.local_name for table in found.tables} == {f"{name}.csv" for name in NAMES}


def test_a_broken_table_is_not_valid(packaged: Path, tmp_path: Path) -> None:
    """The check above can fail: a participation of a forum that is not there is found."""
    for path in (packaged / "tables").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    rows = (tmp_path / "forums.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "forums.csv").write_text("".join(rows[:-1]), encoding="utf-8")
    with warnings.catch_warnings(), pytest.raises(ValueError, match=r"not found in table forums\.csv"):
        warnings.simplefilter("ignore")
        assert CSVW(str(tmp_path / "csv-metadata.json"), validate=True).is_valid


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_a_row_for_every_entity_of_its_classes(packaged: Path, store: ox.Store, table) -> None:
    classes = " ".join(table.classes)
    rows = read(packaged, table.name)
    assert len(rows) == count(store, f"SELECT DISTINCT ?s WHERE {{ ?s a ?c VALUES ?c {{ {classes} }} }}")
    assert [row["id"] for row in rows] == sorted({row["id"] for row in rows})
    assert read_manifest(packaged)["rows"][table.name] == len(rows) > 0


def test_cells_say_what_the_graph_says(packaged: Path, store: ox.Store) -> None:
    """Every triple behind a one-valued column of the commitments, read back through the metadata's addresses."""
    meta = json.loads((packaged / "tables" / "csv-metadata.json").read_bytes())
    checked = 0
    for table in meta["tables"]:
        schema = table["tableSchema"]
        for row in read(packaged, table["url"].removesuffix(".csv")):
            for column in schema["columns"]:
                cell = row[column["name"]]
                if not cell or column.get("suppressOutput") or column.get("separator") or "propertyUrl" not in column:
                    continue
                about = (column.get("aboutUrl") or schema["aboutUrl"]).replace(
                    "{+id}", row["id"] if "id" in row else ""
                )
                about = about.replace("{+fact}", row.get("fact", ""))
                values = store.quads_for_pattern(ox.NamedNode(about), ox.NamedNode(column["propertyUrl"]), None)
                expected = {quad.object.value for quad in values}
                if "valueUrl" in column:
                    told = (
                        column["valueUrl"]
                        .replace(f"{{+{column['name']}}}", cell)
                        .replace(f"{{{column['name']}}}", cell)
                    )
                    assert told in expected, (about, column["name"])
                elif column["datatype"] == "decimal":
                    assert float(cell) in map(float, expected)
                else:
                    assert cell in expected, (about, column["name"])
                checked += 1
    assert checked > 10_000


def test_no_entity_cell_holds_a_foreign_address(packaged: Path) -> None:
    for table in TABLES:
        of_entities = [column.name for column in table.columns if column.kind is Kind.ENTITY]
        assert not [row for row in read(packaged, table.name) for name in of_entities if "://" in row[name]]


def test_clauses_know_their_commitment(packaged: Path, store: ox.Store) -> None:
    pairs = {(row["commitment"], row["id"]) for row in read(packaged, "clauses")}
    clause = ox.NamedNode("https://w3id.org/pledgegraph/ontology#clause")
    assert pairs == {
        (quad.subject.value.removeprefix(ENTITIES), quad.object.value.removeprefix(ENTITIES))
        for quad in store.quads_for_pattern(None, clause, None)
    }
    assert len(pairs) > 60


def test_evidence_pairs_every_fact_with_its_quotes(packaged: Path, store: ox.Store) -> None:
    assert len(read(packaged, "evidence")) == count(store, "SELECT DISTINCT * WHERE { ?s plg:evidence ?p }")


# --- SQLite ---


def test_the_database_holds_the_tables(packaged: Path, database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for name in NAMES:
        rows = read(packaged, name)
        columns = ", ".join(rows[0])
        order = ", ".join(list(rows[0])[:1] if name != "evidence" else ["fact", "passage"])
        told = database.execute(f"SELECT {columns} FROM {name} ORDER BY {order}").fetchall()
        assert [tuple("" if cell is None else str(cell) for cell in row) for row in told] == [
            tuple(row.values()) for row in rows
        ]


@pytest.mark.parametrize("table", [table for table in TABLES if table.search], ids=lambda table: table.name)
def test_datasette_finds_the_full_text_search(database: sqlite3.Connection, table) -> None:
    """Datasette looks for a virtual table whose definition names its content table."""
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE rootpage = 0 AND sql LIKE '%VIRTUAL TABLE%USING FTS%' AND sql LIKE ?",
        (f"%content='{table.name}'%",),
    ).fetchall()
    assert found == [(f"{table.name}_fts",)]
    database.execute(f"SELECT rowid FROM {table.name}_fts WHERE {table.name}_fts MATCH 'a'").fetchall()


def test_a_search_finds_quotes(database: sqlite3.Connection) -> None:
    query = "SELECT exact FROM passages WHERE rowid IN (SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?)"
    found = {row[0] for row in database.execute(query, ("migration",))}
    every = {row[0] for row in database.execute("SELECT exact FROM passages")}
    assert found == {text for text in every if re.search(r"\bmigration\b", text, re.IGNORECASE)}
    assert len(found) > 50


def test_the_views_give_quotes_and_names(database: sqlite3.Connection) -> None:
    counts = {
        name: database.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in ("echoes", "participations")
    }
    assert database.execute("SELECT COUNT(*) FROM echo_quotes").fetchone()[0] == counts["echoes"]
    assert database.execute("SELECT COUNT(*) FROM participation_names").fetchone()[0] == counts["participations"]
    assert not database.execute("SELECT id FROM participation_names WHERE participant IS NULL").fetchall()
    assert not database.execute("SELECT id FROM commitment_quotes WHERE quote IS NULL").fetchall()


# --- JSON-LD ---


def test_the_json_ld_is_the_graph(packaged: Path, store: ox.Store) -> None:
    text = gzip.decompress((packaged / "data.jsonld.gz").read_bytes())
    assert {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)} == {quad.triple for quad in store}
    document = json.loads(text)
    assert document["@context"] == json.loads((packaged / "context.jsonld").read_bytes())["@context"]
    one = next(node for node in document["@graph"] if node["@type"] == "Participation")
    assert one["capacity"].isalpha() and one["forum"].startswith("id:forum/")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_another_library_reads_the_same_from_it(packaged: Path) -> None:
    """rdflib reads a part of the JSON-LD as the same graph as the N-Triples of that part."""
    text = gzip.decompress((packaged / "data.jsonld.gz").read_bytes())
    document = json.loads(text)
    document["@graph"] = document["@graph"][::12]
    part = json.dumps(document)
    ours = ox.serialize(
        (quad.triple for quad in ox.parse(part, format=ox.RdfFormat.JSON_LD)), format=ox.RdfFormat.N_TRIPLES
    )
    assert ours is not None and ours.count(b"\n") > 1500
    mine, theirs = rdflib.Graph(), rdflib.Graph()
    mine.parse(data=ours, format="nt")
    theirs.parse(data=part, format="json-ld")
    assert isomorphic(mine, theirs)


def test_the_context_names_every_term_of_the_ontology(packaged: Path) -> None:
    context = read_context(packaged / "ontology.ttl", packaged / "shapes.ttl")
    assert context["force"] == {"@id": "plg:force", "@type": "@vocab"}
    assert context["ordinal"]["@type"] == "xsd:integer" and context["confidence"]["@type"] == "xsd:decimal"
    assert context["startDate"]["@type"] == "xsd:date"
    assert context["Attended"] == "plg:Attended"
    assert list(context) == sorted(context)
    with pytest.raises(InputError, match="is no Turtle"):
        read_context(packaged / "CITATION.cff", packaged / "shapes.ttl")


def test_an_empty_graph_is_a_document_too(packaged: Path, tmp_path: Path) -> None:
    with compressed(tmp_path / "none.jsonld") as write:
        NodeWriter({"plg": "https://w3id.org/pledgegraph/ontology#"}, write).close()
    assert json.loads(gzip.decompress((tmp_path / "none.jsonld.gz").read_bytes()))["@graph"] == []


def test_a_dump_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "data.nq"
    path.write_text("<https://example.org/a> <https://example.org/b> \n", encoding="utf-8")
    with pytest.raises(InputError, match="is no N-Quads"):
        list(subjects(path))
    path.write_text("<https://example.org/a> <https://example.org/b> _:c .\n", encoding="utf-8")
    with pytest.raises(InputError, match="no name or literal"):
        list(subjects(path))
