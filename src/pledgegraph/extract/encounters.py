"""Who met, where that alone tells of a meeting: "President A hosted President B", "Peru and Chile met in Quito"."""

from __future__ import annotations

import re

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.grammar import Encounter, Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.extract.opening_lists import CALLED, members_told, opening_list
from pledgegraph.extract.ourselves import WE_RULE
from pledgegraph.extraction import Extraction
from pledgegraph.model import Kind, Known, Participation, Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import Basis, Capacity

_OPENING = re.compile(
    r"(?:(?:On|In|At) [^,]{3,60}(?:, \d{4})?, |Today(?: \([^()]{3,40}\))?,? |Yesterday,? )?(?:[Ww]e,? (?:[-–—] ?)?)?"
    r"(?:[Tt]he )?(?:[A-Z][\w.'-]* ){0,5}$"
)
_OBJECT = re.compile(
    r" ?(?:today |yesterday |virtually )?(?:with )?"
    r"(?:the |a delegation (?:of|led by|headed by) )?(?:[A-Z][\w.'-]* ){0,5}$"
)
_AFTER_OPENING = re.compile(
    r" (?:today )?(?:in|at|on) [^;–—]{2,80}?,? (?:we,? ?(?:[-–—] ?)?)?(?:[Tt]he )?"
    r"(?:(?:[A-Z][\w.'-]*|of|for|and|the),? ){0,8}$"
)
"""Who met behind the words that open the sentence: "Meeting in Lima on 3 May, we - Minister Ana Soto (Peru), ..."."""
_JOINT = re.compile(
    r"(?:,? [JS]r\.?)?(?: of (?:the )?[A-Z][\w ]{2,40}?)?(?: \([A-Z][\w.]*\))?"
    r"(?:,|,? and|, as well as| with)(?: the)?(?: [A-Z][\w.'-]*){0,5} $"
)
_INVITATION = re.compile(r"At the (?:\w+ )?invitation of ")
"""Whoever invites is not said to be there."""
_BEHIND_COMMA = re.compile(r", (?:the )?(?:[A-Z][\w.]* ){0,5}$")
"""What parts whoever follows such an invitation from who invites."""
_BYSTANDERS = re.compile(r",? (?:as )?(?:witnessed by|in the presence of|supported by|facilitated by) ")
_OURS = re.compile(r"(?<!\S)(?:We|WE) |, we\b")
_LIST_ENDS = re.compile(r",? (?:[a-z]|\()|[,;]$|:")


def read_encounter(reading: Reading, extraction: Extraction, sentence: Sentence, persons: list[Appearance]) -> None:
    """Adds a participation for everybody whom the sentence that reports the meeting names as subject or object."""
    met = reading.met
    if met is None or sentence.span != met.sentence:
        return
    text, verb = reading.text, met.verb
    before = [one for one in persons if one.full.end <= verb.start]
    invited = _INVITATION.match(text, sentence.span.start, verb.start)
    start = sentence.span.start
    if invited:
        apart = (n for n, one in enumerate(before) if _BEHIND_COMMA.search(text, invited.end(), one.full.start))
        before = before[next(apart, len(before)) :]
        if before and " and " not in text[before[0].full.end : before[-1].full.start]:
            before = before[-1:]
        comma = text.find(", ", invited.end(), verb.start)
        start = before[0].full.start if before else (comma + len(", ") if comma >= 0 else start)
    subjects = _chain(text, start, before, _OPENING)
    behind = _AFTER_OPENING if verb.start == sentence.span.start else _OBJECT
    objects = _chain(text, verb.end, [p for p in persons if p.full.start >= verb.end], behind)
    for person in subjects:
        _take(reading, extraction, person, met.capacity, sentence)
    for person in objects:
        _take(reading, extraction, person, Capacity.ATTENDED, sentence)
    if subjects:
        return
    named = _named_subjects(reading, sentence, Span(start, verb.start)) if start < verb.start else []
    for participant, written in named:
        _add(
            extraction,
            Participation(
                participant=participant,
                capacity=met.capacity,
                name_as_written=reading.stored(written),
                evidence=(Span(sentence.span.start, verb.end),),
            ),
        )
    recited = verb.start == sentence.span.start and text[sentence.span.end - 1] in ",;"
    if not named and (recited or _OURS.search(text, sentence.span.start, sentence.span.end)):
        _take_us(reading, extraction, met)


def _take_us(reading: Reading, extraction: Extraction, met: Encounter) -> None:
    """Adds those whom an earlier sentence names as "we", where "we" met: "We, the Leaders of Chile and Peru, ..."."""
    for sentence in reading.sentences:
        if sentence.span == met.sentence:
            return
        names = _those_of(reading, sentence) if reading.text.startswith(("We, ", "WE, "), sentence.span.start) else []
        if names:
            break
    else:
        return
    place = Span(sentence.span.start, names[-1].span.end)
    for name in names:
        if name.ref is not None:
            known = Known(basis=Basis.INFERRED, rule=WE_RULE, confidence="0.9")
            made = Participation(
                participant=name.ref,
                capacity=met.capacity,
                name_as_written=reading.stored(name.span),
                evidence=(Span(met.sentence.start, met.verb.end), place),
                known=known,
            )
            _add(extraction, made)


def _those_of(reading: Reading, sentence: Sentence) -> list[Named]:
    """The states and bodies of a sentence's opening list, two or more; none where an entry of it is not known."""
    found = opening_list(reading.text, sentence.span.start, [name for name in sentence.names if not name.adjective])
    closed = found and _LIST_ENDS.match(reading.text, found[-1].span.end, sentence.span.end)
    return found if closed and len(found) > 1 else []


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


def _named_subjects(reading: Reading, sentence: Sentence, place: Span) -> list[tuple[Ref, Span]]:
    """States and bodies that alone are the subject, and states whose leaders are: "Peru and the President of Chile".

    `place` is the stretch before the verb, without the words of an invitation.

    Where anything else stands among them, nobody is taken: the list would be read wrongly or in part. A body alone
    ("the Council met") is no participant of its own meeting.
    """
    aside = _BYSTANDERS.search(reading.text, place.start, place.end)
    stop = aside.start() if aside else place.end
    within = Span(place.start, stop)
    names = [name for name in sentence.names if within.contains(name.span) and not name.adjective]
    told = members_told(reading, place.start, stop, names)
    if told is not None:
        return told
    found = opening_list(reading.text, place.start, names)
    if len(found) < len(names) or [name.kind for name in found] in ([], [Kind.ORGANISATION]):
        return []
    behind = CALLED.sub("", reading.text[found[-1].span.end : stop], count=1).strip(" ,-–—")
    return [(name.ref, name.span) for name in found if name.ref] if behind in ("", "also", "today", "having") else []


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
