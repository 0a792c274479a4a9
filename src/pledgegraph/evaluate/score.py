"""The evaluation of a build: every gold document scored field by field, with a list of every error."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pledgegraph.evaluate.facts import read_facts
from pledgegraph.evaluate.forbidden import score_must_nots
from pledgegraph.evaluate.gold import Gold, read_gold_folder
from pledgegraph.evaluate.score_commitments import score_commitments
from pledgegraph.evaluate.score_forum import (
    score_counts,
    score_document,
    score_forums,
    score_lists,
    score_participations,
    score_sessions,
    score_speeches,
)
from pledgegraph.evaluate.score_posts import score_posts
from pledgegraph.evaluate.score_statements import score_findings, score_mentions, score_statements
from pledgegraph.evaluate.tally import Difference, Sheet, Tally
from pledgegraph.evaluate.triples import Triples

FIELDS = (
    "document",
    "forum",
    "forum dates",
    "city",
    "province",
    "country",
    "theme",
    "parent",
    "participation",
    "mode",
    "speech",
    "list",
    "list size",
    "count",
    "session",
    "post",
    "body",
    "represents",
    "accredited to",
    "statement",
    "force",
    "speaker",
    "addressee",
    "commitment",
    "clause",
    "party",
    "mention",
    "finding",
    "must-not",
)
"""The fields in the order of the tables; for `must-not`, right means respected and wrong means violated."""

_STEPS = (
    score_document,
    score_forums,
    score_participations,
    score_speeches,
    score_lists,
    score_counts,
    score_sessions,
    score_posts,
    score_statements,
    score_commitments,
    score_mentions,
    score_findings,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentScore:
    """The tallies of one document by field."""

    slug: str
    tallies: dict[str, Tally]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Scores per document, their sum, and every difference in reading order of documents and fields."""

    documents: tuple[DocumentScore, ...]
    total: dict[str, Tally]
    differences: tuple[Difference, ...]


def evaluate(nquads_path: Path, gold_folder: Path, documents_folder: Path) -> Evaluation:
    """The comparison of a graph in N-Quads with every gold file of a folder.

    Raises:
        InputError: a gold file, a document or the graph cannot be used.
    """
    golds = read_gold_folder(gold_folder, documents_folder)
    triples = Triples.read(nquads_path)
    sheets = [_score(gold, triples) for gold in golds]
    total: dict[str, Tally] = {}
    for name in FIELDS:
        total[name] = sum((sheet.tallies.get(name, Tally()) for sheet in sheets), Tally())
    return Evaluation(
        documents=tuple(
            DocumentScore(slug=sheet.gold.slug, tallies={name: sheet.tallies.get(name, Tally()) for name in FIELDS})
            for sheet in sheets
        ),
        total=total,
        differences=tuple(difference for sheet in sheets for difference in _in_order(sheet)),
    )


def _score(gold: Gold, triples: Triples) -> Sheet:
    sheet = Sheet(gold)
    facts = read_facts(triples, gold.slug)
    for step in _STEPS:
        step(sheet, facts)
    score_must_nots(sheet, facts, triples)
    return sheet


def _in_order(sheet: Sheet) -> list[Difference]:
    return sorted(sheet.differences, key=lambda difference: FIELDS.index(difference.field))
