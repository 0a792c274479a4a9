"""The invented texts of the genre: the graph of each, converted alone, passes the gate."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

from pledgegraph.conversion import convert, read_grammar
from pledgegraph.project import Project
from pledgegraph.sources.documents import document_of
from pledgegraph.validate.gate import check

PROJECT = Project.find()
FILES = sorted((Path(__file__).parents[1] / "genre").glob("*.toml"))


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_graph_of_every_text_conforms(file: Path, tmp_path: Path) -> None:
    grammar = read_grammar(PROJECT)
    failed: dict[str, list[str]] = {}
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
        text = case["text"].strip("\n")
        document = document_of("harbour", text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
        path = tmp_path / "harbour.nq"
        path.write_bytes(convert(document, grammar, "nquads")[0])
        report = check([path], PROJECT.shapes)
        if not report.conforms:
            failed[case["name"]] = [result.message for result in report.results]
    assert failed == {}
