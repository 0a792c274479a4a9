"""Word's numbering that stands in a style: written to the paragraphs themselves, where the library looks for it.

A paragraph is numbered by its own `w:numPr`, or else by that of its style or of a style that this one is based on; the
level that a style numbers is the one that names it (ECMA-376, part 1, 17.3.1.19, 17.7.4.17 and 17.9.23).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

_MAIN = "word/document.xml"
_STYLES = "word/styles.xml"
_NUMBERS = "word/numbering.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NONE = "0"
"""The number of a list that takes the numbering away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """What a style says of numbering; "" where it says nothing."""

    based_on: str
    number: str
    level: str


def with_style_numbers(data: bytes) -> bytes:
    """A DOCX file in which the numbering of styles is the paragraphs' own; the same bytes where there is none.

    Raises:
        zipfile.BadZipFile: no archive.
        lxml.etree.XMLSyntaxError: a part is no XML.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if not {_MAIN, _STYLES, _NUMBERS} <= set(archive.namelist()):
            return data
        main, styles, numbers = (_read(archive.read(name)) for name in (_MAIN, _STYLES, _NUMBERS))
        if not _number(main, styles, numbers):
            return data
        return _replaced(archive, main)


def _number(main: _Element, styles: _Element, numbers: _Element) -> bool:
    """Numbers the paragraphs of a document that have no numbering of their own; whether there are any."""
    written = [style for style in styles.iter(f"{_W}style") if _value(style, "type") == "paragraph"]
    known = {_value(style, "styleId"): _style(style) for style in written}
    usual = next((_value(style, "styleId") for style in written if _value(style, "default") in ("1", "true")), "")
    levels = _levels(numbers)
    changed = False
    for paragraph in main.iter(f"{_W}p"):
        properties = paragraph.find(f"{_W}pPr")
        if properties is not None and properties.find(f"{_W}numPr") is not None:
            continue
        number, level = _numbering(_inner(properties, "pStyle") or usual, known, levels)
        if number in ("", _NONE):
            continue
        if properties is None:
            properties = paragraph.makeelement(f"{_W}pPr", {})
            paragraph.insert(0, properties)
        added = properties.makeelement(f"{_W}numPr", {})
        for name, value in (("ilvl", level), ("numId", number)):
            added.append(added.makeelement(f"{_W}{name}", {f"{_W}val": value}))
        properties.append(added)
        changed = True
    return changed


def _numbering(style: str, known: Mapping[str, _Style], levels: Mapping[tuple[str, str], str]) -> tuple[str, str]:
    """The list that a style puts its paragraphs in, and the level there; two empty texts where it puts them in none."""
    name, seen = style, set[str]()
    while name in known and name not in seen:
        found = known[name]
        if found.number:
            level = levels.get((found.number, style)) or levels.get((found.number, name)) or found.level or "0"
            return found.number, level
        seen.add(name)
        name = found.based_on
    return "", ""


def _levels(numbers: _Element) -> dict[tuple[str, str], str]:
    """The level of a list that belongs to a style, by the list's number and the style's name."""
    kinds = {_value(kind, "abstractNumId"): kind for kind in numbers.iter(f"{_W}abstractNum")}
    found = {}
    for listing in numbers.iter(f"{_W}num"):
        kind = kinds.get(_inner(listing, "abstractNumId"))
        for level in () if kind is None else kind.iter(f"{_W}lvl"):
            style = _inner(level, "pStyle")
            if style:
                found[_value(listing, "numId"), style] = _value(level, "ilvl")
    return found


def _style(style: _Element) -> _Style:
    numbering = style.find(f"{_W}pPr/{_W}numPr")
    return _Style(based_on=_inner(style, "basedOn"), number=_inner(numbering, "numId"), level=_inner(numbering, "ilvl"))


def _inner(element: _Element | None, name: str) -> str:
    """The value of an element within another; "" where there is none."""
    found = None if element is None else element.find(f"{_W}{name}")
    return "" if found is None else _value(found, "val")


def _value(element: _Element, name: str) -> str:
    return str(element.get(f"{_W}{name}", ""))


def _read(part: bytes) -> _Element:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _replaced(archive: zipfile.ZipFile, main: _Element) -> bytes:
    """The archive with another document in it."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as target:
        for info in archive.infolist():
            target.writestr(info, etree.tostring(main) if info.filename == _MAIN else archive.read(info))
    return whole.getvalue()
