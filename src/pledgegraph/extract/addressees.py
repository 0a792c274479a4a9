"""Whom a statement addresses: the one its verb asks, shows or thanks, and who is singled out behind it."""

from __future__ import annotations

import re
from functools import lru_cache

from pledgegraph.extract.actors import BEFORE, Actors
from pledgegraph.extract.grammar import Grammar
from pledgegraph.model import Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

_BY = re.compile(
    r" (?:(?!(?:funded|financed|supported|hosted|run|chaired|signed|built|written|issued|published|adopted|produced"
    r"|prepared|drafted|ratified|approved|joined)\b)[\w'-]+ ){1,8}?by\b"
)
"""Whose offer, effort or gift is welcomed; who only signed or built something is not thanked by that."""
_BEHIND_MAKER = r"[,;.]|$| and,| (?:in|to|on|for|at|during|towards?|amongst?)\b"
_SINGLED_OUT = re.compile(r",? (?:and,? )?(?:especially|particularly|in particular),?(?= )")
_FROM = re.compile(r" (?:[a-z]+ ){1,3}from ")
_TOWARDS = re.compile(r" (?:[\w-]+ ){1,4}to\b")
_TO = re.compile(r" to(?= (?:the |all )?[\w -]{3,40}$)")
_TO_DO = (
    r" (?:not )?to\b|, (?:in particular|especially|particularly|including|such as|notably)\b[^.;:]{3,200}?,? to [a-z]"
    r"|, (?:in|with|together with|through|as|by|where|when|within|under|on) [^.;:]{3,120}, to [a-z]"
    r"| (?:who|which|that) (?:have|has|are|were|do|did|had)\b[^,.;:]{3,100}? to [a-z]"
)
"""What stands between those who are called upon and what they are called upon to do."""
_ASKING = re.compile(
    r"(?i:(?:continues? to |(?:is|are) (?:also )?)?(?:call(?:s|ed|ing)? (?:up)?on"
    r"|urg|invit|exhort|implor|appeal(?:s|ed|ing)? to|instruct|task|ask|encourag))"
)
_HEAD_END = re.compile(r" (?:of|in|for|with|by|at|on|from|made|responsible|concerned$|across|within|under|that|who)\b")
_NAMED = re.compile(r"^(?:[Tt]he )?(?:[A-Z][\w'’-]*(?: and)? )*[A-Z]{2,}s?$|^[Tt]he [A-Z][\w-]*$")
"""A body by its letters or by what it is called in a text ("MDBs", "the Platform")."""
_WHOEVER = re.compile(
    r" (?P<who>(?:all|the|our|other|every|each|both|relevant|any|these|those|international|regional|national)\b"
    r"(?: (?!(?:to|that|which|who|not|by|with|as|is|are)\b)[\w'’-]+){1,9}?|[A-Z]{2,}s|(?:[a-z-]+ ){1,6}[a-z-]+s)"
    r"(?= (?:not )?to [a-z])"
)
"""Whoever is asked to do something, named or not: "all actors", "the Ministers responsible for trade", "MDBs"."""
_SHOWING = ("present", "introduce", "explain", "describe", "outline", "demonstrate", "show")
_DIRECTED = (Force.CALLS_FOR, Force.ADVOCATES, Force.PROPOSES, Force.ACTS)


def addressees(actors: Actors, force: Force, verb: Span, end: int) -> tuple[Ref, ...]:
    """The actors that a verb and the words up to `end` address, mostly one or none."""
    first = _addressed(actors, force, verb, end)
    singled = _SINGLED_OUT.search(actors.reading.text, verb.end, end) if first and force is Force.THANKS else None
    second = _whom(actors, singled.end(), end, r"[,;.]|$") if singled else ()
    return tuple(dict.fromkeys((*first, *second)))


def _addressed(actors: Actors, force: Force, verb: Span, end: int) -> tuple[Ref, ...]:
    text = actors.reading.text
    if force in _DIRECTED:
        return _directed(actors, force, verb, end)
    if force is Force.REPORTS and text[verb.start : verb.end].startswith(_SHOWING):
        shown = _TO.search(text, verb.end, end)
        return _whom(actors, shown.end(), end, r"$") if shown else ()
    return _thanked(actors, verb, end) if force is Force.THANKS else ()


def _directed(actors: Actors, force: Force, verb: Span, end: int) -> tuple[Ref, ...]:
    """Who is called upon: "urged Chile to", "called for support from Chile to"."""
    found = _whom(actors, verb.end, end, _TO_DO, unknown=force is not Force.ACTS)
    if found or force not in (Force.CALLS_FOR, Force.ADVOCATES):
        return found
    text = actors.reading.text
    asks = _ASKING.match(text, verb.start, verb.end)
    whoever = _WHOEVER.match(text, verb.end, end) if asks else None
    if whoever is not None and _is_somebody(actors.reading.grammar, whoever["who"]):
        return (actors.collective(Span(*whoever.span("who"))),)
    if force is Force.ADVOCATES:
        return ()
    source = _FROM.match(actors.reading.text, verb.end, end)
    return _whom(actors, source.end() - 1, end, r" to\b") if source else ()


def _whom(actors: Actors, start: int, end: int, closers: str, *, unknown: bool = True) -> tuple[Ref, ...]:
    """Who is named from `start` on, up to one of the words `closers`: a person with post and state, or others."""
    text = actors.reading.text
    for one in actors.persons:
        if one.ref is None or not (start <= one.span.start < one.span.end <= end):
            continue
        if text[start : one.span.start] in BEFORE and re.match(closers, text[one.span.end : end]):
            return (one.ref,)
    return actors.addressed(start, end, closers, unknown=unknown)


def _is_somebody(grammar: Grammar, who: str) -> bool:
    """Whether words stand for those who can do what they are asked to, and not for what is encouraged."""
    head = _HEAD_END.split(who, maxsplit=1)[0].rpartition(" ")[2].lower()
    return head in _able(grammar) or _NAMED.search(who) is not None


def _thanked(actors: Actors, verb: Span, end: int) -> tuple[Ref, ...]:
    """Who is thanked: "thanked Chile for", "expressed gratitude to Chile", "welcomed the offer made by Chile"."""
    text = actors.reading.text
    found = _whom(actors, verb.end, end, r" (?:for|on)\b")
    if found:
        return found
    greets = text[verb.start : verb.end].lower().startswith("welcom")
    target = None if greets else _TOWARDS.match(text, verb.end, end)
    found = _whom(actors, target.end(), end, r" (?:for|on)\b|$") if target else ()
    maker = None if found else _BY.match(text, verb.end, end)
    return _whom(actors, maker.end(), end, _BEHIND_MAKER) if maker else found


@lru_cache(maxsize=4)
def _able(grammar: Grammar) -> frozenset[str]:
    """The nouns for those who can do what they are asked to."""
    return frozenset(grammar.of("actors").words["asked"])
