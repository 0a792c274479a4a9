"""The shipped queries: their form, their answers on an invented world, and on the five texts as read by hand."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from pyoxigraph import Store

from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.queries.results import Table
from pledgegraph.queries.run import run
from pledgegraph.vocab import ONTOLOGY

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
NAMES = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
FILES = sorted(path.name for path in EXPECTED.glob("*.csv"))
# Answers that need other values in the invented world than the defaults for the five texts.
VALUES = {
    "statements-of-one-state": {"state": "PER"},
    "members-of-an-organisation-on-a-day": {"organisation": "HL", "day": "2032-01-01"},
    "members-not-listed-at-a-regional-forum": {"organisation": "HL"},
    "facts-of-one-passage": {"document": "harbour-2031", "first": "75", "last": "80"},
    "commitments-with-no-echo-after-a-year": {"day": "2033-06-02"},
    "echoes-of-one-commitment": {"number": "3"},
}
# The first columns of each answer in the invented world.
HARBOUR = {
    "states-listed-at-all-regional-forums": ["PER Peru harbour-2031", "PER Peru harbour-2033"],
    "states-listed-at-only-one-regional-forum": ["CHL Chile harbour-2031", "ECU Ecuador harbour-2033"],
    "states-missing-from-the-next-regional-forum": ["CHL Chile harbour-2031 2031-05-04 harbour-2033"],
    "speakers-at-more-than-one-forum": ["Ana Soto harbour-2031", "Ana Soto harbour-2033"],
    "posts-that-changed-holder": ["Port Agency of Peru Director Luis Vega 2031-05-04 Director Ana Soto"],
    "persons-that-changed-post": [
        "Ana Soto Deputy Director 2031-05-04 Director",
        "Luis Vega Director 2031-05-04 Adviser",
    ],
    "speakers-by-video": ["Ana Soto harbour-2031 2031-05-04 Deputy Director Peru"],
    "participants-that-are-not-states": ["organisation Harbour League harbour-2033"],
    "speakers-that-represent-no-state": ["Luis Vega harbour-2033 2033-06-01 Spoke Harbour League"],
    "named-participants-against-stated-counts": ["harbour-2031 Countries Exactly 10 2 1"],
    "documents-dated-after-their-forum": ["harbour-2031 published 2031-06-01"],
    "forums-whose-host-is-not-named": ["harbour-2031 Second Harbour Forum"],
    "commitments-made-outside-an-instrument": ["harbour-2031 attendees (as written) Publish port fees"],
    "statements-without-a-named-speaker": ["harbour-2033 CallsFor was a call for"],
    "statements-of-one-state": ["harbour-2033 CallsFor called on"],
    "calls-by-addressee": ["Ecuador harbour-2033 Peru CallsFor"],
    "members-of-an-organisation-on-a-day": ["ECU Ecuador FullMembership"],
    "members-not-listed-at-a-regional-forum": ["harbour-2031 2031-05-04 ECU"],
    "coverage-per-document": ["harbour-2031 228 0 28 88 1", "harbour-2033 300 20 0 100 0"],
    "text-not-converted": ["harbour-2031 200 228 It rained on the second day."],
    "facts-of-one-passage": [
        "https://w3id.org/pledgegraph/id/d/1/list/1 AttendanceList",
        "https://w3id.org/pledgegraph/id/d/1/participation/1 Participation Stated 75 80 Chile",
    ],
    "echoes-by-speaker": [
        "Peru Accepted harbour-2031/at-171 harbour-2033 SameCommitment KindReported 0.8 Peru called on",
        "Peru Accepted pact/3 harbour-2033 RelatedTheme KindCalledFor 0.5 Peru called on",
    ],
    "commitments-with-no-echo-after-a-year": ["pact/2 2031-05-04 Mark every shoal 1 ten countries"],
    "only-candidate-links": ["pact/2 harbour-2033 Candidate RelatedTheme 0.2 0 There was a call for calm"],
    "most-restated-commitments": ["harbour-2031/at-171 Publish port fees 2 1 1 0 There was a call for calm"],
    "echoes-by-force": [
        "CallsFor Accepted RelatedTheme 1 1 Peru",
        "CallsFor Accepted SameCommitment 2 1 There",
        "CallsFor Candidate RelatedTheme 1 1 There",
        "CallsFor Candidate SameCommitment 1 1 There",
    ],
    "themes-by-year": ["ports 2031 1 1 Attendees will publish port fees"],
    "sdg-goals-and-the-commitments-beside-them": ["16 2 2 1 0.7 Attendees will publish port fees"],
    "global-compact-objectives-and-the-commitments-beside-them": ["1 Count the ships 1 0 0.6 Attendees"],
    "global-compact-objectives-without-a-commitment": ["2 Light the coast"],
    "alignments-of-each-commitment": [
        "harbour-2031/at-171 sdg 16.6  Curated 0.7  Attendees",
        "pact/3 global-compact 1 Count the ships Curated 0.6 Pilots count ships. Attendees",
        "pact/3 sdg 16.a  Curated 0.4  Attendees",
    ],
    "commitments-addressed-by-one-actor-only": ["harbour-2031/at-171 SameCommitment Peru 1 1 Peru called on"],
    "new-commitments-in-later-texts": ["pact/1 harbour-2033 2033-06-02  harbour-2031/at-171 There was a call for calm"],
    "standing-on-a-day": [
        "harbour-2031/at-171 2033-06-02 EchoedAsTheme 2 There was a call for calm",
        "pact/2 2033-06-02 NoEchoFound 0 ten countries",
        "pact/3 2033-06-02 EchoedAsTheme 1 Peru called on",
    ],
    "rejected-pairs-and-why": ["pact/2 harbour-2033 Ida Ray 2034-01-01 A post is no shoal. Ana Soto"],
    "echoes-of-one-commitment": [
        "2033-06-02 harbour-2033 Accepted RelatedTheme KindCalledFor CallsFor Peru 0.5 Peru called on",
        "2033-06-02 harbour-2033 Candidate SameCommitment  CallsFor  0.3 There was a call for calm",
    ],
    "commitments-echoed-only-as-a-theme": ["pact/3 Train pilots 1 1 1 Peru called on"],
    "kinds-of-echo-by-forum": [
        "2033-06-02 harbour-2033 Accepted RelatedTheme KindCalledFor 1 Peru",
        "2033-06-02 harbour-2033 Accepted SameCommitment KindCalledFor 1 There",
        "2033-06-02 harbour-2033 Accepted SameCommitment KindReported 1 Peru",
        "2033-06-02 harbour-2033 Candidate RelatedTheme  1 There",
        "2033-06-02 harbour-2033 Candidate SameCommitment  1 There",
    ],
    "echoes-by-commitment-and-document": [
        "harbour-2031/at-171 harbour-2033 Accepted SameCommitment 2 There",
        "pact/2 harbour-2033 Candidate RelatedTheme 1 There",
        "pact/3 harbour-2033 Accepted RelatedTheme 1 Peru",
        "pact/3 harbour-2033 Candidate SameCommitment 1 There",
    ],
    "first-and-last-echoes": [
        "pact/3 first 2033-06-02 harbour-2033 RelatedTheme KindCalledFor Peru Peru called on",
        "pact/3 last 2033-06-02 harbour-2033 RelatedTheme KindCalledFor Peru Peru called on",
    ],
    "passages-that-echo-several-commitments": ["harbour-2033 171 1 1 Peru called on"],
    "wording-changes-of-commitments": [
        "harbour-2031/at-171 harbour-2033 Weakened will call for Attendees will publish"
    ],
    "clauses-dropped-or-added-later": ["pact/3 harbour-2033 Dropped harbour-2031 Attendees will publish"],
    "first-and-last-echoes-by-forum-and-year": [
        "harbour-2031/at-171 Third Harbour Forum 2 Peru called on",
        "pact/3 2033 1 Peru called on",
    ],
    "commitments-not-found-again": ["harbour-2031/at-171 harbour-2033 2 Peru called on"],
    "profiles-of-actors": ["Peru 1 0 2 Peru called on"],
    "why-a-candidate-was-proposed": ["0.3 pact/3 harbour-2033", "0.2 pact/2 harbour-2033  0.2   score words 1 There"],
}


# Queries whose question is about the order of forums, or about what held on the day of one.
OF_DAYS = {
    "commitments-with-no-echo-after-a-year", "documents-dated-after-their-forum", "first-and-last-echoes",
    "members-not-listed-at-a-regional-forum", "new-commitments-in-later-texts",
    "states-missing-from-the-next-regional-forum", "themes-by-year",
}  # fmt: skip
DAYS = ("startDate", "endDate")


@pytest.fixture(scope="module")
def undated(harbour: Store) -> Store:
    """The invented world, where no text tells a day of a forum."""
    store = Store()
    store.extend(quad for quad in harbour if quad.predicate.value not in {ONTOLOGY + day for day in DAYS})
    return store


@pytest.fixture(scope="module")
def texts(release: Store) -> dict[str, str]:
    """The stored text of each document, by its identifier."""
    solutions = release.query(
        f"SELECT ?slug ?text {{ ?document <http://purl.org/dc/terms/identifier> ?slug ; <{ONTOLOGY}storedText> ?text }}",
        use_default_graph_as_union=True,
    )
    return {row["slug"].value: row["text"].value for row in solutions}


def table(store: Store, catalogue: Catalogue, name: str, values: dict[str, str] | None = None) -> Table:
    answer = run(store, catalogue.find(name), values)
    assert isinstance(answer, Table)
    return answer


def test_there_are_enough_queries_and_each_is_expected_of() -> None:
    assert len(NAMES) >= 25
    assert {name.split(".")[0] for name in FILES} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_form_of_a_query(catalogue: Catalogue, name: str) -> None:
    query = catalogue.find(name)
    assert query.header is not None
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("#"))
    assert "GRAPH" not in body, "queries name no graph"
    assert "NOT EXISTS" not in body, "write OPTIONAL and !BOUND"
    assert "SELECT *" not in body
    assert "\t" not in query.text
    if query.header.columns:
        assert re.search(r"^ORDER BY ", body, re.MULTILINE)
        # The quote; or what a row rests on that is in no text, such as a note of the registry.
        assert any(column.startswith("quote") or column == "proof" for column in query.header.columns)


@pytest.mark.parametrize("name", NAMES)
def test_every_query_finds_something_in_the_invented_world(harbour: Store, catalogue: Catalogue, name: str) -> None:
    answer = run(harbour, catalogue.find(name), VALUES.get(name))
    if isinstance(answer, Table):
        assert answer.rows
        assert len(set(answer.rows)) == len(answer.rows), "the same row twice"
    else:
        assert answer.triples


@pytest.mark.parametrize("name", sorted(HARBOUR))
def test_answers_in_the_invented_world(harbour: Store, catalogue: Catalogue, name: str) -> None:
    rows = [" ".join(row) for row in table(harbour, catalogue, name, VALUES.get(name)).texts()]
    assert len(rows) == len(HARBOUR[name])
    for row, expected in zip(rows, HARBOUR[name], strict=True):
        assert row.startswith(expected)


@pytest.mark.parametrize("name", sorted(set(NAMES) - OF_DAYS))
def test_a_forum_without_a_day_is_left_out_of_no_answer(
    harbour: Store, undated: Store, catalogue: Catalogue, name: str
) -> None:
    answers = [run(world, catalogue.find(name), VALUES.get(name)) for world in (harbour, undated)]
    if all(isinstance(answer, Table) for answer in answers):
        dated, plain = (rows_without_days(answer) for answer in answers if isinstance(answer, Table))
        assert plain == dated


def rows_without_days(answer: Table) -> list[list[str]]:
    """The rows, sorted, without their days and empty cells."""
    rows = [[cell for cell in row if not re.fullmatch(r"\d{4}-\d\d-\d\d|", cell)] for row in answer.texts()]
    return sorted(rows)


def test_a_matrix_has_every_pair(harbour: Store, catalogue: Catalogue) -> None:
    cells = {(row[0], row[2]): row[4] for row in table(harbour, catalogue, "attendance-matrix").texts()}
    assert cells == {
        ("CHL", "harbour-2031"): "true",
        ("CHL", "harbour-2033"): "false",
        ("ECU", "harbour-2031"): "false",
        ("ECU", "harbour-2033"): "true",
        ("PER", "harbour-2031"): "true",
        ("PER", "harbour-2033"): "true",
    }


def test_a_membership_ends_before_its_last_day(harbour: Store, catalogue: Catalogue) -> None:
    name = "members-of-an-organisation-on-a-day"
    before = table(harbour, catalogue, name, {"organisation": "HL", "day": "2031-12-31"}).texts()
    assert [row[0] for row in before] == ["CHL", "ECU"]


@pytest.mark.parametrize("name", FILES)
def test_answers_on_the_five_texts(release: Store, catalogue: Catalogue, name: str) -> None:
    """The columns that the file names, compared as sets; an `.includes` file lists rows that must be among the answers."""
    with (EXPECTED / name).open(encoding="utf-8", newline="") as handle:
        columns, *expected = [tuple(row) for row in csv.reader(handle)]
    answer = table(release, catalogue, name.split(".", maxsplit=1)[0])
    places = [answer.columns.index(column) for column in columns]
    found = {tuple(row[place] for place in places) for row in answer.texts()}
    missing = sorted(set(expected) - found)
    extra = [] if ".includes." in name else sorted(found - set(expected))
    assert (missing, extra) == ([], [])


@pytest.mark.parametrize("name", NAMES)
def test_every_row_on_the_five_texts_has_its_quote(release: Store, catalogue: Catalogue, name: str) -> None:
    answer = run(release, catalogue.find(name))
    if not isinstance(answer, Table) or name in ("coverage-per-document", "what-is-inferred-and-by-which-rule"):
        return  # full coverage leaves nothing to quote; a curated fact has no words
    places = [place for place, column in enumerate(answer.columns) if column.startswith("quote")]
    assert all(row[place] for row in answer.texts() for place in places)
    assert len(set(answer.rows)) == len(answer.rows), "the same row twice"


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_stands_in_the_document_of_its_row(
    release: Store, texts: dict[str, str], catalogue: Catalogue, name: str
) -> None:
    answer = run(release, catalogue.find(name))
    if not isinstance(answer, Table):
        return
    for row in answer.texts():
        cells = dict(zip(answer.columns, row, strict=True))
        for column in (column for column in cells if column.startswith("quote")):
            where = [texts[cells["document"]]] if column == "quote" and "document" in cells else list(texts.values())
            assert any(cells[column] in text for text in where), cells
