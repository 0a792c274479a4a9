"""Whom a statement addresses: the one its verb asks, shows or thanks, and who is singled out behind it."""

from __future__ import annotations

import re

from pledgegraph.extract.actors import Actors
from pledgegraph.model import Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

_BY = re.compile(r" (?:[\w-]+ ){1,8}?by\b")
_SINGLED_OUT = re.compile(r",? (?:and,? )?(?:especially|particularly|in particular),?(?= )")
_FROM = re.compile(r" (?:[a-z]+ ){1,3}from ")
_TOWARDS = re.compile(r" (?:[\w-]+ ){1,4}to\b")
_TO = re.compile(r" to(?= (?:the |all )?[\w -]{3,40}$)")
_SHOWING = ("present", "introduce", "explain", "describe", "outline", "demonstrate", "show")
_DIRECTED = (Force.CALLS_FOR, Force.ADVOCATES, Force.PROPOSES, Force.ACTS)


def addressees(actors: Actors, force: Force, verb: Span, end: int) -> tuple[Ref, ...]:
    """The actors that a verb and the words up to `end` address, mostly one or none."""
    first = _addressee(actors, force, verb, end)
    singled = _SINGLED_OUT.search(actors.reading.text, verb.end, end) if first and force is Force.THANKS else None
    second = actors.addressee(singled.end(), end, r"[,;.]|$") if singled else None
    found = (first, second[0] if second else None)
    return tuple(dict.fromkeys(ref for ref in found if ref is not None))


def _addressee(actors: Actors, force: Force, verb: Span, end: int) -> Ref | None:
    text = actors.reading.text
    if force in _DIRECTED:
        return _directed(actors, force, verb, end)
    if force is Force.REPORTS and text[verb.start : verb.end].startswith(_SHOWING):
        shown = _TO.search(text, verb.end, end)
        found = actors.addressee(shown.end(), end, r"$") if shown else None
        return found[0] if found else None
    return _thanked(actors, verb, end) if force is Force.THANKS else None


def _directed(actors: Actors, force: Force, verb: Span, end: int) -> Ref | None:
    """Who is called upon: "urged Chile to", "called for support from Chile to"."""
    found = actors.addressee(verb.end, end, r" to\b")
    if found:
        return found[0]
    source = _FROM.match(actors.reading.text, verb.end, end) if force is Force.CALLS_FOR else None
    found = actors.addressee(source.end() - 1, end, r" to\b") if source else None
    return found[0] if found else None


def _thanked(actors: Actors, verb: Span, end: int) -> Ref | None:
    """Who is thanked: "thanked Chile for", "expressed gratitude to Chile", "welcomed the offer made by Chile"."""
    text = actors.reading.text
    found = actors.addressee(verb.end, end, r" (?:for|on)\b")
    if found:
        return found[0]
    target = _TOWARDS.match(text, verb.end, end)
    found = actors.addressee(target.end(), end, r" (?:for|on)\b|$") if target else None
    maker = None if found else _BY.match(text, verb.end, end)
    found = actors.addressee(maker.end(), end, r"[,;.]| and\b|$") if maker else found
    return found[0] if found else None
