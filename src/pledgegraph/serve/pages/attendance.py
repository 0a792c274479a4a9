"""The attendance matrix: listed, not listed, or unknown because the text only counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.routing import Route

from pledgegraph.serve.pages.asked import Asked, Row, Table, nothing
from pledgegraph.serve.pages.frame import page

KINDS: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "states": ("States, territories and regions", ("State", "Territory"), ("States", "MixedParticipants")),
        "organisations": ("Organisations", ("Organisation",), ("Organisations", "MixedParticipants")),
    }
)
"""For each matrix: its title, the classes of its rows, and the kinds of lists that speak of them."""
ATTENDED = "attended"
_WHOLE = frozenset(["Enumerated"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One participant at one forum: `listed`, `absent` from a complete list, or `unknown`; and other capacities."""

    answer: str
    passage: str
    others: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One participant at every forum."""

    iri: str
    label: str
    kind: str
    cells: tuple[Cell, ...]
    listed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One forum: how complete its list of these participants is, and where the list or count stands."""

    forum: Row
    completeness: str
    passage: str
    listed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The matrix of one kind of participant."""

    kind: str
    title: str
    kinds: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    table: Table
    lists: Table
    counts: Table


@page("attendance.html")
async def attendance(asked: Asked) -> Matrix:
    """The matrix of states, or of organisations by `?kind=organisations`."""
    kind = asked.request.query_params.get("kind", "states")
    if kind not in KINDS:
        raise nothing("there is a matrix of states and one of organisations")
    title, classes, of_kinds = KINDS[kind]
    table, lists, forums, counts = await asked.tables(
        (name, {}) for name in ("attendance", "lists", "forums", "stated-counts")
    )
    rows = [row for row in table.rows if row["kind"] in classes]
    complete = {forum["forum"]: _completeness(lists, forum["forum"], of_kinds) for forum in forums.rows}
    lines = _lines(
        rows, [forum["forum"] for forum in forums.rows], {key: value for key, (value, _) in complete.items()}
    )
    columns = tuple(
        Column(
            forum=forum,
            completeness=complete[forum["forum"]][0],
            passage=complete[forum["forum"]][1],
            listed=sum(line.cells[number].answer == "listed" for line in lines),
        )
        for number, forum in enumerate(forums.rows)
    )
    return Matrix(
        kind=kind, title=title, kinds=KINDS, columns=columns, lines=lines, table=table, lists=lists, counts=counts
    )


def _completeness(lists: Table, forum: str, of_kinds: tuple[str, ...]) -> tuple[str, str]:
    """How complete the list of attendees of some kind is at a forum (`none` without one), and where it stands."""
    for row in lists.where("forum", forum):
        if row["capacity"].endswith("#Attended") and row["kind"].rpartition("#")[2] in of_kinds:
            return row["completeness"].rpartition("#")[2], row["passage"]
    return "none", ""


def _lines(rows: list[Row], forums: list[str], complete: Mapping[str, str]) -> tuple[Line, ...]:
    """The participants by name, each at every forum."""
    found: dict[tuple[str, str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row["label"], row["participant"], row["kind"]][row["forum"]].append(row)
    lines = []
    for (label, iri, kind), by_forum in sorted(found.items()):
        cells = tuple(_cell(by_forum.get(forum, []), complete[forum]) for forum in forums)
        listed = sum(cell.answer == "listed" for cell in cells)
        lines.append(Line(iri=iri, label=label, kind=kind, cells=cells, listed=listed))
    return tuple(lines)


def _cell(rows: list[Row], completeness: str) -> Cell:
    """What a forum's text says of one participant."""
    listed = [row for row in rows if row["capacity"] == ATTENDED]
    answer = "listed" if listed else "absent" if completeness in _WHOLE else "unknown"
    others = tuple(row for row in rows if row["capacity"] != ATTENDED)
    return Cell(answer=answer, passage=listed[0]["passage"] if listed else "", others=others)


ROUTES = (Route("/attendance", attendance),)
