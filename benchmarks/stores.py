"""What a worker should ask: memory shared with the process that forked it, or a store on disk opened read-only."""

from __future__ import annotations

import argparse
import os
import shutil
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
    disk = Store.read_only(str(folder))
    pairs = [(_seconds(memory, query), _seconds(disk, query)) for query in queries]
    opened = ("-c", f"from pyoxigraph import Store; bool(Store.read_only({str(folder)!r}).query('ASK {{ ?s ?p ?o }}'))")
    report(
        "stores",
        {
            "all questions, memory: seconds": sum(pair[0] for pair in pairs),
            "all questions, disk: seconds": sum(pair[1] for pair in pairs),
            "disk / memory, median of questions": statistics.median(pair[1] / pair[0] for pair in pairs),
            "a new worker by fork: seconds": _median(lambda: _forked(memory)),
            "a new worker on disk: seconds": _median(lambda: _started([str(PYTHON), *opened])),
        },
    )
    shutil.rmtree(folder)


def _seconds(store: Store, query: str) -> float:
    """Seconds for a question, asked twice, the second time counts."""
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
