"""The meeting a document reports: name, dates, venue, motto, series and parent."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pledgegraph.extract.contradictions import after_dateline
from pledgegraph.extract.dates import find_dates
from pledgegraph.extract.frame_forum import (
    TODAY_RULE,
    by_dateline,
    edition,
    full_name,
    in_series,
    named_by_frame,
    told_by_frame,
)
from pledgegraph.extract.grammar import Encounter, Reading, Sentence, resolved
from pledgegraph.extract.identity import label_end, label_of, meeting_key
from pledgegraph.extract.lookback import looks_back, of_another_edition
from pledgegraph.extract.places import Venue, read_venue, unknown_city
from pledgegraph.extract.who_met import who_met
from pledgegraph.extraction import Extraction
from pledgegraph.model import Attestation, Finding, Forum, Heading, Kind, Known, Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import Basis, Capacity, FindingKind

RELATIVE_RULE = "day-counted-from-the-release-date"
YEAR_RULE = "year-from-dateline"
ISSUED_RULE = "year-from-release-date"

_ANOTHER_DAY = re.compile(
    r"\b(?:ahead|following|followed|after|before|until|till|deadline|prior|previous|earlier|one|since|adopted"
    r"|signed|agreed|entered|anniversary|opened|launched|established|next|deferred|postponed|announced"
    r"|and (?:was|were|will))\b"
)
_NO_NAME = re.compile(
    r"^(?:This|That|These|Those|Our|Its|Their|They|It|We|He|She)\b"
    r"|^(?:On|In|At|From|During|Following|After|Before|As|Since|With|Under|For) "
    r"|\b(?:which|that|who|participating in|attending|gathered at)\b|[\"“]"
)
_BEGINNING = re.compile(r"\b(?:opened|began|kicked off|started|got under way)$")
_ENDING = re.compile(
    r"\b(?:concluded|ended|closed|wrapped up|came to a close|came to an end|drew to a close|adjourned)$"
)
_FIRST_SENTENCES = 4
_OPENING = 2
_ON = re.compile(r"(?:On|From|Between) (?:[A-Z][a-z]+day,? )?")
_HERE = re.compile(r"\bhere\b")
_NEAR = 40
_TODAY = re.compile(r"\b(?:[Tt]oday|this day)\b")
_DAY_BEFORE = re.compile(r"\b[Yy]esterday\b")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ON_WEEKDAY = re.compile(rf"\b[Oo]n (?P<weekday>{'|'.join(_WEEKDAYS)})\b(?! last\b)")
_OTHER_CLAUSE = re.compile(
    r"[,;] (?:hosted|organi[sz]ed|attended|chaired|co-\w+|with|under|and was|gathering|bringing|as|following|after"
    r"|before|ahead|building|which|where|when|since|(?:the |an? )?(?:previous|earlier|last|next|preceding))\b"
)
_WENT_THERE = re.compile(r",? (?:on (?:\d|[A-Z])|today|yesterday|to [a-z]+|for )|[,.]?$")
_AFTER_OF = re.compile(r" (?:of|at) (?:the )?(?=[A-Z0-9])|, part of (?:the )?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _When:
    start: date | None
    end: date | None
    span: Span | None
    known: Known | None


def read_forum(reading: Reading, heading: Heading, extraction: Extraction) -> Forum | None:
    """The meeting that a document reports, its days and place completed by a dateline of several days.

    Adds to `extraction`: attestations for a year taken from the dateline and for a series known from the registry, and
    findings for impossible dates.
    """
    forum = _read_forum(reading, heading, extraction)
    return by_dateline(reading, heading, extraction, forum) if forum else None


def _read_forum(reading: Reading, heading: Heading, extraction: Extraction) -> Forum | None:
    """The forum of an early sentence that says a meeting was held or who met, else of a later one.

    A later sentence may look back: behind the opening none is read below a heading such as "Background", nor one whose
    ordinal the opening gives another. Where no sentence tells, the title with day or place does ("Statement of the
    Harbour Forum, Lima, 3 May 2031").
    """
    opening, later = reading.sentences[:_FIRST_SENTENCES], reading.sentences[_FIRST_SENTENCES:]
    told = _held(reading, heading, extraction, opening, ("forum-sentence", "forum-of-this-text", "forum-in-a-clause"))
    if told is None and not _doubted(extraction):
        told = _met(reading, heading, extraction)
    if told is None and not _doubted(extraction):
        told = _held(reading, heading, extraction, opening, ("forum-where-it-was-decided",))
    if told is None and not _doubted(extraction):
        behind = [one for one in later if not looks_back(reading, one)]
        told = _held(reading, heading, extraction, behind, ("forum-sentence", "forum-of-this-text"))
    return told or (None if _doubted(extraction) else told_by_frame(reading, heading, extraction))


def _doubted(extraction: Extraction) -> bool:
    """Whether an impossible date has put the meeting in doubt."""
    return any(one.kind is FindingKind.IMPOSSIBLE_DATE for one in extraction.findings)


def _held(
    reading: Reading, heading: Heading, extraction: Extraction, sentences: list[Sentence], rule_ids: tuple[str, ...]
) -> Forum | None:
    """The forum of the first of some sentences that says by name which meeting was held."""
    title = [heading.title_span] if heading.title_span else []
    opening = [*title, *(one.span for one in reading.sentences[:_FIRST_SENTENCES])]
    for rule_id in rule_ids:
        rule = reading.grammar.of("forums").rule(rule_id)
        for sentence in sentences:
            if not reading.cued(rule, sentence.span.start, sentence.span.end):
                continue
            found = rule.search(reading.text[sentence.span.start : sentence.span.end])
            name = label_of(found) if found else ""
            if found and not _NO_NAME.search(name) and not of_another_edition(reading, opening, name):
                return _forum(reading, heading, extraction, sentence, found)
    return None


def _met(reading: Reading, heading: Heading, extraction: Extraction) -> Forum | None:
    """The meeting of which a text's first sentences say only who met, when or where; it is called as the title says."""
    for sentence, rule, found in who_met(reading, reading.sentences[:_FIRST_SENTENCES]):
        text = reading.text[sentence.span.start : sentence.span.end]
        base = sentence.span.start
        if "titled" in found.re.groupindex and not named_by_frame(reading):
            continue
        when = _when(reading, heading, extraction, sentence, base + found.end("met"))
        told = Span(base + found.start("met"), sentence.span.end)
        if when is None:
            return None
        when = _first_or_last(when, found["met"].strip())
        arrives = bool(found.groupdict().get("arrival"))
        venue = _arrival(reading, sentence, found) if arrives else _told_venue(reading, sentence, told)
        if venue is None:
            continue
        venue = venue if venue.span else _here(reading, heading, told)
        plain = rule.id == "met-together" and not _TODAY.search(text) and sentence not in reading.sentences[:_OPENING]
        if plain and when.span is None and venue.span is None:
            continue
        if venue.found:
            extraction.places.append(venue.found)
        verb = Span(told.start, told.start + len(found.group("met")))
        reading.met = Encounter(sentence=sentence.span, verb=verb, capacity=Capacity(rule.value))
        name = named_by_frame(reading, _named_behind(reading, told))
        evidence = [span for span in (Span(base, verb.end), when.span, venue.span) if span]
        reading.used.extend(evidence)
        forum = Forum(
            key=meeting_key(reading, name, when.start),
            label=name or heading.title,
            named=bool(name),
            start=when.start,
            end=when.end,
            city=venue.city,
            province=venue.province,
            country=venue.country,
            evidence=tuple(dict.fromkeys([_around(evidence), *([heading.title_span] if heading.title_span else [])])),
        )
        _attest_year(extraction, heading, forum, when)
        return forum
    return None


def _named_behind(reading: Reading, told: Span) -> str:
    """The meeting's name behind who met ("... met in Lima for the Fourth Harbour Gathering"), else empty."""
    rule = reading.grammar.of("forums").rule("meeting-named-behind")
    found = rule.pattern.search(reading.text, told.start, told.end)
    return " ".join(reading.stored(Span(*found.span("name"))).split()) if found else ""


def _forum(
    reading: Reading, heading: Heading, extraction: Extraction, sentence: Sentence, found: re.Match[str]
) -> Forum | None:
    base = sentence.span.start
    label = label_of(found)
    name_span = Span(base + found.start("name"), base + label_end(found))
    told = Span(base + found.start("held"), sentence.span.end)
    when = _when(reading, heading, extraction, sentence, base + found.end("held"))
    if when is None:
        return None
    when = _first_or_last(when, found["held"])
    venue = _told_venue(reading, sentence, told)
    if venue.span is None:
        venue = _here(reading, heading, told)
    if when.span is None and venue.span is None:
        return None
    if venue.found:
        extraction.places.append(venue.found)
    evidence = [name_span, Span(name_span.start, told.start + len(found.group("held")))]
    for span in (when.span, venue.span):
        if span:
            evidence.append(span)
    part_of = _parent(reading, Span(name_span.start, base + found.end()), label)
    called = " ".join(label.split())
    full = full_name(reading, called)
    forum = Forum(
        key=meeting_key(reading, full or called, when.start),
        label=full or called,
        alternative=(called,) if full else (),
        start=when.start,
        end=when.end,
        city=venue.city,
        province=venue.province,
        country=venue.country,
        themes=_mottos(reading, evidence),
        part_of=part_of,
        edition=edition(full or label),
        evidence=tuple(dict.fromkeys([_around(evidence[:4]), *evidence[4:], *_titles(heading, full)])),
    )
    reading.used.extend(evidence)
    _attest_year(extraction, heading, forum, when)
    return in_series(reading, forum)


def _titles(heading: Heading, full: str) -> list[Span]:
    """The title, where a meeting's full name is told there."""
    return [heading.title_span] if full and heading.title_span else []


def _attest_year(extraction: Extraction, heading: Heading, forum: Forum, when: _When) -> None:
    """How the dates are known where the sentence alone does not give them."""
    if not (when.known and when.span):
        return
    behind = heading.dateline or heading.issued_span
    for name in [name for name, day in (("startDate", forum.start), ("endDate", forum.end)) if day]:
        extraction.attestations.append(
            Attestation(
                about=forum.ref,
                on_property=name,
                known=when.known,
                evidence=tuple(span for span in (when.span, behind) if span),
            )
        )


def _around(spans: list[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _arrival(reading: Reading, sentence: Sentence, found: re.Match[str]) -> Venue | None:
    """Where guests are welcomed to: a place, also one unknown, or a building of none; None for what one joins."""
    here = Span(sentence.span.start + found.start("arrival"), sentence.span.start + found.end("arrival"))
    venue = read_venue(reading, Span(here.start, sentence.span.end))
    if venue.span is not None and venue.span.start == here.start:
        return venue
    buildings = reading.grammar.of("forums").words["building"]
    if any(word in buildings for word in reading.text[here.start : here.end].split()):
        return Venue()
    city = unknown_city(reading, here) if _WENT_THERE.match(reading.text, here.end, sentence.span.end) else Venue()
    return city if city.found else None


def _told_venue(reading: Reading, sentence: Sentence, told: Span) -> Venue:
    """The place named behind the verb, else the one the sentence opens with."""
    venue = read_venue(reading, _venue_span(reading, told), told=True)
    if venue.span is None and reading.text[sentence.span.start : told.start].startswith(("On ", "In ", "At ", "From ")):
        venue = read_venue(reading, Span(sentence.span.start, told.start), told=True)
    return venue


def _here(reading: Reading, heading: Heading, told: Span) -> Venue:
    """The place of the dateline where the sentence says "here" right behind the verb."""
    found = _HERE.search(reading.text, told.start, min(told.start + _NEAR, told.end))
    if found is None or heading.dateline_place is None:
        return Venue()
    return Venue(city=heading.dateline_place, country=heading.dateline_country, span=Span(*found.span()))


def _venue_span(reading: Reading, told: Span) -> Span:
    """From the verb to the next clause that speaks of something else."""
    text = reading.text[told.start : told.end]
    cut = _OTHER_CLAUSE.search(text)
    return Span(told.start, told.start + cut.start()) if cut else told


def _when(reading: Reading, heading: Heading, extraction: Extraction, sentence: Sentence, held: int) -> _When | None:
    opening = find_dates(reading.text, sentence.span.start, held)
    dates = find_dates(reading.text, held, sentence.span.end) or opening
    if opening and _ON.fullmatch(reading.text, sentence.span.start, opening[0].span.start):
        dates = opening
    if not dates:
        return _from_release(reading, heading, sentence, held)
    first = dates[0]
    lead = reading.text[held : first.span.start] if first.span.start >= held else ""
    if _ANOTHER_DAY.search(lead):
        return _When(start=None, end=None, span=None, known=None)
    known: Known | None = None
    if first.year is None and heading.dateline_date:
        first = first.in_year(heading.dateline_date.year)
        known = Known(basis=Basis.INFERRED, rule=YEAR_RULE, confidence="0.95")
    elif (
        first.year is None
        and heading.issued
        and (end := first.in_year(heading.issued.year).end)
        and end <= heading.issued
    ):
        first = first.in_year(heading.issued.year)
        known = Known(basis=Basis.INFERRED, rule=ISSUED_RULE, confidence="0.9")
    if first.impossible:
        extraction.findings.append(
            Finding(
                kind=FindingKind.IMPOSSIBLE_DATE,
                span=first.span,
                written=reading.stored(first.span),
                expected="a date of the calendar",
                about=reading.document.ref,
            )
        )
        return None
    released = heading.dateline_date
    if known and released and first.start and first.start > released:
        return _When(start=None, end=None, span=first.span, known=None)
    if after_dateline(reading, heading, extraction, first):
        return _When(start=None, end=None, span=first.span, known=None)
    return _When(start=first.start, end=first.end, span=first.span, known=known)


def _first_or_last(when: _When, verb: str) -> _When:
    """One day on which a meeting opened or concluded is its first or its last alone."""
    if when.start is None or when.start != when.end:
        return when
    if _ENDING.search(verb):
        return replace(when, start=None)
    return replace(when, end=None) if _BEGINNING.search(verb) else when


def _from_release(reading: Reading, heading: Heading, sentence: Sentence, held: int) -> _When:
    """The day of "today", "yesterday" or "on Tuesday", if the text states when it was released; nothing otherwise.

    A weekday is the last one up to the release, as the sentence tells of what was. Like "yesterday" it opens the
    sentence or stands behind the verb, in no other clause.
    """
    nothing = _When(start=None, end=None, span=None, known=None)
    released = heading.dateline_date or heading.issued
    if released is None:
        return nothing
    if found := _TODAY.search(reading.text, sentence.span.start, sentence.span.end):
        return _counted(released, found, TODAY_RULE)
    near = _venue_span(reading, Span(held, sentence.span.end))
    for pattern in (_DAY_BEFORE, _ON_WEEKDAY):
        opening = pattern.match(reading.text, sentence.span.start, held)
        if found := opening or pattern.search(reading.text, near.start, near.end):
            weekday = found.groupdict().get("weekday")
            back = (released.weekday() - _WEEKDAYS.index(weekday)) % len(_WEEKDAYS) if weekday else 1
            return _counted(released - timedelta(days=back), found, RELATIVE_RULE)
    return nothing


def _counted(day: date, found: re.Match[str], rule: str) -> _When:
    known = Known(basis=Basis.INFERRED, rule=rule, confidence="0.9")
    return _When(start=day, end=day, span=Span(*found.span()), known=known)


def _mottos(reading: Reading, evidence: list[Span]) -> tuple[str, ...]:
    rule = reading.grammar.of("forums").rule("motto")
    mottos: list[str] = []
    for sentence in reading.sentences:
        if not reading.cued(rule, sentence.span.start, sentence.span.end):
            continue
        for found in rule.pattern.finditer(reading.text, sentence.span.start, sentence.span.end):
            span = Span(found.start("motto"), found.end("motto"))
            written = reading.stored(span)
            if written not in mottos:
                mottos.append(written)
                evidence.append(span)
    return tuple(mottos)


def _parent(reading: Reading, span: Span, label: str) -> Ref | None:
    """A series that the name itself says the meeting is part of ("Sub-Forum of the Harbour Week")."""
    text = reading.text[span.start : span.end]
    for cut in _AFTER_OF.finditer(text):
        for name in reading.names_in(Span(span.start + cut.end(), span.end)):
            series = resolved(name, Kind.SERIES)
            if series and name.written != label:
                return series
    return None
