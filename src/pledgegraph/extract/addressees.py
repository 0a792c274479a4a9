"""Whom a statement addresses: the one its verb asks, shows or thanks, and who is singled out behind it."""

from __future__ import annotations

import re

from pledgegraph.extract.actors import Actors
from pledgegraph.model import Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

_BY = re.compile(
    r" (?:(?!(?:signed|built|written|issued|published|adopted|produced|prepared|drafted|ratified|approved|joined)\b)"
    r"[\w'-]+ )"
    r"{1,8}?by\b"
)
"""Whose offer, effort or gift is welcomed; who only signed or built something is not thanked by that."""
_BEHIND_MAKER = r"[,;.]|$| and,| (?:in|to|on|for|at|during|towards?|amongst?)\b"
_SINGLED_OUT = re.compile(r",? (?:and,? )?(?:especially|particularly|in particular),?(?= )")
_FROM = re.compile(r" (?:[a-z]+ ){1,3}from ")
_TOWARDS = re.compile(r" (?:[\w-]+ ){1,4}to\b")
_TO = re.compile(r" to(?= (?:the |all )?[\w -]{3,40}$)")
_TO_DO = (
    r" to\b|, (?:in particular|especially|particularly|including|such as|notably)\b[^.;:]{3,200}?,? to [a-z]"
    r"|, (?:in|with|together with|through|as|by|where|when|within|under|on) [^.;:]{3,120}, to [a-z]"
    r"| (?:who|which|that) (?:have|has|are|were|do|did|had)\b[^,.;:]{3,100}? to [a-z]"
)
"""What stands between those who are called upon and what they are called upon to do."""
_SHOWING = ("present", "introduce", "explain", "describe", "outline", "demonstrate", "show")
_DIRECTED = (Force.CALLS_FOR, Force.ADVOCATES, Force.PROPOSES, Force.ACTS)


def addressees(actors: Actors, force: Force, verb: Span, end: int) -> tuple[Ref, ...]:
    """The actors that a verb and the words up to `end` address, mostly one or none."""
    first = _addressed(actors, force, verb, end)
    singled = _SINGLED_OUT.search(actors.reading.text, verb.end, end) if first and force is Force.THANKS else None
    second = actors.addressed(singled.end(), end, r"[,;.]|$") if singled else ()
    return tuple(dict.fromkeys((*first, *second)))


def _addressed(actors: Actors, force: Force, verb: Span, end: int) -> tuple[Ref, ...]:
    text = actors.reading.text
    if force in _DIRECTED:
        return _directed(actors, force, verb, end)
    if force is Force.REPORTS and text[verb.start : verb.end].startswith(_SHOWING):
        shown = _TO.search(text, verb.end, end)
        return actors.addressed(shown.end(), end, r"$") if shown else ()
    return _thanked(actors, verb, end) if force is Force.THANKS else ()


def _directed(actors: Actors, force: Force, verb: Span, end: int) -> tuple[Ref, ...]:
    """Who is called upon: "urged Chile to", "called for support from Chile to"."""
    found = actors.addressed(verb.end, end, _TO_DO, unknown=force is not Force.ACTS)
    if found or force is not Force.CALLS_FOR:
        return found
    source = _FROM.match(actors.reading.text, verb.end, end)
    return actors.addressed(source.end() - 1, end, r" to\b") if source else ()


def _thanked(actors: Actors, verb: Span, end: int) -> tuple[Ref, ...]:
    """Who is thanked: "thanked Chile for", "expressed gratitude to Chile", "welcomed the offer made by Chile"."""
    text = actors.reading.text
    found = actors.addressed(verb.end, end, r" (?:for|on)\b")
    if found:
        return found
    greets = text[verb.start : verb.end].lower().startswith("welcom")
    target = None if greets else _TOWARDS.match(text, verb.end, end)
    found = actors.addressed(target.end(), end, r" (?:for|on)\b|$") if target else ()
    maker = None if found else _BY.match(text, verb.end, end)
    return actors.addressed(maker.end(), end, _BEHIND_MAKER) if maker else found
