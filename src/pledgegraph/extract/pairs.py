"""Two persons of whom a sentence tells that one met or spoke with the other, so that "they" behind it are both."""

from __future__ import annotations

import re

from pledgegraph.extract.grammar import Reading
from pledgegraph.model import Ref
from pledgegraph.spans import Span

BOTH_RULE = "they-who-met-in-the-sentence-before"

_MET = re.compile(
    r"\b(?:met|meets|spoke|speaks|talked|conferred|consulted|hosted|hosts|welcomed|welcomes|received|phoned|telephoned"
    r"|held (?:a |an )?(?:[\w-]+ ){0,3}(?:talks|meeting|call|conversation|discussions?|consultations)"
    r"|had (?:a |an )?(?:[\w-]+ ){0,3}(?:talks|meeting|call|conversation|discussions?))\b"
)
_PAIR = 2


def pair_who_met(reading: Reading, they: Span, persons: list[tuple[Span, Ref]]) -> tuple[tuple[Ref, Ref], Span] | None:
    """The two whom a "they" that opens a sentence means, with the words that name them; `persons` stand before it."""
    met: dict[Ref, Span] = {}
    for span, person in persons:
        met.setdefault(person, span)
    if len(met) != _PAIR:
        return None
    (first, one), (second, other) = sorted(met.items(), key=lambda item: item[1])
    here = reading.sentence_at(they.start)
    opens = here is not None and they.start == here.span.start
    if not opens or not _MET.search(reading.text, one.end, other.start):
        return None
    return (first, second), Span(one.start, other.end)
