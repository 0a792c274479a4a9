"""Several reviewers of one passage: what they agree on counts, what they do not is marked, whatever their files are called."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from tests.build.conftest import project
from tests.tracking.test_tracking import KEY, NOT, PLG, ROW, tracked

from pledgegraph.build import build
from pledgegraph.cli.main import main
from pledgegraph.project import Project
from pledgegraph.publish.dumps import loaded
from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.queries.run import load, run
from pledgegraph.sources.links import COLUMNS, CURATION, Link
from pledgegraph.spans import Span
from pledgegraph.tracking.consensus import accepted, home, settle
from pledgegraph.tracking.echoes import Echo
from pledgegraph.tracking.tracked import FoundEcho, echoes
from pledgegraph.vocab import EchoKind, Grade, ReviewStatus

__all__ = ["project", "tracked"]

WHOLE = "Peru called for the publication of all port fees"
SAME = {**ROW, "quote": WHOLE}
RELATED = {**SAME, "grade": "RelatedTheme", "confidence": "0.6"}
REJECTED = {**NOT, "quote": WHOLE, "comment": "Other fees."}


def by(name: str, row: dict[str, str]) -> dict[str, str]:
    return {**row, "author_id": f"agent:{name.lower()}", "author_label": name}


def judged(project: Project, *files: tuple[str, dict[str, str]]) -> None:
    """Writes one file a decision, named as given."""
    for path in project.links.glob("*.tsv"):
        path.unlink()
    for name, row in files:
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerow(row)
        (project.links / f"{name}.sssom.tsv").write_text(out.getvalue(), encoding="utf-8")


def published(project: Project) -> tuple[ox.Store, list[FoundEcho]]:
    made = build(project)
    assert made.report.conforms
    store = load(made.release)
    curated = {
        quad.subject.value
        for quad in store.quads_for_pattern(None, ox.NamedNode(PLG + "basis"), ox.NamedNode(PLG + "Curated"), None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    return store, [echo for echo in echoes(store) if echo.iri in curated]


def said(project: Project, *options: str) -> str:
    done = CliRunner().invoke(main, ["track", KEY, "--project", str(project.root), *options], standalone_mode=False)
    assert done.exception is None, done.exception
    return done.output


def standing(project: Project) -> str:
    (one,) = json.loads(said(project, "--json"))
    return str(one["standing"])


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_what_one_accepts_and_another_rejects_is_contested_and_no_accepted_echo(
    tracked: Project, names: tuple[str, str]
) -> None:
    judged(tracked, (names[0], by("Ana", SAME)), (names[1], by("Luis", REJECTED)))
    store, (echo,) = published(tracked)
    assert (echo.status, echo.grade) == (ReviewStatus.CANDIDATE, Grade.SAME_COMMITMENT)
    assert [(one.reviewer, one.decision.value) for one in echo.dissent] == [("Luis", "DecidedRejected")]
    reviews = list(store.quads_for_pattern(None, ox.NamedNode(PLG + "ofEcho"), ox.NamedNode(echo.iri), None))
    assert len(reviews) == 2
    assert standing(tracked) == "NoEchoFound"
    assert "contested, not accepted (Luis says rejected); Peru:" in said(tracked)
    assert json.loads(said(tracked, "--accepted-only", "--json"))[0]["echoes"] == []
    assert "Luis" not in said(tracked, "--accepted-only")
    (row,) = [r for r in csv.DictReader(io.StringIO(said(tracked, "--csv"))) if r["contested_by"]]
    assert (row["contested_by"], row["status"]) == ("Luis: DecidedRejected", "Candidate")


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_of_two_grades_the_weakest_stands_with_its_confidence_and_the_other_contests_it(
    tracked: Project, names: tuple[str, str]
) -> None:
    judged(tracked, (names[0], by("Ana", SAME)), (names[1], by("Luis", RELATED)))
    _, (echo,) = published(tracked)
    assert (echo.status, echo.grade, echo.confidence) == (ReviewStatus.ACCEPTED, Grade.RELATED_THEME, "0.6")
    assert [(one.reviewer, one.decision.value) for one in echo.dissent] == [("Ana", "DecidedSame")]
    assert standing(tracked) == "EchoedAsTheme"
    assert "related theme, called for, confidence 0.6, contested (Ana says same commitment)" in said(tracked)


def test_two_who_agree_are_one_echo_of_both_at_the_lower_confidence(tracked: Project) -> None:
    judged(
        tracked, ("b", by("Ana", SAME)), ("a", by("Luis", {**SAME, "confidence": "0.5", "echo_kind": "KindReported"}))
    )
    store, (echo,) = published(tracked)
    assert (echo.status, echo.kind, echo.confidence, echo.dissent) == (ReviewStatus.ACCEPTED, None, "0.5", ())
    whose = ox.NamedNode("http://www.w3.org/ns/prov#wasAttributedTo")
    assert len(list(store.quads_for_pattern(ox.NamedNode(echo.iri), whose, None, None))) == 2


def test_the_table_and_the_page_s_rows_bear_the_mark(tracked: Project) -> None:
    judged(tracked, ("a", by("Ana", SAME)), ("b", by("Luis", REJECTED)))
    made = build(tracked)
    done = CliRunner().invoke(main, ["track", "--project", str(tracked.root)], standalone_mode=False)
    assert "1s!" in done.output and "! contested by a reviewer" in done.output
    pages = Catalogue.read(Path(__file__).parents[2] / "src" / "pledgegraph" / "serve" / "tables")
    rows = run(loaded(made.release), pages.find("echoes")).texts()  # type: ignore[union-attr]
    assert len([row for row in rows if WHOLE in row]) == 1
    links = run(load(made.release), Catalogue.read(tracked.queries).find("only-candidate-links"))
    assert not [row for row in links.texts() if WHOLE in row]  # type: ignore[union-attr]


# --- passages that overlap ---


def decision(author: str, span: tuple[int, int], grade: Grade | None, kind: EchoKind | None = None) -> Echo:
    link = Link(
        place=Path("x"), line=1, document="d", commitment="c", quote="q", prefix="", rejected=grade is None, grade=grade,
        kind=kind, confidence="0.8", author=author, author_id="", agent=author, day=None, comment="",  # type: ignore[arg-type]
        justification=CURATION,
    )  # fmt: skip
    return Echo(link=link, span=Span(*span), statement=None, forum=None)


S, R = Grade.SAME_COMMITMENT, Grade.RELATED_THEME


def told(*decisions: Echo) -> list[tuple[Span, str, str, int]]:
    first, second = settle(decisions), settle(decisions[::-1])
    assert [(x.echo.span, x.grade, x.status, len(x.dissent)) for x in first] == [
        (x.echo.span, x.grade, x.status, len(x.dissent)) for x in second
    ]
    return [(x.echo.span, x.grade.value[0], x.status.value[0], len(x.dissent)) for x in first]


def test_who_rejects_the_whole_rejects_its_parts_and_not_the_other_way_round() -> None:
    part, whole = decision("a", (10, 20), S), decision("b", (0, 50), None)
    assert told(part, whole) == [(Span(10, 20), "S", "C", 1)]
    assert told(decision("a", (0, 50), S), decision("b", (10, 20), None)) == [(Span(0, 50), "S", "A", 0)]
    assert told(decision("a", (0, 50), S), decision("b", (1, 50), None)) == [(Span(0, 50), "S", "C", 1)]


def test_a_whole_that_the_finer_passages_of_another_cover_is_not_counted_beside_them() -> None:
    parts = decision("a", (0, 20), S), decision("a", (22, 48), R)
    whole = decision("b", (0, 50), S)
    assert told(*parts, whole) == [(Span(0, 20), "S", "A", 0), (Span(22, 48), "R", "A", 1)]
    of = home(whole, settle([*parts, whole]))
    assert of is not None and of.echo.span == Span(22, 48)
    assert told(parts[0], whole) == [(Span(0, 20), "S", "A", 0), (Span(0, 50), "S", "A", 0)]


def test_a_weaker_grade_of_the_whole_weakens_the_part() -> None:
    assert told(decision("a", (0, 40), S), decision("b", (0, 50), R)) == [(Span(0, 40), "R", "A", 1)]


def test_a_stronger_grade_of_the_whole_contests_no_small_part() -> None:
    part, whole = decision("a", (0, 10), R), decision("b", (0, 50), S)
    assert told(part, whole) == [(Span(0, 10), "R", "A", 0), (Span(0, 50), "S", "A", 0)]
    assert told(decision("a", (0, 30), R), whole)[0] == (Span(0, 30), "R", "A", 1)


def test_three_reviewers_and_a_rejection_that_concerns_no_echo() -> None:
    three = [decision("a", (0, 9), S), decision("b", (0, 9), R), decision("c", (0, 9), None)]
    assert told(*three) == [(Span(0, 9), "R", "C", 2)]
    alone = decision("c", (30, 40), None)
    assert home(alone, settle([*three, alone])) is None


def test_accepted_echoes_have_the_grade_they_are_published_with() -> None:
    found = settle(
        [decision("a", (0, 9), S), decision("b", (0, 9), R), decision("a", (20, 29), S), decision("b", (20, 29), None)]
    )
    assert [(one.span, one.link.grade) for one in accepted(found)] == [(Span(0, 9), R)]
