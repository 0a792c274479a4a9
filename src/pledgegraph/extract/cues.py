"""Cues: pieces of text without which a rule need not be tried, found for all rules by one reading of a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from pledgegraph.sources.rules import Rule, RuleFile, Rules


@dataclass(slots=True)
class _Places:
    """Where the cues of one file's rules begin in a text, in order, and beside each place the number of its rule."""

    starts: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


class CueFinder:
    """One automaton over the cues of every rule; each file knows which of its rules are tried everywhere."""

    def __init__(self, rules: Rules) -> None:
        """The finder of a set of rules."""
        meant: dict[str, list[tuple[str, int, str]]] = {}
        self.everywhere: dict[str, tuple[Rule, ...]] = {}
        for name, file in rules.files.items():
            self.everywhere[name] = tuple(rule for rule in file if not rule.cues)
            for number, rule in enumerate(file):
                for cue in dict.fromkeys(rule.cues):
                    meant.setdefault(cue, []).append((name, number, rule.id))
        self._meant = list(meant.values())
        self._automaton = AhoCorasick(list(meant), matchkind=MatchKind.Standard)

    def read(self, text: str) -> Cues:
        """The cues in a text."""
        found = [
            (start, name, number, rule)
            for index, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)
            for name, number, rule in self._meant[index]
        ]
        found.sort()
        files: dict[str, _Places] = {}
        rules: dict[str, list[int]] = {}
        for start, name, number, rule in found:
            if name not in files:
                files[name] = _Places()
            places = files[name]
            places.starts.append(start)
            places.numbers.append(number)
            rules.setdefault(rule, []).append(start)
        return Cues(finder=self, files=files, rules=rules)


_NOWHERE = _Places()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The cues in one text."""

    finder: CueFinder
    files: dict[str, _Places]
    rules: dict[str, list[int]]

    def has(self, rule: Rule, start: int, end: int) -> bool:
        """Whether a stretch of the text has a cue of a rule, or the rule needs none."""
        if not rule.cues:
            return True
        places = self.rules.get(rule.id, ())
        first = bisect_left(places, start)
        return first < len(places) and places[first] < end

    def tried(self, file: RuleFile, start: int, end: int) -> Sequence[Rule]:
        """The rules of a file that have a cue in a stretch of the text or need none, in their order."""
        places = self.files.get(file.name, _NOWHERE)
        first = bisect_left(places.starts, start)
        last = bisect_left(places.starts, end, first)
        if first == last:
            return self.finder.everywhere[file.name]
        cued = set(places.numbers[first:last])
        return [rule for number, rule in enumerate(file.rules) if number in cued or not rule.cues]
