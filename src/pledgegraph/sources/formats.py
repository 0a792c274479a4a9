"""Files of any supported form as decoded text: plain text and Markdown as they stand, the rest through libraries.

What comes out is the text that is stored beside the original and that evidence points into. Marks of lists that a
reader would see on the page (numbers, letters, bullets) are part of it; scripts, menus and styles are not.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pledgegraph.errors import InputError, MissingToolError
from pledgegraph.sources.decoding import decode, refuse_non_text
from pledgegraph.sources.running_lines import without_running_lines

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PLAIN = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_BY_ENDING = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
}
ENDINGS = (".txt", *_BY_ENDING)
"""The endings of files that a folder is searched for."""

_LOOKS_LIKE_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_WORD_MARK = re.compile(r"(?m)^\t*(?P<mark>[0-9A-Za-z]{1,6}[).]|--)\t")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ONES = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text, its media type, and what the file's own metadata say of title and publication date."""

    text: str
    media_type: str
    title: str = ""
    metadata_date: str = ""

    @property
    def is_own_text(self) -> bool:
        """Whether the stored original is itself the text that evidence points into."""
        return self.media_type in (PLAIN, MARKDOWN)


def media_type_of(name: str) -> str:
    """The media type that a file's ending stands for."""
    return _BY_ENDING.get(Path(name).suffix.lower(), PLAIN)


def decode_file(data: bytes, place: Path, encoding: str = "") -> Decoded:
    """The text of a file by its ending and content.

    Raises:
        InputError: content that does not fit the ending, no text in it, undecodable bytes.
        MissingToolError: the library for this form is not installed; the message names the extra.
    """
    form = media_type_of(place.name)
    reader = _READERS.get(form)
    if reader is not None:
        return reader(data, place, encoding)
    text = decode(data, place, encoding)
    if form == PLAIN and _LOOKS_LIKE_HTML.match(text):
        return _from_html(data, place, encoding)
    return Decoded(text=text, media_type=form)


# --- HTML ------------------------------------------------------------------------------------------------------------


def _from_html(data: bytes, place: Path, encoding: str) -> Decoded:
    """The main text of a page: paragraphs and lists as a browser shows them, without menus, scripts and forms."""
    try:
        import lxml.etree
        import lxml.html
        import trafilatura
    except ImportError as error:
        raise _missing("html", "HTML pages", place) from error
    source = decode(data, place, encoding or _declared(data))
    try:
        tree = lxml.html.document_fromstring(source.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except lxml.etree.ParserError as error:
        raise InputError(f"not readable as HTML ({error})", place=place, remedy="Save the page again.") from error
    known = trafilatura.extract_metadata(tree)
    for listing in list(tree.iter("ol")):
        _number(listing)
    text = trafilatura.extract(
        tree,
        output_format="txt",
        include_comments=False,
        include_tables=True,
        include_formatting=False,
        favor_recall=True,
    )
    if not text or not any(char.isalnum() for char in text):
        raise InputError("the page holds no main text", place=place, remedy="Save the document's own page as HTML.")
    return Decoded(
        text=text.rstrip() + "\n",
        media_type=HTML,
        title=(known.title or "") if known else "",
        metadata_date=(known.date or "") if known else "",
    )


def _declared(data: bytes) -> str:
    """The encoding that a page declares in its first kilobyte, if it does."""
    found = re.search(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", data[:1024])
    return found.group(1).decode("ascii") if found else ""


def _number(listing: HtmlElement) -> None:
    """Writes before each item of a list the number or letter that a browser shows, and makes the items paragraphs."""
    style = listing.get("type", "1")
    try:
        number = int(listing.get("start", "1"))
    except ValueError:
        number = 1
    for item in listing.iterchildren("li"):
        value = item.get("value", "")
        number = int(value) if value.isdecimal() else number
        first = next(iter(item), None)
        if not (item.text or "").strip() and first is not None and first.tag == "p":
            first.text = f"{_marker(number, style)} {(first.text or '').lstrip()}"
            item.tag = "div"
        else:
            item.text = f"{_marker(number, style)} {(item.text or '').lstrip()}"
            item.tag = "p"
        number += 1
    listing.tag = "div"


def _marker(number: int, style: str) -> str:
    if style in "aA" and 1 <= number <= 26:
        return f"{chr(ord(style) + number - 1)}."
    if style in "iI" and 1 <= number < 4000:
        roman = _roman(number)
        return f"{roman if style == 'i' else roman.upper()}."
    return f"{number}."


def _roman(number: int) -> str:
    written = ""
    for value, letters in (*_ROMAN, *_ROMAN_ONES):
        while number >= value:
            written += letters
            number -= value
    return written


# --- PDF -------------------------------------------------------------------------------------------------------------


def _from_pdf(data: bytes, place: Path, encoding: str) -> Decoded:
    """The text layer of a PDF, page after page; lines that run through the pages are left out."""
    try:
        import pypdfium2
    except ImportError as error:
        raise _missing("pdf", "PDF files", place) from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise InputError(
            f"not readable as PDF ({error})", place=place, remedy="Save it again, without a password."
        ) from error
    try:
        pages = [_page_lines(page.get_textpage().get_text_bounded()) for page in document]
        known = document.get_metadata_dict()
    finally:
        document.close()
    if not any(any(char.isalnum() for char in line) for page in pages for line in page):
        raise InputError(
            "the PDF has no text layer, only pictures of pages",
            place=place,
            remedy="Run text recognition over it first (for example ocrmypdf).",
        )
    lines = [line for page in without_running_lines(pages) for line in page]
    text = "\n".join(lines).strip("\n") + "\n"
    refuse_non_text(text, place)
    return Decoded(text=text, media_type=PDF, title=(known.get("Title") or "").strip())


def _page_lines(text: str) -> list[str]:
    """The lines of a page; the sign for a hyphen at a line's end becomes hyphen and end, other control signs spaces."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = re.sub("[\ufffe\x02]\n?", "-\n", plain)
    plain = re.sub(r"[\x00-\x08\x0b-\x1f\ufffd]", " ", plain)
    return [line.rstrip() for line in plain.split("\n")]


# --- DOCX ------------------------------------------------------------------------------------------------------------


def _from_docx(data: bytes, place: Path, encoding: str) -> Decoded:
    """The paragraphs, lists, tables and footnotes of a DOCX file, list marks as Word shows them."""
    try:
        from docx2python import docx2python

        from pledgegraph.sources.word_numbers import with_style_numbers
    except ImportError as error:
        raise _missing("docx", "DOCX files", place) from error
    try:
        with warnings.catch_warnings(), docx2python(io.BytesIO(with_style_numbers(data))) as document:
            warnings.simplefilter("ignore")  # a file without properties is no fault
            body = "\n\n".join(_with_rows(document.body))
            notes = "\n\n".join(_paragraphs(document.footnotes))
            known = dict(document.core_properties or {})
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise InputError(
            f"not readable as DOCX ({type(error).__name__})", place=place, remedy="Save it again as .docx."
        ) from error
    text = _WORD_MARK.sub(lambda found: ("-" if found["mark"] == "--" else found["mark"]) + " ", body)
    whole = (text.strip("\n") + ("\n\n" + notes.strip("\n") if notes.strip() else "") + "\n").replace("\t", " ")
    refuse_non_text(whole, place)
    return Decoded(text=whole, media_type=DOCX, title=str(known.get("title") or "").strip())


def _with_rows(tables: list[list[list[list[str]]]]) -> Iterator[str]:
    """The paragraphs in reading order; a row of cells that hold one line each is a line of a table with bars."""
    for row in chain.from_iterable(tables):
        cells = [[one.strip() for one in _paragraphs(cell) if one.strip()] for cell in row]
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and all(len(cell) == 1 and "\n" not in cell[0] for cell in filled):
            yield "| " + " | ".join(cell[0].replace("|", "/") if cell else "" for cell in cells) + " |"
        else:
            yield from _paragraphs(row)


def _paragraphs(nested: object) -> Iterator[str]:
    """The paragraphs of tables of tables, in reading order."""
    if isinstance(nested, str):
        yield nested
    elif isinstance(nested, list | tuple):
        for inner in nested:
            yield from _paragraphs(inner)


def _missing(extra: str, what: str, place: Path) -> MissingToolError:
    return MissingToolError(
        f"{what} need a library that is not installed",
        place=place,
        remedy=f"Install it with: pip install 'pledgegraph[{extra}]'.",
    )


_READERS: dict[str, Callable[[bytes, Path, str], Decoded]] = {HTML: _from_html, PDF: _from_pdf, DOCX: _from_docx}
