"""DOCX files as text: paragraphs with the marks of their lists, rows of tables, notes behind the text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from lxml.etree import XMLSyntaxError, _Element

from pledgegraph.errors import InputError
from pledgegraph.sources.table_rows import cell_text, is_row_of_lines
from pledgegraph.sources.word_numbers import W, WordNumbers, inner
from pledgegraph.sources.word_shown import add_notes, seen_styles, show

_NOTES = (("footnote", RELATIONSHIP_TYPE.FOOTNOTES, "decimal"), ("endnote", RELATIONSHIP_TYPE.ENDNOTES, "lowerRoman"))
"""The kinds of notes, and the form of their numbers where the document names none."""


def read_word_file(data: bytes, place: Path) -> tuple[str, str]:
    """The text of a DOCX file as Word shows it, and the title that its properties name ("" where they name none).

    Paragraphs are parted by an empty line; a row of cells of one line each is a line with bars ("| Chile | Peru |").

    Raises:
        InputError: no archive, no Word document in it, a part that is missing or no XML.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        part, body = document.part, document.element.body
        styles = _related(part, RELATIONSHIP_TYPE.STYLES)
        seen = seen_styles(styles)
        show(body, seen)
        for kind, relation, usual in _NOTES:
            notes = _related(part, relation)
            if notes is not None:
                show(notes, seen)
            add_notes(body, kind, notes, _form_of_notes(part, kind) or usual)
        numbers = WordNumbers(styles, _related(part, RELATIONSHIP_TYPE.NUMBERING))
        text = "\n\n".join(_blocks(body, numbers))
        return text.replace("\t", " "), document.core_properties.title.strip()
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError, XMLSyntaxError) as error:
        raise InputError(
            f"not readable as DOCX: {_reason(error)}", place=place, remedy="Open it in Word and save it again as .docx."
        ) from error


def _reason(error: Exception) -> str:
    if isinstance(error, zipfile.BadZipFile | OpcError):
        return f"the archive is damaged or cut ({error})"
    if isinstance(error, KeyError):
        return f"a part of the archive is missing ({error.args[0] if error.args else error})"
    if isinstance(error, XMLSyntaxError):
        return f"a part of the archive is no XML ({error.msg})"
    return f"the archive holds no Word document ({error})"


def _related(part: Part, relation: str) -> _Element | None:
    """The tree of a part that a document names, None where it names none."""
    try:
        found = part.part_related_by(relation)
    except KeyError:
        return None
    return parse_xml(found.blob)


def _form_of_notes(part: Part, kind: str) -> str:
    """The form of the numbers of notes that the settings of a document name."""
    settings = _related(part, RELATIONSHIP_TYPE.SETTINGS)
    return inner(None if settings is None else settings.find(f"{W}{kind}Pr"), "numFmt")


def _blocks(container: _Element, numbers: WordNumbers) -> Iterator[str]:
    """The paragraphs and rows of a body or cell in reading order; those without text are left out."""
    for child in container.iterchildren():
        if child.tag == f"{W}p":
            mark, words = numbers.mark(child), str(child.text).strip()
            if words:
                yield f"{mark} {words}".lstrip()
        elif child.tag == f"{W}tbl":
            for row in child.iterchildren(f"{W}tr"):
                yield from _row([list(_blocks(cell, numbers)) for cell in row.iterchildren(f"{W}tc")])


def _row(cells: list[list[str]]) -> Iterator[str]:
    """A row as a line with bars where its cells hold one line each, or else the paragraphs of its cells."""
    if is_row_of_lines(cells):
        yield "| " + " | ".join(cell_text(cell[0]) if cell else "" for cell in cells) + " |"
    else:
        yield from (paragraph for cell in cells for paragraph in cell)
