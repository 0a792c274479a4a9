"""Who spoke and how: speeches in the hall, addresses by video, lists of speakers; who hosted, chaired or organised."""

from __future__ import annotations

import re

from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.extract.persons import Appearance
from pledgegraph.model import AttendanceList, Extraction, Kind, Participation, Ref, Span
from pledgegraph.vocab import Capacity, Completeness, Mode, ParticipantKind, SpeechKind

_LIST_OPENER = re.compile(r"[^.;]{0,40}?(?::|, including|, among them|, namely)")
_EXAMPLES = re.compile(r"\b(?:including|[Aa]mong|such as)\b")
_GOES_ON = re.compile(r" [A-Z]")
_BETWEEN = re.compile(r",? (?:also |then |has |had |who |further )*")
_ACTOR_KINDS = (Kind.STATE, Kind.TERRITORY, Kind.ORGANISATION)


def read_speeches(reading: Reading, extraction: Extraction, sentence: Sentence, persons: list[Appearance]) -> None:
    """Adds a participation for every person whom the sentence says spoke."""
    if not persons:
        return
    for rule in reading.grammar.of("speeches"):
        if not rule.cued(reading.text, sentence.span.start, sentence.span.end):
            continue
        for found in rule.pattern.finditer(reading.text, sentence.span.start, sentence.span.end):
            kind = SpeechKind(rule.value) if rule.value else None
            opener = _LIST_OPENER.match(reading.text, found.end(), sentence.span.end)
            if opener:
                speakers = [person for person in persons if person.span.start >= opener.end()]
            else:
                speakers = [
                    person
                    for person in persons
                    if person.full.end <= found.start()
                    and _BETWEEN.fullmatch(reading.text[person.full.end : found.start()])
                ]
            spoken = [
                _speech(reading, extraction, person, kind, Span(person.full.start, max(person.full.end, found.end())))
                for person in speakers
            ]
            if speakers:
                reading.used.append(sentence.span)
            if opener and spoken:
                extraction.lists.append(
                    AttendanceList(
                        span=sentence.span,
                        capacity=spoken[0].capacity,
                        participant_kind=ParticipantKind.PERSONS,
                        completeness=_completeness(reading, sentence),
                        listed=tuple(spoken),
                    )
                )


def _completeness(reading: Reading, sentence: Sentence) -> Completeness:
    """Whether a list of speakers names all of them: not where it stands behind "including" or "among"."""
    partial = _EXAMPLES.search(reading.text, sentence.span.start, sentence.span.end)
    return Completeness.PARTIAL if partial else Completeness.ENUMERATED


def _speech(
    reading: Reading, extraction: Extraction, who: Appearance, kind: SpeechKind | None, evidence: Span
) -> Participation:
    video = kind is SpeechKind.VIDEO
    capacity = Capacity.ADDRESSED_BY_VIDEO if video else Capacity.SPOKE
    for known in extraction.participations:
        if (known.participant, known.capacity) == (who.person.ref, capacity):
            return known
    spoken = Participation(
        participant=who.person.ref,
        capacity=capacity,
        mode=Mode.BY_VIDEO if video else Mode.UNSTATED,
        in_posts=who.posts,
        on_behalf_of=who.represents,
        speech_kind=kind,
        name_as_written=reading.stored(who.span),
        evidence=(evidence,),
    )
    extraction.participations.append(spoken)
    return spoken


def read_roles(reading: Reading, extraction: Extraction) -> None:
    """Adds a participation for every host, chair and organiser that a sentence names."""
    for rule in reading.grammar.of("roles"):
        if not rule.cued(reading.text, 0, len(reading.text)):
            continue
        for sentence in reading.sentences:
            if not rule.cued(reading.text, sentence.span.start, sentence.span.end):
                continue
            for found in rule.pattern.finditer(reading.text, sentence.span.start, sentence.span.end):
                name = _named(sentence, found.start("actor"))
                if name is None or name.ref is None or _GOES_ON.match(reading.text, name.span.end):
                    continue
                _role(reading, extraction, name, name.ref, Capacity(rule.value), Span(*found.span()))


def _named(sentence: Sentence, start: int) -> Named | None:
    return next(
        (
            name
            for name in sentence.names
            if name.span.start == start and name.ref is not None and name.ref.kind in _ACTOR_KINDS and not name.adjective
        ),
        None,
    )


def _role(
    reading: Reading, extraction: Extraction, name: Named, ref: Ref, capacity: Capacity, evidence: Span
) -> None:
    whole = Span(min(evidence.start, name.span.start), max(evidence.end, name.span.end))
    reading.used.append(whole)
    for index, known in enumerate(extraction.participations):
        if (known.participant, known.capacity) == (ref, capacity):
            extraction.participations[index] = Participation(
                participant=ref,
                capacity=capacity,
                name_as_written=known.name_as_written,
                evidence=tuple(dict.fromkeys((*known.evidence, whole))),
            )
            return
    extraction.participations.append(
        Participation(
            participant=ref, capacity=capacity, name_as_written=reading.stored(name.span), evidence=(whole,)
        )
    )
