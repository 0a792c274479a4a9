"""What a browser shows of a page: paragraphs, items with their marks and rows of tables, each a paragraph of its own.

Extraction libraries know paragraphs best and lose the marks of lists, what stands bare in boxes, and tables in boxes.
So all text is set in paragraphs first; boxes keep their names and links, by which menus and frames are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.etree
from lxml.html import Element, HtmlElement

from pledgegraph.sources.marks import BULLET, item_mark
from pledgegraph.sources.numerals import numeral, raised
from pledgegraph.sources.table_rows import cell_text, is_row_of_lines

_NOT_SHOWN = (
    "template script style noscript button select textarea datalist input iframe object embed canvas svg video audio "
    "map dialog del s strike rt rp"
).split()

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(
    (
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form header hgroup hr li main menu nav ol p pre section summary table tbody td tfoot th thead "
        "tr ul"
    ).split()
    + list(_HEADINGS)
)
"""The elements that stand apart from the text around them."""

_PARTED = frozenset({"table", "tbody", "thead", "tfoot", "tr", "ol", "ul", "dl", "menu", "dir", "hr", *_HEADINGS})
"""Blocks whose own text, if any, is white space, and headings, which are paragraphs already."""

_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "decimal-leading-zero": "decimalZero", "none": "none",
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "lower-roman": "lowerRoman",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "upper-roman": "upperRoman",
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?(?P<form>none|decimal(?:-leading-zero)?|(?:low|upp)er-\w+)")
_NOTE = re.compile(r"\s*(?P<digits>\d{1,3}(?:, ?\d{1,3})*)\s*")
_FRAMES = re.compile(
    r"(?:^|\s)(?:breadcrumbs?|social|(?:social-)?shar(?:e|ing)(?:-\w+)?|newsletter(?:-\w+)?|cookies?(?:-\w+)?|comments"
    r"|related(?:-(?:news|posts?|articles?|links?|content))?|(?:site-)?search(?:-form)?|pagination|tags)(?:\s|$)",
    re.IGNORECASE,
)
"""Names that pages give to boxes around their main text, which the library overlooks on short pages."""

_MOSTLY_LINKS = 0.8
_SMALL = 0.4


def show(tree: HtmlElement) -> None:
    """Changes the tree of a page as this module says."""
    _drop_unseen(tree)
    _write_signs(tree)
    for element in [one for one in tree.iter() if one.tag not in BLOCKS and one.tag not in ("html", "head")]:
        if next(element.iter(*BLOCKS), None) is not None:
            element.tag = "div"
    for block in list(tree.iter(*BLOCKS - _PARTED)):
        _set_in_paragraphs(block)
    for listing in reversed(list(tree.iter("ol", "ul", "menu", "dir"))):
        if not _is_menu(listing):
            _mark_items(listing)
    for table in reversed(list(tree.iter("table"))):
        if not _is_menu(table):
            _set_rows_apart(table)
    for part in list(tree.iter("dl", "dt", "dd")):
        part.tag = "div"


def _drop_unseen(tree: HtmlElement) -> None:
    """Drops what a browser does not show as text, struck words, and boxes named as frames."""
    lxml.etree.strip_elements(tree, lxml.etree.Comment, lxml.etree.ProcessingInstruction, with_tail=False)
    unseen = [one for one in tree.iter() if one.tag in _NOT_SHOWN or "hidden" in one.attrib]
    for element in unseen:
        if element.getparent() is not None:
            element.drop_tree()
    whole = len(tree.text_content())
    for element in [one for one in tree.iter() if _is_frame(one)]:
        if element.getparent() is not None and len(element.text_content()) < _SMALL * whole:
            element.drop_tree()


def _write_signs(tree: HtmlElement) -> None:
    """Writes raised numbers as raised signs, and the quotation marks that a browser puts."""
    for note in tree.iter("sup"):
        if found := _NOTE.fullmatch(note.text_content()):
            note[:], note.text = [], raised(found["digits"])
    for quoted in list(tree.iter("q")):
        quoted.tag, quoted.text, quoted.tail = "span", f"“{quoted.text or ''}", f"”{quoted.tail or ''}"


def _is_frame(element: HtmlElement) -> bool:
    """Whether a box has the name of one that stands around the main text."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag in BLOCKS - {"body"} and _FRAMES.search(names) is not None


def _set_in_paragraphs(block: HtmlElement) -> None:
    """Sets the text that stands bare in a block in paragraphs, which two line breaks part."""
    if block.tag == "pre":
        _break_lines(block)
    parts: list[HtmlElement] = []
    run = _paragraph(block.text)
    for child in list(block):
        tail, child.tail = child.tail, None
        is_gap = child.tag == "br" and not (tail or "").strip() and (following := child.getnext()) is not None
        if child.tag in BLOCKS or (is_gap and following.tag == "br"):
            parts += (run, child) if child.tag in BLOCKS else (run,)
            run = _paragraph(tail)
        else:
            run.append(child)
            child.tail = tail
    shown = [part for part in (*parts, run) if part.tag != "p" or part in block or part.text_content().strip()]
    if block.tag == "p" and len(shown) < 2:
        if shown and shown[0] is run:
            block.text, block[:] = run.text, list(run)
        return
    block.tag = "div" if block.tag in ("p", "pre", "center", "address", "summary", "blockquote") else block.tag
    block.text, block[:] = None, shown


def _paragraph(text: str | None) -> HtmlElement:
    made = Element("p")
    made.text = text
    return made


def _break_lines(block: HtmlElement) -> None:
    """Writes the lines of a text that is shown as it is typed as broken ones."""
    for element in list(block.iter()):
        for after in (False, True):
            lines = ((element.tail if after else element.text) or "").split("\n")
            if len(lines) < 2 or (after and element is block):
                continue
            breaks = [Element("br") for _ in lines[1:]]
            for made, line in zip(breaks, lines[1:], strict=True):
                made.tail = line
            if after:
                element.tail = lines[0]
                for made in reversed(breaks):
                    element.addnext(made)
            else:
                element.text = lines[0]
                element[:0] = breaks


def _is_menu(element: HtmlElement) -> bool:
    """Whether nearly all that an element shows are links."""
    whole = len("".join(element.text_content().split()))
    return sum(len("".join(link.text_content().split())) for link in element.iter("a")) > _MOSTLY_LINKS * whole


def _mark_items(listing: HtmlElement) -> None:
    """Writes before each item of a list the number, letter or bullet that a browser shows; items are boxes then.

    Where all items bear marks of their own, those of the list are taken for switched off.
    """
    items = list(listing.iterchildren("li"))
    first = [_first_paragraph(item) for item in items]
    if not all(item_mark(words) or BULLET.match(words) for words in (one.text_content().strip() for one in first)):
        for paragraph, mark in zip(first, _marks(listing, items), strict=True):
            paragraph.text = f"{mark} {(paragraph.text or '').lstrip()}".lstrip()
    for item in (*items, listing):
        item.tag = "div"


def _first_paragraph(item: HtmlElement) -> HtmlElement:
    """The paragraph that an item begins with, made if it begins with something else."""
    if len(item) and item[0].tag in ("p", *_HEADINGS):
        return item[0]
    made = _paragraph("")
    item.insert(0, made)
    return made


def _marks(listing: HtmlElement, items: list[HtmlElement]) -> Iterator[str]:
    """The marks of the items: bullets, or numbers from `start` or a `value` on, downward where the list is reversed."""
    style = _LIST_STYLE.search(listing.get("style", ""))
    form = _FORMS.get(style["form"] if style else listing.get("type", "1"), "decimal")
    backward = "reversed" in listing.attrib
    number = _whole(listing.get("start", "")) or (len(items) if backward else 1)
    for item in items:
        number = _whole(item.get("value", "")) or number
        if form == "none":
            yield ""
        else:
            yield f"{numeral(number, form)}." if listing.tag == "ol" else "-"
        number += -1 if backward else 1


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else 0


def _set_rows_apart(table: HtmlElement) -> None:
    """Makes the rows of a table paragraphs with bars, or boxes where a cell holds more than one line."""
    for row in [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]:
        cells = list(row.iterchildren("td", "th"))
        if is_row_of_lines([list(_lines(cell)) for cell in cells]):
            line = _paragraph("|")
            for cell in cells:
                words = _inline(cell)
                words.text = f" {cell_text(words.text or '').lstrip()}"
                words.tail = " |"
                line.append(words)
            row[:] = [line]
        for box in (row, *cells):
            box.tag = "div"
    for part in [*table.iterchildren("tbody", "thead", "tfoot", "caption"), table]:
        part.tag = "div"


def _lines(cell: HtmlElement) -> Iterator[str]:
    """The lines of a cell that hold text."""
    leaves = [leaf for leaf in cell.iter("p", *_HEADINGS)]
    for leaf in leaves:
        if leaf.text_content().strip():
            yield "\n" if next(leaf.iter("br"), None) is not None else " ".join(leaf.text_content().split())


def _inline(cell: HtmlElement) -> HtmlElement:
    """What a cell of one line holds, with its links."""
    words = Element("span")
    leaf = next((one for one in cell.iter("p", *_HEADINGS) if one.text_content().strip()), None)
    if leaf is not None:
        words.text = leaf.text
        words[:] = list(leaf)
    return words
