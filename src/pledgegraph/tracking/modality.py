"""How strongly a clause binds, by a scale in versioned data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.sources.tomlfile import read_toml

OPENING = 5
"""Words at the beginning of a clause among which its own verb is looked for."""


class _Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    phrases: list[str]


class _Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    hedges: list[str]
    level: list[_Level]


@dataclass(frozen=True, slots=True, kw_only=True)
class Modality:
    """The strength of a clause, higher is stronger, and the words that set it."""

    strength: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Phrases with their strength, and the hedges that take one level off."""

    version: str
    strengths: Mapping[str, int]
    phrases: re.Pattern[str]
    hedges: re.Pattern[str]

    @classmethod
    def read(cls, path: Path) -> Scale:
        """The scale of a TOML file, whose levels stand strongest first.

        Raises:
            InputError: the file cannot be used, has no level, or has a phrase on two levels.
        """
        found = read_toml(path, _Scale)
        strengths: dict[str, int] = {}
        for number, level in enumerate(reversed(found.level), 1):
            for phrase in level.phrases:
                if strengths.setdefault(phrase.lower(), number) != number:
                    raise InputError(f"'{phrase}' stands on two levels", place=path, remedy="Leave it on one.")
        if not strengths or not found.hedges:
            raise InputError("has no phrases or no hedges", place=path, remedy="Give [[level]] tables and hedges.")
        return cls(version=found.version, strengths=strengths, phrases=_any_of(strengths), hedges=_any_of(found.hedges))

    def read_clause(self, reported_by: str, clause: str) -> Modality | None:
        """The strength of a clause; None where neither the verb that reports it nor its own is on the scale."""
        opening = " ".join(clause.split()[:OPENING])
        own, reporting = self.phrases.search(opening), self.phrases.search(reported_by)
        words = [found.group(0) for found in (reporting, own) if found]
        if not words:
            return None
        strength = min(self.strengths[word.lower()] for word in words)
        hedge = self.hedges.search(clause)
        if hedge:
            words.append(hedge.group(0))
        return Modality(strength=strength - (1 if hedge else 0), words=" ... ".join(dict.fromkeys(words)))


def _any_of(phrases: Mapping[str, int] | list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
