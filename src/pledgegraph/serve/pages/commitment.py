"""The page of a commitment: its clauses, what became of it in time, who took it up and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from pledgegraph.serve.pages.asked import Asked, Row, Table
from pledgegraph.serve.pages.timeline import Timeline, timeline

_PARTS = (
    "clauses",
    "details",
    "parties",
    "standings",
    "echoes",
    "wording-changes",
    "alignments",
    "rejected",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What one forum's text made of a commitment: the accepted echoes, then the candidates."""

    forum: str
    label: str
    held: str
    accepted: tuple[Row, ...]
    candidates: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What the page of a commitment shows beside its facts.

    Attributes:
        head: the row of the commitment; one without a statement has none.
        clauses: its clauses; `details` to `rejected` are further tables.
        meetings: its echoes by forum, in time.
        timeline: the drawing of standings and echoes.
    """

    head: Row | None
    clauses: Table
    details: Table
    parties: Table
    standings: Table
    echoes: Table
    wording: Table
    alignments: Table
    rejected: Table
    meetings: tuple[Meeting, ...]
    timeline: Timeline

    @property
    def standing(self) -> Row | None:
        """The latest standing."""
        return self.standings.rows[-1] if self.standings.rows else None

    @property
    def accepted(self) -> int:
        """The number of accepted echoes."""
        return sum(len(meeting.accepted) for meeting in self.meetings)

    @property
    def candidates(self) -> int:
        """The number of candidates."""
        return sum(len(meeting.candidates) for meeting in self.meetings)


async def gather(asked: Asked, iri: str) -> Commitment:
    """The page of one commitment."""
    wanted = [(name, {"commitment": iri}) for name in _PARTS]
    found = await asked.tables([("commitments", {"only": iri}), *wanted])
    head, clauses, details, parties, standings, echoes, wording, alignments, rejected = found
    first = head.rows[0] if head.rows else None
    meetings = _meetings(echoes)
    return Commitment(
        head=first,
        clauses=clauses,
        details=details,
        parties=parties,
        standings=standings,
        echoes=echoes,
        wording=wording,
        alignments=alignments,
        rejected=rejected,
        meetings=meetings,
        timeline=timeline(first["held"] if first else "", standings.rows, echoes.rows),
    )


def _meetings(echoes: Table) -> tuple[Meeting, ...]:
    """The echoes of each forum, in the order of the table."""
    made = []
    for (forum, label, held), found in groupby(
        echoes.rows, lambda row: (row["forum"], row["forum_label"], row["held"])
    ):
        rows = tuple(found)
        made.append(
            Meeting(
                forum=forum,
                label=label,
                held=held,
                accepted=tuple(row for row in rows if row["status"].endswith("#Accepted")),
                candidates=tuple(row for row in rows if not row["status"].endswith("#Accepted")),
            )
        )
    return tuple(made)
