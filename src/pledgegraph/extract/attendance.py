"""Who took part: lists of names beside a verb of attendance, how complete they are, and what is only counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pledgegraph.extract.counts import read_counts
from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.model import AttendanceList, Extraction, Finding, Kind, Participation, Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity, Completeness, CountOf, FindingKind, Mode, ParticipantKind

_GAP = re.compile(r",? (?:and |as well as )?(?:from )?(?:the )?|;,? (?:and )?(?:from )?(?:the )?")
_LEAD = re.compile(r"(?:(?:and|as well as|by|including|with|of|also|from|the)\s+)*")
_TURN = re.compile(
    r"(?i)\b(?:while|whereas|but|although|though|who|whose|whom|which|where|that|except|without|excluding|not|no|none|nobody|neither"
    r"|few|unlike|to (?!the\b|this\b)[a-z]+)\b"
)
_CLAUSE = re.compile(r"(?:;|,? while|, whereas|, with|, and|, but)(?: the)? (?=[A-Z])|; ")
_ENDS = re.compile(
    r"$|[^\w\s'-]| \(| (?:and|as|or|plus|were|was|is|are|also|who|which|attended|participated|took|joined|in|at|on|to"
    r"|with|under|for|from|by|together|both|all|have|had|met|respectively|among|via|online|virtually|remotely|while|but|alongside|along)\b|'$|\s+$"
)
_REMOTE = re.compile(r",? (?:(?:by|via) (?:video|Zoom)\b[\w -]*|online|virtually|remotely)(?=[.;,]|$)")
_BESIDE = re.compile(r"^(?:After|Before|During|Following|With|For|By|At|In|On)\b[^,]*$")
_COUNTRY_KINDS = (Kind.STATE, Kind.TERRITORY)
_COUNTED_KINDS = {
    CountOf.COUNTRIES: ParticipantKind.STATES,
    CountOf.COUNTRIES_AND_REGIONS: ParticipantKind.STATES,
    CountOf.ORGANISATIONS: ParticipantKind.ORGANISATIONS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Names that follow one another in a list, and the words that introduce it."""

    names: list[Named]
    delegation: str
    span: Span
    partial: bool


def read_attendance(reading: Reading, extraction: Extraction) -> None:
    """Adds participations, attendance lists and stated counts from every sentence that says who took part."""
    for sentence in reading.sentences:
        if sentence.span not in reading.elsewhere:
            for part in _parts(reading, sentence):
                _read_part(reading, extraction, part)


def _parts(reading: Reading, sentence: Sentence) -> list[Sentence]:
    """A sentence cut before the clause that says who only observed, where another clause says who attended."""
    observed = next(rule for rule in reading.grammar.of("attendance") if rule.value == Capacity.OBSERVED)
    found = observed.pattern.search(reading.text, sentence.span.start, sentence.span.end)
    cuts = list(_CLAUSE.finditer(reading.text, sentence.span.start, found.start())) if found else []
    if not cuts or _trigger(reading, _part(sentence, sentence.span.start, cuts[-1].start())) is None:
        return [sentence]
    return [
        _part(sentence, sentence.span.start, cuts[-1].start()),
        _part(sentence, cuts[-1].end(), sentence.span.end),
    ]


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    names = [name for name in sentence.names if start <= name.span.start and name.span.end <= end]
    return replace(sentence, span=Span(start, end), names=names)


def _read_part(reading: Reading, extraction: Extraction, sentence: Sentence) -> None:
    """Adds what one sentence, or one clause of it, says of who took part."""
    trigger = _trigger(reading, sentence)
    if trigger is None:
        return
    capacity, verb, passive = trigger
    runs = _runs(reading, sentence, verb, passive)
    for run in runs:
        _record(reading, extraction, run, capacity, _mode(reading, sentence, verb))
    counts = [
        count
        for count in read_counts(reading, sentence, at_meeting=True)
        if _governed(reading, sentence, count.span.start, verb, passive)
    ]
    extraction.counts.extend(counts)
    for count in counts:
        kind = _COUNTED_KINDS.get(count.count_of)
        if kind:
            extraction.lists.append(
                AttendanceList(
                    span=count.span, capacity=capacity, participant_kind=kind, completeness=Completeness.COUNT_ONLY
                )
            )
    if runs or counts:
        reading.used.append(sentence.span)


def _mode(reading: Reading, sentence: Sentence, verb: Span) -> Mode:
    """By video where the words right behind the verb say so."""
    return Mode.BY_VIDEO if _REMOTE.match(reading.text, verb.end, sentence.span.end) else Mode.UNSTATED


def _trigger(reading: Reading, sentence: Sentence) -> tuple[Capacity, Span, bool] | None:
    best: tuple[Capacity, Span, bool] | None = None
    for rule in reading.tried("attendance", sentence.span.start, sentence.span.end):
        if rule.id == "example-list":
            continue
        found = rule.pattern.search(reading.text, sentence.span.start, sentence.span.end)
        if found and (best is None or rule.value == Capacity.OBSERVED):
            best = (Capacity(rule.value), Span(*found.span()), rule.id == "attended-by")
    return best


def _runs(reading: Reading, sentence: Sentence, verb: Span, passive: bool) -> list[_Run]:
    """The lists of names that the verb of attendance governs."""
    opener, example = _opener(reading.grammar), _example(reading.grammar)
    runs: list[_Run] = []
    used_to = verb.end if passive else sentence.span.start
    names = [name for name in sentence.names if not name.adjective]
    index = 0
    while index < len(names):
        first = names[index]
        if first.span.start < used_to or not _participant(first):
            index += 1
            continue
        chain = [first]
        while index + 1 < len(names) and _joined(reading, chain[-1], names[index + 1]):
            index += 1
            chain.append(names[index])
        index += 1
        if not _ENDS.match(reading.text, chain[-1].span.end):
            chain.pop()
        if not chain:
            continue
        before = reading.text[used_to : first.span.start]
        opened = opener.search(before)
        if not _governed(reading, sentence, first.span.start, verb, passive):
            continue
        if opened is None and not _bare(reading, sentence, chain, verb, passive):
            continue
        delegation = _delegation(reading, used_to, opened)
        start = used_to + opened.end("delegation") - len(delegation) if opened else first.span.start
        runs.append(
            _Run(
                names=chain,
                delegation=" ".join(delegation.split()),
                span=Span(start, chain[-1].span.end),
                partial=bool(example.search(reading.text, sentence.span.start, start)),
            )
        )
        used_to = chain[-1].span.end
    return runs


def _governed(reading: Reading, sentence: Sentence, position: int, verb: Span, passive: bool) -> bool:
    """Whether what stands at `position` is in the clause of the verb of attendance, not denied or in a side clause."""
    text = reading.text
    if position >= verb.end:
        lead = text[verb.end : position]
        return not _TURN.search(lead) and (passive or not _TURN.search(text, sentence.span.start, verb.start))
    lead = text[sentence.span.start : position]
    return not passive and not _TURN.search(lead) and not _BESIDE.search(lead)


def _delegation(reading: Reading, base: int, opened: re.Match[str] | None) -> str:
    if opened is None:
        return ""
    span = opened.span("delegation")
    written = reading.document.written(Span(base + span[0], base + span[1])) if span[0] < span[1] else ""
    return _LEAD.sub("", written, count=1)


def _bare(reading: Reading, sentence: Sentence, chain: list[Named], verb: Span, passive: bool) -> bool:
    """A list without delegation words: right behind "attended by", or the subject right before the verb."""
    if passive:
        return bool(re.fullmatch(r":? (?:the )?", reading.text[verb.end : chain[0].span.start]))
    lead = reading.text[sentence.span.start : chain[0].span.start]
    return lead in ("", "The ") and bool(re.fullmatch(r",? (?:also )?", reading.text[chain[-1].span.end : verb.start]))


def _participant(name: Named) -> bool:
    return name.ref is None or name.ref.kind in (*_COUNTRY_KINDS, Kind.ORGANISATION)


def _joined(reading: Reading, before: Named, after: Named) -> bool:
    return _participant(after) and bool(_GAP.fullmatch(reading.text[before.span.end : after.span.start]))


def _record(reading: Reading, extraction: Extraction, run: _Run, capacity: Capacity, mode: Mode) -> None:
    for countries in (True, False):
        names = [name for name in run.names if (name.ref is None or name.ref.kind in _COUNTRY_KINDS) is countries]
        listed: list[Participation] = []
        for name in names:
            if name.ref is None:
                _unresolved(reading, extraction, name)
                continue
            listed.append(_participation(reading, extraction, run, name, name.ref, capacity, mode))
        if listed:
            extraction.lists.append(
                AttendanceList(
                    span=Span(run.span.start if names[0] is run.names[0] else names[0].span.start, names[-1].span.end),
                    capacity=capacity,
                    participant_kind=ParticipantKind.STATES if countries else ParticipantKind.ORGANISATIONS,
                    completeness=Completeness.PARTIAL if run.partial else Completeness.ENUMERATED,
                    listed=tuple(listed),
                )
            )


def _participation(
    reading: Reading, extraction: Extraction, run: _Run, name: Named, ref: Ref, capacity: Capacity, mode: Mode
) -> Participation:
    for known in extraction.participations:
        if (known.participant, known.capacity) == (ref, capacity):
            return known
    participation = Participation(
        participant=ref,
        capacity=capacity,
        mode=mode,
        name_as_written=reading.stored(name.span),
        delegation=run.delegation,
        evidence=(Span(run.span.start, name.span.end),),
    )
    extraction.participations.append(participation)
    return participation


def _unresolved(reading: Reading, extraction: Extraction, name: Named) -> None:
    extraction.findings.append(
        Finding(
            kind=FindingKind.UNRESOLVED_NAME,
            span=name.span,
            written=reading.stored(name.span),
            expected="one name of the registry; this one has several readings",
        )
    )


@lru_cache(maxsize=4)
def _opener(grammar: Grammar) -> re.Pattern[str]:
    """Delegation words up to "from" right before a list."""
    delegates = grammar.of("attendance").alternation("delegates")
    return re.compile(
        rf"(?P<delegation>(?:[A-Za-z-]+ ){{0,3}}(?i:{delegates})(?: and {delegates})?"
        rf"(?: (?:of|from|for) [a-z][a-z -]*?)?) (?:from|of) (?:the )?$"
    )


@lru_cache(maxsize=4)
def _example(grammar: Grammar) -> re.Pattern[str]:
    return next(rule.pattern for rule in grammar.of("attendance") if rule.id == "example-list")
