"""A warm `pledgegraph build` of the shipped documents, gate included: wall time and peak memory with all children."""

from __future__ import annotations

import argparse
import statistics

from timing import PROGRAM, PYTHON, report, run


def main() -> None:
    """Prints the medians; the targets are 4 seconds and 300 MB. The bare interpreter is the unit of the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    run([PROGRAM, "build"])
    runs, bare = [], []
    for _ in range(rounds):
        runs.append(run([PROGRAM, "build"], memory=True))
        bare.append(run([PYTHON, "-c", "pass"]).seconds)
    seconds = statistics.median(each.seconds for each in runs)
    report(
        "build",
        {
            "seconds": seconds,
            "peak_mb": max(each.peak_mb for each in runs),
            "interpreter_starts": seconds / statistics.median(bare),
        },
    )


if __name__ == "__main__":
    main()
