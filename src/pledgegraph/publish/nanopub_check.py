"""The form of nanopublications, checked: links by SHACL over the union, what stands in which graph on the quads."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from pledgegraph import iris
from pledgegraph.errors import InputError
from pledgegraph.iris import Iri, term
from pledgegraph.project import Project
from pledgegraph.publish.nanopub import NP
from pledgegraph.validate.gate import DEFAULT_ENGINE, validate

_LINKS = ("hasAssertion", "hasProvenance", "hasPublicationInfo")
Graphs = dict[Iri, list[ox.Quad]]


def shapes_of(project: Project) -> Path:
    """The shapes of the form; they are no part of the gate."""
    return project.ontology / "forms" / "nanopub.ttl"


def problems(data: bytes, shapes: Path, place: str = "", engine: str = DEFAULT_ENGINE) -> list[str]:
    """What is wrong with the nanopublications of a TriG document, a line each; empty when they are well formed.

    Raises:
        InputError: it is not TriG, holds none, or the shapes are missing.
    """
    try:
        quads = list(ox.parse(data, format=ox.RdfFormat.TRIG))
    except SyntaxError as error:
        raise InputError(f"not TriG: {error}", place=place, remedy="Correct the syntax.") from None
    kind = iris.external(f"{NP}Nanopublication")
    heads = [quad for quad in quads if quad.predicate == term("rdf:type") and quad.object == kind]
    if not heads:
        raise InputError("holds no nanopublication", place=place, remedy="Name a file that 'pledgegraph nanopub' made.")
    union = ox.serialize({quad.triple for quad in quads}, format=ox.RdfFormat.N_TRIPLES)
    assert union is not None
    report = validate(union, shapes, engine)
    found = [f"{result.focus}: {result.message}" for result in report.results]
    graphs: Graphs = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, Iri):
            graphs[quad.graph_name].append(quad)
        else:
            found.append(f"a statement stands in no named graph: {quad.triple}")
    used: set[Iri] = set()
    for head in heads:
        found += _placement(head, graphs, used)
    found += [f"{graph.value} belongs to no nanopublication" for graph in graphs if graph not in used]
    return sorted(set(found))


def _placement(head: ox.Quad, graphs: Graphs, used: set[Iri]) -> list[str]:
    """What stands in the wrong graph of one nanopublication, whose type stands in its head."""
    if not isinstance(head.graph_name, Iri) or not isinstance(head.subject, Iri):
        return []
    address, own = head.subject, graphs[head.graph_name]
    links = {iris.external(NP + name): name for name in _LINKS}
    found = [
        f"{address.value}: the head says more than its links: {quad.triple}"
        for quad in own
        if quad != head and quad.predicate not in links
    ]
    parts = {links[quad.predicate]: quad.object for quad in own if quad.subject == address and quad.predicate in links}
    used.add(head.graph_name)
    for name in _LINKS:
        part = parts.get(name)
        if not isinstance(part, Iri):
            found.append(f"{address.value}: its head has no {name}")
            continue
        used.add(part)
        if part == head.graph_name:
            found.append(f"{address.value}: {name} names the head itself")
        if not graphs.get(part):
            found.append(f"{address.value}: the graph of {name} is empty")
    found += _speaks_of(graphs, parts.get("hasProvenance"), parts.get("hasAssertion"), "provenance", address)
    found += _speaks_of(graphs, parts.get("hasPublicationInfo"), address, "publication info", address)
    return found


def _speaks_of(graphs: Graphs, part: object, subject: object, name: str, address: Iri) -> list[str]:
    """Whether a graph says something of what it is there for."""
    if not isinstance(part, Iri) or any(quad.subject == subject for quad in graphs.get(part, [])):
        return []
    return [f"{address.value}: the graph of its {name} says nothing of {subject}"]
