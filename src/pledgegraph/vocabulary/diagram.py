"""The classes as an SVG diagram: a box per class with its properties, sub-classes below their parent.

The boxes of a family stand under one another, indented by depth, joined by lines with a hollow head at the parent;
families are put into columns, each into the shortest. Nothing overlaps, and the same ontology gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pledgegraph.vocabulary.terms import Kind, Term, Vocabulary

COLUMNS = 4
WIDTH = 340
INDENT = 26
LINE = 15
HEAD = 22
GAP = 12
MARGIN = 16
_LETTERS = 47
_OWN = "plg:"
_STYLE = """
text { font: 11px ui-monospace, Menlo, Consolas, monospace; fill: #1b1b1b; }
.name { font-weight: bold; font-size: 12px; }
.box { fill: #f7f9fc; stroke: #34526f; } .head { fill: #dbe6f2; stroke: #34526f; }
.more { fill: #555; font-style: italic; }
.line { fill: none; stroke: #34526f; } .tip { fill: #fff; stroke: #34526f; } .ground { fill: #fff; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A class with its lines, at its depth in its family."""

    term: Term
    lines: tuple[str, ...]
    depth: int

    @property
    def height(self) -> int:
        """The height of the box."""
        return HEAD + LINE * len(self.lines) + (6 if self.lines else 0)


def diagram(vocabulary: Vocabulary) -> str:
    """The diagram as an SVG document."""
    columns = _columns(list(_families(vocabulary)))
    height = max(sum(box.height + GAP for family in column for box in family) for column in columns) + 2 * MARGIN
    width = COLUMNS * (WIDTH + GAP) - GAP + 2 * MARGIN
    title = f"{vocabulary.header['dcterms:title'][0]}, version {vocabulary.version}: classes"
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "role": "img",
            "aria-labelledby": "title desc",
        },
    )
    SubElement(svg, "title", id="title").text = title
    SubElement(svg, "desc", id="desc").text = _words(vocabulary)
    SubElement(svg, "style").text = _STYLE
    SubElement(svg, "rect", {"class": "ground", "width": str(width), "height": str(height)})
    for number, column in enumerate(columns):
        _draw_column(svg, column, MARGIN + number * (WIDTH + GAP))
    indent(svg)
    return tostring(svg, encoding="unicode") + "\n"


def _families(vocabulary: Vocabulary) -> Iterator[tuple[Box, ...]]:
    """Every class that has no parent among ours, with all below it."""
    classes = vocabulary.of(Kind.CLASS)
    names = {term.name for term in classes}
    lines = _lines(vocabulary)
    for term in classes:
        if not names & set(term.parents):
            yield tuple(_below(term, 0, classes, lines))


def _below(term: Term, depth: int, classes: list[Term], lines: dict[str, list[str]]) -> Iterator[Box]:
    above = [f"is a {parent}" for parent in term.parents if not parent.startswith(_OWN)]
    yield Box(term=term, lines=tuple(_clip(line, depth) for line in above + lines.get(term.name, [])), depth=depth)
    for child in classes:
        if term.name in child.parents:
            yield from _below(child, depth + 1, classes, lines)


def _lines(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The properties of each class, as `name: value`."""
    found: dict[str, list[str]] = {}
    for kind in (Kind.OBJECT_PROPERTY, Kind.DATATYPE_PROPERTY):
        for term in vocabulary.of(kind):
            for owner in term.domain:
                value = " | ".join(each.removeprefix(_OWN) for each in term.range)
                found.setdefault(owner, []).append(f"{term.name.removeprefix(_OWN)}{f': {value}' if value else ''}")
    return found


def _columns(families: list[tuple[Box, ...]]) -> list[list[tuple[Box, ...]]]:
    """The families in columns, the tallest first, each where there is most room."""
    columns: list[list[tuple[Box, ...]]] = [[] for _ in range(COLUMNS)]
    heights = [0] * COLUMNS
    for family in sorted(families, key=lambda boxes: (-_height(boxes), boxes[0].term.name)):
        shortest = heights.index(min(heights))
        columns[shortest].append(family)
        heights[shortest] += _height(family)
    return columns


def _height(family: Iterable[Box]) -> int:
    return sum(box.height + GAP for box in family)


def _draw_column(svg: Element, column: list[tuple[Box, ...]], left: int) -> None:
    top = MARGIN
    for family in column:
        bottoms: dict[int, int] = {}
        for box in family:
            x = left + box.depth * INDENT
            if box.depth:
                _draw_line(svg, x, bottoms[box.depth - 1], top + HEAD // 2)
            _draw_box(svg, box, x, top)
            bottoms[box.depth] = top + box.height
            top += box.height + GAP


def _draw_line(svg: Element, x: int, parent: int, y: int) -> None:
    """The line from a sub-class up to its parent's lower edge."""
    trunk = x - INDENT // 2
    SubElement(svg, "path", {"class": "line", "d": f"M {x} {y} H {trunk} V {parent + 8}"})
    SubElement(svg, "path", {"class": "tip", "d": f"M {trunk} {parent} l 5 8 h -10 z"})


def _draw_box(svg: Element, box: Box, x: int, y: int) -> None:
    width = str(WIDTH - box.depth * INDENT)
    group = SubElement(svg, "g", id=box.term.name.removeprefix(_OWN))
    SubElement(group, "title").text = box.term.definition
    SubElement(
        group, "rect", {"class": "box", "x": str(x), "y": str(y), "width": width, "height": str(box.height), "rx": "3"}
    )
    SubElement(
        group, "rect", {"class": "head", "x": str(x), "y": str(y), "width": width, "height": str(HEAD), "rx": "3"}
    )
    name = box.term.name.removeprefix(_OWN) + (" (deprecated)" if box.term.deprecated else "")
    SubElement(group, "text", {"class": "name", "x": str(x + 8), "y": str(y + 15)}).text = name
    for number, line in enumerate(box.lines):
        style = {"class": "more"} if line.startswith("is a ") else {}
        at = {"x": str(x + 8), "y": str(y + HEAD + 13 + number * LINE)}
        SubElement(group, "text", {**style, **at}).text = line


def _clip(line: str, depth: int) -> str:
    most = _LETTERS - depth * INDENT // 7
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _words(vocabulary: Vocabulary) -> str:
    """The diagram in words, for who cannot see it."""
    kinds = [
        f"{term.name.removeprefix(_OWN)} is a kind of {', '.join(parent.removeprefix(_OWN) for parent in term.parents)}"
        for term in vocabulary.of(Kind.CLASS)
        if term.parents
    ]
    return f"{len(vocabulary.of(Kind.CLASS))} classes with their properties. {'; '.join(kinds)}."
