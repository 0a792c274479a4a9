"""The five texts, built once, and a server that holds them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pledgegraph.project import Project
from pledgegraph.publish.push import Target, push
from publish.conftest import five
from publish.stores import oxigraph

__all__ = ["five"]


@pytest.fixture(scope="session")
def endpoint(five: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("store")) as address:
        push(five, five.current.resolve(), Target(store=f"{address}/store"), lambda _: None)
        yield f"{address}/query"
