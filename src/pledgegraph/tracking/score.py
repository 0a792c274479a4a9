"""The score of a commitment and a later statement: parts that a person can check, weighted by data.

Content is TF-IDF cosine over stems (Salton and Buckley 1988), for the whole commitment and for its closest clause, the
overlap of themes, and shared instruments; force and speaker only scale it. A score ranks candidates for review and
asserts nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.model import Commitment, Extraction, Kind, Ref, Span, Statement
from pledgegraph.sources.registry import Registry
from pledgegraph.sources.tomlfile import read_toml
from pledgegraph.tracking.terms import TermTable, stems
from pledgegraph.vocab import Force

Vector = dict[str, float]


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of the parts that speak of content; they add up to 1."""

    terms: float
    clause: float
    themes: float
    instruments: float


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How force and speaker scale the content."""

    least: float
    force: float
    actor: float


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The weights file."""

    version: str
    threshold: float
    same_threshold: float
    content: Content
    scale: Scale
    force: dict[Force, float]

    @classmethod
    def read(cls, path: Path) -> Weights:
        """The weights of a TOML file.

        Raises:
            InputError: the file cannot be used, or the content parts do not add up to 1.
        """
        weights = read_toml(path, cls)
        parts = weights.content
        if not math.isclose(parts.terms + parts.clause + parts.themes + parts.instruments, 1.0, abs_tol=1e-6):
            raise InputError("the weights of [content] do not add up to 1", place=path, remedy="Let them.")
        return weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A text as the score sees it."""

    vector: Vector
    clauses: tuple[Vector, ...] = ()
    themes: frozenset[str]
    instruments: frozenset[str]
    actors: frozenset[Ref]
    force: Force | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The total, and every part between 0 and 1 before its weight."""

    total: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """Scores pairs with one table of terms and one set of weights."""

    table: TermTable
    weights: Weights
    registry: Registry

    @property
    def version(self) -> str:
        """The versions of both, which a candidate carries."""
        return f"terms {self.table.version}, weights {self.weights.version}"

    def commitment(self, made: Commitment, extraction: Extraction) -> Profile:
        """The profile of a commitment: its text, clauses, themes, instruments in it, and parties."""
        parties = {party.party for party in made.parties}
        states = {state for party in parties if (state := self._state(party))}
        return Profile(
            vector=self._vector(made.text),
            clauses=tuple(self._vector(clause.text) for clause in made.clauses),
            themes=frozenset(made.themes),
            instruments=_instruments(extraction, made.span),
            actors=frozenset(parties | states),
        )

    def statement(self, said: Statement, extraction: Extraction) -> Profile:
        """The profile of a statement: the words of its clause, themes, instruments in it, speaker and force."""
        clause = said.evidence[0]
        return Profile(
            vector=self._vector(extraction.document.clean[clause.start : clause.end]),
            themes=frozenset(said.themes),
            instruments=_instruments(extraction, clause),
            actors=frozenset({said.speaker} if said.speaker else ()),
            force=said.force,
        )

    def score(self, commitment: Profile, statement: Profile) -> Score:
        """How closely a statement takes a commitment up."""
        shared = len(commitment.themes & statement.themes)
        parts = {
            "terms": cosine(commitment.vector, statement.vector),
            "clause": max((cosine(clause, statement.vector) for clause in commitment.clauses), default=0.0),
            "themes": shared / math.sqrt(len(commitment.themes) * len(statement.themes)) if shared else 0.0,
            "instruments": 1.0 if commitment.instruments & statement.instruments else 0.0,
            "force": self.weights.force.get(statement.force, 0.0) if statement.force else 0.0,
            "actor": 1.0 if commitment.actors & statement.actors else 0.0,
        }
        content, scale = self.weights.content, self.weights.scale
        base = (
            content.terms * parts["terms"]
            + content.clause * parts["clause"]
            + content.themes * parts["themes"]
            + content.instruments * parts["instruments"]
        )
        factor = scale.least + scale.force * parts["force"] + scale.actor * parts["actor"]
        return Score(total=base * factor, parts=parts)

    def _vector(self, text: str) -> Vector:
        return vector(stems(text), self.table)

    def _state(self, party: Ref) -> Ref | None:
        if party.kind is not Kind.ORGANISATION or party.key not in self.registry.organisations:
            return None
        return self.registry.organisations[party.key].of


def vector(terms: Iterable[str], table: TermTable) -> Vector:
    """The TF-IDF vector of stems, of length 1; the frequency counts logarithmically."""
    raw = {term: (1 + math.log(times)) * table.rarity(term) for term, times in Counter(terms).items()}
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {term: value / length for term, value in raw.items()} if length else {}


def cosine(one: Vector, other: Vector) -> float:
    """The cosine of two vectors of length 1."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(value * large[term] for term, value in small.items() if term in large)


def _instruments(extraction: Extraction, span: Span) -> frozenset[str]:
    return frozenset(
        mention.mentioned.key
        for mention in extraction.mentions
        if mention.mentioned.kind is Kind.INSTRUMENT and span.contains(mention.span)
    )
