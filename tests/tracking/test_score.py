"""Scores: stems, rarity, cosine and the parts; ranking figures on a ranking worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgegraph.errors import InputError
from pledgegraph.evaluate.ranking import BEST, Item, average_precision, best_threshold, rankings, to_read
from pledgegraph.project import Project
from pledgegraph.tracking.lexicon import Synonyms, cosine, distinctive, weighted
from pledgegraph.tracking.terms import TermTable, count, placed_stems, stems
from pledgegraph.tracking.weights import Weights
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
    a, b = (weighted({w: [(0, 1)] * words.count(w) for w in words}, TABLE.rarity) for words in (one, other))
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
        (PROJECT.tracking / "weights.toml").read_text(encoding="utf-8").replace("terms = 0.20", "terms = 0.45"),
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="do not add up"):
        Weights.read(path)


def test_ranking_figures_by_hand() -> None:
    grades = {1: Grade.SAME_COMMITMENT, 4: Grade.RELATED_THEME}
    assert average_precision([1, 2, 3, 4], grades) == pytest.approx((1 / 1 + 2 / 4) / 2)
    assert average_precision([2, 3], grades) is None
    assert to_read([1, 2, 3, 4], grades, 0.5) == 1
    assert to_read([1, 2, 3, 4], grades, 0.8) == 4
    assert best_threshold([0, 1, 2], [0.1, 0.9, 0.5], grades) == 0.9


def test_both_means_and_the_best_possible_order() -> None:
    items = [Item(document="d", place=place, commitment=key) for place in (1, 2) for key in ("a", "b")]
    grades = {0: Grade.SAME_COMMITMENT, 3: Grade.RELATED_THEME}
    (found, best) = rankings({"x": [0.1, 0.2, 0.3, 0.4]}, items, grades)
    assert found.map_by_passage == pytest.approx((1 / 2 + 1 / 1) / 2)
    assert found.map_by_commitment == pytest.approx((1 / 2 + 1 / 1) / 2)
    assert (found.top_recall, found.top_recall_same, found.read_for_80) == (1.0, 1.0, 4)
    assert (best.name, best.map_by_passage, best.read_for_90) == (BEST, 1.0, 2)


def test_a_word_that_all_commitments_have_weighs_less_than_one_that_one_has() -> None:
    weight = distinctive([["port", "fee"], ["port", "calm"], ["port"]])
    assert 0 < weight("port") < weight("fee") < weight("unknown")


def test_places_are_those_of_whole_words() -> None:
    text = "Cross-border fees."
    assert [(found, text[a:b]) for found, (a, b) in placed_stems(text)] == [
        ("cross-bord", "Cross-border"),
        ("cross", "Cross-border"),
        ("border", "Cross-border"),
        ("fee", "fees"),
    ]


def test_a_word_in_two_rings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.toml"
    path.write_text('version = "1"\n[ring]\nport = ["port", "harbour"]\nsea = ["harbours"]\n', encoding="utf-8")
    with pytest.raises(InputError, match="rings 'port' and 'sea'"):
        Synonyms.read(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [('embeddings-model = ""', 'embeddings-model = "models/x"'), ("embeddings = 0.0 ", "embeddings = 0.05 ")],
)
def test_embeddings_need_a_weight_and_a_model(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "weights.toml"
    shipped = (PROJECT.tracking / "weights.toml").read_text(encoding="utf-8")
    if "0.05" in new:
        shipped = shipped.replace("instruments = 0.12", "instruments = 0.07")
    path.write_text(shipped.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match="both a weight and a model"):
        Weights.read(path)
