"""Tables as people type them: with bars, with tabs, or with words set below each other by spaces.

What stands in the cells of a row reads like a list, each row apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pledgegraph.sources.remnants import Edit
from pledgegraph.spans import Span

_ROW = re.compile(r"(?m)^[ ]*\|(?P<cells>[^\n]*)\|[ ]*$")
_CELL = re.compile(r"[^|\s](?:[^|\n]*[^|\s])?")
_RULE = re.compile(r"[ :|-]*-[ :|-]*")
_CELL_MARK = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2}){0,2}|[A-Za-z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,2}")
_GOES_ON = re.compile(r"(?:will|shall)\b|[a-z][^\n]*\.$")
_SUM = re.compile(r"\d")
_LONGEST_CELL = 160

_GAPPED = re.compile(r"(?m)^[^\s|#>][^\n]*?\S(?:[ ]{3,}|[ ]?\t[ \t]*)\S[^\n]*$")
_GAP = re.compile(r"(?<=\S)(?:[ ]{3,}|[ ]?\t[ \t]*)(?=\S)")
_ALIGNED = 1
_FEWEST_ROWS = 3
_FEWEST_LINES = 4
_PROSE = 0.4


def rows(clean: str, raw: str) -> Iterator[Edit]:
    """What is put between the cells of tables in a clean text.

    "| Chile | Ana Soto | Minister |" is read as "Chile, Ana Soto, Minister"; a cell that is a sentence is a line.
    """
    if "|" in clean:
        yield from _with_bars(clean)
    if _GAPPED.search(raw):
        yield from _set_below(clean, raw)


def _with_bars(clean: str) -> Iterator[Edit]:
    for row in _ROW.finditer(clean):
        start, end = row.span("cells")
        if _RULE.fullmatch(row["cells"]):
            yield Edit(row.start(), row.end())
            continue
        cells = [Span(*cell.span()) for cell in _CELL.finditer(clean, start, end)]
        if cells:
            yield Edit(row.start(), cells[0].start)
            yield from _parted(clean, cells)
            yield Edit(cells[-1].end, row.end(), "\n")


def _set_below(clean: str, raw: str) -> Iterator[Edit]:
    """What is put between cells that are set below each other, and the second column of text that is left out."""
    for run in _runs(raw):
        if _is_prose(raw, run):
            yield from (Edit(cells[0].end, cells[-1].end) for cells in run)
        elif len(run) >= _FEWEST_ROWS and not _goes_on_small([raw[cell.start] for cells in run for cell in cells]):
            for cells in run:
                yield from _parted(clean, cells)


def side_by_side(raw: str) -> Iterator[Span]:
    """Where text is set in columns side by side: of these lines only the first column is read."""
    for run in _runs(raw) if _GAPPED.search(raw) else ():
        if _is_prose(raw, run):
            yield Span(run[0][0].start, run[-1][-1].end)


def _runs(raw: str) -> Iterator[list[list[Span]]]:
    """Lines below each other whose cells begin at the same places, or are as many between tabs."""
    run: list[list[Span]] = []
    for line in _GAPPED.finditer(raw):
        cells = _cells(Span(*line.span()), raw)
        if run and not (_follows(raw, run[-1], cells) and _is_alike(raw, run[-1], cells)):
            yield run
            run = []
        run.append(cells)
    if run:
        yield run


def _is_prose(raw: str, run: Sequence[Sequence[Span]]) -> bool:
    """Whether lines are text in two columns: each goes on small in many of its lines."""
    if len(run) < _FEWEST_LINES or any(len(cells) != 2 for cells in run):
        return False
    return all(_goes_on_small([raw[cells[column].start] for cells in run]) for column in (0, 1))


def _goes_on_small(firsts: Sequence[str]) -> bool:
    return sum(first.islower() for first in firsts) > _PROSE * len(firsts)


def _cells(line: Span, raw: str) -> list[Span]:
    gaps = [gap.span() for gap in _GAP.finditer(raw, line.start, line.end)]
    starts = [line.start, *(end for _, end in gaps)]
    return [Span(start, end) for start, end in zip(starts, [*(start for start, _ in gaps), line.end], strict=True)]


def _follows(raw: str, above: Sequence[Span], below: Sequence[Span]) -> bool:
    """Whether nothing stands between two lines."""
    return not raw[above[-1].end : below[0].start].strip() and raw.count("\n", above[-1].end, below[0].start) < 3


def _is_alike(raw: str, above: Sequence[Span], below: Sequence[Span]) -> bool:
    """Whether two lines are parted alike."""
    if "\t" in raw[above[0].start : above[-1].end]:
        return len(above) == len(below) and "\t" in raw[below[0].start : below[-1].end]
    places = [cell.start - above[0].start for cell in above[1:]]
    return any(abs(cell.start - below[0].start - place) <= _ALIGNED for cell in below[1:] for place in places)


def _parted(clean: str, cells: Sequence[Span]) -> Iterator[Edit]:
    for cell, following in pairwise(cells):
        space = following.start - cell.end > 1 and clean[following.start - 1] == " "
        written, next_written = clean[cell.start : cell.end], clean[following.start : following.end]
        yield Edit(cell.end, following.start - space, _parting(written, next_written, space=space))


def _parting(cell: str, following: str, *, space: bool) -> str:
    """The sign between two cells: none behind an item's mark and before what goes on in the next cell.

    Where there is room for one sign only, names stand on lines of their own: a comma needs a space behind it.
    """
    if _CELL_MARK.fullmatch(cell) or (cell[-1].isalnum() and _GOES_ON.match(following)):
        return "" if space else " "
    if len(cell) > _LONGEST_CELL or cell.endswith((".", ":", ";", "!", "?")):
        return "\n"
    return "\n" if not space and following[0].isupper() and not _SUM.search(following) else ","
