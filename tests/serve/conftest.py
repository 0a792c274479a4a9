"""Releases made of invented quads, and processes watched from outside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from pledgegraph.publish.folders import publish
from pledgegraph.serve.pool import Pool
from pledgegraph.serve.settings import Settings

HARBOUR = "https://harbour.example/"
GRAPH = "https://w3id.org/pledgegraph/graph/"

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""A query that no machine answers while a test waits."""


def quads(berths: int = 400) -> bytes:
    """Two graphs of ships and berths; enough that four of them multiplied last for ever."""
    lines = [
        f'<{HARBOUR}ship/{number}> <{HARBOUR}berth> "{number}"^^<http://www.w3.org/2001/XMLSchema#integer> '
        f"<{GRAPH}{'north' if number % 2 else 'south'}> .\n"
        for number in range(berths)
    ]
    lines.append(f'<{HARBOUR}pier> <{HARBOUR}note> "<script>alert(1)</script>"@en <{GRAPH}north> .\n')
    return "".join(sorted(lines)).encode()


def make_release(build: Path, data: bytes | None = None) -> Path:
    """A release folder of a build, with `current` pointing to it."""
    return publish(build, {"data.nq": quads() if data is None else data}, {"program": "a test"})


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small release."""
    return make_release(tmp_path_factory.mktemp("build"))


def run(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Runs a test's coroutine; nothing takes longer than a minute."""

    async def bounded() -> None:
        async with asyncio.timeout(60):
            await main()

    asyncio.run(bounded())


@asynccontextmanager
async def opened(source: Path, look_every: float = 0.05, **limits: Any) -> AsyncIterator[Pool]:
    """A pool over a release; when it is closed, none of its processes is left."""
    pool = Pool(source, Settings(**{"workers": 2, "deadline": 20.0, **limits}), look_every=look_every)
    await pool.start()
    seen: set[int] = set(pool.pids)
    try:
        yield pool
    finally:
        seen |= set(pool.pids)
        await pool.close()
        await gone(seen)


def runs(pid: int) -> bool:
    """Whether a process runs (one that has ended and was not yet buried does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def gone(pids: set[int]) -> None:
    """Waits until none of the processes runs."""
    await until(lambda: not any(map(runs, pids)))


async def until(holds: Callable[[], bool]) -> None:
    """Waits until something holds; the test's own limit ends it otherwise."""
    while not holds():
        await asyncio.sleep(0.02)
