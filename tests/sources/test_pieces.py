"""Pieces: every match of a pattern contains one of them."""

from __future__ import annotations

import re

import pytest

from pledgegraph.project import Project
from pledgegraph.sources.pieces import folded, pieces
from pledgegraph.sources.rules import Rule, Rules

RULES = [rule for file in Rules.read(Project.find().rules).files.values() for rule in file if not rule.forms]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bhosted by (?:the )?[A-Z]", ("hosted by ",)),
        (r"[Hh]osted|led", ("Hosted", "hosted", "led")),
        (r"(?:co-)?chaired", ("chaired",)),
        (r"(?P<who>[A-Z]\w+) (?:met|held) (?!talks)", (" held ", " met ")),
        (r"\d+ (?:days?|weeks?)", (" day", " week")),
        (r"(?:talks, )+held", ("talks, ",)),
        (r"(?:talks, )*held", ("held",)),
        (r"(?i)Trade FAIR", ("trade fair",)),
        (r"(?<=with )Congress(?! of)", ("Congress",)),
        (r"(?>Forum) (?=on )", ("Forum",)),
    ],
)
def test_the_longest_pieces_that_a_pattern_cannot_do_without(pattern: str, expected: tuple[str, ...]) -> None:
    assert pieces(re.compile(pattern)) == expected


@pytest.mark.parametrize(
    "pattern", [r"[A-Z]\w+", r"a|forum", r"(?:forum)?", r"(?:forum|[a-z]+)s", r"(?x) forum", r"(?i:forum)", r"(?i)café"]
)
def test_nothing_is_said_of_a_pattern_that_needs_nothing_or_is_not_understood(pattern: str) -> None:
    assert pieces(re.compile(pattern)) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_example_that_a_rule_finds_holds_one_of_its_pieces(rule: Rule) -> None:
    for sentence in rule.finds:
        match = rule.pattern.search(sentence)
        assert match is not None
        written = folded(match.group(0)) if rule.pattern.flags & re.IGNORECASE else match.group(0)
        own = pieces(rule.pattern)
        assert not own or any(piece in written for piece in own)


def test_small_letters_keep_every_offset() -> None:
    text = "".join(map(chr, range(1, 0xD800)))
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_every_letter_that_a_pattern_takes_for_another_is_folded_to_it(letter: str) -> None:
    others = re.findall(f"(?i){letter}", "".join(map(chr, range(1, 0x20000))))
    assert {folded(other) for other in others} == {letter}
