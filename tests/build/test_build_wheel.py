"""The wheel, installed where nothing else is: it builds, checks, answers and serves, and writes nothing among its code."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pledgegraph.errors import InputError
from pledgegraph.project import HOME, Project

ROOT = Path(__file__).parents[2]


# --- where an installed program writes ---


def test_the_bundled_project_writes_into_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pledgegraph import project as module

    for part in ("data/registry", "ontology"):
        (tmp_path / "bundle" / part).mkdir(parents=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setattr(module, "_BUNDLED", tmp_path / "bundle")
    monkeypatch.setattr(module, "_SOURCE_TREE", empty)
    monkeypatch.chdir(empty)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv(HOME, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "relative/is/ignored")
    assert Project.find().build == tmp_path / "home" / ".local" / "share" / "pledgegraph" / "build"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert Project.find().build == tmp_path / "share" / "pledgegraph" / "build"
    monkeypatch.setenv(HOME, str(tmp_path / "own"))
    found = Project.find()
    assert found.root == tmp_path / "bundle"
    assert (found.build, found.dist) == (tmp_path / "own" / "build", tmp_path / "own" / "dist")
    assert found.current.parent == found.build
    assert found.editor == found.root / "editor"
    with pytest.raises(InputError, match=r"only read.*--project"):
        found.must_be_own()


def test_a_project_of_ones_own_is_written_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("data/registry", "ontology"):
        (tmp_path / part).mkdir(parents=True)
    monkeypatch.setenv(HOME, str(tmp_path / "elsewhere"))
    monkeypatch.chdir(tmp_path)
    for found in (Project.find(), Project.find(tmp_path)):
        assert found.build == tmp_path / "build"
        assert found.editor == tmp_path / "build" / "editor"
        found.must_be_own()


# --- the wheel itself ---


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program in an environment with the wheel and its locked requirements, and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [
        str(folder / "bin" / "python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--no-deps",
    ]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements-runtime.lock")], check=True)
    subprocess.run([*pip, "--no-index", str(wheel)], check=True)
    return folder / "bin" / "pledgegraph"


class User:
    """Somebody with the program, an empty folder and a home."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.program = program
        self.here = folder / "here"
        self.home = folder / "home"
        self.here.mkdir()
        self.environment = {"HOME": str(self.home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.program), *arguments],
            cwd=self.here,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            input="",
        )


@pytest.fixture(scope="module")
def user(program: Path, tmp_path_factory: pytest.TempPathFactory) -> User:
    made = User(program, tmp_path_factory.mktemp("user"))
    done = made.call("build")
    assert done.returncode == 0, done.stderr
    return made


def files_of(folder: Path) -> dict[str, str]:
    """The digest of every file below a folder, compiled modules left out."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.slow
def test_the_wheel_holds_the_project_and_nothing_of_the_workshop(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "ontology", "queries", "data"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    wanted = {f"pledgegraph/bundled/{name}" for name in tracked.stdout.split() if (ROOT / name).is_file()}
    assert wanted <= names
    assert {
        "pledgegraph/py.typed",
        "pledgegraph/validate/parse_child.py",
        "pledgegraph/vocabulary/Profile.java",
        "pledgegraph/serve/description.rq",
    } <= names
    with zipfile.ZipFile(wheel) as archive:
        note = json.loads(archive.read("pledgegraph/bundled/bundle.json"))
    editor = {f"pledgegraph/bundled/editor/yasgui.min.{ending}" for ending in ("js", "css")}
    assert note["editor"] in {"yasgui", "plain form"}
    assert editor <= names if note["editor"] == "yasgui" else not editor & names
    assert not [name for name in names if name.split("/")[0] in {"tests", "benchmarks", "build", "dist", "ontology"}]
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".db"))]


@pytest.mark.slow
def test_every_verb_explains_itself(user: User) -> None:
    listed = user.call("--help").stdout.partition("Commands:")[2].partition("\n\n")[0]
    verbs = [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " "]
    assert {"build", "check", "query", "serve"} <= set(verbs)
    for verb in verbs:
        done = user.call(verb, "--help")
        assert done.returncode == 0, done.stderr
        assert "Example: pledgegraph" in done.stdout


@pytest.mark.slow
def test_it_builds_checks_and_answers_from_anywhere(user: User, program: Path) -> None:
    code = next((program.parents[1] / "lib").glob("python*/site-packages")) / "pledgegraph"
    before = files_of(code)
    release = user.home / ".local" / "share" / "pledgegraph" / "build" / "current"
    assert (release / "MANIFEST.json").is_file()
    assert user.call("check").returncode == 0
    rows = user.call("query", "commitments-of-an-instrument", "--format", "csv")
    assert rows.returncode == 0, rows.stderr
    assert rows.stdout.count("\n") > 16
    explained = user.call("explain", "state/CHN")
    assert explained.returncode == 0, explained.stderr
    packaged = user.call("release", "--json")
    assert packaged.returncode == 0, packaged.stderr
    assert Path(json.loads(packaged.stdout)["release"]).is_relative_to(user.home)
    assert files_of(code) == before
    assert not list(user.here.iterdir())


@pytest.mark.slow
def test_it_checks_and_converts_what_lies_in_the_current_folder(user: User, tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<urn:a> a <https://w3id.org/pledgegraph/ontology#Forum> .", encoding="utf-8")
    done = user.call("check", str(data), "--format", "sarif")
    assert done.returncode == 1
    assert json.loads(done.stdout)["runs"][0]["results"]
    text = tmp_path / "harbour.txt"
    text.write_text("The Second Harbour Forum was held in Arica, Chile, on 4 May 2031.\n", encoding="utf-8")
    converted = user.call("convert", str(text))
    assert converted.returncode == 0, converted.stderr
    assert "/document/harbour" in converted.stdout


@pytest.fixture
def endpoint(user: User) -> Iterator[str]:
    """The address of a server of the installed program; it is ended afterwards."""
    process = subprocess.Popen(
        [str(user.program), "serve", "--port", "0", "--workers", "1"],
        cwd=user.here,
        env=user.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        said = process.stderr.readline()
        assert "answers over release" in said, said + process.stderr.read()
        yield said.split()[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        process.stderr.close()


@pytest.mark.slow
def test_it_serves(endpoint: str) -> None:
    query = urllib.parse.urlencode(
        {"query": "SELECT (COUNT(*) AS ?n) WHERE { ?c a <https://w3id.org/pledgegraph/ontology#Commitment> }"}
    )
    request = urllib.request.Request(f"{endpoint}?{query}", headers={"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        bindings = json.load(answer)["results"]["bindings"]
    assert int(bindings[0]["n"]["value"]) >= 16


@pytest.mark.slow
def test_the_page_of_queries_has_the_editor_that_the_wheel_has(endpoint: str, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        bundled = json.loads(archive.read("pledgegraph/bundled/bundle.json"))["editor"] == "yasgui"
    request = urllib.request.Request(endpoint.removesuffix("/sparql") + "/query", headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        page = answer.read().decode()
    assert "<form" in page
    assert ("yasgui.min.js" in page) == bundled
