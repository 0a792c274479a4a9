"""What the score reads in a text: stems, words that stand for one another, and themes, each with its place.

Stems weigh by how rare they are in the genre (a versioned table). A commitment's words weigh, besides, by how few of
the commitments made in the same document share them: what all sixteen say tells none of them apart. Both are fixed
before a later document comes, so adding one changes no older score.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.extract.themes import ThemeFinder
from pledgegraph.sources.themes import Themes
from pledgegraph.sources.tomlfile import read_toml
from pledgegraph.tracking.terms import TermTable, placed_stems, stem

READING = "2.1"
"""The version of how a text is read; it goes up with every change of that."""

Vector = Mapping[str, float]
Place = tuple[int, int]


class _Synonyms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    ring: dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonyms:
    """Rings of words that the field uses for one another: the ring of each stem, marked so that it is no stem."""

    version: str
    rings: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> Synonyms:
        """The rings of a TOML file.

        Raises:
            InputError: the file cannot be used, or a word stands in two rings.
        """
        found = read_toml(path, _Synonyms)
        rings: dict[str, str] = {}
        for name, words in found.ring.items():
            for word in words:
                if rings.setdefault(stem(word), f"={name}") != f"={name}":
                    raise InputError(
                        f"'{word}' stands in the rings '{rings[stem(word)][1:]}' and '{name}'",
                        place=path,
                        remedy="Leave it in one.",
                    )
        return cls(version=found.version, rings=rings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text as the score reads it: every stem, ring and theme with the places where it stands."""

    stems: Mapping[str, Sequence[Place]]
    rings: Mapping[str, Sequence[Place]]
    themes: Mapping[str, Sequence[Place]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The table of terms, the synonyms and the themes, under one version."""

    table: TermTable
    synonyms: Synonyms
    themes: ThemeFinder
    version: str

    @classmethod
    def read(cls, folder: Path, themes: Themes) -> Lexicon:
        """The lexicon of a folder with `terms.csv` and `synonyms.toml`, and of a scheme of themes.

        Raises:
            InputError: a file cannot be used.
        """
        table, synonyms = TermTable.read(folder / "terms.csv"), Synonyms.read(folder / "synonyms.toml")
        version = f"lexicon {READING}, terms {table.version}, synonyms {synonyms.version}, themes {themes.sha256[:8]}"
        return cls(table=table, synonyms=synonyms, themes=ThemeFinder(themes, hidden=True), version=version)

    def words(self, text: str, names: Iterable[Place] = ()) -> Words:
        """What stands in a text; inside a negative phrase of a theme a word stands for no other.

        `names` are the places of instruments' names, whose words name a text and no theme.
        """
        named = tuple(names)
        hits = self.themes.read(text)
        stems: dict[str, list[Place]] = {}
        rings: dict[str, list[Place]] = {}
        for found, place in placed_stems(text):
            literal = any(start <= place[0] and place[1] <= end for start, end in hits.negative)
            stems.setdefault(found, []).append(place)
            rings.setdefault(found if literal else self.synonyms.rings.get(found, found), []).append(place)
        themes: dict[str, list[Place]] = {}
        for start, end, slug in hits.hits:
            if any(start < stop and begin < end for begin, stop in named):
                continue
            themes.setdefault(slug, []).append((start, end))
        return Words(stems=stems, rings=rings, themes=themes)

    def rarity(self, term: str) -> float:
        """How much a stem weighs: the root of its inverse sentence frequency."""
        return math.sqrt(self.table.rarity(term))


def fingerprint(*parts: object) -> str:
    """A short checksum of values with a stable representation."""
    return hashlib.sha256("\n".join(repr(part) for part in parts).encode()).hexdigest()[:16]


def distinctive(texts: Iterable[Iterable[str]]) -> Callable[[str], float]:
    """How much a term tells the given texts apart: log((1 + texts) / (0.5 + texts that hold it))."""
    holding: Counter[str] = Counter()
    many = 0
    for terms in texts:
        many += 1
        holding.update(set(terms))
    return lambda term: math.log((1 + many) / (0.5 + holding[term]))


def weighted(terms: Mapping[str, Sequence[Place]], weight: Callable[[str], float]) -> Vector:
    """A vector of length 1: the frequency counts logarithmically, times the term's weight."""
    raw = {term: (1 + math.log(len(places))) * weight(term) for term, places in terms.items()}
    length = math.sqrt(math.fsum(value * value for value in raw.values()))
    return {term: value / length for term, value in raw.items() if value} if length else {}


def cosine(one: Vector, other: Vector) -> float:
    """The cosine of two vectors of length 1."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(value * large[term] for term, value in small.items() if term in large)
