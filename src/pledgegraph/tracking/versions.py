"""Two versions of one document: which quotes of the older still stand in the newer, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum

from pledgegraph.extraction import Extraction
from pledgegraph.model import Document
from pledgegraph.spans import Span
from pledgegraph.tracking.drift import nearest, plain

_SHORTEST = 12
"""Characters; shorter evidence (a date, an acronym) says nothing about a version."""


class Anchor(StrEnum):
    """What became of a quote."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reanchored:
    """One quote of the older version: where it stood, what became of it, where it stands after, and what comes near."""

    quote: str
    before: Span
    anchor: Anchor
    after: Span | None = None
    nearest: str = ""


def reanchor(older: Extraction, newer: Document) -> list[Reanchored]:
    """Every passage that is evidence in the older version, in its order."""
    text, made = plain(newer), plain(older.document)
    found: list[Reanchored] = []
    for span in sorted(set(_evidence(older))):
        quote = made[span.start : span.end]
        if len(quote) < _SHORTEST:
            continue
        at = text.find(quote)
        if at < 0:
            found.append(Reanchored(quote=quote, before=span, anchor=Anchor.LOST, nearest=nearest(text, quote)[0]))
        elif text.find(quote, at + 1) >= 0:
            found.append(Reanchored(quote=quote, before=span, anchor=Anchor.AMBIGUOUS))
        else:
            moved = Anchor.UNCHANGED if at == span.start else Anchor.MOVED
            found.append(Reanchored(quote=quote, before=span, anchor=moved, after=Span(at, at + len(quote))))
    return found


def _evidence(value: object) -> Iterator[Span]:
    """Every span of evidence below a record."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from _evidence(one)
    elif is_dataclass(value) and not isinstance(value, type | Document | Span):
        for part in fields(value):
            held = getattr(value, part.name)
            if part.name == "evidence":
                yield from held
            elif part.name not in ("document", "sentences", "boilerplate", "unconverted", "item_marks"):
                yield from _evidence(held)
