"""Which meetings of two documents are one: those with one name of their own and one first day, and no others.

A bare "the Meeting", or a name without a day, is said of many meetings: such a one is known by the document that
reports it, and is never one with that of another document.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from pledgegraph.extract.grammar import Grammar, Reading
from pledgegraph.slugs import slugify

_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?|[ivxl]+|[a-z]")
_REPORTED = "reported-by"
_TOLD_BESIDE = re.compile(
    r", (?:(?:jointly |co-)?(?:hosted|chaired|organi[sz]ed|convened|led|attended|initiated|supported|sponsored)\b"
    r"|(?:originally|initially) |(?:under|with|on) the |an? |the (?:first|largest|biggest|most|only) )"
)
"""What stands beside a meeting's name between commas, and is no part of it."""


def meeting_key(reading: Reading, name: str, start: date | None) -> str:
    """The key of a meeting: name and first day where both tell it from others, else with the document that reports it.

    `name` is empty for a meeting that the text gives none.
    """
    called = slugify(name)
    day = [start.isoformat()] if start else []
    if start and is_distinctive(reading.grammar, name):
        return "-".join((called, *day))
    return "-".join((called or "meeting", _REPORTED, reading.document.slug, *day))


def is_distinctive(grammar: Grammar, name: str) -> bool:
    """Whether a meeting's name holds a word beside those that any meeting may bear ("Third Ministerial Meeting")."""
    words = slugify(name.replace("'s", "")).split("-")
    return any(word and word not in _common(grammar) and not _NUMBER.fullmatch(word) for word in words)


@cache
def _common(grammar: Grammar) -> frozenset[str]:
    """The words of names that tell no meeting from another: numbers, kinds of meetings, who meets as a rule."""
    lists = grammar.of("forums").words
    written = (word for name in ("common", "head", "ordinal", "round") for word in lists[name])
    return frozenset(part for word in written for part in slugify(word).split("-"))


def label_of(found: re.Match[str]) -> str:
    """The meeting's name in what a rule with the group `name` found, without an article and what is told beside it."""
    return found.string[found.start("name") : label_end(found)].strip(' "').removeprefix("The ")


def label_end(found: re.Match[str]) -> int:
    """Where that name ends: before the clause that says who hosted or chaired the meeting, or under which theme."""
    cut = _TOLD_BESIDE.search(found.string, found.start("name"), found.end("name"))
    return cut.start() if cut else found.end("name")
