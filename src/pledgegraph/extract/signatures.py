"""Signatures at the end of a text: a name on a line, its office on the next, and for whom, where a line says so."""

from __future__ import annotations

import re
from functools import lru_cache

from pledgegraph.extract.grammar import Grammar, Reading, resolved
from pledgegraph.extract.names import Named
from pledgegraph.extract.persons import Appearance, PersonFinder
from pledgegraph.model import BODIES, Kind
from pledgegraph.sources.blocks import Block
from pledgegraph.spans import Span

_NAME = re.compile(
    r"\*{0,2} ?(?:\((?:signed|Signed|sgd\.?)\)|[Ss]igned(?: by)?:|/s/)? ?"
    r"(?P<name>[A-ZÀ-ÖØ-Þ][\w'.-]*(?: (?:[A-ZÀ-ÖØ-Þ][\w'.-]*|da|de|del|dos|bin|bint|al|el|van|von|der|den|la|y)){1,5})"
)
_FOR = re.compile(r"(?:For|On behalf of) (?:the )?(?:Governments? of (?:the )?)?(?P<whom>[^:]{3,80}):?")
_WIDE = re.compile(r"\S {6,}\S|\S {12,}\n")
_LONGEST_LINE = 160
_AROUND = 120


def read_signatures(reading: Reading, finder: PersonFinder) -> list[Appearance]:
    """The persons who sign a text, each with the office written below the name and the party above it."""
    found: list[Appearance] = []
    whom: Named | None = None
    blocks = reading.blocks
    for place, block in enumerate(blocks):
        line = _line(reading, block)
        if party := _FOR.fullmatch(line):
            whom = _party(reading, block, party)
            continue
        name = _NAME.fullmatch(line)
        below = blocks[place + 1] if place + 1 < len(blocks) else None
        if name is None or below is None:
            whom = whom if name else None
            continue
        office = _line(reading, below)
        signed = Span(block.span.start + name.start("name"), block.span.start + name.end("name"))
        if not _is_office(reading, office) or _in_columns(reading, Span(block.span.start, below.span.end)):
            continue
        post = Span(below.span.start, below.span.start + len(office))
        person = finder.signatory(signed, post, whom or _party_below(reading, place + 2))
        if person is not None:
            found.append(person)
    return found


def _line(reading: Reading, block: Block) -> str:
    """The words of a block that is short enough for a line of a signature, else nothing."""
    if block.span.end - block.span.start > _LONGEST_LINE:
        return ""
    return reading.text[block.span.start : block.span.end].rstrip(" ,;*\n")


def _in_columns(reading: Reading, span: Span) -> bool:
    """Whether the page sets names side by side: then a line below need not be the office of the name above."""
    stored = reading.document.layer.stored(span)
    around = reading.document.clean[max(0, stored.start - _AROUND) : stored.end + _AROUND]
    return _WIDE.search(around) is not None


def _party(reading: Reading, block: Block, found: re.Match[str]) -> Named | None:
    """The state or body on whose behalf the names below sign."""
    start = block.span.start + found.start("whom")
    names = reading.names_in(Span(start, block.span.start + found.end("whom")))
    first = next((name for name in names if name.span.start == start and not name.adjective), None)
    return first if resolved(first, *BODIES) else None


def _party_below(reading: Reading, place: int) -> Named | None:
    """The state that stands by itself on the line below an office."""
    block = reading.blocks[place] if place < len(reading.blocks) else None
    if block is None or not (line := _line(reading, block)):
        return None
    start = block.span.start + len("the ") * line.lower().startswith("the ")
    names = reading.names_in(Span(start, block.span.start + len(line)))
    whole = next((name for name in names if name.span == Span(start, block.span.start + len(line))), None)
    return whole if resolved(whole, Kind.STATE, Kind.TERRITORY) else None


def _is_office(reading: Reading, line: str) -> bool:
    """Whether a whole line is an office, with what it belongs to."""
    return (
        bool(line)
        and "." not in line.replace("U.S.", "").rstrip(".")
        and _office(reading.grammar).match(line) is not None
    )


@lru_cache(maxsize=4)
def _office(grammar: Grammar) -> re.Pattern[str]:
    posts = grammar.of("posts")
    whose = r"(?:[A-Z][\w.-]*(?:'s)? ){0,3}?"
    return re.compile(
        rf"(?:The |the )?{whose}(?:{posts.alternation('modifier')} ){{0,3}}{posts.alternation('post')}\b"
        r"(?:,? (?:[A-Z][\w'.&-]*|of|the|for|and|to|in|at))*$"
    )
