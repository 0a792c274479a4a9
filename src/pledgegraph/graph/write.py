"""Quads to bytes: sorted N-Quads, and Turtle with prefixes in a stable order."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from pledgegraph.iris import term
from pledgegraph.vocab import PREFIXES

_TYPE = term("rdf:type")
_PREFIXES = {name: iri for name, iri in sorted(PREFIXES.items()) if name != "id"}


def nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Sorted N-Quads lines, each once; the same quads give the same bytes in whatever order they come."""
    lines = set(ox.serialize(quads, format=ox.RdfFormat.N_QUADS).splitlines(keepends=True))
    return b"".join(sorted(lines))


def turtle(quads: Iterable[ox.Quad]) -> bytes:
    """The union of the graphs as Turtle: subjects and objects sorted, the type first, prefixes declared."""
    triples = sorted({quad.triple for quad in quads}, key=_order)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES)


def jsonld(quads: Iterable[ox.Quad]) -> bytes:
    """The quads as JSON-LD with our prefixes as context."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), *_order(quad.triple)))
    return ox.serialize(ordered, format=ox.RdfFormat.JSON_LD, prefixes=_PREFIXES)


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate
    return (str(triple.subject), predicate != _TYPE, predicate.value, str(triple.object))
