"""The labels on foreign statements: well formed, enough of both sorts, and fitting the files where those are present."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LABELS = ROOT / "data" / "gold" / "links" / "corpus.toml"
STATEMENTS = ROOT.parent / "shared" / "corpus" / "statements"


def documents() -> list[dict[str, Any]]:
    found = tomllib.loads(LABELS.read_text(encoding="utf-8"))
    assert set(found) == {"document"}
    assert isinstance(found["document"], list)
    return found["document"]


def test_labels_are_well_formed() -> None:
    files = [document["file"] for document in documents()]
    assert files == sorted(set(files))
    for document in documents():
        assert set(document) == {"file", "sha256", "passage"}
        assert len(document["sha256"]) == hashlib.sha256().digest_size * 2
        end = 0
        for passage in document["passage"]:
            assert set(passage) == {"start", "end", "same", "related"}
            assert end <= passage["start"] < passage["end"], "passages are sorted and do not overlap"
            end = passage["end"]
            numbers = passage["same"] + passage["related"]
            assert passage["same"] == sorted(passage["same"])
            assert passage["related"] == sorted(passage["related"])
            assert len(numbers) == len(set(numbers))
            assert set(numbers) <= set(range(1, 17))


def test_there_are_enough_of_both_sorts() -> None:
    passages = [passage for document in documents() for passage in document["passage"]]
    taken_up = [passage for passage in passages if passage["same"] or passage["related"]]
    assert len(documents()) >= 20
    assert len(passages) >= 60
    assert 0.4 <= len(taken_up) / len(passages) <= 0.6


def test_offsets_lie_in_the_files() -> None:
    if not STATEMENTS.is_dir():
        pytest.skip("the folder shared/corpus/statements is absent")
    for document in documents():
        content = (STATEMENTS / document["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == document["sha256"], document["file"]
        text = content.decode("utf-8")
        for passage in document["passage"]:
            quote = text[passage["start"] : passage["end"]]
            assert quote == quote.strip()
            assert len(quote) == passage["end"] - passage["start"]
            assert 40 <= len(quote) <= 1000
