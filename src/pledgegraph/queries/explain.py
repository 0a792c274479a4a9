"""One fact explained: what is said of it, the quotes it rests on in their context, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from pledgegraph.errors import InputError
from pledgegraph.iris import term
from pledgegraph.vocab import ENTITIES, ONTOLOGY, PREFIXES

CONTEXT = 160
_SKIPPED = frozenset(ONTOLOGY + name for name in ("evidence", "basis", "byRule", "confidence", "storedText")) | {
    PREFIXES["rdf"] + "type"
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A passage in its document: line, the words before, the quote, the words after."""

    document: str
    line: int
    start: int
    end: int
    before: str
    exact: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What the graph says of one node."""

    iri: str
    label: str
    types: tuple[str, ...]
    graphs: tuple[str, ...]
    facts: tuple[tuple[str, str, str], ...]
    basis: str
    rule: str
    confidence: str
    quotes: tuple[Quote, ...]
    attestations: tuple[Explanation, ...]
    pointed_at: tuple[tuple[str, str, str], ...] = ()
    about: str = ""


def full_iri(written: str) -> str:
    """The IRI that a user means: whole, with a prefix, or from `commitment/...` on."""
    if written.startswith(("http://", "https://")):
        return written
    prefix, colon, local = written.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return ENTITIES + written.removeprefix("/")


def explain(store: ox.Store, written: str) -> Explanation:
    """Everything the store says of a node.

    Raises:
        InputError: it is no IRI, or the store knows nothing of it.
    """
    iri = full_iri(written)
    if any(char in iri for char in ' <>"{}|\\^`') or ":" not in iri:
        raise InputError(f"'{written}' is no IRI", remedy="Give one as a query prints it, such as id:state/CHN.")
    subject = _node(store, iri)
    if subject is None:
        raise InputError(
            f"nothing is known of {iri}", remedy="'pledgegraph query --list' shows questions whose answers name IRIs."
        )
    return _explain(store, subject, deep=True)


def _node(store: ox.Store, iri: str) -> ox.NamedNode | None:
    query = f"SELECT ?s WHERE {{ VALUES ?s {{ <{iri}> }} ?s ?p ?o }} LIMIT 1"
    for solution in _select(store, query):
        return solution["s"] if isinstance(solution["s"], ox.NamedNode) else None
    return None


def _select(store: ox.Store, query: str) -> ox.QuerySolutions:
    """The solutions of a SELECT over the union of all graphs."""
    answer = store.query(query, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return answer


def _explain(store: ox.Store, subject: ox.NamedNode, *, deep: bool) -> Explanation:
    quads = sorted(store.quads_for_pattern(subject, None, None, None), key=str)
    facts = [
        (_short(q.predicate.value), _value(q.object), _label(store, q.object))
        for q in quads
        if q.predicate.value not in _SKIPPED
    ]
    types = [_value(q.object) for q in quads if q.predicate.value == PREFIXES["rdf"] + "type"]
    graphs = {q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)}
    about = _values(quads, "onProperty")
    return Explanation(
        iri=subject.value,
        label=_label(store, subject),
        types=tuple(map(_short, types)),
        graphs=tuple(sorted(name.rsplit("/", 1)[-1] for name in graphs)),
        facts=tuple(dict.fromkeys(facts)),
        basis=_short(_values(quads, "basis")),
        rule=_values(quads, "byRule").rsplit("/", 1)[-1],
        confidence=_values(quads, "confidence"),
        quotes=tuple(_quotes(store, subject)),
        attestations=tuple(_attestations(store, subject)) if deep else (),
        about=_short(about) if about else "",
        pointed_at=_incoming(store, subject) if deep else (),
    )


def _incoming(store: ox.Store, subject: ox.NamedNode) -> tuple[tuple[str, str, str], ...]:
    """What points at a node: property, node, and its label or kind."""
    found = {
        (_short(q.predicate.value), q.subject.value, _label(store, q.subject) or _kind(store, q.subject))
        for q in store.quads_for_pattern(None, None, subject, None)
        if isinstance(q.subject, ox.NamedNode) and q.predicate.value != ONTOLOGY + "about"
    }
    return tuple(sorted(found))


def _kind(store: ox.Store, node: ox.NamedNode) -> str:
    types = store.quads_for_pattern(node, term("rdf:type"), None, None)
    return ", ".join(sorted(_short(_value(q.object)) for q in types))


def _attestations(store: ox.Store, subject: ox.NamedNode) -> list[Explanation]:
    nodes = {
        q.subject for q in store.quads_for_pattern(None, None, subject, None) if q.predicate.value == ONTOLOGY + "about"
    }
    found = [_explain(store, node, deep=False) for node in nodes if isinstance(node, ox.NamedNode)]
    return sorted((one for one in found if "plg:Attestation" in one.types), key=lambda one: one.iri)


def _quotes(store: ox.Store, subject: ox.NamedNode) -> list[Quote]:
    query = f"""
        PREFIX plg: <{ONTOLOGY}> PREFIX oa: <{PREFIXES["oa"]}> PREFIX dcterms: <{PREFIXES["dcterms"]}>
        SELECT DISTINCT ?slug ?start ?end ?text WHERE {{
            {{ <{subject.value}> plg:evidence ?passage }} UNION
            {{ BIND(<{subject.value}> AS ?passage) ?passage oa:exact ?any }}
            ?passage plg:inDocument ?document ; oa:start ?start ; oa:end ?end .
            ?document dcterms:identifier ?slug ; plg:storedText ?text .
        }} ORDER BY ?slug ?start ?end"""
    quotes: list[Quote] = []
    for row in _select(store, query):
        text, start, end = _value(row["text"]), int(_value(row["start"])), int(_value(row["end"]))
        quotes.append(
            Quote(
                document=_value(row["slug"]),
                line=text.count("\n", 0, start) + 1,
                start=start,
                end=end,
                before=text[max(0, start - CONTEXT) : start],
                exact=text[start:end],
                after=text[end : end + CONTEXT],
            )
        )
    return quotes


def _values(quads: list[ox.Quad], local: str) -> str:
    return next((_value(q.object) for q in quads if q.predicate.value == ONTOLOGY + local), "")


def _value(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode | ox.Literal) else str(node)


def _label(store: ox.Store, node: object) -> str:
    if not isinstance(node, ox.NamedNode):
        return ""
    names = (PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title", PREFIXES["oa"] + "exact")
    quads = list(store.quads_for_pattern(node, None, None, None))
    return next((_value(q.object) for name in names for q in quads if q.predicate.value == name), "")


def _short(iri: str) -> str:
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda pair: -len(pair[1])):
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
