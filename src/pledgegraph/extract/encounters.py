"""Who met, where that alone tells of a meeting: "President A hosted President B", "Peru and Chile met in Quito"."""

from __future__ import annotations

import re

from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.persons import Appearance
from pledgegraph.model import Extraction, Kind, Participation, Ref, Span
from pledgegraph.vocab import Capacity

_OPENING = re.compile(r"(?:(?:On|In|At) [^,]{3,60}, |Today,? |Yesterday,? )?(?:the )?(?:[A-Z][\w.'-]* ){0,5}$", re.I)
_OBJECT = re.compile(r" ?(?:with )?(?:the |a delegation (?:of|led by|headed by) )?(?:[A-Z][\w.'-]* ){0,5}$")
_JOINT = re.compile(
    r"(?: of (?:the )?[A-Z][\w ]{2,40}?)?(?:,|,? and|, as well as| with)(?: the)?(?: [A-Z][\w.'-]*){0,5} $"
)
_BEGINNINGS = ("", "The ", "Today, ", "Today, the ", "Today the ")
_JOINTS = (", ", " and ", ", and ", ", the ", " and the ", ", and the ")
_STATES = (Kind.STATE, Kind.TERRITORY, Kind.ORGANISATION)


def read_encounter(reading: Reading, extraction: Extraction, sentence: Sentence, persons: list[Appearance]) -> None:
    """Adds a participation for everybody whom the sentence that reports the meeting names as subject or object."""
    if reading.met is None or sentence.span != reading.met[0]:
        return
    text, verb = reading.text, reading.met[1]
    hosted = text[verb.start : verb.end].startswith(("hosted", "welcomed"))
    subjects = _chain(text, sentence.span.start, [p for p in persons if p.full.end <= verb.start], _OPENING)
    objects = _chain(text, verb.end, [p for p in persons if p.full.start >= verb.end], _OBJECT)
    for person in subjects:
        _take(reading, extraction, person, Capacity.HOSTED if hosted else Capacity.ATTENDED, sentence)
    for person in objects:
        _take(reading, extraction, person, Capacity.ATTENDED, sentence)
    if not hosted:
        for name in _named_subjects(reading, sentence, verb):
            _add(
                extraction,
                Participation(
                    participant=name[0],
                    capacity=Capacity.ATTENDED,
                    name_as_written=reading.stored(name[1]),
                    evidence=(Span(sentence.span.start, verb.end),),
                ),
            )


def _chain(text: str, start: int, persons: list[Appearance], opening: re.Pattern[str]) -> list[Appearance]:
    """The persons that follow one another from a place on, joined by commas and "and"."""
    found: list[Appearance] = []
    pattern, begin = opening, start
    for person in persons:
        gap = text[begin : person.full.start]
        if not pattern.match(gap if gap.endswith(" ") or not gap else gap + " ") and gap:
            break
        found.append(person)
        pattern, begin = _JOINT, person.full.end
    return found


def _named_subjects(reading: Reading, sentence: Sentence, verb: Span) -> list[tuple[Ref, Span]]:
    """States and bodies that alone are the subject: "Peru and Chile met"."""
    names = [name for name in sentence.names if name.span.end <= verb.start and not name.adjective]
    found: list[tuple[Ref, Span]] = []
    begin = sentence.span.start
    for name in names:
        gap = reading.text[begin : name.span.start]
        plain = gap in (_JOINTS if found else _BEGINNINGS)
        if name.ref is None or name.ref.kind not in _STATES or not plain:
            return []
        found.append((name.ref, name.span))
        begin = name.span.end
    return found if found and reading.text[begin : verb.start].strip(" ,") in ("", "also", "today") else []


def _take(reading: Reading, extraction: Extraction, who: Appearance, capacity: Capacity, sentence: Sentence) -> None:
    _add(
        extraction,
        Participation(
            participant=who.person.ref,
            capacity=capacity,
            in_posts=who.posts,
            on_behalf_of=who.represents,
            name_as_written=reading.stored(who.span),
            evidence=(who.full,),
        ),
    )
    reading.used.append(sentence.span)


def _add(extraction: Extraction, made: Participation) -> None:
    taken = {(known.participant, known.capacity) for known in extraction.participations}
    if (made.participant, made.capacity) not in taken:
        extraction.participations.append(made)
