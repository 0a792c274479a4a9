"""Lists of names that open a sentence or a title, offices before them: "We, the President of Chile and Peru, ..."."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pledgegraph.extract.grammar import Reading
from pledgegraph.extract.names import Named
from pledgegraph.model import BODIES, Kind, Ref
from pledgegraph.spans import Span

_GAP = re.compile(
    r"(?:(?P<opening>(?:(?:On|In|At) [^,;]{3,60}(?:, \d{4})?, |Today(?: \([^()]{3,40}\))?,? )?"
    r"(?:(?:We|WE|we)\b,? ?(?:[-–—:] ?)?)?(?:As )?)|(?: \([^()]{1,60}\))?(?:,? and (?:of )?|, (?:of )?))"
    r"(?:[Tt]he )?(?P<office>(?:(?:[Uu]ndersigned )?(?:[Ll]eaders|[Gg]overnments|[Hh]eads of (?:[Ss]tate|[Gg]overnment)"
    r"(?: (?:and|or) (?:of )?[Gg]overnment)?)|(?:[A-Z][\w'.-]*,?|and)(?: (?:[A-Z][\w'.-]*,?|and"
    r"|(?:of|for) (?:the )?[A-Z][\w'-]*,?|(?:responsible for|in charge of) (?:the )?[A-Za-z][\w'-]*)){0,8})"
    r" (?:of|from) (?:the )?"
    r"|(?:[Ss]enior |[Hh]igh-level |[Hh]igh-ranking |[Gg]overnment |[Ii]nteragency ){0,3}"
    r"(?:[Oo]fficials|[Rr]epresentatives|[Dd]elegates|[Dd]elegations|[Mm]inisters"
    r"|(?:[a-z]+ ){0,3}(?:advis[eo]rs|ministers|secretaries|directors|chiefs|envoys|commissioners|experts|authorities))"
    r" (?:of|from) (?:the )?)?"
)
_MEMBERS_TOLD = re.compile(
    r" \((?P<bracketed>[^()]{8,900})\),?\s*$"
    r"|\b(?:following (?:[\w-]+ ){1,3}?|namely|that is|(?:[Ss]tates|[Cc]ountries|[Mm]embers|[Pp]arties|[Gg]overnments)"
    r"(?: of (?:the )?[^,;:()]{3,80})?(?=:))[:,]? ?(?P<listed>(?!the\b)[^;:()]{8,900}?),?\s*$"
)
"""The members of a group that met, right behind it: "the Member States of the Process (Chile and Peru)"."""
CALLED = re.compile(r" \((?:hereinafter|hereafter|the|\"|referred)[^()]{2,80}\)")
"""What the subject is called in the text, right behind it."""
_SMALL = re.compile(r"\b(?:The|Of|And|By|From|For|On|In|Between)\b")
_BETWEEN = re.compile(r"(?:,|,? and)? ?(?:the )?")


def opening_list(text: str, begin: int, names: Iterable[Named]) -> list[Named]:
    """The names that open a stretch as one list, offices before them; none where an entry of it is not known."""
    found: list[Named] = []
    for name in names:
        gap = _GAP.fullmatch(text, begin, name.span.start)
        if not gap or bool(gap["opening"] is not None) is bool(found):
            break
        if name.ref is None or name.ref.kind not in BODIES:
            return []
        if gap["office"] and name.ref.kind is Kind.ORGANISATION:
            return []
        found.append(name)
        begin = name.span.end
    return found


def in_small(words: str) -> str:
    """Words in capitals as a title has them, character by character; others as they are.

    >>> in_small("BY THE PRESIDENTS OF CHILE")
    'by the Presidents of Chile'
    """
    if not words.isupper() or len(words.title()) != len(words):
        return words
    return _SMALL.sub(lambda found: found[0].lower(), words.title())


def members_told(reading: Reading, begin: int, stop: int, names: list[Named]) -> list[tuple[Ref, Span]] | None:
    """The states and bodies that a stretch's end names as the members of the group before them; None without such."""
    told = _MEMBERS_TOLD.search(reading.text, begin, stop)
    if not told or CALLED.match(reading.text, told.start()):
        return None
    return _all_named(reading, Span(*told.span(told.lastgroup or 0)), names)


def _all_named(reading: Reading, listed: Span, names: list[Named]) -> list[tuple[Ref, Span]]:
    """The names of a stretch that holds nothing else, as states and bodies; none where it holds more."""
    inside = [name for name in names if listed.contains(name.span)]
    position = listed.start
    for name in inside:
        if not _BETWEEN.fullmatch(reading.text, position, name.span.start):
            return []
        position = name.span.end
    known = [(name.ref, name.span) for name in inside if name.ref is not None and name.ref.kind in BODIES]
    return known if len(known) == len(inside) > 1 and position == listed.end else []
