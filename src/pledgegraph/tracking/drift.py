"""Decisions whose quote no longer stands in its text, each with the passage that comes closest."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pledgegraph.extraction import Extraction
from pledgegraph.model import Document
from pledgegraph.sources.links import Link
from pledgegraph.spans import Span

CLOSE = 0.6
"""From this likeness on (`difflib.SequenceMatcher.ratio`) a passage is shown as the nearest."""

_TIES = 20
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """A decision that has lost its passage: how often the quote stands there now, and what comes near."""

    link: Link
    times: int
    nearest: str
    likeness: float


def drift(links: Iterable[Link], extractions: Iterable[Extraction]) -> tuple[list[Link], list[Drifted]]:
    """The links whose quote stands exactly once, and the others; those to unknown documents stay with the first."""
    documents = {extraction.document.slug: extraction.document for extraction in extractions}
    standing: list[Link] = []
    lost: list[Drifted] = []
    for link in links:
        document = documents.get(link.document)
        times = 1 if document is None else occurrences(plain(document), link.prefix + link.quote)
        if document is None or times == 1:
            standing.append(link)
            continue
        closest, likeness = ("", 0.0) if times else nearest(plain(document), link.quote)
        lost.append(Drifted(link=link, times=times, nearest=closest, likeness=likeness))
    return standing, lost


def plain(document: Document) -> str:
    """The clean text on one line, as quotes are written down."""
    return document.clean.replace("\n", " ")


def occurrences(text: str, wanted: str) -> int:
    """How often a string stands in a text, overlapping places counted.

    >>> occurrences("banana", "ana")
    2
    """
    return len(re.findall(f"(?={re.escape(wanted)})", text))


def nearest(text: str, quote: str) -> tuple[str, float]:
    """The stretch of as many words that shares most words with the quote, and its likeness; nothing if that is low."""
    words = [Span(*found.span()) for found in _WORD.finditer(text)]
    wanted = Counter(_WORD.findall(quote))
    size = min(wanted.total(), len(words))
    if not size:
        return "", 0.0
    shared = _shared([text[word.start : word.end] for word in words], wanted, size)
    most = max(shared)
    passages = [
        text[words[first].start : words[first + size - 1].end] for first, many in enumerate(shared) if many == most
    ]
    matcher = difflib.SequenceMatcher(None, b=quote, autojunk=False)

    def likeness(passage: str) -> float:
        matcher.set_seq1(passage)
        return matcher.ratio()

    best, alike = max(((passage, likeness(passage)) for passage in passages[:_TIES]), key=lambda found: found[1])
    return (best, alike) if alike >= CLOSE else ("", alike)


def _shared(words: Sequence[str], wanted: Counter[str], size: int) -> list[int]:
    """For every stretch of `size` words how many of them are wanted, each as often as it is wanted."""
    inside = Counter(words[:size])
    shared = [(inside & wanted).total()]
    for gone, come in zip(words, words[size:], strict=False):
        less = inside[gone] <= wanted[gone]
        inside[gone] -= 1
        inside[come] += 1
        shared.append(shared[-1] - less + (inside[come] <= wanted[come]))
    return shared
