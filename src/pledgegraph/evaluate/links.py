"""How well the score ranks the documents' own pairs for review, against the reviewed links.

BM25 and TF-IDF alone are ranked in the same run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.table import Table

from pledgegraph.evaluate.baselines import baselines
from pledgegraph.evaluate.ranking import Item, Ranking, rankings
from pledgegraph.evaluate.ranking import table as table_of
from pledgegraph.tracking.candidates import Pair
from pledgegraph.tracking.echoes import Echo
from pledgegraph.tracking.terms import TermTable
from pledgegraph.vocab import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEvaluation:
    """All rankings over the same pairs; `unreachable` accepted links lie in no statement and count as missed.

    `reviewed` accepted links are no labels: their pairs had been proposed to the reader, by the score among others.
    `proposed` and `proposed_same` are how many of the accepted pairs reach the threshold.
    """

    pairs: int
    accepted: int
    accepted_same: int
    unreachable: int
    reviewed: int
    candidates: int
    proposed: int
    proposed_same: int
    rankings: tuple[Ranking, ...]


def evaluate_links(pairs: Sequence[Pair], echoes: Iterable[Echo], threshold: float, table: TermTable) -> LinkEvaluation:
    """The score and both baselines on the pairs, judged by accepted links; `threshold` is the candidates' own.

    The links are those that readers came upon in the texts; where there are none, those whose pairs were proposed to
    them, which favours what proposed them.
    """
    every = [echo for echo in echoes if not echo.link.rejected]
    accepted = [echo for echo in every if not echo.link.reviewed] or every
    grades, reached = _relevance(pairs, accepted)
    items = [
        Item(document=pair.extraction.document.slug, place=pair.statement.verb.start, commitment=pair.commitment.key)
        for pair in pairs
    ]
    methods = {
        "score": [pair.score.total for pair in pairs],
        **baselines(
            items,
            {pair.commitment.key: pair.commitment.text for pair in pairs},
            {item.passage: _text(pair) for item, pair in zip(items, pairs, strict=True)},
            table,
        ),
    }
    above = {index for index, pair in enumerate(pairs) if pair.score.total >= threshold}
    same = {index for index, grade in grades.items() if grade is Grade.SAME_COMMITMENT}
    return LinkEvaluation(
        pairs=len(pairs),
        accepted=len(grades),
        accepted_same=len(same),
        unreachable=len(accepted) - reached,
        reviewed=len(every) - len(accepted),
        candidates=len(above),
        proposed=len(above & grades.keys()),
        proposed_same=len(above & same),
        rankings=rankings(methods, items, grades, len(accepted) - reached),
    )


def as_table(found: LinkEvaluation) -> Table:
    """The rankings side by side."""
    made = table_of(
        f"{found.pairs} pairs, {found.accepted} accepted ({found.accepted_same} the same commitment), "
        f"{found.unreachable} links in no statement",
        found.rankings,
    )
    made.caption = (
        f"{found.candidates} pairs reach the threshold, among them {found.proposed} of the accepted "
        f"and {found.proposed_same} of the same commitment"
        + (f"; {found.reviewed} links to pairs that had been proposed are no labels" if found.reviewed else "")
    )
    made.caption_justify = "left"
    return made


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


def _text(pair: Pair) -> str:
    clause = pair.statement.evidence[0]
    return pair.extraction.document.clean[clause.start : clause.end]


def _shared(pair: Pair, echo: Echo) -> int:
    clause = pair.statement.evidence[0]
    return min(clause.end, echo.span.end) - max(clause.start, echo.span.start)
