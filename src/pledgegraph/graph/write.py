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
    lines = set(_bytes(quads, ox.RdfFormat.N_QUADS).splitlines(keepends=True))
    return b"".join(sorted(lines))


def turtle(quads: Iterable[ox.Quad]) -> bytes:
    """The union of the graphs as Turtle: subjects and objects sorted, the type first, prefixes declared."""
    triples = sorted({quad.triple for quad in quads}, key=_order)
    return _bytes(triples, ox.RdfFormat.TURTLE)


def jsonld(quads: Iterable[ox.Quad]) -> bytes:
    """The quads as JSON-LD with our prefixes as context."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), *_order(quad.triple)))
    return _bytes(ordered, ox.RdfFormat.JSON_LD)


def _bytes(statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    prefixes = None if form is ox.RdfFormat.N_QUADS else _PREFIXES
    written = ox.serialize(statements, format=form, prefixes=prefixes)
    assert written is not None
    return written


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate
    return (str(triple.subject), predicate != _TYPE, predicate.value, str(triple.object))
