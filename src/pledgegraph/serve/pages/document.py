"""The page of a document: its whole text, every passage marked, and beside each paragraph the facts that rest on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pledgegraph.queries.catalogue import Query
from pledgegraph.serve.pages.asked import Asked, Row, Table
from pledgegraph.serve.pages.marks import Paragraph, Passage, paragraphs

_TEXT = "PREFIX plg: <https://w3id.org/pledgegraph/ontology#>\nSELECT ?text {{ <{iri}> plg:storedText ?text }}"
ORDER = (
    "Commitment Clause CommitmentDetail Statement Forum Session Participation AttendanceList StatedCount PostHolding "
    "Mention Finding Document"
).split()
"""The order of kinds of facts beside a paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A paragraph with the facts that rest on a passage beginning in it."""

    paragraph: Paragraph
    facts: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What the page of a document shows beside its facts."""

    head: Row | None
    noted: tuple[Noted, ...]
    facts: Table
    marks: Table
    findings: Table
    length: int
    unconverted: int
    furniture: int

    @property
    def first_unconverted(self) -> str:
        """The fragment of the first passage that was not converted; "" when there is none."""
        found = self.marks.where("kind", "not converted")
        return f"char={found[0]['start']},{found[0]['end']}" if found else ""

    @property
    def number_unconverted(self) -> int:
        """The number of passages that were not converted."""
        return len(self.marks.where("kind", "not converted"))


async def gather(asked: Asked, iri: str) -> Document:
    """The page of one document."""
    head, facts, marks, findings = await asked.tables(
        (name, {"document": iri}) for name in ("documents", "facts-of-documents", "marks", "findings")
    )
    stored = await asked.answer(Query(name="text", place="", header=None, text=_TEXT.format(iri=iri)), {})
    text = stored.rows[0]["text"] if stored.rows else ""
    passages = [Passage(start=int(row["start"]), end=int(row["end"]), kind=row["kind"]) for row in marks.rows]
    blocks = paragraphs(text, [passage for passage in passages if passage.end <= len(text)])
    return Document(
        head=head.rows[0] if head.rows else None,
        noted=_noted(blocks, facts),
        facts=facts,
        marks=marks,
        findings=findings,
        length=len(text),
        unconverted=sum(each.end - each.start for each in passages if each.kind == "not converted"),
        furniture=sum(each.end - each.start for each in passages if each.kind == "page furniture"),
    )


def _noted(blocks: list[Paragraph], facts: Table) -> tuple[Noted, ...]:
    """Every paragraph with its facts, once each, in the order of their kinds and of the text."""
    found: dict[int, dict[str, Row]] = defaultdict(dict)
    for row in facts.rows:
        start = int(row["start"])
        block = next((number for number, each in enumerate(blocks) if each.start <= start < each.end), -1)
        found[block].setdefault(row["fact"], row)
    return tuple(
        Noted(
            paragraph=block,
            facts=tuple(sorted(found[number].values(), key=lambda row: (ORDER.index(row["kind"]), int(row["start"])))),
        )
        for number, block in enumerate(blocks)
    )
