"""Persons who are told as the counterpart of somebody: "met with her Peruvian counterpart, Luis Vega"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.person_patterns import person_patterns
from pledgegraph.model import BODIES, Ref
from pledgegraph.spans import Span

_WORD = re.compile(r"\bcounterpart\b")
_WHOSE = re.compile(r"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts) (?:new )?(?:[A-Z][\w'.-]* ){0,3}$")
_FROM = re.compile(r" (?:from|of|in) (?:the )?")
_OFFICE = re.compile(r",? (?:the |its |their )?(?:(?:[A-Z][\w'-]*|of|for|and|the),? ){1,10}?$")
_LONGEST = 40


def counterparts(reading: Reading, sentence: Sentence, persons: list[Span]) -> Iterator[tuple[Span, Span, Ref]]:
    """The name of every counterpart in a sentence, the words for the person from whose on, and the state or body.

    `persons` are the names that the sentence is known to have: one of them may follow with an office.
    """
    text, end = reading.text, sentence.span.end
    named = person_patterns(reading.grammar).named
    for word in _WORD.finditer(text, sentence.span.start, end):
        whose = _WHOSE.search(text, max(sentence.span.start, word.start() - _LONGEST), word.start())
        if whose is None:
            continue
        near = [name for name in sentence.names if name.ref is not None and name.ref.kind in BODIES]
        before = next((name for name in near if name.adjective and name.span.end == word.start() - 1), None)
        behind = next((name for name in near if _FROM.fullmatch(text, word.end(), name.span.start)), None)
        state = before or behind
        if state is None or state.ref is None:
            continue
        stop = behind.span.end if behind else word.end()
        known = next(
            (name for name in persons if name.start >= stop and _OFFICE.fullmatch(text, stop, name.start)), None
        )
        match = None if known else named.match(text, stop, end)
        name = known or (Span(*match.span("name")) if match else None)
        if name is not None:
            yield name, Span(whose.start(), name.end), state.ref
