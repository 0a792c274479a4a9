"""Sentences that look back: they tell of an earlier meeting, not of the one that a text reports."""

from __future__ import annotations

import re
from functools import lru_cache

from pledgegraph.extract.frame_forum import edition
from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.sources.blocks import BlockKind
from pledgegraph.spans import Span

_BELOW = 12
"""Blocks below a line that opens the background of a press release, where no other heading ends it before."""


def looks_back(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence stands below a heading of what was before ("Background", "Notes to editors")."""
    rule = reading.grammar.of("forums").rule("background-heading")
    number = reading.block_number(sentence.block)
    for block in reversed(reading.blocks[max(0, number - _BELOW) : number]):
        if rule.search(reading.text[block.span.start : block.span.end]):
            return True
        if block.kind is BlockKind.HEADING:
            return False
    return False


def of_another_edition(reading: Reading, opening: list[Span], label: str) -> bool:
    """Whether a meeting's name counts another of its kind than the first that the opening names ("first Dialogue")."""
    counted = edition(label[:1].upper() + label[1:])
    if counted is None:
        return False
    words = set(label.split())
    told = (
        found["ordinal"]
        for span in opening
        for found in _counted(reading.grammar).finditer(reading.text, span.start, span.end)
        if found["head"] in words
    )
    first = next(told, None)
    return first is not None and edition(first[:1].upper() + first[1:]) != counted


@lru_cache(maxsize=4)
def _counted(grammar: Grammar) -> re.Pattern[str]:
    forums = grammar.of("forums")
    return re.compile(
        rf"\b(?P<ordinal>(?i:{forums.alternation('ordinal')})|\d{{1,3}}(?:st|nd|rd|th)) (?:[\w'&-]+ ){{0,5}}?"
        rf"(?P<head>{forums.alternation('head')})\b"
    )
