"""A file of reviewed links as a table: its metadata lines, columns and rows, so that it can be written back.

A spreadsheet may have saved the file: a byte order mark, line ends of two characters, quoted metadata and tabs that
fill up short rows are read over.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.sources.tables import suggestion
from pledgegraph.sources.tomlfile import read_text

VERBATIM = frozenset({"quote_prefix"})
"""Columns whose spaces at the ends count: a prefix goes on in the quote."""

NEEDED = ("subject_id", "predicate_id", "object_id")
"""Columns without which a file says nothing."""

_EXTRA = "cells beyond the header"


@dataclass(frozen=True, slots=True, kw_only=True)
class SssomTable:
    """A file's metadata lines without their line ends, its columns in order, and every row with its line."""

    metadata: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_sssom(path: Path, columns: Collection[str]) -> SssomTable:
    """The metadata, columns and rows of a file; a row has a cell for each of `columns`, empty where the file has none.

    Raises:
        InputError: the file cannot be read or has no header, a column is none of `columns` or there twice, one that is
            needed is missing, a row has more cells than the header, or a quotation mark is left open.
    """
    text = read_text(path).removeprefix("\ufeff")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError("a NUL character is in the file", place=path, line=line, remedy="Remove it.")
    lines = text.splitlines(keepends=True)
    head = next((number for number, line in enumerate(lines) if not line.lstrip('"').startswith("#")), len(lines))
    reader = csv.DictReader(io.StringIO("".join(lines[head:]), newline=""), delimiter="\t", restkey=_EXTRA)
    names = tuple(name for name in reader.fieldnames or () if name.strip())
    _check_header(path, head + 1, names, columns)
    rows: list[tuple[int, dict[str, str]]] = []
    before = head + 1
    try:
        for row in reader:
            line = head + reader.line_num
            if any(cell.strip() for cell in row.pop(_EXTRA, "")):
                raise InputError(
                    "the row has more cells than the header", place=path, line=line, remedy="Remove the odd tab."
                )
            if any("\t" in cell and "\n" in cell for cell in row.values() if cell):
                raise InputError(
                    "a quotation mark opens a cell and none closes it",
                    place=path,
                    line=before + 1,
                    remedy='Write the cell in quotation marks, and each mark in it twice: "a ""word"" here".',
                )
            before = line
            if any(cell and cell.strip() for cell in row.values()):
                rows.append((line, {name: _cell(name, row.get(name)) for name in columns}))
    except csv.Error as error:
        problem = f"not a tab-separated line ({error})"
        raise InputError(problem, place=path, line=head + reader.line_num, remedy="Mend its quotes.") from None
    return SssomTable(metadata=tuple(_metadata(line) for line in lines[:head]), columns=names, rows=tuple(rows))


def _check_header(path: Path, line: int, names: Collection[str], columns: Collection[str]) -> None:
    if not names:
        raise InputError(
            "the file is empty: it has no header and no decision",
            place=path,
            remedy="Restore it from the repository or a copy, or remove it if its decisions are to go.",
        )
    if len(names) == 1 and any(mark in next(iter(names)) for mark in ",;"):
        raise InputError(
            "the columns are not parted by tabs", place=path, line=line, remedy="Save it as tab-separated text (TSV)."
        )
    for name in names:
        if name not in columns:
            raise InputError(f"the unknown column '{name}'", place=path, line=line, remedy=suggestion(name, columns))
    for name in NEEDED:
        if name not in names:
            raise InputError(
                f"is no SSSOM table: the column '{name}' is missing",
                place=path,
                line=line,
                remedy="Give it a header with this column, or name another file.",
            )
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise InputError(f"the column '{twice[0]}' is there twice", place=path, line=line, remedy="Keep one.")


def _cell(name: str, value: str | None) -> str:
    return (value or "").strip("\r\n\t" if name in VERBATIM else None)


def _metadata(line: str) -> str:
    """A metadata line as it was before a spreadsheet took it for a row."""
    if line.startswith('"'):
        return next(csv.reader([line], delimiter="\t"))[0].rstrip()
    return line.rstrip()
