"""The two graphs that queries are tried on: an invented small world, and a release of the five texts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from pledgegraph.build import build
from pledgegraph.project import Project
from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.queries.run import load

ROOT = Path(__file__).parents[2]
HARBOUR = Path(__file__).parent / "harbour.trig"
PROVEN = "ontology-proven.txt"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.read(ROOT / "queries")


@pytest.fixture(scope="session")
def harbour() -> Store:
    store = Store()
    store.bulk_load(path=HARBOUR, format=RdfFormat.TRIG)
    return store


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quads of a release of the five texts, built in a folder of its own."""
    root = tmp_path_factory.mktemp("project")
    for name in ("data", "ontology", "queries"):
        (root / name).symlink_to(ROOT / name)
    proven = ROOT / "build" / PROVEN
    if proven.is_file():  # the reasoner need not prove an unchanged ontology again
        (root / "build").mkdir()
        shutil.copy(proven, root / "build" / PROVEN)
    return build(Project(root=root)).release / "data.nq"


@pytest.fixture(scope="session")
def release(data: Path) -> Store:
    return load(data)
