"""Venues: a chain of place names from city to state ("Suzhou, Jiangsu Province, China")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pledgegraph.extract.grammar import Reading
from pledgegraph.extract.names import Named
from pledgegraph.model import FoundPlace, Kind, Ref, Span
from pledgegraph.slugs import slugify

_GAP = re.compile(r",? (?:the )?$|,$")
_NEW_CITY = re.compile(r"\b(?:in|at) (?P<city>[A-Z][\w'-]*(?:[ -][A-Z][\w'-]*){0,3}), (?:the )?$")
_BARE_CITY = re.compile(r"(?:^\(?|, )(?P<city>[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,2}), (?:the )?$")
_NOT_A_CITY = re.compile(r"\b(?:Province|Prefecture|January|February|March|April|May|June|July|August|September|October|November|December)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """Where a meeting was, as far as the text says; `found` is a city that the registry does not hold."""

    city: Ref | None = None
    province: Ref | None = None
    country: Ref | None = None
    found: FoundPlace | None = None
    span: Span | None = None


def read_venue(reading: Reading, span: Span) -> Venue:
    """The first chain of places in a stretch of text."""
    chain: list[Named] = []
    for name in reading.names_in(span):
        if name.ref is None or name.adjective or name.ref.kind not in (Kind.PLACE, Kind.STATE, Kind.TERRITORY):
            if chain:
                break
            continue
        if chain and not _GAP.fullmatch(reading.text[chain[-1].span.end : name.span.start]):
            break
        chain.append(name)
        if name.ref.kind is not Kind.PLACE:
            break
    if not chain:
        return Venue()
    city = province = country = None
    for name in chain:
        assert name.ref is not None
        if name.ref.kind is not Kind.PLACE:
            country = name.ref
        elif reading.grammar.registry.kind_of(name.ref) == "city" and city is None:
            city = name.ref
        elif city is None or province is None:
            province = name.ref
    found = _new_city(reading, span, chain[0], country) if city is None and country is not None else None
    return Venue(
        city=found.ref if found else city,
        province=province,
        country=country if country is not None and country.kind is Kind.STATE else None,
        found=found,
        span=Span(chain[0].span.start, chain[-1].span.end),
    )


def _new_city(reading: Reading, span: Span, first: Named, country: Ref) -> FoundPlace | None:
    """A city that stands right before the name of its state and is not in the registry."""
    before = reading.text[span.start : first.span.start]
    found = _NEW_CITY.search(before) or _BARE_CITY.search(before)
    if not found or _NOT_A_CITY.search(found.group("city")):
        return None
    label = found.group("city")
    return FoundPlace(
        ref=Ref(kind=Kind.PLACE, key=f"{slugify(label)}-{slugify(country.key)}"),
        label=label,
        within=country,
        span=Span(span.start + found.start("city"), span.start + found.end("city")),
    )
