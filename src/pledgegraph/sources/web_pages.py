"""HTML pages as text: the main text as a browser shows it, without menus, scripts and forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import lxml.etree
import lxml.html
import trafilatura

from pledgegraph.errors import InputError
from pledgegraph.sources.decoding import decode, is_utf8
from pledgegraph.sources.web_shown import BLOCKS, show

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_-]+)|^<\?xml[^>]{0,100}encoding=[\"']([\w-]+)"
)
_LATIN = ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii")
"""Names that browsers take for windows-1252 (WHATWG, Encoding Standard, 4.2)."""
_NEARLY_ALL = 0.95
_LONGEST_RUN = 10_000
_LIBRARY_INLINE = frozenset({"hi", "ref", "lb", "graphic", "del"})
"""What the library's tree calls parts of a paragraph; everything else in it stands apart."""
_BREAK = "\x0b"
"""Stands for a line break that a page asks for, unlike one in its source."""


class WebPage(NamedTuple):
    """The main text of a page, and what its metadata say of title and publication date ("" where they say nothing)."""

    text: str
    title: str
    date: str


def read_web_page(data: bytes, place: Path, encoding: str) -> WebPage:
    """The main text of a page: paragraphs parted by an empty line, with the marks of lists that a browser shows.

    Raises:
        InputError: undecodable bytes, no page, no text in it.
    """
    source = decode(data, place, encoding or ("" if is_utf8(data) else _declared(data)))
    try:
        tree = lxml.html.document_fromstring(source.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except lxml.etree.ParserError as error:
        raise InputError(f"not readable as HTML ({error})", place=place, remedy="Save the page again.") from error
    known = trafilatura.extract_metadata(tree)
    show(tree)
    body = tree.find("body")
    shown = [] if body is None else list(_paragraphs(body, BLOCKS.__contains__))
    found = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, favor_recall=True)
    main = getattr(found, "body", None)
    chosen = [] if main is None else list(_paragraphs(main, _is_apart))
    text = "\n\n".join(_selected(shown, chosen))
    if not any(char.isalnum() for char in text):
        raise InputError("the page holds no main text", place=place, remedy="Save the document's own page as HTML.")
    return WebPage(text, (known.title or "") if known else "", (known.date or "") if known else "")


def _declared(data: bytes) -> str:
    """The encoding that a page declares, if it does."""
    found = _DECLARED.search(data)
    name = (found[1] or found[2]).decode("ascii").lower() if found else ""
    return "cp1252" if name in _LATIN else name


def _selected(shown: list[str], chosen: list[str]) -> list[str]:
    """The paragraphs that the library chose, as they are shown: of a short page it gives one run of text.

    Where what it gives is not made of paragraphs of the page, that stands as it is.
    """
    known = {_letters(one) for one in shown}
    wanted = {_letters(one) for one in chosen}
    run = "\n".join(one for one in wanted if one not in known)[:_LONGEST_RUN]
    kept = [one for one in shown if (letters := _letters(one)) in wanted or letters in run]
    whole = len(_letters("".join(kept))) >= _NEARLY_ALL * len(_letters("".join(chosen)))
    return kept if whole else chosen


def _letters(text: str) -> str:
    return "".join(text.split())


def _is_apart(tag: str) -> bool:
    return tag not in _LIBRARY_INLINE


def _paragraphs(root: lxml.etree._Element, is_apart: Callable[[str], bool]) -> Iterator[str]:
    """The paragraphs of a tree in reading order; what `is_apart` is no part of one, and a broken line stays one."""
    pieces: list[str] = []
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        if is_apart(element.tag):
            yield from _joined(pieces)
            pieces = []
        if event == "start":
            pieces += (_BREAK if element.tag in ("br", "lb") else "", element.text or "")
        elif element is not root:
            pieces.append(element.tail or "")
    yield from _joined(pieces)


def _joined(pieces: list[str]) -> Iterator[str]:
    """A paragraph of its pieces, if it has text; only breaks that a page asks for are line ends."""
    lines = (" ".join(line.split()) for line in "".join(pieces).split(_BREAK))
    if text := "\n".join(line for line in lines if line):
        yield text
