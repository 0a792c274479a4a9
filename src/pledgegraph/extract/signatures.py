"""Signatures at the end of a text: a name on a line, its office on the next, and for whom, where a line says so."""

from __future__ import annotations

import re
from functools import lru_cache

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.grammar import Grammar, Reading, resolved
from pledgegraph.extract.names import Named
from pledgegraph.extract.persons import PersonFinder
from pledgegraph.model import BODIES, Kind
from pledgegraph.sources.blocks import Block
from pledgegraph.spans import Span

_NAME = re.compile(
    r"\*{0,2} ?(?:\((?:signed|Signed|sgd\.?)\)|[Ss]igned(?: by)?:|/s/)? ?"
    r"(?P<name>[A-ZÀ-ÖØ-Þ][\w'.-]*(?: (?:[A-ZÀ-ÖØ-Þ][\w'.-]*|da|de|del|dos|bin|bint|al|el|van|von|der|den|la|y)){1,5})"
)
_FOR = re.compile(r"(?:For|On behalf of) (?:the )?(?:Governments? of (?:the )?)?(?P<whom>[^:]{3,80}):?")
_OF = re.compile(r"[A-Z][\w'’-]*(?: (?:[A-Z][\w'’-]*,?|of|for|and|the|&))* of (?:the )?$")
"""A ministry or an office before the state that it is of."""
_WIDE = re.compile(r"\S {6,}\S|\S {12,}\n")
_LONGEST_LINE = 160
_AROUND = 120


def read_signatures(reading: Reading, finder: PersonFinder) -> list[Appearance]:
    """The persons who sign a text, each with the office written below the name and the party above it."""
    found: list[Appearance] = []
    whom: Named | None = None
    above: dict[int, bool | None] = {}
    for place, block in enumerate(reading.blocks):
        line = _line(reading, block)
        if party := _FOR.fullmatch(line):
            whom = _party(reading, block, party)
            continue
        if _NAME.fullmatch(line) is None:
            whom = None
        elif _signs(reading, place):
            person = signatory(reading, finder, place, whom or _party_beside(reading, place, above))
            found += [person] if person is not None else []
    return found


def signatory(reading: Reading, finder: PersonFinder, place: int, whom: Named | None) -> Appearance | None:
    """The person whose name a line is, over the office on the next; None where the lines are nothing of the kind."""
    if not _signs(reading, place):
        return None
    block, below = reading.blocks[place : place + 2]
    if _in_columns(reading, Span(block.span.start, below.span.end)):
        return None
    name = _NAME.match(reading.text, block.span.start, block.span.end)
    assert name is not None
    post = Span(below.span.start, below.span.start + len(_line(reading, below)))
    return finder.signatory(Span(*name.span("name")), post, whom)


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
    if resolved(first, *BODIES):
        return first
    last = names[-1] if names else None
    whose = last is not None and last.span.end == block.span.start + found.end("whom") and not last.adjective
    ministry = whose and _OF.search(reading.text, start, last.span.start) is not None if last else False
    return last if ministry and resolved(last, Kind.STATE, Kind.TERRITORY) else None


def _party_beside(reading: Reading, place: int, above: dict[int, bool | None]) -> Named | None:
    """The state on the line below the office of a name, or on the one above it where names stand below their states.

    Where states and holders of offices alternate, what the first line is decides; none, where the last is a state too.
    `above` keeps what was found for the names that follow in one run.
    """
    if place not in above:
        last, opens = place, _party_at(reading, place - 1) is not None
        while _party_at(reading, last + 2) and _signs(reading, last + 3):
            last += 3
        closes = _party_at(reading, last + 2) is not None
        above.update(dict.fromkeys(range(place, last + 1, 3), None if opens and closes else opens))
    return None if above[place] is None else _party_at(reading, place - 1 if above[place] else place + 2)


def _signs(reading: Reading, place: int) -> bool:
    """Whether a line is a name with an office on the next."""
    if not 0 <= place < len(reading.blocks) - 1 or not _NAME.fullmatch(_line(reading, reading.blocks[place])):
        return False
    return _is_office(reading, _line(reading, reading.blocks[place + 1]))


def _party_at(reading: Reading, place: int) -> Named | None:
    """The state that stands by itself on a line."""
    block = reading.blocks[place] if 0 <= place < len(reading.blocks) else None
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
