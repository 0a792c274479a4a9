"""Query headers: the `#+ key: value` lines on top of a query file, read strictly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.queries.params import Param, read_params
from pledgegraph.sources.tables import suggestion

KEYS = ("summary", "description", "question", "tags", "params", "columns")
MAY_BE_EMPTY = frozenset({"params", "columns"})

_LINE = re.compile(r"#\+ ([A-Za-z_-]+):(?: (.*))?")
_WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a query says of itself.

    Attributes:
        summary: a short title.
        description: how the answer is found and what a row means.
        question: the question in plain words.
        tags: topics, for lists.
        params: what the asker may set.
        columns: the columns of the answer in order; none for a query that builds a graph.
    """

    summary: str
    description: str
    question: str
    tags: tuple[str, ...]
    params: tuple[Param, ...]
    columns: tuple[str, ...]


def has_header(text: str) -> bool:
    """Whether a query's text has header lines at all."""
    return any(line.startswith("#+") for line in text.splitlines())


def read_header(text: str, place: Path | str) -> Header:
    """The header of a query's text.

    Raises:
        InputError: a line is malformed or out of place, or a key is unknown, missing, repeated or empty.
    """
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    below = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            below = below or bool(line.strip())
            continue
        if below:
            raise InputError(
                "a header line stands below the query", place=place, line=number, remedy="Move it to the top."
            )
        key, value = _key_and_value(line, place, number)
        if key in values:
            raise InputError(f"header key '{key}' is there twice", place=place, line=number, remedy="Keep one.")
        values[key], lines[key] = value, number
    for key in KEYS:
        if key not in values:
            raise InputError(
                f"header key '{key}' is missing", place=place, line=1, remedy=f"Add a line '#+ {key}: ...' at the top."
            )
    return Header(
        summary=values["summary"],
        description=values["description"],
        question=_question(values["question"], place, lines["question"]),
        tags=_words(values["tags"], _WORD, "tag", place, lines["tags"]),
        params=read_params(values["params"], place, lines["params"]),
        columns=_words(values["columns"], _NAME, "column", place, lines["columns"]),
    )


def _key_and_value(line: str, place: Path | str, number: int) -> tuple[str, str]:
    """The known key of a header line and its value, which is empty only where it may be."""
    found = _LINE.fullmatch(line.rstrip())
    if found is None:
        raise InputError(
            f"'{line.rstrip()}' is not a header line", place=place, line=number, remedy="Write '#+ key: value'."
        )
    key, value = found[1], (found[2] or "").strip()
    if key not in KEYS:
        raise InputError(f"unknown header key '{key}'", place=place, line=number, remedy=suggestion(key, KEYS))
    if not value and key not in MAY_BE_EMPTY:
        raise InputError(f"header key '{key}' is empty", place=place, line=number, remedy="Fill it in.")
    return key, value


def _question(value: str, place: Path | str, number: int) -> str:
    if not value.endswith("?"):
        raise InputError(
            "the question does not end with '?'", place=place, line=number, remedy="Write it as a question."
        )
    return value


def _words(value: str, form: re.Pattern[str], what: str, place: Path | str, number: int) -> tuple[str, ...]:
    """The comma-separated words of a value, each once and in form."""
    words = tuple(word.strip() for word in value.split(",")) if value else ()
    for word in words:
        if not form.fullmatch(word):
            raise InputError(
                f"'{word}' is not a {what} name", place=place, line=number, remedy=f"It has the form {form.pattern}."
            )
    if len(set(words)) < len(words):
        raise InputError(f"a {what} is named twice", place=place, line=number, remedy="Name each once.")
    return words
