"""What a Word document shows: its tree without what is hidden or deleted, its notes and text boxes as paragraphs.

Word's reading view with all changes accepted is the measure: deleted and moved-away text, hidden text, comments and
placeholders are not there; inserted text, links and fields are plain text (ECMA-376, part 1, 17.13.5 and 17.3.2.41).
Struck words are left out as well: whoever struck them no longer says them.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Container, Iterator, Mapping
from itertools import count
from typing import NamedTuple

from lxml.etree import _Element

from pledgegraph.sources.numerals import numeral, raised
from pledgegraph.sources.word_numbers import W, inner, value

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALSE = ("0", "false", "off")
_NUMBERS = re.compile(r"\d{1,3}(?:, ?\d{1,3})*")
_GONE = tuple(
    f"{W}{name}"
    for name in "del moveFrom rt delText delInstrText instrText annotationRef footnoteRef endnoteRef separator "
    "continuationSeparator softHyphen".split()
)
_AROUND = tuple(
    f"{W}{name}"
    for name in "ins moveTo smartTag customXml hyperlink fldSimple dir bdo ruby rubyBase sdtContent".split()
)
_SIGNS = {"b7": "•", "a7": "▪", "d8": "➢", "fc": "✓", "e0": "→", "2d": "-", "96": "–"}
"""What the signs of Word's symbol fonts show, by the last two digits of their code."""


class SeenStyles(NamedTuple):
    """The names of styles of characters and paragraphs that hide their text, and of those that raise it."""

    hidden: frozenset[str]
    raised: frozenset[str]


def show(root: _Element, styles: SeenStyles) -> None:
    """Changes a tree into what Word shows of it."""
    _choose(root)
    _join_paragraphs(root)
    for row in [row for row in root.iter(f"{W}tr") if row.find(f"{W}trPr/{W}del") is not None]:
        _remove(row)
    for element in list(root.iter(*_GONE)):
        _remove(element)
    for run in [run for run in root.iter(f"{W}r") if _is_hidden(run, styles.hidden)]:
        _remove(run)
    _unwrap(root)
    for run in list(root.iter(f"{W}r")):
        _plain(run, styles.raised)
    _set_boxes_apart(root)


def seen_styles(styles: _Element | None) -> SeenStyles:
    """The styles that hide or raise text, by themselves or by one that they are based on."""
    named = {} if styles is None else {value(style, "styleId"): style for style in styles.iter(f"{W}style")}
    properties = {name: [one.find(f"{W}rPr") for one in _bases(name, named)] for name in named}
    return SeenStyles(
        hidden=frozenset(name for name, each in properties.items() if any(_says(one, "vanish") for one in each)),
        raised=frozenset(name for name, each in properties.items() if any(_is_raised(one) for one in each)),
    )


def add_notes(body: _Element, kind: str, notes: _Element | None, form: str) -> None:
    """Puts marks where notes of a kind are referred to, and the notes in the order of their marks behind the text.

    `kind` is "footnote" or "endnote"; Arabic numbers are raised, others stand in square brackets. A mark that the
    author chose stands in the text and in the note already.
    """
    texts = {value(one, "id"): one for one in ([] if notes is None else notes.iter(f"{W}{kind}"))}
    numbers = count(1)
    for reference in list(body.iter(f"{W}{kind}Reference")):
        note = texts.get(value(reference, "id"))
        mark = ""
        if value(reference, "customMarkFollows") in ("", *_FALSE):
            number = next(numbers)
            mark = raised(str(number)) if form == "decimal" else f"[{numeral(number, form)}]"
        _replace(reference, _text(reference, mark))
        for index, paragraph in enumerate([] if note is None else note.iter(f"{W}p")):
            added = copy.deepcopy(paragraph)
            if index == 0 and mark:
                run = added.makeelement(f"{W}r", {})
                run.append(_text(added, f"{mark} "))
                added.insert(1 if added.find(f"{W}pPr") is not None else 0, run)
            _append(body, added)


def _append(body: _Element, paragraph: _Element) -> None:
    last = body.find(f"{W}sectPr")
    if last is None:
        body.append(paragraph)
    else:
        last.addprevious(paragraph)


def _choose(root: _Element) -> None:
    """One of the forms in which Word stores the same drawing."""
    for either in list(root.iter(f"{_MC}AlternateContent")):
        forms = [form for form in (either.find(f"{_MC}Choice"), either.find(f"{_MC}Fallback")) if form is not None]
        _replace(either, *(child for form in forms[:1] for child in form))


def _join_paragraphs(root: _Element) -> None:
    """Joins a paragraph whose end is deleted or moved away with the next one; an empty one is gone."""
    for paragraph in reversed(list(root.iter(f"{W}p"))):
        ends = paragraph.find(f"{W}pPr/{W}rPr")
        following = paragraph.getnext()
        if ends is None or not any(ends.find(f"{W}{name}") is not None for name in ("del", "moveFrom")):
            continue
        if following is not None and following.tag == f"{W}p":
            at = 1 if following.find(f"{W}pPr") is not None else 0
            for child in reversed([child for child in paragraph if child.tag != f"{W}pPr"]):
                following.insert(at, child)
            _remove(paragraph)


def _is_hidden(run: _Element, styles: frozenset[str]) -> bool:
    """Whether a run is struck, or hidden by itself, by its style or by that of its paragraph."""
    properties = run.find(f"{W}rPr")
    if _says(properties, "strike") or _says(properties, "dstrike"):
        return True
    if properties is not None and properties.find(f"{W}vanish") is not None:
        return _says(properties, "vanish")
    if inner(properties, "rStyle") in styles:
        return True
    paragraph = next(run.iterancestors(f"{W}p"), None)
    return paragraph is not None and inner(paragraph.find(f"{W}pPr"), "pStyle") in styles


def _says(properties: _Element | None, name: str) -> bool:
    """Whether properties switch something on."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return found is not None and value(found, "val") not in _FALSE


def _bases(name: str, named: Mapping[str, _Element]) -> Iterator[_Element]:
    """A style and those that it is based on."""
    seen = set[str]()
    while name in named and name not in seen:
        seen.add(name)
        yield named[name]
        name = inner(named[name], "basedOn")


def _unwrap(root: _Element) -> None:
    """Puts what stands in inserted text, links, fields and controls in their place; placeholders go."""
    for control in list(root.iter(f"{W}sdt")):
        content = control.find(f"{W}sdtContent")
        is_empty = content is None or _says(control.find(f"{W}sdtPr"), "showingPlcHdr")
        _replace(control, *(() if is_empty or content is None else content))
    for element in list(root.iter(*_AROUND)):
        _replace(element, *(child for child in element if not str(child.tag).endswith("Pr")))
    for formula in list(root.iter(f"{_MATH}oMath")):
        run = formula.makeelement(f"{W}r", {})
        run.append(_text(formula, "".join(str(one.text or "") for one in formula.iter(f"{_MATH}t"))))
        _replace(formula, run)


def _is_raised(properties: _Element | None) -> bool:
    """Whether letters are set as superscript, or above the line by points."""
    position = inner(properties, "position")
    return inner(properties, "vertAlign") == "superscript" or (position.isdecimal() and int(position) > 0)


def _plain(run: _Element, raised_styles: Container[str]) -> None:
    """Writes signs as letters, raised numbers as raised signs, and a break of the page as a space."""
    properties = run.find(f"{W}rPr")
    is_raised = _is_raised(properties) or inner(properties, "rStyle") in raised_styles
    for element in list(run):
        if element.tag == f"{W}sym":
            _replace(element, _text(element, _SIGNS.get(value(element, "char")[-2:].lower(), " ")))
        elif element.tag == f"{W}br" and value(element, "type") in ("page", "column"):
            _replace(element, _text(element, " "))
        elif element.tag == f"{W}t" and is_raised and _NUMBERS.fullmatch(element.text or ""):
            element.text = raised(str(element.text))


def _set_boxes_apart(root: _Element) -> None:
    """Puts the paragraphs of a text box behind the paragraph that it is tied to."""
    for box in list(root.iter(f"{W}txbxContent")):
        anchor = next((one for one in box.iterancestors(f"{W}p")), None)
        if anchor is not None:
            for block in reversed(list(box)):
                anchor.addnext(block)
        _remove(box)


def _text(near: _Element, words: str) -> _Element:
    made = near.makeelement(f"{W}t", {})
    made.text = words
    return made


def _replace(element: _Element, *others: _Element) -> None:
    if element.getparent() is not None:
        for other in others:
            element.addprevious(other)
        _remove(element)


def _remove(element: _Element) -> None:
    """Takes an element out; what stands behind it in mixed text does not occur in Word's files."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
