"""The guard: what it refuses, where it says so, and that words which only look so pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from pledgegraph.project import Project
from pledgegraph.queries.tokens import position, tokens
from pledgegraph.serve import guard
from pledgegraph.serve.formats import Shape
from pledgegraph.serve.guard import Checked, check
from pledgegraph.serve.outcomes import Refusal

LOOK_ALIKES = [
    'SELECT ?a { ?a ?b "SERVICE <http://x.example/> FROM <y:y>" }',
    "SELECT ?a { ?a ?b 'SERVICE' , '''a ' SERVICE '' \\''' b''' , \"\"\"SERVICE \"\" \\\"\"\" \"\"\" }",
    "SELECT ?a { ?a <http://x.example/#SERVICE> ?c }",
    "SELECT ?a { ?a <http://x.example/SERVICE/FROM> ?c }",
    "# SERVICE <http://x.example/>\nSELECT ?service { ?service ?from $SERVICE }",
    "PREFIX service: <http://x.example/> SELECT ?a { ?a service:x service:service , service:a.service }",
    "PREFIX ex: <http://x.example/> SELECT ?a { ?a ex:service ex:a\\#SERVICE , ex:%53ERVICE }",
    "SELECT ?a { ?a ?b 'x'@service ; ?c _:service }",
    "SELECT ?a { ?a ?b ?c FILTER(?c < 3 && ?c > 1) # SERVICE > \n }",
    'SELECT ?a { ?a ?b "\\"SERVICE\\"" , "\\\\" , \'#\' }',
]
REACHES_OUT = [
    "SELECT * { SERVICE <http://x.example/> { ?a ?b ?c } }",
    "SELECT * { SERVICE SILENT <http://x.example/> { ?a ?b ?c } }",
    "SELECT * { VALUES ?url { <http://x.example/> } SERVICE ?url { ?a ?b ?c } }",
    "SELECT * { service\n<http://x.example/> { ?a ?b ?c } }",
    "SELECT * { sErViCe# comment\n<http://x.example/> { ?a ?b ?c } }",
    "ASK { ?s ?p trueSERVICE SILENT <http://x.example/> {} }",
    "ASK { ?s ?p 1SERVICE <http://x.example/> {} }",
    "ASK { ?s ?p 1e5SERVICE <http://x.example/> {} }",
    "PREFIX : <http://x.example/> ASK { SERVICE:x {} }",
    "PREFIX : <http://x.example/> ASK { ?s ?p true.SERVICE:x # comment\n {} }",
    "ASK { ?s ?p 'a'SERVICE<http://x.example/>{} }",
    "ASK { ?s ?p '''a\\'''' SERVICE <http://x.example/>{} . ?s ?p '' }",
]


def passes(text: str) -> Checked:
    found = check(text)
    assert isinstance(found, Checked), found
    return found


def refuses(text: str) -> Refusal:
    found = check(text)
    assert isinstance(found, Refusal), text
    return found


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_word_that_only_looks_so_passes(text: str) -> None:
    assert not passes(text).own_dataset
    Store().query(text)  # and the evaluator takes it too


@pytest.mark.parametrize("text", REACHES_OUT)
def test_a_call_of_another_server_is_refused(text: str) -> None:
    assert refuses(text).kind in {"service", "syntax"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * {" + "{" * 70 + "}" * 70 + "}", "query-too-large"),
        ("SELECT ((" + "(" * 70 + "1" + ")" * 70 + ") AS ?x) {}", "query-too-large"),
        ("SELECT * {" + "{}" * 2100 + "}", "query-too-large"),
        ("SELECT * { {}" + " UNION {}" * 300 + "}", "query-too-large"),
        ("ASK { ?s <a:a>" + "/<a:a>" * 1001 + " ?o }", "query-too-large"),
        ("ASK { FILTER(" + "!" * 100 + "true) }", "query-too-large"),
        ("ASK { ?s " + "! " * 100 + "<a:a> ?o }", "query-too-large"),
        ("SELECT * { VALUES ?x {" + " 1" * 10_001 + "} }", "query-too-large"),
        ("SELECT * {} VALUES ?x {" + " UNDEF" * 10_001 + "}", "query-too-large"),
        ("SELECT * { ?s ?p " + "1," * 40_000 + " 1 }", "query-too-large"),
        ("SELECT * { ?s ?p 'a }", "syntax"),
        ('SELECT * { ?s ?p """a" }', "syntax"),
        ("SELECT * { ?s ?p 'a\x00' }", "control-character"),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", "update"),
        ("PREFIX a: <a:a> # INSERT\n clear all", "update"),
    ],
)
def test_what_is_too_much_or_no_query_is_refused(text: str, kind: str) -> None:
    assert refuses(text).kind == kind


def test_a_refusal_says_line_and_column() -> None:
    refused = refuses("SELECT *\n{\n  SERVICE <http://x.example/> {} }")
    assert (refused.line, refused.column) == (3, 3)
    assert position("é\nab", 3) == (2, 2)


def test_what_the_front_needs_to_know_of_a_query() -> None:
    assert passes("PREFIX select: <a:a> ASK {}").shape is Shape.TABLE
    assert passes("BASE <a:a> construct WHERE { ?a ?b ?c }").shape is Shape.GRAPH
    assert passes("DESCRIBE <a:select>").shape is Shape.GRAPH
    assert passes("SELECT * FROM <a:a> { ?a ?b ?c }").own_dataset
    assert passes("SELECT (now() AS ?x) {}").volatile
    assert not passes("SELECT ?now { ?now <a:uuid> 'NOW()' }").volatile
    many = passes("SELECT * { VALUES ?x { " + "1 " * 500 + "} }" + " # end" * 20)
    assert not many.volatile


def test_every_question_of_the_catalogue_passes(project: Project) -> None:
    from pledgegraph.queries.catalogue import Catalogue

    for query in Catalogue.read(project.queries).queries.values():
        passes(query.bound({}))


@given(st.text(alphabet="SERVICEservice<>{}\"'\\#:?_.@ \n-eé1", max_size=60))
def test_tokens_cover_a_text_in_order(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert token.start >= end
        end = token.start + len(token.text)
        assert text[token.start : end] == token.text
    assert end <= len(text)


@pytest.mark.parametrize("piece", ["a.", '"\\"', "<a", "'''a", "a-b.", "<", '"', "(", "\\", "_:a.", "@a-", "%"])
def test_the_guard_reads_no_text_for_long(piece: str) -> None:
    """Text that makes a careless reader start over at each place is given up after as many tokens as any other."""
    seen = 0
    for _ in tokens(piece * (300_000 // len(piece))):
        seen += 1
        if seen > guard.TOKENS:
            break
    assert seen
    check(piece * (300_000 // len(piece)))


def test_what_was_decided_of_a_short_text_is_remembered_and_of_a_long_one_is_not() -> None:
    short = "SELECT ?a { ?a ?b 'remembered' }"
    assert check(short) is check(short)
    long = short + " #" + "x" * guard.SHORT
    assert check(long) == check(long)
    assert check(long) is not check(long)
    refused = check("ASK { SERVICE <http://x.example/> {} } # remembered")
    assert isinstance(refused, Refusal)
    assert check("ASK { SERVICE <http://x.example/> {} } # remembered") == refused
