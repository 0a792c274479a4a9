"""PDF files as text: the lines of the text layer, put together as they stand on the pages."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from pledgegraph.errors import InputError
from pledgegraph.sources.pdf_lines import page_lines
from pledgegraph.sources.pdf_paragraphs import as_text
from pledgegraph.sources.pdf_tables import with_tables
from pledgegraph.sources.running_lines import running_edges


def read_pdf(data: bytes, place: Path) -> tuple[str, str]:
    """The text of a PDF and the title that its metadata name ("" where they name none).

    Paragraphs are parted by an empty line, rows of tables are lines with bars; lines that run through the pages and
    their numbers are left out.

    Raises:
        InputError: no PDF, a damaged or locked one, or one without a text layer.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise InputError(f"not readable as PDF ({error})", place=place, remedy=_remedy(data)) from error
    try:
        pages = [page_lines(page) for page in document]
        known = document.get_metadata_dict()
    finally:
        document.close()
    if not any(char.isalnum() for page in pages for line in page for char in line.text):
        raise InputError(
            "the PDF has no text layer, only pictures of pages",
            place=place,
            remedy="Run text recognition over it first (for example ocrmypdf).",
        )
    edges = running_edges([[line.text for line in page] for page in pages])
    text = as_text([list(with_tables(page[edge])) for page, edge in zip(pages, edges, strict=True)])
    return text, (known.get("Title") or "").strip()


def _remedy(data: bytes) -> str:
    """What to do about a PDF that does not open."""
    if not data.lstrip()[:5] == b"%PDF-":
        return "This is no PDF: give it the ending of what it is."
    return "Save it again, without a password." if b"/Encrypt" in data else "It is damaged or cut: fetch it again."
