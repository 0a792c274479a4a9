"""Answers: a table of cells or a set of triples, and how each is written out."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import RdfFormat, Triple, serialize

from pledgegraph.errors import InputError
from pledgegraph.vocab import PREFIXES

READABLE = 11
"""The narrowest column, in characters, that is still pleasant to read."""
PADDING = 3
"""What a drawn table adds to every column."""
FALLBACK_SIZE = (160, 24)
"""The size assumed where no terminal says its own, as in a pipe."""


class CellKind(StrEnum):
    """What an RDF term in an answer is, in the words of the SPARQL results format."""

    URI = "uri"
    LITERAL = "literal"
    BNODE = "bnode"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Cell:
    """One RDF term of an answer; a plain string has neither datatype nor language."""

    kind: CellKind
    value: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The answer of a SELECT or ASK: columns, and rows whose cells may be empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The rows as plain strings, an empty one for an empty cell."""
        return tuple(tuple(cell.value if cell else "" for cell in row) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The answer of a CONSTRUCT or DESCRIBE: triples, sorted."""

    triples: tuple[Triple, ...]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Graph:
        """The graph of some triples, each once, in one order."""
        return cls(triples=tuple(sorted(set(triples), key=str)))


Answer = Table | Graph


class Format(StrEnum):
    """How an answer is written out."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"


def render(answer: Answer, form: Format, *, width: int | None = None) -> str:
    """The answer as text.

    Args:
        answer: what a query gave.
        form: the format; `ttl` fits graphs, the others fit tables (a graph shown as `table` is its Turtle).
        width: the width of a table in characters; the terminal's when not given.

    Raises:
        InputError: the format does not fit the answer.
    """
    if isinstance(answer, Graph):
        if form not in (Format.TTL, Format.TABLE):
            raise InputError(f"this query builds a graph, which '{form.value}' cannot show", remedy="Use --format ttl.")
        return _turtle(answer)
    writers: dict[Format, Callable[[Table], str]] = {
        Format.TABLE: lambda table: _table(table, width),
        Format.CSV: _csv,
        Format.JSON: _json,
    }
    if form not in writers:
        raise InputError(f"this query gives rows, which '{form.value}' cannot show", remedy="Use table, csv or json.")
    return writers[form](answer)


def shortened(cell: Cell | None) -> str:
    """A cell for human eyes: an IRI with its prefix, a literal's text."""
    if cell is None:
        return ""
    if cell.kind is CellKind.URI:
        for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
            if cell.value.startswith(namespace):
                return f"{prefix}:{cell.value.removeprefix(namespace)}"
    return cell.value


def _table(table: Table, width: int | None) -> str:
    """A drawn table; where the columns would be too narrow to read, one block of lines a row."""
    width = width or shutil.get_terminal_size(FALLBACK_SIZE).columns
    rows = len(table.rows)
    narrow = width < len(table.columns) * (READABLE + PADDING)
    body = _cards(table) if narrow else _drawn(table, width)
    return f"{body}{rows} row{'' if rows == 1 else 's'}\n"


def _drawn(table: Table, width: int) -> str:
    from rich.console import Console  # noqa: PLC0415 - only a drawn table needs rich
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table as Drawn  # noqa: PLC0415

    drawn = Drawn()
    for column in table.columns:
        drawn.add_column(column, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(escape(shortened(cell)) for cell in row))
    buffer = io.StringIO()
    Console(file=buffer, width=width, highlight=False).print(drawn)
    return buffer.getvalue()


def _cards(table: Table) -> str:
    """Every row as lines of a column name and its value."""
    margin = max(map(len, table.columns), default=0)
    blocks = (
        "".join(f"{column:<{margin}}  {shortened(cell)}\n" for column, cell in zip(table.columns, row, strict=True))
        for row in table.rows
    )
    return "".join(f"{block}\n" for block in blocks)


def _csv(table: Table) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.texts())
    return buffer.getvalue()


def _json(table: Table) -> str:
    """The SPARQL 1.1 query results in JSON."""
    bindings = [
        {column: _binding(cell) for column, cell in zip(table.columns, row, strict=True) if cell is not None}
        for row in table.rows
    ]
    document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _binding(cell: Cell) -> dict[str, str]:
    found = {"type": cell.kind.value, "value": cell.value}
    if cell.language:
        found["xml:lang"] = cell.language
    elif cell.datatype:
        found["datatype"] = cell.datatype
    return found


def _turtle(graph: Graph) -> str:
    """Turtle with the prefixes that it uses; addresses of entities, which hold slashes, are written out."""
    text = "\n".join(map(str, graph.triples))
    used = {name: iri for name, iri in PREFIXES.items() if name != "id" and f"<{iri}" in text}
    data = serialize(graph.triples, format=RdfFormat.TURTLE, prefixes=used)
    return data.decode("utf-8") if data else ""
