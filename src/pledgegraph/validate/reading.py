"""RDF files as one N-Triples union, whatever their syntax; a file that cannot be read is named with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph

from pledgegraph.errors import InputError
from pledgegraph.vocab import GRAPHS

FORMATS = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".trig": pyoxigraph.RdfFormat.TRIG,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
"""The file endings that can be read, with their syntax."""

ONTOLOGY_GRAPH = f"{GRAPHS}ontology"

BACKGROUND = frozenset(
    {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "http://www.w3.org/2000/01/rdf-schema#subClassOf",
        "http://www.w3.org/2004/02/skos/core#inScheme",
        "http://www.w3.org/2002/07/owl#deprecated",
        "http://purl.org/dc/terms/isReplacedBy",
    }
)
"""What the shapes ask of the ontology: its terms, sub-classes, the scheme of a concept, what is given up."""


def quads(file: Path) -> Iterator[pyoxigraph.Quad]:
    """The quads of one file.

    Raises:
        InputError: the file is missing, of an unknown kind, or does not follow its syntax.
    """
    if file.suffix not in FORMATS:
        known = ", ".join(FORMATS)
        raise InputError("is of no RDF format known here", place=file, remedy=f"Name a file that ends in {known}.")
    try:
        yield from pyoxigraph.parse(path=str(file), format=FORMATS[file.suffix], rename_blank_nodes=True)
    except SyntaxError as error:
        problem = f"does not follow its syntax: {error.msg}"
        raise InputError(problem, place=file, line=error.lineno, remedy="Mend the file.") from error
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise InputError(problem, place=file, remedy="Name an RDF file.") from error


def union(files: Iterable[Path]) -> bytes:
    """All triples of the files, whatever graph they are in, as N-Triples; each triple once.

    The structural blank nodes of the ontology's own graph are left out: they are no data.
    """
    triples: dict[pyoxigraph.Triple, None] = {}
    for file in files:
        for quad in quads(file):
            if _is_structural(quad):
                continue
            triples[quad.triple] = None
    return _serialise(triples)


def background(files: Iterable[Path]) -> bytes:
    """What the shapes need to know of the ontology, as N-Triples without blank nodes."""
    return _serialise(
        quad.triple
        for file in files
        for quad in quads(file)
        if quad.predicate.value in BACKGROUND and not _has_blank(quad)
    )


def _is_structural(quad: pyoxigraph.Quad) -> bool:
    graph = quad.graph_name
    return isinstance(graph, pyoxigraph.NamedNode) and graph.value == ONTOLOGY_GRAPH and _has_blank(quad)


def _has_blank(quad: pyoxigraph.Quad) -> bool:
    return "_:" in (str(quad.subject)[:2], str(quad.object)[:2])


def _serialise(triples: Iterable[pyoxigraph.Triple]) -> bytes:
    return pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
