"""The block model: a document's paragraphs by what they are, before any sentence is read.

Joining lines replaces the line break by a space in `flow`, so offsets still hold. Items keep the label that the text
gives them: nothing is renumbered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from pledgegraph.model import Document
from pledgegraph.sources.datelines import DATE_LINE, DATELINE, INLINE, PIPED
from pledgegraph.sources.marks import BARE, BULLET, FOOTNOTE, MARKER, bare_ordinal, item_mark
from pledgegraph.sources.paragraphs import LONGEST_HEADING, is_furniture, paragraphs
from pledgegraph.sources.rules import RuleFile
from pledgegraph.spans import Span


class BlockKind(StrEnum):
    """What a block is."""

    TITLE = "title"
    BYLINE = "byline"
    FURNITURE = "furniture"
    DATELINE = "dateline"
    DATE = "date"
    HEADING = "heading"
    ITEM = "item"
    BULLET = "bullet"
    FOOTNOTE = "footnote"
    PARAGRAPH = "paragraph"


SPOKEN = (BlockKind.ITEM, BlockKind.BULLET, BlockKind.PARAGRAPH, BlockKind.FOOTNOTE)
"""The kinds of blocks that hold sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block: its span without outer white space, and its number or letter where the text gives one.

    `body` is where the text starts behind the mark, `section` counts the headings before it and the restarts of
    numbering, `style` tells numbers, letters and kinds of brackets apart.
    """

    kind: BlockKind
    span: Span
    body: int
    marker: Span | None = None
    label: str = ""
    ordinal: int | None = None
    style: str = ""
    section: int = 0


_FEWEST_BARE = 3
_FEWEST_LETTERS = 2
_HEAD_LINES = 4
_OPEN_END = re.compile(r"[.!?:;,\"')\]]$| and$| or$")
_ANNEX = re.compile(r"(?:ANNEX|Annex|APPENDIX|Appendix|Attachment)\b.{0,80}")
_LONGEST_TITLE_SENTENCE = 8
_LONGEST_TITLE = 45


def read_blocks(document: Document, rules: RuleFile) -> list[Block]:
    """The document's blocks in order, page furniture by `rules`; every character outside them is white space."""
    text = document.layer.text
    furniture = re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in rules))
    spans = list(paragraphs(document, furniture))
    blocks: list[Block] = []
    titled = False
    for index, span in enumerate(spans):
        here = text[span.start : span.end]
        if is_furniture(here, furniture):
            kind = BlockKind.FURNITURE
        elif DATELINE.fullmatch(here) or _is_inline_dateline(here):
            kind = BlockKind.DATELINE
        elif DATE_LINE.fullmatch(here) or (index < _HEAD_LINES and PIPED.fullmatch(here)):
            kind = BlockKind.DATE
        elif not titled and _is_title(here):
            titled, kind = True, BlockKind.TITLE
        elif index + 1 < len(spans) and _is_byline(text, blocks, span):
            kind = BlockKind.BYLINE
        else:
            blocks.append(_marked(here, span))
            titled = True
            continue
        blocks.append(Block(kind=kind, span=span, body=span.start))
    return _sectioned(document, _with_bare_marks(text, blocks))


def flow(text: str, blocks: list[Block]) -> str:
    """The text with the line breaks inside its blocks as spaces, still as long."""
    pieces: list[str] = []
    begin = 0
    for block in blocks:
        pieces += (text[begin : block.span.start], text[block.span.start : block.span.end].replace("\n", " "))
        begin = block.span.end
    return "".join((*pieces, text[begin:]))


def _is_sentence(text: str) -> bool:
    """Whether a first line is a sentence of the text rather than its title."""
    words = len(text.split())
    return words >= _LONGEST_TITLE or (text.endswith((".", ":")) and words >= _LONGEST_TITLE_SENTENCE)


def _is_title(text: str) -> bool:
    """Whether the first line that is no frame can be a title: neither a sentence nor an item."""
    if len(text) >= 400 or text.endswith((",", ";")) or _is_sentence(text):
        return False
    return not MARKER.match(text) and not BULLET.match(text)


def _is_inline_dateline(text: str) -> bool:
    """Whether a line is the dateline that was parted from the paragraph it opens."""
    found = INLINE.match(f"{text} A")
    return found is not None and found.end() == len(text) + 1


def _is_byline(text: str, blocks: list[Block], span: Span) -> bool:
    """A short line right under the title (no blank line between), without a full stop."""
    if not blocks or blocks[-1].kind not in (BlockKind.TITLE, BlockKind.BYLINE):
        return False
    here = text[span.start : span.end]
    gap = text[blocks[-1].span.end : span.start]
    if gap.count("\n") != 1 or len(here) >= 120 or here.endswith("."):
        return False
    return not MARKER.match(here) and not BULLET.match(here)


def _marked(text: str, span: Span) -> Block:
    """A numbered or lettered item, a bullet, a footnote or a paragraph."""
    if mark := item_mark(text):
        return Block(
            kind=BlockKind.ITEM,
            span=span,
            body=span.start + mark.end,
            marker=Span(span.start, span.start + mark.width),
            label=mark.label,
            ordinal=mark.ordinal,
            style=mark.style,
        )
    for kind, pattern in ((BlockKind.FOOTNOTE, FOOTNOTE), (BlockKind.BULLET, BULLET)):
        found = pattern.match(text)
        if found and found.end() < len(text):
            return Block(kind=kind, span=span, body=span.start + found.end(), style=found.group(0).strip())
    return Block(kind=BlockKind.PARAGRAPH, span=span, body=span.start)


_LEADS_IN = re.compile(
    r"(?:We|They|The|All|Both|Each|[A-Z][a-z]+) [a-z][^\n]* (?:to|by|that|will|shall):"
    r"|WE,? (?:HEREBY )?[A-Z][A-Z ,]* (?:TO|THAT|WILL|SHALL):",
    re.S,
)
"""A line that a list completes, also where it is set in bold type ("We are determined to:")."""


def _with_bare_marks(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks, with paragraphs as items where bare numbers or letters count them ("1 We commit to ...", "A. Adopt").

    A number alone may belong to its sentence ("12 ministers") and a letter to a name ("A. Soto"): three numbers that go
    on from each other do not, nor do two letters that open one paragraph after the other.
    """
    for style, fewest in (("bare", _FEWEST_BARE), ("capital", _FEWEST_LETTERS)):
        run: dict[int, re.Match[str]] = {}
        for index, block in enumerate(blocks):
            mark = BARE.match(text, block.span.start, block.span.end) if block.kind is BlockKind.PARAGRAPH else None
            if mark and mark[style] and bare_ordinal(mark[style]) == len(run) + 1:
                if style == "bare" or not run or index - 1 in run:
                    run[index] = mark
        if len(run) >= fewest:
            blocks = [_counted(one, run[index], style) if index in run else one for index, one in enumerate(blocks)]
    return blocks


def _counted(block: Block, mark: re.Match[str], style: str) -> Block:
    return replace(
        block,
        kind=BlockKind.ITEM,
        body=mark.end(),
        marker=Span(*mark.span(style)),
        label=mark[style],
        ordinal=bare_ordinal(mark[style]),
        style=style,
    )


def _sectioned(document: Document, blocks: list[Block]) -> list[Block]:
    """The blocks with headings told from items and paragraphs, and with their sections counted.

    Marks of another style below an item begin again under the next one, which is no restart of numbering. A letter that
    goes on a run of letters is a letter, also where it is a numeral too ("(h)", "(i)", "(j)").
    """
    made: list[Block] = []
    section = 0
    last: dict[str, int] = {}
    for index, block in enumerate(blocks):
        one = _as_letter(block, last)
        if _is_heading(document, blocks, index):
            one = replace(one, kind=BlockKind.HEADING)
            section += 1
            last = {}
        elif one.kind is BlockKind.ITEM and one.ordinal is not None:
            if one.ordinal == 1 and last.get(one.style, 0) >= 1 and next(iter(last)) == one.style:
                section += 1
                last = {}
            outer = list(last)[: list(last).index(one.style)] if one.style in last else list(last)
            last = {style: last[style] for style in outer} | {one.style: one.ordinal}
        made.append(replace(one, section=section) if section else one)
    return made


def _as_letter(block: Block, last: dict[str, int]) -> Block:
    letters = {"small": "letter", "small_bare": "letter_bare"}.get(block.style)
    if letters and len(block.label) == 1 and last.get(letters, 0) == ord(block.label) - ord("a"):
        return replace(block, style=letters, ordinal=ord(block.label) - ord("a") + 1)
    return block


def _is_heading(document: Document, blocks: list[Block], index: int) -> bool:
    """A heading by mark-up, an annex's title, a line in capitals, or a short numbered line over a paragraph."""
    block = blocks[index]
    if block.kind not in (BlockKind.ITEM, BlockKind.PARAGRAPH):
        return False
    text = document.layer.text[block.span.start : block.span.end]
    if len(text) > LONGEST_HEADING * 2 or "\n\n" in text:
        return False
    stored = document.layer.stored(block.span).start
    if block.kind is BlockKind.PARAGRAPH and _LEADS_IN.fullmatch(text):
        return False
    if document.layer.headings and (stored in document.layer.headings or _begins_heading(document, block)):
        return not (block.kind is BlockKind.PARAGRAPH and text.endswith("."))
    if len(text) > LONGEST_HEADING or _OPEN_END.search(text):
        return False
    if _ANNEX.fullmatch(text) or _is_in_capitals(text, block):
        return True
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if block.style in ("roman", "capital") and following is not None and following.kind is BlockKind.ITEM:
        return following.ordinal == 1 and following.style != block.style
    return (
        block.kind is BlockKind.ITEM
        and block.style in ("arabic", "roman", "capital", "letter_dot")
        and following is not None
        and following.kind is BlockKind.PARAGRAPH
        and following.span.end - following.span.start > LONGEST_HEADING
    )


def _is_in_capitals(text: str, block: Block) -> bool:
    """Whether a paragraph is a line in capitals; acronyms that semicolons part are a list."""
    return text.isupper() and len(text) > 3 and ";" not in text and block.kind is BlockKind.PARAGRAPH


def _begins_heading(document: Document, block: Block) -> bool:
    """Whether bold type begins right behind the mark of an item and ends with the line."""
    if block.marker is None or block.body >= block.span.end:
        return False
    return document.layer.stored(Span(block.body, block.body + 1)).start in document.layer.headings
