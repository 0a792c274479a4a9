"""The tables as one SQLite file with full-text search, filled as subjects come; one graph, one sequence of bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.publish.columns import EVIDENCE, TABLES, Column, Kind, Table
from pledgegraph.publish.subjects import TYPE, Subject, Term
from pledgegraph.publish.terms import PREFIXES
from pledgegraph.vocab import ENTITIES

BATCH = 2000
MANY = "|"
_EVIDENCE = PREFIXES["plg"] + "evidence"
_TYPES = {Kind.INTEGER: "INTEGER", Kind.DECIMAL: "REAL"}
_SETTINGS = ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "encoding = 'UTF-8'")
VIEWS = {
    "commitment_quotes": (
        "SELECT c.id, c.ordinal, c.label, p.document, p.starts_at, p.ends_at, p.exact AS quote FROM commitments c "
        "JOIN evidence e ON e.fact = c.id JOIN passages p ON p.id = e.passage ORDER BY c.id, p.document, p.starts_at"
    ),
    "echo_quotes": (
        "SELECT e.id, c.label AS commitment, e.grade, e.kind, e.status, e.confidence, f.label AS forum, "
        "p.document, p.exact AS quote FROM echoes e JOIN commitments c ON c.id = e.commitment "
        "JOIN passages p ON p.id = e.passage LEFT JOIN forums f ON f.id = e.forum ORDER BY e.id"
    ),
    "participation_names": (
        "SELECT p.id, f.label AS forum, f.starts, a.label AS participant, a.kind, a.iso3, p.capacity, p.mode "
        "FROM participations p LEFT JOIN forums f ON f.id = p.forum LEFT JOIN actors a ON a.id = p.participant "
        "ORDER BY p.id"
    ),
}

Cell = str | int | float | None


@contextmanager
def fresh_database(path: Path) -> Iterator[sqlite3.Connection]:
    """A new database file with empty tables.

    Raises:
        InputError: the file cannot be written, or the disk is full.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN")
        for table in (*TABLES, EVIDENCE):
            connection.execute(_definition(table))
        yield connection
    except sqlite3.Error as error:
        raise InputError(
            f"cannot be written ({error})", place=path, remedy="Free space or make the folder writable."
        ) from error
    finally:
        connection.close()


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a table's rows are filled: its classes with their addresses, and the property of each column."""

    name: str
    classes: dict[str, str]
    columns: tuple[tuple[str, Column], ...]

    @classmethod
    def of(cls, table: Table) -> _Plan:
        classes = {_iri(name): name.partition(":")[2] for name in table.classes}
        return cls(table.name, classes, tuple((_iri(column.path), column) for column in table.columns))

    def cells(self, subject: Subject) -> Iterator[Cell]:
        """A subject's cells, in the order of the columns."""
        for predicate, column in self.columns:
            values = None if column.inverse else subject.values.get(predicate)
            if not values:
                yield None
            elif predicate == TYPE:
                types = subject.types()
                yield [label for name, label in self.classes.items() if name in types][-1]
            elif column.many:
                yield MANY.join(str(_plain(value, column.kind)) for value in values)
            else:
                yield _plain(values[0], column.kind)


class Rows:
    """Collects the rows of a graph's subjects in the tables; `finish` adds links, search and views."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._plans: dict[str, list[_Plan]] = {}
        self._rows: dict[str, list[tuple[Cell, ...]]] = {table.name: [] for table in (*TABLES, EVIDENCE)}
        self._inserts = {table.name: _insert(table) for table in (*TABLES, EVIDENCE)}
        self._inverse: dict[str, dict[str, str]] = {}
        for table in TABLES:
            plan = _Plan.of(table)
            for name in plan.classes:
                self._plans.setdefault(name, []).append(plan)
            self._inverse.update({_iri(column.path): {} for column in table.columns if column.inverse})

    def add(self, subject: Subject) -> None:
        """The rows of one subject: one in each table that lists a class of it, and its quotes."""
        key = local(subject.iri)
        for passage in subject.values.get(_EVIDENCE, ()):
            self._put("evidence", (key, local(passage.value)))
        for predicate, links in self._inverse.items():
            for target in subject.values.get(predicate, ()):
                links[local(target.value)] = key
        listed = {plan.name: plan for name in subject.types() for plan in self._plans.get(name, ())}
        for plan in listed.values():
            self._put(plan.name, (key, *plan.cells(subject)))

    def finish(self) -> None:
        """Writes what is left, sets inverse links, builds the search and the views."""
        for name in self._rows:
            self._write(name)
        for table in TABLES:
            for column in table.columns:
                if column.inverse:
                    links = self._inverse[_iri(column.path)]
                    self._connection.executemany(
                        f"UPDATE {table.name} SET {column.name} = ? WHERE id = ?",
                        [(source, target) for target, source in links.items()],
                    )
        for table in TABLES:
            if table.search:
                self._search(table)
        for name, query in VIEWS.items():
            self._connection.execute(f"CREATE VIEW {name} AS {query}")
        self._connection.execute("COMMIT")

    def _search(self, table: Table) -> None:
        """The full-text index of a table, in the form that Datasette finds."""
        name, columns = f"{table.name}_fts", ", ".join(table.search)
        self._connection.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, content='{table.name}', "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        self._connection.execute(f"INSERT INTO {name}({name}) VALUES('rebuild')")

    def _put(self, table: str, row: tuple[Cell, ...]) -> None:
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= BATCH:
            self._write(table)

    def _write(self, table: str) -> None:
        self._connection.executemany(self._inserts[table], self._rows[table])
        self._rows[table].clear()


def local(iri: str) -> str:
    """An entity's address below our base; any other address as it stands."""
    return iri.removeprefix(ENTITIES)


def keys(table: Table) -> tuple[str, ...]:
    """The columns that name a row."""
    return tuple(column.name for column in table.columns) if table is EVIDENCE else ("id",)


def _plain(value: Term, kind: Kind) -> Cell:
    """A term as a cell."""
    if kind is Kind.ENTITY:
        return local(value.value)
    if kind is Kind.TERM:
        return value.value.rpartition("#")[2]
    if kind is Kind.INTEGER:
        return int(value.value)
    return float(value.value) if kind is Kind.DECIMAL else value.value


def _definition(table: Table) -> str:
    columns = [] if table is EVIDENCE else ["id TEXT PRIMARY KEY NOT NULL"]
    for column in table.columns:
        line = f"{column.name} {_TYPES.get(column.kind, 'TEXT')}"
        line += " NOT NULL" if column.required else ""
        line += f" REFERENCES {column.refers}(id)" if column.refers and not column.many else ""
        columns.append(line)
    if table is EVIDENCE:
        columns.append(f"PRIMARY KEY ({', '.join(keys(table))})")
    return f"CREATE TABLE {table.name} ({', '.join(columns)})"


def _insert(table: Table) -> str:
    count = len(table.columns) + (table is not EVIDENCE)
    return f"INSERT INTO {table.name} VALUES ({', '.join('?' * count)})"


def _iri(curie: str) -> str:
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name
