"""Single claims as nanopublications: an echo or a commitment with its provenance, to be published and cited alone.

A nanopublication's address ends with a digest of its assertion and provenance: another claim has another address. It is
no trusty URI, which a program of the nanopublication network makes of it when it signs and publishes it there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from pledgegraph import iris
from pledgegraph.errors import InputError
from pledgegraph.iris import Iri, term
from pledgegraph.publish.publication import Entry, Publication
from pledgegraph.vocab import GRAPHS, PREFIXES

NP = "http://www.nanopub.org/nschema#"
PARTS = ("assertion", "provenance", "pubinfo")
HEAD = "head"
_DIGEST = 16
_CLAIMS = ("plg:Echo", "plg:Commitment")
_KNOWN_BY = ("basis", "confidence", "evidence", "byRule", "method", "lexiconVersion", "reviewStatus", "scorePart")
_CONTESTED = "plg:contestedBy"
_PROVENANCE = frozenset(term(f"plg:{name}") for name in _KNOWN_BY) | {term(_CONTESTED), term("prov:wasAttributedTo")}
_OF_THE_SOURCE = ("dcterms:identifier", "dcterms:title", "dcterms:source", "dcterms:publisher", "plg:sha256")
_INFERRED = GRAPHS + "inferences"

Triples = set[ox.Triple]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nanopublication:
    """One nanopublication: its address and its quads, which stand in four graphs."""

    iri: Iri
    quads: tuple[ox.Quad, ...]

    def trig(self) -> bytes:
        """The quads as TriG: head, assertion, provenance, publication info; the same claim gives the same bytes."""
        used = {name: namespace for name, namespace in PREFIXES.items() if name != "id"} | {"np": NP}
        written = ox.serialize(self.quads, format=ox.RdfFormat.TRIG, prefixes=used)
        assert written is not None
        return written


def nanopublication(
    store: ox.Store, claim: Iri, publication: Publication, entry: Entry, source: Iri
) -> Nanopublication:
    """The nanopublication of an echo or a commitment.

    Args:
        store: the graph.
        claim: the echo or commitment.
        publication: who publishes, under which licence.
        entry: the release whose day of issue it bears.
        source: the release or build that the graph is of.

    Raises:
        InputError: the release does not know it, or it is no claim of these kinds, or rests on no text.
    """
    types = {quad.object for quad in store.quads_for_pattern(claim, term("rdf:type"), None, None)}
    if not types & {term(kind) for kind in _CLAIMS}:
        reason = "it is of another kind" if types else "the release does not know it"
        raise InputError(
            f"{claim.value} is no echo and no commitment: {reason}",
            remedy="'pledgegraph track' names commitments, 'pledgegraph query echoes-by-speaker' leads to echoes.",
        )
    nodes = [claim, *_parts(store, claim)]
    said = {triple for node in nodes for triple in _triples(store, node)}
    assertion = {triple for triple in said if triple.predicate not in _PROVENANCE}
    known = said - assertion
    passages = _passages(known | assertion, store)
    if not passages:
        raise InputError(f"{claim.value} rests on no passage", remedy="Publish claims that have evidence.")
    origin = known | {triple for passage in passages for triple in _passage(store, passage)}
    origin |= _reviews(store, claim) | _conversions(store, passages)
    address = iris.nanopublication(claim, _digest(assertion | origin))
    graph = {name: iris.nanopublication_graph(address, name) for name in (HEAD, *PARTS)}
    derived = {ox.Triple(graph["assertion"], term("prov:wasDerivedFrom"), passage) for passage in passages}
    whole = {
        HEAD: _head(address, graph),
        "assertion": assertion,
        "provenance": origin | derived | _carried(claim, known, graph["assertion"]),
        "pubinfo": _pubinfo(address, claim, publication, entry) | {_source(address, source)},
    }
    quads = tuple(
        ox.Quad(triple.subject, triple.predicate, triple.object, graph[name])
        for name in (HEAD, *PARTS)
        for triple in sorted(whole[name], key=str)
    )
    return Nanopublication(iri=address, quads=quads)


def _parts(store: ox.Store, claim: Iri) -> Iterator[Iri]:
    """The clauses and parties of a commitment, which are part of the claim."""
    for quad in store.quads_for_pattern(claim, term("plg:clause"), None, None):
        if isinstance(quad.object, Iri):
            yield quad.object
    for quad in store.quads_for_pattern(None, term("plg:commitment"), claim, None):
        kinds = store.quads_for_pattern(quad.subject, term("rdf:type"), term("plg:CommitmentParty"), None)
        if isinstance(quad.subject, Iri) and any(True for _ in kinds):
            yield quad.subject


def _triples(store: ox.Store, node: Iri, only: Iterable[str] = ()) -> Triples:
    """What is said of a node, but not what is inferred from later texts."""
    wanted = {term(name) for name in only}
    return {
        quad.triple
        for quad in store.quads_for_pattern(node, None, None, None)
        if not (isinstance(quad.graph_name, Iri) and quad.graph_name.value == _INFERRED)
        and (not wanted or quad.predicate in wanted)
    }


def _passages(triples: Triples, store: ox.Store) -> list[Iri]:
    """The passages that the claim and its parts rest on."""
    found = {
        triple.object
        for triple in triples
        if triple.predicate in (term("plg:evidence"), term("plg:inPassage")) and isinstance(triple.object, Iri)
    }
    quoted = [node for node in found if any(store.quads_for_pattern(node, term("oa:exact"), None, None))]
    return sorted(quoted, key=str)


def _passage(store: ox.Store, passage: Iri) -> Triples:
    """A passage with its quote and place, and how to know the document it stands in."""
    found = _triples(store, passage)
    documents = {triple.object for triple in found if triple.predicate == term("plg:inDocument")}
    for document in documents:
        if isinstance(document, Iri):
            found |= _triples(store, document, _OF_THE_SOURCE)
    return found


def _reviews(store: ox.Store, claim: Iri) -> Triples:
    """What reviewers decided about an echo."""
    reviews = [
        *(quad.subject for quad in store.quads_for_pattern(None, term("plg:ofEcho"), claim, None)),
        *(quad.object for quad in store.quads_for_pattern(claim, term(_CONTESTED), None, None)),
    ]
    return {triple for review in reviews if isinstance(review, Iri) for triple in _triples(store, review)}


def _conversions(store: ox.Store, passages: list[Iri]) -> Triples:
    """The runs that read the passages' documents, with their rule sets."""
    slugs = {iris.parse(passage.value).document for passage in passages}
    return {triple for slug in slugs for triple in _triples(store, iris.conversion(slug))}


def _carried(claim: Iri, known: Triples, assertion: Iri) -> Triples:
    """How the claim is known, said of the assertion too: basis, confidence, and by whom."""
    carried = (term("plg:basis"), term("plg:confidence"), term("prov:wasAttributedTo"))
    return {
        ox.Triple(assertion, triple.predicate, triple.object)
        for triple in known
        if triple.subject == claim and triple.predicate in carried
    }


def _head(address: Iri, graph: dict[str, Iri]) -> Triples:
    named = {"assertion": "hasAssertion", "provenance": "hasProvenance", "pubinfo": "hasPublicationInfo"}
    links = {ox.Triple(address, iris.external(NP + link), graph[name]) for name, link in named.items()}
    return links | {ox.Triple(address, term("rdf:type"), iris.external(f"{NP}Nanopublication"))}


def _pubinfo(address: Iri, claim: Iri, publication: Publication, entry: Entry) -> Triples:
    """Who made the nanopublication, when, of what, under which licence."""
    maker = iris.agent(publication.name)
    return {
        ox.Triple(address, term("dcterms:created"), ox.Literal(entry.issued.isoformat(), datatype=term("xsd:date"))),
        ox.Triple(address, term("dcterms:creator"), maker),
        ox.Triple(address, term("dcterms:license"), iris.external(publication.licences.data_address)),
        ox.Triple(address, term("dcterms:subject"), claim),
        *(ox.Triple(maker, term("rdfs:label"), ox.Literal(name)) for name in publication.creators),
    }


def _source(address: Iri, source: Iri) -> ox.Triple:
    return ox.Triple(address, term("prov:wasDerivedFrom"), source)


def _digest(triples: Triples) -> str:
    return hashlib.sha256("\n".join(sorted(map(str, triples))).encode()).hexdigest()[:_DIGEST]
