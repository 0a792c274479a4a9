"""What several reviewers amount to: one echo for each accepted passage, and the reviews that say otherwise.

The rule knows no order of files or names:

- A reviewer has judged a passage whose decisions on the commitment cover at least half of it; the strongest of them is
  what the reviewer says of it.
- An echo has the weakest grade that any reviewer accepts, and the lowest confidence given with it; a kind only where
  those who give that grade agree on it.
- Where somebody rejects what somebody else accepts, the echo is no accepted one: it stays a candidate.
- Every review that says something else than the echo contests it; but a stronger grade of a passage of which it is less
  than half does not, for another part may have earned it.
- A passage that finer passages of others cover by half is not counted beside them; its review is one of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pledgegraph.slugs import slugify
from pledgegraph.spans import Span
from pledgegraph.tracking.echoes import Echo
from pledgegraph.vocab import EchoKind, Grade, ReviewStatus

SHARE = Decimal("0.5")
"""The share of a passage that decisions cover so that their author has judged it."""

_STRENGTH = {None: 0, Grade.RELATED_THEME: 1, Grade.SAME_COMMITMENT: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """An echo as its reviewers leave it: `backing` are the decisions it is published with, `dissent` the others."""

    echo: Echo
    grade: Grade
    kind: EchoKind | None
    confidence: str
    backing: tuple[Echo, ...]
    dissent: tuple[Echo, ...]

    @property
    def status(self) -> ReviewStatus:
        """Accepted, unless a reviewer rejects it."""
        rejected = any(one.link.rejected for one in self.dissent)
        return ReviewStatus.CANDIDATE if rejected else ReviewStatus.ACCEPTED

    @property
    def agents(self) -> tuple[str, ...]:
        """Those whose decision it is published with."""
        return tuple(sorted({one.link.agent for one in self.backing}))


def settle(echoes: Iterable[Echo]) -> list[Settled]:
    """The echoes that reviewers' decisions amount to, in the order of commitments, documents and places."""
    pairs: dict[tuple[str, str], list[Echo]] = {}
    for echo in echoes:
        pairs.setdefault((echo.link.commitment, echo.link.document), []).append(echo)
    return [settled for _, decisions in sorted(pairs.items()) for settled in _of_pair(decisions)]


def accepted(settled: Iterable[Settled]) -> list[Echo]:
    """The accepted echoes, each with the grade that it is published with."""
    return [
        replace(one.echo, link=replace(one.echo.link, grade=one.grade, rejected=False))
        for one in settled
        if one.status is ReviewStatus.ACCEPTED
    ]


def home(review: Echo, settled: Sequence[Settled]) -> Settled | None:
    """The echo that a review is of: the one of its passage, else the one it shares most with, if it bears on any.

    A rejection bears only on echoes that it contests.
    """
    near = [
        one
        for one in settled
        if (one.echo.link.commitment, one.echo.link.document) == (review.link.commitment, review.link.document)
        and one.echo.span.overlaps(review.span)
        and (not review.link.rejected or review in one.dissent)
    ]
    return max(near, key=lambda one: (_shared(one.echo.span, review.span), -one.echo.span.start), default=None)


def _of_pair(decisions: Sequence[Echo]) -> list[Settled]:
    """The echoes of one commitment in one document."""
    by_span: dict[Span, list[Echo]] = {}
    for echo in decisions:
        if not echo.link.rejected:
            by_span.setdefault(echo.span, []).append(echo)
    kept: dict[Span, set[str]] = {}
    for span in sorted(by_span, key=lambda one: (one.end - one.start, one)):
        authors = {_author(echo) for echo in by_span[span]}
        finer = [other for other, theirs in kept.items() if theirs.isdisjoint(authors)]
        if not _covers(finer, span):
            kept[span] = authors
    return [_settled(by_span[span][0], decisions) for span in sorted(kept)]


def _settled(passage: Echo, decisions: Sequence[Echo]) -> Settled:
    said = _verdicts(passage.span, decisions)
    weakest = min((grade for grade, _ in said if grade is not None), key=lambda grade: _STRENGTH[grade])
    backing = sorted((echo for grade, which in said if grade is weakest for echo in which), key=_place)
    dissent = sorted(
        (
            echo
            for grade, which in said
            for echo in which
            if grade is None or (grade is not weakest and _covers([passage.span], echo.span))
        ),
        key=_place,
    )
    kinds = {echo.link.kind for echo in backing}
    return Settled(
        echo=passage,
        grade=weakest,
        kind=kinds.pop() if len(kinds) == 1 else None,
        confidence=min((echo.link.confidence for echo in backing), key=Decimal),
        backing=tuple(backing),
        dissent=tuple(dissent),
    )


def _verdicts(span: Span, decisions: Sequence[Echo]) -> list[tuple[Grade | None, list[Echo]]]:
    """For each reviewer who judged the passage: the grade, None for a rejection, and the decisions that say so."""
    by_author: dict[str, list[Echo]] = {}
    for echo in decisions:
        if echo.span.overlaps(span):
            by_author.setdefault(_author(echo), []).append(echo)
    found: list[tuple[Grade | None, list[Echo]]] = []
    for own in by_author.values():
        exact = [echo for echo in own if echo.span == span]
        if exact or _covers([echo.span for echo in own], span):
            judged = exact or own
            grade = max((_grade(echo) for echo in judged), key=lambda one: _STRENGTH[one])
            found.append((grade, [echo for echo in judged if _grade(echo) is grade]))
    return found


def _grade(echo: Echo) -> Grade | None:
    return None if echo.link.rejected else echo.link.grade


def _author(echo: Echo) -> str:
    return slugify(echo.link.author)


def _place(echo: Echo) -> tuple[str, Span]:
    return _author(echo), echo.span


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _covers(spans: Iterable[Span], passage: Span) -> bool:
    """Whether the spans together cover the share of a passage that counts."""
    end, covered = passage.start, 0
    for span in sorted(spans):
        if span.overlaps(passage):
            begin, stop = max(span.start, end), min(span.end, passage.end)
            covered += max(stop - begin, 0)
            end = max(end, stop)
    return covered >= SHARE * (passage.end - passage.start)
