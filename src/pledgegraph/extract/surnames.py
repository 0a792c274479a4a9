"""Subjects of one word that a sentence reports something of, which may be surnames: "Soto said", "," said Soto"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.spans import Span

_NAME = r"(?P<name>[A-Z][\w'’-]+)"
_SUBJECT = re.compile(rf"{_NAME} (?:(?:also|then|further|later|has|had) )*$")
_BEFORE = re.compile(r"(?:[,;:\"]|\b(?:and|while|but|whereas|that|as|when|where|though|because)) $")
"""What stands before a subject of one word within a sentence."""
_BEHIND = re.compile(rf" {_NAME}(?=[.,;]|$)")
_QUOTE_ENDS = ('" ', '", ')
_LONGEST = 60


def surnames(reading: Reading, sentence: Sentence) -> Iterator[Span]:
    """The places of words in a sentence that may be surnames: right before a reporting verb, or behind it and a quote.

    No word that is a name of the registry.
    """
    for verb in sentence.verbs:
        span = _beside(reading.text, sentence.span, verb)
        if span is not None and not reading.names_in(span):
            yield span


def _beside(text: str, sentence: Span, verb: Span) -> Span | None:
    if before := _SUBJECT.search(text, max(sentence.start, verb.start - _LONGEST), verb.start):
        span = Span(*before.span("name"))
        opens = span.start == sentence.start or _BEFORE.search(text, sentence.start, span.start)
        return span if opens else None
    quoted = text.endswith(_QUOTE_ENDS, sentence.start, verb.start)
    behind = _BEHIND.match(text, verb.end, sentence.end) if quoted else None
    return Span(*behind.span("name")) if behind else None
