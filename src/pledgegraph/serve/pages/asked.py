"""The data of a page: tables that are named queries with headers, all asked of one release."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from pledgegraph.errors import InputError
from pledgegraph.queries.catalogue import Query
from pledgegraph.queries.results import Cell, CellKind
from pledgegraph.serve.asking import ask
from pledgegraph.serve.outcomes import Refusal
from pledgegraph.serve.pages.site import Site
from pledgegraph.serve.pool import Release

Bindings = Mapping[str, Mapping[str, str]]


class Refused(HTTPException):
    """A page cannot be made, for the reason that a refusal gives."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(int(refusal.status), refusal.detail)
        self.refusal = refusal


class Row:
    """One row of an answer: `row["x"]` is the text of a cell, "" where it is empty; templates write `row.x`."""

    __slots__ = ("_bindings",)

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings

    def __getitem__(self, name: str) -> str:
        cell = self._bindings.get(name)
        return cell["value"] if cell else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An answer with the query behind it.

    Attributes:
        query: the named query.
        values: its parameters.
        columns: the names of the columns.
        rows: the rows as texts.
        cells: the same rows as terms.
    """

    query: Query
    values: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    cells: tuple[tuple[Cell | None, ...], ...]

    @property
    def name(self) -> str:
        """The name of the query."""
        return self.query.name

    @property
    def asked(self) -> str:
        """The parameters as the query part of an address, with its question mark; "" without parameters."""
        return f"?{urlencode(dict(self.values))}" if self.values else ""

    @property
    def text(self) -> str:
        """The query as it was asked."""
        return self.query.bound(self.values)

    def where(self, name: str, value: str) -> list[Row]:
        """The rows with this text in a column."""
        return [row for row in self.rows if row[name] == value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for a page, and the release that answers all its questions."""

    request: Request
    release: Release
    site: Site

    async def table(self, name: str, **values: str) -> Table:
        """The answer to one of the pages' own queries."""
        return await self.answer(self.site.tables[name], values)

    async def tables(self, wanted: Iterable[tuple[str, Mapping[str, str]]]) -> list[Table]:
        """The answers to several queries, asked at one time."""
        return list(await asyncio.gather(*(self.table(name, **values) for name, values in wanted)))

    async def answer(self, query: Query, values: Mapping[str, str]) -> Table:
        """The answer to a query that gives rows.

        Raises:
            Refused: a value does not fit, or the query has no answer in time.
        """
        try:
            text = query.bound(values)
        except InputError as error:
            raise Refused(
                Refusal(status=HTTPStatus.BAD_REQUEST, kind="parameter", detail=error.problem, remedy=error.remedy)
            ) from error
        outcome = await ask(self.request, text, release=self.release)
        if isinstance(outcome, Refusal):
            raise Refused(outcome)
        document = outcome.json()
        if "boolean" in document:
            found = [{"answer": {"type": "literal", "value": str(document["boolean"]).lower()}}]
            return _table(query, values, ("answer",), found)
        return _table(query, values, tuple(document["head"]["vars"]), document["results"]["bindings"])

    async def holds(self, pattern: str) -> bool:
        """Whether the release has a pattern."""
        outcome = await ask(self.request, f"ASK {{ {pattern} }}", release=self.release)
        if isinstance(outcome, Refusal):
            raise Refused(outcome)
        return bool(outcome.json()["boolean"])


def nothing(detail: str) -> Refused:
    """The refusal of a page that is not there."""
    return Refused(Refusal(status=HTTPStatus.NOT_FOUND, kind="not-found", detail=detail))


def _table(query: Query, values: Mapping[str, str], columns: tuple[str, ...], found: Sequence[Bindings]) -> Table:
    return Table(
        query=query,
        values=values,
        columns=columns,
        rows=tuple(map(Row, found)),
        cells=tuple(tuple(_cell(bindings.get(column)) for column in columns) for bindings in found),
    )


def _cell(term: Mapping[str, str] | None) -> Cell | None:
    """A term of the JSON results as a cell."""
    if term is None:
        return None
    return Cell(
        kind=CellKind(term["type"]),
        value=term["value"],
        datatype=term.get("datatype", ""),
        language=term.get("xml:lang", ""),
    )
