"""Sessions and the numbers of them that a text states."""

from __future__ import annotations

import re

from pledgegraph.extract.counts import read_counts
from pledgegraph.extract.grammar import Reading
from pledgegraph.extraction import Extraction
from pledgegraph.model import Finding, Session
from pledgegraph.spans import Span
from pledgegraph.vocab import CountOf, FindingKind

_TOPICS = re.compile(r"(?:t(?<!\wt)opics?|s(?<!\ws)essions?|p(?<!\wp)anels?|b(?<!\wb)reakouts?|w(?<!\ww)orkshops?)\b")
_QUOTED = re.compile(r'"([^"]{8,200})"')
_OPEN_LIST = re.compile(r"\b(?:including|such as|among others)\b")


def read_sessions(reading: Reading, extraction: Extraction) -> None:
    """Adds sessions by their quoted topics and the stated numbers of sessions and topics; a mismatch is a finding."""
    open_list = False
    for sentence in reading.sentences:
        counts = read_counts(reading, sentence, at_meeting=False)
        extraction.counts.extend(counts)
        if counts:
            reading.used.append(sentence.span)
        topics = _TOPICS.search(reading.text, sentence.span.start, sentence.span.end)
        if not topics:
            continue
        for quoted in _QUOTED.finditer(reading.text, topics.end(), sentence.span.end):
            span = Span(quoted.start(1), quoted.end(1))
            label = reading.stored(span).strip(" ,")
            if any(session.label == label for session in extraction.sessions):
                continue
            extraction.sessions.append(Session(label=label, span=span, evidence=(span,)))
            open_list = open_list or bool(_OPEN_LIST.search(reading.text, topics.start(), quoted.start()))
            reading.used.append(sentence.span)
    _compare(reading, extraction, open_list)


def _compare(reading: Reading, extraction: Extraction, open_list: bool) -> None:
    """A closed list of topics that is not as long as the number of sessions announced."""
    announced = next((count for count in extraction.counts if count.count_of is CountOf.SESSIONS), None)
    named = len(extraction.sessions)
    if announced is None or not named or open_list or announced.value == named:
        return
    extraction.findings.append(
        Finding(
            kind=FindingKind.COUNT_MISMATCH,
            span=announced.span,
            written=reading.stored(announced.span),
            expected=f"{named} topics named",
        )
    )
