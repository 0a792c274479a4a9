"""The records of the registry's rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pledgegraph.model import Ref
from pledgegraph.vocab import MembershipKind


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state: a member or observer state of the United Nations."""

    iso3: str
    iso2: str
    m49: str
    label: str
    formal: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    eu: str
    wikidata: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """A territory, region or name of unsettled status; never a state."""

    key: str
    iso3: str
    iso2: str
    m49: str
    label: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    territory_of: str
    eu: str
    wikidata: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation, a body of one, a body of a state's government, or a standing group of states."""

    slug: str
    label: str
    acronym: str
    aliases: tuple[str, ...]
    kind: str
    parent: str
    of: Ref | None
    wikidata: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A named text: an initiative, agenda, compact, agreement, plan or charter."""

    slug: str
    label: str
    aliases: tuple[str, ...]
    kind: str
    proposed_by: Ref | None
    wikidata: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series of forums, perhaps part of another."""

    slug: str
    label: str
    aliases: tuple[str, ...]
    part_of: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city, province or other place within a state, a territory or another place."""

    slug: str
    label: str
    aliases: tuple[str, ...]
    kind: str
    within: Ref
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A state's membership in an organisation, from a day on and, where it ended, before a day."""

    organisation: str
    member: str
    kind: MembershipKind
    since: date
    until: date | None
    source: str


Entry = State | Territory | Organisation | Instrument | Series | Place
