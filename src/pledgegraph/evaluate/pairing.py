"""Pairs of expected entries and found facts, best matches first, each used once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

G = TypeVar("G")
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Pairs(Generic[G, F]):
    """Every expected entry with its fact or nothing, and the facts left over."""

    pairs: tuple[tuple[G, F | None], ...]
    left: tuple[F, ...]


def pair(expected: Sequence[G], found: Sequence[F], score: Callable[[G, F], float]) -> Pairs[G, F]:
    """The pairing that takes the highest scores first; a score of 0 is no match, ties go in reading order.

    >>> pair(["ab", "c"], ["c", "a", "x"], lambda e, f: float(f in e))
    Pairs(pairs=(('ab', 'a'), ('c', 'c')), left=('x',))
    """
    ranked = sorted(
        (-score(entry, fact), number, index)
        for number, entry in enumerate(expected)
        for index, fact in enumerate(found)
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for value, number, index in ranked:
        if value < 0 and number not in partner and index not in taken:
            partner[number] = index
            taken.add(index)
    pairs = tuple(
        (entry, found[partner[number]] if number in partner else None) for number, entry in enumerate(expected)
    )
    return Pairs(pairs, tuple(fact for index, fact in enumerate(found) if index not in taken))
