"""Cues: no rule is left out of a sentence that it matches, and most are left out of the others."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pledgegraph.extract.cues import CueFinder
from pledgegraph.extract.grammar import Grammar
from pledgegraph.sources.rules import RuleFile

TEXT = (
    "The forum was attended by Chile and Peru. According to reports, they agreed to to open ports. "
    'It was noted that the Contact Group (CG) met under the theme "Ports". Members should call for peace.'
)
CUTS = (0, 1, 24, 41, 60, 96, 120, len(TEXT))


def tried(grammar: Grammar) -> list[RuleFile]:
    return [file for file in grammar.rules.files.values() if not file.asked]


@pytest.fixture(scope="module")
def finder(grammar: Grammar) -> CueFinder:
    return CueFinder(grammar.rules)


def test_a_rule_whose_pattern_matches_in_a_stretch_and_whose_named_cue_stands_there_is_tried(
    grammar: Grammar, finder: CueFinder
) -> None:
    for file in tried(grammar):
        for rule in file:
            for sentence in rule.finds:
                cues = finder.read(sentence)
                if not rule.cues or any(cue in sentence for cue in rule.cues):
                    assert cues.has(rule, 0, len(sentence))
                    assert rule in cues.tried(file, 0, len(sentence))


def test_a_named_cue_is_waited_for_besides_what_the_pattern_needs(grammar: Grammar, finder: CueFinder) -> None:
    rule = next(rule for rule in grammar.of("statement-patterns") if rule.id == "somebody-should")
    assert not finder.read("States shoulder it").has(rule, 0, 18)
    assert finder.read("States should pay").has(rule, 0, 17)


def test_rules_of_a_file_are_the_same_one_by_one_and_together(grammar: Grammar, finder: CueFinder) -> None:
    cues = finder.read(TEXT)
    for file in tried(grammar):
        for start, end in pairwise(CUTS):
            assert cues.tried(file, start, end) == [rule for rule in file if cues.has(rule, start, end)]


def test_case_is_ignored_where_the_pattern_ignores_it(grammar: Grammar, finder: CueFinder) -> None:
    rule = next(rule for rule in grammar.of("occasions") if rule.id == "side-occasion")
    for text in ("a trade fair", "A TRADE FAIR", "a trade fa\u0131r"):
        assert finder.read(text).has(rule, 0, len(text))
    assert not finder.read("a trade fee").has(rule, 0, 11)


def test_most_rules_are_left_out_where_nothing_calls_for_them(grammar: Grammar, finder: CueFinder) -> None:
    file = grammar.of("roles")
    assert not finder.read("Peru is near.").tried(file, 0, 13)
    assert [rule.id for rule in finder.read(", hosted by Peru").tried(file, 0, 16)] == ["hosted-by"]


def test_rules_that_are_asked_for_by_id_are_looked_for_nowhere(grammar: Grammar, finder: CueFinder) -> None:
    asked = {rule.id for file in grammar.rules.files.values() if file.asked for rule in file}
    found = finder.read("the plan adopted in Lima, focused on ports and shared interests")
    assert {"participle-of-a-noun", "participle-as-adjective"} <= asked
    assert not asked & (found.rules.keys() | found.always)
