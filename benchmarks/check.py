"""`check` of a file of 10,000 triples against pyshacl alone on the same file and shapes, with the same results.

The file is the shipped graph cut to whole documents until it has so many triples, with faults laid in: every so many
quotes are changed. `check` is timed with all it does: the process that parses, the engine, the places in the texts.
pyshacl is timed as a caller would use it: parse with rdflib, validate.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import rdflib

from pledgegraph.project import Project
from pledgegraph.validate.engines import as_written
from pledgegraph.validate.foreign import source_of
from pledgegraph.validate.others import Rules, check_others, own_rules
from pledgegraph.validate.report_graph import read_report
from pledgegraph.validate.reports import Report
from pledgegraph.validate.texts import Texts
from timing import PROGRAM, ROOT, report, run

TRIPLES = 10_000
FAULT_EVERY = 25
_EXACT = b"<http://www.w3.org/ns/oa#exact>"


def sample(data: bytes, triples: int) -> bytes:
    """So many triples of the graph, whole subjects first to last, one quote in so many wrong."""
    lines = sorted({line.rsplit(b" ", 2)[0] + b" .\n" for line in data.splitlines()})
    kept, quotes = [], 0
    for line in (each for each in lines if b"/document/" in each.split(b" ", 1)[0]):
        quotes += _EXACT in line
        wrong = _EXACT in line and quotes % FAULT_EVERY == 0
        kept.append(line.replace(b' "', b' "not ', 1) if wrong else line)
        if len(kept) == triples:
            break
    return b"".join(kept)


def ours(path: Path, shapes: Path, texts: Path) -> tuple[float, Report]:
    """Seconds of the whole check of a file, and its report."""
    started = time.perf_counter()
    found = check_others([source_of(path)], own_rules(shapes), texts=Texts([texts]))
    return time.perf_counter() - started, found


def theirs(path: Path, rules: Rules) -> tuple[float, Report]:
    """Seconds of pyshacl alone on the same file, and its report."""
    import pyshacl

    shapes = rdflib.Graph().parse(data=rules.shapes, format="nt")
    started = time.perf_counter()
    with as_written():
        data = rdflib.Graph().parse(path, format="nt").parse(data=rules.background, format="nt")
        _, graph, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    seconds = time.perf_counter() - started
    assert isinstance(graph, rdflib.Graph)
    return seconds, read_report(graph)


def main() -> None:
    """Prints the seconds and their ratio; the target is 25. A different result multiset ends with exit code 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=TRIPLES)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    run([PROGRAM, "build"])
    project = Project.find(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.nt"
        path.write_bytes(sample((project.current / "data.nq").read_bytes(), options.triples))
        cold, _ = ours(path, project.shapes, project.documents)
        checks = [ours(path, project.shapes, project.documents) for _ in range(options.rounds)]
        whole = run([PROGRAM, "check", path, "--fail-on", "violation"], may_fail=True).seconds
        reference, expected = theirs(path, own_rules(project.shapes))
    seconds = sorted(taken for taken, _ in checks)[options.rounds // 2]
    same = all(found.multiset == expected.multiset for _, found in checks)
    report(
        "check",
        {
            "triples": options.triples,
            "results": len(expected.results),
            "same_results": float(same),
            "check_first_seconds": cold,
            "check_seconds": seconds,
            "program_seconds": whole,
            "pyshacl_seconds": reference,
            "ratio_first": reference / cold,
            "ratio": reference / seconds,
            "ratio_program": reference / whole,
        },
    )
    if not same:
        sys.exit("error: the two engines do not find the same")


if __name__ == "__main__":
    main()
