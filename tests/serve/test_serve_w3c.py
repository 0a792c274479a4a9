"""The W3C protocol suite against the server, and the runner against servers that are wrong on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from serve.conftest import make_release
from serve.protocol_suite import Case, Send, failures, read_cases, read_graphs, refused
from serve.server import PATIENCE, served

QUERY_TESTS, UPDATE_TESTS = 20, 14


@pytest.fixture(scope="module")
def manifest(shared: Path) -> Path:
    path = shared / "suites" / "sparql11" / "protocol" / "manifest.ttl"
    if not path.is_file():
        pytest.skip("the W3C protocol suite is absent from ../shared/suites")
    return path


@pytest.fixture(scope="module")
def cases(manifest: Path) -> list[Case]:
    return read_cases(manifest)


@pytest.fixture(scope="module")
def send(manifest: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Send]:
    """Sends to a server that holds the suite's graphs under their names."""
    lines = [
        line.rstrip(" .\n") + f" <{name}> .\n"
        for name, path in read_graphs(manifest).items()
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    release = make_release(tmp_path_factory.mktemp("w3c"), "".join(sorted(lines)).encode())
    with served(release) as server, httpx.Client(timeout=PATIENCE) as client:

        def to_server(method: str, tail: str, headers: dict[str, str], body: bytes | None) -> httpx.Response:
            return client.request(method, f"{server.url}/sparql{tail}", headers=headers, content=body)

        yield to_server


def test_all_query_tests_pass(cases: list[Case], send: Send) -> None:
    asked = [case for case in cases if not case.is_update]
    assert len(asked) == QUERY_TESTS
    assert [fault for case in asked for fault in failures(case, send)] == []


def test_all_updates_are_refused(cases: list[Case], send: Send) -> None:
    updates = [case for case in cases if case.is_update]
    assert len(updates) == UPDATE_TESTS
    assert [case.name for case in updates if not refused(case, send)] == []


def _answer(answer: httpx.Response, **changes: object) -> httpx.Response:
    """An answer with a part replaced."""
    parts = {"status_code": answer.status_code, "content": answer.content, "headers": dict(answer.headers)}
    parts["headers"] = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return httpx.Response(**{**parts, **changes})  # type: ignore[arg-type]


def _relabelled(send: Send, media: str) -> Send:
    return lambda *request: _answer(answer := send(*request), headers={**answer.headers, "content-type": media})


def _misled(send: Send, parameter: str) -> Send:
    """A server that takes a graph's name for another one."""
    return lambda method, tail, headers, body: send(
        method, tail.replace(f"{parameter}=", f"{parameter}=urn:x:no:"), headers, body
    )


def _generous(send: Send, status: int) -> Send:
    """A server that says yes where one status would be due."""

    def generous(*request: object) -> httpx.Response:
        answer = send(*request)  # type: ignore[arg-type]
        return _answer(answer, status_code=200) if answer.status_code == status else answer

    return generous


def _inverted(send: Send) -> Send:
    def inverted(*request: object) -> httpx.Response:
        answer = send(*request)  # type: ignore[arg-type]
        swapped = answer.content.replace(b"true", b"@").replace(b"false", b"true").replace(b"@", b"false")
        return _answer(answer, content=swapped)

    return inverted


def _deaf_to_method(send: Send) -> Send:
    return lambda method, tail, headers, body: send("GET" if method == "PUT" else method, tail, headers, body)


def _deaf_to_media(send: Send) -> Send:
    def deaf(method: str, tail: str, headers: dict[str, str], body: bytes | None) -> httpx.Response:
        media = "application/x-www-form-urlencoded" if b"query=" in (body or b"") else "application/sparql-query"
        return send(method, tail, {**headers, "content-type": media} if body else headers, body)

    return deaf


def _last_of_two(send: Send) -> Send:
    def last(method: str, tail: str, headers: dict[str, str], body: bytes | None) -> httpx.Response:
        path, _, query = tail.partition("?")
        parts = query.split("&")
        queries = [part for part in parts if part.startswith("query=")]
        return send(method, f"{path}?" + "&".join([part for part in parts if part not in queries[:-1]]), headers, body)

    return last


MUTANTS: dict[str, tuple[Callable[[Send], Send], str]] = {
    "turns booleans round": (_inverted, "query_get"),
    "labels everything as HTML": (lambda send: _relabelled(send, "text/html"), "query_content_type_select"),
    "labels everything as JSON results": (
        lambda send: _relabelled(send, "application/sparql-results+json"),
        "query_content_type_construct",
    ),
    "labels everything as Turtle": (lambda send: _relabelled(send, "text/turtle"), "query_content_type_ask"),
    "misreads default-graph-uri": (
        lambda send: _misled(send, "default-graph-uri"),
        "query_dataset_default_graphs_get",
    ),
    "misreads named-graph-uri": (
        lambda send: _misled(send, "named-graph-uri"),
        "query_dataset_named_graphs_get",
    ),
    "says yes to bad requests": (lambda send: _generous(send, 400), "bad_query_syntax"),
    "says yes to unknown media types": (lambda send: _generous(send, 415), "bad_query_wrong_media_type"),
    "takes any method": (_deaf_to_method, "bad_query_method"),
    "takes any media type": (_deaf_to_media, "bad_query_missing_direct_type"),
    "takes the last of two queries": (_last_of_two, "bad_multiple_queries"),
    "fails whatever it is asked": (
        lambda send: lambda *request: httpx.Response(500, content=b""),
        "query_post_direct",
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_the_runner_fails_a_server_that(name: str, cases: list[Case], send: Send) -> None:
    mutate, caught_by = MUTANTS[name]
    mutant = mutate(send)
    wrong = [fault for case in cases if not case.is_update for fault in failures(case, mutant)]
    assert any(fault.startswith(f"{caught_by}:") for fault in wrong), wrong


def test_the_runner_fails_a_server_that_takes_updates(cases: list[Case]) -> None:
    def takes_all(*request: object) -> httpx.Response:
        return httpx.Response(204)

    assert not any(refused(case, takes_all) for case in cases if case.is_update)
