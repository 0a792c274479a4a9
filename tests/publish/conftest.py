"""Projects of the tests' own: the shipped one built and packaged once, and a small one that a test may change."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pledgegraph.build import ONTOLOGY_FILES, build
from pledgegraph.project import Project
from pledgegraph.publish.release import release

SHIPPED = Project.find()
TEXT = (
    "Press Release of the Second Harbour Forum\n\n(6 May 2031, Arica, Chile)\n\nThe Second Harbour Forum was held in Coquimbo, Chile, "
    "on 4 May 2031. It was attended by officials from Chile and Peru. Attendees will publish port fees by 2033.\n"
)
SETTINGS = 'title = "Press Release of the Second Harbour Forum"\ntype = "PressRelease"\nlanguage = "en"\n'
PARTS = ("ontology", "queries", "data/rules", "data/registry", "data/curation", "data/tracking")


def make(folder: Path, *more: str) -> Project:
    """A copy of the shipped project with some of its parts; its ontology is taken as proven."""
    for name in (*PARTS, *more):
        shutil.copytree(SHIPPED.root / name, folder / name)
    for name in ("publication.toml", "LICENSE"):
        shutil.copyfile(SHIPPED.root / "data" / name, folder / "data" / name)
    project = Project.find(folder)
    whole = b"\n".join((project.ontology / name).read_bytes() for name in ONTOLOGY_FILES)
    project.build.mkdir()
    (project.build / "ontology-proven.txt").write_text(hashlib.sha256(whole).hexdigest() + "\n", encoding="utf-8")
    return project


def add_document(project: Project, slug: str, text: str = TEXT) -> None:
    """Adds a document to a project."""
    folder = project.documents / slug
    folder.mkdir(parents=True)
    (folder / "text.txt").write_text(text, encoding="utf-8")
    (folder / "document.toml").write_text(SETTINGS, encoding="utf-8")


def call(project: Project, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the program on a project as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "pledgegraph", *arguments, "--project", str(project.root)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        input="",
    )


def content(folder: Path) -> dict[str, str]:
    """The checksum of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The shipped project with all its documents, built; not to be changed."""
    made = make(tmp_path_factory.mktemp("five") / "project", "data/documents", "data/links")
    build(made)
    return made


@pytest.fixture(scope="session")
def packaged(five: Project) -> Path:
    """The shipped project's release; not to be changed."""
    return release(five).folder


@pytest.fixture(scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = make(tmp_path_factory.mktemp("small") / "project")
    add_document(made, "harbour-2031")
    build(made)
    return made


@pytest.fixture
def project(_small: Project, tmp_path: Path) -> Project:
    """A small project of one document, built; the test's own."""
    shutil.copytree(_small.root, tmp_path / "project", symlinks=True)
    return Project.find(tmp_path / "project")
