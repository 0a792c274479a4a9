"""Candidates for review: later statements whose score with a commitment passes the threshold and nobody has judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pledgegraph.model import Commitment, Extraction, Statement
from pledgegraph.tracking.echoes import Echo
from pledgegraph.tracking.score import Profile, Score, Scorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A commitment and a later statement with their score."""

    commitment: Commitment
    extraction: Extraction
    statement: Statement
    score: Score


def later_pairs(extractions: Iterable[Extraction], scorer: Scorer) -> Iterator[Pair]:
    """Every commitment with every statement of the documents whose forum ended after its own, scored.

    A document whose forum's last day is unknown is neither earlier nor later than another.
    """
    documents = list(extractions)
    made = [
        (one, extraction, scorer.commitment(one, extraction))
        for extraction in documents
        for one in extraction.commitments
        if _ended(extraction)
    ]
    for extraction in documents:
        if not _ended(extraction):
            continue
        earlier = [(one, profile) for one, source, profile in made if _ended(source) < _ended(extraction)]
        if earlier:
            yield from _pairs(extraction, earlier, scorer)


def _pairs(extraction: Extraction, earlier: list[tuple[Commitment, Profile]], scorer: Scorer) -> Iterator[Pair]:
    for said in extraction.statements:
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


def _ended(extraction: Extraction) -> str:
    """The last day of a document's forum as text, empty where it is unknown."""
    forum = extraction.forum
    return forum.end.isoformat() if forum and forum.end else ""
