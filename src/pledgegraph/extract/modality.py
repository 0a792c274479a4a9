"""Verbs that a sentence does not assert: quoted, supposed, hearsay, or told of an earlier time."""

from __future__ import annotations

import re

from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extraction import Extraction
from pledgegraph.sources.inflect import Inflection
from pledgegraph.sources.rules import Rule
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

_SINCE = re.compile(r"[^;]{0,200}?\bsince (?:[A-Z][a-z]+ )?(?:\d{1,2}, )?(?:19|20|21)\d\d\b")
"""What counts up what was promised before: "has committed $2.5 billion since 2014"."""
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")


def asserted(
    reading: Reading, extraction: Extraction, sentence: Sentence, verb: Span, rule: Rule, inflection: Inflection
) -> bool:
    """Whether the words before a verb leave it an assertion made at the meeting."""
    start, end = sentence.span.start, verb.end
    if _counted_up(reading, sentence, verb, rule, inflection):
        return False
    for lead in reading.tried("modality", start, end):
        found = lead.search(reading.text[start:end])
        if not found:
            continue
        match lead.value:
            case "Condition" if rule.value == Force.COMMITS:
                return False
            case "Hearsay":
                return False
            case "EarlierTime" if inflection in (Inflection.PAST, Inflection.PARTICIPLE):
                if found.group("year") not in own_years(extraction):
                    return False
            case "EarlierMeeting" if inflection in (Inflection.PAST, Inflection.PARTICIPLE):
                own = own_years(extraction)
                if own and found.group("year") not in own:
                    return False
    return True


def _counted_up(reading: Reading, sentence: Sentence, verb: Span, rule: Rule, inflection: Inflection) -> bool:
    """Whether a promise in the past is only counted up with earlier ones: "has committed $2 billion since 2029"."""
    promised = rule.value == Force.COMMITS and inflection is Inflection.PAST
    return promised and _SINCE.match(reading.text, verb.end, sentence.span.end) is not None


def quoted(reading: Reading, sentence: Sentence, position: int) -> bool:
    """Whether a position stands inside a quotation, also one that an earlier sentence of the block opened."""
    block = sentence.block
    start = sentence.span.start if reading.quotes_between(block.body, block.span.end) % 2 else block.body
    return reading.quotes_between(start, position) % 2 == 1


def own_years(extraction: Extraction) -> set[str]:
    """The years of the meeting and of the text, as far as these tell them."""
    forum, heading = extraction.forum, extraction.heading
    days = (forum.start if forum else None, forum.end if forum else None, heading.dateline_date, heading.issued)
    return {str(day.year) for day in days if day} | set(_YEAR.findall(heading.title))
