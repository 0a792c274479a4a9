"""Remote endpoints: the same answers from a real server as from the release, and plain words for every failure."""

from __future__ import annotations

import base64
import json
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store, serialize

from pledgegraph.errors import InputError, RemoteError
from pledgegraph.queries.catalogue import Catalogue, parse_query
from pledgegraph.queries.remote import PASSWORD, USER, Endpoint
from pledgegraph.queries.results import Table
from pledgegraph.queries.run import load, run
from publish.stores import free_port, oxigraph

ASK = parse_query("ASK { ?s ?p ?o }", "-", "-")
SELECT = parse_query("SELECT ?s { ?s ?p ?o }", "-", "-")
CONSTRUCT = parse_query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "-", "-")


# --- a real server ---


def upload(store: Store, address: str) -> None:
    """Every named graph of a store, one by one, through the Graph Store Protocol."""
    for graph in store.named_graphs():
        triples = (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))
        request = urllib.request.Request(
            f"{address}/store?graph={urllib.parse.quote(graph.value, safe='')}",
            data=serialize(triples, format=RdfFormat.N_TRIPLES),
            headers={"Content-Type": "application/n-triples"},
            method="PUT",
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            assert response.status in (200, 201, 204)


def compare(store: Store, catalogue: Catalogue, address: str) -> None:
    """Every query of the catalogue gives the same columns and rows here and there."""
    assert not list(store.quads_for_pattern(None, None, None, DefaultGraph()))
    upload(store, address)
    endpoint = Endpoint(url=f"{address}/query", timeout=60)
    endpoint.check()
    for query in catalogue.queries.values():
        assert endpoint.run(query) == run(store, query), query.name


def test_a_server_answers_as_the_store_does(tmp_path: Path, harbour: Store, catalogue: Catalogue) -> None:
    with oxigraph(tmp_path) as address:
        compare(harbour, catalogue, address)


def test_a_server_answers_as_the_release_does(tmp_path: Path, data: Path, catalogue: Catalogue) -> None:
    with oxigraph(tmp_path) as address:
        compare(load(data), catalogue, address)


def test_parameters_are_bound_for_a_server_too(tmp_path: Path, harbour: Store, catalogue: Catalogue) -> None:
    with oxigraph(tmp_path) as address:
        upload(harbour, address)
        answer = Endpoint(url=f"{address}/query").run(catalogue.find("statements-of-one-state"), {"state": "PER"})
        assert isinstance(answer, Table)
        assert [row[0] for row in answer.texts()] == ["harbour-2033"]


def test_a_server_without_the_union_is_refused_with_advice(tmp_path: Path, harbour: Store) -> None:
    with oxigraph(tmp_path, union=False) as address:
        upload(harbour, address)
        with pytest.raises(RemoteError, match=r"not the union.*--union-default-graph"):
            Endpoint(url=f"{address}/query").check()


def test_an_empty_server_is_refused(tmp_path: Path) -> None:
    with oxigraph(tmp_path) as address, pytest.raises(RemoteError, match="holds no documents"):
        Endpoint(url=f"{address}/query").check()


def test_a_server_that_refuses_a_query_is_quoted(tmp_path: Path) -> None:
    unknown = parse_query("SELECT (<https://example.org/f>(1) AS ?x) {}", "-", "-")
    with oxigraph(tmp_path) as address:
        endpoint = Endpoint(url=f"{address}/query", retries=0)
        with pytest.raises(RemoteError, match="custom function") as caught:
            endpoint.run(unknown)
        assert address in caught.value.message
        with pytest.raises(InputError, match="cannot be evaluated"):
            run(Store(), unknown)
        with pytest.raises(RemoteError, match="no endpoint at this address"):
            Endpoint(url=f"{address}/nowhere", retries=0).run(ASK)


# --- a server that misbehaves on purpose ---

Reply = Callable[[BaseHTTPRequestHandler, int], None]


def reply(status: int, body: bytes, kind: str = "application/sparql-results+json") -> Reply:
    def answer(handler: BaseHTTPRequestHandler, _: int) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


class Seen(list[dict[str, str]]):
    """The requests that a false server got: method, headers and body."""


@contextmanager
def false_server(answer: Reply) -> Iterator[tuple[str, Seen]]:
    seen = Seen()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size).decode()
            seen.append({"method": self.command, "body": body, "auth": self.headers.get("Authorization") or ""})
            answer(self, len(seen))

        do_GET = do_POST = handle_any

        def log_message(self, *_: object) -> None:
            """Stays silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # a client that gave up is no news
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/query", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


YES = json.dumps({"head": {}, "boolean": True}).encode()

FAILURES = [
    (ASK, reply(400, b"Parse error at line 1"), "refuses the query", 1),
    (ASK, reply(401, b"no"), f"access is refused. Set {USER}", 1),
    (ASK, reply(403, b"no"), "access is refused", 1),
    (ASK, reply(404, b"no"), "no endpoint at this address", 1),
    (ASK, reply(500, b"broken"), "the endpoint failed", 3),
    (ASK, reply(503, b"busy"), "the endpoint failed", 3),
    (ASK, reply(200, b"<html>"), "not SPARQL results in JSON", 1),
    (ASK, reply(200, b'{"head": {}}'), "not SPARQL results in JSON", 1),
    (SELECT, reply(200, b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {}}]}}'), "not SPARQL results", 1),
    (SELECT, reply(200, b'{"head": {"vars": ["s"]}, "results": {"bindings": 7}}'), "not SPARQL results", 1),
    (CONSTRUCT, reply(200, b"<html>", "text/turtle"), "the answer is not Turtle", 1),
]


@pytest.mark.parametrize(("query", "answer", "says", "attempts"), FAILURES)
def test_failures_come_in_plain_words(query, answer: Reply, says: str, attempts: int) -> None:
    with false_server(answer) as (address, seen):
        with pytest.raises(RemoteError) as caught:
            Endpoint(url=address, pause=0.01).run(query)
    assert says in caught.value.message
    assert caught.value.place == address
    assert caught.value.exit_code == 2
    assert len(seen) == attempts
    assert {request["method"] for request in seen} == {"POST"}


def test_a_server_fault_is_tried_again() -> None:
    def second_time_lucky(handler: BaseHTTPRequestHandler, attempt: int) -> None:
        reply(500 if attempt == 1 else 200, YES)(handler, attempt)

    with false_server(second_time_lucky) as (address, seen):
        answer = Endpoint(url=address, pause=0.01).run(ASK)
    assert isinstance(answer, Table)
    assert answer.texts() == (("true",),)
    assert len(seen) == 2


def test_a_cut_connection_and_a_slow_server_are_named() -> None:
    def cut(handler: BaseHTTPRequestHandler, _: int) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"{")
        handler.close_connection = True

    with false_server(cut) as (address, seen), pytest.raises(RemoteError, match="the endpoint failed"):
        Endpoint(url=address, pause=0.01, retries=1).run(ASK)
    assert len(seen) == 2

    def slow(handler: BaseHTTPRequestHandler, attempt: int) -> None:
        time.sleep(2)
        reply(200, YES)(handler, attempt)

    with false_server(slow) as (address, _), pytest.raises(RemoteError, match="no answer within 1 s"):
        Endpoint(url=address, timeout=1).run(ASK)


def test_nobody_there() -> None:
    address = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(RemoteError, match="Is the server running"):
        Endpoint(url=address, pause=0.01).run(ASK)


def test_credentials_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER, "ana")
    monkeypatch.setenv(PASSWORD, "sea")
    with false_server(reply(200, YES)) as (address, seen):
        Endpoint(url=address).run(ASK)
    assert seen[0]["auth"] == "Basic " + base64.b64encode(b"ana:sea").decode()


def test_columns_of_a_remote_answer_are_checked(catalogue: Catalogue) -> None:
    body = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": []}}).encode()
    with false_server(reply(200, body)) as (address, _), pytest.raises(InputError, match="its header names"):
        Endpoint(url=address).run(catalogue.find("speakers-by-video"))
