"""Numbers a text states: attendees, countries, organisations, sessions and topics, with their qualifier."""

from __future__ import annotations

import re
from functools import lru_cache

from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.model import StatedCount
from pledgegraph.spans import Span
from pledgegraph.vocab import CountOf, Qualifier

_AT_MEETING = frozenset({CountOf.ATTENDEES, CountOf.COUNTRIES, CountOf.COUNTRIES_AND_REGIONS, CountOf.ORGANISATIONS})
_SESSION_VERB = re.compile(
    r"\b(?:had|were held|was held|held|took place|consisted of|comprised|featured|convened|topics)\b"
)
_SESSION_NOUN = re.compile(r"sessions|panels|workshops|roundtables|working groups|topics")
_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_VALUES = {word: number for number, word in enumerate(_UNITS, 1)} | _TENS


def read_counts(reading: Reading, sentence: Sentence, *, at_meeting: bool) -> list[StatedCount]:
    """The counts of one sentence: of participants (`at_meeting`) or of sessions and topics."""
    start, end = sentence.span.start, sentence.span.end
    found: list[StatedCount] = []
    if not at_meeting and not _SESSION_NOUN.search(reading.text, start, end):
        return found
    for match in _pattern(reading.grammar).finditer(reading.text, start, end):
        noun_start = match.end()
        kind = _counted(reading, noun_start, end)
        if kind is None or (kind[0] in _AT_MEETING) is not at_meeting:
            continue
        if not at_meeting and not _SESSION_VERB.search(reading.text, start, end):
            continue
        qualified = match.group("qualifier") or ""
        value = number(match.group("number"))
        if value is None:
            continue
        span = Span(match.start(), kind[1])
        found.append(
            StatedCount(
                span=span,
                count_of=kind[0],
                as_written=reading.stored(Span(match.start("number"), kind[1])),
                value=value,
                qualifier=_qualifier(reading.grammar, qualified),
                evidence=(span,),
            )
        )
    return found


def number(written: str) -> int | None:
    """The value of digits or of a number word.

    >>> number("1,200"), number("twenty-five")
    (1200, 25)
    """
    plain = written.replace(",", "").lower()
    if plain.isdigit():
        return int(plain)
    parts = [_VALUES.get(part) for part in plain.split("-")]
    return None if None in parts else sum(part for part in parts if part)


def _counted(reading: Reading, start: int, end: int) -> tuple[CountOf, int] | None:
    for rule in reading.grammar.of("counts"):
        match = rule.pattern.match(reading.text, start, end)
        if match:
            return CountOf(rule.value), match.end()
    return None


def _qualifier(grammar: Grammar, written: str) -> Qualifier:
    words = grammar.of("counts").words
    for name, qualifier in (
        ("about", Qualifier.ABOUT),
        ("more-than", Qualifier.MORE_THAN),
        ("at-least", Qualifier.AT_LEAST),
    ):
        if written.strip().lower() in words[name]:
            return qualifier
    return Qualifier.EXACTLY


@lru_cache(maxsize=4)
def _pattern(grammar: Grammar) -> re.Pattern[str]:
    counts = grammar.of("counts")
    words = "|".join(re.escape(word) for word in counts.words["number"])
    qualifiers = [word for name in ("about", "more-than", "at-least") for word in counts.words[name]]
    qualifier = "|".join(re.escape(word) for word in sorted(qualifiers, key=len, reverse=True))
    return re.compile(
        rf"\b(?P<qualifier>(?i:{qualifier}) )?(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}"
        rf"|(?i:{words})(?:-(?:{words}))?) "
        rf"(?:(?:out )?of (?:the |its |our |their )?(?:\d{{1,3}}|(?i:{words})(?:-(?:{words}))?) )?"
    )
