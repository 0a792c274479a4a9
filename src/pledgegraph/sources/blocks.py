"""The block model: a document's stretches of text by what they are, before any sentence is read.

A line is a block of its own unless it is the middle of a hard-wrapped paragraph; joining replaces the line break by a
space in `Block.flow`, so offsets still hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pledgegraph.model import Document, Span
from pledgegraph.sources.rules import RuleFile


class BlockKind(StrEnum):
    """What a block is."""

    TITLE = "title"
    BYLINE = "byline"
    FURNITURE = "furniture"
    DATELINE = "dateline"
    DATE = "date"
    ITEM = "item"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block: its span without outer white space, and its number where the text numbers it.

    `body` is where the text starts behind the number.
    """

    kind: BlockKind
    span: Span
    body: int
    marker: Span | None = None
    ordinal: int | None = None
    style: str = ""


_LINE = re.compile(r"[^\n]+")
_MARKER = re.compile(
    r"(?:(?P<arabic>\d{1,3})(?:\\?\.(?!\d)|\)|、)\s*(?=[A-Z\"(])|\((?P<bracket>\d{1,3})\)\s*|(?P<roman>(?=[IVX])(?:X{0,3})(?:IX|IV|V?I{0,3}))\.\s+(?=[A-Z\"]))"
)
_BULLET = re.compile(r"[-*•–—·]\s+")
_DATELINE = re.compile(r"\([^()]{6,120}\d{4}[^()]{0,120}\)")
_DATE_LINE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?"
    r"|(?:[A-Z][a-z]+ )?\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+,? \d{4}|[A-Z][a-z]+ \d{1,2}, \d{4}"
)
_SENTENCE_END = re.compile(r"(?<![ (][A-Z])[.!?:;\"')\]]$")
_LONGEST_TITLE_SENTENCE = 8
_WRAP_AT = 50
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def read_blocks(document: Document, furniture: RuleFile) -> list[Block]:
    """The document's blocks in order; every character outside them is white space."""
    spans = list(_unwrap(document.layer.text, _lines(document.layer.text), furniture))
    blocks: list[Block] = []
    titled = False
    for index, span in enumerate(spans):
        text = document.layer.text[span.start : span.end]
        if _is_furniture(text, furniture):
            blocks.append(Block(kind=BlockKind.FURNITURE, span=span, body=span.start))
        elif _DATELINE.fullmatch(text):
            blocks.append(Block(kind=BlockKind.DATELINE, span=span, body=span.start))
        elif _DATE_LINE.fullmatch(text):
            blocks.append(Block(kind=BlockKind.DATE, span=span, body=span.start))
        elif not titled and not _is_sentence(text) and not _MARKER.match(text) and len(text) < 400:
            titled = True
            blocks.append(Block(kind=BlockKind.TITLE, span=span, body=span.start))
        elif index + 1 < len(spans) and _is_byline(document.layer.text, blocks, span):
            blocks.append(Block(kind=BlockKind.BYLINE, span=span, body=span.start))
        else:
            blocks.append(_numbered(text, span))
    return blocks


def flow(text: str, blocks: list[Block]) -> str:
    """The text with the line breaks inside its blocks as spaces, still as long."""
    pieces: list[str] = []
    begin = 0
    for block in blocks:
        pieces += (text[begin : block.span.start], text[block.span.start : block.span.end].replace("\n", " "))
        begin = block.span.end
    return "".join((*pieces, text[begin:]))


def _lines(text: str) -> Iterator[Span]:
    """The lines without outer spaces; empty ones are left out."""
    for found in _LINE.finditer(text):
        raw = found.group()
        start = found.start() + len(raw) - len(raw.lstrip(" "))
        end = found.end() - len(raw) + len(raw.rstrip(" "))
        if start < end:
            yield Span(start, end)


def _unwrap(text: str, lines: Iterator[Span], furniture: RuleFile) -> Iterator[Span]:
    """Lines joined into paragraphs where a line was broken only for its length."""
    current: Span | None = None
    for line in lines:
        if current is not None and _continues(text, current, line, furniture):
            current = Span(current.start, line.end)
            continue
        if current is not None:
            yield current
        current = line
    if current is not None:
        yield current


def _continues(text: str, before: Span, line: Span, furniture: RuleFile) -> bool:
    gap = text[before.end : line.start]
    last = text.rfind("\n", before.start, before.end)
    last_line = text[max(last + 1, before.start) : before.end]
    here = text[line.start : line.end]
    if gap.count("\n") != 1 or _MARKER.match(here) or _BULLET.match(here):
        return False
    if _is_furniture(last_line, furniture) or _is_furniture(here, furniture):
        return False
    if len(last_line) < _WRAP_AT:
        return False
    return here[0].islower() or not _SENTENCE_END.search(last_line)


def _is_sentence(text: str) -> bool:
    """Whether a first line is a sentence of the text rather than its title."""
    return text.endswith(".") and len(text.split()) >= _LONGEST_TITLE_SENTENCE


def _is_furniture(text: str, furniture: RuleFile) -> bool:
    return len(text) < 160 and any(rule.pattern.match(text) for rule in furniture)


def _is_byline(text: str, blocks: list[Block], span: Span) -> bool:
    """A short line right under the title (no blank line between), without a full stop."""
    if not blocks or blocks[-1].kind not in (BlockKind.TITLE, BlockKind.BYLINE):
        return False
    here = text[span.start : span.end]
    gap = text[blocks[-1].span.end : span.start]
    if gap.count("\n") != 1 or len(here) >= 120 or here.endswith("."):
        return False
    return not _MARKER.match(here) and not _BULLET.match(here)


def _numbered(text: str, span: Span) -> Block:
    found = _MARKER.match(text)
    if not found:
        return Block(kind=BlockKind.PARAGRAPH, span=span, body=span.start)
    digits = found.group("arabic") or found.group("bracket")
    number = int(digits) if digits else roman(found.group("roman"))
    width = len(found.group(0).rstrip())
    return Block(
        kind=BlockKind.ITEM,
        span=span,
        body=span.start + found.end(),
        marker=Span(span.start, span.start + width),
        ordinal=number,
        style="arabic" if digits else "roman",
    )


def roman(numeral: str) -> int:
    """The value of a Roman numeral.

    >>> roman("XIV")
    14
    """
    total = 0
    for here, after in zip(numeral, numeral[1:] + " ", strict=True):
        value = _ROMAN[here]
        total += -value if after in _ROMAN and _ROMAN[after] > value else value
    return total
