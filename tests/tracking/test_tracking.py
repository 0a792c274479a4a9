"""Reviewed links on invented texts: read strictly, found by quote, published as echoes, read back as standings."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.build.conftest import SHIPPED, TEXT, add_document, project

from pledgegraph.build import build
from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.queries.run import load
from pledgegraph.sources.links import COLUMNS, read_links
from pledgegraph.tracking import show
from pledgegraph.tracking.rules import infer, read_rules
from pledgegraph.tracking.track import Wanted, track
from pledgegraph.vocab import Grade, ReviewStatus, StandingValue

__all__ = ["project"]

PLG = "https://w3id.org/pledgegraph/ontology#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

LATER = (
    "Press Release of the Third Harbour Forum\n\nThe Third Harbour Forum was held in Lima, Peru, on 1 June 2033. Peru called for the "
    "publication of all port fees. Attendees exchanged views on port fees. Chile thanked Peru.\n"
)
LAST = (
    LATER.replace("Third", "Fourth")
    .replace("2033", "2035")
    .replace("called for the publication of all port fees", "noted that it published its port fees")
)
KEY = "harbour-2031/at-{}".format(TEXT.index("Attendees will"))
ROW = {
    "subject_id": "doc:harbour-2033", "predicate_id": "plg:echoes", "object_id": f"commitment:{KEY}",
    "mapping_justification": "semapv:ManualMappingCuration", "author_id": "orcid:0", "author_label": "Ana Soto",
    "mapping_date": "2035-01-01", "confidence": "0.80", "comment": "The same fees.",
    "quote": "Peru called for the publication of all port fees", "grade": "SameCommitment", "echo_kind": "KindCalledFor",
}  # fmt: skip

NOT = {**ROW, "predicate_modifier": "Not", "grade": "", "echo_kind": ""}


def write_links(
    project: Project, *rows: dict[str, str], head: str = "#mapping_set_id: https://example.org/x\n"
) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    project.links.mkdir(exist_ok=True)
    (project.links / "harbour.sssom.tsv").write_text(head + out.getvalue(), encoding="utf-8")


@pytest.fixture
def tracked(project: Project) -> Project:
    """Three forums: one promises, one calls for it, one reports it."""
    add_document(project, "harbour-2033", LATER, "title = 'x'\n")
    add_document(project, "harbour-2035", LAST, "title = 'x'\n")
    write_links(
        project,
        ROW,
        {
            **ROW,
            "quote": "Attendees exchanged views on port fees",
            "grade": "RelatedTheme",
            "echo_kind": "KindDiscussed",
            "confidence": "0.5",
        },
        {
            **ROW,
            "quote": "Chile thanked Peru",
            "predicate_modifier": "Not",
            "grade": "",
            "echo_kind": "",
            "comment": "Only thanks.",
        },
        {
            **ROW,
            "subject_id": "doc:harbour-2035",
            "quote": "Peru noted that it published its port fees",
            "echo_kind": "KindReported",
        },
    )
    return project


def test_echoes_reviews_and_standings_are_published(tracked: Project) -> None:
    made = build(tracked)
    assert made.report.conforms
    store = load(made.release)
    counts = {
        name: len(list(store.quads_for_pattern(None, TYPE, ox.NamedNode(PLG + name), None)))
        for name in ("Echo", "Review", "Standing")
    }
    assert (counts["Review"], counts["Standing"]) == (4, 2) and counts["Echo"] >= 3
    rejected = list(
        store.quads_for_pattern(None, ox.NamedNode(PLG + "decision"), ox.NamedNode(PLG + "DecidedRejected"), None)
    )
    assert len(rejected) == 1
    (one,) = track(store, Wanted(accepted_only=True), KEY).commitments
    assert [(e.document, e.speaker, e.grade) for e in one.echoes] == [
        ("harbour-2033", "Peru", Grade.SAME_COMMITMENT),
        ("harbour-2033", "Attendees (as written)", Grade.RELATED_THEME),
        ("harbour-2035", "Peru", Grade.SAME_COMMITMENT),
    ]
    published = {
        (row["asOf"].value, row["value"].value.partition("#")[2], int(row["n"].value))
        for row in store.query(
            "PREFIX plg: <https://w3id.org/pledgegraph/ontology#> SELECT ?asOf ?value (COUNT(?e) AS ?n) WHERE { ?s a plg:Standing ; plg:asOf ?asOf ; "
            "plg:standing ?value OPTIONAL { ?s plg:restsOn ?e } } GROUP BY ?asOf ?value",
            use_default_graph_as_union=True,
        )
    }
    assert published == {("2033-06-01", "EchoedAsTheme", 2), ("2035-06-01", "ActionReported", 3)}


def test_the_table_agrees_with_the_published_standing_as_of_each_day(tracked: Project) -> None:
    store = load(build(tracked).release)
    for day, standing in (
        (date(2033, 6, 1), StandingValue.ECHOED_AS_THEME),
        (date(2035, 6, 1), StandingValue.ACTION_REPORTED),
        (date(2031, 5, 4), StandingValue.NO_ECHO_FOUND),
    ):
        (one,) = track(store, Wanted(as_of=day)).commitments
        assert one.standing is standing


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (Wanted(forum="third", accepted_only=True), 2),
        (Wanted(forum="harbour-2035", accepted_only=True), 1),
        (Wanted(actor="PER", accepted_only=True), 2),
        (Wanted(actor="peru", accepted_only=True), 2),
        (Wanted(actor="attendees", accepted_only=True), 1),
        (Wanted(accepted_only=True), 3),
        (Wanted(actor="Cuba"), 0),
    ],
)
def test_filters(tracked: Project, wanted: Wanted, left: int) -> None:
    (one,) = track(load(build(tracked).release), wanted).commitments
    assert len(one.echoes) == left


def test_forms_of_output(tracked: Project) -> None:
    found = track(load(build(tracked).release), Wanted(accepted_only=True))
    told = show.timeline(found)
    assert "same commitment, called for, confidence 0.8, reviewed; Peru:" in told and show.NOTE in told
    assert len(show.rows(found).splitlines()) == 4
    data = json.loads(json.dumps(show.plain(found.commitments[0])))
    assert data["standing"] == "ActionReported" and data["echoes"][0]["ended"] == "2033-06-01"


def test_a_commitment_without_echoes_is_a_gap_not_a_failure(project: Project) -> None:
    add_document(project, "harbour-2033", LATER, "title = 'x'\n")
    store = load(build(project).release)
    (one,) = track(store, Wanted(accepted_only=True)).commitments
    assert one.standing is StandingValue.NO_ECHO_FOUND and one.echoes == ()
    assert show.rows(track(store, Wanted(accepted_only=True))).count("NoEchoFound") == 1
    (proposed,) = track(store, Wanted()).commitments
    assert proposed.standing is StandingValue.NO_ECHO_FOUND
    assert {echo.status for echo in proposed.echoes} == {ReviewStatus.CANDIDATE}


def test_a_judged_passage_is_no_candidate_and_a_candidate_shows_its_parts(tracked: Project) -> None:
    store = load(build(tracked).release)
    (one,) = track(store, Wanted()).commitments
    judged = {(e.document, e.start) for e in one.echoes if e.status is ReviewStatus.ACCEPTED}
    proposed = [e for e in one.echoes if e.status is ReviewStatus.CANDIDATE]
    assert not judged & {(e.document, e.start) for e in proposed}
    assert not any("thanked" in e.quote for e in proposed)
    rows = list(
        store.query(
            f"PREFIX plg: <{PLG}> SELECT ?e (COUNT(?p) AS ?n) WHERE {{ ?e plg:reviewStatus plg:Candidate ; plg:scorePart ?p . "
            "?p plg:scoreName ?name ; plg:scoreValue ?value FILTER(?value >= 0 && ?value <= 1) } GROUP BY ?e",
            use_default_graph_as_union=True,
        )
    )
    assert len(rows) == len(proposed) and all(row["n"].value == "9" for row in rows)


Change = Callable[[dict[str, str]], dict[str, str]]
BAD: list[tuple[Change, str]] = [
    (lambda row: {**row, "object_id": "commitment:harbour-2031/at-999"}, "there is no commitment"),
    (lambda row: {**row, "subject_id": "doc:harbour-2034"}, "Did you mean 'harbour-203"),
    (lambda row: {**row, "quote": "Peru sold all ports"}, "does not stand in"),
    (lambda row: {**row, "quote": "port fees"}, "more than once"),
    (lambda row: {**row, "grade": "Same"}, "unknown value"),
    (lambda row: {**row, "grade": ""}, "grade is empty"),
    (lambda row: {**row, "echo_kind": "KindKept"}, "unknown value"),
    (lambda row: {**row, "author_id": ""}, "author_id is empty"),
    (lambda row: {**row, "mapping_date": "soon"}, "is no date"),
    (lambda row: {**row, "confidence": "1.5"}, "no number from 0 to 1"),
    (lambda row: {**row, "confidence": "NaN"}, "no number from 0 to 1"),
    (lambda row: {**row, "predicate_modifier": "no"}, "is unknown"),
    (lambda row: {**row, "subject_id": "harbour-2033"}, "wrong kind"),
    (lambda row: {**row, "mapping_justification": ""}, "mapping_justification is empty"),
    (lambda row: {**row, "predicate_id": "plg:echos"}, "'plg:echos' is not read"),
    (lambda row: {**row, "quote": "exchanged views on port fees"}, "contradicts line 3 of harbour.sssom.tsv"),
    (lambda row: {**NOT, "quote": "Attendees exchanged views"}, "the passages overlap"),
    (lambda row: {**row, "author_id": "agent:soto"}, "'Ana Soto' is agent:ana-soto in line 3"),
    (lambda row: {**row, "subject_id": "doc:harbour-2031", "quote": "Attendees will publish"}, "its own commitment"),
]


@pytest.mark.parametrize(("change", "words"), BAD, ids=[words for _, words in BAD])
def test_a_bad_link_is_named_by_file_and_line_and_nothing_is_published(
    tracked: Project, change: Change, words: str
) -> None:
    first = build(tracked).release
    before = {**ROW, "quote": "Attendees exchanged views on port fees", "grade": "RelatedTheme"}
    write_links(tracked, before, change(ROW))
    with pytest.raises(InputError) as caught:
        build(tracked)
    assert words in caught.value.message and "harbour.sssom.tsv:4" in caught.value.place
    assert caught.value.exit_code == 2 and tracked.current.resolve() == first


def test_repeats_and_contradictions_of_one_author_are_refused_of_two_kept(tracked: Project) -> None:
    write_links(tracked, ROW, ROW)
    with pytest.raises(InputError, match="repeats line 3"):
        read_links(tracked.links)
    write_links(tracked, ROW, {**ROW, "predicate_modifier": "Not"})
    with pytest.raises(InputError, match="contradicts line 3"):
        read_links(tracked.links)
    write_links(tracked, ROW, {**ROW, "author_id": "orcid:1", "author_label": "Luis Rey", "grade": "RelatedTheme"})
    assert len(read_links(tracked.links)) == 2


@pytest.mark.parametrize("left", ["", " \n", "#mapping_set_id: https://example.org/x\n"])
def test_an_emptied_file_is_refused_and_the_release_stays(tracked: Project, left: str) -> None:
    first = build(tracked).release
    path = tracked.links / "harbour.sssom.tsv"
    path.write_text(left, encoding="utf-8")
    with pytest.raises(InputError, match="the file is empty") as caught:
        build(tracked)
    assert caught.value.place == str(path) and "Restore it" in caught.value.remedy
    assert tracked.current.resolve() == first


def test_a_file_without_a_needed_column_is_refused(tracked: Project) -> None:
    path = tracked.links / "harbour.sssom.tsv"
    path.write_text(path.read_text().replace("predicate_id", "grade", 1), encoding="utf-8")
    with pytest.raises(InputError, match="the column 'predicate_id' is missing"):
        read_links(tracked.links)


def test_passages_side_by_side_and_other_authors_contradict_nothing(tracked: Project) -> None:
    luis = {"author_id": "agent:luis-rey", "author_label": "Luis Rey"}
    write_links(
        tracked, {**ROW, "quote": "Peru called for"}, {**NOT, "quote": "the publication of all"}, {**NOT, **luis}
    )
    assert build(tracked).report.conforms


def test_an_unknown_column_is_named(tracked: Project) -> None:
    path = tracked.links / "harbour.sssom.tsv"
    path.write_text(path.read_text().replace("echo_kind", "echo_knd"), encoding="utf-8")
    with pytest.raises(InputError, match="Did you mean 'echo_kind'"):
        read_links(tracked.links)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#+ label: x\nCONSTRUCT {} WHERE {}", "the header lacks"),
        ("#+ lable: x\n", "Did you mean 'label'"),
        ("#+ label: x\n#+ label: y\n", "stands twice"),
    ],
)
def test_a_rule_with_a_bad_header_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a-rule.rq").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_rules(tmp_path)


@pytest.mark.parametrize(
    ("query", "words"), [("SELECT ?a WHERE { ?a ?b ?c }", "no CONSTRUCT"), ("CONSTRUCT {", "not a SPARQL query")]
)
def test_a_rule_that_constructs_nothing_is_refused(tmp_path: Path, query: str, words: str) -> None:
    (tmp_path / "a-rule.rq").write_text(
        f"#+ label: a\n#+ description: b\n#+ inputs: c\n#+ version: 1.0\n{query}", encoding="utf-8"
    )
    with pytest.raises(InputError, match=words):
        infer(b"", read_rules(tmp_path))


def test_the_shipped_rules_are_described_and_named_in_what_they_infer() -> None:
    rules = read_rules(SHIPPED.queries / "rules")
    assert {"echoes", "standing"} <= {rule.name for rule in rules}


def test_a_number_that_no_or_several_commitments_bear(tracked: Project) -> None:
    store = load(build(tracked).release)
    with pytest.raises(InputError, match="there is no commitment '7'"):
        track(store, Wanted(), "7")
