"""Cues: pieces of text without which a rule need not be tried, found for all rules by one reading of a text.

Most follow from a rule's own pattern; its file may name others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from pledgegraph.sources.pieces import folded, pieces
from pledgegraph.sources.rules import Rule, RuleFile, Rules


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A rule by its file and its number there."""

    file: str
    number: int
    rule: Rule


@dataclass(slots=True)
class _Places:
    """Where the cues of one file's rules begin in a text, in order, and beside each place the number of the rule."""

    starts: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Free:
    """The rules of a file that are tried everywhere, and their numbers."""

    numbers: frozenset[int]
    rules: list[Rule]


class _Automaton:
    """The cues of many rules, found in one reading."""

    def __init__(self, cues: dict[str, list[_Numbered]]) -> None:
        self._rules = list(cues.values())
        self._automaton = AhoCorasick(list(cues), matchkind=MatchKind.Standard)

    def read(self, text: str) -> Iterator[tuple[int, _Numbered]]:
        for index, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for rule in self._rules[index]:
                yield start, rule


class CueFinder:
    """Two automata over the cues of every rule that is tried, one of them for rules that ignore case.

    They look for what a rule's pattern needs. The cues that its file names are looked for where that stands, or by the
    automata where the pattern does not tell what it needs.
    """

    def __init__(self, rules: Rules) -> None:
        """The finder of a set of rules."""
        plain: dict[str, list[_Numbered]] = {}
        small: dict[str, list[_Numbered]] = {}
        self._free: dict[str, _Free] = {}
        self._named: dict[str, tuple[str, ...]] = {}
        for name, file in rules.files.items():
            if file.asked:
                continue
            everywhere: dict[int, Rule] = {}
            for number, rule in enumerate(file):
                own = () if rule.forms else pieces(rule.pattern)
                target = small if own and rule.pattern.flags & re.IGNORECASE else plain
                for cue in dict.fromkeys(own or rule.cues):
                    target.setdefault(cue, []).append(_Numbered(name, number, rule))
                if own and rule.cues:
                    self._named[rule.id] = rule.cues
                if not own and not rule.cues:
                    everywhere[number] = rule
            self._free[name] = _Free(frozenset(everywhere), list(everywhere.values()))
        self._always = {rule.id for free in self._free.values() for rule in free.rules}
        self._plain, self._small = _Automaton(plain), _Automaton(small)

    def read(self, text: str) -> Cues:
        """The cues in a text."""
        found = [*self._plain.read(text), *self._small.read(folded(text))]
        found.sort(key=lambda one: one[0])
        files: dict[str, _Places] = {name: _Places() for name in self._free}
        rules: dict[str, list[int]] = {}
        for start, cued in found:
            places = files[cued.file]
            places.starts.append(start)
            places.numbers.append(cued.number)
            rules.setdefault(cued.rule.id, []).append(start)
        return Cues(text=text, free=self._free, always=self._always, named=self._named, files=files, rules=rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The cues in one text; the rules that need none, and the cues that are still to be looked for by rule."""

    text: str
    free: dict[str, _Free]
    always: Set[str]
    named: dict[str, tuple[str, ...]]
    files: dict[str, _Places]
    rules: dict[str, list[int]]

    def tried(self, file: RuleFile, start: int, end: int) -> list[Rule]:
        """The rules of a file that have their cues in a stretch of the text or need none, in their order."""
        places, free = self.files[file.name], self.free[file.name]
        first = bisect_left(places.starts, start)
        last = bisect_left(places.starts, end, first)
        if first == last:
            return free.rules
        numbers = sorted(free.numbers.union(places.numbers[first:last]))
        return [file.rules[number] for number in numbers if self._has_named(file.rules[number], start, end)]

    def has(self, rule: Rule, start: int, end: int) -> bool:
        """Whether a rule has its cues in a stretch of the text, or needs none."""
        places = self.rules.get(rule.id, ())
        first = bisect_left(places, start)
        if first == len(places) or places[first] >= end:
            return rule.id in self.always
        return self._has_named(rule, start, end)

    def _has_named(self, rule: Rule, start: int, end: int) -> bool:
        """Whether one of a rule's named cues begins in a stretch, where it has to be looked for."""
        named = self.named.get(rule.id)
        return named is None or any(self.text.find(cue, start, end + len(cue) - 1) >= 0 for cue in named)
