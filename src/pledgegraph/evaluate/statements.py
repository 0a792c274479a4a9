"""Evaluation on foreign statements: every annotated text converted afresh, totals and means per field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

from rich.table import Table

from pledgegraph.evaluate.render import error_line, numbers
from pledgegraph.evaluate.statement_gold import Kept, read_statement_gold
from pledgegraph.evaluate.statement_score import StatementScore, score_statement
from pledgegraph.evaluate.tally import Tally
from pledgegraph.extraction import Extraction
from pledgegraph.sources.registry import Registry

FIELDS = (
    "states",
    "territories",
    "organisations",
    "event",
    "event date",
    "event end",
    "event city",
    "event country",
    "participation",
    "persons",
    "roles",
    "affiliations",
    "sentence exact",
    "sentence overlap",
    "force",
    "speaker",
    "commitments",
    "items",
    "must-not",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEvaluation:
    """The scores of every text of one set, and the hash of the rule set that was used."""

    kept: str
    rules: str
    documents: tuple[StatementScore, ...]

    @property
    def total(self) -> dict[str, Tally]:
        """Sums over documents by field."""
        return {name: _sum(score.tallies.get(name) for score in self.documents) for name in FIELDS}

    @property
    def forces(self) -> dict[str, Tally]:
        """Sums over documents by annotated force."""
        names = sorted({name for score in self.documents for name in score.forces})
        return {name: _sum(score.forces.get(name) for score in self.documents) for name in names}

    def macro(self, name: str) -> float | None:
        """The mean F1 over the documents that have the field at all; None where none has."""
        found = [score.tallies[name].f1 for score in self.documents if name in score.tallies]
        return fmean(found) if found else None


def evaluate_statements(
    gold: Path, texts: Path, kept: Kept, rules: str, registry: Registry, read: Callable[[Path], Extraction]
) -> StatementEvaluation:
    """The evaluation of one set ("aside" or "open"); `read` converts a text.

    Raises:
        InputError: an annotation or text is missing, changed or wrong.
    """
    chosen = [one for one in read_statement_gold(gold, texts) if one.file.document.set == kept]
    scores = tuple(score_statement(one, read(one.text_path), registry) for one in chosen)
    return StatementEvaluation(kept=kept, rules=rules, documents=scores)


def as_table(found: StatementEvaluation) -> Table:
    """The figures per field, and of force by the annotated force."""
    table = Table(title=f"{len(found.documents)} foreign statements ({found.kept}), rule set {found.rules[:12]}")
    for heading in ("field", "right", "wrong", "missed", "precision", "recall", "F1", "mean F1"):
        table.add_column(heading, justify="left" if heading == "field" else "right")
    for row in _rows(found):
        table.add_row(*row)
    return table


def as_markdown(found: StatementEvaluation) -> str:
    """The same as a Markdown table."""
    head = "| field | right | wrong | missed | precision | recall | F1 | mean F1 |\n|---|" + "---:|" * 7 + "\n"
    return head + "".join(f"| {' | '.join(row)} |\n" for row in _rows(found))


def as_json(found: StatementEvaluation) -> str:
    """Totals, documents and differences as one JSON object."""
    data = {
        "set": found.kept,
        "ruleSet": found.rules,
        "total": {name: {**numbers(tally), "macroF1": found.macro(name)} for name, tally in found.total.items()},
        "forces": {name: numbers(tally) for name, tally in found.forces.items()},
        "documents": {
            score.name: {name: numbers(tally) for name, tally in score.tallies.items()} for score in found.documents
        },
        "differences": [asdict(one) for score in found.documents for one in score.differences],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def error_lines(found: StatementEvaluation) -> Iterator[str]:
    """One line an error, with its document and line."""
    yield from (error_line(one) for score in found.documents for one in score.differences)


def _rows(found: StatementEvaluation) -> Iterator[tuple[str, ...]]:
    for name, tally in found.total.items():
        mean = found.macro(name)
        yield (name, *_cells(tally), "" if mean is None else f"{mean:.3f}")
    for name, tally in found.forces.items():
        yield (f"force {name}", *_cells(tally), "")


def _cells(tally: Tally) -> tuple[str, ...]:
    counts = (str(tally.right), str(tally.wrong), str(tally.missed))
    if not tally.right + tally.wrong + tally.missed:
        return (*counts, "", "", "")
    return (*counts, f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}")


def _sum(tallies: Iterator[Tally | None]) -> Tally:
    total = Tally()
    for tally in tallies:
        total += tally or Tally()
    return total
