"""Files of any supported form as decoded text: plain text and Markdown as they stand, the rest through libraries.

What comes out is the text that is stored beside the original and that evidence points into. Marks of lists that a
reader would see on the page (numbers, letters, bullets) are part of it; scripts, menus and styles are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pledgegraph.errors import MissingToolError
from pledgegraph.sources.decoding import decode, refuse_non_text

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
        from pledgegraph.sources.web_pages import read_web_page
    except ImportError as error:
        raise _missing("html", "HTML pages", place) from error
    page = read_web_page(data, place, encoding)
    return Decoded(text=page.text + "\n", media_type=HTML, title=page.title, metadata_date=page.date)


# --- PDF -------------------------------------------------------------------------------------------------------------


def _from_pdf(data: bytes, place: Path, encoding: str) -> Decoded:
    """The text layer of a PDF, page after page; lines that run through the pages are left out."""
    try:
        from pledgegraph.sources.pdf_files import read_pdf
    except ImportError as error:
        raise _missing("pdf", "PDF files", place) from error
    text, title = read_pdf(data, place)
    refuse_non_text(text + "\n", place)
    return Decoded(text=text + "\n", media_type=PDF, title=title)


# --- DOCX ------------------------------------------------------------------------------------------------------------


def _from_docx(data: bytes, place: Path, encoding: str) -> Decoded:
    """The text of a DOCX file as Word shows it."""
    try:
        from pledgegraph.sources.word_files import read_word_file
    except ImportError as error:
        raise _missing("docx", "DOCX files", place) from error
    text, title = read_word_file(data, place)
    refuse_non_text(text + "\n", place)
    return Decoded(text=text + "\n", media_type=DOCX, title=title)


def _missing(extra: str, what: str, place: Path) -> MissingToolError:
    return MissingToolError(
        f"{what} need a library that is not installed",
        place=place,
        remedy=f"Install it with: pip install 'pledgegraph[{extra}]'.",
    )


_READERS: dict[str, Callable[[bytes, Path, str], Decoded]] = {HTML: _from_html, PDF: _from_pdf, DOCX: _from_docx}
