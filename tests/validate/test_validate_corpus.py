"""What foreign statements are converted to passes the gate."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgegraph.conversion import convert, read_grammar, read_one
from pledgegraph.project import Project
from pledgegraph.validate.gate import check
from pledgegraph.validate.reports import Severity

TOGETHER = 35
PROJECT = Project.find(Path(__file__).parents[2])


@pytest.mark.slow
@pytest.mark.parametrize("begin", range(0, 210, TOGETHER))
def test_foreign_statements_conform(begin: int, statements: list[Path], tmp_path: Path) -> None:
    grammar = read_grammar(PROJECT)
    files = []
    for path in statements[begin : begin + TOGETHER]:
        data, _ = convert(read_one(path, grammar), grammar, "nquads")
        files.append(tmp_path / f"{path.stem}.nq")
        files[-1].write_bytes(data)
    report = check(files, PROJECT.shapes)
    broken = [f"{one.shape} {one.focus}: {one.message}" for one in report.results if one.severity == Severity.VIOLATION]
    assert files
    assert broken == []
