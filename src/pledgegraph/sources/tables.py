"""Strict CSV tables: every row with its line number, or an error that says what to change where."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pledgegraph.errors import InputError


def suggestion(name: str, known: Collection[str]) -> str:
    """A remedy clause: the known name nearest to a wrong one, or else all the known names.

    >>> suggestion("acronim", ["acronym", "label"])
    "Did you mean 'acronym'?"
    """
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    if near:
        return f"Did you mean '{near[0]}'?"
    return f"Known: {', '.join(sorted(known))}." if known else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: its cells by column, and where it stands."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def fail(self, problem: str, remedy: str = "") -> NoReturn:
        """Raises the error that names this row's file and line."""
        raise InputError(problem, place=self.path, line=self.line, remedy=remedy)

    def parts(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that `|` splits; none for an empty cell."""
        return tuple(self.cells[column].split("|")) if self.cells[column] else ()


def read_text(path: Path) -> str:
    """The text of a UTF-8 file with LF line ends, or an error with the byte or line that is not."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError("file is missing", place=path, remedy="Create it or restore it from the repository.") from None
    except OSError as error:
        problem = f"file cannot be read: {error.strerror}"
        raise InputError(problem, place=path, remedy="Check its permissions.") from None
    if not data.strip():
        raise InputError("file is empty", place=path, remedy="Give it at least its header line.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8",
            place=path,
            line=line,
            remedy="Save the file as UTF-8.",
        ) from None
    for mark, name in (("\ufeff", "a byte order mark"), ("\r", "a carriage return"), ("\0", "a NUL character")):
        if mark in text:
            line = text.count("\n", 0, text.index(mark)) + 1
            raise InputError(
                f"{name} is in the file",
                place=path,
                line=line,
                remedy="Save it as UTF-8 without byte order mark, with LF line ends.",
            )
    return text


def read_table(path: Path, columns: Sequence[str], key: Sequence[str]) -> tuple[Row, ...]:
    """The rows of a CSV file that has exactly these columns and is sorted by its key, which no two rows share.

    Args:
        path: the file.
        columns: every column it must have, in any order.
        key: the columns whose values, compared by code point, order the rows.

    Returns:
        The rows in file order.

    Raises:
        InputError: the file, the header, a row's length or the order is wrong.
    """
    rows = tuple(_rows(path, columns))
    previous: tuple[str, ...] | None = None
    for row in rows:
        current = tuple(row[column] for column in key)
        shown = ", ".join(current)
        if previous is not None and current == previous:
            row.fail(f"'{shown}' is in the table twice", "Merge the two rows.")
        if previous is not None and current < previous:
            row.fail(f"row '{shown}' is not sorted: it comes after '{', '.join(previous)}'", "Move it up.")
        previous = current
    return rows


def _rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows below a checked header."""
    reader = csv.reader(io.StringIO(read_text(path), newline="\n"), strict=True)
    try:
        header = next(reader)
        _check_header(path, header, columns)
        before = reader.line_num
        for values in reader:
            line = before + 1
            if reader.line_num != line:
                raise InputError(
                    "a cell holds a line break", place=path, line=line, remedy="Keep each row on one line."
                )
            before = line
            yield _row(path, line, header, values)
    except csv.Error as error:
        raise InputError(
            f"not a CSV line: {error}", place=path, line=reader.line_num, remedy="Quote cells that hold a comma."
        ) from None


def _row(path: Path, line: int, header: Sequence[str], values: Sequence[str]) -> Row:
    """One row whose cells are as many as the columns and have no space around them."""
    if len(values) != len(header):
        raise InputError(
            f"{len(values)} cells, but the header has {len(header)} columns",
            place=path,
            line=line,
            remedy="Quote cells that hold a comma; write an empty cell for what is unknown.",
        )
    row = Row(path=path, line=line, cells=dict(zip(header, values, strict=True)))
    for column, value in row.cells.items():
        if value != value.strip():
            row.fail(f"column '{column}' has white space at an end", "Remove it.")
    return row


def _check_header(path: Path, header: Sequence[str], columns: Sequence[str]) -> None:
    """Refuses unknown, repeated and missing columns."""
    for name in header:
        if name not in columns:
            raise InputError(
                f"unknown column '{name}'", place=path, line=1, remedy=suggestion(name, set(columns) - set(header))
            )
        if header.count(name) > 1:
            raise InputError(f"column '{name}' is there twice", place=path, line=1, remedy="Keep one.")
    for name in columns:
        if name not in header:
            raise InputError(
                f"column '{name}' is missing", place=path, line=1, remedy=f"The columns are: {', '.join(columns)}."
            )
