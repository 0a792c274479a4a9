"""Alignments: every row of the shipped file becomes a node; a wrong row is named by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.sources.alignments import read_alignments
from pledgegraph.tracking.write import alignment_lines

HEAD = "subject_id\tpredicate_id\tobject_id\tauthor_id\tconfidence\tcomment\n"
ROW = "commitment:harbour/1\tskos:closeMatch\tsdg:10.7\tagent:x\t0.8\twhy\n"


def written(folder: Path, rows: str) -> Path:
    (folder / "a.sssom.tsv").write_text("#mapping_set_id: x\n" + HEAD + rows, encoding="utf-8")
    return folder


def test_a_row_is_read_with_its_target(tmp_path: Path) -> None:
    (one,) = read_alignments(written(tmp_path, ROW))
    assert (one.target, one.key, one.commitment, one.line) == (
        "http://metadata.un.org/sdg/10.7",
        "sdg-10-7",
        "harbour/1",
        3,
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ROW.replace("sdg:", "sgd:"), "is no known target"),
        (ROW.replace("agent:x", ""), "author is missing"),
        (ROW.replace("commitment:", ""), "subject or author"),
        (ROW.replace("0.8", "8"), "no number from 0 to 1"),
        (ROW + ROW, "repeats line 3"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read_alignments(written(tmp_path, row))
    assert "a.sssom.tsv:" in caught.value.place


def test_an_unknown_commitment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no commitment 'harbour/1'"):
        alignment_lines(read_alignments(written(tmp_path, ROW)), [])


def test_the_shipped_alignments_can_be_read() -> None:
    links = read_alignments(Project.find().links)
    assert {link.scheme for link in links} == {"sdg", "gcm"}
    assert {link.commitment.rsplit("/", 1)[-1] for link in links} == {str(number) for number in range(1, 17)}
