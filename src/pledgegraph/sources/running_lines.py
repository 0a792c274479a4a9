"""Pages without their running heads and feet: lines that stand at the edge of page after page, numbers apart.

A number in such a line either stays the same ("Lima 2031") or stands at its edge and counts the pages ("Page 2 of 9").
Headings that are numbered one by one ("Article 4", "Annex 2") are no such lines, though they may open several pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|of)\s*\d{1,4})?", re.I)
_NUMBER = re.compile(r"\d+")
_COUNTED = re.compile(
    r"(?!(?!page\b)[^\W\d]+ @$)[^@]*@(?:\s?(?:of|/)\s?[#@])?\s?[-–—|)\]]*"
    r"|[-–—|(\[]*\s?(?:page )?@(?:\s?(?:of|/)\s?[#@])?(?![.)\w])[^@]*",
    re.I,
)
_EDGE_LINES = 3


def running_edges(pages: Sequence[list[str]]) -> Iterator[slice]:
    """The lines of every page between the page numbers and running lines at its beginning and end."""
    running = _running(pages)
    for page in pages:
        first, last = 0, len(page)
        while first < last and _left_out(page[first], running, len(pages)):
            first += 1
        while last > first and _left_out(page[last - 1], running, len(pages)):
            last -= 1
        yield slice(first, last)


def _running(pages: Sequence[list[str]]) -> frozenset[str]:
    """The lines, without their numbers, that stand at the edge of more than half of the pages."""
    seen: dict[str, dict[int, tuple[int, ...]]] = {}
    for index, page in enumerate(pages):
        words = [line for line in page if line.strip()]
        for line in (*words[:_EDGE_LINES], *words[-_EDGE_LINES:]):
            seen.setdefault(_unnumbered(line), {})[index] = tuple(map(int, _NUMBER.findall(line)))
    return frozenset(
        line
        for line, numbers in seen.items()
        if len(numbers) > 1 and len(numbers) * 2 > len(pages) and _runs(line, numbers)
    )


def _runs(line: str, numbers: dict[int, tuple[int, ...]]) -> bool:
    """Whether the numbers that a line bears on each page stay the same, or one at its edge counts the pages."""
    if not any(char.isalpha() for char in line):
        return False
    signs = iter(_sign(column, tuple(numbers)) for column in zip(*numbers.values(), strict=True))
    marked = "".join(next(signs) if char == "#" else char for char in line)
    return "?" not in marked and ("@" not in marked or bool(_COUNTED.fullmatch(marked)))


def _sign(column: tuple[int, ...], pages: tuple[int, ...]) -> str:
    """`#` for a number that stays the same, `@` for one that counts the pages, `?` for any other."""
    if len(set(column)) == 1:
        return "#"
    return "@" if len({number - page for number, page in zip(column, pages, strict=True)}) == 1 else "?"


def _left_out(line: str, running: frozenset[str], pages: int) -> bool:
    """Whether a line at the edge of a page is empty, runs through the pages, or only numbers this one."""
    bare = line.strip()
    return not bare or _unnumbered(bare) in running or (pages > 1 and bool(_PAGE_NUMBER.fullmatch(bare)))


def _unnumbered(line: str) -> str:
    """A line with every number as one sign and plain spaces."""
    return _NUMBER.sub("#", " ".join(line.replace("#", " ").split()))
