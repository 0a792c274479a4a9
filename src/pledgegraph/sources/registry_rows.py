"""The registry's CSV files as records: each row parsed, each reference and each name checked against the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

from pledgegraph.model import BODIES, Kind, Ref
from pledgegraph.slugs import SLUG
from pledgegraph.sources.entries import (
    Instrument,
    Membership,
    Organisation,
    Place,
    Series,
    State,
    Territory,
)
from pledgegraph.sources.tables import Row, read_table, suggestion
from pledgegraph.vocab import MembershipKind

COLUMNS: dict[str, tuple[str, ...]] = {
    "states.csv": ("iso3", "iso2", "m49", "label", "formal", "aliases", "adjectives", "eu", "wikidata", "source"),
    "territories.csv": (
        "key", "iso3", "iso2", "m49", "label", "aliases", "adjectives", "territory_of", "eu", "wikidata", "source",
    ),
    "organisations.csv": ("slug", "label", "acronym", "aliases", "kind", "parent", "of", "wikidata", "source"),
    "instruments.csv": ("slug", "label", "aliases", "kind", "proposed_by", "wikidata", "source"),
    "series.csv": ("slug", "label", "aliases", "part_of", "source"),
    "places.csv": ("slug", "label", "aliases", "kind", "within", "source"),
    "memberships.csv": ("organisation", "member", "kind", "since", "until", "source"),
    "ambiguous.csv": ("alias", "candidates", "note"),
}  # fmt: skip
KEYS: dict[str, tuple[str, ...]] = {
    "states.csv": ("iso3",),
    "territories.csv": ("key",),
    "organisations.csv": ("slug",),
    "instruments.csv": ("slug",),
    "series.csv": ("slug",),
    "places.csv": ("slug",),
    "memberships.csv": ("organisation", "member", "since"),
    "ambiguous.csv": ("alias",),
}
FILES = tuple(COLUMNS)

ORGANISATION_KINDS = frozenset(
    {"intergovernmental", "body", "secretariat", "grouping", "meeting", "mechanism", "government", "government-body",
     "non-governmental", "other", "unit"}
)  # fmt: skip
INSTRUMENT_KINDS = frozenset(
    {"initiative", "agenda", "compact", "agreement", "convention", "protocol", "pact", "plan", "charter",
     "declaration", "framework", "goals", "concept"}
)  # fmt: skip
PLACE_KINDS = frozenset({"city", "town", "province", "region", "district", "island"})

_CODES = {
    "iso3": re.compile(r"[A-Z]{3}"),
    "iso2": re.compile(r"[A-Z]{2}"),
    "m49": re.compile(r"[0-9]{3}"),
    "eu": re.compile(r"[A-Z0-9]{3}"),
    "wikidata": re.compile(r"Q[1-9][0-9]*"),
}
_UNTIDY = re.compile(r"[\u2018\u2019\u201c\u201d\u00a0\u200b]|[^\S ]|\s{2,}|^\s|\s$|^the ")

Claim = tuple[str, Ref, Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The records of all files, checked against each other, and the index of names.

    Attributes:
        names: every label, formal name, acronym and alias with what it names; more than one reference means that
            `ambiguous.csv` declares the name ambiguous.
        adjectives: each adjective of one state or territory ("Chinese") with its reference.
    """

    states: Mapping[str, State]
    territories: Mapping[str, Territory]
    organisations: Mapping[str, Organisation]
    instruments: Mapping[str, Instrument]
    series: Mapping[str, Series]
    places: Mapping[str, Place]
    memberships: tuple[Membership, ...]
    names: Mapping[str, tuple[Ref, ...]]
    adjectives: Mapping[str, Ref]


def read_tables(folder: Path) -> Tables:
    """The checked records of a registry folder."""
    rows = {name: read_table(folder / name, COLUMNS[name], KEYS[name]) for name in FILES}
    known = {
        Kind.STATE: {row["iso3"] for row in rows["states.csv"]},
        Kind.TERRITORY: {row["key"] for row in rows["territories.csv"]},
        Kind.ORGANISATION: {row["slug"] for row in rows["organisations.csv"]},
        Kind.INSTRUMENT: {row["slug"] for row in rows["instruments.csv"]},
        Kind.SERIES: {row["slug"] for row in rows["series.csv"]},
        Kind.PLACE: {row["slug"] for row in rows["places.csv"]},
    }
    _check_parents(rows["organisations.csv"], "slug", "parent", known[Kind.ORGANISATION])
    _check_parents(rows["series.csv"], "slug", "part_of", known[Kind.SERIES])
    _check_nesting(rows["places.csv"])
    _check_codes_once(rows["states.csv"] + rows["territories.csv"])
    return Tables(
        states={row["iso3"]: _state(row) for row in rows["states.csv"]},
        territories={row["key"]: _territory(row, known) for row in rows["territories.csv"]},
        organisations={row["slug"]: _organisation(row, known) for row in rows["organisations.csv"]},
        instruments={row["slug"]: _instrument(row, known) for row in rows["instruments.csv"]},
        series={row["slug"]: _series(row) for row in rows["series.csv"]},
        places={row["slug"]: _place(row, known) for row in rows["places.csv"]},
        memberships=tuple(_membership(row, known) for row in rows["memberships.csv"]),
        names=_names(_claims(rows), rows["ambiguous.csv"], known),
        adjectives=_adjectives([*rows["states.csv"], *rows["territories.csv"]]),
    )


def _state(row: Row) -> State:
    for column in ("iso3", "iso2", "label", "source"):
        _required(row, column)
    return State(
        iso3=_code(row, "iso3"), iso2=_code(row, "iso2"), m49=_code(row, "m49"), label=row["label"],
        formal=row["formal"], aliases=row.parts("aliases"), adjectives=row.parts("adjectives"), eu=_code(row, "eu"),
        wikidata=_code(row, "wikidata"), source=row["source"],
    )  # fmt: skip


def _territory(row: Row, known: Mapping[Kind, set[str]]) -> Territory:
    for column in ("key", "label", "source"):
        _required(row, column)
    if row["iso3"] and row["key"] != row["iso3"]:
        row.fail(f"key '{row['key']}' is not the ISO code '{row['iso3']}'", "Use the ISO code as the key.")
    if not row["iso3"]:
        _slug(row, "key")
    if row["territory_of"]:
        _member(row, "territory_of", row["territory_of"], known[Kind.STATE])
    return Territory(
        key=row["key"], iso3=_code(row, "iso3"), iso2=_code(row, "iso2"), m49=_code(row, "m49"), label=row["label"],
        aliases=row.parts("aliases"), adjectives=row.parts("adjectives"), territory_of=row["territory_of"],
        eu=_code(row, "eu"), wikidata=_code(row, "wikidata"), source=row["source"],
    )  # fmt: skip


def _organisation(row: Row, known: Mapping[Kind, set[str]]) -> Organisation:
    for column in ("label", "source"):
        _required(row, column)
    return Organisation(
        slug=_slug(row, "slug"), label=row["label"], acronym=row["acronym"], aliases=row.parts("aliases"),
        kind=_member(row, "kind", row["kind"], ORGANISATION_KINDS), parent=row["parent"],
        of=_optional_ref(row, "of", known, (Kind.STATE, Kind.TERRITORY, Kind.PLACE)),
        wikidata=_code(row, "wikidata"), source=row["source"],
    )  # fmt: skip


def _instrument(row: Row, known: Mapping[Kind, set[str]]) -> Instrument:
    for column in ("label", "source"):
        _required(row, column)
    return Instrument(
        slug=_slug(row, "slug"), label=row["label"], aliases=row.parts("aliases"),
        kind=_member(row, "kind", row["kind"], INSTRUMENT_KINDS),
        proposed_by=_optional_ref(row, "proposed_by", known, BODIES),
        wikidata=_code(row, "wikidata"), source=row["source"],
    )  # fmt: skip


def _series(row: Row) -> Series:
    for column in ("label", "source"):
        _required(row, column)
    return Series(
        slug=_slug(row, "slug"), label=row["label"], aliases=row.parts("aliases"), part_of=row["part_of"],
        source=row["source"],
    )  # fmt: skip


def _place(row: Row, known: Mapping[Kind, set[str]]) -> Place:
    for column in ("label", "within", "source"):
        _required(row, column)
    return Place(
        slug=_slug(row, "slug"), label=row["label"], aliases=row.parts("aliases"),
        kind=_member(row, "kind", row["kind"], PLACE_KINDS),
        within=_ref(row, row["within"], known, (Kind.STATE, Kind.TERRITORY, Kind.PLACE)), source=row["source"],
    )  # fmt: skip


def _membership(row: Row, known: Mapping[Kind, set[str]]) -> Membership:
    _required(row, "source")
    since = _date(row, "since")
    until = _date(row, "until") if row["until"] else None
    if until is not None and until <= since:
        row.fail(f"'until' {until} is not after 'since' {since}", "'until' is the first day without membership.")
    _member(row, "kind", row["kind"], {kind.value for kind in MembershipKind})
    return Membership(
        organisation=_member(row, "organisation", row["organisation"], known[Kind.ORGANISATION]),
        member=_member(row, "member", row["member"], known[Kind.STATE]),
        kind=MembershipKind(row["kind"]), since=since, until=until, source=row["source"],
    )  # fmt: skip


def _required(row: Row, column: str) -> None:
    if not row[column]:
        row.fail(f"column '{column}' is empty", "Fill it in.")


def _slug(row: Row, column: str) -> str:
    value = row[column]
    if not SLUG.fullmatch(value):
        row.fail(f"'{value}' is not a slug", "Use lower-case letters and digits joined by single hyphens.")
    return value


def _code(row: Row, column: str) -> str:
    value = row[column]
    if value and not _CODES[column].fullmatch(value):
        row.fail(f"'{value}' is not a code for column '{column}'", f"It has the form {_CODES[column].pattern}.")
    return value


def _member(row: Row, column: str, value: str, known: Iterable[str]) -> str:
    """The value, if it is one of the known ones."""
    choices = set(known)
    if value not in choices:
        row.fail(f"column '{column}' names the unknown '{value}'", suggestion(value, choices))
    return value


def _date(row: Row, column: str) -> date:
    value = row[column]
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:
        row.fail(f"'{value}' in column '{column}' is not a date", "Write it as 2025-10-26.")
    return found


def _ref(row: Row, written: str, known: Mapping[Kind, set[str]], kinds: Iterable[Kind]) -> Ref:
    """The reference that `kind:key` names."""
    kind, colon, key = written.partition(":")
    allowed = {each.value for each in kinds}
    if not colon or kind not in allowed:
        row.fail(f"'{written}' is not a reference", f"Write kind:key with a kind of {', '.join(sorted(allowed))}.")
    if key not in known[Kind(kind)]:
        row.fail(f"the registry has no {kind} '{key}'", suggestion(key, known[Kind(kind)]))
    return Ref(kind=Kind(kind), key=key)


def _optional_ref(row: Row, column: str, known: Mapping[Kind, set[str]], kinds: Iterable[Kind]) -> Ref | None:
    return _ref(row, row[column], known, kinds) if row[column] else None


def _check_parents(rows: Iterable[Row], key: str, parent: str, known: set[str]) -> None:
    """Refuses unknown parents and rows that are their own ancestors."""
    by_key = {row[key]: row for row in rows}
    for row in by_key.values():
        if row[parent]:
            _member(row, parent, row[parent], known)
    _refuse_cycles(by_key, lambda row: row[parent])


def _check_nesting(rows: Iterable[Row]) -> None:
    """Refuses places that lie within themselves."""
    by_key = {row["slug"]: row for row in rows}
    _refuse_cycles(by_key, lambda row: row["within"].removeprefix("place:"))


def _refuse_cycles(by_key: Mapping[str, Row], parent: Callable[[Row], str]) -> None:
    for key, row in by_key.items():
        seen = [key]
        above = parent(row)
        while above in by_key and above not in seen:
            seen.append(above)
            above = parent(by_key[above])
        if above == key:
            row.fail(f"'{key}' is above itself: {' > '.join([*seen, key])}", "Break the circle.")


def _check_codes_once(rows: Iterable[Row]) -> None:
    """Refuses a code that two states or territories carry."""
    for column in _CODES:
        owner: dict[str, Row] = {}
        for row in rows:
            first = owner.setdefault(row[column], row)
            if row[column] and first is not row:
                row.fail(f"code '{row[column]}' in column '{column}' is also at {first.path.name}:{first.line}")


def _adjectives(rows: Iterable[Row]) -> dict[str, Ref]:
    """Each adjective with the one state or territory that has it."""
    found: dict[str, tuple[Ref, Row]] = {}
    for row in rows:
        kind = Kind.STATE if row.path.name == "states.csv" else Kind.TERRITORY
        for word in row.parts("adjectives"):
            _tidy(row, word)
            if word in found:
                other = found[word][1]
                row.fail(
                    f"adjective '{word}' is also at {other.path.name}:{other.line}",
                    "Remove it from both: it does not say which one is meant.",
                )
            found[word] = (Ref(kind=kind, key=row["iso3"] or row["key"]), row)
    return {word: ref for word, (ref, _) in sorted(found.items())}


def _claims(rows: Mapping[str, Iterable[Row]]) -> Iterator[Claim]:
    """Every name that a row claims, once a row."""
    sources = (
        ("states.csv", Kind.STATE, "iso3", ("label", "formal")),
        ("territories.csv", Kind.TERRITORY, "key", ("label",)),
        ("organisations.csv", Kind.ORGANISATION, "slug", ("label", "acronym")),
        ("instruments.csv", Kind.INSTRUMENT, "slug", ("label",)),
        ("series.csv", Kind.SERIES, "slug", ("label",)),
        ("places.csv", Kind.PLACE, "slug", ("label",)),
    )
    for name, kind, key, columns in sources:
        for row in rows[name]:
            own = [row[column] for column in columns if row[column]]
            for alias in row.parts("aliases"):
                if alias in own:
                    row.fail(f"alias '{alias}' repeats another name of its row", "Remove it.")
                own.append(alias)
            for written in dict.fromkeys(own):
                _tidy(row, written)
                yield written, Ref(kind=kind, key=row[key]), row


def _tidy(row: Row, name: str) -> None:
    if not name or _UNTIDY.search(name):
        row.fail(
            f"name '{name}' is not in plain form",
            "Use straight quotes and single plain spaces, no leading 'the', and no empty part between '|'.",
        )


def _names(
    claims: Iterable[Claim], ambiguous: Iterable[Row], known: Mapping[Kind, set[str]]
) -> dict[str, tuple[Ref, ...]]:
    """What each name may mean; several things only where `ambiguous.csv` lists them all."""
    declared = {row["alias"]: _candidates(row, known) for row in ambiguous}
    found: dict[str, tuple[Ref, Row]] = {}
    for name, ref, row in claims:
        if name in declared:
            if ref not in declared[name]:
                row.fail(
                    f"'{name}' is declared ambiguous without {ref.kind.value}:{ref.key}", "Add it in ambiguous.csv."
                )
        elif name in found:
            _clash(row, name, found[name][1])
        found.setdefault(name, (ref, row))
    names = {name: (ref,) for name, (ref, _) in found.items()} | declared
    return dict(sorted(names.items()))


def _clash(row: Row, name: str, first: Row) -> NoReturn:
    row.fail(
        f"name '{name}' is also claimed at {first.path.name}:{first.line}",
        "Remove it from one row, or declare it in ambiguous.csv with all its candidates.",
    )


def _candidates(row: Row, known: Mapping[Kind, set[str]]) -> tuple[Ref, ...]:
    _tidy(row, row["alias"])
    kinds = tuple(known)
    refs = tuple(_ref(row, part, known, kinds) for part in row.parts("candidates"))
    if len(set(refs)) < 2:
        row.fail(f"'{row['alias']}' has fewer than two candidates", "List them as kind:key|kind:key.")
    return tuple(sorted(set(refs)))
