"""IRIs: minted once, read back, never two for one; bytes: the same for the same quads."""

from __future__ import annotations

import random
from datetime import date

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import slugs

from pledgegraph import iris
from pledgegraph.graph.sink import Sink, day, decimal, integer, text
from pledgegraph.graph.write import jsonld, nquads, turtle
from pledgegraph.model import Kind, Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity, PartyRole

spans = st.tuples(st.integers(0, 10**6), st.integers(1, 10**4)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
refs = st.builds(
    lambda kind, key: Ref(kind=kind, key=key), st.sampled_from([k for k in Kind if k is not Kind.COLLECTIVE]), slugs
)


@given(refs)
def test_an_entity_is_read_back(ref: Ref) -> None:
    parsed = iris.parse(iris.entity(ref).value)
    assert (parsed.kind, parsed.keys) == (ref.kind.value, (ref.key,))


@given(slugs, spans)
def test_what_lies_in_a_document_is_read_back(slug: str, span: Span) -> None:
    for mint, kind in ((iris.passage, "passage"), (iris.statement, "statement")):
        parsed = iris.parse(mint(slug, span).value)
        assert (parsed.kind, parsed.document, parsed.keys) == (kind, slug, (f"{span.start}-{span.end}",))


@given(slugs, slugs, slugs)
def test_kinds_do_not_meet(document: str, key: str, forum: str) -> None:
    who = Ref(kind=Kind.PERSON, key=key)
    minted = [
        *(iris.entity(Ref(kind=kind, key=key), document) for kind in Kind),
        iris.theme(key),
        iris.rule(key),
        iris.agent(key),
        iris.conversion(document),
        *(iris.participation(document, forum, who, capacity) for capacity in Capacity),
        *(iris.party(f"{document}/1", who, role) for role in PartyRole),
        iris.commitment(f"{document}/1"),
        iris.clause(f"{document}/1", 1),
    ]
    documents = {iris.document(document), iris.entity(Ref(kind=Kind.DOCUMENT, key=key))}
    assert len(set(minted) | documents) == len(minted) + (document != key)


@pytest.mark.parametrize("bad", ["", "a b", "a/b", "..", "a_b", "ä", "a--b", "-a", "a%20b", "a#b"])
def test_what_is_no_slug_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in an IRI"):
        iris.document(bad)


@pytest.mark.parametrize("bad", ["https://example.org/x", iris.ENTITIES + "a b", iris.ENTITIES + "../x"])
def test_what_is_not_ours_is_not_parsed(bad: str) -> None:
    with pytest.raises(ValueError, match="not an entity"):
        iris.parse(bad)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [("0.90", "0.9"), ("1", "1"), ("1.0", "1"), ("0.95", "0.95"), ("1.50", "1.5"), ("0.0", "0")],
)
def test_decimals_are_canonical(written: str, canonical: str) -> None:
    assert decimal(written).value == canonical
    store = ox.Store()
    store.add(ox.Quad(iris.rule("a"), iris.term("plg:confidence"), decimal(written)))
    assert [quad.object for quad in store] == [decimal(written)]


def sample(words: list[str]) -> Sink:
    sink = Sink()
    graph = iris.graph("harbour")
    for index, word in enumerate(words):
        node = iris.passage("harbour", Span(index, index + 1))
        sink.add(
            graph,
            node,
            ("oa:exact", text(word)),
            ("oa:start", integer(index)),
            ("dcterms:issued", day(date(2031, 5, 4))),
            ("oa:prefix", None),
        )
    return sink


@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20), min_size=1, max_size=8),
    st.randoms(),
)
def test_bytes_do_not_depend_on_order_and_strings_come_back(words: list[str], shuffler: random.Random) -> None:
    lines = sample(words).lines
    mixed = lines + lines[:2]
    shuffler.shuffle(mixed)
    assert nquads(mixed) == nquads(lines)
    for form in (turtle, jsonld):
        assert form(nquads(mixed)) == form(nquads(lines))
    back = {
        quad.object.value
        for quad in ox.parse(nquads(lines), format=ox.RdfFormat.N_QUADS)
        if quad.predicate == iris.term("oa:exact")
    }
    assert back == set(words)


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=1, max_size=6))
def test_a_line_is_what_the_library_would_write(words: list[str]) -> None:
    data = nquads(sample(words).lines)
    written = ox.serialize(ox.parse(data, format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)
    assert written is not None and sorted(set(written.splitlines())) == data.splitlines()


def test_lines_are_sorted_and_once() -> None:
    lines = nquads(sample(["b", "a"]).lines * 2).splitlines()
    assert lines == sorted(set(lines)) and len(lines) == 6


def test_turtle_says_the_same_to_another_parser() -> None:
    data = nquads(sample(['quote " and \\ and\nline', "ü\u00a0’"]).lines)
    graph = rdflib.Graph().parse(data=turtle(data), format="turtle")
    assert {str(o) for o in graph.objects(None, rdflib.URIRef(iris.term("oa:exact").value))} == {
        'quote " and \\ and\nline',
        "ü\u00a0’",
    }


def test_one_more_fact_leaves_the_other_lines() -> None:
    before = nquads(sample(["a"]).lines).splitlines()
    after = nquads(sample(["a", "b"]).lines).splitlines()
    assert set(before) < set(after) and len(after) == len(before) + 3
