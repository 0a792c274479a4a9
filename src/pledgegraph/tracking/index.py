"""Scores of one statement with many commitments at once: an inverted index over the commitments' vectors.

Only terms that the statement has are looked at, so a pair that shares nothing costs nothing. The totals are those of
`Scorer.score`, which also keeps the parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pledgegraph.tracking.embeddings import dot
from pledgegraph.tracking.lexicon import Vector
from pledgegraph.tracking.score import Profile, Scorer

Postings = dict[str, list[tuple[int, float]]]


class CommitmentIndex:
    """Postings of whole commitments, weights included, and of clauses, whose best one counts."""

    def __init__(self, scorer: Scorer, made: Sequence[Profile]) -> None:
        content = scorer.weights.content
        self._scorer = scorer
        self._made = made
        self._whole: dict[str, tuple[float, Postings]] = {
            "terms": (content.terms, {}),
            "synonyms": (content.synonyms, {}),
            "themes": (content.themes, {}),
            "targets": (content.alignments, {}),
        }
        self._clauses: dict[str, tuple[float, Postings]] = {
            "terms": (content.clause, {}),
            "themes": (content.clause_themes, {}),
        }
        self._owner: list[int] = []
        self._instruments: dict[str, list[int]] = {}
        for column, profile in enumerate(made):
            self._add(column, profile)

    def __len__(self) -> int:
        return len(self._made)

    def _add(self, column: int, profile: Profile) -> None:
        _post(self._whole["terms"][1], column, profile.terms)
        _post(self._whole["synonyms"][1], column, profile.synonyms)
        _post(self._whole["themes"][1], column, profile.themes)
        _post(self._whole["targets"][1], column, profile.targets)
        for clause in profile.clauses:
            _post(self._clauses["terms"][1], len(self._owner), clause.terms)
            _post(self._clauses["themes"][1], len(self._owner), clause.themes)
            self._owner.append(column)
        for key in profile.instruments:
            self._instruments.setdefault(key, []).append(column)

    def totals(self, statement: Profile) -> list[float]:
        """The total of the statement with every commitment, in their order."""
        found = [0.0] * len(self._made)
        vectors = {
            "terms": statement.terms,
            "synonyms": statement.synonyms,
            "themes": statement.themes,
            "targets": statement.terms,
        }
        for name, (weight, postings) in self._whole.items():
            for term, value in vectors[name].items():
                scaled = value * weight
                for column, share in postings.get(term, ()):
                    found[column] += scaled * share
        for name, (weight, postings) in self._clauses.items():
            for column, best in self._best_clauses(vectors[name], postings).items():
                found[column] += weight * best
        content = self._scorer.weights.content
        for column in {column for key in statement.instruments for column in self._instruments.get(key, ())}:
            found[column] += content.instruments
        if content.embeddings:
            for column, profile in enumerate(self._made):
                found[column] += content.embeddings * max(dot(profile.embedding, statement.embedding), 0.0)
        return self._scaled(found, statement)

    def _best_clauses(self, vector: Vector, postings: Postings) -> dict[int, float]:
        """The cosine of the closest clause of every commitment that shares a term."""
        cosines: dict[int, float] = {}
        for term, value in vector.items():
            for clause, share in postings.get(term, ()):
                cosines[clause] = cosines.get(clause, 0.0) + value * share
        best: dict[int, float] = {}
        for clause, value in cosines.items():
            column = self._owner[clause]
            if value > best.get(column, 0.0):
                best[column] = value
        return best

    def _scaled(self, found: list[float], statement: Profile) -> list[float]:
        strength = self._scorer.strength(statement)
        alone, shared = self._scorer.factor(strength, 0.0), self._scorer.factor(strength, 1.0)
        if not statement.actors:
            return [total * alone for total in found]
        return [
            total * (shared if total and profile.actors & statement.actors else alone)
            for total, profile in zip(found, self._made, strict=True)
        ]


def _post(postings: Postings, column: int, vector: Vector) -> None:
    for term, value in vector.items():
        postings.setdefault(term, []).append((column, value))


def above(totals: Iterable[float], threshold: float) -> list[int]:
    """The places of the totals from the threshold up; sums in another order may differ in the last digits."""
    return [column for column, total in enumerate(totals) if total >= threshold - 1e-9]
