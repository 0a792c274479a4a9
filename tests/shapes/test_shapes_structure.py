"""The form of the shapes: everything has a name, a message, a severity and a scope; value sets are the code's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH

from pledgegraph.vocab import ONTOLOGY, VALUE_SETS
from shapes.examples import NAMES, SHAPES, local, shapes_graph

SCOPES = {"local", "local-with-stubs", "global"}
PLG = rdflib.Namespace(ONTOLOGY)
GRAPH = shapes_graph()
NODE_SHAPES = sorted(GRAPH.subjects(RDF.type, SH.NodeShape))
PROPERTY_SHAPES = sorted(GRAPH.subjects(RDF.type, SH.PropertyShape))
RULES = sorted(GRAPH.subjects(RDF.type, SH.SPARQLConstraint))


def test_numbers() -> None:
    assert len(NODE_SHAPES) >= 25
    assert len(RULES) >= 10


@pytest.mark.parametrize("shape", NODE_SHAPES, ids=local)
def test_node_shape(shape: rdflib.URIRef) -> None:
    assert shape.startswith(NAMES)
    assert local(shape).endswith("Shape")
    assert {str(each) for each in GRAPH.objects(shape, PLG.shapeScope)} <= SCOPES
    assert GRAPH.value(shape, PLG.shapeScope) is not None
    assert GRAPH.value(shape, SH.severity) in (SH.Violation, SH.Warning, SH.Info)
    assert GRAPH.value(shape, RDFS.comment) is not None
    direct = {SH["class"], SH["or"], SH.nodeKind, SH["not"]} & set(GRAPH.predicates(shape, None))
    assert (GRAPH.value(shape, SH.message) is not None) == bool(direct)


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=local)
def test_property_shape(shape: rdflib.URIRef) -> None:
    assert shape.startswith(NAMES)
    owners = list(GRAPH.subjects(SH.property, shape))
    assert [local(owner).removesuffix("Shape") for owner in owners] == [local(shape).split("-")[0]]
    assert GRAPH.value(shape, SH.path) is not None
    assert GRAPH.value(shape, SH.severity) in (SH.Violation, SH.Warning, SH.Info)
    message = GRAPH.value(shape, SH.message)
    assert isinstance(message, rdflib.Literal)
    assert message.language == "en"
    assert message.endswith((".", "?"))


@pytest.mark.parametrize("rule", RULES, ids=local)
def test_sparql_constraint(rule: rdflib.URIRef) -> None:
    assert rule.startswith(NAMES)
    assert len(list(GRAPH.subjects(SH.sparql, rule))) == 1
    assert GRAPH.value(rule, SH.message) is not None
    query = str(GRAPH.value(rule, SH.select))
    assert re.search(r"\bSELECT (DISTINCT )?\$this\b", query)
    assert not re.search(r"\b(MINUS|SERVICE|VALUES|GRAPH)\b", query), "not allowed in a SHACL constraint, or not for us"
    assert "?value" not in str(GRAPH.value(rule, SH.message)) or "?value" in query
    prefixes = set(re.findall(r"(?<![\w:/])([a-z]+):[A-Za-z]", re.sub(r'"[^"]*"', "", query)))
    declared = {str(GRAPH.value(each, SH.prefix)) for each in GRAPH.objects(None, SH.declare)}
    assert prefixes <= declared


def test_blank_nodes_are_lists() -> None:
    blank = {each for each in GRAPH.all_nodes() if isinstance(each, rdflib.BNode)}
    assert all((each, RDF.first, None) in GRAPH for each in blank)


def test_value_sets_are_those_of_the_code() -> None:
    checked = set()
    for shape in PROPERTY_SHAPES:
        head = GRAPH.value(shape, SH["in"])
        if head is None:
            continue
        name = str(GRAPH.value(shape, SH.path)).removeprefix(ONTOLOGY)
        values = [str(each).removeprefix(ONTOLOGY) for each in Collection(GRAPH, head)]
        wanted = [member.value for member in VALUE_SETS["capacity" if name == "ofCapacity" else name]]
        if local(shape) == "Echo-basis":
            wanted.remove("CandidateReading")
        assert values == wanted, local(shape)
        checked.add(name)
    assert checked == set(VALUE_SETS) | {"ofCapacity"}


def test_every_class_has_a_shape() -> None:
    ontology = rdflib.Graph().parse(SHAPES.parent / "pledgegraph.ttl")
    classes = {
        str(each).removeprefix(ONTOLOGY)
        for each in ontology.subjects(RDF.type, rdflib.OWL.Class)
        if str(each).startswith(ONTOLOGY)
    }
    targeted = {str(each).removeprefix(ONTOLOGY) for each in GRAPH.objects(None, SH.targetClass)}
    covered_by_parent = {"Boilerplate", "UnconvertedPassage", "Initiative", "Person"}
    through_property = {"Rule"}
    assert classes - targeted == covered_by_parent | through_property


@pytest.mark.parametrize("file", sorted(SHAPES.glob("*.ttl")), ids=lambda file: file.stem)
def test_file_says_what_it_holds(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert max(len(line) for line in lines) <= 180
