"""How far reviewers agree: the passages that two of them judged, where they differ, and Cohen's kappa.

Kappa is agreement beyond chance, (observed - expected) / (1 - expected), where the expected share follows from how
often each reviewer gives each verdict: Cohen, J. (1960), A coefficient of agreement for nominal scales, Educational and
Psychological Measurement 20(1), 37-46.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from pledgegraph.slugs import slugify
from pledgegraph.tracking.echoes import Echo
from pledgegraph.vocab import Grade

REJECTED = "rejected"
VERDICTS = {Grade.SAME_COMMITMENT: "same commitment", Grade.RELATED_THEME: "related theme"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kappa:
    """Two reviewers' agreement on one question; `value` is None where chance alone would make them agree always."""

    agreed: int
    pairs: int
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two reviewers, the decisions both made on the same passages and commitments, and their kappas."""

    first: str
    second: str
    both: tuple[tuple[Echo, Echo], ...]
    accepted: Kappa
    grades: Kappa

    @property
    def disagreements(self) -> list[tuple[Echo, Echo]]:
        """The decisions with different verdicts."""
        return [(one, other) for one, other in self.both if verdict(one) != verdict(other)]


def verdict(echo: Echo) -> str:
    """The decision in words."""
    return REJECTED if echo.link.rejected or echo.link.grade is None else VERDICTS[echo.link.grade]


def reviewers(echoes: Iterable[Echo]) -> dict[str, list[Echo]]:
    """The decisions of every reviewer by name; spellings that differ only in case or accents are one reviewer."""
    names: dict[str, str] = {}
    found: dict[str, list[Echo]] = {}
    for echo in echoes:
        name = names.setdefault(slugify(echo.link.author), echo.link.author)
        found.setdefault(name, []).append(echo)
    return dict(sorted(found.items()))


def agreements(echoes: Iterable[Echo]) -> list[Agreement]:
    """Every two reviewers side by side; none if there are fewer than two."""
    return [
        _agreement(one, other, firsts, seconds)
        for (one, firsts), (other, seconds) in combinations(reviewers(echoes).items(), 2)
    ]


def _agreement(first: str, second: str, firsts: Sequence[Echo], seconds: Sequence[Echo]) -> Agreement:
    both = tuple(_paired(firsts, seconds))
    told = [(verdict(one), verdict(other)) for one, other in both]
    return Agreement(
        first=first,
        second=second,
        both=both,
        accepted=cohen([(str(one == REJECTED), str(other == REJECTED)) for one, other in told]),
        grades=cohen(told),
    )


def cohen(told: Sequence[tuple[str, str]]) -> Kappa:
    """Cohen's kappa over what two reviewers said of the same things.

    >>> cohen([("yes", "yes"), ("yes", "no"), ("no", "no"), ("no", "no")]).value
    0.5
    """
    pairs, agreed = len(told), sum(one == other for one, other in told)
    firsts, seconds = Counter(one for one, _ in told), Counter(other for _, other in told)
    by_chance = sum(firsts[name] * seconds[name] for name in firsts)
    if by_chance == pairs * pairs:
        return Kappa(agreed=agreed, pairs=pairs, value=None)
    return Kappa(agreed=agreed, pairs=pairs, value=(agreed * pairs - by_chance) / (pairs * pairs - by_chance))


def _paired(firsts: Iterable[Echo], seconds: Iterable[Echo]) -> list[tuple[Echo, Echo]]:
    """Decisions on one commitment whose passages overlap, those that share most first; each is used once."""
    others: dict[tuple[str, str], list[Echo]] = {}
    for echo in seconds:
        others.setdefault((echo.link.document, echo.link.commitment), []).append(echo)
    near = [
        (-_shared(one, other), one.span.start, other.span.start, number, index, one, other)
        for number, one in enumerate(firsts)
        for index, other in enumerate(others.get((one.link.document, one.link.commitment), ()))
        if one.span.overlaps(other.span)
    ]
    used: set[int] = set()
    found: list[tuple[Echo, Echo]] = []
    for *_, one, other in sorted(near, key=lambda item: item[:5]):
        if id(one) not in used and id(other) not in used:
            used |= {id(one), id(other)}
            found.append((one, other))
    return sorted(found, key=lambda two: (two[0].link.document, two[0].link.commitment, two[0].span))


def _shared(one: Echo, other: Echo) -> int:
    return min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
