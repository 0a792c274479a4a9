"""Which themes a stretch of text speaks of: phrases of the theme scheme, with negative phrases taken out first."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from pledgegraph.model import Attestation, Known, Ref
from pledgegraph.sources.themes import Themes
from pledgegraph.spans import Span
from pledgegraph.vocab import Basis

THEME_RULE = "theme-lexicon"
THEME_CONFIDENCE = "0.8"


class ThemeFinder:
    """One automaton over every phrase and every negative phrase of the scheme; hidden ones only where asked for."""

    def __init__(self, themes: Themes, *, hidden: bool = False) -> None:
        self._negative = themes.negative
        self._positive = dict(themes.phrases)
        for phrase, slugs in themes.hidden.items() if hidden else ():
            self._positive[phrase] = tuple(sorted({*self._positive.get(phrase, ()), *slugs}))
        self._phrases = [*self._positive, *themes.negative]
        self._automaton = AhoCorasick(self._phrases, matchkind=MatchKind.Standard)

    def read(self, text: str) -> ThemeHits:
        """Every phrase of the scheme in a text, read once; `ThemeHits.within` then answers for any stretch of it."""
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
        banned: list[tuple[int, int, str]] = []
        hits: list[tuple[int, int, str]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            if _inside_word(lowered, start, end):
                continue
            phrase = self._phrases[index]
            if index >= len(self._positive):
                banned.extend((start, end, slug) for slug in self._negative[phrase])
            else:
                hits.extend((start, end, slug) for slug in self._positive[phrase])
        kept = [
            (start, end, slug)
            for start, end, slug in hits
            if not any(slug == other and a <= start and end <= b for a, b, other in banned)
        ]
        return ThemeHits(hits=sorted(kept), negative=tuple(sorted({(start, end) for start, end, _ in banned})))


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeHits:
    """The phrases found in a text: start, end, theme; and where negative phrases stand."""

    hits: list[tuple[int, int, str]]
    negative: tuple[tuple[int, int], ...] = ()

    def phrases(self, span: Span) -> tuple[Span, ...]:
        """Where the phrases stand that name a theme in a stretch of the text."""
        first, last = bisect_left(self.hits, (span.start, 0, "")), bisect_left(self.hits, (span.end, 0, ""))
        return tuple(dict.fromkeys(Span(start, end) for start, end, _ in self.hits[first:last] if end <= span.end))

    def within(self, span: Span) -> tuple[str, ...]:
        """The slugs of the themes named in a stretch of the text, sorted.

        A phrase does not count for a theme inside a longer phrase that the theme lists as negative.
        """
        first = bisect_left(self.hits, (span.start, 0, ""))
        return tuple(
            sorted(
                {
                    slug
                    for start, end, slug in self.hits[first : bisect_left(self.hits, (span.end, 0, ""))]
                    if end <= span.end
                }
            )
        )


def _inside_word(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum())


def theme_attestation(hits: ThemeHits, about: Ref | Span, span: Span) -> Attestation:
    """How the themes of a node are known: inferred from the phrases that stand in its text."""
    known = Known(basis=Basis.INFERRED, rule=THEME_RULE, confidence=THEME_CONFIDENCE)
    return Attestation(about=about, on_property="theme", known=known, evidence=hits.phrases(span))
