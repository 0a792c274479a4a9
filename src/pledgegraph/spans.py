"""Stretches of text, and layers of text with their way back to what is stored."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """A stretch of a document's text, `text[start:end]`.

    A struct, which is made, compared and hashed several times faster than a dataclass: a text has thousands.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}-{self.end}")

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A text to be read, and the stored stretch `starts[i]:ends[i]` that its character `i` stands for.

    Without offsets every character stands for the one at its own place. `headings` are offsets of the stored text where
    lines begin that mark-up makes headings.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None
    headings: frozenset[int] = frozenset()

    def stored(self, span: Span) -> Span:
        """The stretch of the stored text that a span of this layer stands for."""
        if self.starts is None or self.ends is None:
            return span
        return Span(self.starts[span.start], self.ends[span.end - 1])

    def written(self, text: str, span: Span) -> str:
        """The characters of the stored `text` under a span, those this layer has as one as it has them."""
        if self.starts is None or self.ends is None:
            return text[span.start : span.end]
        starts, ends = self.starts[span.start : span.end], self.ends[span.start : span.end]
        if ends[-1] - starts[0] == span.end - span.start:
            return text[starts[0] : ends[-1]]
        read = zip(self.text[span.start : span.end], starts, ends, strict=True)
        return "".join(text[start] if end - start == 1 else char for char, start, end in read)

    def of_stored(self, stored: Span) -> Span | None:
        """The span of this layer that stands for a stretch of the stored text; None where the layer leaves it out."""
        if self.starts is None or self.ends is None:
            return stored
        start, end = bisect_left(self.ends, stored.start + 1), bisect_left(self.starts, stored.end)
        return Span(start, end) if start < end else None
