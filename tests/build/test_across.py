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


def graph_of(grammar: Grammar, texts: dict[str, str]) -> ox.Store:
    """The graph of several texts, as a build makes it, before the gate."""
    documents = [document_of(slug, text, slug) for slug, text in texts.items()]
    _, lines = convert_all(Project.find(), grammar, documents, 1)
    store = ox.Store()
    store.load(b"".join(lines), format=ox.RdfFormat.N_QUADS)
    return store


def forums_of(store: ox.Store) -> list[str]:
    quads = store.quads_for_pattern(None, iris.term("rdf:type"), iris.term("plg:Forum"))
    return sorted(quad.subject.value.rpartition("/")[2] for quad in quads)


def test_a_later_text_may_contradict_any_earlier_one(grammar: Grammar) -> None:
    bare = "The Harbour Forum was held online on 3 May 2031."
    texts = [bare, HELD.format(city="Arica", end=3), HELD.format(city="Santiago", end=3)]
    texts = [text.replace("from 3 to 3 May", "on 3 May") for text in texts]
    made = settled(read(grammar, f"text-{number}", text) for number, text in enumerate(texts))
    assert [one.forum and one.forum.city and one.forum.city.key for one in made] == [None, "arica-chl", None]
    assert [finding.written for finding in made[2].findings] == ["santiago-chl"]


def test_city_and_country_that_contradict_give_two_findings(grammar: Grammar) -> None:
    store = graph_of(
        grammar,
        {
            "first": "Press Release\n\nThe Harbour Forum was held in Ulaanbaatar, Mongolia, on 21 May 2031.\n",
            "second": "Press Release\n\nThe Harbour Forum was held in Suva, Fiji, on 21 May 2031.\n",
        },
    )
    assert forums_of(store) == ["harbour-forum-2031-05-21"]
    found = [quad.subject for quad in store.quads_for_pattern(None, iris.term("rdf:type"), iris.term("plg:Finding"))]
    written = [
        [quad.object.value for quad in store.quads_for_pattern(one, iris.term("plg:written"), None)] for one in found
    ]
    assert sorted(written) == [["FJI"], ["suva-fji"]]
    for name in ("city", "country"):
        assert len(list(store.quads_for_pattern(None, iris.term(f"plg:{name}"), None))) == 1


@pytest.mark.parametrize(
    ("texts", "forums"),
    [
        (
            ("Statement\n\nThe Meeting was held in Geneva, Switzerland, on 21 May 2031.",) * 2,
            ["meeting-reported-by-first-2031-05-21", "meeting-reported-by-second-2031-05-21"],
        ),
        (
            ("Statement\n\nThe Third Ministerial Conference was held in Geneva, Switzerland, on 21 May 2031.",) * 2,
            [
                "third-ministerial-conference-reported-by-first-2031-05-21",
                "third-ministerial-conference-reported-by-second-2031-05-21",
            ],
        ),
        (
            ("Statement\n\nThe Harbour Forum was held in Lima, Peru, in March 2031.",) * 2,
            ["harbour-forum-reported-by-first", "harbour-forum-reported-by-second"],
        ),
        (
            (
                "Joint Statement of the Eleventh Annual Meeting of Police Chiefs\n\nThe Meeting was held in Geneva, "
                "Switzerland, on 21 May 2031.",
                "Joint Statement of the Third Meeting of Fisheries Ministers\n\nThe Meeting was held in Geneva, "
                "Switzerland, on 21 May 2031.",
            ),
            ["eleventh-annual-meeting-of-police-chiefs-2031-05-21", "third-meeting-of-fisheries-ministers-2031-05-21"],
        ),
        (
            ("Joint Statement\n\nMinisters of Chile and Peru met in Lima on 3 May 2031.",) * 2,
            ["meeting-reported-by-first-2031-05-03", "meeting-reported-by-second-2031-05-03"],
        ),
        (
            ("Statement\n\nThe Harbour Forum was held in Lima, Peru, on 4 March 2031.",) * 2,
            ["harbour-forum-2031-03-04"],
        ),
    ],
    ids=["bare-noun", "common-words", "undated", "named-by-title", "nameless", "one-meeting"],
)
def test_two_texts_tell_of_one_meeting_only_by_name_and_day(
    grammar: Grammar, texts: tuple[str, str], forums: list[str]
) -> None:
    store = graph_of(grammar, {slug: f"{text}\n" for slug, text in zip(("first", "second"), texts, strict=True)})
    assert forums_of(store) == forums


@pytest.mark.parametrize(
    ("text", "label", "described"),
    [
        (
            "FOR IMMEDIATE RELEASE\n\nThe ministers of Norway and Sweden met in Oslo on 5 May 2031.",
            "Meeting of 2031-05-05, reported in the document first",
            True,
        ),
        (
            "Home\n\nNews\n\nPress Release\n\nThe ministers of Norway and Sweden met in Oslo on 5 May 2031.",
            'Meeting of 2031-05-05, reported in "Press Release"',
            True,
        ),
        (
            "DRAFT\n\nJoint Statement\n\nThe leaders of Japan and Chile met in Tokyo.",
            'Meeting reported in "Joint Statement"',
            True,
        ),
        (
            "Press Release\n\n1. The Governments of Chile and Peru held the 4th Harbour Dialogue on 21 April 2031 in Lima.",
            "4th Harbour Dialogue",
            False,
        ),
        (
            "Summary of the Meeting of the Contact Group\n\nThe Contact Group met in Geneva on 14 January 2030.",
            "Meeting of the Contact Group",
            False,
        ),
    ],
)
def test_a_meeting_without_a_name_is_described_and_not_said_to_be_called_so(
    grammar: Grammar, text: str, label: str, described: bool
) -> None:
    store = graph_of(grammar, {"first": f"{text}\n"})
    forum = next(store.quads_for_pattern(None, iris.term("rdf:type"), iris.term("plg:Forum"))).subject
    labels = [quad.object.value for quad in store.quads_for_pattern(forum, iris.term("skos:prefLabel"), None)]
    assert labels == [label]
    attested = [
        quad.subject for quad in store.quads_for_pattern(None, iris.term("plg:onProperty"), iris.term("skos:prefLabel"))
    ]
    assert len(attested) == described
    for one in attested:
        bases = [quad.object for quad in store.quads_for_pattern(one, iris.term("plg:basis"), None)]
        assert bases == [iris.concept("Inferred")]


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
