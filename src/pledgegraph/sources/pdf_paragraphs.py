"""Paragraphs of a PDF from where its lines stand: what goes on, what begins anew, and what only the words can tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pledgegraph.sources.marks import BULLET, item_mark
from pledgegraph.sources.pdf_lines import Line
from pledgegraph.sources.pdf_tables import Row

GOES_ON = " "
LINE = "\n"
APART = "\n\n"

_SAME_SIZE = 1.12
_SPREAD = 1.18
_COMMON = 0.1
_NEAR = 2.6
_INDENT = 0.8
_EDGE = 2.5
_STRETCHED = 1.5
_PROSE = 0.25
_SPACE = 0.2
_TOLERANCE = 0.3
_FEWEST_LINES = 3
_MOST_LINES = 400
_FEW_LINES = 8
"""A page with fewer lines shows no margins of its own: those of the page before it count too."""
_SAME_COLUMN = 6
_HYPHEN = re.compile(r"\S-$")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_RAISED_MORE = 0.35
"""How much farther a line may stand that holds raised signs, in heights of the type."""
_CLOSED = re.compile(r"[.!?:;][\"'”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """How a page is set: its lines, and the usual distance of two in heights of the type."""

    lines: Sequence[Line] = ()
    leading: float = 0.0


def as_text(pages: Sequence[Sequence[Line | Row]]) -> str:
    r"""The text of pages: lines of one paragraph joined, paragraphs parted by an empty line.

    Where the page does not tell, a line stays a line. A word that is cut at a line's end stays cut, as in
    "deve-\nlopment": whether it bears the hyphen is for those to say who read the words.
    """
    parts: list[str] = []
    before: Line | Row | None = None
    margin: float | None = None
    page_above = _Set()
    for page in pages:
        lines = [one for one in page if isinstance(one, Line)]
        page_here = _set((lines if len(lines) >= _FEW_LINES else [*page_above.lines, *lines])[-_MOST_LINES:])
        for index, one in enumerate(page):
            if before is not None:
                above = page_above if index == 0 else page_here
                between = _between(before, one, above, margin, is_next_page=index == 0)
                margin = one.left if between == GOES_ON and isinstance(one, Line) else None
                parts.append(_joint(before.text, one.text) if between == GOES_ON else between)
            parts.append(one.text)
            before = one
        page_above = page_here
    return "".join(parts)


def _joint(above: str, below: str) -> str:
    """What joins two lines: nothing behind the hyphen of a name or number, a line's end where a word may be cut."""
    if not _HYPHEN.search(above):
        return GOES_ON
    return LINE if above[-2].islower() and below[0].islower() else ""


def _set(lines: Sequence[Line]) -> _Set:
    return _Set(lines=lines, leading=_leading(lines))


def _leading(lines: Sequence[Line]) -> float:
    """The least distance of two baselines that is common, in heights of the type; 0 where no lines stand so."""
    found = [
        round((above.base - below.base) / above.size, 1)
        for above, below in pairwise(lines)
        if 0 < above.base - below.base < _NEAR * above.size and _overlap(above, below)
    ]
    fewest = max(2, _COMMON * len(found))
    return min((one for one, count in Counter(found).items() if count >= fewest), default=max(found, default=0.0))


def _overlap(one: Line, other: Line) -> bool:
    return one.left < other.right and other.left < one.right


def _between(above: Line | Row, below: Line | Row, page: _Set, margin: float | None, *, is_next_page: bool) -> str:
    """What parts two lines that follow each other.

    `margin` is where the lines of a paragraph begin, once it has two.
    """
    if not (isinstance(above, Line) and isinstance(below, Line)):
        return APART
    if not _same_size(above, below) or item_mark(below.text) or BULLET.match(below.text):
        return APART
    far = (above.base - below.base) / above.size
    if is_next_page or (far < 0 and below.left > above.right - above.size):
        return _over_a_break(above, below, page)
    farthest = page.leading * _SPREAD + (_RAISED_MORE if _RAISED.search(below.text) else 0.05)
    if not (0 < far <= farthest and _overlap(above, below)):
        return APART
    if margin is not None and abs(below.left - margin) > _INDENT * above.size:
        return APART
    is_full = _is_full(above, below, page)
    if is_full is None:
        return LINE
    if is_full:
        return GOES_ON
    if _CLOSED.search(above.text):
        return APART
    return GOES_ON if below.text[0].islower() else LINE


def _over_a_break(above: Line, below: Line, page: _Set) -> str:
    """What parts the last line of a page or column and the first one of the next."""
    if _CLOSED.search(above.text):
        return APART
    if below.text[0].islower():
        return GOES_ON
    return GOES_ON if _is_full(above, below, page) else APART


def _is_full(above: Line, below: Line, page: _Set) -> bool | None:
    """Whether the first word of the line below found no room on the one above; None where no margin shows."""
    needed = below.words[0].right - below.words[0].left + _SPACE * above.size
    margin = _margin(above, page.lines)
    if margin is not None:
        return above.right + needed > margin - _TOLERANCE * above.size
    alike = [one for one in page.lines if _same_size(one, above)]
    widths = [one.right - one.left for one in (alike if len(alike) >= _FEWEST_LINES else page.lines)]
    return above.right - above.left + needed > max(widths) if len(widths) >= _FEWEST_LINES else None


def _margin(line: Line, lines: Sequence[Line]) -> float | None:
    """Where the lines of a column end, None where that does not show.

    Stretched lines end at one place. Others end near it, which counts only where many of them go on small: names and
    addresses end anywhere, too.
    """
    near = [
        one
        for one in lines
        if abs(one.left - line.left) < _SAME_COLUMN * line.size and _overlap(one, line) and _same_size(one, line)
    ]
    rights = sorted((one.right for one in near), reverse=True)
    beyond = [right for right in reversed(rights) if right > line.right - _STRETCHED]
    if (stretched := _first_cluster(beyond, _STRETCHED)) is not None:
        return stretched
    small = sum(one.words[0].text[0].islower() for one in near)
    ragged = _first_cluster(rights, _EDGE * line.size)
    is_prose = ragged is not None and small > _PROSE * len(near) and ragged > rights[0] - 2 * _EDGE * line.size
    return ragged if is_prose else None


def _first_cluster(places: Sequence[float], within: float) -> float | None:
    """The first of sorted places near which several of those behind it lie."""
    for index, place in enumerate(places):
        if sum(abs(place - other) < within for other in places[index:]) >= _FEWEST_LINES:
            return place
    return None


def _same_size(one: Line, other: Line) -> bool:
    return max(one.size, other.size) < _SAME_SIZE * min(one.size, other.size)
