"""Whom a sentence names that can take part in a meeting: persons with their posts, states, territories and bodies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.extract.owners import owner_before, owner_behind
from pledgegraph.extract.person_patterns import person_patterns
from pledgegraph.extraction import Extraction
from pledgegraph.model import BODIES, AttendanceList, Finding, Kind, Participation, Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity, Completeness, FindingKind, Mode, ParticipantKind

_COUNTRY_KINDS = (Kind.STATE, Kind.TERRITORY)
_MEMBERS = re.compile(r"'?s? (?:[Mm]ember )?(?:[Ss]tates|[Cc]ountries|[Mm]embers|[Pp]articipants)\b")
_MEMBERS_OF = re.compile(r"\b(?:[Ss]tates|[Cc]ountries|[Mm]embers) of (?:the )?$")
_REMOTE = re.compile(
    r",? ?\((?:(?:participating|attending|joining|joined) )?(?:(?:by|via|through) (?:video|Zoom)[\w -]*|online"
    r"|virtual(?:ly)?|remotely)\)"
)
"""An aside behind somebody in a list who took part from afar."""
_ACRONYM = re.compile(r" \([^()]{1,60}\)")
_ASIDE = (
    r" [–—-] [^–—.;:]{2,40} [–—-]"
    r"|, (?:as )?(?:the |its )?(?:outgoing |incoming |current |co-)?(?:host|[Cc]hair|[Cc]hairperson|[Pp]residency)"
    r"(?: (?:country|state|of the [A-Za-z ]{3,30}))?(?=,)"
)
"""What is said of one entry of a list ("Chile – the host – and Peru", "Chile, the host, and Peru")."""
_WATCHING = re.compile(r" ?\((?:as )?(?:an? )?(?:special |invited )?[Oo]bservers?(?: [^()]*)?\)")


_SUPERIOR = re.compile(
    r"(?<!presence )(?<!participation )(?<!attendance )(?<!hairmanship )(?<!hairpersonship )(?<!residency )"
    r"(?<!invitation )\b(?:of|to) (?:the )?$"
)
"""Words before somebody who only belongs to another's title ("Special Envoy of President Soto")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One who may take part: a name of the registry or text, or a person with the office.

    `span` is the whole place, `written` the name in it. Without `ref` it is an ambiguous name, or (`group`) a group
    such as "ASEAN Member States", which is part of a list and never expanded.
    """

    span: Span
    written: Span
    ref: Ref | None
    person: Appearance | None = None
    group: bool = False

    @property
    def kind(self) -> ParticipantKind:
        """What is listed: persons, states (with territories and ambiguous names) or organisations."""
        if self.person is not None:
            return ParticipantKind.PERSONS
        if self.ref is None or self.ref.kind in _COUNTRY_KINDS:
            return ParticipantKind.STATES
        return ParticipantKind.ORGANISATIONS


def participants_in(reading: Reading, sentence: Sentence, persons: list[Appearance]) -> list[Participant]:
    """All of a sentence in order; what a person's office names is part of the person."""
    text = reading.text
    persons = [one for one in persons if not _SUPERIOR.search(text, sentence.span.start, one.full.start)]
    people = [whole_of(reading, sentence, one) for one in persons]
    owners = {name.span.end + 1: name.span.start for name in sentence.names if name.adjective}
    found = [
        Participant(span=whole, written=one.span, ref=one.person.ref, person=one)
        for one, whole in zip(persons, people, strict=True)
    ]
    for name in sentence.names:
        if name.adjective or not _may_take_part(name) or any(full.overlaps(name.span) for full in people):
            continue
        if text[name.span.start - 1] == "(" and text[name.span.end : name.span.end + 1] == ")":
            continue
        members = _MEMBERS.match(text, name.span.end, sentence.span.end)
        group = members or _MEMBERS_OF.search(text, sentence.span.start, name.span.start)
        begin = owners.get(name.span.start, name.span.start) if name.kind is Kind.ORGANISATION else name.span.start
        span = Span(begin, members.end() if members else name.span.end)
        found.append(Participant(span=span, written=name.span, ref=name.ref, group=group is not None))
    return sorted(found, key=lambda one: one.span)


def chain_of(reading: Reading, everyone: list[Participant], first: int) -> list[Participant]:
    """The list that begins with one of them: those that follow with nothing but commas and "and" between."""
    chain = [everyone[first]]
    for one in everyone[first + 1 :]:
        gap = _gap(reading.grammar, behind_person=chain[-1].person is not None)
        if not gap.fullmatch(reading.text, chain[-1].span.end, one.span.start):
            break
        chain.append(one)
    return chain


def alike(reading: Reading, entries: Sequence[Participant]) -> list[list[Participant]]:
    """The entries of a list by kind, and those apart of whom brackets say that they observe; groups are left out."""
    parts = [
        [one for one in entries if one.kind is kind and not one.group and _watches(reading, one) is watching]
        for kind in (ParticipantKind.STATES, ParticipantKind.ORGANISATIONS, ParticipantKind.PERSONS)
        for watching in (False, True)
    ]
    return [part for part in parts if part]


def _watches(reading: Reading, one: Participant) -> bool:
    return _WATCHING.match(reading.text, one.span.end) is not None


def record(
    reading: Reading,
    extraction: Extraction,
    one: Participant,
    capacity: Capacity,
    evidence: Span,
    *,
    delegation: str = "",
    mode: Mode = Mode.UNSTATED,
) -> Participation | None:
    """The participation of one in a capacity, recorded once; an ambiguous name is a finding, a group nothing."""
    if one.group:
        return None
    if one.ref is None:
        extraction.findings.append(
            Finding(
                kind=FindingKind.UNRESOLVED_NAME,
                span=one.written,
                written=reading.stored(one.written),
                expected="one name of the registry; this one has several readings",
            )
        )
        return None
    if capacity is Capacity.ATTENDED and _watches(reading, one):
        capacity = Capacity.OBSERVED
    if known := extraction.participations.first((one.ref, capacity)):
        return known
    remote = capacity is Capacity.ADDRESSED_BY_VIDEO or _REMOTE.match(reading.text, one.span.end)
    made = Participation(
        participant=one.ref,
        capacity=capacity,
        mode=Mode.BY_VIDEO if remote else mode,
        in_posts=one.person.posts if one.person else (),
        on_behalf_of=one.person.represents if one.person else None,
        name_as_written=reading.stored(one.written),
        delegation=delegation,
        evidence=(evidence,),
    )
    extraction.participations.append(made)
    return made


def record_list(extraction: Extraction, listed: list[Participation], span: Span, *, partial: bool) -> None:
    """The attendance list that a run of participations of one kind makes; one that is known already makes none."""
    if any(known.listed == tuple(listed) for known in extraction.lists.about(listed[0].participant)):
        return
    kinds = {Kind.PERSON: ParticipantKind.PERSONS, Kind.ORGANISATION: ParticipantKind.ORGANISATIONS}
    extraction.lists.append(
        AttendanceList(
            span=span,
            capacity=listed[0].capacity,
            participant_kind=kinds.get(listed[0].participant.kind, ParticipantKind.STATES),
            completeness=Completeness.PARTIAL if partial else Completeness.ENUMERATED,
            listed=tuple(listed),
        )
    )


def whole_of(reading: Reading, sentence: Sentence, one: Appearance) -> Span:
    """The place of a person, with whose office it is ("Minister Ana Soto of Peru", "Peru's Minister Ana Soto")."""
    first = owner_before(reading, sentence, one.full.start)
    start = first.span.start if first else one.full.start
    owner = owner_behind(reading, sentence, one.full.end)
    if owner is None or one.represents not in (None, owner.ref):
        return Span(start, one.full.end)
    bracket = reading.text[owner.span.end : owner.span.end + 1] == ")"
    return Span(start, owner.span.end + bracket)


def _may_take_part(name: Named) -> bool:
    return name.ref is None or name.ref.kind in BODIES


def fields(grammar: Grammar) -> str:
    """A pattern for fields of government ("Labour and Social Affairs")."""
    field = grammar.of("posts").alternation("portfolio")
    return rf"{field}(?:(?:,? and (?:the )?|,? (?:the )?){field}){{0,5}}"


@lru_cache(maxsize=4)
def office(grammar: Grammar) -> str:
    """A pattern for an office whose holder is not named ("Secretary-General", "Ministers of Ports")."""
    posts = grammar.of("posts")
    return (
        rf"(?:{posts.alternation('modifier')} ){{0,3}}{posts.alternation('post')}s?"
        rf"(?: (?:of|for|responsible for|in charge of) (?:the )?{fields(grammar)})?"
    )


@lru_cache(maxsize=4)
def _gap(grammar: Grammar, *, behind_person: bool) -> re.Pattern[str]:
    """What stands between two entries of a list; behind a person officials of a state or body may follow."""
    before = person_patterns(grammar).before
    delegates = grammar.of("attendance").alternation("delegates")
    officials = rf"(?:senior )?{delegates} (?:of|from) (?:the )?|" if behind_person else ""
    whose = rf"{office(grammar)} (?:of|from) (?:the )?(?:Governments? of (?:the )?)?"
    return re.compile(
        rf"\*?(?:{_ACRONYM.pattern})?(?:{_ASIDE})?(?:,? (?:and )?its [Mm]ember [Ss]tates)?"
        rf"(?:,? in (?:its|their) capacity as [\w -]{{3,50}}(?=,))?"
        rf"(?:,? and (?:the )?(?:[a-z-]+ ){{0,2}}(?:countries|states|members|partners),? namely"
        rf"(?: the)? |(?:[,;]|, or their (?:representatives|delegates),)?,? "
        rf"(?:and(?:,? for the first time,?)? |as well as |along with |together with )?(?:also )?"
        rf"(?:from |by )?(?:[Tt]he )?(?:{officials}{whose}|{before}))"
    )
