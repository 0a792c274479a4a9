"""The competency questions: what the ontology must be able to answer, and the queries that answer it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.sources.tomlfile import read_text

NAME = "competency-questions.csv"
_COLUMNS = ["topic", "question", "queries"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A competency question with the names of the queries that answer it."""

    topic: str
    question: str
    queries: tuple[str, ...]


def read_questions(path: Path, catalogue: Catalogue) -> tuple[Question, ...]:
    """The questions of a table.

    Raises:
        InputError: a column, a question or a query is missing or unknown.
    """
    rows = csv.DictReader(io.StringIO(read_text(path)))
    if rows.fieldnames != _COLUMNS:
        raise InputError("has other columns", place=path, line=1, remedy=f"Write {','.join(_COLUMNS)}.")
    found = []
    for row in rows:
        line = rows.line_num
        names = tuple(name for name in (row["queries"] or "").split("|") if name)
        if not row["topic"] or not (row["question"] or "").endswith("?") or not names:
            problem = "a question has a topic, ends with a question mark and names its queries"
            raise InputError(problem, place=path, line=line, remedy="Mend the row.")
        for name in names:
            if name not in catalogue.queries:
                raise InputError(f"names the unknown query '{name}'", place=path, line=line, remedy="Name another.")
        found.append(Question(topic=row["topic"], question=row["question"], queries=names))
    return tuple(found)
