"""Documents that contradict each other, and persons with one name: findings, never a merge, never a blocked build."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from pledgegraph import iris
from pledgegraph.conversion import convert_all, read_grammar
from pledgegraph.extract.across import same_people, settled
from pledgegraph.extract.document import read_facts
from pledgegraph.extract.grammar import Grammar
from pledgegraph.project import Project
from pledgegraph.sources.documents import document_of
from pledgegraph.vocab import FindingKind

HELD = "The Harbour Forum was held in {city}, Chile, from 3 to {end} May 2031."


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return read_grammar(Project.find(Path(__file__).parents[2]))


def read(grammar: Grammar, slug: str, text: str):
    return read_facts(document_of(slug, f"Press Release\n\n{text}\n", slug), grammar)


def test_contradictory_dates_and_places_are_quarantined_in_the_later_text(grammar: Grammar) -> None:
    first, second = settled(
        [
            read(grammar, "first", HELD.format(city="Valparaiso", end=4)),
            read(grammar, "second", HELD.format(city="Santiago", end=5)),
        ]
    )
    assert first.forum is not None and second.forum is not None
    assert (first.forum.end.day, second.forum.end, second.forum.city) == (4, None, None)
    assert second.forum.start == first.forum.start
    kinds = [finding.kind for finding in second.findings]
    assert kinds == [FindingKind.CONTRADICTORY_DATES, FindingKind.CONTRADICTORY_PLACES]
    assert not first.findings


def test_namesakes_of_two_states_are_two_persons(grammar: Grammar) -> None:
    first, second, third = settled(
        [
            read(grammar, "first", "Ana Soto, Minister of Ports of Chile, thanked Peru."),
            read(grammar, "second", "Ana Soto, Minister of Trade of Spain, thanked Peru."),
            read(grammar, "third", "Ana Soto, Director of the Port Agency of Chile, thanked Peru."),
        ]
    )
    assert [one.persons[0].key for one in (first, second, third)] == ["ana-soto", "ana-soto-esp", "ana-soto"]
    assert second.statements[0].speaker == second.persons[0].ref == second.posts[0].person
    assert [finding.kind for finding in second.findings] == [FindingKind.NAMESAKE]


def test_names_in_another_order_with_one_affiliation_are_linked_and_known_how(grammar: Grammar) -> None:
    texts = {
        "first": "Ana Soto, Minister of Ports of Chile, thanked Peru.",
        "second": "Soto Ana, Minister of Ports of Chile, thanked Peru.",
        "third": "Soto Ana Maria, Minister of Ports of Chile, thanked Peru.",
    }
    made = [read(grammar, slug, text) for slug, text in texts.items()]
    assert [(one.first.key, one.second.key) for one in same_people(made)] == [("ana-soto", "soto-ana")]
    documents = [one.document for one in made]
    _, lines = convert_all(Project.find(), grammar, documents, 1)
    store = ox.Store()
    store.load(b"".join(lines), format=ox.RdfFormat.N_QUADS)
    links = list(store.quads_for_pattern(None, iris.term("plg:samePersonAs"), None))
    assert len(links) == 1
    attested = next(store.quads_for_pattern(None, iris.term("plg:onProperty"), iris.concept("samePersonAs"))).subject
    known = {quad.predicate.value.rpartition("#")[2] for quad in store.quads_for_pattern(attested, None, None)}
    assert {"about", "basis", "byRule", "confidence", "evidence"} <= known
