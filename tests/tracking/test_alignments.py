"""Alignments: every row of the shipped file becomes a node; a wrong row is named by file and line."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.sources.alignments import read_alignments
from pledgegraph.sources.targets import Targets
from pledgegraph.tracking.write import alignment_lines

HEAD = "subject_id\tpredicate_id\tobject_id\tobject_label\tauthor_id\tconfidence\tcomment\tmapping_justification\n"
ROW = "commitment:harbour/1\tskos:closeMatch\tsdg:10.7\tWell-managed\tagent:x\t0.8\twhy\tsemapv:ManualMappingCuration\n"


TARGETS = Targets.read(Project.find().registry, Project.find().ontology)


def written(folder: Path, rows: str) -> Path:
    (folder / "a.sssom.tsv").write_text("#mapping_set_id: x\n" + HEAD + rows, encoding="utf-8")
    return folder


def test_a_row_is_read_with_its_target(tmp_path: Path) -> None:
    (one,) = read_alignments(written(tmp_path, ROW), TARGETS)
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
        (ROW.replace("0.8", "NaN"), "no number from 0 to 1"),
        (ROW + ROW, "repeats line 3"),
        (ROW.replace("sdg:10.7", "sdg:99.9"), "there is no target 'sdg:99.9'"),
        (ROW.replace("sdg:10.7", "sdg:10.8"), "there is no target 'sdg:10.8'"),
        (ROW.replace("sdg:10.7", "sdg:17.a"), "there is no target 'sdg:17.a'"),
        (ROW.replace("sdg:10.7", "sdg:10"), "'10' is a goal; its targets are 10.1, 10.2"),
        (ROW.replace("sdg:10.7", "gcm:24"), "gcm:1 to gcm:23"),
        (ROW.replace("close", "broad"), "the predicate_id 'skos:broadMatch' is not read"),
        (ROW.replace("skos:closeMatch", ""), "predicate_id is empty"),
        (ROW.replace("semapv:ManualMappingCuration", ""), "mapping_justification is empty"),
        (ROW + ROW.replace("/1", "/2").replace("Well", "Badly"), "is called 'Badly-managed', and 'Well-managed'"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read_alignments(written(tmp_path, row), TARGETS)
    assert "a.sssom.tsv:" in caught.value.place


def test_an_unknown_commitment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no commitment 'harbour/1'"):
        alignment_lines(read_alignments(written(tmp_path, ROW), TARGETS), [])


def test_the_agendas_have_as_many_targets_as_were_adopted() -> None:
    assert {name: len(found) for name, found in TARGETS.notations.items()} == {"sdg": 169, "gcm": 23}
    assert {"10.c", "16.b", "17.19", "8.10"} <= TARGETS.notations["sdg"]


@pytest.mark.parametrize("row", ["1,5,B,x", "1,,b,x", "x,5,b,x"])
def test_a_goal_without_numbers_is_named(tmp_path: Path, row: str) -> None:
    (tmp_path / "sdg-targets.csv").write_text(f"goal,numbered,lettered,source\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match="is no number or letter") as caught:
        Targets.read(tmp_path, Project.find().ontology)
    assert caught.value.place.endswith("sdg-targets.csv:2")


def test_a_goal_s_target_has_its_label_in_the_graph(tmp_path: Path) -> None:
    links = read_alignments(written(tmp_path, ROW + ROW.replace("sdg:10.7\tWell-managed", "gcm:1\tData")), TARGETS)
    made = [SimpleNamespace(commitments=[SimpleNamespace(key="harbour/1")])]
    lines = alignment_lines(links, made)  # type: ignore[arg-type]
    labels = [line for line in lines if "prefLabel" in line]
    assert len(labels) == 1 and "<http://metadata.un.org/sdg/10.7>" in labels[0] and '"Well-managed"@en' in labels[0]


def test_the_shipped_alignments_can_be_read() -> None:
    links = read_alignments(Project.find().links, TARGETS)
    assert {link.scheme for link in links} == {"sdg", "gcm"}
    assert {link.commitment.rsplit("/", 1)[-1] for link in links} == {str(number) for number in range(1, 17)}
