"""Answers for programs: rows of Python values, a data frame, and a table that a notebook shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from html import escape
from typing import TYPE_CHECKING

from pledgegraph.errors import MissingToolError
from pledgegraph.queries.results import Answer, Cell, CellKind, Format, Graph, Table, render, shortened
from pledgegraph.queries.run import triples_table
from pledgegraph.vocab import PREFIXES

if TYPE_CHECKING:
    from pandas import DataFrame

SHOWN = 50
"""How many rows a notebook shows."""

Value = str | int | float | bool | Decimal | date | datetime | None
_XSD = PREFIXES["xsd"]
_READERS: Mapping[str, Callable[[str], Value]] = {
    **{_XSD + name: int for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")},
    **{_XSD + name: float for name in ("double", "float")},
    _XSD + "decimal": Decimal,
    _XSD + "boolean": lambda written: {"true": True, "1": True, "false": False, "0": False}[written],
    _XSD + "date": date.fromisoformat,
    _XSD + "dateTime": datetime.fromisoformat,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The answer to a query.

    Attributes:
        answer: the answer with its RDF terms: a table, or the triples that a CONSTRUCT or DESCRIBE builds.
    """

    answer: Answer

    @property
    def table(self) -> Table:
        """The answer as a table; triples have the columns subject, predicate and object."""
        return triples_table(self.answer) if isinstance(self.answer, Graph) else self.answer

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.columns

    @property
    def rows(self) -> list[dict[str, Value]]:
        """One mapping of columns to Python values a row; None where a cell is empty."""
        table = self.table
        return [dict(zip(table.columns, map(value, row), strict=True)) for row in table.rows]

    def __len__(self) -> int:
        return len(self.table.rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return iter(self.rows)

    def to_pandas(self) -> DataFrame:
        """The rows as a data frame of pandas.

        Raises:
            MissingToolError: pandas is not installed.
        """
        try:
            from pandas import DataFrame  # noqa: PLC0415 - an extra
        except ModuleNotFoundError:
            raise MissingToolError("pandas is not installed", remedy="Run: pip install pledgegraph[pandas]") from None
        return DataFrame(self.rows, columns=list(self.columns))

    def to_turtle(self) -> str:
        """The triples of a CONSTRUCT or DESCRIBE as Turtle.

        Raises:
            InputError: the query gave rows.
        """
        return render(self.answer, Format.TTL)

    def __str__(self) -> str:
        return render(self.answer, Format.TABLE)

    def _repr_html_(self) -> str:
        table = self.table
        return html_table(table.columns, table.rows)


def value(cell: Cell | None) -> Value:
    """The Python value of a cell: numbers, dates and booleans by their datatype, else the text as written.

    >>> value(Cell(kind=CellKind.LITERAL, value="2025-10-26", datatype="http://www.w3.org/2001/XMLSchema#date"))
    datetime.date(2025, 10, 26)
    """
    if cell is None:
        return None
    reader = _READERS.get(cell.datatype)
    if reader is None:
        return cell.value
    try:
        return reader(cell.value)
    except (ValueError, KeyError, InvalidOperation):
        return cell.value


def html_table(columns: tuple[str, ...], rows: tuple[tuple[Cell | None, ...], ...]) -> str:
    """A table in HTML with its first rows; addresses are links."""
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_html(cell)}</td>' for cell in row)}</tr>" for row in rows[:SHOWN])
    more = f", {SHOWN} shown" if len(rows) > SHOWN else ""
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}{more}"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{count}</p>"


def _html(cell: Cell | None) -> str:
    text = escape(shortened(cell))
    if cell is not None and cell.kind is CellKind.URI and cell.value.startswith(("http://", "https://")):
        return f'<a href="{escape(cell.value)}">{text}</a>'
    return text
