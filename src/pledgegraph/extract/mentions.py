"""What a text names: instruments, series, bodies, states."""

from __future__ import annotations

import re

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.grammar import Reading
from pledgegraph.extract.names import Named
from pledgegraph.extraction import Extraction
from pledgegraph.model import Finding, Kind, Mention, Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import FindingKind

_PROPOSED = re.compile(r"(?:,? (?:which )?(?:was |is )?(?:put forward|proposed|initiated|launched) by (?:the )?)$")
_HYPHENS = ("-", "–", "/")
_TOWN_BEFORE = re.compile(r"\b(?:in|at|of|from|near|to) [A-Z][\w'-]+(?: [A-Z][\w'-]+)?, $")


def read_mentions(reading: Reading, extraction: Extraction, persons: list[Appearance]) -> None:
    """Adds a mention for every instrument, series and body outside posts and lists, and one a state or territory.

    Also who proposed an instrument where the text says so, and a finding for every name that is not the one its acronym
    stands for.
    """
    inside = [span for person in persons for span in (person.full,)]
    inside += [span for participation in extraction.participations for span in participation.evidence[:1]]
    named: set[Ref] = set()
    called = [person.span for person in persons]
    for sentence in reading.sentences:
        for name in sentence.names:
            if name.expected:
                extraction.findings.append(
                    Finding(
                        kind=FindingKind.NAME_DISCREPANCY,
                        span=name.span,
                        written=reading.stored(name.span),
                        expected=name.expected,
                        about=name.ref,
                    )
                )
            if name.ref is None or name.adjective:
                continue
            if name.ref.kind in (Kind.STATE, Kind.TERRITORY) and name.ref not in named and _free(reading, name, called):
                named.add(name.ref)
                extraction.mentions.append(
                    Mention(mentioned=name.ref, name_as_written=reading.stored(name.span), span=name.span)
                )
            if name.ref.kind in (Kind.INSTRUMENT, Kind.SERIES) or (
                name.ref.kind is Kind.ORGANISATION and not any(name.span.overlaps(span) for span in inside)
            ):
                mention = Mention(mentioned=name.ref, name_as_written=reading.stored(name.span), span=name.span)
                extraction.mentions.append(mention)
                _proposed(reading, extraction, mention, persons)


def _proposed(reading: Reading, extraction: Extraction, mention: Mention, persons: list[Appearance]) -> None:
    if mention.mentioned.kind is not Kind.INSTRUMENT:
        return
    for person in persons:
        between = reading.text[mention.span.end : person.full.start]
        if person.full.start >= mention.span.end and _PROPOSED.fullmatch(between):
            span = Span(mention.span.start, person.full.end)
            extraction.proposals.append((mention.mentioned, person.person.ref, span))


def _free(reading: Reading, name: Named, persons: list[Span]) -> bool:
    """Whether a name of a state stands for it: not inside a person's name, a compound, or behind a town elsewhere."""
    text, span = reading.text, name.span
    if any(person.overlaps(span) for person in persons) or text[span.start - 1 : span.start] in _HYPHENS:
        return False
    homonyms = reading.grammar.of("actors").words["homonym-state"]
    return not (name.written in homonyms and _TOWN_BEFORE.search(text, max(0, span.start - 40), span.start))
