"""Which sentences speak of another occasion than the reported meeting, so that nobody is put where they were not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extraction import Extraction
from pledgegraph.model import Forum, Heading
from pledgegraph.spans import Span

_YEAR = re.compile(
    r"\b(?:[Ii]n|[Bb]y|[Ss]ince|[Oo]f|[Dd]uring|[Uu]ntil) (?:[A-Z][a-z]+ )?(?P<in>(?:19|20)\d\d)\b"
    r"|\b[Tt]he (?P<the>(?:19|20)\d\d) "
)
_PART = re.compile(r"\b(?:Ministerial )?(?:Session|Segment|Plenary)\b")
_GOES_ON = re.compile(r"(?:It|They|This|These)\b|.*\b[Tt]he (?:event|meeting|gathering)\b")


def other_occasions(reading: Reading, heading: Heading, forum: Forum) -> frozenset[Span]:
    """The spans of the sentences that speak of another occasion.

    A sentence that opens with a pronoun, or names its meeting only as "the meeting", goes on with what the sentence
    before it in the same block speaks of.
    """
    own = _Own.of(heading, forum, reading.own_words)
    found: set[Span] = set()
    before: Sentence | None = None
    for sentence in reading.sentences:
        text = reading.text[sentence.span.start : sentence.span.end]
        continued = (
            before is not None
            and before.block is sentence.block
            and before.span in found
            and bool(_GOES_ON.match(text))
        )
        if (continued and not own.named(text)) or own.another(reading, text, sentence.span):
            found.add(sentence.span)
        before = sentence
    return frozenset(found)


def own_words(heading: Heading, forum: Forum) -> frozenset[str]:
    """The words of a meeting's names and of the document's title, in small letters and without the little ones."""
    names = " ".join((forum.label, *forum.alternative, heading.title))
    return frozenset(word for word in re.findall(r"[\w-]+", names.lower()) if len(word) > 3 or word[0].isdigit())


def told_parts(reading: Reading, extraction: Extraction) -> frozenset[str]:
    """The words for parts of a meeting ("session") in the block that tells of it: those are its own parts."""
    told = [one.block.span for one in reading.sentences if tells(extraction, one.span)]
    found = (_PART.findall(reading.text, span.start, span.end) for span in told)
    return frozenset(word.lower() for parts in found for part in parts for word in part.split())


def tells(extraction: Extraction, span: Span) -> bool:
    """Whether a stretch is, or has a part in, what tells of the reported meeting."""
    forum = extraction.forum
    return forum is not None and any(span.overlaps(told) for told in forum.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """What belongs to the reported meeting: the words of its names, its years, and the sentence that reports it."""

    words: frozenset[str]
    years: frozenset[str]
    told: tuple[Span, ...]

    @classmethod
    def of(cls, heading: Heading, forum: Forum, words: frozenset[str]) -> _Own:
        days = (forum.start, forum.end, heading.dateline_date, heading.issued)
        return cls(
            words=words,
            years=frozenset(str(day.year) for day in days if day),
            told=forum.evidence[:1],
        )

    def named(self, text: str) -> bool:
        """Whether a sentence names the meeting by a capitalised word of its own name."""
        return any(word.lower() in self.words for word in re.findall(r"\b[Tt](?:he|his) ([A-Z][\w-]+)", text))

    def another(self, reading: Reading, text: str, span: Span) -> bool:
        """Whether a sentence names an occasion that is not the meeting."""
        if any(span.overlaps(told) for told in self.told):
            return False
        dated = self.years and ("20" in text or "19" in text)
        if dated and any((m["in"] or m["the"]) not in self.years for m in _YEAR.finditer(text)):
            return True
        if any(rule.pattern.search(text) for rule in reading.tried("occasions", span.start, span.end)):
            return True
        patterns = (_heads(reading.grammar), _ordinals(reading.grammar))
        plain = _plain(reading.grammar)
        return any(
            match["head"].lower() not in self.words and not plain.match(text, match.start())
            for pattern in patterns
            for match in pattern.finditer(text)
        )


@lru_cache(maxsize=4)
def _heads(grammar: Grammar) -> re.Pattern[str]:
    """A meeting named by a capitalised word for meetings, or by a common one that is more than "the meeting"."""
    words = grammar.of("occasions").words
    apart = (*words["generic"], *words["within"])
    common = "|".join(word for word in words["meeting"] if word not in apart)
    proper = "|".join(word for word in grammar.of("forums").words["head"] if word.lower() not in words["within"])
    return re.compile(
        rf"[Tt](?<!\w[Tt])(?:he|his|hat) (?:[\w-]+ ){{0,2}}?(?P<head>{proper}|{common})\b"
        r"(?! (?:Secretariat|Center|Centre))"
    )


@lru_cache(maxsize=4)
def _plain(grammar: Grammar) -> re.Pattern[str]:
    """The words "the Meeting" and no more: they take up the meeting reported, whatever that is called."""
    generic = "|".join(grammar.of("occasions").words["generic"])
    return re.compile(rf"[Tt]he (?i:{generic})\b(?! (?:of|on|for|between|among)\b)")


@lru_cache(maxsize=4)
def _ordinals(grammar: Grammar) -> re.Pattern[str]:
    """A meeting named by its number in a row: the number tells it from the others."""
    words = grammar.of("occasions")
    ordinal = rf"(?i:{words.alternation('ordinal')})|\d{{1,3}}(?:st|nd|rd|th)"
    return re.compile(
        rf"[Tt](?<!\w[Tt])he (?P<head>{ordinal}) "
        rf"(?:(?!time\b|day\b)[\w-]+ ){{0,3}}?(?i:{words.alternation('meeting')})\b"
    )
