"""An evaluation as a table for the terminal, as Markdown, as JSON, and its errors as lines of text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.table import Table

from pledgegraph.evaluate.score import FIELDS, Evaluation
from pledgegraph.evaluate.tally import Difference, Tally

_LONGEST = 100
"""The characters of a quote that an error line shows."""

_HEADINGS = ("field", "right", "wrong", "missed", "precision", "recall", "F1")


def as_table(evaluation: Evaluation, title: str = "Found by the build against the gold annotation") -> Table:
    """The totals as a rich table; the last row tells how many must-nots are respected."""
    table = Table(title=title)
    for number, heading in enumerate(_HEADINGS):
        table.add_column(heading, justify="right" if number else "left")
    for name, tally in evaluation.total.items():
        table.add_row(*_cells(name, tally))
    return table


def as_markdown(evaluation: Evaluation) -> str:
    """The totals as a Markdown table, for the README."""
    lines = ["| " + " | ".join(_HEADINGS) + " |", "|---|" + "---:|" * (len(_HEADINGS) - 1)]
    lines += ["| " + " | ".join(_cells(name, tally)) + " |" for name, tally in evaluation.total.items()]
    return "\n".join(lines) + "\n"


def as_json(evaluation: Evaluation) -> str:
    """Totals, documents and differences as one JSON object, the same bytes for the same evaluation."""
    data = {
        "total": {name: numbers(tally) for name, tally in evaluation.total.items()},
        "documents": {
            score.slug: {name: numbers(score.tallies[name]) for name in FIELDS} for score in evaluation.documents
        },
        "differences": [asdict(difference) for difference in evaluation.differences],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def error_lines(evaluation: Evaluation) -> Iterator[str]:
    """One line per error: document and line of its text, field, what is amiss, expected and found, the quote."""
    yield from (error_line(difference) for difference in evaluation.differences)


def error_line(difference: Difference) -> str:
    """One error as a line of text."""
    place = f"{difference.document}:{difference.line}" if difference.line else difference.document
    parts = [f"{place}: {difference.field} {difference.fault.value}"]
    if difference.expected:
        parts.append(f"expected {difference.expected!r}")
    if difference.found:
        parts.append(f"found {difference.found!r}")
    if difference.quote:
        shown = difference.quote if len(difference.quote) <= _LONGEST else difference.quote[: _LONGEST - 3] + "..."
        parts.append(f"at {shown!r}")
    return ", ".join(parts)


def _cells(name: str, tally: Tally) -> tuple[str, ...]:
    if name == "must-not":
        return name, str(tally.right), str(tally.wrong), "", "", "", ""
    counts = (str(tally.right), str(tally.wrong), str(tally.missed))
    if not tally.right + tally.wrong + tally.missed:
        return name, *counts, "", "", ""
    return name, *counts, f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}"


def numbers(tally: Tally) -> dict[str, Any]:
    """A tally with its precision, recall and F1, rounded."""
    return {
        "right": tally.right,
        "wrong": tally.wrong,
        "missed": tally.missed,
        "precision": round(tally.precision, 4),
        "recall": round(tally.recall, 4),
        "f1": round(tally.f1, 4),
    }
