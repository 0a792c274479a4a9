"""Scores: stems, rarity, cosine and the parts; ranking figures on a ranking worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgegraph.errors import InputError
from pledgegraph.evaluate.links import _average_precision, _best_threshold, _to_read
from pledgegraph.project import Project
from pledgegraph.tracking.score import Weights, cosine, vector
from pledgegraph.tracking.terms import TermTable, count, stems
from pledgegraph.vocab import Force, Grade

TABLE = TermTable(version="1", total=100, counts={"port": 50, "fee": 5})
PROJECT = Project.find()


def test_stems_leave_out_stop_words_and_part_hyphens() -> None:
    assert stems("The ports will be publishing cross-border fees.") == [
        "port",
        "publish",
        "cross-bord",
        "cross",
        "border",
        "fee",
    ]


def test_a_rare_stem_weighs_more_and_an_unknown_one_most() -> None:
    assert TABLE.rarity("port") < TABLE.rarity("fee") < TABLE.rarity("harbour") == math.log(101 / 3)


@given(
    st.lists(st.sampled_from(["port", "fee", "harbour", "calm"]), max_size=8),
    st.lists(st.sampled_from(["port", "fee", "harbour"]), max_size=8),
)
def test_a_cosine_is_symmetric_and_between_0_and_1(one: list[str], other: list[str]) -> None:
    a, b = vector(one, TABLE), vector(other, TABLE)
    assert cosine(a, b) == pytest.approx(cosine(b, a))
    assert -1e-9 <= cosine(a, b) <= 1 + 1e-9
    assert cosine(a, a) == pytest.approx(1 if one else 0)


def test_a_table_counts_sentences_not_words() -> None:
    text = "Ports close. Ports and ports open. Ports. Fees rise."
    assert count([text], "7") == "# version 7, 4 sentences\nport,3\n"


@pytest.mark.parametrize(
    ("content", "words"), [("port,3\n", "lacks"), ("# version 1, 4 sentences\nport,x\n", "no stem")]
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        TermTable.read(path)


def test_the_shipped_data_can_be_read_and_weigh_every_force() -> None:
    weights = Weights.read(PROJECT.tracking / "weights.toml")
    assert set(weights.force) == set(Force)
    assert weights.threshold < weights.same_threshold
    assert TermTable.read(PROJECT.tracking / "terms.csv").total > 1000


def test_weights_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(
        (PROJECT.tracking / "weights.toml").read_text(encoding="utf-8").replace("terms = 0.35", "terms = 0.55"),
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="do not add up"):
        Weights.read(path)


def test_ranking_figures_by_hand() -> None:
    grades = {1: Grade.SAME_COMMITMENT, 4: Grade.RELATED_THEME}
    assert _average_precision([1, 2, 3, 4], grades) == pytest.approx((1 / 1 + 2 / 4) / 2)
    assert _average_precision([2, 3], grades) is None
    assert _to_read([1, 2, 3, 4], grades, 0.5) == 1
    assert _to_read([1, 2, 3, 4], grades, 0.8) == 4
    assert _best_threshold([0, 1, 2], [0.1, 0.9, 0.5], grades) == 0.9
