"""What the score is measured against: TF-IDF alone, and BM25 with a commitment as the query.

TF-IDF is the cosine over stems weighed by the table's inverse sentence frequency (Salton and Buckley 1988), BM25 that
of Robertson and Zaragoza (2009) with the passages as the collection.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from pledgegraph.evaluate.ranking import Item
from pledgegraph.tracking.lexicon import Vector, cosine, weighted
from pledgegraph.tracking.terms import TermTable, stems

_K1, _B = 1.2, 0.75


def baselines(
    items: Sequence[Item], commitments: Mapping[str, str], passages: Mapping[tuple[str, int], str], table: TermTable
) -> dict[str, list[float]]:
    """Both baselines of every item, from the texts of commitments by key and of passages by document and place."""
    return {
        "TF-IDF alone": tf_idf(items, commitments, passages, table),
        "BM25": bm25(items, commitments, passages),
    }


def tf_idf(
    items: Sequence[Item], commitments: Mapping[str, str], passages: Mapping[tuple[str, int], str], table: TermTable
) -> list[float]:
    """The cosine of every item."""

    def vector(text: str) -> Vector:
        return weighted({term: [(0, 0)] * many for term, many in Counter(stems(text)).items()}, table.rarity)

    queries = {key: vector(text) for key, text in commitments.items()}
    vectors = {place: vector(text) for place, text in passages.items()}
    return [cosine(queries[item.commitment], vectors[item.passage]) for item in items]


def bm25(items: Sequence[Item], commitments: Mapping[str, str], passages: Mapping[tuple[str, int], str]) -> list[float]:
    """The BM25 score of every item."""
    bags = {place: Counter(stems(text)) for place, text in passages.items()}
    queries = {key: set(stems(text)) for key, text in commitments.items()}
    containing = Counter(term for bag in bags.values() for term in bag)
    average = sum(bag.total() for bag in bags.values()) / max(len(bags), 1)
    rarity = {term: math.log(1 + (len(bags) - many + 0.5) / (many + 0.5)) for term, many in sorted(containing.items())}
    return [_score(queries[item.commitment], bags[item.passage], rarity, average) for item in items]


def _score(query: set[str], bag: Counter[str], rarity: Mapping[str, float], average: float) -> float:
    length = bag.total()
    return math.fsum(
        rarity[term] * bag[term] * (_K1 + 1) / (bag[term] + _K1 * (1 - _B + _B * length / average))
        for term in query & bag.keys()
    )
