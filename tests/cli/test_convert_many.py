"""`pledgegraph convert` over many files: bad ones are set aside, a stopped run goes on, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgegraph.batch import JOURNAL, QUARANTINE, Batch, files_below
from pledgegraph.cli.main import invoke
from pledgegraph.errors import InputError
from pledgegraph.project import Project

GOOD = "Joint Statement\n\nThe Ministers reaffirmed their support for the Harbour Office.\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "deeper").mkdir(parents=True)
    (folder / "one.txt").write_text(GOOD, encoding="utf-8")
    (folder / "deeper" / "two.md").write_text(GOOD.replace("Joint", "# Joint"), encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"\x89PNG\0")
    (folder / "french.txt").write_text(
        "Les ministres se sont réunis pour parler des ports de la région. " * 4, encoding="utf-8"
    )
    (folder / "picture.png").write_bytes(b"\x89PNG\0")
    (folder / ".hidden.txt").write_text(GOOD, encoding="utf-8")
    return folder


@pytest.mark.parametrize("workers", [1, 2])
def test_good_files_are_converted_and_bad_ones_set_aside(
    inbox: Path, tmp_path: Path, workers: int, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out"
    assert invoke(["convert", str(inbox), "-o", str(target), "--workers", str(workers)]) == 4
    assert sorted(path.name for path in target.glob("*.nq")) == ["one.nq", "two.nq"]
    assert b"Reaffirms" in (target / "one.nq").read_bytes()
    aside = target / QUARANTINE
    assert "binary data" in next(aside.glob("*bad.txt.reason.txt")).read_text(encoding="utf-8")
    assert "French" in next(aside.glob("*french.txt.reason.txt")).read_text(encoding="utf-8")
    assert next(aside.glob("*bad.txt")).read_bytes() == b"\x89PNG\0"
    told = capsys.readouterr().err
    assert "2 of 4 files converted" in told
    assert "2 set aside" in told
    assert "Traceback" not in told


def test_a_stopped_run_goes_on_and_a_mended_file_leaves_quarantine(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out"
    assert invoke(["convert", str(inbox), "-o", str(target)]) == 4
    before = {path.name: path.stat().st_mtime_ns for path in target.glob("*.nq")}
    (inbox / "bad.txt").write_text(GOOD, encoding="utf-8")
    (inbox / "french.txt").unlink()
    (inbox / "one.txt").write_text(GOOD + "\nChile thanked Peru.\n", encoding="utf-8")
    capsys.readouterr()
    assert invoke(["convert", str(inbox), "-o", str(target)]) == 0
    after = {path.name: path.stat().st_mtime_ns for path in target.glob("*.nq")}
    assert after["two.nq"] == before["two.nq"]
    assert after["one.nq"] > before["one.nq"]
    assert "bad.nq" in after
    assert not list((target / QUARANTINE).glob("*bad.txt*"))
    assert "3 of 3 files converted, 1 of them by an earlier run" in capsys.readouterr().err


def test_a_run_taken_away_in_the_middle_keeps_what_it_finished(inbox: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    run = Batch(Project.find(), target, "nquads").run(files_below([inbox]))
    finished = [next(run).file.name, next(run).file.name]
    run.close()
    assert (target / JOURNAL).read_text(encoding="utf-8").count("\n") == sum(name != "bad.txt" for name in finished)
    outcomes = {
        outcome.file.name: outcome.kept for outcome in Batch(Project.find(), target, "nquads").run(files_below([inbox]))
    }
    assert [name for name, kept in outcomes.items() if kept] == [name for name in finished if name != "bad.txt"]


def test_two_files_of_one_name_do_not_overwrite_each_other(inbox: Path, tmp_path: Path) -> None:
    (inbox / "deeper" / "one.txt").write_text(GOOD + "More.\n", encoding="utf-8")
    target = tmp_path / "out"
    assert invoke(["convert", str(inbox), "-o", str(target)]) == 4
    reason = next((target / QUARANTINE).glob("*one.txt.reason.txt")).read_text(encoding="utf-8")
    assert "gives the same name 'one'" in reason


def test_several_files_need_a_folder(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["convert", str(inbox)]) == 2
    assert "Name a folder with -o DIR" in capsys.readouterr().err
    with pytest.raises(InputError, match="no such file"):
        files_below([inbox / "none"])
    (inbox / "empty").mkdir()
    with pytest.raises(InputError, match="no file here"):
        files_below([inbox / "empty"])


def test_every_statement_of_the_corpus_is_converted(statements: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "out"
    outcomes = list(Batch(Project.find(), target, "nquads").run(files_below(statements), workers=2))
    assert [outcome.reason for outcome in outcomes if outcome.reason] == []
    assert len(list(target.glob("*.nq"))) == len(statements)
