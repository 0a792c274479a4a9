"""Scoring: pairs a second on one core, and what one more document costs beside many.

Documents are the statements of the shipped texts dealt out anew, each on a forum of its own day; words are theirs, so
that the index meets what real texts hold. `python benchmarks/tracking.py [DOCUMENTS]`, 10,000 by default.
"""

from __future__ import annotations

import dataclasses
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from pledgegraph.conversion import read_grammar, read_project_documents
from pledgegraph.extract.document import read_facts
from pledgegraph.extraction import Extraction
from pledgegraph.model import Forum
from pledgegraph.project import Project
from pledgegraph.tracking.candidates import ended, later_pairs
from pledgegraph.tracking.index import CommitmentIndex, above
from pledgegraph.tracking.memory import Memory
from pledgegraph.tracking.propose import Proposer
from pledgegraph.tracking.score import Scorer
from pledgegraph.tracking.stage import read_scorer

STATEMENTS = 8
SOURCES = 4  # so many of the documents make commitments, the earliest of their share


def shipped() -> tuple[list[Extraction], Scorer]:
    """The shipped documents, read, and the scorer."""
    project = Project.find()
    grammar = read_grammar(project)
    found = [read_facts(document, grammar) for document in read_project_documents(project, grammar)]
    return sorted(found, key=ended), read_scorer(project, grammar.registry)


def invented(originals: list[Extraction], many: int) -> list[Extraction]:
    """Documents made of the statements of others, one forum a day; a few of them set out the commitments too."""
    draw = random.Random(1)
    source = next(one for one in originals if any(made.ordinal for made in one.commitments))
    found: list[Extraction] = []
    for number in range(many):
        original = source if number % max(many // SOURCES, 1) == 0 else draw.choice(originals[1:])
        slug = f"made-{number}"
        day = date(2000, 1, 1) + timedelta(days=number)
        document = dataclasses.replace(original.document, slug=slug, sha256=f"{number:064x}")
        commitments = [
            dataclasses.replace(one, key=f"{slug}/{one.ordinal}") for one in original.commitments if original is source
        ]
        statements = draw.sample(original.statements, min(STATEMENTS, len(original.statements)))
        found.append(
            Extraction(
                document=document,
                heading=original.heading,
                forum=Forum(key=slug, label=slug, start=day, end=day),
                mentions=original.mentions,
                statements=statements,
                commitments=commitments,
            )
        )
    return found


def pairs_a_second(originals: list[Extraction], scorer: Scorer) -> None:
    """Prints how many pairs the index scores in a second, profiles of statements included, and one by one."""
    sources = [profile for one in originals for _, profile in scorer.commitments(one)] * 20
    index = CommitmentIndex(scorer, sources)
    begin, scored, found = time.perf_counter(), 0, 0
    while time.perf_counter() - begin < 3:
        for extraction in originals:
            for said in extraction.statements:
                totals = index.totals(scorer.statement(said, extraction))
                found += len(above(totals, scorer.weights.threshold))
                scored += len(totals)
    spent = time.perf_counter() - begin
    print(f"index of {len(index)} commitments: {scored / spent:,.0f} pairs a second ({found / scored:.1%} candidates)")
    begin, scored = time.perf_counter(), 0
    while time.perf_counter() - begin < 3:
        scored += sum(1 for _ in later_pairs(originals, scorer))
    print(f"pair by pair with all parts: {scored / (time.perf_counter() - begin):,.0f} pairs a second")


def one_more(originals: list[Extraction], scorer: Scorer, many: int) -> None:
    """Prints what the last of many documents costs where the others are remembered, and where nothing is."""
    documents = invented(originals, many)
    last = documents[-1]
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores.sqlite"
        for name, some in (
            (f"{many - 1:,} documents for the first time", documents[:-1]),
            ("the same again, all remembered", documents[:-1]),
            ("and one more", documents),
        ):
            begin = time.perf_counter()
            with Memory(path, scorer.version) as memory:
                proposer = Proposer(scorer, memory)
                found = sum(1 for _ in proposer.propose(some))
            print(
                f"{name}: {proposer.scored:,} pairs scored, {found:,} candidates, {time.perf_counter() - begin:.2f} s"
            )
            times.append(time.perf_counter() - begin)
        size = path.stat().st_size
    made = sum(len(one.commitments) for one in documents if ended(one) < ended(last))
    print(
        f"the new document has {len(last.statements)} statements, {made:,} earlier commitments; memory {size:,} bytes"
    )


def main() -> None:
    """Measures both."""
    originals, scorer = shipped()
    pairs_a_second(originals, scorer)
    one_more(originals, scorer, int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)


if __name__ == "__main__":
    main()
