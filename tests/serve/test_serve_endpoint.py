"""The endpoint as clients meet it: forms, methods, caching, other origins, graphs, files, the description."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from serve.conftest import GRAPH, HARBOUR, make_release
from serve.server import Server, served

SEVEN = f"SELECT ?ship {{ ?ship <{HARBOUR}berth> 7 }}"
SHIP = f"CONSTRUCT WHERE {{ <{HARBOUR}ship/7> ?p ?o }}"


@pytest.fixture(scope="module")
def server(release: Path) -> Iterator[Server]:
    with served(release, "--deadline", "5") as running:
        yield running


@pytest.mark.parametrize(
    ("media", "telling"),
    [
        ("application/sparql-results+json", b'"bindings":[{"ship"'),
        ("application/sparql-results+xml", b'<binding name="ship">'),
        ("text/csv", b"ship\r\nhttps://harbour.example/ship/7\r\n"),
        ("text/tab-separated-values", b"?ship\n<https://harbour.example/ship/7>\n"),
    ],
)
def test_a_table_in_every_form(server: Server, media: str, telling: bytes) -> None:
    for answer in (server.ask(SEVEN, accept=media), server.post(SEVEN, accept=media)):
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media
        assert telling in answer.content
        assert "accept" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    "media",
    [
        "text/turtle",
        "application/n-triples",
        "application/n-quads",
        "application/trig",
        "application/ld+json",
        "application/rdf+xml",
        "text/n3",
    ],
)
def test_a_graph_in_every_form(server: Server, media: str) -> None:
    answer = server.ask(SHIP, accept=media)
    assert answer.headers["content-type"].partition(";")[0] == media
    form = RdfFormat.from_media_type(media)
    assert form is not None
    (quad,) = parse(answer.content, format=form)
    assert str(quad.object.value) == "7"


def test_relative_addresses_are_resolved_against_the_endpoint_whatever_the_host_header_says(server: Server) -> None:
    answer = server.ask("SELECT (STR(<x>) AS ?iri) {}", host="evil.example")
    assert answer.json()["results"]["bindings"][0]["iri"]["value"] == f"{server.url}/x"


def test_fields_of_a_form_and_of_the_address_belong_together(server: Server) -> None:
    counted = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    answer = server.post("query=" + counted.replace(" ", "+").replace("*", "%2A"), "application/x-www-form-urlencoded")
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "401"
    for names, expected in (("default-graph-uri", "200"), ("named-graph-uri", "0")):
        answer = server.get("/sparql", params={"query": counted, names: GRAPH + "south"})
        assert answer.json()["results"]["bindings"][0]["n"]["value"] == expected
    bad = server.get("/sparql", params={"query": counted, "default-graph-uri": "no address"})
    assert bad.status_code == 400


def test_errors_are_problem_documents_with_line_and_column(server: Server) -> None:
    answer = server.ask("SELECT ?ship {\n  ?ship }")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert found["status"] == 400
    assert found["line"] == 2
    assert found["column"] > 1
    assert found["detail"]


def test_a_library_of_the_field_can_ask(server: Server) -> None:
    wrapper = SPARQLWrapper(f"{server.url}/sparql")
    wrapper.setMethod(POST)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(SEVEN)
    (row,) = wrapper.queryAndConvert()["results"]["bindings"]
    assert row["ship"]["value"] == f"{HARBOUR}ship/7"


def test_an_answer_is_not_sent_twice_while_the_release_stands(server: Server, release: Path) -> None:
    first = server.ask(SEVEN)
    etag = first.headers["etag"]
    assert release.name in etag
    for sent in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        again = server.ask(SEVEN, **{"if-none-match": sent})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
    assert server.ask(SEVEN, accept="text/csv", **{"if-none-match": etag}).status_code == 200
    assert server.ask(SEVEN + "#", **{"if-none-match": etag}).status_code == 200
    moment = server.ask("SELECT (NOW() AS ?now) {}")
    assert "etag" not in moment.headers
    assert moment.headers["cache-control"] == "no-store"


def test_other_origins_may_read(server: Server) -> None:
    answer = server.ask(SEVEN, origin="https://notebook.example")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    import httpx

    asked = {"origin": "https://notebook.example", "access-control-request-method": "POST"}
    flight = httpx.options(f"{server.url}/sparql", headers={**asked, "access-control-request-headers": "content-type"})
    assert flight.status_code == 200
    assert flight.headers["access-control-allow-origin"] == "*"
    assert "POST" in flight.headers["access-control-allow-methods"]
    plain = httpx.options(f"{server.url}/sparql")
    assert plain.status_code == 204
    assert set(plain.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_the_service_describes_itself(server: Server) -> None:
    for path in ("/sparql", "/sparql/"):
        answer = server.get(path)
        assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    triples = {
        (triple.subject.value, triple.predicate.value.rpartition("#")[2], triple.object.value)
        for triple in parse(answer.content, format=RdfFormat.TURTLE)
    }
    endpoint = f"{server.url}/sparql"
    assert (endpoint, "endpoint", endpoint) in triples
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert (endpoint, "feature", sd + "UnionDefaultGraph") in triples
    assert {names for _, what, names in triples if what == "name"} == {GRAPH + "north", GRAPH + "south"}
    assert server.get("/sparql", headers={"accept": "application/rdf+xml"}).content.startswith(b"<?xml")
    assert server.get("/sparql", headers={"accept": "image/png"}).status_code == 406


def test_graphs_can_be_read(server: Server) -> None:
    north = {"accept": "application/n-triples"}
    by_name = server.get("/graph-store", params={"graph": GRAPH + "north"}, headers=north)
    directly = server.get("/graph/north", headers=north)
    locally = server.get("/graph-store", params={"graph": "graph/north"}, headers=north)
    assert by_name.content.count(b"\n") == 201
    assert sorted(by_name.content.splitlines()) == sorted(directly.content.splitlines())
    assert sorted(by_name.content.splitlines()) == sorted(locally.content.splitlines())
    union = server.get("/graph-store?default", headers=north)
    assert union.content.count(b"\n") == 401
    import httpx

    head = httpx.head(f"{server.url}/graph/north", headers=north)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == int(directly.headers["content-length"])
    assert server.get("/graph/west").status_code == 404
    assert server.get("/graph-store").status_code == 400
    assert server.get("/graph-store?default&graph=x:y").status_code == 400
    assert server.get("/graph-store", params={"graph": "a:b c"}).status_code == 400


@pytest.mark.parametrize(
    ("takes", "coding"),
    [("gzip", "gzip"), ("br, *;q=0.2", "gzip"), ("identity", None), ("gzip;q=0, *", None), ("", None)],
)
def test_an_answer_is_packed_for_whoever_takes_it_so(server: Server, takes: str, coding: str | None) -> None:
    import httpx

    query = {"query": "SELECT * { ?s ?p ?o }"}
    with httpx.stream("GET", f"{server.url}/sparql", params=query, headers={"accept-encoding": takes}) as answer:
        sent = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == coding
    assert int(answer.headers["content-length"]) == len(sent)
    assert "accept-encoding" in answer.headers["vary"].lower()
    rows = json.loads(gzip.decompress(sent) if coding else sent)["results"]["bindings"]
    assert len(rows) == 401
    assert "content-encoding" not in server.ask("ASK {}", **{"accept-encoding": takes}).headers


def test_the_files_of_the_release_can_be_loaded(server: Server, release: Path) -> None:
    whole = (release / "data.nq").read_bytes()
    answer = server.get("/downloads/data.nq")
    assert answer.content == whole
    assert answer.headers["content-type"] == "application/n-quads"
    assert answer.headers["etag"] == f'"{hashlib.sha256(whole).hexdigest()}"'
    again = server.get("/downloads/data.nq", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    part = server.get("/downloads/data.nq", headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole[10:20])
    assert json.loads(server.get("/downloads/MANIFEST.json").content)["files"].keys() == {"data.nq"}
    assert b"data.nq" in server.get("/downloads/SHA256SUMS").content


def test_a_new_release_is_served_without_a_restart(tmp_path: Path) -> None:
    from serve.conftest import quads
    from serve.server import wait_for

    first = make_release(tmp_path, quads(10))
    with served(tmp_path / "current") as server:
        assert first.name in server.ask("ASK {}").headers["etag"]
        second = make_release(tmp_path, quads(20))
        wait_for(lambda: second.name in server.ask("ASK {}").headers["etag"])
        assert server.process.poll() is None
