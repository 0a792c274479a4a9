"""Who spoke and how: speeches in the hall, addresses by video, lists of speakers; who hosted, chaired or organised."""

from __future__ import annotations

import re
from functools import lru_cache

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.extract.occasions import tells
from pledgegraph.extract.participants import Participant, chain_of, participants_in, record, whole_of
from pledgegraph.extract.person_patterns import person_patterns
from pledgegraph.extraction import Extraction
from pledgegraph.model import BODIES, AttendanceList, Participation, Ref
from pledgegraph.sources.entries import Place
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity, Completeness, Mode, ParticipantKind, SpeechKind

_LIST_OPENER = re.compile(r"[^.;]{0,40}?(?::|, including|, among them|, namely)")
_EXAMPLES = re.compile(r"\b(?:including|[Aa]mong|such as)\b")
_BELONGING = re.compile(r"\b(?:of|for|to|from|by|with|than) (?:(?:the late|H\.E\.|Mr\.|Ms\.|Mrs\.|Dr\.) ?)*$")
_GOES_ON = re.compile(r" [A-Z]|'s?(?!\w)| (?:officials|delegates|police|government|company|companies)\b")
_FIRST = re.compile(r"(?:[Tt]he )?(?:Governments? of (?:the )?)?")
_NEXT = re.compile(
    r"(?: \([^()]{1,40}\))?,? (?:and |as well as |together with |jointly with )?(?:the )?(?:Governments? of (?:the )?)?"
)
_PASSIVE = re.compile(
    r"(?:^|[,;:] (?:and )?)(?P<subject>[^,;:]*?) "
    r"(?:is|was|were|are|has been|have been|being)(?: [a-z]+ly| also| further)*$"
)
_BEING = re.compile(r"(?P<subject>(?:[\w-]+ ){1,2})being$")
_OF_A_BODY = re.compile(
    r"\b(?:[Gg]roup|[Cc]ommittee|[Tt]ask [Ff]orce|[Ii]nitiative|[Pp]rogramme|[Nn]etwork|[Cc]oalition|[Pp]latform)\b"
    r"[^.;]{0,80}, which "
)
"""A body that the meeting speaks of, with a chair of its own."""
_BEHIND = re.compile(r"(?:[,;]|\band|\bwas|\bwere|[,;] (?:and )?(?:jointly|co-)?)\s?(?:jointly )?$")
_NOUN_BEFORE = re.compile(
    r"\b(?:[Tt]h(?:e|is)|an?) (?P<name>(?:[\w'’-]+ ){0,7}?(?P<head>[\w-]+)),"
    r"(?: (?:co-|jointly )?(?:hosted|chaired|organi[sz]ed|convened) by [^,;:.]{2,60} and)?$"
)
"""The noun phrase that a role behind a comma is told of."""
_SOMETHING_NEW = re.compile(r"\ban? (?P<name>(?:(?!(?:the|this|an?)\b)[\w'’-]+ ){0,7}?[\w-]+),?(?: and)?$")
"""What a sentence only brings up before a role is told of it ("a committee, chaired by"), unless it is a meeting."""
_PROPER_NAME = re.compile(r"(?:[Tt]h(?:e|is) )?(?:(?:[A-Z\d][\w'’-]*|of|on|and|for) )*[A-Z][\w'’-]*")
_BETWEEN = re.compile(
    r"(?: of [A-Z][\w-]+(?: [A-Z][\w-]+)?| \([A-Z][^()]{2,40}\))?,? (?:also |then |has |had |who |further )*"
)
_BESIDES = re.compile(
    r",? (?:who )?(?:presided over|chaired|co-chaired|opened|moderated|attended|hosted|addressed) [^,.;]{3,60} and "
    r"(?:also )?"
)
"""What the same person did before speaking."""
_ON_BEHALF = re.compile(
    r", (?:(?:acting|speaking) )?(?:(?:for and )?on behalf of|representing)"
    r" (?:(?!\b(?:who|which|and then)\b)[^;:]){3,200}, (?:also |then )*"
)
_REPRESENTED = re.compile(r",? (?:on behalf of|representing) (?:(?!\b(?:who|which)\b)[^;:]){3,120}$")
"""Before somebody in whose name another speaks."""
_OFFICE = re.compile(r"[ ,;]*(?:\([^()]{1,40}\),? )?(?:(?:by|[Tt]he|[A-Z][\w.'-]*|of|for|and|in charge of),? ){0,14}")
"""What may stand between "In his remarks," and the speaker, or between two speakers: an office."""
_BY_VIDEO = re.compile(r",? \((?:by|via|through) (?:a )?(?:pre-?recorded )?(?:video|tele)")
_OTHERS = re.compile(r",? and (?:(?!\b(?:who|which|that|while)\b)[^;:]){3,200} ")


def read_speeches(reading: Reading, extraction: Extraction, sentence: Sentence, persons: list[Appearance]) -> None:
    """Adds a participation for every person whom the sentence says spoke."""
    if sentence.span in reading.elsewhere:
        return
    for rule in reading.tried("speeches", sentence.span.start, sentence.span.end):
        for found in rule.pattern.finditer(reading.text, sentence.span.start, sentence.span.end):
            kind = SpeechKind(rule.value) if rule.value else None
            behind = "behind" in found.re.groupindex
            opener = None if behind else _LIST_OPENER.match(reading.text, found.end(), sentence.span.end)
            if behind:
                speakers = _named_behind(reading, persons, found.end())
                _bodies_behind(reading, extraction, sentence, found, speakers)
            elif opener:
                speakers = [person for person in persons if person.span.start >= opener.end()]
            else:
                speakers = [
                    person
                    for person in persons
                    if person.full.end <= found.start()
                    and not _REPRESENTED.search(reading.text, sentence.span.start, person.full.start)
                    and not _BELONGING.search(reading.text, sentence.span.start, person.span.start)
                    and _joined(reading, sentence, whole_of(reading, sentence, person).end, found.start())
                ]
            spoken = [
                _speech(
                    reading,
                    extraction,
                    person,
                    kind,
                    _evidence(person, Span(*found.span()), listed=bool(opener) or behind),
                )
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


def _named_behind(reading: Reading, persons: list[Appearance], start: int) -> list[Appearance]:
    """The persons that follow one another from a place on, with nothing but offices, commas and "and by" between."""
    found: list[Appearance] = []
    for person in persons:
        if person.full.start < start:
            continue
        if not _OFFICE.fullmatch(reading.text, start, person.full.start):
            break
        found.append(person)
        start = person.full.end
    return found


def _bodies_behind(
    reading: Reading, extraction: Extraction, sentence: Sentence, found: re.Match[str], speakers: list[Appearance]
) -> None:
    """Adds the states and bodies that follow where no persons do: "statements were made by Chile and Peru"."""
    at, between = found.end(), _FIRST
    for name in () if speakers else sentence.names:
        if name.span.start < at or name.ref is None or name.ref.kind not in BODIES or name.adjective:
            continue
        gap = reading.text[at : name.span.start]
        here = between.fullmatch(gap.removeprefix(" ") if between is _FIRST else gap)
        if not here or _GOES_ON.match(reading.text, name.span.end):
            break
        _role(reading, extraction, name, name.ref, Capacity.SPOKE, Span(found.start(), name.span.end))
        at, between = name.span.end, _NEXT


def _joined(reading: Reading, sentence: Sentence, end: int, start: int) -> bool:
    """Whether a person is the subject of the words at `start`, alone or first of several."""
    if end >= start:
        return end == start
    gap = Span(end, start)
    patterns = (_BETWEEN, _BESIDES, _ON_BEHALF)
    if any(pattern.fullmatch(reading.text, gap.start, gap.end) for pattern in patterns):
        return True
    others = _OTHERS.fullmatch(reading.text, gap.start, gap.end) is not None
    return others and not any(gap.contains(verb) for verb in sentence.verbs)


def _completeness(reading: Reading, sentence: Sentence) -> Completeness:
    """Whether a list of speakers names all of them: not where it stands behind "including" or "among"."""
    partial = _EXAMPLES.search(reading.text, sentence.span.start, sentence.span.end)
    return Completeness.PARTIAL if partial else Completeness.ENUMERATED


def _evidence(who: Appearance, said: Span, *, listed: bool) -> tuple[Span, ...]:
    """Name and post with the words that say that they spoke; in a list those words stand apart."""
    return (who.full, said) if listed else (Span(who.full.start, max(who.full.end, said.end)),)


def _speech(
    reading: Reading, extraction: Extraction, who: Appearance, kind: SpeechKind | None, evidence: tuple[Span, ...]
) -> Participation:
    video = kind is SpeechKind.VIDEO or _BY_VIDEO.match(reading.text, who.full.end) is not None
    capacity = Capacity.ADDRESSED_BY_VIDEO if video else Capacity.SPOKE
    if known := extraction.participations.first((who.person.ref, capacity)):
        return known
    spoken = Participation(
        participant=who.person.ref,
        capacity=capacity,
        mode=Mode.BY_VIDEO if video else Mode.UNSTATED,
        in_posts=who.posts,
        on_behalf_of=who.represents,
        speech_kind=kind,
        name_as_written=reading.stored(who.span),
        evidence=evidence,
    )
    extraction.participations.append(spoken)
    return spoken


def read_roles(reading: Reading, extraction: Extraction, sentence: Sentence, persons: list[Appearance]) -> None:
    """Adds a participation for every host, chair and organiser that the sentence names."""
    if sentence.span in reading.elsewhere:
        return
    for rule in reading.tried("roles", sentence.span.start, sentence.span.end):
        for found in rule.pattern.finditer(reading.text, sentence.span.start, sentence.span.end):
            if "own" in found.re.groupindex and not tells(extraction, sentence.span):
                continue
            if not _of_the_meeting(reading, extraction, sentence, found):
                continue
            for name in _named(reading, sentence, found):
                assert name.ref is not None
                if "venue" in found.re.groupindex and not _was_there(reading, extraction, name.ref):
                    continue
                _role(reading, extraction, name, name.ref, Capacity(rule.value), Span(*found.span()))
            for one in _people(reading, sentence, persons, found):
                whose = one.person.represents if one.person else None
                if "venue" in found.re.groupindex and (not whose or not _was_there(reading, extraction, whose)):
                    continue
                record(reading, extraction, one, Capacity(rule.value), one.span)
                reading.used.append(Span(found.start(), one.span.end))


def _people(reading: Reading, sentence: Sentence, persons: list[Appearance], role: re.Match[str]) -> list[Participant]:
    """The persons that a role is said of, with the office of each."""
    everyone = participants_in(reading, sentence, persons)
    before = _before(reading.grammar)
    first = next((place for place, one in enumerate(everyone) if one.span.end > role.start("actor")), len(everyone))
    for place, one in enumerate(everyone[first : first + 2], first):
        start = one.span.start if one.span.start >= role.start("actor") else one.written.start
        if before.fullmatch(reading.text, role.start("actor"), start):
            chain = chain_of(reading, everyone, place)
            alone = role.groupdict().get("alone") is not None
            return [each for each in (chain[:1] if alone else chain) if each.person is not None]
    return []


@lru_cache(maxsize=4)
def _before(grammar: Grammar) -> re.Pattern[str]:
    """What may stand between the word for a role and the person who has it."""
    return re.compile(rf"(?:[Tt]he )?{person_patterns(grammar).before}")


@lru_cache(maxsize=8)
def _words(grammar: Grammar, name: str) -> frozenset[str]:
    """The words for a meeting, or for a part of one."""
    return frozenset(grammar.of("speeches").words[name])


def _was_there(reading: Reading, extraction: Extraction, ref: Ref) -> bool:
    """Whether the meeting was in a state: the text names it as the venue, or the registry has the city there."""
    forum = extraction.forum
    if forum is None:
        return False
    city = reading.grammar.registry.entry(forum.city) if forum.city else None
    return ref == forum.country or (isinstance(city, Place) and city.within == ref)


def _of_the_meeting(reading: Reading, extraction: Extraction, sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether a role is one at the meeting itself, not at a session, a dinner or whatever else the words name."""
    named = found.groupdict().get("meeting")
    if named is not None:
        return named.lower() not in _words(reading.grammar, "part") or named.lower() in reading.own_words
    if " by " not in found.group(0):
        return True
    before = reading.text[sentence.span.start : found.start()].rstrip()
    if (
        extraction.forum
        and before.endswith((" was", " is", "and"))
        and extraction.forum.label in " ".join(before.split())
    ):
        return True
    being = _BEING.search(before)
    passive = being or _PASSIVE.search(before)
    subject = passive.group("subject") if passive else before
    if passive is None and before and not _BEHIND.search(before):
        return False
    words = [word.lower() for word in re.findall(r"[\w-]+", subject)]
    if words and words[0] == "which" and _OF_A_BODY.search(before):
        return False
    if not words or words[0] in ("it", "this", "and", "which"):
        return True
    known = _words(reading.grammar, "meeting") | reading.own_words
    if passive is not None:
        named = _PROPER_NAME.fullmatch(subject.strip()) is not None
        return any(word in known for word in words) and _is_this_meeting(reading, subject, named=named)
    if (new := _SOMETHING_NEW.search(before)) and known.isdisjoint(re.findall(r"[\w-]+", new["name"].lower())):
        return False
    if (noun := _NOUN_BEFORE.search(before)) and _is_a_meeting(reading.grammar, noun):
        return _is_this_meeting(reading, noun["name"], named=True)
    return any(word in known for word in words)


def _is_a_meeting(grammar: Grammar, noun: re.Match[str]) -> bool:
    """Whether a noun phrase names a meeting, a part of one, or something by a name of its own."""
    words = {word.lower() for word in re.findall(r"[\w-]+", noun["name"])}
    head = noun["head"].lower() in _words(grammar, "meeting")
    return head or not words.isdisjoint(_words(grammar, "part")) or _PROPER_NAME.fullmatch(noun["name"]) is not None


def _is_this_meeting(reading: Reading, phrase: str, *, named: bool) -> bool:
    """Whether a phrase means the meeting itself: no part of one, and in a name no proper word that is not its own."""
    words = [word.lower() for word in re.findall(r"[\w-]+", phrase)]
    proper = [word.lower() for word in re.findall(r"\b(?!The\b|This\b)[A-Z][\w-]+", phrase)] if named else []
    grammar = reading.grammar
    known = _words(grammar, "meeting") | reading.own_words | frozenset(grammar.of("occasions").words["ordinal"])
    parts = _words(grammar, "part") - reading.own_words
    return all(word in known for word in proper) and parts.isdisjoint(words)


def _named(reading: Reading, sentence: Sentence, role: re.Match[str]) -> list[Named]:
    """The actors that a role is said of: one, or several joined by commas and "and"; a possessive names nobody."""
    found: list[Named] = []
    at = role.start("actor")
    for name in sentence.names:
        if name.span.start < at or not name.ref or name.ref.kind not in BODIES or name.adjective:
            continue
        gap = reading.text[at : name.span.start]
        if not (_FIRST if not found else _NEXT).fullmatch(gap):
            break
        open_ended = name.span.end != role.end("actor") or role.end("actor") == role.end()
        if open_ended and _GOES_ON.match(reading.text, name.span.end):
            return found if len(found) > 1 or (found and ("," in gap or "jointly with" in gap)) else []
        found.append(name)
        at = name.span.end
    return found


def _role(reading: Reading, extraction: Extraction, name: Named, ref: Ref, capacity: Capacity, evidence: Span) -> None:
    whole = Span(min(evidence.start, name.span.start), max(evidence.end, name.span.end))
    reading.used.append(whole)
    for index in extraction.participations.places((ref, capacity)):
        known = extraction.participations[index]
        extraction.participations[index] = Participation(
            participant=ref,
            capacity=capacity,
            name_as_written=known.name_as_written,
            evidence=tuple(dict.fromkeys((*known.evidence, whole))),
        )
        return
    extraction.participations.append(
        Participation(participant=ref, capacity=capacity, name_as_written=reading.stored(name.span), evidence=(whole,))
    )
