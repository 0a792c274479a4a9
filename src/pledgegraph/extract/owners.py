"""Whose a post is: the state, the adjective or the body right before or behind the one who holds it."""

from __future__ import annotations

import re

from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.model import BODIES, Kind

_COLON = re.compile(r":\s(?:[A-Z][\w.]*\.? ?)*")
_ON_BEHALF = re.compile(r"(?:For|On behalf of) (?:the )?(?:Governments? of (?:the )?)?")
_BEHIND = (" of ", " of the ", " from ", " from the ", " (", " of the Government of ", " of the Government of the ")
_POSSESSIVE = re.compile(r"(?:'s|')? ")


def owner_before(reading: Reading, sentence: Sentence, start: int) -> Named | None:
    """The state, adjective or body right before a post ("Mexico's", "Mexican", "World Bank")."""
    for name in sentence.names:
        gap = _POSSESSIVE.fullmatch(reading.text, name.span.end, start) if name.span.end < start else None
        if gap and name.ref is not None and name.ref.kind in BODIES:
            return name
    return None


def owner_behind(reading: Reading, sentence: Sentence, end: int) -> Named | None:
    """The state or body right behind a name ("President Ana Soto of Peru", "Minister Soto (Peru)")."""
    for name in sentence.names:
        if name.span.start > end and reading.text[end : name.span.start] in _BEHIND and not name.adjective:
            closed = reading.text[end : name.span.start] != " (" or reading.text[name.span.end] == ")"
            return name if closed and name.ref is not None and name.ref.kind in BODIES else None
    return None


def owner_in_front(reading: Reading, sentence: Sentence, start: int) -> Named | None:
    """The state or body for which somebody signs or comes, on one line ("For Peru: Ana Soto, Minister of Ports")."""
    for name in sentence.names:
        if name.span.end >= start or not _COLON.fullmatch(reading.text, name.span.end, start):
            continue
        if _ON_BEHALF.fullmatch(reading.text, sentence.span.start, name.span.start):
            return name if name.ref is not None and name.ref.kind in BODIES else None
    return None


def body_behind(reading: Reading, sentence: Sentence, end: int) -> Named | None:
    """The body that stands alone behind a name in a list ("State Secretary Ana Soto, Ministry of Ports; ...")."""
    text = reading.text
    if ";" not in text[sentence.span.start : sentence.span.end]:
        return None
    names = (one for one in sentence.names if one.span.start > end and one.kind is Kind.ORGANISATION)
    body = next((one for one in names if text[end : one.span.start] in (", ", ", the ")), None)
    closed = body is not None and (body.span.end == sentence.span.end or text[body.span.end] in ";.")
    return body if closed else None
