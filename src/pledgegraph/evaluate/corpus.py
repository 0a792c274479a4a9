"""How well the score ranks commitments for passages of foreign statements, against labels set before it existed.

The labels name a statement by file and checksum and a passage by offsets; the texts lie in a folder of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from rich.table import Table

from pledgegraph.errors import InputError
from pledgegraph.evaluate.baselines import baselines
from pledgegraph.evaluate.ranking import Item, Ranking, rankings, table
from pledgegraph.extraction import Extraction
from pledgegraph.model import Commitment
from pledgegraph.sources.tomlfile import read_toml
from pledgegraph.spans import Span
from pledgegraph.tracking.score import Profile, Scorer
from pledgegraph.vocab import Grade


class LabelledPassage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of a statement, and the numbers of the commitments it takes up."""

    start: int
    end: int
    same: tuple[int, ...]
    related: tuple[int, ...]


class LabelledDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statement with its passages."""

    file: str
    sha256: str
    passage: tuple[LabelledPassage, ...]


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of labels."""

    document: tuple[LabelledDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusEvaluation:
    """All rankings over the same passages; `taken_up` of them take up a commitment, the others only add to reading."""

    documents: int
    passages: int
    taken_up: int
    relevant: int
    rankings: tuple[Ranking, ...]


def evaluate_corpus(
    labels: Path,
    folder: Path,
    instrument: Extraction,
    read: Callable[[Path], Extraction],
    scorer: Scorer,
) -> CorpusEvaluation:
    """The score and both baselines on the labelled passages of the statements in a folder.

    `instrument` is the document whose numbered commitments the labels name.

    Raises:
        InputError: the labels cannot be used, a statement is missing or is not the labelled one, or a number or place
            does not exist.
    """
    by_number = {
        one.ordinal: (one, made)
        for one, made in scorer.commitments(instrument)
        if one.ordinal is not None and one.section is None
    }
    items: list[Item] = []
    grades: dict[int, Grade] = {}
    scores: list[float] = []
    texts: dict[tuple[str, int], str] = {}
    judged = read_toml(labels, Labels).document
    for document in judged:
        extraction = _read(document, labels, folder, read)
        for passage in document.passage:
            wanted = _grades(passage, document, labels, by_number)
            span = _span(passage, document, labels, extraction)
            profile = scorer.passage(span, extraction)
            texts[document.file, passage.start] = extraction.document.clean[passage.start : passage.end]
            for number, (one, made) in by_number.items():
                if number in wanted:
                    grades[len(items)] = wanted[number]
                items.append(Item(document=document.file, place=passage.start, commitment=one.key))
                scores.append(scorer.score(made, profile).total)
    methods = {
        "score": scores,
        **baselines(items, {one.key: one.text for one, _ in by_number.values()}, texts, scorer.lexicon.table),
    }
    return CorpusEvaluation(
        documents=len(judged),
        passages=len(texts),
        taken_up=len({items[index].passage for index in grades}),
        relevant=len(grades),
        rankings=rankings(methods, items, grades),
    )


def as_table(found: CorpusEvaluation) -> Table:
    """The rankings side by side."""
    return table(
        f"{found.passages} passages of {found.documents} statements, {found.taken_up} take up {found.relevant} "
        "commitments (labelled before the score existed)",
        found.rankings,
    )


def _read(document: LabelledDocument, labels: Path, folder: Path, read: Callable[[Path], Extraction]) -> Extraction:
    extraction = read(folder / document.file)
    if extraction.document.sha256 != document.sha256:
        raise InputError(
            f"is not the text that {labels.name} judges: its checksum differs",
            place=folder / document.file,
            remedy="Use the file with the checksum that stands there.",
        )
    return extraction


def _grades(
    passage: LabelledPassage,
    document: LabelledDocument,
    labels: Path,
    known: dict[int, tuple[Commitment, Profile]],
) -> dict[int, Grade]:
    found = dict.fromkeys(passage.related, Grade.RELATED_THEME) | dict.fromkeys(passage.same, Grade.SAME_COMMITMENT)
    unknown = sorted(found.keys() - known.keys())
    if unknown:
        raise InputError(
            f"{document.file}, passage {passage.start}: there is no commitment {unknown[0]}",
            place=labels,
            remedy="Correct the number.",
        )
    return found


def _span(passage: LabelledPassage, document: LabelledDocument, labels: Path, extraction: Extraction) -> Span:
    if not 0 <= passage.start < passage.end <= len(extraction.document.text):
        raise InputError(
            f"{document.file} has no passage {passage.start}-{passage.end}", place=labels, remedy="Correct the offsets."
        )
    return Span(passage.start, passage.end)
