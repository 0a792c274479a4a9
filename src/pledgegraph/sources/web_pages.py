"""HTML pages as text: the main text as a browser shows it, without menus, scripts and forms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import lxml.etree
import lxml.html
import trafilatura

from pledgegraph.errors import InputError
from pledgegraph.sources.decoding import decode, is_utf8
from pledgegraph.sources.web_main import main_paragraphs
from pledgegraph.sources.web_shown import show

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_-]+)|^<\?xml[^>]{0,100}encoding=[\"']([\w-]+)"
)
_LATIN = ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii")
"""Names that browsers take for windows-1252 (WHATWG, Encoding Standard, 4.2)."""
_LONGEST_TITLE = 250


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
    title = (known.title or "") if known else ""
    title = title if len(title) <= _LONGEST_TITLE else ""
    text = "\n\n".join(main_paragraphs(tree, title))
    if not any(char.isalnum() for char in text):
        raise InputError("the page holds no main text", place=place, remedy="Save the document's own page as HTML.")
    return WebPage(text, title, (known.date or "") if known else "")


def _declared(data: bytes) -> str:
    """The encoding that a page declares, if it does."""
    found = _DECLARED.search(data)
    name = (found[1] or found[2]).decode("ascii").lower() if found else ""
    return "cp1252" if name in _LATIN else name
