"""A review through a pipe on invented texts: every decision on disk at once, taken back, gone on with, compared."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.build.conftest import SHIPPED, project
from tests.tracking.test_tracking import KEY, LATER, ROW, tracked, write_links

from pledgegraph.build import build
from pledgegraph.cli.main import invoke, main
from pledgegraph.errors import InputError, PledgegraphError
from pledgegraph.project import Project
from pledgegraph.sources.link_writing import ORDER, Decision, record, withdraw
from pledgegraph.sources.links import COLUMNS, read_links
from pledgegraph.sources.sssom import read_sssom
from pledgegraph.spans import Span
from pledgegraph.tracking.agreement import agreements, cohen
from pledgegraph.tracking.drift import drift, occurrences
from pledgegraph.tracking.echoes import Echo
from pledgegraph.vocab import Grade

__all__ = ["project", "tracked"]

THANKS = {**ROW, "quote": "Chile thanked Peru", "predicate_modifier": "Not", "grade": "", "echo_kind": ""}


def review(project: Project, *options: str, typed: str = "", author: str = "Luis Rey") -> Result:
    who = ["--author", author] if author else []
    argv = ["review", "--project", str(project.root), *who, "--date", "2036-01-02", *options]
    return CliRunner().invoke(main, argv, input=typed, standalone_mode=False)


def file_of(project: Project, name: str = "luis-rey") -> Path:
    return project.links / f"{name}.sssom.tsv"


def cells(path: Path) -> list[dict[str, str]]:
    return [row for _, row in read_sssom(path, COLUMNS).rows]


def open_now(project: Project, *options: str) -> int:
    """How many pairs are not decided."""
    said = review(project, *options, typed="q\n").output
    return int(said.rsplit("; ", 1)[1].split()[0]) if "not asked yet" in said else 0


# --- deciding ---


def test_accept_relate_and_reject_stand_in_the_file_as_sssom(tracked: Project) -> None:
    said = review(tracked, typed="s\n\n\nr\ndisc\n0,5\nn\nq\n")
    assert said.exception is None and "3 decided in" in said.output
    rows = cells(file_of(tracked))
    assert {(row["grade"], row["predicate_modifier"]) for row in rows} == {
        ("SameCommitment", ""),
        ("RelatedTheme", ""),
        ("", "Not"),
    }
    related = next(row for row in rows if row["grade"] == "RelatedTheme")
    assert (related["echo_kind"], related["confidence"]) == ("KindDiscussed", "0.5")
    assert {(row["author_id"], row["author_label"], row["mapping_date"]) for row in rows} == {
        ("agent:luis-rey", "Luis Rey", "2036-01-02")
    }
    assert {row["object_id"] for row in rows} == {f"commitment:{KEY}"}
    assert all(row["mapping_justification"] == "semapv:MappingReview" for row in rows)
    assert len(read_links(tracked.links)) == 4 + 3


def test_what_was_proposed_is_no_label(tracked: Project) -> None:
    def evaluated() -> dict[str, int]:
        said = CliRunner().invoke(main, ["evaluate", "links", "--project", str(tracked.root), "--json"])
        assert said.exit_code == 0, said.output
        return dict(json.loads(said.output))

    before = evaluated()
    assert (before["accepted"], before["reviewed"]) == (3, 0)
    review(tracked, typed="s\n\n\nn\nq\n")
    after = evaluated()
    assert after["reviewed"] == 1 and after["rankings"] == before["rankings"]
    (tracked.links / "harbour.sssom.tsv").unlink()
    alone = evaluated()
    assert (alone["accepted"], alone["reviewed"]) == (1, 0)


def test_commitment_quote_context_and_reasons_are_shown(tracked: Project) -> None:
    said = review(tracked, "--document", "harbour-2033", typed="q\n").output
    assert "Attendees exchanged views on port fees" in said or "Peru called for" in said
    assert "score 0." in said and "terms 0." in said and "shared words:" in said and KEY in said
    assert "»" in said and "«" in said and "Keys: s same commitment" in said


def test_kind_is_offered_by_the_force_and_confidence_by_default(tracked: Project) -> None:
    said = review(tracked, "--document", "harbour-2033", typed="s\n\n\n" * 9)
    assert "[called-for]" in said.output and "[0.8]" in said.output
    called = next(row for row in cells(file_of(tracked)) if row["quote"].startswith("Peru called"))
    assert (called["echo_kind"], called["confidence"]) == ("KindCalledFor", "0.8")


def test_wrong_answers_are_asked_again(tracked: Project) -> None:
    said = review(tracked, "--limit", "1", typed="x\nsame\ns\nre\nkept\nrep\n7\nmuch\nNaN\n0.25\n")
    assert "none of the keys" in said.output and "no one kind" in said.output and "no number from 0 to 1" in said.output
    (row,) = cells(file_of(tracked))
    assert (row["echo_kind"], row["confidence"]) == ("KindReported", "0.25")


@pytest.mark.parametrize(
    "typed", ["KindCalledFor", "plg:KindCalledFor", "calledfor", "called-for", "Called for", "cal"]
)
def test_a_kind_is_taken_by_its_name_or_as_the_file_has_it(tracked: Project, typed: str) -> None:
    review(tracked, "--limit", "1", typed=f"s\n{typed}\n\n")
    assert [row["echo_kind"] for row in cells(file_of(tracked))] == ["KindCalledFor"]


def test_a_note_is_kept_on_one_line_and_the_question_asked_again(tracked: Project) -> None:
    review(tracked, "--limit", "1", typed="o\nonly\tthe fees\nn\n")
    assert [row["comment"] for row in cells(file_of(tracked))] == ["only the fees"]


def test_undo_takes_the_last_decision_back_and_asks_again(tracked: Project) -> None:
    said = review(tracked, typed="u\nn\nn\nu\ns\n\n\nq\n")
    assert "nothing to undo" in said.output and "Undone." in said.output and "2 decided" in said.output
    assert sorted(row["predicate_modifier"] for row in cells(file_of(tracked))) == ["", "Not"]


def test_undo_after_a_skip_goes_back_to_the_last_decision(tracked: Project) -> None:
    review(tracked, typed="n\nk\nu\nq\n")
    assert cells(file_of(tracked)) == []


def test_quit_and_end_of_input_keep_what_was_decided_and_the_next_start_goes_on(tracked: Project) -> None:
    everything = open_now(tracked)
    assert everything >= 3
    assert review(tracked, typed="n\nq\n").exception is None
    assert open_now(tracked) == everything - 1
    assert review(tracked, typed="n\ns\n").exception is None
    assert len(cells(file_of(tracked))) == 2
    review(tracked, typed="n\n" * everything)
    assert "Nothing to review" in review(tracked).output
    assert len({tuple(row[name] for name in ORDER) for row in cells(file_of(tracked))}) == everything


def test_a_skipped_pair_comes_back(tracked: Project) -> None:
    everything = open_now(tracked)
    review(tracked, typed="k\n" * everything)
    assert open_now(tracked) == everything and not file_of(tracked).exists()


def test_what_nobody_judged_is_asked_first_then_what_somebody_else_decided(tracked: Project) -> None:
    anew = open_now(tracked)
    fresh = int(review(tracked, typed="q\n", author="Ana Soto").output.rsplit("; ", 1)[1].split()[0])
    assert 0 < fresh < anew
    said = review(tracked, typed="k\n" * anew).output
    scores = [float(score) for score in re.findall(r"score (\d\.\d\d)", said)]
    assert len(scores) == anew
    assert scores[:fresh] == sorted(scores[:fresh], reverse=True)
    assert scores[fresh:] == sorted(scores[fresh:], reverse=True)


def test_limits_of_commitment_document_and_number(tracked: Project) -> None:
    whole = open_now(tracked)
    parts = [open_now(tracked, "--document", slug) for slug in ("harbour-2033", "harbour-2035")]
    assert sum(parts) == whole and all(parts)
    assert open_now(tracked, "--commitment", KEY) == open_now(tracked, "--commitment", f"commitment:{KEY}") == whole
    assert (
        f"0 decided in {file_of(tracked)}; {whole} not asked yet" in review(tracked, "--limit", "1", typed="q\n").output
    )
    assert open_now(tracked, "--document", "harbour-2031") == 0


def test_another_spelling_of_the_name_is_the_same_author(tracked: Project) -> None:
    review(tracked, typed="n\nq\n")
    review(tracked, typed="n\nq\n", author="  luis   rey ")
    assert [row["author_label"] for row in cells(file_of(tracked))] == ["Luis Rey"] * 2


def test_a_known_author_keeps_the_id_of_earlier_decisions(tracked: Project) -> None:
    write_links(tracked, {**ROW, "author_id": "agent:maintainers", "author_label": "harbour maintainers"})
    review(tracked, "--limit", "1", typed="n\n", author="Harbour Maintainers")
    (row,) = cells(file_of(tracked, "harbour-maintainers"))
    assert (row["author_id"], row["author_label"]) == ("agent:maintainers", "harbour maintainers")
    assert {link.agent for link in read_links(tracked.links)} == {"maintainers"}


def test_an_emptied_file_of_one_s_own_is_refused_before_anything_is_asked(tracked: Project) -> None:
    file_of(tracked).write_text("", encoding="utf-8")
    said = review(tracked, typed="n\n")
    assert isinstance(said.exception, InputError) and "the file is empty" in said.exception.message and not said.output
    assert file_of(tracked).read_bytes() == b""


def test_reviewed_pairs_are_published_and_a_rejected_one_is_no_candidate(tracked: Project) -> None:
    def candidates() -> int:
        data = (build(tracked).release / "data.nq").read_text(encoding="utf-8")
        status = "#reviewStatus> <https://w3id.org/pledgegraph/ontology#Candidate> "
        return data.count(f"{status}<https://w3id.org/pledgegraph/graph/candidates>")

    assert candidates() > 0
    review(tracked, typed="n\n" * 20)
    assert candidates() == 0


def test_the_day_is_today_without_the_option(tracked: Project) -> None:
    argv = ["review", "--project", str(tracked.root), "--author", "Luis Rey", "--limit", "1"]
    before = date.today()
    CliRunner().invoke(main, argv, input="n\n", standalone_mode=False)
    assert before.isoformat() <= cells(file_of(tracked))[0]["mapping_date"] <= date.today().isoformat()


# --- the quote finds its place again ---


def test_a_clause_that_stands_twice_gets_a_prefix_that_tells_it_apart(tracked: Project) -> None:
    text = LATER.replace("Chile thanked Peru.", "Chile spoke. Attendees exchanged views on port fees.")
    (tracked.documents / "harbour-2033" / "text.txt").write_text(text, encoding="utf-8")
    write_links(tracked)
    review(tracked, "--document", "harbour-2033", typed="n\n" * 20)
    rows = [row for row in cells(file_of(tracked)) if row["quote"].startswith("Attendees exchanged")]
    assert len(rows) == 2 and all(occurrences(text, row["quote_prefix"] + row["quote"]) == 1 for row in rows)
    assert open_now(tracked, "--document", "harbour-2033") == 0
    assert drifted(tracked)[0] == 0
    assert build(tracked).report.conforms


# --- the file ---


def decision(**change: object) -> Decision:
    values: dict[str, object] = {
        "document": "harbour-2033", "document_label": "Third\tForum", "commitment": KEY, "commitment_label": "Port fees",
        "quote": 'Peru said "yes"', "prefix": "once ", "grade": None, "kind": None, "confidence": "0.8", "author": "Luis Rey",
        "day": date(2036, 1, 2), "note": "",
    }  # fmt: skip
    return Decision(**(values | change))  # type: ignore[arg-type]


def test_writing_keeps_metadata_columns_and_other_rows_and_sorts_stably(tracked: Project) -> None:
    path = tracked.links / "harbour.sssom.tsv"
    text = path.read_text(encoding="utf-8")
    head = "#mapping_set_id: https://example.org/x\n#my_own_key: kept\n#- deep:  \n"
    columns = [*COLUMNS[3:], *COLUMNS[:3]]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(list(csv.DictReader(io.StringIO(text.split("\n", 1)[1]), delimiter="\t"))[::-1])
    path.write_text(head + out.getvalue(), encoding="utf-8")
    before = cells(path)
    record(path, decision())
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[:3] == [line.rstrip() for line in head.splitlines()] and lines[3].split("\t") == columns
    after = cells(path)
    assert [row for row in after if row["author_label"] == "Ana Soto"] == sorted(
        before, key=lambda r: [r[n] for n in ORDER]
    )
    assert withdraw(path, decision()) and not withdraw(path, decision())
    assert sorted(map(str, cells(path))) == sorted(map(str, before))
    again = path.read_bytes()
    record(path, decision())
    withdraw(path, decision())
    assert path.read_bytes() == again


def test_what_a_spreadsheet_makes_of_the_file_is_read_and_gone_on_with(tracked: Project) -> None:
    review(tracked, typed='o\nhe said "no"\nn\ns\n\n\nq\n')
    path, everything = file_of(tracked), open_now(tracked)
    before = cells(path)
    width = len(COLUMNS)
    table = read_sssom(path, COLUMNS)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([line, *[""] * (width + 2)] for line in table.metadata)
    writer.writerow([*table.columns, "", ""])
    for row in before:
        writer.writerow([*(row[name] for name in table.columns), "", ""])
    writer.writerow([""] * (width + 2))
    path.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())
    assert cells(path) == before and read_sssom(path, COLUMNS).metadata == table.metadata
    assert open_now(tracked) == everything
    review(tracked, typed="n\nq\n")
    text = path.read_bytes()
    assert b"\r" not in text and not text.startswith(b"\xef") and text.startswith(b"#curie_map:\n")
    assert [row for row in cells(path) if row in before] == before and len(cells(path)) == 3


def test_rows_saved_by_somebody_else_between_two_decisions_stay(tracked: Project) -> None:
    path = file_of(tracked)
    record(path, decision(quote="one"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\tone\t", "\tedited\t"), encoding="utf-8")
    record(path, decision(quote="two"))
    assert [row["quote"] for row in cells(path)] == ["edited", "two"]
    with pytest.raises(InputError, match="in the meantime"):
        record(path, decision(quote="two", grade=Grade.RELATED_THEME))


def test_a_failing_rename_keeps_the_old_file_and_ends_with_one_message(
    tracked: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    review(tracked, typed="n\nq\n")
    path = file_of(tracked)
    before = path.read_bytes()

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    said = review(tracked, typed="n\nn\n")
    assert isinstance(said.exception, InputError) and "No space left" in said.exception.message
    assert path.read_bytes() == before and {p.name for p in tracked.links.iterdir()} == {path.name, "harbour.sssom.tsv"}


def test_a_shipped_file_is_written_back_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "initiative-echoes.sssom.tsv"
    shutil.copy(SHIPPED.links / path.name, path)
    before = path.read_bytes()
    record(path, decision())
    assert path.read_bytes() != before
    withdraw(path, decision())
    assert path.read_bytes() == before


def test_a_named_file_is_written_and_gone_on_with_wherever_it_lies(tracked: Project, tmp_path: Path) -> None:
    review(tracked, "--file", "mine.sssom.tsv", typed="n\nq\n")
    assert len(cells(tracked.links / "mine.sssom.tsv")) == 1
    away = tmp_path / "away"
    away.mkdir()
    left = open_now(tracked)
    review(tracked, "--file", str(away / "x.sssom.tsv"), typed="n\nq\n")
    assert len(cells(away / "x.sssom.tsv")) == 1
    assert open_now(tracked, "--file", str(away / "x.sssom.tsv")) == left - 1 and open_now(tracked) == left


# --- bad input ---


def garbage(path: Path) -> None:
    path.write_text("name,age\nx,1\n", encoding="utf-8")


def headless(path: Path) -> None:
    path.write_text("subject_id\tgrade\ndoc:x\tSameCommitment\n", encoding="utf-8")


def binary(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("make", [garbage, headless, binary, folder])
def test_a_file_that_is_no_table_is_refused_and_left_alone(tracked: Project, make: Callable[[Path], None]) -> None:
    path = tracked.root / "bad.sssom.tsv"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    said = review(tracked, "--file", str(path), typed="n\n")
    assert isinstance(said.exception, InputError) and "bad.sssom.tsv" in said.exception.place
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text.replace("\t", ","), ":2: the columns are not parted by tabs"),
        (lambda text: text.replace("\techo_kind", "\tquote"), ":2: the column 'quote' is there twice"),
        (lambda text: text.replace("Chile thanked", '"Chile thanked'), ":4: a quotation mark opens a cell"),
        (lambda text: text.replace("Chile", "Ch\0ile"), ":4: a NUL character"),
    ],
    ids=["commas", "twice", "open", "nul"],
)
def test_a_table_that_was_damaged_is_refused_where_it_is(
    tracked: Project, spoil: Callable[[str], str], words: str
) -> None:
    write_links(tracked, ROW, THANKS, {**ROW, "author_label": "Luis Rey", "author_id": "agent:luis-rey"})
    path = tracked.links / "harbour.sssom.tsv"
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(InputError) as caught:
        read_links(tracked.links)
    assert words in caught.value.message and caught.value.remedy and path.read_bytes() == before


@pytest.mark.parametrize("name", ["luis-rey.tsv", "luis-rey.sssom (1).tsv", "luis-rey.sssom.tsv.csv", "luis-rey.xlsx"])
def test_a_table_under_another_ending_is_not_passed_over(tracked: Project, name: str) -> None:
    write_links(tracked, ROW)
    assert len(read_links(tracked.links)) == 1
    (tracked.links / f".{name}").write_text("", encoding="utf-8")
    assert len(read_links(tracked.links)) == 1
    (tracked.links / name).write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"would not be read\. Give it a name that ends in \.sssom\.tsv"):
        read_links(tracked.links)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--author", ""], "who decides is not said"),
        (["--author", "…"], "is no author's name"),
        (["--commitment", "99"], "there is no commitment '99'"),
        (["--document", "harbour-2034"], "Did you mean 'harbour-203"),
        (["--file", "x.csv"], "does not end in .sssom.tsv"),
        (["--file", "gone/x.sssom.tsv"], "no such folder"),
        (["--compare", "--drift"], "exclude each other"),
        (["--compare", "--limit", "3"], "only for deciding"),
        (["--compare", "--file", "gone/x.sssom.tsv"], "no such file"),
        (["--limit", "0"], "limit"),
        (["--date", "soon"], "soon"),
    ],
)
def test_wrong_use_is_one_message_and_exit_code_2(
    tracked: Project, options: list[str], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    given = [] if "--author" in options or "--compare" in options else ["--author", "Luis Rey"]
    assert invoke(["review", "--project", str(tracked.root), *given, *options]) == 2
    shown = capfd.readouterr()
    assert words in shown.err and not shown.out and "Traceback" not in shown.err
    assert not file_of(tracked).exists()


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_asked(
    tracked: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = os.access
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK and access(path, mode))
    said = review(tracked, typed="n\n")
    assert isinstance(said.exception, InputError) and "cannot be written" in said.exception.message and not said.output


# --- reviewers side by side ---


def test_kappa_is_the_value_worked_out_by_hand() -> None:
    """50 grants: both yes 20, both no 15, first only 5, second only 10: observed 0.7, by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5."""
    told = [("y", "y")] * 20 + [("n", "n")] * 15 + [("y", "n")] * 5 + [("n", "y")] * 10
    found = cohen(told)
    assert (found.agreed, found.pairs, found.value) == (35, 50, pytest.approx(0.4))
    assert cohen([("y", "y")] * 3).value is None and cohen([]).value is None
    assert cohen([("y", "n"), ("n", "y")]).value == -1.0


def both(tracked: Project) -> None:
    """Four pairs judged by Ana; Luis says the same of two, relates one that she calls the same, rejects another."""
    rows = [
        ROW,
        {
            **ROW,
            "quote": "Attendees exchanged views on port fees",
            "grade": "RelatedTheme",
            "echo_kind": "KindDiscussed",
        },
        THANKS,
        {**ROW, "subject_id": "doc:harbour-2035", "quote": "Peru noted that it published its port fees"},
    ]
    luis = {"author_id": "agent:luis-rey", "author_label": "Luis Rey"}
    other = [
        {**ROW, **luis, "quote": "the publication of all port fees", "grade": "RelatedTheme", "comment": "Only fees."},
        {**rows[1], **luis, "predicate_modifier": "Not", "grade": "", "echo_kind": ""},
        {**THANKS, **luis},
        {**rows[3], **luis},
    ]
    write_links(tracked, *rows, *other)


def test_two_reviewers_disagreements_and_kappas(tracked: Project) -> None:
    """Accepted or rejected: observed 3/4, by chance (3*2 + 1*2)/16 = 1/2, so 0.5.

    Three verdicts: Ana same 2, related 1, rejected 1; Luis same 1, related 1, rejected 2: observed 2/4, by chance
    (2*1 + 1*1 + 1*2)/16 = 5/16, so (8/16 - 5/16) / (11/16) = 3/11.
    """
    both(tracked)
    said = review(tracked, "--compare", author="", typed="")
    assert isinstance(said.exception, InputError)  # a day is only for deciding
    said = CliRunner().invoke(main, ["review", "--compare", "--project", str(tracked.root)], standalone_mode=False)
    assert said.return_value == 0
    assert "Ana Soto and Luis Rey: 4 pairs judged by both" in said.output
    assert "accepted or rejected: agree on 3 of 4, Cohen's kappa 0.50" in said.output
    assert "same, related or rejected: agree on 2 of 4, Cohen's kappa 0.27" in said.output
    assert 'Luis Rey: related theme, confidence 0.80, Only fees. "the publication of all port fees"' in said.output
    assert said.output.count(f"{KEY} in harbour-2033") == 2 and "harbour.sssom.tsv:3)" in said.output


def test_a_passage_is_paired_once_with_the_one_that_shares_most(tracked: Project) -> None:
    write_links(
        tracked, ROW, {**ROW, "author_label": "Luis Rey"}, {**ROW, "author_label": "Luis Rey", "quote": "Peru called"}
    )
    links = read_links(tracked.links)
    spans = [Span(0, 40), Span(0, 30), Span(20, 25)]
    echoes = [Echo(link=one, span=span, statement=None, forum=None) for one, span in zip(links, spans, strict=True)]
    (found,) = agreements(echoes)
    assert [(one.span, other.span) for one, other in found.both] == [(Span(0, 40), Span(0, 30))]


def test_one_reviewer_or_none_is_said(tracked: Project) -> None:
    argv = ["review", "--compare", "--project", str(tracked.root)]
    said = CliRunner().invoke(main, argv, standalone_mode=False)
    assert said.return_value == 0 and "Only Ana Soto has decided here" in said.output
    write_links(tracked)
    assert "Nobody has decided here" in CliRunner().invoke(main, argv, standalone_mode=False).output


def test_both_reports_as_json(tracked: Project) -> None:
    both(tracked)
    where = ["--project", str(tracked.root), "--json"]
    said = json.loads(CliRunner().invoke(main, ["review", "--compare", *where], standalone_mode=False).output)
    assert said["reviewers"] == ["Ana Soto", "Luis Rey"]
    (pair,) = said["pairs"]
    assert pair["accepted"] == {"agreed": 3, "pairs": 4, "kappa": pytest.approx(0.5)}
    assert [one["verdict"] for one in pair["disagreements"][0]] != []
    assert len(pair["disagreements"]) == 2 and pair["disagreements"][0][0]["line"] >= 3
    lost = json.loads(CliRunner().invoke(main, ["review", "--drift", *where], standalone_mode=False).output)
    assert lost == {"decisions": 8, "lost": []}
    asked = CliRunner().invoke(main, ["review", "--author", "Ana Soto", *where], standalone_mode=False)
    assert isinstance(asked.exception, InputError) and "--json is for" in asked.exception.problem


# --- a second opinion ---


def test_a_second_reviewer_is_asked_about_what_the_first_has_judged(tracked: Project) -> None:
    said = review(tracked, "--judged-by", "ana soto", typed="s\n\n\nn\nr\nKindReported\n\nn\n")
    assert said.exception is None and "4 decided" in said.output and "score" not in said.output
    assert "what was decided is not shown" in said.output and "Only thanks." not in said.output
    first = [row for row in cells(tracked.links / "harbour.sssom.tsv")]
    second = cells(file_of(tracked))
    assert sorted(row["quote"] for row in second) == sorted(row["quote"] for row in first)
    assert "KindReported" in {row["echo_kind"] for row in second}
    argv = ["review", "--compare", "--project", str(tracked.root)]
    told = CliRunner().invoke(main, argv, standalone_mode=False).output
    assert "Ana Soto and Luis Rey: 4 pairs judged by both" in told
    left = review(tracked, "--judged-by", "Ana Soto")
    assert "Nothing to review: every passage that Ana Soto has judged here has your decision" in left.output


def test_a_second_opinion_keeps_limits_quotes_with_their_prefix_and_what_stands_in_no_statement(
    tracked: Project,
) -> None:
    write_links(
        tracked,
        {**ROW, "quote": "fees", "quote_prefix": "publication of all port "},
        {**ROW, "quote": "Third Harbour Forum was"},
    )
    review(tracked, "--judged-by", "Ana Soto", typed="s\n\n\nn\n")
    rows = cells(file_of(tracked))
    assert {(row["quote_prefix"], row["quote"]) for row in rows} == {
        ("publication of all port ", "fees"),
        ("", "Third Harbour Forum was"),
    }
    assert open_now(tracked, "--judged-by", "Ana Soto", "--document", "harbour-2035") == 0
    assert build(tracked).report.conforms


@pytest.mark.parametrize(
    ("other", "words"),
    [("Ana Sotto", "Did you mean 'Ana Soto'?"), ("luis rey", "is another person's")],
)
def test_a_second_opinion_on_nobody_or_oneself_is_refused(tracked: Project, other: str, words: str) -> None:
    review(tracked, typed="n\nq\n")
    said = review(tracked, "--judged-by", other)
    assert isinstance(said.exception, InputError) and words in said.exception.message and not said.output


def test_reviewers_of_different_passages_are_told_how_to_judge_the_same(tracked: Project) -> None:
    write_links(tracked, ROW, {**THANKS, "author_id": "agent:luis-rey", "author_label": "Luis Rey"})
    argv = ["review", "--compare", "--project", str(tracked.root)]
    told = CliRunner().invoke(main, argv, standalone_mode=False).output
    assert 'review --author "Luis Rey" --judged-by "Ana Soto"' in told


# --- drift ---


def drifted(project: Project) -> tuple[int, str]:
    said = CliRunner().invoke(main, ["review", "--drift", "--project", str(project.root)], standalone_mode=False)
    assert not isinstance(said.exception, PledgegraphError), said.exception
    return said.return_value, said.output


def test_moved_offsets_keep_decisions_and_a_changed_quote_is_named_with_its_nearest_passage(tracked: Project) -> None:
    assert drifted(tracked) == (0, "0 of 4 decisions have lost their quote.\n")
    path = tracked.documents / "harbour-2033" / "text.txt"
    path.write_text("An added line.\n\n" + LATER, encoding="utf-8")
    assert drifted(tracked)[0] == 0
    path.write_text(LATER.replace("publication of all port fees", "printing of all port fees"), encoding="utf-8")
    code, said = drifted(tracked)
    assert code == 1 and "harbour.sssom.tsv:3: no longer stands in harbour-2033" in said
    assert '"Peru called for the printing of all port fees"' in said and "1 of 4 decisions" in said
    assert "1 decisions have lost their quote" in review(tracked, typed="q\n").stderr


def test_a_quote_without_any_near_passage_or_with_two_places(tracked: Project) -> None:
    path = tracked.documents / "harbour-2033" / "text.txt"
    path.write_text(
        LATER.replace("Chile thanked Peru.", "Chile spoke. Peru called for the publication of all port fees."),
        encoding="utf-8",
    )
    code, said = drifted(tracked)
    assert code == 1 and "stands 2 times" in said and "2 of 4" in said
    assert 'no longer stands in harbour-2033: "Chile thanked Peru"\n' in said


def test_drift_of_nothing_and_of_an_unknown_document(tracked: Project) -> None:
    write_links(tracked)
    assert drifted(tracked) == (0, "0 of 0 decisions have lost their quote.\n")
    write_links(tracked, {**ROW, "subject_id": "doc:harbour-2034"})
    assert drift(read_links(tracked.links), ())[1] == []
    argv = ["review", "--drift", "--project", str(tracked.root)]
    assert isinstance(CliRunner().invoke(main, argv, standalone_mode=False).exception, InputError)
