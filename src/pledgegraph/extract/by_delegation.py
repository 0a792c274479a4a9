"""Delegations told one by one with who headed each: "heads of delegations: of Peru – Minister Ana Soto; of Fiji – "."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.delegations import representing
from pledgegraph.extract.grammar import Reading, Sentence, resolved
from pledgegraph.extract.participants import Participant, record, record_list
from pledgegraph.extraction import Extraction
from pledgegraph.model import Kind
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity

_OPENED = re.compile(r"\b(?:attended by|with the participation of|took part|in attendance were)\b[^;]{0,80}$")
_OF = re.compile(r"(?:[:;]|; and|attended by|participation of) (?:(?:delegations? )?(?:of|from) )?(?:the )?$")
_DASH = re.compile(r" ?[–—:] ?| - ")
_NEAR = 30
_FEWEST = 2


def read_by_delegation(reading: Reading, extraction: Extraction, sentence: Sentence, persons: list[Appearance]) -> bool:
    """Adds the states and the persons of such a list; whether the sentence is one."""
    text = reading.text
    states = [
        name
        for name in sentence.names
        if resolved(name, Kind.STATE, Kind.TERRITORY)
        and _OF.search(text, max(sentence.span.start, name.span.start - _NEAR), name.span.start)
        and _DASH.match(text, name.span.end, sentence.span.end)
    ]
    if len(states) < _FEWEST or not _OPENED.search(text, sentence.span.start, states[0].span.start):
        return False
    starts = [*(name.span.start for name in states), sentence.span.end]
    listed = []
    for name, (start, stop) in zip(states, pairwise(starts), strict=True):
        assert name.ref is not None
        sent = Participant(span=name.span, written=name.span, ref=name.ref)
        made = record(reading, extraction, sent, Capacity.ATTENDED, name.span)
        listed += [made] if made is not None else []
        for one in persons:
            if not Span(start, stop).contains(one.span):
                continue
            posts = tuple(representing(extraction, post, name.ref, name.span) for post in one.posts)
            came = Participant(span=one.full, written=one.span, ref=one.person.ref, person=replace(one, posts=posts))
            record(reading, extraction, came, Capacity.ATTENDED, one.full)
    if listed:
        record_list(extraction, listed, Span(states[0].span.start, states[-1].span.end), partial=False)
    reading.used.append(sentence.span)
    return True
