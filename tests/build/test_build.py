"""The build: the same bytes, nothing half done, the last release never harmed."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.build.conftest import TEXT, add_document

from pledgegraph.build import build
from pledgegraph.errors import GateError, InputError, LockedError
from pledgegraph.project import Project
from pledgegraph.publish import folders
from pledgegraph.publish.folders import SUMS, publish, verify

FILES = {
    "data.nq",
    "data.ttl",
    "ontology.ttl",
    "shapes.ttl",
    "report.txt",
    "report.json",
    "report.ttl",
    "coverage.csv",
    "MANIFEST.json",
    "SHA256SUMS",
}


def content(release: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in release.iterdir()}


def test_a_release_has_its_files_and_checksums(project: Project) -> None:
    made = build(project)
    assert made.report.conforms
    assert {path.name for path in made.release.iterdir()} == FILES
    assert project.current.resolve() == made.release
    assert made.release.name == hashlib.sha256((made.release / SUMS).read_bytes()).hexdigest()[:16]
    verify(made.release)
    manifest = json.loads((made.release / "MANIFEST.json").read_text())
    lines = (made.release / "data.nq").read_bytes().splitlines()
    assert manifest["quads"] == len(lines) == sum(manifest["graphs"].values())
    assert lines == sorted(set(lines))
    assert manifest["documents"] == {"harbour-2031": hashlib.sha256(TEXT.encode()).hexdigest()}


@pytest.mark.parametrize(("seed", "workers"), [("0", 1), ("1", 1), ("77", 3)])
def test_the_same_bytes_under_any_hash_seed_and_worker_count(project: Project, seed: str, workers: int) -> None:
    add_document(project, "harbour-2033", TEXT.replace("Second", "Third").replace("2031", "2033"))
    expected = content(build(project).release)
    command = [sys.executable, "-m", "pledgegraph", "build", "--project", str(project.root), "--workers", str(workers)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert content(project.current.resolve()) == expected
    assert len(list((project.build / "releases").iterdir())) == 1


def test_an_older_release_is_not_touched(project: Project) -> None:
    first = build(project).release
    before = {path: path.stat().st_mtime_ns for path in first.iterdir()}
    add_document(project, "harbour-2033", TEXT.replace("2031", "2033"))
    second = build(project).release
    assert second != first and project.current.resolve() == second
    assert {path: path.stat().st_mtime_ns for path in first.iterdir()} == before


def test_a_failed_gate_publishes_nothing(project: Project) -> None:
    first = build(project).release
    shape = project.shapes / "harbour.ttl"
    shape.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix plg: <https://w3id.org/pledgegraph/ontology#> .\n"
        "plg:NoDocument a sh:NodeShape ; sh:targetClass plg:Document ; sh:property plg:NoTitle .\n"
        'plg:NoTitle a sh:PropertyShape ; sh:path plg:sha256 ; sh:maxCount 0 ; sh:severity sh:Violation ; sh:message "never"@en .\n'
    )
    with pytest.raises(GateError) as caught:
        build(project)
    assert caught.value.exit_code == 1 and "never" in caught.value.message
    assert ". The rejected graph" in caught.value.message and "\n." not in caught.value.message
    assert [path.name for path in (project.build / "releases").iterdir()] == [first.name]
    assert project.current.resolve() == first
    assert "never" in (project.build / "rejected" / "report.txt").read_text()
    shape.unlink()
    assert build(project).release == first


def test_two_builds_exclude_each_other(project: Project) -> None:
    build(project)
    with (project.build / ".lock").open("r+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(LockedError) as caught:
            build(project)
    assert caught.value.exit_code == 75 and str(os.getpid()) in caught.value.message
    build(project)


def test_a_full_disk_leaves_the_old_release(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(project).release
    add_document(project, "harbour-2033", TEXT.replace("2031", "2033"))

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folders, "_write", full)
    with pytest.raises(InputError, match="No space left"):
        build(project)
    monkeypatch.undo()
    assert project.current.resolve() == first
    verify(first)
    assert build(project).release != first
    assert not list((project.build / "releases").glob(".new-*"))


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_a_whole_release(project: Project) -> None:
    first = build(project).release
    add_document(project, "harbour-2033", TEXT.replace("2031", "2033"))
    command = [sys.executable, "-m", "pledgegraph", "build", "--project", str(project.root)]
    for step in range(8):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.15 + 0.22 * step)
        running.send_signal(signal.SIGKILL)
        running.wait(timeout=30)
        now = project.current.resolve()
        verify(now)
        assert now == first or (now / "MANIFEST.json").is_file()
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert project.current.resolve() != first
    assert not list((project.build / "releases").glob(".new-*"))


@pytest.mark.parametrize("damage", ["cut", "missing", "edited"])
def test_a_damaged_release_is_not_read(project: Project, damage: str) -> None:
    release = build(project).release
    data = release / "data.nq"
    if damage == "cut":
        data.write_bytes(data.read_bytes()[:-10])
    elif damage == "missing":
        data.unlink()
    else:
        data.write_bytes(data.read_bytes().replace(b"Peru", b"Cuba", 1))
    with pytest.raises(InputError, match=r"data\.nq"):
        verify(release)


def test_publishing_the_same_twice_is_one_release(tmp_path: Path) -> None:
    first = publish(tmp_path, {"a": b"1"}, {"x": 1})
    assert publish(tmp_path, {"a": b"1"}, {"x": 1}) == first
    assert publish(tmp_path, {"a": b"2"}, {"x": 1}) != first


BROKEN = [
    ("data/documents/harbour-2031/text.txt", b"", "empty"),
    ("data/documents/harbour-2031/text.txt", b" \n\t\n", "empty"),
    ("data/documents/harbour-2031/text.txt", b"\x00\x01\x02", "binary"),
    ("data/documents/harbour-2031/text.txt", b"caf\xe9", "UTF-8"),
    ("data/documents/harbour-2031/text.txt", None, "no such file"),
    ("data/documents/harbour-2031/document.toml", b'titel = "x"', "Did you mean 'title'"),
    ("data/documents/harbour-2031/document.toml", b'language = "xx"', "not supported"),
    ("data/documents/harbour-2031/document.toml", b"title = ", "TOML"),
    ("data/documents/harbour-2031/document.toml", b'sets-out = "2030-agenda-x"', "Did you mean '2030-agenda'"),
    ("data/documents/harbour-2031/document.toml", b'publisher = "nobody"', "toml:1: there is no organisation"),
    ("data/documents/harbour-2031/document.toml", b'title = "a"\nsource = "a page"', "toml:2: the source"),
    ("data/documents/harbour-2031/document.toml", b'source = "javascript:x"', "no address"),
    ("data/documents/harbour-2031/document.toml", b"expected-items = -1", ">= 1"),
    ("data/documents/harbour-2031/document.toml", b'metadata-date = "May"', "toml:1: 'May' is no date"),
    ("data/documents/harbour-2031/document.toml", b'replaces = "harbour-2031"', "leads back"),
    ("data/documents/harbour-2031/document.toml", b'version-of = "harbour-2031"', "leads back"),
    ("data/documents/harbour-2031/document.toml", b'original-sha256 = "00"', "names no file of this folder"),
    ("data/documents/harbour-2031/document.toml", b'original = "../x.pdf"', "names no file of this folder"),
    (
        "data/rules/furniture.toml",
        b'version = "1"\n[[rule]]\nid = "a"\npattern = "x"\nfinds = ["x"]\nignores = ["xx"]',
        "counter-example",
    ),
    (
        "data/rules/furniture.toml",
        b'version = "1"\n[[rule]]\nid = "a"\npattern = "("\nfinds = ["x"]\nignores = []',
        "bad pattern",
    ),
    ("data/registry/states.csv", b"iso3,iso2\n", "column"),
    ("data/curation/persons.toml", b'[[person]]\nkey = "A B"\nnames = ["A"]\nreason = "x"', "slug"),
    ("ontology/themes.ttl", b"<a> <b>", "Turtle"),
    ("queries/attendance-matrix.rq", b"#+ sumary: x\nSELECT ?a WHERE { ?a ?b ?c }", "summary"),
]


@pytest.mark.parametrize(("name", "data", "word"), BROKEN, ids=lambda value: str(value)[:40])
def test_bad_input_is_named_and_nothing_is_touched(project: Project, name: str, data: bytes | None, word: str) -> None:
    first = build(project).release
    before = content(first)
    path = project.root / name
    path.unlink() if data is None else path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        build(project)
    assert caught.value.exit_code == 2
    assert word in caught.value.message and Path(name).name in caught.value.message
    assert caught.value.remedy
    assert project.current.resolve() == first and content(first) == before
    assert [p.name for p in (project.build / "releases").iterdir()] == [first.name]


def test_the_same_text_twice_is_refused(project: Project) -> None:
    add_document(project, "harbour-copy")
    with pytest.raises(InputError, match=r"same text as 'harbour-(2031|copy)'"):
        build(project)


@pytest.mark.parametrize("slug", ["registry", "ontology", "Harbour", "a_b"])
def test_a_folder_name_that_is_no_slug_or_reserved_is_refused(project: Project, slug: str) -> None:
    add_document(project, slug, TEXT + slug)
    with pytest.raises(InputError, match="cannot name a document"):
        build(project)


def test_an_alias_that_two_rows_claim_is_refused(project: Project) -> None:
    path = project.registry / "instruments.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[-1].split(",")
    path.write_text("\n".join([*lines, ",".join(["zz-copy", *cells[1:]])]) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        build(project)
    assert "instruments.csv" in caught.value.message and caught.value.exit_code == 2


def test_an_ontology_that_contradicts_itself_stops_the_build(project: Project) -> None:
    pytest.importorskip("owlready2")
    import shutil

    if shutil.which("java") is None:
        pytest.skip("Java is not installed: apt-get install default-jre-headless")
    path = project.ontology / "pledgegraph.ttl"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "\n<https://w3id.org/pledgegraph/id/state/XXX> a plg:State , plg:Territory .\n",
        encoding="utf-8",
    )
    with pytest.raises(GateError, match="not consistent"):
        build(project)
    assert not (project.build / "releases").exists()
