"""Paragraphs: a line is one of its own unless it is the middle of a hard-wrapped one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pledgegraph.model import Document
from pledgegraph.sources.datelines import DATE_LINE, DATELINE, INLINE, PLACE_LINE
from pledgegraph.sources.marks import BULLET, MARKER
from pledgegraph.spans import Span

LONGEST_HEADING = 100

_LINE = re.compile(r"[^\n ](?:[^\n]*[^\n ])?")
_LABELLED = re.compile(r"[A-Z][\w .'()*&/-]{1,50}(?:: | [–—-] )(?=\S)")
"""A line of a list whose entries open with what they belong to ("Chair: Peru", "Japan – Ms. Ana Soto, Minister")."""
_ENTRY = re.compile(
    r"[A-Z][\w.'’-]*(?: (?:[A-Z(][\w.'’()-]*"
    r"|al|bin|binti|da|de|del|der|di|dos|du|el|ibn|la|van|von)){1,7}, (?:the )?[A-Z]"
)
"""A line of a list of persons with their posts ("H.E. Ms. Ana Soto, Minister of Ports")."""
_RECITAL = re.compile(
    r"(?:And [a-z]+ing|[A-Z][a-z]+ing|Aware|Mindful|Conscious|Convinced|Concerned|Deeply|Determined|Guided|Inspired) "
    r"(?:(?:also|further|deeply|fully|once again|with|into|heard|considered|examined|noted|regard) )*"
    r"(?:the|its|that|their|our|to|of|by|a|an|all|account|note)\b"
)
"""How another recital opens behind one that ends with a comma ("Recalling its decision,")."""
_PARTY = re.compile(r"(?:For|On behalf of)(?: and on behalf of)? (?:the )?[A-Z][\w'’ -]+$")
"""For whom those sign whose names stand below ("For the Ministry of Ports of the Republic of Chile")."""
_UNFINISHED = re.compile(r"(?:[,&(]|\b(?:and|or|of|the|for|to|in|on|at|by|with|from|as|an?|that|which|who|its|their))$")
_COLUMNS = re.compile(r"[^\s.;:!?][ \u00a0]{3,}\S|\S\t+\S")
_SENTENCE_END = re.compile(r"(?<![ (][A-Z])[.!?:;\"')\]]$")
_BROKEN_END = re.compile(r"[:;\"')\]]$")
_ABBREVIATED = re.compile(r"\b(?:Dr|Mr|Ms|Mrs|Prof|Gen|Hon|Amb|Rev|No|vs|U\.S|U\.N|U\.K|H\.E|(?<=[ (])[A-Z])\.$")
_OPEN_LINE = re.compile(r"(?:,|\b[a-z]+)$")
_WORD_END = re.compile(r"[ \n]|$")
_LINKED = "]("
_FIRST_IN_LINE = {
    "arabic": " 1) ", "bracket": " (1) ", "small_bare": " i) ", "small": " (i) ",
    "letter_bare": " a) ", "letter": " (a) ",
}  # fmt: skip
"""How a list within a sentence opens, by the style of its marks."""
_DASHED = re.compile(r"[–—-] ")
_INSET = re.compile(r"[–—-] \w[^–—;:]{2,120} [–—-](?: [a-z]|$)")
"""What dashes set into a sentence, from the beginning of a line on: "– Arica and Callao – by 2033"."""
_POSSESSIVE_END = re.compile(r"[a-z]s['’]$")
_ACRONYM_END = re.compile(r"\([A-Z][\w-]{1,10}\)$")
_FEWEST_WRAPS = 5
_FEW = 3
_ROOM = 60
_MOSTLY = 0.9
_WRAP_AT = 50
_WRAP_OPEN = 28
_LONGEST_FURNITURE = 160


def is_furniture(text: str, furniture: re.Pattern[str]) -> bool:
    """Whether a short text begins as page furniture does."""
    return len(text) < _LONGEST_FURNITURE and furniture.match(text) is not None


def paragraphs(document: Document, furniture: re.Pattern[str]) -> Iterator[Span]:
    """The paragraphs of a document's layer in order, a dateline that opens one as a line of its own."""
    text = document.layer.text
    for span in _Wrapping(document=document, furniture=furniture).joined():
        found = INLINE.match(text, span.start, span.end)
        if found and _opens_sentence(text[found.end() : span.end]):
            dateline = text[span.start : found.end()].rstrip()
            yield Span(span.start, span.start + len(dateline))
            yield Span(found.end(), span.end)
        else:
            yield span


def _opens_sentence(text: str) -> bool:
    """Whether what follows a dateline is text, not the name of a meeting whose heading opens with place and day."""
    return " " in text and (len(text) > LONGEST_HEADING or text.endswith("."))


@dataclass(kw_only=True)
class _Wrapping:
    """How the lines of a document are broken.

    `limit` is the width at which all are, 0 where there is none; `linked` tells of addresses of links, behind which
    lines were broken, and `columns` of lines that spaces or tabs part; the title and what stands with it end at
    `opening`, the first empty line.
    """

    document: Document
    furniture: re.Pattern[str]
    lines: list[Span] = field(init=False)
    limit: int = field(init=False)
    linked: bool = field(init=False)
    columns: bool = field(init=False)
    opening: int = field(init=False)
    usual: int = field(init=False)

    def __post_init__(self) -> None:
        text = self.document.layer.text
        self.lines = list(_lines(text))
        self.linked = _LINKED in self.document.text
        self.columns = _COLUMNS.search(self.document.text) is not None
        empty = text.find("\n\n")
        self.opening = empty if empty >= 0 else len(text)
        self.limit = self._wrap_width()
        self.usual = sorted((0, 0, 0, *(line.end - line.start for line in self.lines)))[-_FEW]

    def joined(self) -> Iterator[Span]:
        """Lines joined into paragraphs where a line was broken only for its length."""
        lines = self.lines
        start = -1
        before = Span(0, 1)
        for line, following in zip(lines, [*lines[1:], Span(0, 1)], strict=False):
            apart = self._is_place_over_date(line, following)
            wrapped = start < before.start
            entry = start >= 0 and self._is_entry(start, before, line)
            if start >= 0 and (apart or entry or not self._continues(start, before, line, wrapped=wrapped)):
                yield Span(start, before.end)
                start = -1
            if start < 0:
                start = line.start
            before = line
        if start >= 0:
            yield Span(start, before.end)

    def _is_place_over_date(self, line: Span, following: Span) -> bool:
        """Whether a line is the place of a dateline whose date stands on the next line."""
        text = self.document.layer.text
        if PLACE_LINE.fullmatch(text, line.start, line.end) is None:
            return False
        below = text[following.start : following.end]
        return (DATELINE.fullmatch(below) or DATE_LINE.fullmatch(below)) is not None

    def _is_entry(self, start: int, before: Span, line: Span) -> bool:
        """Whether a line is another entry of the list that the paragraph from `start` on is one of, not its end."""
        text = self.document.layer.text
        if not (_ENTRY.match(text, line.start, line.end) and _ENTRY.match(text, start, before.end)):
            return False
        full = self.limit > 0 and self._is_full(before, line, self.limit)
        return not full and not _UNFINISHED.search(text, before.start, before.end)

    def _wrap_width(self) -> int:
        """The width at which the lines are broken, 0 where they are not all broken at one.

        Nearly every line that goes on in small letters must have had no room for the next word; removed mark-up makes
        room.
        """
        text = self.document.layer.text
        pairs = [
            (before, line)
            for before, line in pairwise(self.lines)
            if text[line.start].islower() and text.count("\n", before.end, line.start) == 1
        ]
        if len(pairs) < _FEWEST_WRAPS:
            return 0
        width = max(before.end - before.start for before, _ in pairs)
        full = sum(self._is_full(before, line, width) for before, line in pairs)
        return width if full >= _MOSTLY * len(pairs) else 0

    def _is_full(self, before: Span, line: Span, width: int) -> bool:
        """Whether the first word of a line would not have fitted on the line before it.

        Words that hard spaces hold together are one.
        """
        room = width - self._stored_width(before) - 1
        stored = self.document.layer.stored(line).start
        word = _WORD_END.search(self.document.text, stored, min(stored + width, len(self.document.text)))
        return word is None or word.start() - stored > room

    def _stored_width(self, line: Span) -> int:
        """How long a line is with the addresses of its links, behind which it was broken."""
        layer = self.document.layer
        if not self.linked or line.end >= len(layer.text):
            return line.end - line.start
        stored = Span(layer.stored(line).start, layer.stored(Span(line.end, line.end + 1)).start)
        linked = _LINKED in self.document.text[stored.start : stored.end]
        return stored.end - stored.start if linked else line.end - line.start

    def _continues(self, start: int, before: Span, line: Span, *, wrapped: bool) -> bool:
        """Whether a line goes on the one before it, in the paragraph from `start` on.

        `wrapped` where that line itself went on another.

        Where all lines are broken at one width, one that ends within a sentence and is full goes on.
        """
        text = self.document.layer.text
        if text.count("\n", before.end, line.start) != 1:
            return False
        width = self._stored_width(before)
        full = self.limit > 0 and self._is_full(before, line, self.limit)
        here = text[line.start : line.end]
        last = text[before.start : before.end]
        if not full and ((here[0].isupper() and len(last) + _ROOM < self.usual) or _opens(here, last, wrapped=wrapped)):
            return False
        cut = self.opening < before.start and _is_cut(last, here, wrapped=wrapped)
        if (width < _WRAP_OPEN and not (full or cut)) or DATE_LINE.fullmatch(here) or DATELINE.fullmatch(here):
            return False
        if width < _WRAP_AT and not (here[0].islower() or (wrapped and _OPEN_LINE.search(last)) or full):
            return False
        if _ends(last, here) and not (full and _BROKEN_END.search(last)):
            return False
        if (MARKER.match(here) or BULLET.match(here)) and not _marked_within(text[start : before.end], here, full=full):
            return False
        if _LABELLED.match(here) and _LABELLED.match(last):
            return False
        if self.columns and self._has_columns(line) and self._has_columns(before):
            return False
        return not (is_furniture(last, self.furniture) or is_furniture(here, self.furniture))

    def _has_columns(self, line: Span) -> bool:
        """Whether spaces or tabs part a line into columns."""
        stored = self.document.layer.stored(line)
        return _COLUMNS.search(self.document.text, stored.start, stored.end) is not None


def _lines(text: str) -> Iterator[Span]:
    """The lines without outer spaces; empty ones are left out."""
    for found in _LINE.finditer(text):
        yield Span(*found.span())


def _opens(here: str, last: str, *, wrapped: bool) -> bool:
    """Whether a line opens something of its own: a quoted motto, another recital, who signs for the party above."""
    if here[0] == here[-1] == '"' or (last[-1] == "," and _RECITAL.match(here)):
        return True
    party = not wrapped and here[0].isupper() and _PARTY.match(last)
    return bool(party) and not _UNFINISHED.search(last)


def _ends(last: str, here: str) -> bool:
    """Whether a sentence ends with a line, and the next one does not go on small."""
    if here[0].islower() or _ABBREVIATED.search(last) or (len(last) >= _WRAP_AT and _ACRONYM_END.search(last)):
        return False
    return _SENTENCE_END.search(last) is not None and not (here[0].isupper() and _POSSESSIVE_END.search(last))


def _marked_within(paragraph: str, here: str, *, full: bool) -> bool:
    """Whether the mark that a line begins with stands within a sentence: a dash, or a number of a list in the line.

    `full` where the line above had no room for it.
    """
    numbered = MARKER.match(here)
    if numbered:
        first = _FIRST_IN_LINE.get(numbered.lastgroup or "")
        return first is not None and first in paragraph
    if not _DASHED.match(here) or not paragraph[-1].isalnum() or BULLET.match(paragraph):
        return False
    return full or (paragraph[-1].islower() and _INSET.match(here) is not None)


def _is_cut(last: str, here: str, *, wrapped: bool) -> bool:
    """Whether a short line ends within what began with a capital or a mark, and the next one goes on small."""
    opens = wrapped or last[0].isupper() or MARKER.match(last) is not None or BULLET.match(last) is not None
    return opens and here[0].islower() and last[-1].isalnum()
