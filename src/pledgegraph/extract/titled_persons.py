"""The persons whom the title of a text names: "Joint Statement of President Ana Soto of Chile and ..."."""

from __future__ import annotations

import re
from functools import lru_cache

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.persons import PersonFinder
from pledgegraph.extraction import Extraction
from pledgegraph.spans import Span

_BEFORE_NAMES = ("post", "title", "honorific", "rank", "style", "also-a-name", "no-body")


def persons_in_title(reading: Reading, extraction: Extraction, finder: PersonFinder) -> list[Appearance]:
    """The persons whom the title introduces with their posts, recorded; the text below knows them by surname.

    None where the text has more of a name or another first name: "President Soto" where it tells of Soto da Vega,
    "Annie Soto" where it tells of Ana Soto. Then the names below stand alone.
    """
    span = extraction.heading.title_span
    block = next((one for one in reading.blocks if one.span == span), None)
    if span is None or block is None or reading.sentence_at(span.start) is not None:
        return []
    if reading.text[span.start : span.end].isupper() or not finder.introduces(span):
        return []
    title = Sentence(span=span, block=block, names=reading.names_in(span), verbs=[])
    tried = PersonFinder(reading=reading, extraction=Extraction(document=reading.document, heading=extraction.heading))
    if any(_named_otherwise(reading, one.span, span.end) for one in tried.find(title)):
        return []
    return finder.find(title)


def _named_otherwise(reading: Reading, name: Span, after: int) -> bool:
    """Whether the text from a place on has more of a name: before its surname a first name, behind it another part."""
    text, words = reading.text, reading.text[name.start : name.end].split()
    surname, particles = re.escape(words[-1]), reading.grammar.of("posts").alternation("particle")
    more = rf"(?: (?:{particles} )+[A-Z]|,? (?:[JS]r\b|III?\b))" if len(words) == 1 else r",? (?:[JS]r\b|III?\b)"
    if re.search(rf"\b{surname}{more}", text[after:]):
        return True
    known = {*words, *_before_names(reading.grammar)}
    named = re.compile(rf"\b([A-Z][\w'’-]+)(?: [A-Z]\.| {particles})* {surname}\b")
    return any(found[1] not in known for found in named.finditer(text, after))


@lru_cache(maxsize=4)
def _before_names(grammar: Grammar) -> frozenset[str]:
    """The words that stand before a surname and are no first name: posts, styles, what opens a sentence."""
    words = grammar.of("posts").words
    return frozenset(word for name in _BEFORE_NAMES for phrase in words[name] for word in phrase.split())
