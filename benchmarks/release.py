"""Packaging a release: of the shipped texts in seconds, of a million statements against writing their N-Quads twice.

The large graph is the shipped one many times over, each copy with addresses and graphs of its own. Writing starts from
statements in memory, in the order in which a store gives them, and ends with sorted lines on the disk, as a build
writes them; `presorted` begins with statements that are in order already; `plain` is the serialiser of the library
alone, unsorted.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox

from pledgegraph.graph.write import nquads
from pledgegraph.project import Project
from pledgegraph.publish.folders import publish, read_manifest
from pledgegraph.publish.release import release
from timing import PROGRAM, ROOT, medians, report, run

MILLION = 1_000_000
_ADDRESS = re.compile(rb"(https://w3id\.org/pledgegraph/(?:id/[a-z-]+|graph)/)")


def copies(data: bytes, least: int) -> bytes:
    """Sorted N-Quads of at least so many lines: the graph again and again, every copy under its own names."""
    lines = data.splitlines(keepends=True)
    found: list[bytes] = []
    while len(found) < least:
        mark = rb"\g<1>copy%d-" % (len(found) // len(lines))
        found += _ADDRESS.sub(mark, data).splitlines(keepends=True)
    return b"".join(sorted(found))


def large_project(folder: Path, source: Project, statements: int) -> Project:
    """A project folder whose current build is the large graph."""
    built = source.current.resolve()
    data = copies((built / "data.nq").read_bytes(), statements)
    files = {path.name: path.read_bytes() for path in built.iterdir() if path.suffix not in {".nq", ".json"}}
    files.pop("SHA256SUMS", None)
    files["report.json"] = (built / "report.json").read_bytes()
    files["data.nq"] = data
    files["data.ttl"] = ox.serialize(
        (quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS)), format=ox.RdfFormat.TURTLE
    )
    manifest = read_manifest(built)
    manifest["graphs"] = {}
    manifest["quads"] = data.count(b"\n")
    (folder / "data").mkdir()
    shutil.copyfile(source.publication, folder / "data" / "publication.toml")
    shutil.copyfile(source.root / "data" / "LICENSE", folder / "data" / "LICENSE")
    made = Project(root=folder)
    publish(made.build, files, manifest)
    return made


def seconds_of_release(project: Project, out: Path) -> float:
    """The time to package the project's build where nothing is packaged yet."""
    shutil.rmtree(out, ignore_errors=True)
    started = time.perf_counter()
    release(project, out=out)
    return time.perf_counter() - started


def seconds_of_writing(quads: list[ox.Quad], path: Path) -> float:
    """The time from statements to sorted lines on the disk, twice."""
    started = time.perf_counter()
    for _ in range(2):
        data = nquads(f"{quad} .\n" for quad in quads)
        _on_disk(path, data)
    return time.perf_counter() - started


def seconds_of_plain_writing(quads: list[ox.Quad], path: Path) -> float:
    """The time of the library's serialiser, unsorted, twice."""
    started = time.perf_counter()
    for _ in range(2):
        _on_disk(path, ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
    return time.perf_counter() - started


def _on_disk(path: Path, data: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def main() -> None:
    """Prints medians and ratios; the targets are 10 s for the shipped texts and a ratio of 1.5 for the million."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--statements", type=int, default=MILLION)
    options = parser.parse_args()
    run([PROGRAM, "build"])
    source = Project.find(ROOT)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        small = medians({"release": lambda: seconds_of_release(source, folder / "small")}, options.rounds)
        (folder / "large").mkdir()
        large = large_project(folder / "large", source, options.statements)
        presorted = list(ox.parse(path=large.current / "data.nq", format=ox.RdfFormat.N_QUADS))
        store = ox.Store()
        store.bulk_load(path=large.current / "data.nq", format=ox.RdfFormat.N_QUADS)
        quads = list(store)
        del store
        found = medians(
            {
                "million_release": lambda: seconds_of_release(large, folder / "out"),
                "million_written_twice": lambda: seconds_of_writing(quads, folder / "written.nq"),
                "million_presorted_twice": lambda: seconds_of_writing(presorted, folder / "written.nq"),
                "million_plain_twice": lambda: seconds_of_plain_writing(quads, folder / "written.nq"),
            },
            options.rounds,
        )
    report(
        "release",
        {
            "shipped_seconds": small["release"],
            **{f"{name}_seconds": value for name, value in found.items()},
            "statements": len(quads),
            "ratio": found["million_release"] / found["million_written_twice"],
            "ratio_presorted": found["million_release"] / found["million_presorted_twice"],
            "ratio_plain": found["million_release"] / found["million_plain_twice"],
        },
    )


if __name__ == "__main__":
    main()
