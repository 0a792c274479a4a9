"""A small project of its own for every test: the shipped ontology, rules and registry with one or two short texts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pledgegraph.project import Project

SHIPPED = Project.find()
TEXT = (
    "Press Release of the Second Harbour Forum\n\n(6 May 2031, Arica, Chile)\n\nThe Second Harbour Forum was held in Coquimbo, Chile, "
    "on 4 May 2031. It was attended by officials from Chile and Peru. Attendees will publish port fees by 2033.\n"
)
SETTINGS = 'title = "Press Release of the Second Harbour Forum"\ntype = "PressRelease"\nlanguage = "en"\n'


def add_document(project: Project, slug: str, text: str = TEXT, settings: str = SETTINGS) -> Path:
    """Adds a document to a project."""
    folder = project.documents / slug
    folder.mkdir(parents=True)
    (folder / "text.txt").write_text(text, encoding="utf-8")
    (folder / "document.toml").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project folder with one document; its ontology is taken as proven."""
    for name in ("ontology", "queries", "data/rules", "data/registry", "data/curation", "data/tracking"):
        shutil.copytree(SHIPPED.root / name, tmp_path / name)
    made = Project.find(tmp_path)
    add_document(made, "harbour-2031")
    prove(made)
    return made


def prove(project: Project) -> None:
    """Marks the ontology as reasoned over, so that a test of something else does not start a reasoner."""
    import hashlib

    from pledgegraph.build import ONTOLOGY_FILES

    whole = b"\n".join((project.ontology / name).read_bytes() for name in ONTOLOGY_FILES)
    project.build.mkdir(exist_ok=True)
    (project.build / "ontology-proven.txt").write_text(hashlib.sha256(whole).hexdigest() + "\n", encoding="utf-8")
