"""Tables of a PDF's page, found by what stands below each other: it says nothing of rows and cells itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pledgegraph.sources.marks import BULLET, item_mark
from pledgegraph.sources.pdf_lines import Line, Word
from pledgegraph.sources.table_rows import cell_text

_ALIGNED = 1.5
"""Points within which words begin below each other."""
_GAP = 0.36
"""In heights of the type; gaps between words are narrower, but in lines that are stretched."""
_FARTHEST = 5.0
_WIDE = 1.6
_LONGEST = 200
"""Lines of a table; a page of print has fewer."""
_FEWEST_ROWS = 3
_MOSTLY = 0.5
_NEARLY_ALL = 0.75
_PADDED = 1.25
_PROSE = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: the words of its cells, "" for an empty one."""

    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """The row as a line with bars."""
        return "| " + " | ".join(cell_text(cell) for cell in self.cells) + " |"


def with_tables(lines: Sequence[Line]) -> Iterator[Line | Row]:
    """The lines of a page in order, those of tables as rows; text in columns side by side, column by column.

    A table is three lines at least with words that begin below each other behind a gap, and that do not all end at one
    margin as stretched lines do.
    """
    done = index = 0
    while index < len(lines):
        end = _end(lines, index)
        starts = _starts(lines[index:end])
        if _is_table(lines[index:end], starts):
            first = index - 1 if index > done and _is_head(lines[index - 1], lines[index], starts) else index
            yield from lines[done:first]
            yield from _read(lines[first:end], starts)
            done = index = end
        else:
            index += 1
    yield from lines[done:]


def _is_table(region: Sequence[Line], starts: Sequence[float]) -> bool:
    """Whether lines hold rows enough, three or two whose cells stand far apart, and few gaps that are no columns'."""
    rows = [line for line in region if sum(_column(word, starts) is not None for word in line.words) > 1]
    gaps = [word for line in region for word in _apart(line)[1:]]
    in_columns = sum(_column(word, starts) is not None for word in gaps) >= _NEARLY_ALL * len(gaps)
    if not in_columns or _is_stretched(rows) or (len(starts) == 2 and _are_items(rows)):
        return False
    far = [row for row in rows if all(word.gap > _WIDE * row.size for word in row.words if _column(word, starts))]
    return len(rows) >= _FEWEST_ROWS or len(far) == len(rows) == 2


def _are_items(rows: Sequence[Line]) -> bool:
    """Whether what stands in the first column are the marks of a list."""
    return all(BULLET.match(f"{line.words[0].text} ") or item_mark(f"{line.words[0].text} The") for line in rows)


def _is_head(line: Line, below: Line, starts: Sequence[float]) -> bool:
    """Whether a line above a table stands in its columns, though its cells fill them."""
    near = 0 < line.base - below.base < _FARTHEST * line.size
    return near and all(any(abs(word.left - start) < _ALIGNED for word in line.words) for start in starts)


def _end(lines: Sequence[Line], first: int) -> int:
    """Where the lines end that can belong to a table that begins with the line `first`."""
    starts = {word.left for word in _apart(lines[first])}
    if len(starts) < 2:
        return first + 1
    bases = {lines[first].base}
    last = min(len(lines), first + _LONGEST)
    for index in range(first + 1, last):
        line, far = lines[index], _FARTHEST * lines[index].size
        if abs(line.base - lines[index - 1].base) > far or not _belongs(line, starts, bases):
            return index
        starts |= {word.left for word in _apart(line)}
        bases.add(line.base)
    return last


def _apart(line: Line) -> list[Word]:
    """The words of a line that stand behind a gap, the first one among them."""
    return [word for word in line.words if word.gap > _GAP * line.size]


def _belongs(line: Line, starts: set[float], bases: set[float]) -> bool:
    """Whether a line stands in columns that begin at `starts`, or beside a row at one of the `bases`."""
    known = sum(any(abs(word.left - start) < _ALIGNED for word in line.words) for start in starts)
    if known > 1:
        return True
    if known and len(_apart(line)) == 1:
        beyond = min((start for start in starts if start > line.left + _ALIGNED), default=math.inf)
        return line.right < beyond + _ALIGNED
    return line.left > max(starts) and any(abs(line.base - base) < _ALIGNED for base in bases)


def _starts(region: Sequence[Line]) -> list[float]:
    """Where columns begin: at what begins at one place in several lines, behind words that are not always the same."""
    found: list[tuple[float, list[str]]] = []
    for left, before in sorted(_behind(region)):
        if not found or left - found[-1][0] >= _ALIGNED:
            found.append((left, []))
        found[-1][1].append(before)
    rows = sum(len(_apart(line)) > 1 for line in region)
    common = [(left, before) for left, before in found if len(before) >= max(2, _MOSTLY * rows)]
    return [left for left, before in common if not all(before) or len(set(before)) > 1]


def _behind(region: Sequence[Line]) -> Iterator[tuple[float, str]]:
    """Where words begin that stand apart, with the word before each, "" for the first of a line."""
    for line in region:
        for before, word in pairwise((None, *line.words)):
            if word is not None and word.gap > _GAP * line.size:
                yield word.left, before.text if before else ""


def _column(word: Word, starts: Sequence[float]) -> int | None:
    return next((at for at, start in enumerate(starts) if abs(word.left - start) < _ALIGNED), None)


def _is_stretched(rows: Sequence[Line]) -> bool:
    """Whether most lines end at one margin with words of their own, as lines of a paragraph do."""
    margin = max((line.right for line in rows), default=0.0)
    return len({line.words[-1].text for line in rows if margin - line.right < _ALIGNED}) > _MOSTLY * len(rows)


def _read(region: Sequence[Line], starts: Sequence[float]) -> Iterator[Line | Row]:
    placed = [(line, cell, at) for line in region for cell, at in _cells(line, starts)]
    columns = [[(line, cell) for line, cell, at in placed if at == column] for column in range(len(starts))]
    if all(_is_prose(column) for column in columns):
        for column in columns:
            for line, cell in sorted(column, key=lambda one: -one[0].base):
                yield Line(words=tuple(cell), base=line.base, size=line.size)
        return
    bases = sorted({line.base for line in region}, reverse=True)
    for band in _bands(bases, {line.base for line, _, at in placed if at == 0}):
        here = [(cell, at) for line, cell, at in placed if line.base in band]
        cells = [[word.text for cell, at in here if at == column for word in cell] for column in range(len(starts))]
        yield Row(cells=tuple(" ".join(words) for words in cells))


def _cells(line: Line, starts: Sequence[float]) -> Iterator[tuple[list[Word], int]]:
    """The words of a line by their columns; those that begin no column belong to what stands before them."""
    words: list[Word] = []
    at = 0
    for word in line.words:
        column = _column(word, starts)
        if words and column is not None:
            yield words, at
            words = []
        at = column if column is not None else at
        words.append(word)
    yield words, at


def _is_prose(column: Sequence[tuple[Line, list[Word]]]) -> bool:
    """Whether many of a column's lines go on small, as running text does."""
    return len(column) > _FEWEST_ROWS and sum(cell[0].text[0].islower() for _, cell in column) > _PROSE * len(column)


def _bands(bases: Sequence[float], first: set[float]) -> list[set[float]]:
    """The baselines of each row: parted by wider gaps where some are, or else by what stands in the first column."""
    gaps = [above - below for above, below in pairwise(bases)]
    least = min((gap for gap in gaps if gap > 0), default=0.0)
    padded = any(gap > _PADDED * least for gap in gaps)
    bands = [{bases[0]}]
    for gap, base in zip(gaps, bases[1:], strict=True):
        if gap > _PADDED * least if padded else base in first:
            bands.append({base})
        else:
            bands[-1].add(base)
    return bands
