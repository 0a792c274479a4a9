"""What a text holds besides its words: tags, links, marks of notes, struck words, heads and feet of pages.

Each is found in the clean text as a stretch to be left out of the layer that is read, or to be read as one character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ELEMENTS = (
    "a abbr address article aside b big blockquote body br center cite code col colgroup dd del details dfn div dl dt "
    "em figcaption figure font footer h1 h2 h3 h4 h5 h6 head header hr html i img ins kbd li main mark nav o ol p "
    "picture pre q s samp section small source span strike strong style sub summary sup table tbody td tfoot th thead "
    "time title tr tt u ul var wbr"
).split()
"""The elements of HTML that pasted text holds remnants of; other words in angle brackets are the author's."""

_TAG = re.compile(
    rf"</?(?:{'|'.join(_ELEMENTS)}|[a-z]:[a-z]+)(?:\s[^<>\n]{{0,300}})?/?>|<!--.{{0,2000}}?-->", re.S | re.IGNORECASE
)
_ADDRESS = re.compile(r"<(?P<address>https?://[^\s<>]{1,2000})>")
_LINK = re.compile(
    r"!?\[(?P<text>(?:[^\[\]\n]|\n(?![ ]*\n)){0,300})\]"
    r"\((?P<target>(?:[^()\s]|\([^()\s]{0,80}\)){0,2000}(?:[ ]\"[^\"\n]*\")?)\)"
)
_DEFINITION = re.compile(r"(?m)^[ ]{0,3}\[(?P<name>[^\[\]\n^]{1,60})\]:[ ]+<?(?:https?:|mailto:|/|\.\.?/|#)\S*[^\n]*$")
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]\n]{1,300})\]\[(?P<name>[^\[\]\n]{0,60})\]")
_NOTE = re.compile(r"(?<=\S)\[\^[\w-]{1,12}\](?!:)")
_BRACKETED_NOTE = re.compile(r"(?<=[\w.,;:!?)\"”’'])\[(?:\d{1,3}|[ivx]{1,6})\](?![(:])")
_RAISED_NOTE = re.compile(
    r"(?<=[\w.,;:!?)\"”’'])(?<!\b\w)(?<!\b[kcdm]m)(?<!\b10)[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:,[ ]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*"
)
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_STRUCK = re.compile(r"(?<!~)~~(?=[^\s~])[^~\n]{1,600}?(?<=\S)~~(?!~)[ ]?")
_FRONT = re.compile(r"\A---[ ]*\n(?:[A-Za-z][\w-]{0,40}:[^\n]*\n|[ -][^\n]*\n|\n){1,60}?---[ ]*(?=\n)")
_PAGE = r"(?:\S[^\n]{0,80}?[ ]{2,})?[Pp](?:age|\.)[ ]\d{1,3}(?:[ ]?(?:of|/)[ ]?\d{1,3})?"
_FOOT = re.compile(
    r"(?<=[^\s.:;!?])[ ]*\n(?:"
    rf"[ \n]*(?:[-–—][ ]?\d{{1,3}}[ ]?[-–—]|{_PAGE})[ ]*\n[ \n]*"
    r"|[ \n]*\n[ ]*\d{1,3}(?:[ ]?/[ ]?\d{1,3})?[ ]*\n[ \n]*\n"
    r")[ ]*(?=[a-z])"
)
"""The number of a page between two lines of one sentence."""


class Edit(NamedTuple):
    """A stretch of the clean text to be left out, or to be read as the one character `put`."""

    start: int
    end: int
    put: str = ""


def remnants(clean: str) -> Iterator[Edit]:
    """The stretches of a clean text that are none of its words."""
    if "<" in clean:
        yield from (Edit(*found.span()) for found in _TAG.finditer(clean))
        yield from _around(_ADDRESS, "address", clean)
    if "[" in clean:
        yield from _links(clean)
    if _RAISED.search(clean):
        yield from (Edit(*found.span()) for found in _RAISED_NOTE.finditer(clean))
    if "~~" in clean:
        yield from (Edit(*found.span()) for found in _STRUCK.finditer(clean))
    if found := _FRONT.match(clean):
        yield Edit(*found.span())
    yield from (Edit(*found.span(), "\n") for found in _FOOT.finditer(clean))


def _links(clean: str) -> Iterator[Edit]:
    """The addresses of links, pictures with what they show in words, and the marks of footnotes."""
    if "](" in clean:
        for found in _LINK.finditer(clean):
            if found[0].startswith("!"):
                yield Edit(*found.span())
            else:
                yield Edit(found.start(), found.start("text"))
                yield Edit(found.end("text"), found.end())
    for pattern in (_NOTE, _BRACKETED_NOTE):
        yield from (Edit(*found.span()) for found in pattern.finditer(clean))
    if "]: " in clean and (names := {found["name"].lower() for found in _DEFINITION.finditer(clean)}):
        yield from (Edit(*found.span()) for found in _DEFINITION.finditer(clean))
        for found in _REFERENCE.finditer(clean):
            if (found["name"] or found["text"]).lower() in names:
                yield Edit(found.start(), found.start("text"))
                yield Edit(found.end("text"), found.end())


def _around(pattern: re.Pattern[str], group: str, clean: str) -> Iterator[Edit]:
    for found in pattern.finditer(clean):
        yield Edit(found.start(), found.start(group))
        yield Edit(found.end(group), found.end())
