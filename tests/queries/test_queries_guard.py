"""Queries never reach out: SERVICE and FROM are refused before anything is evaluated, look-alikes pass."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from canary import Canary, listening
from pledgegraph.errors import InputError
from pledgegraph.queries.catalogue import parse_query


@pytest.fixture
def canary() -> Iterator[str]:
    before = Canary.hits
    with listening() as address:
        yield address
    assert Canary.hits == before


@pytest.mark.parametrize(
    "pattern",
    [
        "SERVICE <{url}> {{ ?a ?b ?c }}",
        "SERVICE SILENT <{url}> {{ ?a ?b ?c }}",
        "service\n<{url}> {{ ?a ?b ?c }}",
        "VALUES ?url {{ <{url}> }} SERVICE ?url {{ ?a ?b ?c }}",
        "{{ {{ SERVICE# comment\n<{url}> {{ ?a ?b ?c }} }} }}",
        "\\u0053ERVICE <{url}> {{ ?a ?b ?c }}",
        "SERVICE:x {{ ?a ?b ?c }} VALUES ?x {{ <{url}> }}",
        "SERVICE:x {{ ?a ?b ?c }} VALUES ?x {{ <{url}> }}",
    ],
)
def test_service_is_refused_and_nothing_is_sent(canary: str, pattern: str) -> None:
    with pytest.raises(InputError):
        parse_query("SELECT ?a WHERE { " + pattern.format(url=canary) + " }", "x", "x.rq")


@pytest.mark.parametrize("clause", ["FROM <file:///etc/hostname>", "FROM NAMED <{url}>", "from <{url}>", "FROM:x"])
def test_another_data_set_is_refused(canary: str, clause: str) -> None:
    with pytest.raises(InputError, match="FROM would choose"):
        parse_query(f"SELECT ?a {clause.format(url=canary)} WHERE {{ ?a ?b ?c }}", "x", "x.rq")


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?a WHERE { ?a ?b "SERVICE <http://x/> FROM <y>" }',
        "SELECT ?a WHERE { ?a <http://example.org/service/from> ?c }",
        "# SERVICE <http://x/>\nSELECT ?service WHERE { ?service ?from ?c }",
        "PREFIX from: <http://example.org/> SELECT ?a WHERE { ?a from:service ?c }",
    ],
)
def test_words_that_only_look_so_pass(query: str) -> None:
    assert parse_query(query, "x", "x.rq").text == query
