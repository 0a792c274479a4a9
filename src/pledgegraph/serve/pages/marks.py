"""A text with its passages marked: nested marks, each passage addressable, no character changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A span of a text, and what it is: a quote, page furniture, or not converted."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Mark:
    """A marked piece: text and further marks inside; `id` only where the passage begins."""

    passage: Passage
    start: int
    end: int
    inside: list[Mark | str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The fragment that names the passage, on its first piece."""
        return f"char={self.passage.start},{self.passage.end}" if self.start == self.passage.start else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, and the line breaks that end it."""

    start: int
    end: int
    inside: list[Mark | str]
    gap: str


def paragraphs(text: str, passages: Iterable[Passage]) -> list[Paragraph]:
    """The paragraphs of a text; read one after another, their characters are the text's."""
    ordered = sorted(set(passages), key=lambda passage: (passage.start, -passage.end, passage.kind))
    return [
        Paragraph(
            start=start,
            end=end,
            inside=_inside(text, start, stop, [each for each in ordered if each.start < stop and start < each.end]),
            gap=text[stop:end],
        )
        for start, stop, end in _spans(text)
    ]


def _spans(text: str) -> list[tuple[int, int, int]]:
    """Where each paragraph begins, where its line breaks begin, and where they end."""
    found, start = [], 0
    for gap in _BREAK.finditer(text):
        found.append((start, gap.start(), gap.end()))
        start = gap.end()
    return [*found, (start, len(text), len(text))] if start < len(text) else found


def _inside(text: str, start: int, end: int, passages: list[Passage]) -> list[Mark | str]:
    """The pieces of one paragraph: a passage that crosses another's end, or the paragraph's, is cut there."""
    root = Mark(Passage(start=start, end=end, kind=""), start, end)
    waiting = sorted((max(start, each.start), -min(end, each.end), order, each) for order, each in enumerate(passages))
    open_marks, at = [root], start
    while waiting:
        begin, minus_end, order, passage = waiting.pop(0)
        stop = -minus_end
        at = _close(text, open_marks, at, begin)
        room = open_marks[-1].end
        if stop > room:
            waiting.append((room, -stop, order, passage))
            waiting.sort()
            stop = room
        mark = Mark(passage, begin, stop)
        at = _text(text, open_marks[-1], at, begin)
        open_marks[-1].inside.append(mark)
        open_marks.append(mark)
    at = _close(text, open_marks, at, end)
    _text(text, root, at, end)
    return root.inside


def _close(text: str, open_marks: list[Mark], at: int, until: int) -> int:
    """Closes the marks that end before a place, their text put in; where the text has been put in up to."""
    while len(open_marks) > 1 and open_marks[-1].end <= until:
        mark = open_marks.pop()
        at = _text(text, mark, at, mark.end)
    return at


def _text(text: str, mark: Mark, start: int, end: int) -> int:
    """Puts a piece of text into a mark; its end."""
    if start < end:
        mark.inside.append(text[start:end])
    return max(start, end)
