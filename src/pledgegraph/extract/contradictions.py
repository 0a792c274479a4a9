"""Days of a meeting that cannot both be right: told as findings, and none of them asserted of the meeting."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from pledgegraph.extract.dates import Dated, find_dates
from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.identity import is_distinctive, label_of, meeting_key
from pledgegraph.extraction import Extraction
from pledgegraph.model import Finding, Forum, Heading
from pledgegraph.slugs import slugify
from pledgegraph.spans import Span
from pledgegraph.vocab import FindingKind

_ADVERB = re.compile(r"[A-Z][a-z]+(?: [a-z]+)?, (?=the [A-Z])")
_FIRST_OR_LAST_DAY = ("opened", "began", "concluded")


def after_dateline(reading: Reading, heading: Heading, extraction: Extraction, when: Dated) -> bool:
    """Whether a meeting would begin after the date of its own dateline; that is noted as a finding."""
    released = heading.dateline_date
    if released is None or when.start is None or when.start <= released:
        return False
    _note(reading, extraction, when.span, f"not after the dateline {released.isoformat()}")
    return True


def without_doubted_days(reading: Reading, extraction: Extraction) -> None:
    """Takes the days from a meeting to which its text gives others elsewhere; each is noted as a finding."""
    forum = extraction.forum
    if forum is None or forum.start is None or forum.end is None:
        return
    others = list(_other_days(reading, forum))
    if not others:
        return
    quiet = replace(forum, key=meeting_key(reading, forum.label if forum.named else "", None), start=None, end=None)
    extraction.attestations[:] = [one for one in extraction.attestations if one.about != forum.ref]
    extraction.forum = quiet
    expected = _days(forum.start, forum.end)
    for span in others:
        _note(reading, extraction, span, f"{expected}, as told of the same meeting elsewhere in the text")


def _note(reading: Reading, extraction: Extraction, span: Span, expected: str) -> None:
    extraction.findings.append(
        Finding(
            kind=FindingKind.CONTRADICTORY_DATES,
            span=span,
            written=reading.stored(span),
            expected=expected,
            about=reading.document.ref,
        )
    )


def _other_days(reading: Reading, forum: Forum) -> list[Span]:
    """The dates of other sentences that say of this very meeting when it was held, and that do not fit its own."""
    told = [(sentence, *said) for sentence in reading.sentences if (said := _held(reading, sentence, forum))]
    own = [verb for sentence, verb, _ in told if any(sentence.span.overlaps(span) for span in forum.evidence)]
    if not own or own[0] in _FIRST_OR_LAST_DAY:
        return []
    return [
        when.span
        for sentence, verb, when in told
        if verb not in _FIRST_OR_LAST_DAY
        and not any(sentence.span.overlaps(span) for span in forum.evidence)
        and _differs(forum, when)
    ]


def _held(reading: Reading, sentence: Sentence, forum: Forum) -> tuple[str, Dated] | None:
    """The verb and the date with which a sentence says that this meeting was held."""
    rule = reading.grammar.of("forums").rule("forum-sentence")
    if sentence.span in reading.elsewhere or not reading.cued(rule, sentence.span.start, sentence.span.end):
        return None
    opening = _ADVERB.match(reading.text, sentence.span.start, sentence.span.end)
    start = opening.end() if opening else sentence.span.start
    said = reading.text[start : sentence.span.end]
    found = rule.search(said[0].upper() + said[1:])
    if not found or not _is_name_of(reading, forum, label_of(found)):
        return None
    dates = find_dates(reading.text, start + found.end("held"), sentence.span.end)
    return (found["held"], dates[0]) if dates and dates[0].start else None


def _is_name_of(reading: Reading, forum: Forum, name: str) -> bool:
    """Whether a sentence calls the meeting by its name, or by a noun of that name alone ("the Forum")."""
    called, own = slugify(name), slugify(forum.label)
    if called == own or called in map(slugify, forum.alternative):
        return True
    return not is_distinctive(reading.grammar, name) and set(called.split("-")) <= set(own.split("-"))


def _differs(forum: Forum, when: Dated) -> bool:
    """Whether days of the same year, or of another year but the same day, neither hold nor lie in the meeting's own.

    A meeting of the same name on quite other days of another year is an earlier or later one.
    """
    first, last, start, end = forum.start, forum.end, when.start, when.end
    if first is None or last is None or start is None or end is None or when.impossible:
        return False
    if (first <= start and end <= last) or (start <= first and last <= end):
        return False
    return start.year == first.year or (start.month, start.day) == (first.month, first.day)


def _days(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
