"""Offices each before the name of its holder, one after the other ("the Director of X, Ana Soto, the Head of Y, ...").

In such a run every comma could lead either way. Which way is decided once, by how the run begins: with an office.
"""

from __future__ import annotations

import re

from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.person_patterns import person_patterns

_GAP = re.compile(r"(?:[,;]|,? and|,? as well as|,? together with|,? along with)(?: also)?(?: the)? ")
_NAME_BEFORE = re.compile(r"[A-Z][\w'.-]*(?: \([^()]*\))?, (?:the )?$")
_NEAR = 60


def office_first_runs(reading: Reading, sentence: Sentence, titles: list[int]) -> list[re.Match[str]]:
    """The pairs of office and name of all runs of two at least; `titles` are where offices may begin, in order."""
    patterns, text = person_patterns(reading.grammar), reading.text
    runs: list[re.Match[str]] = []
    current: list[re.Match[str]] = []
    for title in titles:
        if current and title < current[-1].end():
            continue
        pair = patterns.pair.match(text, title, sentence.span.end)
        before = patterns.modifiers.search(text, max(sentence.span.start, title - _NEAR), title)
        start = before.start() if before else title
        goes_on = bool(current) and _GAP.fullmatch(text, current[-1].end(), start) is not None
        if not goes_on:
            runs += current if len(current) > 1 else []
            current = []
        if pair and (goes_on or not _NAME_BEFORE.search(text, sentence.span.start, start)):
            current.append(pair)
    return runs + (current if len(current) > 1 else [])
