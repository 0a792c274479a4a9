"""The verbs as a user meets them: what they print, where, and with which exit code; never a traceback."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from pledgegraph.cli.main import invoke
from pledgegraph.project import Project

ROOT = Project.find().root
TEXT = (
    "Press Release of the Second Harbour Forum\n\nThe Second Harbour Forum was held in Coquimbo, Chile, on 4 May 2031. It was attended "
    "by officials from Chile and the International Organization for Ports and Migration (IOM). Attendees will publish port fees by 2033.\n"
)


def call(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Runs the program as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "pledgegraph", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        input="",
    )


@pytest.fixture(scope="module", autouse=True)
def release() -> Path:
    """The release of the five texts, built if it is not there."""
    done = call("build")
    assert done.returncode == 0, done.stderr
    return ROOT / "build" / "current"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_build_prints_the_release_and_overview_the_tables() -> None:
    shown = call("build", "--overview")
    assert shown.returncode == 0
    for words in (
        "conforms",
        "What was found",
        "The 16 commitments",
        "Attendance",
        "Findings",
        "Coverage",
        "data.nq",
        "Next:",
        "query --list",
    ):
        assert words in shown.stdout
    assert json.loads(call("build", "--json").stdout)["quads"] > 10_000


@pytest.mark.parametrize(
    ("form", "parser"),
    [("nquads", ox.RdfFormat.N_QUADS), ("turtle", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD)],
)
def test_convert_gives_rdf_that_can_be_read_alone(text: Path, form: str, parser: ox.RdfFormat) -> None:
    done = call("convert", str(text), "--format", form)
    assert done.returncode == 0
    store = ox.Store()
    store.load(done.stdout.encode(), format=parser)
    answer = store.query(
        "PREFIX plg: <https://w3id.org/pledgegraph/ontology#> SELECT ?code WHERE { ?p a plg:Participation ; plg:capacity plg:Attended ; "
        "plg:participant/plg:iso3 ?code }",
        use_default_graph_as_union=True,
    )
    assert [row["code"].value for row in answer] == ["CHL"]
    assert "NameDiscrepancy: International Organization for Ports and Migration (IOM)" in done.stderr
    assert f"{text}:3:" in done.stderr


def test_convert_writes_a_file_whole(text: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.nq"
    assert call("convert", str(text), "-o", str(out)).returncode == 0
    assert out.read_bytes().count(b"\n") > 50
    assert sorted(path.name for path in tmp_path.iterdir()) == ["harbour.txt", "out.nq"]
    failed = call("convert", str(text), "-o", str(tmp_path / "none" / "out.nq"))
    assert failed.returncode == 2 and "cannot be written" in failed.stderr


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7 x", "binary"),
        (b"a\0b", "binary"),
        (b"\xff\xfe\xfa", "UTF-16"),
        ("ü".encode("latin-1"), "UTF-8"),
        (b"a\x07b", "control"),
    ],
)
def test_convert_refuses_what_is_no_text(tmp_path: Path, data: bytes, word: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    done = call("convert", str(path), "-o", str(tmp_path / "out.nq"))
    assert done.returncode == 2
    assert word in done.stderr and str(path) in done.stderr and "Traceback" not in done.stderr
    assert done.stdout == "" and not (tmp_path / "out.nq").exists()


def test_convert_of_a_text_without_a_meeting_says_so(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Statement on Fees\n\nChile called for lower fees.\n", encoding="utf-8")
    done = call("convert", str(path))
    assert done.returncode == 0 and "no forum is asserted" in done.stderr and "/forum/" not in done.stdout


def test_convert_of_a_text_whose_meeting_has_an_impossible_day_names_it(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(
        "Press Release\n\nThe Harbour Forum was held in Lima, Peru, on 31 February 2031.\n", encoding="utf-8"
    )
    done = call("convert", str(path), "-o", str(tmp_path / "note.nq"))
    told = f"{path}: the day of the meeting is impossible ('31 February 2031'), so no forum is asserted"
    assert done.returncode == 0 and told in done.stderr


def test_check_of_the_release_and_of_a_broken_file(tmp_path: Path) -> None:
    assert call("check").returncode == 0
    broken = tmp_path / "broken.ttl"
    broken.write_text(
        "@prefix plg: <https://w3id.org/pledgegraph/ontology#> . <https://example.org/x> a plg:Participation .\n",
        encoding="utf-8",
    )
    done = call("check", str(broken), "--format", "json")
    assert done.returncode == 1 and json.loads(done.stdout)["conforms"] is False
    nonsense = tmp_path / "nonsense.ttl"
    nonsense.write_text("this is no Turtle", encoding="utf-8")
    refused = call("check", str(nonsense))
    assert refused.returncode == 2 and "nonsense.ttl" in refused.stderr and "Traceback" not in refused.stderr


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_query_in_every_form(form: str) -> None:
    done = call("query", "speakers-by-video", "--format", form)
    assert done.returncode == 0 and "Amy Pope" in done.stdout


def test_query_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    query = "PREFIX plg: <https://w3id.org/pledgegraph/ontology#> SELECT (COUNT(?f) AS ?forums) WHERE { ?f a plg:Forum } ORDER BY ?forums"
    path = tmp_path / "forums.rq"
    path.write_text(query, encoding="utf-8")
    assert call("query", str(path), "--format", "csv").stdout.split() == ["forums", "5"]
    done = subprocess.run(
        [sys.executable, "-m", "pledgegraph", "query", "-", "--format", "csv"],
        cwd=ROOT,
        input=query,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["forums", "5"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "no-such-question"),
        ("query", "speakers-by-video", "-p", "x"),
        ("query", "speakers-by-video", "-p", "x=1"),
        ("query", "none.rq"),
        ("explain", "state/XXX"),
        ("explain", "not an iri"),
        ("convert", "none.txt"),
        ("check", "none.ttl"),
        ("build", "--project", "/nowhere/at/all"),
        ("query", "speakers-by-video", "--endpoint", "http://127.0.0.1:9/query"),
        ("frobnicate",),
        ("build", "--frobnicate"),
    ],
    ids=" ".join,
)
def test_every_misuse_ends_with_a_message_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    done = call(*arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.strip() and "Traceback" not in done.stderr and done.stdout == ""


def test_list_and_show() -> None:
    listed = call("query", "--list").stdout
    assert all(path.stem in listed for path in (ROOT / "queries").glob("*.rq"))
    assert "SELECT" in call("query", "speakers-by-video", "--show").stdout


def test_explain_shows_quote_rule_and_confidence() -> None:
    done = call("explain", "commitment/regional-migration-governance-initiative/12")
    assert done.returncode == 0
    assert "basis: stated" in done.stdout and "[[" in done.stdout and "initiative-2023, line" in done.stdout
    data = json.loads(call("explain", "commitment/regional-migration-governance-initiative/12", "--json").stdout)
    text = (ROOT / "data" / "documents" / "initiative-2023" / "text.txt").read_text(encoding="utf-8")
    assert data["quotes"] and all(text[quote["start"] : quote["end"]] == quote["exact"] for quote in data["quotes"])


def test_evaluate_prints_the_table_and_the_readme_holds_it() -> None:
    shown = call("evaluate", "--markdown").stdout.strip()
    assert shown.startswith("| field |")
    assert shown in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "must-not" in call("evaluate", "--no-errors").stdout
    assert json.loads(call("evaluate", "--json").stdout)


def test_evaluate_prints_one_form_at_a_time() -> None:
    done = call("evaluate", "--json", "--markdown")
    assert done.returncode == 2 and "exclude each other" in done.stderr and not done.stdout


def test_a_query_that_is_no_utf8_is_told_as_such() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pledgegraph", "query", "-"],
        cwd=ROOT,
        input=b"ASK \xff",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2 and b"standard input: not UTF-8 text (byte 4)" in done.stderr


def test_without_a_release_the_remedy_is_named(tmp_path: Path) -> None:
    for name in ("data/registry", "ontology", "queries"):
        (tmp_path / name).mkdir(parents=True)
    for verb in (("check",), ("evaluate",), ("explain", "state/CHN")):
        done = call(*verb, "--project", str(tmp_path))
        assert done.returncode == 2 and "pledgegraph build" in done.stderr


def test_a_fault_of_ours_ends_with_3_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Project, "find", broken)
    monkeypatch.delenv("PLEDGEGRAPH_DEBUG", raising=False)
    assert invoke(["build"]) == 3
    error = capsys.readouterr().err
    assert "a fault of ours" in error and "Traceback" not in error


def test_a_folder_that_is_shut_is_no_fault_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def shut(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "data/documents")

    monkeypatch.setattr(Project, "find", shut)
    assert invoke(["build"]) == 2
    assert capsys.readouterr().err == "error: data/documents: Permission denied. Change its permissions.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_no_fault_of_ours() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pledgegraph", "query", "attendance-matrix"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "No space left on device. Free space" in done.stderr and "fault" not in done.stderr


def test_a_closed_pipe_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m pledgegraph query attendance-matrix | head -n 1",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert "Traceback" not in done.stderr and "fault" not in done.stderr


def test_one_parameter_twice_and_two_outputs_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["query", "attendance-matrix", "-p", "a=1", "-p", "a=2"]) == 2
    assert "given twice" in capsys.readouterr().err
    assert invoke(["build", "--overview", "--json"]) == 2
    assert "choose one" in capsys.readouterr().err
