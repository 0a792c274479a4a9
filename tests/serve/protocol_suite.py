"""A runner for the W3C protocol suite: reads its manifest, sends its requests, compares what comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import httpx
from pyoxigraph import RdfFormat, parse
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RESULTS = "{http://www.w3.org/2005/sparql-results#}"

Send = Callable[[str, str, dict[str, str], bytes | None], httpx.Response]
"""Sends method, path after the endpoint's, headers and body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request of a test and what is expected of its answer."""

    method: str
    tail: str
    headers: dict[str, str]
    body: bytes | None
    classes: frozenset[int]
    boolean: bool | None
    form: str

    @property
    def updates(self) -> bool:
        """Whether the request carries an update."""
        body = (self.body or b"").replace(b"\0", b"")
        return "update" in self.tail or "update" in str(self.headers) or b"update=" in body or b"CLEAR NAMED" in body


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One test of the suite."""

    name: str
    steps: tuple[Step, ...]

    @property
    def is_update(self) -> bool:
        """Whether it is a test of updates."""
        return "update" in self.name


def read_cases(manifest: Path) -> list[Case]:
    """The tests of a manifest, in its order."""
    graph = Graph().parse(manifest, format="turtle")
    (root,) = graph.subjects(RDF.type, MF.Manifest)
    return [_case(graph, entry) for entry in Collection(graph, graph.value(root, MF.entries))]


def read_graphs(manifest: Path) -> dict[str, Path]:
    """The graphs that the tests ask, by the name they go by."""
    graph = Graph().parse(manifest, format="turtle")
    found = {}
    for data in graph.objects(None, UT.graphData):
        file, label = graph.value(data, UT.graph), graph.value(data, RDFS.label)
        found[str(label)] = manifest.parent / str(file).rpartition("/")[2]
    return found


def failures(case: Case, send: Send) -> list[str]:
    """What is wrong with the answers to a test's requests; nothing when it passes."""
    wrong = []
    for step in case.steps:
        answer = send(step.method, step.tail, step.headers, step.body)
        if answer.status_code // 100 not in step.classes:
            wrong.append(f"{case.name}: status {answer.status_code}")
        elif answer.is_success:
            wrong += [f"{case.name}: {fault}" for fault in _faults(step, answer)]
    return wrong


def refused(case: Case, send: Send) -> bool:
    """Whether every request of a test that carries an update is refused."""
    answers = [send(step.method, step.tail, step.headers, step.body) for step in case.steps if step.updates]
    return bool(answers) and all(400 <= answer.status_code < 500 for answer in answers)


def _case(graph: Graph, entry: Node) -> Case:
    action = graph.value(entry, MF.action)
    requests = Collection(graph, graph.value(action, HT.requests))
    return Case(name=str(entry).rpartition("#")[2], steps=tuple(_step(graph, request) for request in requests))


def _step(graph: Graph, request: Node) -> Step:
    headers = {}
    listed = graph.value(request, HT.headers)
    for header in Collection(graph, listed) if listed is not None else ():
        headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    content = graph.value(request, HT.body)
    body = None
    if content is not None:
        encoding = str(graph.value(content, CNT.characterEncoding))
        body = str(graph.value(content, CNT.chars)).encode(encoding)
    expected = graph.value(request, HT.resp)
    boolean = graph.value(expected, MF.expectedBoolean)
    return Step(
        method=str(graph.value(request, HT.methodName)),
        tail=str(graph.value(request, HT.absolutePath)).removeprefix("/sparql"),
        headers=headers,
        body=body,
        classes=frozenset(_class(status) for status in graph.objects(expected, MF.expectedStatus)),
        boolean=None if boolean is None else bool(boolean.toPython()),
        form=str(graph.value(expected, MF.expectedFormat) or ""),
    )


def _class(status: Node) -> int:
    assert isinstance(status, URIRef)
    return int(str(status).rpartition("StatusCode")[2][0])


def _faults(step: Step, answer: httpx.Response) -> list[str]:
    media = answer.headers.get("content-type", "").partition(";")[0]
    reader = {"boolean": _boolean, "tabular": _table, "RDF": _rdf}.get(step.form)
    if reader is None:
        return []
    try:
        found = reader(media, answer.content)
    except (ValueError, SyntaxError, KeyError, AttributeError, ElementTree.ParseError) as error:
        return [f"'{media}' cannot be read: {error}"]
    return [f"answered {found}"] if step.boolean is not None and found is not step.boolean else []


def _boolean(media: str, body: bytes) -> bool:
    if media == "application/sparql-results+json":
        answer = json.loads(body)["boolean"]
        assert isinstance(answer, bool)
        return answer
    if media == "application/sparql-results+xml":
        return {"true": True, "false": False}[ElementTree.fromstring(body).find(f"{RESULTS}boolean").text]
    raise ValueError("no boolean can be in this")


def _table(media: str, body: bytes) -> object:
    if media == "application/sparql-results+json":
        return json.loads(body)["results"]["bindings"]
    if media == "application/sparql-results+xml":
        return ElementTree.fromstring(body).find(f"{RESULTS}results").tag
    if media in {"text/csv", "text/tab-separated-values"}:
        return body.decode().splitlines()[0]
    raise ValueError("no table can be in this")


def _rdf(media: str, body: bytes) -> object:
    form = RdfFormat.from_media_type(media)
    if form is None:
        raise ValueError("this is no form of RDF")
    return list(parse(body, format=form))
