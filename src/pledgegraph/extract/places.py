"""Venues: a chain of place names from city to state ("Arica, Parinacota Province, Chile")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pledgegraph.extract.grammar import Grammar, Reading
from pledgegraph.extract.names import Named
from pledgegraph.model import FoundPlace, Kind, Ref
from pledgegraph.slugs import slugify
from pledgegraph.sources.entries import Place
from pledgegraph.spans import Span

_THERE = re.compile(
    r"\b(?:[Ii]n|[Aa]t)(?! (?:cooperation|co-operation|partnership|conjunction|collaboration|parallel|hono|support"
    r"|line|light|response|accordance|coordination|close|association|the presence|the framework|the name))"
    r"(?: (?!by\b)[^,;]{1,60},){0,2}"
    r"(?: (?:person|both|online|virtually|and|in|at|the|[Cc]ity|[Tt]own|[Cc]apital|of|downtown|beautiful|historic))* $"
)
_GOES_ON = re.compile(r"'s\b|-\w| (?:Embassy|Mission|delegation|officials|Room|Hall|House)\b")
_GAP = re.compile(r",? (?:the )?$|,$| \((?:the )?$")
_PART_OF_STATE = re.compile(
    r"(?: (?:de|del|di|da|dos|do) [A-Z][\w'’-]*| City)?,"
    r"(?: (?:the )?[A-Z][\w'’-]*(?: (?:(?:of|de|del) (?:the )?)?[A-Z][\w'’-]*){0,4},)? (?:the )?"
)
"""Between a city and its state: the rest of the city's name, or a province that nobody knows."""
_PART_WORD = r"(?:Province|Prefecture|Region|County|Division|Governorate|District|Department|Canton|Oblast|State)"
_PART_BEHIND = re.compile(rf" {_PART_WORD}\b")
_PART_BEFORE = re.compile(rf"\b{_PART_WORD} of $")
_NEW_CITY = re.compile(
    r"\b(?:in|at) (?:the [Cc]ity of )?(?P<city>[A-Z][\w'-]*(?:[ -](?:d[aeo]s? )?[A-Z][\w'-]*){0,3}),"
    r"(?P<part> (?:the )?[A-Z][\w'’-]*(?: (?:(?:of|de|del) (?:the )?)?[A-Z][\w'’-]*){0,4},)? (?:the )?$"
)
_BARE_CITY = re.compile(r"(?:^\(?|, )(?P<city>[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,2}), (?:the )?$")
_LONE_CITY = re.compile(
    r"\b(?:met|held|place|convened?|gathered|led|chaired|hosted|together|assembled)\b(?: (?!in\b)[\w-]+){0,8}"
    r" in (?:the city of )?"
    r"(?P<city>[^\W\d_a-z](?:'[A-Z])?[^\W\d_A-Z][\w'-]*(?:[ -][A-Z][a-z][\w'-]*){0,2})"
    r"(?=,? (?:on (?:\d|[A-Z])|from \d|today|yesterday|at the|under the|of the [A-Z])|[,.]?$)"
)
_NOT_A_CITY = re.compile(
    rf"\b(?:{_PART_WORD}|Hotel|Centre|Center|University|Sea|Ocean|Forum|Summit|Meeting|Session|Plenary|Conference|Council|Committee"
    r"|Parliament|Congress|House|Hall|Palace|Room|Office|Person|Spring|Summer|Autumn|Winter|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """Where a meeting was, as far as the text says; `found` is a city that the registry does not hold."""

    city: Ref | None = None
    province: Ref | None = None
    country: Ref | None = None
    found: FoundPlace | None = None
    span: Span | None = None


def read_venue(reading: Reading, span: Span, *, told: bool = False) -> Venue:
    """The first chain of places in a stretch of text; one that a sentence tells (`told`) stands behind "in" or "at"."""
    for chain in _chains(reading, span):
        lead = reading.text[span.start : chain[0].span.start]
        if told and _elsewhere(reading.grammar).search(lead):
            continue
        if not told or (_THERE.search(lead) and not _GOES_ON.match(reading.text, chain[-1].span.end, span.end)):
            return _venue(reading, span, chain)
    return _unknown_city(reading, span) if told else Venue()


@lru_cache(maxsize=4)
def _elsewhere(grammar: Grammar) -> re.Pattern[str]:
    """What is said to be somewhere besides the meeting: what is talked about, or another meeting before or after it."""
    there = grammar.of("forums").alternation("happens-elsewhere")
    return re.compile(
        rf"\b{there}(?: and [a-z]+)? in (?:the |both )?$"
        r"|\b(?:ahead of|after|following|before|since|prior to|on the eve of|in the wake of)"
        r" (?:the|its|their|last|this|a) [^,;]{3,60} in (?:the )?$"
    )


def _unknown_city(reading: Reading, span: Span) -> Venue:
    """A city that the registry does not hold, named alone right behind the verb; in which state it lies stays open."""
    found = _LONE_CITY.search(reading.text, span.start, span.end)
    return unknown_city(reading, Span(*found.span("city"))) if found else Venue()


def unknown_city(reading: Reading, where: Span) -> Venue:
    """A city that the registry does not hold, in no known state; nothing for other names of the registry."""
    label = reading.text[where.start : where.end]
    if _NOT_A_CITY.search(label):
        return Venue()
    if reading.names_in(where):
        return Venue()
    place = FoundPlace(
        ref=Ref(kind=Kind.PLACE, key=f"{slugify(label)}-in-{reading.document.slug}"),
        label=label,
        within=None,
        span=where,
    )
    return Venue(city=place.ref, found=place, span=where)


def _chains(reading: Reading, span: Span) -> list[list[Named]]:
    """The names of places that follow one another, each chain closed by the name of a state or territory."""
    chains: list[list[Named]] = []
    closed = True
    for name in reading.names_in(span):
        if name.ref is None or name.adjective or name.ref.kind not in (Kind.PLACE, Kind.STATE, Kind.TERRITORY):
            closed = True
            continue
        if _names_a_part(reading, name):
            continue
        if closed or not _goes_on(reading, chains[-1][-1], name):
            chains.append([])
        chains[-1].append(name)
        closed = name.ref.kind is not Kind.PLACE
    return chains


def _names_a_part(reading: Reading, name: Named) -> bool:
    """Whether a city's name only names a part of a state here ("Chittagong Division", "Province of San José")."""
    if name.ref is None or name.ref.kind is not Kind.PLACE or reading.grammar.registry.kind_of(name.ref) != "city":
        return False
    around = (
        _PART_BEHIND.match(reading.text, name.span.end),
        _PART_BEFORE.search(reading.text, max(0, name.span.start - 20), name.span.start),
    )
    return any(around)


def _goes_on(reading: Reading, last: Named, name: Named) -> bool:
    """Whether a place belongs to the one before it, with a comma or a part of the state between them."""
    gap = reading.text[last.span.end : name.span.start]
    if _GAP.fullmatch(gap):
        return True
    if last.ref is None or name.ref is None or name.ref.kind is not Kind.STATE or not _PART_OF_STATE.fullmatch(gap):
        return False
    return reading.grammar.registry.kind_of(last.ref) == "city" and _lies_in(reading, last.ref, name.ref)


def _venue(reading: Reading, span: Span, chain: list[Named]) -> Venue:
    """City, province and state of a chain; a city known in another state than the one named is no answer."""
    city = province = country = None
    for name in chain:
        assert name.ref is not None
        if name.ref.kind is not Kind.PLACE:
            country = name.ref
        elif reading.grammar.registry.kind_of(name.ref) == "city" and city is None:
            city = name.ref
        elif city is None or province is None:
            province = name.ref
    if city is not None and country is not None and not _lies_in(reading, city, country):
        return Venue(span=Span(chain[0].span.start, chain[-1].span.end))
    found = _new_city(reading, span, chain[0], country) if city is None and country is not None else None
    return Venue(
        city=found.ref if found else city,
        province=province,
        country=country if country is not None and country.kind is Kind.STATE else None,
        found=found,
        span=Span(chain[0].span.start, chain[-1].span.end),
    )


def _lies_in(reading: Reading, city: Ref, country: Ref) -> bool:
    """Whether the registry has a city in a state or territory, or in a part of it, or says nothing of it."""
    place: Ref | None = city
    while place is not None and place.kind is Kind.PLACE:
        entry = reading.grammar.registry.entry(place)
        place = entry.within if isinstance(entry, Place) else None
    return place is None or place == country or Kind.TERRITORY in (place.kind, country.kind)


def _new_city(reading: Reading, span: Span, first: Named, country: Ref) -> FoundPlace | None:
    """A city that stands right before the name of its state and is not in the registry."""
    before = reading.text[span.start : first.span.start]
    tried = (pattern.search(before) for pattern in (_NEW_CITY, _BARE_CITY))
    found = next((one for one in tried if one and not _NOT_A_CITY.search(one.group("city"))), None)
    if found is None:
        return None
    if found.groupdict().get("part") and found.group(0).startswith("at "):
        return None
    label = found.group("city")
    return FoundPlace(
        ref=Ref(kind=Kind.PLACE, key=f"{slugify(label)}-{slugify(country.key)}"),
        label=label,
        within=country,
        span=Span(span.start + found.start("city"), span.start + found.end("city")),
    )
