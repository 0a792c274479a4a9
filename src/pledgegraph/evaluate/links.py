"""How well a score ranks pairs for review, against the reviewed links: MAP, top-3 recall, pairs to read, F1.

Mean average precision over commitments (Manning, Raghavan and Schütze 2008, chapter 8). F1 is taken with the threshold
chosen on all documents but one and applied to that one. BM25 (Robertson and Zaragoza 2009) and TF-IDF alone are ranked
in the same run.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table

from pledgegraph.tracking.candidates import Pair
from pledgegraph.tracking.echoes import Echo
from pledgegraph.tracking.terms import stems
from pledgegraph.vocab import Grade

TOP = 3
_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The figures of one way to rank."""

    name: str
    mean_average_precision: float
    top_recall: float
    top_recall_same: float
    read_for_80: int
    read_for_90: int
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEvaluation:
    """All rankings over the same pairs; `unreachable` accepted links lie in no statement and count as missed."""

    pairs: int
    accepted: int
    accepted_same: int
    unreachable: int
    rankings: tuple[Ranking, ...]


def evaluate_links(pairs: Sequence[Pair], echoes: Iterable[Echo]) -> LinkEvaluation:
    """The score and both baselines on the pairs, judged by the accepted links."""
    accepted = [echo for echo in echoes if not echo.link.rejected]
    grades, reached = _relevance(pairs, accepted)
    methods = {
        "score": [pair.score.total for pair in pairs],
        "TF-IDF alone": [pair.score.parts["terms"] for pair in pairs],
        "BM25": _bm25(pairs),
    }
    rankings = tuple(_ranking(name, values, pairs, grades, len(accepted) - reached) for name, values in methods.items())
    return LinkEvaluation(
        pairs=len(pairs),
        accepted=len(grades),
        accepted_same=sum(grade is Grade.SAME_COMMITMENT for grade in grades.values()),
        unreachable=len(accepted) - reached,
        rankings=rankings,
    )


def as_table(found: LinkEvaluation) -> Table:
    """The rankings side by side."""
    table = Table(
        title=f"{found.pairs} pairs, {found.accepted} accepted ({found.accepted_same} the same commitment), "
        f"{found.unreachable} links in no statement",
        title_justify="left",
    )
    for column in ("ranking", "MAP", "top 3", "top 3 same", "read for 80 %", "for 90 %", "F1"):
        table.add_column(column, justify="left" if column == "ranking" else "right")
    for one in found.rankings:
        shares = [one.mean_average_precision, one.top_recall, one.top_recall_same]
        table.add_row(
            one.name, *(f"{x:.2f}" for x in shares), str(one.read_for_80), str(one.read_for_90), f"{one.f1:.2f}"
        )
    return table


def _relevance(pairs: Sequence[Pair], accepted: Sequence[Echo]) -> tuple[dict[int, Grade], int]:
    """The grade of every relevant pair by its index, the closer grade winning, and how many links lie in a pair."""
    by_key: dict[tuple[str, str], list[int]] = {}
    for index, pair in enumerate(pairs):
        by_key.setdefault((pair.commitment.key, pair.extraction.document.slug), []).append(index)
    grades: dict[int, Grade] = {}
    reached = 0
    for echo in accepted:
        here = by_key.get((echo.link.commitment, echo.link.document), ())
        shared = {index: _shared(pairs[index], echo) for index in here}
        best = max(shared, key=lambda index: shared[index], default=None)
        if best is None or shared[best] <= 0:
            continue
        reached += 1
        if grades.get(best) is not Grade.SAME_COMMITMENT and echo.link.grade is not None:
            grades[best] = echo.link.grade
    return grades, reached


def _shared(pair: Pair, echo: Echo) -> int:
    clause = pair.statement.evidence[0]
    return min(clause.end, echo.span.end) - max(clause.start, echo.span.start)


def _ranking(
    name: str, values: Sequence[float], pairs: Sequence[Pair], grades: Mapping[int, Grade], unreachable: int
) -> Ranking:
    order = sorted(range(len(pairs)), key=lambda index: -values[index])
    return Ranking(
        name=name,
        mean_average_precision=_map(order, pairs, grades),
        top_recall=_top(order, pairs, grades, set(Grade)),
        top_recall_same=_top(order, pairs, grades, {Grade.SAME_COMMITMENT}),
        read_for_80=_to_read(order, grades, 0.8),
        read_for_90=_to_read(order, grades, 0.9),
        f1=_f1(values, pairs, grades, unreachable),
    )


def _map(order: Sequence[int], pairs: Sequence[Pair], grades: Mapping[int, Grade]) -> float:
    ranked: dict[str, list[int]] = {}
    for index in order:
        ranked.setdefault(pairs[index].commitment.key, []).append(index)
    precisions = [p for indexes in ranked.values() if (p := _average_precision(indexes, grades)) is not None]
    return sum(precisions) / len(precisions) if precisions else 0.0


def _average_precision(indexes: Sequence[int], grades: Mapping[int, Grade]) -> float | None:
    found, total = 0, 0.0
    for rank, index in enumerate(indexes, 1):
        if index in grades:
            found += 1
            total += found / rank
    return total / found if found else None


def _top(order: Sequence[int], pairs: Sequence[Pair], grades: Mapping[int, Grade], wanted: set[Grade]) -> float:
    """The share of relevant pairs among the first three commitments of their statement."""
    first: dict[tuple[str, int], list[int]] = {}
    for index in order:
        statement = (pairs[index].extraction.document.slug, pairs[index].statement.verb.start)
        first.setdefault(statement, []).append(index)
    top = {index for indexes in first.values() for index in indexes[:TOP]}
    relevant = {index for index, grade in grades.items() if grade in wanted}
    return len(relevant & top) / len(relevant) if relevant else 0.0


def _to_read(order: Sequence[int], grades: Mapping[int, Grade], share: float) -> int:
    needed, found = math.ceil(share * len(grades)), 0
    for read, index in enumerate(order, 1):
        found += index in grades
        if found >= needed:
            return read
    return len(order)


def _f1(values: Sequence[float], pairs: Sequence[Pair], grades: Mapping[int, Grade], unreachable: int) -> float:
    """F1 over all documents, each with the threshold that is best on the others."""
    slugs = sorted({pair.extraction.document.slug for pair in pairs})
    counts = Counter[str](missed=unreachable)
    for held in slugs:
        rest = [index for index, pair in enumerate(pairs) if pair.extraction.document.slug != held]
        threshold = _best_threshold(rest, values, grades)
        for index, pair in enumerate(pairs):
            if pair.extraction.document.slug == held:
                proposed, relevant = values[index] >= threshold, index in grades
                counts["right"] += proposed and relevant
                counts["wrong"] += proposed and not relevant
                counts["missed"] += relevant and not proposed
    return 2 * counts["right"] / max(2 * counts["right"] + counts["wrong"] + counts["missed"], 1)


def _best_threshold(indexes: Sequence[int], values: Sequence[float], grades: Mapping[int, Grade]) -> float:
    ranked = sorted(indexes, key=lambda index: -values[index])
    total = sum(index in grades for index in ranked)
    best, threshold, right = -1.0, math.inf, 0
    for rank, index in enumerate(ranked, 1):
        right += index in grades
        f1 = 2 * right / (rank + total)
        if f1 > best:
            best, threshold = f1, values[index]
    return threshold


def _bm25(pairs: Sequence[Pair]) -> list[float]:
    """BM25 of each commitment as a query over the statements as documents."""
    bags: dict[tuple[str, int], Counter[str]] = {}
    for pair in pairs:
        key = (pair.extraction.document.slug, pair.statement.verb.start)
        if key not in bags:
            clause = pair.statement.evidence[0]
            bags[key] = Counter(stems(pair.extraction.document.clean[clause.start : clause.end]))
    containing = Counter(term for bag in bags.values() for term in bag)
    average = sum(sum(bag.values()) for bag in bags.values()) / max(len(bags), 1)
    queries = {pair.commitment.key: set(stems(pair.commitment.text)) for pair in pairs}
    return [
        _bm25_of(
            queries[pair.commitment.key],
            bags[pair.extraction.document.slug, pair.statement.verb.start],
            containing,
            len(bags),
            average,
        )
        for pair in pairs
    ]


def _bm25_of(query: set[str], bag: Counter[str], containing: Counter[str], total: int, average: float) -> float:
    length = sum(bag.values())
    score = 0.0
    for term in query & bag.keys():
        rarity = math.log(1 + (total - containing[term] + 0.5) / (containing[term] + 0.5))
        score += rarity * bag[term] * (_K1 + 1) / (bag[term] + _K1 * (1 - _B + _B * length / average))
    return score
