"""`pledgegraph --help` against a process that only imports the command-line library."""

from __future__ import annotations

import argparse

from timing import PROGRAM, PYTHON, medians, report, run


def main() -> None:
    """Prints both medians and their ratio; the target is 1.5 at most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    rounds = parser.parse_args().rounds
    run([PROGRAM, "--help"])
    found = medians(
        {
            "help_seconds": lambda: run([PROGRAM, "--help"]).seconds,
            "import_seconds": lambda: run([PYTHON, "-c", "import click"]).seconds,
        },
        rounds,
    )
    report("startup", {**found, "ratio": found["help_seconds"] / found["import_seconds"]})


if __name__ == "__main__":
    main()
