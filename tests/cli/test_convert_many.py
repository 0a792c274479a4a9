"""`pledgegraph convert` over many files: bad ones are set aside, a stopped run goes on, nothing is lost."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pledgegraph.batch import JOURNAL, QUARANTINE, Batch
from pledgegraph.cli.main import invoke
from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.sources.inbox import files_below, short_names
from pledgegraph.sources.outputs import write_beside

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
    assert "binary data" in (aside / "bad.txt.reason.txt").read_text(encoding="utf-8")
    reason = (aside / "french.txt.reason.txt").read_text(encoding="utf-8")
    assert "French" in reason and reason.startswith(str(inbox / "french.txt"))
    assert (aside / "bad.txt").read_bytes() == b"\x89PNG\0"
    told = capsys.readouterr().err
    assert f"passed over: {inbox / 'picture.png'}: '.png' is none of the endings read" in told
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
    reason = (target / QUARANTINE / "inbox--one.txt.reason.txt").read_text(encoding="utf-8")
    assert "gives the same name 'one'" in reason


def test_a_text_in_two_forms_gives_two_documents(inbox: Path, tmp_path: Path) -> None:
    (inbox / "one.md").write_text(f"# {GOOD}", encoding="utf-8")
    target = tmp_path / "out"
    assert invoke(["convert", str(inbox), "-o", str(target)]) == 4
    assert sorted(path.name for path in target.glob("*.nq")) == ["one-md.nq", "one-txt.nq", "two.nq"]
    assert b"/id/document/one-md>" in (target / "one-md.nq").read_bytes()
    assert sorted(path.name for path in (target / QUARANTINE).glob("*.txt")) == [
        "bad.txt", "bad.txt.reason.txt", "french.txt", "french.txt.reason.txt",
    ]  # fmt: skip


def test_files_of_one_name_are_told_apart_by_as_many_folders_as_it_takes() -> None:
    files = [Path(name) for name in ("/a/x/one.txt", "/b/x/one.txt", "/b/two.txt", "one.txt")]
    assert list(short_names(files).values()) == ["two.txt", "one.txt", "a--x--one.txt", "b--x--one.txt"]


def test_none_converted_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \n")
    files = [str(tmp_path / name) for name in ("empty.txt", "blank.txt")]
    assert invoke(["convert", *files, "-o", str(tmp_path / "out")]) == 2
    assert "0 of 2 files converted" in capsys.readouterr().err
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    assert invoke(["convert", *files, str(tmp_path / "good.txt"), "-o", str(tmp_path / "out")]) == 4


def test_what_a_run_writes_below_its_input_is_no_input_of_the_next(inbox: Path) -> None:
    for _ in range(2):
        assert invoke(["convert", str(inbox), "-o", str(inbox / "out")]) == 4
    assert sorted(path.name for path in (inbox / "out").glob("*.nq")) == ["one.nq", "two.nq"]


def test_several_files_need_a_folder(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["convert", str(inbox)]) == 2
    assert "Name a folder with -o DIR" in capsys.readouterr().err
    with pytest.raises(InputError, match="no such file"):
        files_below([inbox / "none"])
    (inbox / "empty").mkdir()
    with pytest.raises(InputError, match="no file here"):
        files_below([inbox / "empty"])


def test_links_out_of_a_folder_and_what_is_no_file_are_passed_over(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "private.txt").write_text(GOOD, encoding="utf-8")
    (inbox / "out.txt").symlink_to(tmp_path / "private.txt")
    (inbox / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    (inbox / "within.txt").symlink_to(inbox / "one.txt")
    os.mkfifo(inbox / "pipe.txt")
    assert invoke(["convert", str(inbox), "-o", str(tmp_path / "out")]) == 4
    told = capsys.readouterr().err
    assert sorted(path.name for path in (tmp_path / "out").glob("*.nq")) == ["one.nq", "two.nq", "within.nq"]
    assert f"passed over: {inbox / 'out.txt'}: a link that leads nowhere or out of the folder" in told
    assert f"passed over: {inbox / 'gone.txt'}: a link that leads nowhere or out of the folder" in told
    assert f"passed over: {inbox / 'pipe.txt'}: no file" in told
    with pytest.raises(InputError, match="neither a file nor a folder"):
        files_below([inbox / "pipe.txt"])


@pytest.mark.parametrize("name", ["one.txt", "other.md"])
def test_a_text_is_never_replaced_by_its_rdf(inbox: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    target = inbox / name
    before = GOOD if name == "one.txt" else "# Notes\n"
    target.write_text(before, encoding="utf-8")
    assert invoke(["convert", str(inbox / "one.txt"), "-o", str(target)]) == 2
    assert "is a text, which RDF would replace" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == before
    (inbox / "one.nq").write_text("old", encoding="utf-8")
    assert invoke(["convert", str(inbox / "one.txt"), "-o", str(inbox / "one.nq")]) == 0
    assert b"Reaffirms" in (inbox / "one.nq").read_bytes()


def test_workers_end_with_the_run_that_started_them(tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"{number}.txt").write_text(GOOD * 20, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pledgegraph",
        "convert",
        str(tmp_path),
        "-o",
        str(tmp_path / "out"),
        "--workers",
        "2",
    ]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    for _ in range(300):
        if (tmp_path / "out" / JOURNAL).is_file():
            break
        time.sleep(0.1)
    assert run.poll() is None
    run.kill()
    run.wait()
    for _ in range(300):
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(run.pid, 9)
    pytest.fail("a worker is still there")


@pytest.mark.slow
def test_every_statement_of_the_corpus_is_converted(statements: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "out"
    outcomes = list(Batch(Project.find(), target, "nquads").run(files_below(statements), workers=2))
    assert [outcome.reason for outcome in outcomes if outcome.reason] == []
    assert len(list(target.glob("*.nq"))) == len(statements)


def test_names_that_are_no_utf8_are_converted_set_aside_and_kept(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, data in ((b"caf\xe9.txt", GOOD.encode()), (b"bad\xff.txt", b"\0")):
        (inbox / os.fsdecode(name)).write_bytes(data)
    target = tmp_path / "out"
    assert invoke(["convert", str(inbox), "-o", str(target)]) == 4
    assert (target / "caf.nq").is_file()
    assert (target / QUARANTINE / os.fsdecode(b"bad\xff.txt.reason.txt")).is_file()
    assert "3 of 6 files converted" in capsys.readouterr().err
    assert invoke(["convert", str(inbox), "-o", str(target)]) == 4
    assert "3 of 6 files converted, 3 of them by an earlier run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "remedy"), [(errno.ENOSPC, "Free space."), (errno.EACCES, "Name a file in a folder that exists")]
)
def test_what_cannot_be_written_names_the_remedy(
    code: int, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(InputError, match=remedy):
        write_beside(tmp_path / "one.nq", b"x")


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_beside(tmp_path / ("a" * 254), b"x")
