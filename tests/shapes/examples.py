"""The examples of the shapes: a file that fails or passes is laid over the sample, subject by subject."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rdflib
from rdflib.namespace import RDF, SH

from pledgegraph.validate.engines import as_written
from pledgegraph.validate.reading import background, union

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
SAMPLE = ROOT / "tests" / "ontology" / "sample.ttl"
SHAPES = ROOT / "ontology" / "shapes"
NAMES = "https://w3id.org/pledgegraph/shapes#"
PARAMETERS = {
    SH.minCount: "MinCount",
    SH.maxCount: "MaxCount",
    SH.datatype: "Datatype",
    SH["class"]: "Class",
    SH.nodeKind: "NodeKind",
    SH["in"]: "In",
    SH.pattern: "Pattern",
    SH.minInclusive: "MinInclusive",
    SH.maxInclusive: "MaxInclusive",
    SH.lessThan: "LessThan",
    SH.lessThanOrEquals: "LessThanOrEquals",
    SH["or"]: "Or",
    SH.node: "Node",
    SH.hasValue: "HasValue",
    SH.sparql: "SPARQL",
}
"""The predicates by which our shapes set a constraint, with the name of its component."""

Pair = tuple[str, str]
"""A shape, or the SPARQL constraint of one, and a component."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One triple of the shapes that sets a constraint: taking it away is a mutation."""

    owner: str
    component: str
    triple: tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]

    @property
    def pair(self) -> Pair:
        """What an example names."""
        return self.owner, self.component


def local(term: object) -> str:
    """The name after the last hash."""
    return str(term).rpartition("#")[2]


@cache
def shapes_graph() -> rdflib.Graph:
    """All shapes as one graph."""
    graph = rdflib.Graph()
    for file in sorted(SHAPES.glob("*.ttl")):
        graph.parse(file)
    return graph


@cache
def all_shapes() -> bytes:
    """All shapes as N-Triples."""
    return union(sorted(SHAPES.glob("*.ttl")))


@cache
def ontology() -> bytes:
    """What the shapes ask of the ontology, as N-Triples."""
    return background(sorted((ROOT / "ontology").glob("*.ttl")))


def constraints() -> list[Constraint]:
    """Every constraint of every shape."""
    found = []
    for subject, predicate, value in shapes_graph():
        if predicate in PARAMETERS:
            owner = local(value) if predicate == SH.sparql else local(subject)
            component = f"{PARAMETERS[predicate]}ConstraintComponent"
            found.append(Constraint(owner=owner, component=component, triple=(subject, predicate, value)))
    return sorted(found, key=lambda each: each.pair)


def expected(file: Path) -> Counter[Pair]:
    """The results that a failing example says it has."""
    return Counter(re.findall(r"^# expects: (\S+) (\S+)$", file.read_text(encoding="utf-8"), flags=re.M))


def covered(file: Path) -> Pair:
    """The constraint that a failing example is about: the one it says it covers, else the first it expects."""
    text = file.read_text(encoding="utf-8")
    found = re.findall(r"^# covers: (\S+) (\S+)$", text, flags=re.M) + list(expected(file))
    return found[0]


@cache
def _sample_lines() -> tuple[tuple[str, str], ...]:
    lines = union([SAMPLE]).decode("utf-8").splitlines()
    return tuple((line.split(" ", 1)[0], line) for line in lines)


def laid_over(file: Path) -> bytes:
    """The sample with a file over it: what the file says of a subject takes the place of what the sample says."""
    own = union([file]).decode("utf-8")
    subjects = {line.split(" ", 1)[0] for line in own.splitlines()}
    kept = [line for subject, line in _sample_lines() if subject not in subjects]
    return ("\n".join(kept) + "\n" + own).encode()


def focus_nodes(data: bytes, shape: rdflib.term.Node) -> set[rdflib.term.Node]:
    """The nodes of the data that a shape targets."""
    graph = rdflib.Graph()
    with as_written():
        graph.parse(data=data + ontology(), format="nt")
    shapes = shapes_graph()
    found: set[rdflib.term.Node] = set(shapes.objects(shape, SH.targetNode))
    for target in shapes.objects(shape, SH.targetClass):
        for kind in graph.transitive_subjects(rdflib.RDFS.subClassOf, target):
            found.update(graph.subjects(RDF.type, kind))
    for target in shapes.objects(shape, SH.targetSubjectsOf):
        found.update(graph.subjects(target, None))
    for target in shapes.objects(shape, SH.targetObjectsOf):
        found.update(graph.objects(None, target))
    return found


def referring(shape: rdflib.term.Node) -> set[rdflib.term.Node]:
    """The shapes that a node shape, a property shape or a constraint is used by, up to those with targets."""
    graph = shapes_graph()
    found: set[rdflib.term.Node] = set()
    pending = [shape]
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending.extend(subject for subject in graph.subjects(None, node))
    return {each for each in found if (each, RDF.type, SH.NodeShape) in graph}


def reachable(roots: set[rdflib.term.Node]) -> rdflib.Graph:
    """The part of the shapes that the roots need: everything they point to within the shapes."""
    graph = shapes_graph()
    part = rdflib.Graph()
    pending = list(roots)
    seen: set[rdflib.term.Node] = set()
    while pending:
        node = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        for predicate, value in graph.predicate_objects(node):
            part.add((node, predicate, value))
            if not isinstance(value, rdflib.Literal):
                pending.append(value)
    return part
