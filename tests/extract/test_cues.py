"""Cues: found by one reading of a text, they say the same as a search for each of them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pledgegraph.extract.cues import CueFinder
from pledgegraph.extract.grammar import Grammar

TEXT = (
    "The forum was attended by Chile and Peru. According to reports, they agreed to to open ports. "
    'It was noted that the Contact Group (CG) met under the theme "Ports". Members should call for peace.'
)
CUTS = (0, 1, 24, 41, 60, 96, 120, len(TEXT))


@pytest.fixture(scope="module")
def finder(grammar: Grammar) -> CueFinder:
    return CueFinder(grammar.rules)


def test_the_places_are_those_that_a_search_finds(grammar: Grammar, finder: CueFinder) -> None:
    cues = finder.read(TEXT)
    for file in grammar.rules.files.values():
        for rule in file:
            for start, end in pairwise(CUTS):
                begins = any(TEXT.startswith(cue, at) for cue in rule.cues for at in range(start, end))
                assert cues.has(rule, start, end) is (begins or not rule.cues)


def test_the_rules_tried_are_those_with_a_cue_or_without_any_need_of_one(grammar: Grammar, finder: CueFinder) -> None:
    cues = finder.read(TEXT)
    for file in grammar.rules.files.values():
        for start, end in pairwise(CUTS):
            tried = cues.tried(file, start, end)
            assert list(tried) == [rule for rule in file if cues.has(rule, start, end)]


def test_most_rules_are_left_out_where_nothing_calls_for_them(grammar: Grammar, finder: CueFinder) -> None:
    file = grammar.of("roles")
    assert not finder.read("Peru is near.").tried(file, 0, 13)
    assert [rule.id for rule in finder.read(", hosted by Peru").tried(file, 0, 16)] == ["hosted-by"]
