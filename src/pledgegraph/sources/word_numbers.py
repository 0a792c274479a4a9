"""The marks of lists as Word shows them: it stores how to count, not the numbers themselves.

A paragraph is numbered by its own `w:numPr`, or else by that of its style or of a style that this one is based on; the
level that a style numbers is the one that names it. The lists of one abstract list count on, unless a list says where
to start; a level begins again below one that stands above it (ECMA-376, part 1, 17.9 and 17.7.4.17).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from pledgegraph.sources.numerals import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of the elements of a Word document."""
BULLET = "-"
"""How the bullet of any list is written, whatever sign and font Word takes for it."""

_NONE = "0"
_PLACE = re.compile(r"%([1-9])")
_FALSE = ("0", "false", "off")
_LONGEST_CHAIN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """What a style of paragraphs says of numbering; "" where it says nothing."""

    based_on: str
    number: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How one level of a list counts; `restart` is the level, counted from one, below which it begins again."""

    start: int
    form: str
    text: str
    style: str
    legal: bool
    restart: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """A list: the abstract one it belongs to, its levels, and those at which it starts anew."""

    kind: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


@dataclass(slots=True)
class _Count:
    """How far an abstract list has been counted, and which of its lists have begun."""

    values: dict[int, int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)


class WordNumbers:
    """The marks of a document's paragraphs, to be asked for one after the other in reading order."""

    def __init__(self, styles: _Element | None, numbering: _Element | None) -> None:
        """Reads the styles of `word/styles.xml` and the lists of `word/numbering.xml`; either may be absent."""
        every = [] if styles is None else list(styles.iter(f"{W}style"))
        written = [style for style in every if value(style, "type") == "paragraph"]
        self._styles = {value(style, "styleId"): _style(style) for style in written}
        self._usual = next((value(one, "styleId") for one in written if value(one, "default") in ("1", "true")), "")
        self._listings = {} if numbering is None else _listings(numbering, styles)
        self._counts: dict[str, _Count] = {}

    def mark(self, paragraph: _Element) -> str:
        """The mark that Word shows before a paragraph: "3.", "(a)", "1.2", "-"; "" where there is none.

        A paragraph that is asked for is counted.
        """
        number, at = self._place(paragraph)
        listing = self._listings.get(number)
        level = listing.levels.get(at) if listing else None
        if listing is None or level is None:
            return ""
        values = self._counted(number, listing, at, level)
        if level.form == "bullet":
            return BULLET
        mark = _PLACE.sub(lambda found: self._shown(listing, int(found[1]) - 1, values, level), level.text).strip()
        return mark if any(char.isalnum() for char in mark) else BULLET if mark == level.text.strip() != "" else ""

    def _place(self, paragraph: _Element) -> tuple[str, int]:
        """The list and the level that a paragraph belongs to, by itself or by its style."""
        properties = paragraph.find(f"{W}pPr")
        own = None if properties is None else properties.find(f"{W}numPr")
        number, level = inner(own, "numId"), inner(own, "ilvl")
        if not number:
            number, of_style = self._of_style(inner(properties, "pStyle") or self._usual)
            level = level or of_style
        return ("", 0) if number == _NONE else (number, int(level) if level.isdecimal() else 0)

    def _of_style(self, style: str) -> tuple[str, str]:
        name = style
        for _ in range(_LONGEST_CHAIN):
            found = self._styles.get(name)
            if found is None:
                break
            if found.number:
                return found.number, self._level_of(found.number, (style, name)) or found.level
            name = found.based_on
        return "", ""

    def _level_of(self, number: str, styles: tuple[str, ...]) -> str:
        """The level of a list that names one of the styles."""
        listing = self._listings.get(number)
        levels = {level.style: at for at, level in listing.levels.items()} if listing else {}
        return next((str(levels[style]) for style in styles if style in levels), "")

    def _counted(self, number: str, listing: _Listing, at: int, level: _Level) -> dict[int, int]:
        """Counts one paragraph of a level and gives the numbers of all levels."""
        count = self._counts.setdefault(listing.kind, _Count())
        first = (number, at) not in count.begun
        count.begun.add((number, at))
        if first and at in listing.starts:
            count.values[at] = listing.starts[at]
        else:
            count.values[at] = count.values.get(at, level.start - 1) + 1
        for below in [one for one in count.values if one > at]:
            restart = listing.levels[below].restart if below in listing.levels else None
            if restart is None or at < restart:
                del count.values[below]
        return count.values

    def _shown(self, listing: _Listing, at: int, values: Mapping[int, int], level: _Level) -> str:
        """The number of a level in its form; a level that has not begun stands at its start."""
        named = listing.levels.get(at)
        if named is None:
            return ""
        return numeral(values.get(at, named.start), "decimal" if level.legal else named.form)


def _listings(numbering: _Element, styles: _Element | None) -> dict[str, _Listing]:
    kinds = {value(kind, "abstractNumId"): kind for kind in numbering.iter(f"{W}abstractNum")}
    made = {}
    for listing in numbering.iter(f"{W}num"):
        kind = _followed(inner(listing, "abstractNumId"), kinds, numbering, styles)
        element = kinds.get(kind)
        levels = {} if element is None else {_at(level): _level(level) for level in element.iter(f"{W}lvl")}
        starts = {}
        for override in listing.iter(f"{W}lvlOverride"):
            for level in override.iter(f"{W}lvl"):
                levels[_at(override)] = _level(level)
            if (start := inner(override, "startOverride")).isdecimal():
                starts[_at(override)] = int(start)
        made[value(listing, "numId")] = _Listing(kind=kind, levels=levels, starts=starts)
    return made


def _followed(kind: str, kinds: Mapping[str, _Element], numbering: _Element, styles: _Element | None) -> str:
    """The abstract list that one stands for which only names a style of lists."""
    link = inner(kinds.get(kind), "numStyleLink")
    if not link or styles is None:
        return kind
    style = next((one for one in styles.iter(f"{W}style") if value(one, "styleId") == link), None)
    number = inner(None if style is None else style.find(f"{W}pPr/{W}numPr"), "numId")
    named = (one for one in numbering.iter(f"{W}num") if value(one, "numId") == number)
    return next((inner(one, "abstractNumId") for one in named), kind)


def _level(level: _Element) -> _Level:
    start, restart = inner(level, "start"), inner(level, "lvlRestart")
    legal = level.find(f"{W}isLgl")
    return _Level(
        start=int(start) if start.isdecimal() else 1,
        form=inner(level, "numFmt") or "decimal",
        text=inner(level, "lvlText"),
        style=inner(level, "pStyle"),
        legal=legal is not None and value(legal, "val") not in _FALSE,
        restart=int(restart) if restart.isdecimal() else None,
    )


def _at(element: _Element) -> int:
    number = value(element, "ilvl")
    return int(number) if number.isdecimal() else 0


def _style(style: _Element) -> _Style:
    numbering = style.find(f"{W}pPr/{W}numPr")
    return _Style(based_on=inner(style, "basedOn"), number=inner(numbering, "numId"), level=inner(numbering, "ilvl"))


def inner(element: _Element | None, name: str) -> str:
    """The value of an element within another; "" where there is none."""
    found = None if element is None else element.find(f"{W}{name}")
    return "" if found is None else value(found, "val")


def value(element: _Element, name: str) -> str:
    """An attribute of a Word element; "" where it is absent."""
    return str(element.get(f"{W}{name}", ""))
