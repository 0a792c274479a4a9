"""Pairs of a commitment and a later statement: all of them, scored, and those that are candidates for review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pledgegraph.extraction import Extraction
from pledgegraph.model import Commitment, Statement
from pledgegraph.spans import Span
from pledgegraph.tracking.echoes import Echo
from pledgegraph.tracking.score import Score, Scorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A commitment and a later statement with their score; for a candidate also what each part of it rests on."""

    commitment: Commitment
    extraction: Extraction
    statement: Statement
    score: Score
    matched: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


def later_pairs(extractions: Iterable[Extraction], scorer: Scorer) -> Iterator[Pair]:
    """Every commitment with every statement of the documents whose forum ended after its own, scored.

    A document whose forum's last day is unknown is neither earlier nor later than another.
    """
    documents = [extraction for extraction in extractions if ended(extraction)]
    made = [(source, *one) for source in documents if source.commitments for one in scorer.commitments(source)]
    for extraction in documents:
        earlier = [(one, profile) for source, one, profile in made if ended(source) < ended(extraction)]
        for said in extraction.statements if earlier else ():
            profile = scorer.statement(said, extraction)
            for one, commitment in earlier:
                score = scorer.score(commitment, profile)
                yield Pair(commitment=one, extraction=extraction, statement=said, score=score)


def candidates(pairs: Iterable[Pair], judged: Iterable[Echo], threshold: float) -> list[Pair]:
    """The pairs from the threshold up that no decision is about: not accepted, and not rejected either."""
    decided: dict[tuple[str, str], list[Echo]] = {}
    for echo in judged:
        decided.setdefault((echo.link.commitment, echo.link.document), []).append(echo)
    return [
        pair
        for pair in pairs
        if pair.score.total >= threshold
        and not any(
            echo.span.overlaps(pair.statement.evidence[0])
            for echo in decided.get((pair.commitment.key, pair.extraction.document.slug), ())
        )
    ]


def ended(extraction: Extraction) -> str:
    """The last day of a document's forum as text, empty where it is unknown."""
    forum = extraction.forum
    return forum.end.isoformat() if forum and forum.end else ""
