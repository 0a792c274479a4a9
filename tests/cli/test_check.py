"""`pledgegraph check` as a user meets it: exit codes, standard input, other people's shapes, reports in files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix h: <http://harbour.example/> .
h:PortShape a sh:NodeShape ; sh:targetClass h:Port ; sh:property h:Port-fee , h:Port-name .
h:Port-fee a sh:PropertyShape ; sh:path h:fee ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "A port has a fee." .
h:Port-name a sh:PropertyShape ; sh:path h:name ; sh:maxCount 1 ; sh:severity sh:Violation ; sh:message "A port has one name." .
"""
WARNED = "<http://harbour.example/north> a <http://harbour.example/Port> .\n"
WRONG = (
    WARNED
    + '<http://harbour.example/south> a <http://harbour.example/Port> ; <http://harbour.example/name> "S", "South" .\n'
)


def call(*arguments: str | Path, given: str | bytes = "", cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "pledgegraph", "check", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        check=False,
        input=given.encode() if isinstance(given, str) else given,
    )


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    file = tmp_path / "shapes.ttl"
    file.write_text(SHAPES, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("data", "fail_on", "code"),
    [
        ("<urn:a> <urn:b> <urn:c> .", "info", 0),
        (WARNED, "violation", 0),
        (WARNED, "warning", 1),
        (WARNED, "info", 1),
        (WRONG, "violation", 1),
        ("<urn:a> <urn:b>", "violation", 2),
        ("", "violation", 2),
    ],
)
def test_the_exit_code_says_how_it_went(shapes: Path, data: str, fail_on: str, code: int) -> None:
    done = call("-", "--syntax", "turtle", "--shapes", shapes, "--fail-on", fail_on, given=data)
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    assert bool(done.stdout) == (code != 2)
    assert bool(done.stderr) == (code == 2)


def test_a_fault_of_ours_is_3_and_one_line(shapes: Path, tmp_path: Path) -> None:
    """The program itself is broken: an engine that is not there."""
    (tmp_path / "pyshacl_turbo.py").write_text("raise RuntimeError('the engine is broken')\n", encoding="utf-8")
    (tmp_path / "data.ttl").write_text(WRONG, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pledgegraph", "check", "data.ttl", "--shapes", str(shapes)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.startswith("error: a fault of ours: RuntimeError: the engine is broken.")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("engine", ["turbo", "pyshacl"])
def test_shapes_that_refer_to_themselves_and_broken_ones_give_one_message_at_most(tmp_path: Path, engine: str) -> None:
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:S> a sh:NodeShape ; sh:targetSubjectsOf <urn:b> ; "
    for name, rest, code in (
        ("itself", "sh:property <urn:P> . <urn:P> sh:path <urn:b> ; sh:maxCount 2 ; sh:node <urn:S> .", {0, 2}),
        ("broken", 'sh:property <urn:P> . <urn:P> sh:path <urn:b> ; sh:pattern "((" .', {2}),
    ):
        (tmp_path / f"{name}.ttl").write_text(head + rest, encoding="utf-8")
        options = ("--syntax", "turtle", "--shapes", tmp_path / f"{name}.ttl", "--engine", engine)
        done = call("-", *options, given="<urn:a> <urn:b> <urn:c> .")
        assert done.returncode in code, done.stderr
        assert len(done.stderr.splitlines()) == (done.returncode != 0)


def test_our_own_shapes_by_name_are_our_own_shapes() -> None:
    sample = ROOT / "tests" / "ontology" / "sample.ttl"
    done = call(sample, "--shapes", ROOT / "ontology" / "shapes", "--fail-on", "info")
    assert done.returncode == 0, done.stdout
    assert done.stdout == call(sample).stdout


def test_standard_input_needs_a_syntax() -> None:
    done = call("-", given=WRONG)
    assert done.returncode == 2
    assert b"--syntax" in done.stderr


@pytest.mark.parametrize("engine", ["turbo", "pyshacl"])
def test_one_node_of_several_files(shapes: Path, tmp_path: Path, engine: str) -> None:
    (tmp_path / "one.ttl").write_text(WARNED, encoding="utf-8")
    (tmp_path / "two.ttl").write_text(WRONG, encoding="utf-8")
    focus = "<http://harbour.example/south>"
    done = call(
        "one.ttl", "two.ttl", "--shapes", shapes, "--focus", focus, "--format", "json", "--engine", engine, cwd=tmp_path
    )
    assert done.returncode == 1, done.stderr
    value = json.loads(done.stdout)
    assert {each["focus"] for each in value["results"]} == {focus.strip("<>")}
    assert value["counts"] == {"Violation": 1, "Warning": 1, "Info": 0}
    assert {tuple(each["mention"]) for each in value["results"]} == {("two.ttl", 2)}


def test_a_report_goes_into_a_file(shapes: Path, tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(WRONG, encoding="utf-8")
    done = call("data.ttl", "--shapes", shapes, "--format", "junit", "-o", "report.xml", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == b""
    assert ElementTree.parse(tmp_path / "report.xml").getroot().get("failures") == "1"
    refused = call("data.ttl", "--shapes", shapes, "-o", "gone/report.xml", cwd=tmp_path)
    assert refused.returncode == 2
    assert b"cannot be written" in refused.stderr


def test_a_converted_text_is_checked_and_a_fault_in_it_is_found_in_the_text(tmp_path: Path) -> None:
    """From somebody's text to the characters of the finding, in a folder that is no project."""
    text = "Press Release of the Harbour Forum\n\nThe Harbour Forum was held in Arica, Chile, on 4 May 2031. Attendees will publish fees.\n"
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "harbour.txt").write_text(text, encoding="utf-8")
    made = subprocess.run(
        [sys.executable, "-m", "pledgegraph", "convert", "texts/harbour.txt"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    ).stdout.decode()
    start = text.index("Attendees will")
    wrong = [
        line.replace('"Attendees will', '"Attendees must', 1) if "#exact" in line else line
        for line in made.splitlines()
    ]
    assert wrong != made.splitlines()
    (tmp_path / "data.nq").write_text("\n".join(wrong) + "\n", encoding="utf-8")
    done = call("data.nq", "--texts", "texts", "--format", "sarif", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    places = [
        each["locations"][0]["physicalLocation"]
        for each in json.loads(done.stdout)["runs"][0]["results"]
        if each["ruleId"].endswith("Passage-quote-rule")
    ]
    assert places
    for place in places:
        assert place["artifactLocation"]["uri"] == "texts/harbour.txt"
        assert place["region"]["startLine"] == 3
        assert place["region"]["charOffset"] == start
        assert place["region"]["startColumn"] == start - text.rindex("\n", 0, start)
