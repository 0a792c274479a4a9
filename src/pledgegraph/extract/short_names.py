"""Bodies by the noun that says what they are: "The Bank will lend", below "the African Development Bank".

Only where one body alone of those that a text names is called so, and no other phrase with the word stands in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pledgegraph.extract.grammar import Reading
from pledgegraph.extract.names import Named
from pledgegraph.model import Kind, Ref
from pledgegraph.sources.blocks import Block, BlockKind
from pledgegraph.spans import Span

SHORT_RULE = "short-name-of-a-body-named-before"

_LONGER = (
    r"(?P<before>[A-Z][\w.'-]*,? (?:(?:and|for|on) )*)?(?P<word>{words})s?\b"
    r"(?P<behind> (?:of|for|on) (?:the )?[A-Z])?"
)
_ARTICLE = re.compile(r"\b[Tt]he $")
_OPENING_WORDS = ("The ", "This ", "That ", "Both ", "In ", "For ", "To ", "Our ", "Its ")

_FRAME = (BlockKind.TITLE, BlockKind.BYLINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortName:
    """A noun in the text that stands for a body, and where the body is first named."""

    span: Span
    body: Ref
    named: Span


@dataclass(kw_only=True)
class ShortNames:
    """The bodies of one text by their nouns."""

    reading: Reading

    def within(self, span: Span) -> list[ShortName]:
        """The nouns in a stretch of text that stand for a body named before: "the Commission | will"."""
        if self._pattern is None:
            return []
        text = self.reading.text
        found: list[ShortName] = []
        for match in self._pattern.finditer(text, span.start, span.end):
            body, named = self._bodies[match["word"]]
            alone = not match["behind"] and match["before"] in (None, *_OPENING_WORDS)
            place = Span(*match.span("word"))
            article = _ARTICLE.search(text, max(0, place.start - 4), place.start)
            if alone and article and named.end <= place.start and not match[0].endswith("s"):
                found.append(ShortName(span=place, body=body, named=named))
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return _compiled(tuple(sorted(self._bodies))) if self._bodies else None

    @cached_property
    def _bodies(self) -> dict[str, tuple[Ref, Span]]:
        """The nouns that stand for one body of the text alone, with the place that first names it."""
        text = self.reading.text
        every = self.reading.grammar.of("bodies").words["short-name"]
        words = frozenset(word for word in every if f"he {word}" in text)
        if not words:
            return {}
        nouns = _nouns_of(every)
        named: dict[str, dict[Ref, list[Span]]] = {}
        framed = (name for block in self.reading.blocks if block.kind in _FRAME for name in self._names_of(block))
        spoken = (name for sentence in self.reading.sentences for name in sentence.names)
        for name in sorted((*framed, *spoken), key=lambda one: one.span):
            if name.kind is Kind.ORGANISATION and name.ref is not None and not name.adjective:
                for word in words.intersection(self._nouns(name.ref, name.written, nouns)):
                    named.setdefault(word, {}).setdefault(name.ref, []).append(name.span)
        single = {word: next(iter(bodies.items())) for word, bodies in named.items() if len(bodies) == 1}
        return {word: (body, spans[0]) for word, (body, spans) in single.items() if self._only(word, spans)}

    def _names_of(self, block: Block) -> list[Named]:
        return self.reading.names_in(block.span)

    def _nouns(self, body: Ref, written: str, nouns: re.Pattern[str]) -> Iterator[str]:
        """The nouns that say in a body's name, in full or as written, what it is: the last one, or that before "of"."""
        registry = self.reading.grammar.registry
        label = registry.label(body) if body.key in registry.organisations else written
        yield from nouns.findall(label)
        if label != written:
            yield from nouns.findall(written)

    def _only(self, word: str, spans: list[Span]) -> bool:
        """Whether every longer phrase with the word in the text is a name of the body."""
        for match in _compiled((word,)).finditer(self.reading.text):
            longer = match["behind"] or match["before"] not in (None, *_OPENING_WORDS)
            place = Span(*match.span("word"))
            before = bisect_right(spans, place.start, key=_start) - 1
            if longer and (before < 0 or not spans[before].contains(place)):
                return False
        return True


def _start(span: Span) -> int:
    return span.start


@lru_cache(maxsize=4)
def _nouns_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(words)})(?=$| (?:of|for|on) )")


@lru_cache(maxsize=256)
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_LONGER.replace("{words}", "|".join(words)))
