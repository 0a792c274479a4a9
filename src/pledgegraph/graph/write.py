"""Lines to bytes: sorted N-Quads, and from them Turtle and JSON-LD with prefixes in a stable order."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from pledgegraph.iris import term
from pledgegraph.vocab import PREFIXES

_TYPE = term("rdf:type")
_PREFIXES = {name: iri for name, iri in sorted(PREFIXES.items()) if name != "id"}


def nquads(lines: Iterable[str]) -> bytes:
    """Sorted N-Quads, each line once; the same lines give the same bytes in whatever order they come."""
    return b"".join(map(str.encode, dict.fromkeys(sorted(lines))))


def turtle(data: bytes) -> bytes:
    """The union of the graphs of N-Quads as Turtle: subjects and objects sorted, the type first, prefixes declared."""
    triples = {quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS)}
    return _bytes(sorted(triples, key=_order), ox.RdfFormat.TURTLE)


def jsonld(data: bytes) -> bytes:
    """N-Quads as JSON-LD with our prefixes as context."""
    quads = ox.parse(data, format=ox.RdfFormat.N_QUADS)
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), *_order(quad.triple)))
    return _bytes(ordered, ox.RdfFormat.JSON_LD)


def _bytes(statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    written = ox.serialize(statements, format=form, prefixes=_PREFIXES)
    assert written is not None
    return written


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate
    return (str(triple.subject), predicate != _TYPE, predicate.value, str(triple.object))
