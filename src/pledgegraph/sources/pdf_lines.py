"""The lines of a PDF's page as they stand on it: where each word begins and ends, and how high it is."""

from __future__ import annotations

import ctypes
import math
import statistics
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from pledgegraph.sources.numerals import raised

_LEVEL = 0.02
_SAME_LINE = 0.45
_RAISED = 0.85
_HIGHEST = 0.65
_HYPHENS = "\ufffe\x02"
_WIDE = 1.6
_NOTE_GAP = 0.4
_APART = 0.3
_STRETCHED = 2.0
_WIDEST = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a line; `left` and `right` are points from the left edge of the page, `gap` is the space before it."""

    text: str
    left: float
    right: float
    gap: float = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of type: its words, the height of its baseline above the page's foot and that of its type, in points."""

    words: tuple[Word, ...]
    base: float
    size: float

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.words[-1].right

    @property
    def text(self) -> str:
        """The words of the line; gaps that are wide, and wider than those of a stretched line, are three spaces."""
        usual = statistics.median([word.gap for word in self.words[1:]] or [0.0])
        wide = max(_WIDE * self.size, min(_STRETCHED * usual, _WIDEST * self.size))
        return "".join(("   " if wide < word.gap < math.inf else " ") + word.text for word in self.words).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    char: str
    left: float
    right: float
    base: float
    size: float


_END = _Sign(char=" ", left=0, right=0, base=0, size=1)


@dataclass(slots=True)
class _Drawn:
    """A line while it is read."""

    base: float
    size: float
    right: float
    signs: list[tuple[_Sign, bool]] = field(default_factory=list)


def page_lines(page: pypdfium2.PdfPage) -> list[Line]:
    """The lines of a page in the order in which they are drawn; raised digits are raised signs."""
    drawn: list[_Drawn] = []
    for sign in _signs(page.get_textpage()):
        current = drawn[-1] if drawn else None
        if current is None or not _goes_on(current, sign):
            if sign.char == " ":
                continue
            current = _Drawn(sign.base, sign.size, sign.right)
            drawn.append(current)
        is_raised = sign.size < _RAISED * current.size and sign.base > current.base
        if sign.size * _RAISED > current.size and sign.base < current.base:
            current.signs = [(one, True) for one, _ in current.signs]
        if not is_raised and sign.char != " ":
            current.base, current.size = sign.base, max(sign.size, current.size if current.base == sign.base else 0)
        current.right = sign.right if sign.char != " " else current.right
        current.signs.append((sign, is_raised))
    return [line for one in drawn if (line := _line(one)) is not None]


def _signs(text: pypdfium2.PdfTextPage) -> Iterator[_Sign]:
    """The signs of a page with their boxes; a space that is only shown as a gap stands behind the sign before it."""
    handle = text.raw
    last = _END
    for index in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(handle, index))
        if char in "\r\n":
            continue
        if pdfium.FPDFText_IsGenerated(handle, index) == 1:
            if char == " ":
                yield _Sign(char=" ", left=last.right, right=last.right, base=last.base, size=last.size)
                continue
            if char not in _HYPHENS:
                continue
        last = _sign(handle, index, _plain(char))
        yield last


def _sign(handle: pdfium.FPDF_TEXTPAGE, index: int, char: str) -> _Sign:
    """A sign with its box; that of turned type is turned back, so that its lines lie level."""
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(handle, index, box)
    pdfium.FPDFText_GetCharOrigin(handle, index, x, y)
    angle = -pdfium.FPDFText_GetCharAngle(handle, index)  # which counts clockwise
    if abs(math.sin(angle)) < _LEVEL and math.cos(angle) > 0:
        return _Sign(char=char, left=box.left, right=box.right, base=y.value, size=max(box.top - box.bottom, 1.0))
    cos, sin = math.cos(angle), math.sin(angle)
    corners = [(across, up) for across in (box.left, box.right) for up in (box.bottom, box.top)]
    along = [across * cos + up * sin for across, up in corners]
    rising = [up * cos - across * sin for across, up in corners]
    base = y.value * cos - x.value * sin
    return _Sign(char=char, left=min(along), right=max(along), base=base, size=max(max(rising) - min(rising), 1.0))


def _plain(char: str) -> str:
    """A sign as text has it: a cut word's hyphen, a space for control signs, a bullet for what only one font knows."""
    if char in _HYPHENS:
        return "-"
    kind = unicodedata.category(char)
    return " " if char.isspace() or kind in ("Cc", "Cs") else "•" if kind == "Co" else char


def _goes_on(line: _Drawn, sign: _Sign) -> bool:
    """Whether a sign stands on a line, or raised or lowered beside it, and not left of what stands there.

    The letters of a ligature all stand in its box.
    """
    small, large = sorted((line.size, sign.size))
    if abs(sign.base - line.base) >= (_SAME_LINE if small > _RAISED * large else _HIGHEST) * large:
        return False
    return sign.left > line.right - line.size or (bool(line.signs) and sign.left == line.signs[-1][0].left)


def _line(drawn: _Drawn) -> Line | None:
    words: list[Word] = []
    chars, left, right, gap = "", 0.0, 0.0, math.inf
    for sign, is_raised in (*drawn.signs, (_END, False)):
        if chars and sign.char != " " and sign.left - right > _APART * drawn.size:
            words.append(Word(text=chars, left=left, right=right, gap=gap))
            chars = ""
        if sign.char != " ":
            if not chars and is_raised and words and sign.left - right < _NOTE_GAP * drawn.size:
                chars, left, gap = words[-1].text, words[-1].left, words.pop().gap
            elif not chars:
                left, gap = sign.left, sign.left - right if words else math.inf
            chars += raised(sign.char) if is_raised else sign.char
            right = sign.right
        elif chars:
            words.append(Word(text=chars, left=left, right=right, gap=gap))
            chars = ""
    return Line(words=tuple(words), base=drawn.base, size=drawn.size) if words else None
