"""What a worker should ask: memory shared with the process that forked it, or a store on disk opened read-only."""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import shutil
import signal
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store

from pledgegraph.project import Project
from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.queries.run import load
from repeated import release_of
from timing import PYTHON, ROOT, report

_LONGEST = 60
_MEMORY = 1 << 30


def main() -> None:
    """Prints how much faster memory answers, and what a new worker costs either way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "benchmark")
    chosen = parser.parse_args()
    project = Project.find()
    build = chosen.build / str(chosen.triples)
    release = release_of(project.current.resolve(), build, chosen.triples)
    queries = [query.bound({}) for query in Catalogue.read(project.queries).queries.values()]
    memory = load(release)
    folder = build / "store"
    shutil.rmtree(folder, ignore_errors=True)
    written = Store(folder)
    written.bulk_load(path=release / "data.nq", format=RdfFormat.N_QUADS)
    written.optimize()
    del written
    pairs = []
    for query in queries:
        in_memory = _seconds(lambda: memory, query)
        on_disk = in_memory and _seconds(lambda: Store.read_only(str(folder)), query)
        if in_memory and on_disk:
            pairs.append((in_memory, on_disk))
    opened = ("-c", f"from pyoxigraph import Store; bool(Store.read_only({str(folder)!r}).query('ASK {{ ?s ?p ?o }}'))")
    report(
        "stores",
        {
            "questions": len(pairs),
            "questions left out": len(queries) - len(pairs),
            "all questions, memory: seconds": sum(pair[0] for pair in pairs),
            "all questions, disk: seconds": sum(pair[1] for pair in pairs),
            "disk / memory, median of questions": statistics.median(pair[1] / pair[0] for pair in pairs),
            "a new worker by fork: seconds": _median(lambda: _forked(memory)),
            "a new worker on disk: seconds": _median(lambda: _started([str(PYTHON), *opened])),
        },
    )
    shutil.rmtree(folder)


def _seconds(opened: Callable[[], Store], query: str) -> float | None:
    """Seconds for a question, asked twice in a process of its own, the second time counts; None if too heavy."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(_LONGEST)
        size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + _MEMORY, size + _MEMORY))
        with contextlib.suppress(MemoryError):
            os.write(theirs, repr(_asked(opened(), query)).encode())
        os._exit(0)
    os.close(theirs)
    with open(ours, "rb") as answer:
        told = answer.read()
    os.waitpid(child, 0)
    return float(told) if told else None


def _asked(store: Store, query: str) -> float:
    for _ in range(2):
        started = time.perf_counter()
        result = store.query(query, use_default_graph_as_union=True)
        if isinstance(result, QuerySolutions):
            result.serialize(format=QueryResultsFormat.JSON)
        seconds = time.perf_counter() - started
    return seconds


def _forked(store: Store) -> float:
    """Seconds until a forked process has answered and ended."""
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        bool(store.query("ASK { ?s ?p ?o }", use_default_graph_as_union=True))
        os._exit(0)
    os.waitpid(child, 0)
    return time.perf_counter() - started


def _started(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - started


def _median(measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(9))


if __name__ == "__main__":
    main()
