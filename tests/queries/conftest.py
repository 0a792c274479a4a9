"""The two graphs that queries are tried on: an invented small world, and the newest release of the five texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.queries.run import load

ROOT = Path(__file__).parents[2]
HARBOUR = Path(__file__).parent / "harbour.trig"
EXPECTED = Path(__file__).parent / "expected"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.read(ROOT / "queries")


@pytest.fixture(scope="session")
def harbour() -> Store:
    store = Store()
    store.bulk_load(path=HARBOUR, format=RdfFormat.TRIG)
    return store


@pytest.fixture(scope="session")
def data() -> Path:
    """The quads of the newest release."""
    path = ROOT / "build" / "current" / "data.nq"
    if not path.is_file():
        pytest.skip("no release of the five texts is built: run 'pledgegraph build'")
    return path


@pytest.fixture(scope="session")
def release(data: Path) -> Store:
    return load(data)
