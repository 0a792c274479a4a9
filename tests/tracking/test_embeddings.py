"""Static embeddings as one more part of the score: a tiny model made here, switched on by name, off by default."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from pledgegraph.conversion import read_grammar, read_project_documents
from pledgegraph.errors import InputError, MissingToolError
from pledgegraph.extract.document import read_facts
from pledgegraph.project import Project
from pledgegraph.tracking import embeddings
from pledgegraph.tracking.candidates import later_pairs
from pledgegraph.tracking.embeddings import FILES, dot, read_embedder
from pledgegraph.tracking.index import CommitmentIndex
from pledgegraph.tracking.stage import read_scorer

SHIPPED = Project.find()
WORDS = {"[UNK]": (0, 0, 0.1), "ports": (1, 0, 0), "migration": (0.9, 0.1, 0), "trees": (0, 1, 0)}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model of four words and three dimensions, saved as the library saves one."""
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    folder = tmp_path / "models" / "tiny"
    StaticModel(np.array(list(WORDS.values()), dtype=np.float32), tokenizer).save_pretrained(folder)
    return folder


def test_words_that_are_near_in_the_model_are_near_in_the_score(model: Path) -> None:
    embedder = read_embedder(model)
    ports, migration, trees = (embedder.embed(word) for word in ("ports", "migration", "trees"))
    assert math.isclose(dot(ports, ports), 1, abs_tol=1e-5)
    assert dot(ports, migration) > 0.9
    assert dot(ports, trees) < 0.2
    assert dot(ports, ()) == 0.0
    assert embedder.version.startswith("tiny ")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(model: Path, name: str) -> None:
    (model / name).unlink()
    with pytest.raises(InputError, match="not there") as caught:
        read_embedder(model)
    assert caught.value.place.endswith(name)


def test_a_file_that_is_no_model_is_named(model: Path) -> None:
    (model / "model.safetensors").write_bytes(b"not a model")
    with pytest.raises(InputError, match="holds no model"):
        read_embedder(model)


def test_without_the_extra_the_message_says_what_to_install(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingToolError, match=r"pledgegraph\[embeddings\]"):
        read_embedder(model)


def test_the_weights_switch_the_part_on_and_the_version_says_so(model: Path, tmp_path: Path) -> None:
    for name in ("data", "ontology"):
        shutil.copytree(SHIPPED.root / name, tmp_path / name)
    project = Project(root=tmp_path)
    path = project.tracking / "weights.toml"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace('embeddings-model = ""', 'embeddings-model = "models/tiny"')
        .replace("embeddings = 0.0 ", "embeddings = 0.10 ")
        .replace("instruments = 0.12", "instruments = 0.02"),
        encoding="utf-8",
    )
    grammar = read_grammar(project)
    scorer, plain = read_scorer(project, grammar.registry), read_scorer(SHIPPED, grammar.registry)
    assert "embeddings tiny" in scorer.version and "embeddings" not in plain.version
    extractions = [read_facts(document, grammar) for document in read_project_documents(project, grammar)]
    parts = [pair.score.parts for pair in later_pairs(extractions, scorer)]
    assert all(0 <= part["embeddings"] <= 1 + 1e-5 for part in parts) and any(part["embeddings"] for part in parts)
    assert "embeddings" not in next(later_pairs(extractions, plain)).score.parts
    source = next(one for one in extractions if len(one.commitments) > 10)
    made = [profile for _, profile in scorer.commitments(source)]
    said = scorer.statement(extractions[0].statements[0], extractions[0])
    assert CommitmentIndex(scorer, made).totals(said) == pytest.approx([scorer.score(one, said).total for one in made])
