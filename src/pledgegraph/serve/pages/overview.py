"""The first page: the commitments by the forum that made them, and how often each later forum took them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from starlette.routing import Route

from pledgegraph.serve.pages.asked import Asked, Row, Table
from pledgegraph.serve.pages.frame import page


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How often one later forum took a commitment up."""

    forum: Row
    same: int
    related: int
    candidates: int
    later: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment with what became of it."""

    row: Row
    standing: Row | None
    taken: tuple[Taken, ...]

    @property
    def same(self) -> int:
        """Accepted echoes of the same commitment."""
        return sum(each.same for each in self.taken)

    @property
    def related(self) -> int:
        """Accepted echoes of its theme."""
        return sum(each.related for each in self.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The commitments that one document of one forum makes."""

    head: Row
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the first page shows."""

    figures: Mapping[str, int]
    groups: tuple[Group, ...]
    forums: Table
    quiet: tuple[Row, ...]
    commitments: Table
    counts: Table
    standings: Table


@page("overview.html")
async def overview(asked: Asked) -> Overview:
    """The first page."""
    figures, commitments, counts, standings, forums = await asked.tables(
        (name, {}) for name in ("figures", "commitments", "echo-counts", "standings", "forums")
    )
    latest = {row["commitment"]: row for row in standings.rows}
    tally = _tally(counts)
    groups = tuple(
        Group(head=rows[0], promises=tuple(_promise(row, latest.get(row["commitment"]), tally, forums) for row in rows))
        for rows in (list(found) for _, found in groupby(commitments.rows, lambda row: row["document"]))
    )
    making = {row["forum"] for row in commitments.rows}
    return Overview(
        figures={row["kind"]: int(row["number"]) for row in figures.rows},
        groups=groups,
        forums=forums,
        quiet=tuple(row for row in forums.rows if row["forum"] not in making),
        commitments=commitments,
        counts=counts,
        standings=standings,
    )


def _tally(counts: Table) -> Counter[tuple[str, str, str]]:
    """Echoes by commitment, forum, and whether they are of the same commitment, of its theme, or candidates."""
    tally: Counter[tuple[str, str, str]] = Counter()
    for row in counts.rows:
        accepted = row["status"].endswith("#Accepted")
        grade = "same" if row["grade"].endswith("#SameCommitment") else "related"
        tally[row["commitment"], row["forum"], grade if accepted else "candidate"] += int(row["echoes"])
    return tally


def _promise(row: Row, standing: Row | None, tally: Counter[tuple[str, str, str]], forums: Table) -> Promise:
    key = row["commitment"]
    return Promise(
        row=row,
        standing=standing,
        taken=tuple(
            Taken(
                forum=forum,
                same=tally[key, forum["forum"], "same"],
                related=tally[key, forum["forum"], "related"],
                candidates=tally[key, forum["forum"], "candidate"],
                later="" < row["held"] < forum["held"],
            )
            for forum in forums.rows
        ),
    )


ROUTES = (Route("/", overview),)
