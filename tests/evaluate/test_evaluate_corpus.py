"""Rankings on labelled foreign passages: bad labels are named; on the real ones the score is above both baselines."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pledgegraph.cli.main import main
from pledgegraph.conversion import read_grammar, read_one
from pledgegraph.errors import InputError
from pledgegraph.evaluate.corpus import CorpusEvaluation, evaluate_corpus
from pledgegraph.extract.document import read_facts
from pledgegraph.project import Project
from pledgegraph.tracking.stage import read_scorer

PROJECT = Project.find()
STATEMENTS = PROJECT.root.parent / "shared" / "corpus" / "statements"
TEXT = "Chile and Peru will open green channels for the movement of goods. They thanked the hosts.\n"


def evaluated(tmp_path: Path, **change: object) -> CorpusEvaluation:
    statement = tmp_path / "harbour.txt"
    statement.write_text(TEXT, encoding="utf-8")
    entry = {
        "start": 0, "end": TEXT.index(".") + 1, "same": [9], "related": [1],
        "sha256": hashlib.sha256(statement.read_bytes()).hexdigest(), "file": "harbour.txt",
    } | change  # fmt: skip
    labels = tmp_path / "labels.toml"
    labels.write_text(
        f'[[document]]\nfile = "{entry["file"]}"\nsha256 = "{entry["sha256"]}"\n[[document.passage]]\n'
        f"start = {entry['start']}\nend = {entry['end']}\nsame = {entry['same']}\nrelated = {entry['related']}\n",
        encoding="utf-8",
    )
    grammar = read_grammar(PROJECT)
    initiative = read_facts(read_one(PROJECT.documents / "initiative-2023" / "text.txt", grammar), grammar)
    return evaluate_corpus(
        labels,
        tmp_path,
        initiative,
        lambda path: read_facts(read_one(path, grammar), grammar),
        read_scorer(PROJECT, grammar.registry),
    )


def test_a_passage_ranks_the_commitments_it_takes_up_first(tmp_path: Path) -> None:
    found = evaluated(tmp_path)
    assert (found.documents, found.passages, found.taken_up, found.relevant) == (1, 1, 1, 2)
    score, *others = found.rankings
    assert [one.name for one in found.rankings] == ["score", "TF-IDF alone", "BM25", "best possible"]
    assert score.top_recall_same == 1.0 and others[-1].map_by_passage == 1.0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"same": [99]}, "there is no commitment 99"),
        ({"end": 900}, "has no passage 0-900"),
        ({"sha256": "00"}, "its checksum differs"),
        ({"file": "gone.txt"}, "no such file"),
    ],
)
def test_labels_that_do_not_fit_are_named(tmp_path: Path, change: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        evaluated(tmp_path, **change)


def test_a_missing_folder_is_named() -> None:
    found = CliRunner().invoke(main, ["evaluate", "links", "--corpus", "/nowhere"])
    assert isinstance(found.exception, InputError) and "no such folder" in found.exception.problem


@pytest.mark.slow
def test_on_the_labelled_statements_the_score_is_above_both_baselines() -> None:
    if not STATEMENTS.is_dir():
        pytest.skip("the folder shared/corpus/statements is absent")
    found = CliRunner().invoke(main, ["evaluate", "links", "--corpus", str(STATEMENTS), "--json"])
    by_name = {one["name"]: one for one in json.loads(found.stdout)["rankings"]}
    score = by_name["score"]
    assert score["map_by_passage"] >= 0.65
    for baseline in ("TF-IDF alone", "BM25"):
        for figure in ("map_by_passage", "map_by_commitment"):
            assert score[figure] > by_name[baseline][figure]
