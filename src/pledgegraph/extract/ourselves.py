"""Who "we" are in a text, where its opening, its title or a subject that speaks of itself says so.

"We, the Ministers of Chile and Peru, ...", "Joint Statement by Chile and Peru", "Chile and Peru affirm our joint bond".
A group of states without organs of its own is one: "we, the Leaders of the G7" are the G7.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pledgegraph.extract.grammar import Reading, Sentence, resolved
from pledgegraph.extract.names import Named
from pledgegraph.extract.opening_lists import in_small, members_told, opening_list
from pledgegraph.extraction import Extraction
from pledgegraph.model import BODIES, Kind, Ref, Statement
from pledgegraph.slugs import slugify
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity, Force

WE_RULE = "we-as-named-at-the-opening"
TITLE_RULE = "we-as-named-by-the-title"
OUR_RULE = "we-as-the-subject-that-speaks-of-itself"
BY_OFFICE = "0.8"
"""How sure it is that a state is meant where its leaders or ministers are named."""
FEWEST = 2
"""How many must be named for one of them to be said to be meant by a plural."""

_AS_NAMED = "0.9"
_GROUPING = "grouping"
_WE_OPENS = re.compile(r"\b(?:We|WE|we)\b(?:,? ?(?:[-–—:] ?)?)(?:[Tt]he )?(?=[A-Za-z])")
_AS_OPENS = re.compile(
    r"As (?:the )?(?:\w+ )?(?:[Ll]eaders|[Mm]inisters|[Gg]overnments|[Hh]eads|[Rr]epresentatives|[Nn]ations) of\b"
)
_AS_OF_A_KIND = re.compile(r"As (?:the )?(?:\w+ )?\w+ of [a-z]+(?: [a-z]+){0,3}, (?:the )?$")
"""What opens names behind their kind: "As leaders of coastal nations, | Chile, Peru and Kenya, we"."""
_WE_LATER = re.compile(r", (?:hereby )?we\b")
_GOVERNMENTS = re.compile(r"(?:the )?(?:undersigned )?(?:[Gg]overnments of )?(?:the )?")
_LIST_ENDS = re.compile(r"(?!,? (?:and|or|as well as|together|along)\b)(?:,? (?:[a-z]|\()|[,;]$|:|,?\s?[–—-])")
_GROUP = re.compile(
    r"(?:(?:[\w-]+ ){0,4}?(?:[Ll]eaders|[Mm]inisters|[Mm]embers|[Cc]ountries|[Nn]ations|[Pp]artners|[Gg]overnments?)"
    r" of (?:the )?)?$"
)
_APPOSED = re.compile(r"(?:We|WE|we)(?:,| ?[-–—:]| the )")
_GROUP_ENDS = re.compile(
    r"(?: \([\w-]{2,12}\))?(?: (?:[Ll]eaders|[Mm]inisters|[Mm]embers|[Pp]artners|[Cc]ountries))?(?:,| [a-z])"
)
_TITLE_BY = re.compile(r" (?:of|by|from|between|among) (?:the )?", re.I)
_TITLE_ENDS = re.compile(
    r"$|,? (?:on|following|at|for|regarding|concerning|in|after|to|about|marking)\b|:| [-–—] ", re.I
)
_TITLE_JOINT = re.compile(r" ?[-–/] ?|, (?:and )?(?:the )?| (?:and|AND) (?:the )?")
_OUR = re.compile(
    r"\bour\b(?! (?:own )?(?:office|organi[sz]ation|agency|work|team|mandate|mission|staff|programmes?|programs?|appeal"
    r"|reports?|operations?|projects?|recommendations?|contribution|role|services?)\b)"
)
_THEIR = re.compile(r"\btheir\b")
_COMMON = re.compile(
    r"\bour (?:joint|common|shared|mutual|bilateral|trilateral|two|three|respective|own|broad|close)\b"
)
_SPEAKS = (Force.COMMITS, Force.REAFFIRMS, Force.RECOGNISES, Force.ASPIRES)
_OPENING = 6
_FIRST = 4
"""Sentences, headings among them, of which the first that is said opens a text."""
_OFFICES = re.compile(r"The (?:[Gg]overnments|[Ll]eaders|[Pp]residents|[Mm]inisters|[Hh]eads of [Ss]tate)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Those whom a stretch of text names one by one, and how sure it is that a collective means them.

    `start` is where they are the subject, by these words or by a pronoun.
    """

    members: tuple[Ref, ...]
    span: Span
    rule: str
    confidence: str = BY_OFFICE
    start: int = 0

    @property
    def persons(self) -> bool:
        """Whether all of them are persons."""
        return all(one.kind is Kind.PERSON for one in self.members)


def ourselves(reading: Reading, extraction: Extraction) -> Several | None:
    """Who "we" are in a text, where its opening, its title or a subject that speaks of itself says so."""
    opening = (found for sentence in reading.sentences for found in _opening(reading, sentence))
    told = next(opening, None) or _titled(reading, extraction)
    return told or _who_met(reading, extraction) or _self_told(reading, extraction) or _governments(reading, extraction)


def _opening(reading: Reading, sentence: Sentence) -> Iterator[Several]:
    """Who "we" are by the words right behind it: a list of names, or one group of states."""
    text, span = reading.text, sentence.span
    names = [name for name in sentence.names if not name.adjective]
    starts = [(found.start(), found.end()) for found in _WE_OPENS.finditer(text, span.start, span.end)] if names else []
    if names and _AS_OPENS.match(text, span.start, span.end) and _WE_LATER.search(text, span.start, span.end):
        fielded = _AS_OF_A_KIND.match(text, span.start, names[0].span.start)
        begin = names[0].span.start if fielded else span.start
        starts.append((begin, begin))
    for begin, behind in starts:
        yield from _told(reading, Span(begin, span.end), behind, [name for name in names if name.span.start >= behind])


def _told(reading: Reading, place: Span, behind: int, names: list[Named]) -> Iterator[Several]:
    """Those whom the words from "we" on name; `behind` is where what follows "we" begins."""
    text = reading.text
    found = opening_list(text, place.start, names)
    if len(found) >= FEWEST and _LIST_ENDS.match(text, found[-1].span.end, place.end):
        plain = _GOVERNMENTS.fullmatch(text, behind, found[0].span.start) and not _offices_within(text, found)
        span = Span(place.start, found[-1].span.end)
        yield several(found, span, WE_RULE, _AS_NAMED if plain else BY_OFFICE)
    elif _APPOSED.match(text, place.start, behind):
        group = _group(reading, place.start, behind, names)
        yield from [group] if group else _members_listed(reading, place, names)


def _offices_within(text: str, names: list[Named]) -> bool:
    """Whether anything but commas and "and" stands between names."""
    gaps = (text[one.span.end : other.span.start] for one, other in pairwise(names))
    return not all(_TITLE_JOINT.fullmatch(gap) for gap in gaps)


def _group(reading: Reading, begin: int, behind: int, names: list[Named]) -> Several | None:
    """The one group of states that "we" are: "We, the Leaders of the G7,"."""
    text = reading.text
    first = next(iter(names), None)
    group = resolved(first, Kind.ORGANISATION) if first else None
    if first is None or group is None or not _is_grouping(reading, group):
        return None
    if not _GROUP.fullmatch(text, behind, first.span.start) or not _GROUP_ENDS.match(text, first.span.end):
        return None
    return Several(members=(group,), span=Span(begin, first.span.end), rule=WE_RULE)


def _is_grouping(reading: Reading, body: Ref) -> bool:
    """Whether a body is a group of states without organs of its own, which are it."""
    registry = reading.grammar.registry
    return body.key in registry.organisations and registry.kind_of(body) == _GROUPING


def _members_listed(reading: Reading, place: Span, names: list[Named]) -> Iterator[Several]:
    """The members that "we" are, told behind their group: "the Member States of the Process (Chile and Peru)"."""
    text, start = reading.text, place.start
    found: list[Several] = []
    for bracket in re.finditer(r"\)|(?<=\w),", text[start : place.end]):
        stop = start + bracket.end()
        told = members_told(reading, start, stop, [name for name in names if name.span.end <= stop])
        if found and not told:
            break
        if told:
            members = tuple(dict.fromkeys(ref for ref, _ in told))
            found = [Several(members=members, span=Span(start, stop), rule=WE_RULE)]
    yield from found


def _titled(reading: Reading, extraction: Extraction) -> Several | None:
    """Who "we" are by the title of a joint text: "Joint Statement by Chile and Peru", "Chile-Peru Joint Statement"."""
    span = extraction.heading.title_span
    if span is None:
        return None
    title = in_small(reading.text[span.start : span.end])
    rules, names = reading.grammar.of("members"), reading.grammar.names.find(title)
    for by in _TITLE_BY.finditer(title):
        if rules.rule("title-joint-by-several").pattern.search(title[: by.end()]):
            found = opening_list(title, by.end(), [name for name in names if name.span.start >= by.end()])
            if len(found) >= FEWEST and _TITLE_ENDS.match(title, found[-1].span.end):
                return several(found, span, TITLE_RULE)
    group = resolved(names[0], Kind.ORGANISATION) if names and names[0].span.start == 0 else None
    if group and _is_grouping(reading, group):
        if rules.rule("title-of-a-group").pattern.match(title[names[0].span.end :]):
            return Several(members=(group,), span=span, rule=TITLE_RULE)
    chain = joined(title, names)
    opens = chain and title[: chain[0].span.start] in ("", "The ")
    if opens and len(chain) >= FEWEST:
        if rules.rule("title-several-joint").pattern.match(title[chain[-1].span.end :]):
            return several(chain, span, TITLE_RULE)
    return None


def _who_met(reading: Reading, extraction: Extraction) -> Several | None:
    """Who "we" are below a preamble that says only who met ("Ministers of Chile and Peru met; ... We agree:")."""
    met = reading.met
    if met is None or not reading.text.endswith((";", ","), met.sentence.start, met.sentence.end):
        return None
    there = (one for one in extraction.participations if one.capacity is Capacity.ATTENDED)
    members = [one.participant for one in there if met.sentence.contains(one.evidence[0])]
    states = tuple(dict.fromkeys(one for one in members if one.kind in BODIES))
    return Several(members=states, span=met.sentence, rule=WE_RULE) if len(states) >= FEWEST else None


def _self_told(reading: Reading, extraction: Extraction) -> Several | None:
    """Who "we" are where several are the subject of what they call theirs: "Chile and Peru affirm our joint bond".

    In the opening that needs a word for what is common to them; elsewhere only they may be such a subject in the text.
    """
    first = reading.sentences[:_OPENING]
    end = first[-1].span.end if first and extraction.heading.issuer is None else 0
    together = [said for said in extraction.statements if len(said.jointly) >= FEWEST]
    alone = len({frozenset(said.jointly) for said in together if said.jointly[0].kind is not Kind.PERSON}) == 1
    for said in together:
        if said.force not in _SPEAKS or said.jointly[0].kind is Kind.PERSON or not named_in(reading, said):
            continue
        words = (said.verb.end, said.evidence[0].end)
        if _THEIR.search(reading.text, *words):
            continue
        if (said.verb.start < end and _COMMON.search(reading.text, *words)) or (
            alone and _OUR.search(reading.text, *words)
        ):
            return Several(members=said.jointly, span=said.evidence[0], rule=OUR_RULE)
    return None


def _governments(reading: Reading, extraction: Extraction) -> Several | None:
    """Who "we" are below a first sentence in which governments speak: "The Governments of A, B and C recognise"."""
    if extraction.heading.issuer is not None or not extraction.statements:
        return None
    first = min(extraction.statements, key=lambda said: said.verb.start)
    sentence = reading.sentence_at(first.verb.start)
    if sentence is None or sentence not in reading.sentences[:_FIRST] or first.force not in _SPEAKS:
        return None
    names = [name for name in sentence.names if not name.adjective and name.span.end < first.verb.start]
    found = opening_list(reading.text, sentence.span.start, names)
    if len(found) < max(FEWEST, len(names)) or reading.text[found[-1].span.end : first.verb.start].strip():
        return None
    if not _OFFICES.match(reading.text, sentence.span.start, found[0].span.start):
        return None
    return several(found, Span(sentence.span.start, found[-1].span.end), OUR_RULE)


def named_in(reading: Reading, said: Statement) -> bool:
    """Whether a statement's clause has the words that its speaker is known by, not a pronoun for them."""
    clause = said.evidence[0]
    return said.speaker is not None and said.speaker.key in slugify(reading.text[clause.start : clause.end])


def joined(text: str, names: Iterable[Named]) -> list[Named]:
    """The states and bodies that open a list of names, each parted from the next by a comma, "and" or a hyphen."""
    chain: list[Named] = []
    for name in names:
        if not resolved(name, *BODIES):
            break
        if chain and not _TITLE_JOINT.fullmatch(text, chain[-1].span.end, name.span.start):
            break
        chain.append(name)
    return chain


def several(names: list[Named], span: Span, rule: str, confidence: str = BY_OFFICE) -> Several:
    """The states and bodies that names stand for, each once."""
    members = tuple(dict.fromkeys(ref for name in names if (ref := resolved(name, *BODIES))))
    return Several(members=members, span=span, rule=rule, confidence=confidence)
