"""Rows of tables as lines of text, alike in every form of file."""

from __future__ import annotations

from collections.abc import Sequence


def is_row_of_lines(cells: Sequence[Sequence[str]]) -> bool:
    """Whether two cells at least hold text and none more than one line, so that the row can be a line.

    >>> is_row_of_lines([["Chile"], [], ["Ana Soto"]]), is_row_of_lines([["Chile"], ["Ana Soto", "Minister"]])
    (True, False)
    """
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and all(len(cell) == 1 and "\n" not in cell[0] for cell in filled)


def cell_text(words: str) -> str:
    """What stands in a cell, without the sign that parts cells.

    >>> cell_text("Minister | Ports")
    'Minister / Ports'
    """
    return words.replace("|", "/")
