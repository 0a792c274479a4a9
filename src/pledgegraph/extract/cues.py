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

_PIECE, _NAMED = 0, 1
"""What a rule may wait for: a piece that its pattern needs, and a cue that its file names."""


@dataclass(frozen=True, slots=True)
class _Wait:
    """What one rule of a file waits for; `key` is a number for rule and kind among those of the file."""

    file: str
    rule: str
    kind: int
    key: int


@dataclass(slots=True)
class _Places:
    """Where the cues of one file's rules begin in a text, in order, and beside each place the key of what waits."""

    starts: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Free:
    """What waits for nothing in a file, and the rules of which that is true of both kinds."""

    keys: frozenset[int]
    rules: list[Rule]


class _Automaton:
    """The cues of many rules, found in one reading."""

    def __init__(self, waits: dict[str, list[_Wait]]) -> None:
        self._waits = list(waits.values())
        self._automaton = AhoCorasick(list(waits), matchkind=MatchKind.Standard)

    def read(self, text: str) -> Iterator[tuple[int, _Wait]]:
        for index, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for wait in self._waits[index]:
                yield start, wait


class CueFinder:
    """Two automata over the cues of every rule, one of them for rules that ignore case."""

    def __init__(self, rules: Rules) -> None:
        """The finder of a set of rules."""
        plain: dict[str, list[_Wait]] = {}
        small: dict[str, list[_Wait]] = {}
        self._free: dict[str, _Free] = {}
        self._waiting: dict[str, tuple[int, ...]] = {}
        for name, file in rules.files.items():
            free: set[int] = set()
            for number, rule in enumerate(file):
                own = () if rule.forms else pieces(rule.pattern)
                target = small if rule.pattern.flags & re.IGNORECASE else plain
                for kind, cues, waits in ((_PIECE, own, target), (_NAMED, rule.cues, plain)):
                    wait = _Wait(name, rule.id, kind, 2 * number + kind)
                    for cue in dict.fromkeys(cues):
                        waits.setdefault(cue, []).append(wait)
                    if not cues:
                        free.add(wait.key)
                self._waiting[rule.id] = tuple(kind for kind, cues in ((_PIECE, own), (_NAMED, rule.cues)) if cues)
            self._free[name] = _Free(frozenset(free), _allowed(file, free))
        self._plain, self._small = _Automaton(plain), _Automaton(small)

    def read(self, text: str) -> Cues:
        """The cues in a text."""
        found = [*self._plain.read(text), *self._small.read(folded(text))]
        found.sort(key=lambda one: one[0])
        files: dict[str, _Places] = {name: _Places() for name in self._free}
        rules: dict[tuple[str, int], list[int]] = {}
        for start, wait in found:
            places = files[wait.file]
            places.starts.append(start)
            places.keys.append(wait.key)
            rules.setdefault((wait.rule, wait.kind), []).append(start)
        return Cues(free=self._free, waiting=self._waiting, files=files, rules=rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The cues in one text, and what every rule waits for."""

    free: dict[str, _Free]
    waiting: dict[str, tuple[int, ...]]
    files: dict[str, _Places]
    rules: dict[tuple[str, int], list[int]]

    def tried(self, file: RuleFile, start: int, end: int) -> list[Rule]:
        """The rules of a file that have their cues in a stretch of the text or need none, in their order."""
        places, free = self.files[file.name], self.free[file.name]
        first = bisect_left(places.starts, start)
        last = bisect_left(places.starts, end, first)
        return free.rules if first == last else _allowed(file, free.keys.union(places.keys[first:last]))

    def has(self, rule: Rule, start: int, end: int) -> bool:
        """Whether a rule has its cues in a stretch of the text, or needs none."""
        for kind in self.waiting[rule.id]:
            places = self.rules.get((rule.id, kind), ())
            first = bisect_left(places, start)
            if first == len(places) or places[first] >= end:
                return False
        return True


def _allowed(file: RuleFile, keys: Set[int]) -> list[Rule]:
    """The rules of a file that wait for nothing more."""
    return [
        rule for number, rule in enumerate(file.rules) if 2 * number + _PIECE in keys and 2 * number + _NAMED in keys
    ]
