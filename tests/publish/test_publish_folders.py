"""Publishing is all or nothing: locks, leftovers, old builds, damage, full disks, unwritable folders, other schema versions."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.publish.conftest import TEXT, add_document, call, content

from pledgegraph.build import build
from pledgegraph.errors import InputError, LockedError
from pledgegraph.project import Project
from pledgegraph.publish import folders
from pledgegraph.publish import release as releases
from pledgegraph.publish.beside import sweep
from pledgegraph.publish.folders import SCHEMA_VERSION, json_bytes, publish, read_manifest, sums_bytes, verify
from pledgegraph.publish.release import release
from pledgegraph.publish.samples import chosen
from pledgegraph.queries.catalogue import Catalogue

NOWHERE = Path("/proc/pledgegraph")
"""A folder that nobody can make, not even the superuser."""


def made(project: Project) -> set[str]:
    return {path.name for path in (project.build / "releases").iterdir()}


# --- keeping and clearing ---


def test_the_last_builds_stay_and_never_the_current_goes(tmp_path: Path) -> None:
    names = [publish(tmp_path, {"data.nq": f"{number}".encode()}, {}, keep=3).name for number in range(5)]
    assert {path.name for path in (tmp_path / "releases").iterdir()} == set(names[2:])
    assert publish(tmp_path, {"data.nq": b"2"}, {}, keep=1).name == names[2]
    assert [path.name for path in (tmp_path / "releases").iterdir()] == [names[2]]
    assert (tmp_path / "current").resolve().name == names[2]
    verify(tmp_path / "current")


def test_a_build_published_again_counts_as_new(tmp_path: Path) -> None:
    names = [publish(tmp_path, {"data.nq": f"{number}".encode()}, {}, keep=3).name for number in range(3)]
    publish(tmp_path, {"data.nq": b"0"}, {}, keep=3)
    new = publish(tmp_path, {"data.nq": b"9"}, {}, keep=3).name
    assert {path.name for path in (tmp_path / "releases").iterdir()} == {names[0], names[2], new}


def test_what_a_killed_run_left_is_cleared_and_named(project: Project) -> None:
    left = [
        project.build / "releases" / ".new-99999",
        project.build / "releases" / ".old-0123456789abcdef",
        project.build / ".gate-99999.nq",
        project.build / ".link-99999",
    ]
    for folder in left[:2]:
        folder.mkdir()
        (folder / "data.nq").write_text("half", encoding="utf-8")
    left[2].write_text("half", encoding="utf-8")
    left[3].symlink_to("releases/gone")
    done = call(project, "build")
    assert done.returncode == 0, done.stderr
    for path in left:
        assert not path.exists() and not path.is_symlink()
        assert f"note: removed what an interrupted run left: {path}" in done.stderr
    assert "note:" not in call(project, "build").stderr


def test_a_release_clears_its_own_leftovers_and_nothing_else(project: Project) -> None:
    project.dist.mkdir()
    (project.dist / ".new-99999").mkdir()
    (project.dist / "notes.txt").write_text("mine", encoding="utf-8")
    (project.dist / ".mine").mkdir()
    found = release(project)
    assert found.notes == (f"removed what an interrupted run left: {project.dist / '.new-99999'}",)
    assert (project.dist / "notes.txt").is_file() and (project.dist / ".mine").is_dir()
    assert sweep(project.dist) == []


# --- what is checked before publishing ---


def test_a_build_has_answered_sample_queries(project: Project) -> None:
    manifest = read_manifest(project.current)
    catalogue = Catalogue.read(project.queries)
    assert set(manifest["samples"]) == {query.name for query in chosen(catalogue)}
    assert len(manifest["samples"]) >= 8
    assert manifest["samples"]["documents-and-what-they-are"] == 1 or sum(manifest["samples"].values()) > 0


def test_a_sample_query_that_fails_publishes_nothing(project: Project) -> None:
    before, was = made(project), project.current.resolve()
    path = project.queries / "aaa-harbours.rq"
    path.write_text(
        "#+ summary: Harbours\n#+ description: Harbours.\n#+ question: Which harbours are there?\n#+ tags: harbours\n"
        "#+ params:\n#+ columns: harbour\nSELECT ?port WHERE { ?port ?p ?o } ORDER BY ?port\n",
        encoding="utf-8",
    )
    add_document(project, "harbour-2033", TEXT.replace("2031", "2033"))
    with pytest.raises(InputError, match="its header names harbour"):
        build(project)
    assert made(project) == before and project.current.resolve() == was


# --- locks ---


@pytest.mark.parametrize("verb", ["build", "release"])
def test_the_second_run_is_told_who_holds_the_lock(project: Project, verb: str) -> None:
    folder = project.build if verb == "build" else project.dist
    folder.mkdir(exist_ok=True)
    with (folder / ".lock").open("w+") as handle:
        handle.write("4711")
        handle.flush()
        fcntl.flock(handle, fcntl.LOCK_EX)
        done = call(project, verb)
    assert done.returncode == 75
    assert f"a {verb} is running here (process 4711)" in done.stderr and "Traceback" not in done.stderr
    assert call(project, verb).returncode == 0


def test_a_lock_is_free_when_its_holder_was_killed(project: Project) -> None:
    code = (
        "import sys, time; from pathlib import Path; from pledgegraph.publish.folders import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(project.build)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    with pytest.raises(LockedError, match=f"process {holder.pid}"):
        build(project)
    holder.kill()
    holder.wait(timeout=10)
    holder.stdout.close()
    assert build(project).release == project.current.resolve()


# --- damage ---


DAMAGE = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-7]),
    "edited": lambda path: path.write_bytes(path.read_bytes().replace(b"2", b"3", 1)),
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("name", ["data.nq", "ontology.ttl", "MANIFEST.json"])
def test_nothing_reads_a_damaged_build(project: Project, how: str, name: str) -> None:
    DAMAGE[how](project.current / name)
    for arguments in (["release"], ["query", "documents-and-what-they-are"], ["diff", "current", "current"]):
        done = call(project, *arguments)
        assert done.returncode == 2
        assert f"{name}: is missing or was changed after the build" in done.stderr
    assert not project.dist.exists() or not list(project.dist.glob("[0-9]*"))


def test_a_damaged_release_is_not_taken_for_the_same(project: Project) -> None:
    folder = release(project).folder
    DAMAGE["cut"](folder / "data.nq.gz")
    with pytest.raises(InputError, match=r"data\.nq\.gz: is missing or was changed"):
        release(project)


@pytest.mark.parametrize(
    ("line", "problem"),
    [("nonsense", "no line of checksums"), ("0" * 64 + "  ../secret", "no line of checksums"), ("", "does not name")],
)
def test_odd_checksums_are_refused(tmp_path: Path, line: str, problem: str) -> None:
    (tmp_path / "SHA256SUMS").write_text(line + "\n" if line else "", encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        verify(tmp_path)


def _with_manifest(folder: Path, manifest: object) -> Path:
    """A release folder that consists of this manifest."""
    folder.mkdir()
    (folder / "MANIFEST.json").write_bytes(manifest if isinstance(manifest, bytes) else json_bytes(manifest))
    (folder / "SHA256SUMS").write_bytes(sums_bytes({"MANIFEST.json": folders.file_sha256(folder / "MANIFEST.json")}))
    return folder


@pytest.mark.parametrize(
    ("manifest", "problem"),
    [
        ({"schemaVersion": SCHEMA_VERSION + 1}, "schema version 2, this program reads 1. Use a newer pledgegraph"),
        ({}, "schema version 0, this program reads 1. Run 'pledgegraph build' again"),
        ({"schemaVersion": "one"}, "schema version one"),
        (b"{", "is no JSON"),
        ([], "is no JSON object"),
    ],
)
def test_a_release_of_another_form_is_refused(tmp_path: Path, manifest: object, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        verify(_with_manifest(tmp_path / "release", manifest))
    assert problem in caught.value.message and "MANIFEST.json" in caught.value.message


def test_queries_refuse_a_build_of_a_newer_program(project: Project) -> None:
    folder = project.current.resolve()
    manifest = read_manifest(folder) | {"schemaVersion": SCHEMA_VERSION + 1}
    (folder / "MANIFEST.json").write_bytes(json_bytes(manifest))
    sums = {path.name: folders.file_sha256(path) for path in folder.iterdir() if path.name != "SHA256SUMS"}
    (folder / "SHA256SUMS").write_bytes(sums_bytes(sums))
    done = call(project, "query", "documents-and-what-they-are")
    assert done.returncode == 2 and "Use a newer pledgegraph" in done.stderr


# --- disks ---


def full(*_: object) -> None:
    """Stands for whatever writes, also in the process beside."""
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_in_the_middle_of_a_release_leaves_nothing_behind(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_before = content(project.build)
    for function in ("_pack_whole", "_survey", "_describe", "move_in", "_point_to_latest"):
        monkeypatch.setattr(releases, function, full)
        with pytest.raises(InputError, match="No space left") as caught:
            release(project)
        assert caught.value.exit_code == 2
        monkeypatch.undo()
        if function != "_point_to_latest":
            assert not [path.name for path in project.dist.iterdir() if path.name != ".lock"]
    assert content(project.build) == build_before
    verify(release(project).folder)
    assert (project.dist / "latest").is_dir()


@pytest.mark.parametrize("kilobytes", [1, 20, 60])
def test_a_file_that_cannot_grow_is_a_plain_error(project: Project, kilobytes: int) -> None:
    """The system refuses larger files, as it does on a full disk: in the dumps or in the database."""
    limit = kilobytes * 1024
    done = subprocess.run(
        [sys.executable, "-m", "pledgegraph", "release", "--project", str(project.root)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert not [path.name for path in project.dist.iterdir() if path.name != ".lock"]
    assert call(project, "release").returncode == 0


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here: no folder that nobody can write")
def test_a_folder_that_cannot_be_written_is_named(project: Project) -> None:
    done = call(project, "release", "--out", str(NOWHERE))
    assert done.returncode == 2
    assert f"{NOWHERE}: cannot be written" in done.stderr and "Make the folder writable" in done.stderr
    with pytest.raises(InputError, match="cannot be written"):
        publish(NOWHERE, {"data.nq": b""}, {})


def test_a_place_that_is_a_file_is_named(project: Project) -> None:
    (project.root / "dist").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        release(project)
    assert (project.root / "dist").read_text(encoding="utf-8") == "mine"


def test_the_verb_prints_what_was_made(project: Project) -> None:
    first, second = call(project, "release"), call(project, "release", "0.1.0")
    assert "packaged; " in first.stdout and "is there already, unchanged" in second.stdout
    shown = json.loads(call(project, "release", "--json").stdout)
    assert shown["version"] == "0.1.0" and shown["release"] == str(project.dist / "0.1.0")
    assert call(project, "release", "7.0.0").returncode == 2
    shutil.rmtree(project.dist)
