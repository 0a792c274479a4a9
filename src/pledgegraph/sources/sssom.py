"""SSSOM/TSV tables: a commented metadata block, then a tab-separated table whose columns are known."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.sources.tables import suggestion
from pledgegraph.sources.tomlfile import read_text


def read_rows(path: Path, columns: Collection[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Every row with the line it stands on; cells that are missing are empty.

    Raises:
        InputError: the file cannot be read, or a column is none of `columns`.
    """
    lines = read_text(path).splitlines(keepends=True)
    head = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.DictReader(io.StringIO("".join(lines[head:])), delimiter="\t")
    for name in reader.fieldnames or ():
        if name not in columns:
            raise InputError(
                f"the unknown column '{name}'", place=path, line=head + 1, remedy=suggestion(name, columns)
            )
    for row in reader:
        yield head + reader.line_num, {name: (row.get(name) or "").strip() for name in columns}
