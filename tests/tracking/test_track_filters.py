"""What is asked of `track` narrows the echoes shown and never what became of a commitment; names are found or refused."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from click.testing import CliRunner
from tests.build.conftest import TEXT, add_document, project
from tests.tracking.test_tracking import KEY, LATER, ROW, write_links

from pledgegraph.build import build
from pledgegraph.cli.main import invoke, main
from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.queries.run import load
from pledgegraph.tracking.names import Named, meant
from pledgegraph.tracking.track import TrackedCommitment, Wanted, track
from pledgegraph.vocab import StandingValue

__all__ = ["project"]

SPEECH = (
    "Press Release of the Fifth Harbour Forum\n\nThe Fifth Harbour Forum was held in Lima, Peru, on 1 June 2035. Amy Pope, Director General "
    "of the International Organization for Migration (IOM), addressed the forum by video. She called for the publication of all port "
    "fees. Chile thanked Peru.\n"
)
PACT = (
    "Harbour Pact\n\nThe Sixth Harbour Forum was held in Lima, Peru, on 1 June 2037. Attendees are committed to making efforts in the "
    "following areas:\n\n1. Publish port fees.\n\n2. Promote the integration of immigrants.\n"
)
ACCORD = PACT.replace("Pact", "Accord").replace("Sixth", "Seventh").replace("2037", "2039")


@pytest.fixture
def followed(project: Project) -> Project:
    """A promise, taken up at two forums: by a state, and by an official for her organisation; later two numbered texts."""
    add_document(project, "harbour-2033", LATER, "title = 'x'\n")
    add_document(project, "harbour-2035", SPEECH, "title = 'x'\n")
    for slug, text in (("harbour-2037", PACT), ("harbour-2039", ACCORD)):
        add_document(project, slug, text, f"title = '{text.partition(chr(10))[0]}'\n")
    quote = "She called for the publication of all port fees"
    write_links(project, ROW, {**ROW, "subject_id": "doc:harbour-2035", "quote": quote, "grade": "RelatedTheme"})
    build(project)
    return project


def first(project: Project, **wanted: object) -> TrackedCommitment:
    return track(load(project.current.resolve()), Wanted(**wanted), KEY).commitments[0]  # type: ignore[arg-type]


def said(project: Project, *options: str) -> str:
    done = CliRunner().invoke(main, ["track", "--project", str(project.root), *options], standalone_mode=False)
    assert done.exception is None, done.exception
    return done.output


def refused(project: Project, capfd: pytest.CaptureFixture[str], *options: str) -> str:
    assert invoke(["track", "--project", str(project.root), *options]) == 2
    shown = capfd.readouterr()
    assert not shown.out and "Traceback" not in shown.err
    return shown.err


# --- themes ---


@pytest.mark.parametrize("theme", ["Integration of immigrants", "integration", "Integrat", "theme/integration"])
def test_a_theme_is_found_by_label_key_or_a_part(followed: Project, theme: str) -> None:
    (one, other) = json.loads(said(followed, "--theme", theme, "--json"))
    assert {one["key"], other["key"]} == {"harbour-2037/2", "harbour-2039/2"}
    assert {"key": "integration", "label": "integration of immigrants"} in one["themes"]


def test_an_unknown_theme_is_refused_and_one_without_commitments_said(
    followed: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "Did you mean 'integration'?" in refused(followed, capfd, "--theme", "integratoin")
    assert "There is no such commitment." in said(followed, "--theme", "trafficking")
    assert "is not on the theme 'terrorism'" in refused(followed, capfd, KEY, "--theme", "terrorism")


# --- a standing is that of the commitment ---


@pytest.mark.parametrize(
    "wanted", [{"actor": "IOM"}, {"actor": "Cuba"}, {"forum": "harbour-2035"}, {"accepted_only": True}, {}]
)
def test_no_filter_changes_a_standing(followed: Project, wanted: dict[str, object]) -> None:
    assert first(followed, **wanted).standing is StandingValue.ECHOED_AS_THEME


def test_what_was_not_asked_for_is_left_out_and_not_denied(followed: Project) -> None:
    table = said(followed, "--actor", "Cuba")
    assert "·" in table and "Only other echoes than those asked for" in table and "Asked for: echoes by Cuba" in table
    assert KEY not in table.partition("No echo found for")[2].partition("Only other")[0]
    rows = list(csv.DictReader(io.StringIO(said(followed, "--actor", "Cuba", "--csv"))))
    assert {row["standing"] for row in rows if row["commitment"] == KEY} == {"EchoedAsTheme"}
    (one,) = json.loads(said(followed, KEY, "--actor", "Cuba", "--json"))
    assert one["standing"] == "EchoedAsTheme" and one["echoes"] == [] and one["left_out"] >= 2
    assert "other echoes by then are not what was asked for" in said(followed, KEY, "--actor", "Cuba")


def test_only_the_forums_asked_for_have_a_column(followed: Project) -> None:
    head = said(followed, "--forum", "harbour-2035").partition("┡")[0]
    assert "2035" in head and "2033" not in head


@pytest.mark.parametrize("option", ["--forum", "--actor"])
def test_an_unknown_name_is_refused_with_those_there_are(
    followed: Project, option: str, capfd: pytest.CaptureFixture[str]
) -> None:
    told = refused(followed, capfd, option, "qqqq")
    assert f"there is no {option[2:]} 'qqqq'. There are: " in told


def test_a_near_name_is_suggested(followed: Project, capfd: pytest.CaptureFixture[str]) -> None:
    assert "Did you mean 'harbour-2035'?" in refused(followed, capfd, "--forum", "harbor-2035")
    assert "Did you mean 'Peru'?" in refused(followed, capfd, "--actor", "Perru")


def test_a_commitment_not_made_by_the_day_is_left_out_or_said_to_be(followed: Project) -> None:
    assert "There is no such commitment." in said(followed, "--as-of", "2030-01-01")
    assert "left out: 5 commitments" in said(followed, "--as-of", "2030-01-01")
    assert json.loads(said(followed, "--as-of", "2030-01-01", "--json")) == []
    assert "standing: not made yet" in said(followed, KEY, "--as-of", "2030-01-01")
    (one,) = json.loads(said(followed, KEY, "--as-of", "2030-01-01", "--json"))
    assert (one["made_yet"], one["standing"], one["echoes"]) == (False, None, [])
    keys = {one["key"] for one in json.loads(said(followed, "--as-of", "2037-06-01", "--json"))}
    assert KEY in keys and "harbour-2037/1" in keys and "harbour-2039/1" not in keys


def test_the_standing_is_the_published_one_as_of_the_day(followed: Project) -> None:
    assert first(followed, as_of=date(2032, 1, 1)).standing is StandingValue.NO_ECHO_FOUND
    assert first(followed, as_of=date(2034, 1, 1)).standing is StandingValue.ECHOED_AS_THEME


def test_of_a_commitment_without_a_day_no_standing_is_told(project: Project) -> None:
    text = TEXT.replace("on 4 May 2031", "in a large hall").replace("(6 May 2031, Arica, Chile)\n\n", "")
    add_document(project, "harbour-0", text, "title = 'x'\n")
    build(project)
    (one,) = [x for x in json.loads(said(project, "--json")) if x["document"] == "harbour-0"]
    assert (one["made"], one["standing"], one["made_yet"]) == (None, None, True)
    assert "day unknown, none inferred" in said(project, one["key"])


# --- those who speak for somebody ---


@pytest.mark.parametrize("actor", ["IOM", "International Organization for Migration", "Amy Pope"])
def test_what_an_official_says_is_found_by_her_organisation_and_she_is_named(followed: Project, actor: str) -> None:
    (echo,) = first(followed, actor=actor, accepted_only=True).echoes
    assert (echo.document, echo.speaker) == ("harbour-2035", "Amy Pope")
    assert echo.on_behalf_of == "International Organization for Migration"
    assert "Amy Pope, on behalf of International Organization for Migration:" in said(followed, KEY, "--actor", actor)
    rows = list(csv.DictReader(io.StringIO(said(followed, KEY, "--actor", actor, "--accepted-only", "--csv"))))
    assert [(row["speaker"], row["on_behalf_of"]) for row in rows] == [
        ("Amy Pope", "International Organization for Migration")
    ]


# --- several texts with numbers ---


def test_numbers_of_several_texts_are_told_apart(followed: Project, capfd: pytest.CaptureFixture[str]) -> None:
    table = said(followed)
    assert "Harbour Pact" in table and "Harbour Accord" in table
    gaps = table.partition("No echo found for: ")[2].partition("\n")[0]
    assert "of Harbour Accord" in gaps
    assert "Write harbour-2037/2 or harbour-2039/2." in refused(followed, capfd, "2")


# --- names ---


def test_a_code_is_no_part_of_a_name_and_a_whole_name_comes_first() -> None:
    things = [
        Named(iri="x/PER", label="Peru", codes=("PER",)),
        Named(iri="x/superior-council", label="Superior Council"),
        Named(iri="x/niger", label="Niger"),
        Named(iri="x/nigeria", label="Nigeria"),
    ]
    assert [one.label for one in meant("per", "actor", things)] == ["Peru"]
    assert [one.label for one in meant("niger", "actor", things)] == ["Niger"]
    assert [one.label for one in meant("nige", "actor", things)] == ["Niger", "Nigeria"]
    with pytest.raises(InputError, match="there is no actor ' '"):
        meant(" ", "actor", things)


def test_the_overview_says_which_commitments_its_table_leaves_out(
    followed: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    from pledgegraph.cli.overview import show

    show(followed, build(followed))
    told = capsys.readouterr().out
    assert "commitments without a number are not in this table" in told
    assert "track harbour-2037/1 --accepted-only" in told and "track 12" not in told


def test_the_overview_names_a_commitment_that_is_there_or_none(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    from pledgegraph.cli.overview import show

    show(project, build(project))
    assert f"track {KEY} --accepted-only" in capsys.readouterr().out
    text = project.documents / "harbour-2031" / "text.txt"
    text.write_text(TEXT.partition(" Attendees will")[0] + "\n", encoding="utf-8")
    show(project, build(project))
    told = capsys.readouterr().out
    assert "query --list" in told and "pledgegraph track" not in told and "explain" not in told


def test_two_texts_of_one_title_are_told_apart(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    add_document(project, "harbour-2037", PACT, "title = 'Harbour Pact'\n")
    newer = "title = 'Harbour Pact'\nreplaces = 'harbour-2037'\n"
    add_document(project, "harbour-2037-corrected", PACT + "\n3. Build a quay.\n", newer)
    build(project)
    assert invoke(["track", "--project", str(project.root)]) == 0
    told = capsys.readouterr().out
    assert "1, 2 of Harbour Pact (harbour-2037)" in told
    assert "1, 2, 3 of Harbour Pact (harbour-2037-corrected)" in told
