"""The registry as quads: every entry, or only those that a set of facts refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pledgegraph import iris
from pledgegraph.graph.sink import Sink, Value, day, hidden_labels, named, text
from pledgegraph.iris import entity, term
from pledgegraph.model import Kind, Ref
from pledgegraph.sources.curation import Curation
from pledgegraph.sources.entries import Entry, Instrument, Membership, Organisation, Place, Series, State, Territory
from pledgegraph.sources.registry import Registry
from pledgegraph.sources.themes import Themes
from pledgegraph.vocab import MembershipKind

_WIKIDATA = "http://www.wikidata.org/entity/"
_EU_COUNTRY = "http://publications.europa.eu/resource/authority/country/"
_TYPES = {
    State: ("plg:State",),
    Territory: ("plg:Territory",),
    Organisation: ("plg:Organisation", "org:Organization"),
    Instrument: ("plg:Instrument",),
    Series: ("plg:ForumSeries",),
    Place: ("plg:Place",),
}


def write_registry(registry: Registry, sink: Sink) -> None:
    """Every entry of the registry, and every membership."""
    for ref in sorted(_references(registry)):
        _entry(sink, ref, registry.entry(ref))
    for membership in registry.memberships:
        _membership(sink, membership)


class Shelf:
    """The registry's entries as lines, each written when it is first asked for: most documents name the same."""

    def __init__(self, registry: Registry) -> None:
        """Writes the memberships, which are few; the entries wait."""
        self._registry = registry
        self._known = _references(registry)
        self._lines: dict[Ref, list[str]] = {}
        self._memberships: dict[Ref, list[tuple[Ref, list[str]]]] = {}
        for membership in registry.memberships:
            sink = Sink()
            _membership(sink, membership)
            member = Ref(kind=Kind.STATE, key=membership.member)
            organisation = Ref(kind=Kind.ORGANISATION, key=membership.organisation)
            self._memberships.setdefault(organisation, []).append((member, sink.lines))

    def lines(self, only: Iterable[Ref]) -> Iterator[str]:
        """The lines of entries, of what they belong to, and of memberships between them."""
        refs = self._closed(only)
        for ref in refs:
            if ref not in self._lines:
                sink = Sink()
                _entry(sink, ref, self._registry.entry(ref))
                self._lines[ref] = sink.lines
            yield from self._lines[ref]
            for member, lines in self._memberships.get(ref, ()):
                if member in refs:
                    yield from lines

    def _closed(self, refs: Iterable[Ref]) -> set[Ref]:
        """The references that the registry holds, with parents, states and places they belong to."""
        found: set[Ref] = set()
        waiting = [ref for ref in refs if ref in self._known]
        while waiting:
            ref = waiting.pop()
            if ref not in found:
                found.add(ref)
                waiting.extend(_owners(self._registry.entry(ref)))
        return found


def write_posts(curation: Curation, sink: Sink) -> None:
    """The posts that a curator describes."""
    for post in curation.posts.values():
        sink.add(
            named("registry"),
            entity(Ref(kind=Kind.POST, key=post.key)),
            ("rdf:type", term("plg:Post")),
            ("skos:prefLabel", text(post.label, "en")),
            ("plg:organisation", entity(Ref(kind=Kind.ORGANISATION, key=post.organisation))),
            ("plg:sourceNote", text(post.reason)),
        )


def write_theme_labels(themes: Themes, sink: Sink, slugs: Iterable[str]) -> None:
    """Labels of the themes that a single converted text speaks of."""
    for slug in sorted(set(slugs)):
        node = iris.theme(slug)
        sink.add(
            named("registry"),
            node,
            ("rdf:type", term("skos:Concept")),
            ("skos:prefLabel", text(themes.labels.get(slug, slug), "en")),
        )


def _references(registry: Registry) -> frozenset[Ref]:
    """Every reference that the registry holds."""
    tables = {
        Kind.STATE: registry.states,
        Kind.TERRITORY: registry.territories,
        Kind.ORGANISATION: registry.organisations,
        Kind.INSTRUMENT: registry.instruments,
        Kind.SERIES: registry.series,
        Kind.PLACE: registry.places,
    }
    return frozenset(Ref(kind=kind, key=key) for kind, table in tables.items() for key in table)


def _owners(entry: Entry) -> list[Ref]:
    match entry:
        case Territory(territory_of=state) if state:
            return [Ref(kind=Kind.STATE, key=state)]
        case Organisation(parent=parent, of=of):
            owners = [of] if of else []
            return [*owners, Ref(kind=Kind.ORGANISATION, key=parent)] if parent else owners
        case Series(part_of=part_of) if part_of:
            return [Ref(kind=Kind.SERIES, key=part_of)]
        case Place(within=within):
            return [within]
        case Instrument(proposed_by=proposer) if proposer:
            return [proposer]
    return []


def _membership(sink: Sink, membership: Membership) -> None:
    member = entity(Ref(kind=Kind.STATE, key=membership.member))
    since = membership.since.isoformat()
    sink.add(
        named("registry"),
        iris.membership(membership.organisation, membership.member, since),
        ("rdf:type", term("plg:Membership")),
        ("plg:member", member),
        ("plg:organisation", entity(Ref(kind=Kind.ORGANISATION, key=membership.organisation))),
        ("plg:membershipKind", membership.kind),
        ("plg:since", day(membership.since)),
        ("plg:until", day(membership.until) if membership.until else None),
        ("plg:sourceNote", text(membership.source)),
    )
    if membership.kind is MembershipKind.FULL:
        sink.add(named("registry"), member, ("rdf:type", term("plg:MemberState")))


def _entry(sink: Sink, ref: Ref, entry: Entry) -> None:
    graph, node = named("registry"), entity(ref)
    for name in _TYPES[type(entry)]:
        sink.add(graph, node, ("rdf:type", term(name)))
    sink.add(
        graph,
        node,
        ("skos:prefLabel", text(entry.label, "en")),
        ("plg:sourceNote", text(entry.source) if entry.source else None),
    )
    sink.each(graph, node, "skos:altLabel", (text(alias, "en") for alias in entry.aliases if alias != entry.label))
    sink.each(graph, node, "skos:hiddenLabel", hidden_labels([entry.label, *entry.aliases], "en"))
    sink.add(graph, node, *_details(entry))
    if not isinstance(entry, Series | Place) and entry.wikidata:
        sink.add(graph, node, ("skos:exactMatch", iris.external(_WIKIDATA + entry.wikidata)))


def _details(entry: Entry) -> list[tuple[str, Value | None]]:
    match entry:
        case State() | Territory():
            details: list[tuple[str, Value | None]] = [
                ("plg:iso3", text(entry.iso3) if entry.iso3 else None),
                ("plg:iso2", text(entry.iso2) if entry.iso2 else None),
                ("plg:m49", text(entry.m49) if entry.m49 else None),
                ("plg:authorityRecord", iris.external(_EU_COUNTRY + entry.eu) if entry.eu else None),
            ]
            if isinstance(entry, State):
                return [*details, ("plg:formalName", text(entry.formal) if entry.formal else None)]
            owner = Ref(kind=Kind.STATE, key=entry.territory_of) if entry.territory_of else None
            return [*details, ("plg:territoryOf", entity(owner) if owner else None)]
        case Organisation():
            parent = Ref(kind=Kind.ORGANISATION, key=entry.parent) if entry.parent else None
            return [
                ("plg:acronym", text(entry.acronym) if entry.acronym else None),
                ("plg:organisationOf", entity(entry.of) if entry.of else None),
                ("org:subOrganizationOf", entity(parent) if parent else None),
            ]
        case Instrument():
            initiative = term("plg:Initiative") if entry.kind == "initiative" else None
            return [
                ("rdf:type", initiative),
                ("plg:proposedBy", entity(entry.proposed_by) if entry.proposed_by else None),
            ]
        case Series():
            owner = Ref(kind=Kind.SERIES, key=entry.part_of) if entry.part_of else None
            return [("plg:partOf", entity(owner) if owner else None)]
        case Place():
            return [("plg:within", entity(entry.within))]
