"""Figures of a ranking of pairs of passage and commitment: mean average precision, top-3 recall, pairs to read, F1.

Mean average precision (Manning, Raghavan and Schütze 2008, chapter 8) is taken twice. By passage, the headline: a
passage is the query, and the commitments made before it are ranked; the mean is over passages that take one up. That is
the order a reader of a new text sees. By commitment: the commitment is the query and all later passages are ranked.
F1 is taken with the threshold chosen on all documents but one and applied to that one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table

from pledgegraph.vocab import Grade

TOP = 3
BEST = "best possible"
_RANK_OF = {Grade.SAME_COMMITMENT: 2.0, Grade.RELATED_THEME: 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A pair to be ranked: a passage, known by its document and place, and a commitment."""

    document: str
    place: int
    commitment: str

    @property
    def passage(self) -> tuple[str, int]:
        """The passage's key."""
        return self.document, self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The figures of one way to rank."""

    name: str
    map_by_passage: float
    map_by_commitment: float
    top_recall: float
    top_recall_same: float
    read_for_80: int
    read_for_90: int
    f1: float


def rankings(
    methods: Mapping[str, Sequence[float]], items: Sequence[Item], grades: Mapping[int, Grade], unreachable: int = 0
) -> tuple[Ranking, ...]:
    """The figures of every method, and last of an order that knows the answers: no method can do better.

    `grades` are those of the relevant items by index; `unreachable` relevant ones are no items and count as missed.
    """
    best = [_RANK_OF[grades[index]] if index in grades else 0.0 for index in range(len(items))]
    return tuple(_ranking(name, values, items, grades, unreachable) for name, values in {**methods, BEST: best}.items())


def table(title: str, found: Sequence[Ranking]) -> Table:
    """Rankings side by side."""
    made = Table(title=title, title_justify="left")
    columns = (
        "ranking", "MAP by passage", "by commitment", "top 3", "top 3 same", "read for 80 %", "for 90 %", "F1",
    )  # fmt: skip
    for column in columns:
        made.add_column(column, justify="left" if column == "ranking" else "right")
    for one in found:
        shares = (one.map_by_passage, one.map_by_commitment, one.top_recall, one.top_recall_same)
        made.add_row(
            one.name, *(f"{x:.2f}" for x in shares), str(one.read_for_80), str(one.read_for_90), f"{one.f1:.2f}"
        )
    return made


def _ranking(
    name: str, values: Sequence[float], items: Sequence[Item], grades: Mapping[int, Grade], unreachable: int
) -> Ranking:
    order = sorted(range(len(items)), key=lambda index: -values[index])
    return Ranking(
        name=name,
        map_by_passage=mean_average_precision(order, items, grades, lambda item: item.passage),
        map_by_commitment=mean_average_precision(order, items, grades, lambda item: item.commitment),
        top_recall=_top(order, items, grades, set(Grade)),
        top_recall_same=_top(order, items, grades, {Grade.SAME_COMMITMENT}),
        read_for_80=to_read(order, grades, 0.8),
        read_for_90=to_read(order, grades, 0.9),
        f1=_f1(values, items, grades, unreachable),
    )


def mean_average_precision(
    order: Sequence[int], items: Sequence[Item], grades: Mapping[int, Grade], query: Callable[[Item], object]
) -> float:
    """The mean of the average precisions of all queries that have a relevant item."""
    ranked: dict[object, list[int]] = {}
    for index in order:
        ranked.setdefault(query(items[index]), []).append(index)
    precisions = [p for indexes in ranked.values() if (p := average_precision(indexes, grades)) is not None]
    return sum(precisions) / len(precisions) if precisions else 0.0


def average_precision(indexes: Sequence[int], grades: Mapping[int, Grade]) -> float | None:
    """The mean of the precisions at the ranks of the relevant; None where none is relevant."""
    found, total = 0, 0.0
    for rank, index in enumerate(indexes, 1):
        if index in grades:
            found += 1
            total += found / rank
    return total / found if found else None


def _top(order: Sequence[int], items: Sequence[Item], grades: Mapping[int, Grade], wanted: set[Grade]) -> float:
    """The share of relevant pairs among the first three commitments of their passage."""
    first: dict[tuple[str, int], list[int]] = {}
    for index in order:
        first.setdefault(items[index].passage, []).append(index)
    top = {index for indexes in first.values() for index in indexes[:TOP]}
    relevant = {index for index, grade in grades.items() if grade in wanted}
    return len(relevant & top) / len(relevant) if relevant else 0.0


def to_read(order: Sequence[int], grades: Mapping[int, Grade], share: float) -> int:
    """How many pairs a reader sees until the share of the relevant ones is found."""
    needed, found = math.ceil(share * len(grades)), 0
    for read, index in enumerate(order, 1):
        found += index in grades
        if found >= needed:
            return read
    return len(order)


def _f1(values: Sequence[float], items: Sequence[Item], grades: Mapping[int, Grade], unreachable: int) -> float:
    """F1 over all documents, each with the threshold that is best on the others."""
    counts = Counter[str](missed=unreachable)
    for held in sorted({item.document for item in items}):
        rest = [index for index, item in enumerate(items) if item.document != held]
        threshold = best_threshold(rest, values, grades)
        for index, item in enumerate(items):
            if item.document == held:
                proposed, relevant = values[index] >= threshold, index in grades
                counts["right"] += proposed and relevant
                counts["wrong"] += proposed and not relevant
                counts["missed"] += relevant and not proposed
    return 2 * counts["right"] / max(2 * counts["right"] + counts["wrong"] + counts["missed"], 1)


def best_threshold(indexes: Sequence[int], values: Sequence[float], grades: Mapping[int, Grade]) -> float:
    """The value from which on proposing gives the best F1."""
    ranked = sorted(indexes, key=lambda index: -values[index])
    total = sum(index in grades for index in ranked)
    best, threshold, right = -1.0, math.inf, 0
    for rank, index in enumerate(ranked, 1):
        right += index in grades
        f1 = 2 * right / (rank + total)
        if f1 > best:
            best, threshold = f1, values[index]
    return threshold
