"""Commitments: what commissive statements bring about, one by one or as the numbered items under a lead-in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count

from pledgegraph.extract.details import is_past, read_details, read_outer_details, specificity, undertaking
from pledgegraph.extract.grammar import Grammar, Reading, resolved
from pledgegraph.extract.modality import own_years
from pledgegraph.extract.on_behalf import on_behalf
from pledgegraph.extract.themes import theme_attestation
from pledgegraph.extraction import Extraction
from pledgegraph.model import BODIES, Clause, Commitment, Kind, Known, Party, Ref, Statement
from pledgegraph.slugs import slugify
from pledgegraph.spans import Span
from pledgegraph.vocab import Basis, Force, PartyRole, Undertaking

OWN_RULE = "own-state-or-body-of-the-speaker"
ISSUER_RULE = "issuer-from-byline"
_ANNOUNCED = re.compile(
    r"(?i:(?:on |in |to )?the following|as follows)\b"
    r"|(?:therefore|thus|hereby|also|together|further|(?!reply|apply|supply|comply|rely)[a-z]+ly)\W*$"
)
LONGEST_LABEL = 12
LATEST_OPENING = 40

_PLAIN_NUMBERS = ("arabic", "bare", "bracket", "named", "roman", "word")
_LETTERS = ("letter", "letter_bare", "letter_dot", "capital", "capital_bracket", "small", "small_bare")
_OWN = re.compile(
    r"\b(?:his|her|their|its|my|our) (?:(?:country|nation|[Gg]overnment|delegation)"
    r"|(?P<body>[Oo]rgani[sz]ation|[Aa]gency|[Mm]inistry|[Oo]ffice|[Dd]epartment))\b"
)
_SIDE = re.compile(r"[\w-]+-(?:side|delegation|government)|(?:delegation|side|government)-(?:of|from)-[\w-]+")
_GOES_ON = re.compile(r"\s*[;,](?:\s+(?:and|or|and/or))?\s*$")
"""What ends an item that others follow."""
_LONGEST_TIE = 12
_ALSO = re.compile(r"(?:also|furthermore|moreover|therefore|likewise|additionally),? (?=\w)")
_OF_ANOTHER = re.compile(r"(?<!\w)(?!(?:they|we|it|he|she|I|all|also) )[\w.)'-]+ (?:will|would|shall) $|, which ")
"""What shows that a verb has a subject of its own within what is promised: "that the Office will | open"."""
_GERUND = re.compile(r"(?:[a-z]+ly )?[a-z]{2,}ing\b")
_JOINED = re.compile(r"\b(?:and|or)\b")
_PURPOSE = re.compile(r"\b(?:so as to|in order to)\b")
_LABEL_END = re.compile(
    r" by (?=\w+ing\b)| so as to\b| in order to\b| as guided by\b|;| to which\b| under the framework\b"
)
_ADJECTIVE = re.compile(r"(?:clean|close|complete|double|elaborate|lower|narrow|open|secure|triple)\b")
_WILL = re.compile(r"(?: \([A-Z][\w.]*\))?(?: [a-z]+)? (?:will|would|shall|(?:is going|intends|plans) to) ")
_QUOTED = re.compile(r"(?:[\"“]|[\"“][^\"”]*[.!?;,] (?:and |so |but )?)(?:[Tt]he )?(?:Government of (?:the )?)?$")
"""What stands between a quotation mark and the subject of a promise in quotation marks."""
_REACH = 300
_DIRECTLY = (" ", " the ")
"""What stands between "committed" and whom somebody commits: "committed Chile to | offering places"."""
_OBJECT = re.compile(
    r" (?:an?|the|its|their|his|her|our|all|each|every|any|this|these|those|such|no|it|them|to|up|out|for|with|"
    r"[A-Z][\w-]*)\b"
)


@dataclass(frozen=True, slots=True, order=True)
class ItemNumber:
    """The number or letter of an item and the list it stands in, counted from 1: a restart opens another section.

    `letter` where the label itself tells items apart: a letter, or a number of several levels ("A.1", "2.1").
    `paragraph` where it numbers a paragraph, which is no part of a lead-in's sentence.
    """

    section: int
    ordinal: int
    label: str = ""
    letter: bool = False
    paragraph: bool = False

    @property
    def key(self) -> str:
        """What tells the item from others of its document."""
        mark = slugify(self.label.replace(".", "-")) if self.letter else str(self.ordinal)
        return mark if self.section == 1 else f"{self.section}-{mark}"


def read_commitments(reading: Reading, extraction: Extraction, items: dict[Span, ItemNumber]) -> list[Commitment]:
    """The commitments of the extraction's commissive statements; `items` gives the number of those below a lead-in.

    A number that repeats inside one list names only the first; the other is known by its position. A numbered paragraph
    gives its number to the commitment that it opens with, if that is the only one.
    """
    made: list[Commitment] = []
    taken: set[ItemNumber] = set()
    verbs = sorted(one.verb.start for one in extraction.statements)
    resolved = {one.about: one.known for one in reversed(extraction.attestations) if one.on_property == "speaker"}
    made_in = [
        one
        for one in extraction.statements
        if one.force is Force.COMMITS
        and one.content is not None
        and (one.verb in items or not _ANNOUNCED.match(reading.text, one.content.start, one.content.end))
    ]
    alone = sorted((one.verb for one in made_in if one.verb not in items), key=_start)
    items = items | _paragraph_numbers(reading, alone, items)
    for statement in made_in:
        number = items.get(statement.verb)
        known = resolved.get(statement.verb, Known())
        one = _commitment(reading, extraction, statement, None if number in taken else number, verbs)
        made.append(replace(one, parties=_parties(reading, extraction, statement, known)))
        if number is not None:
            taken.add(number)
    return made


def _paragraph_numbers(reading: Reading, verbs: list[Span], items: Mapping[Span, ItemNumber]) -> dict[Span, ItemNumber]:
    """The numbers of paragraphs whose first sentence makes one commitment; where numbers begin again a section does.

    Lists of numbers below lead-ins keep the section that they have, and what goes on their numbers has it too. Decimals
    tell their section themselves.
    """
    listed = sorted(items, key=_start)
    free = {letter: _unused(one.section for one in items.values() if one.letter is letter) for letter in (True, False)}
    last: dict[str, tuple[int, int]] = {}
    found: dict[Span, ItemNumber] = {}
    for block in reading.blocks:
        if block.ordinal is None or block.style not in (*_PLAIN_NUMBERS, *_LETTERS, "decimal"):
            continue
        letter = block.style not in _PLAIN_NUMBERS
        counted = block.style if letter else "number"
        item = next(iter(_within(listed, block.span)), None)
        if item is not None:
            last[counted] = (items[item].section, block.ordinal)
            continue
        inside, opening = _within(verbs, block.span), reading.sentence_at(block.body)
        first = [verb for verb in inside if opening is not None and opening.span.contains(verb)]
        if len(first) != 1:
            continue
        section, before = last.get(counted, (0, 0))
        if block.style == "decimal":
            section = 1
        elif not section or block.ordinal <= before:
            section = next(free[letter])
        last[counted] = (section, block.ordinal)
        found[first[0]] = ItemNumber(section, block.ordinal, block.label, letter, paragraph=True)
    return found


def _unused(sections: Iterable[int]) -> Iterator[int]:
    """The numbers of sections that are none of some, counted from 1."""
    used = set(sections)
    return (section for section in count(1) if section not in used)


def _within(spans: list[Span], whole: Span) -> list[Span]:
    """Those of some spans, which are in order, that begin in a stretch."""
    return spans[bisect_left(spans, whole.start, key=_start) : bisect_left(spans, whole.end, key=_start)]


def _start(span: Span) -> int:
    return span.start


def _commitment(
    reading: Reading, extraction: Extraction, statement: Statement, number: ItemNumber | None, verbs: list[int]
) -> Commitment:
    assert statement.content is not None
    clauses = read_clauses(reading, statement.content)
    whole = number is not None and not number.paragraph
    content = _without_connectives(reading.text, statement.content)
    if clauses and not whole and not _OF_ANOTHER.search(reading.text, content.start, clauses[0].span.start):
        content = Span(clauses[0].span.start, content.end)
    years = own_years(extraction)
    instrument = extraction.heading.sets_out if number else None
    owner = instrument.key if instrument else reading.document.slug
    if number is None:
        key = f"{reading.document.slug}/at-{reading.document.layer.stored(statement.evidence[0]).start}"
    else:
        key = f"{owner}/{number.key}"
    if statement.themes:
        about = Ref(kind=Kind.COMMITMENT, key=key)
        extraction.attestations.append(theme_attestation(reading.themes, about, statement.evidence[0]))
    return Commitment(
        key=key,
        span=content,
        produced_by=statement.verb,
        text=reading.stored(content),
        label=_label(reading, clauses[0].span if clauses else content),
        instrument=instrument,
        section=number.section if number and number.section > 1 else None,
        ordinal=number.ordinal if number and not number.letter else None,
        item_label=number.label if number else "",
        themes=statement.themes,
        clauses=tuple(clauses),
        details=tuple(
            one
            for one in (*read_outer_details(reading, statement, content, verbs), *read_details(reading, content))
            if not is_past(one, years)
        ),
        specificity=specificity(reading.grammar, tuple(clauses), reading.stored(content)),
        undertaking=undertaking(reading.grammar, statement.speaker),
        evidence=statement.evidence,
    )


def _without_connectives(text: str, content: Span) -> Span:
    """What is promised, without what only ties it to other promises ("will | also buy ships |; and")."""
    also = _ALSO.match(text, content.start, content.end - 1)
    start = also.end() if also else content.start
    goes_on = _GOES_ON.search(text, max(start + 1, content.end - _LONGEST_TIE), content.end)
    return Span(start, goes_on.start() if goes_on else content.end)


def read_clauses(reading: Reading, span: Span) -> list[Clause]:
    """The coordinated undertakings of a stretch of text, each from its action verb to the next.

    A clause opens at the beginning or behind a comma or "and", with a verb in its base form; what begins as a deed
    ("promoting a free, open order") has none. Purposes ("so as to"), means ("by ...ing") and infinitives inside a
    clause open none, nor does the last of several adjectives ("equal and open partnerships").
    """
    text, base = reading.text, span.start
    patterns = _patterns(reading.grammar)
    starts: list[tuple[int, Span]] = []
    for found in _openers(patterns, text[span.start : span.end]):
        verb = Span(base + found.start("verb"), base + found.end("verb"))
        between = text[starts[-1][1].end : base + found.start()] if starts else ""
        if found.group("joint").strip() in ("will", "shall") and starts:
            continue
        if starts and _subordinate(patterns.infinitive, between, found.group("joint")):
            continue
        if starts and _adjective(text, verb, found.group("joint")):
            continue
        if not starts and (found.start() > LATEST_OPENING or _JOINED.search(found.group("joint"))):
            break
        if not starts and found.group("joint") and _GERUND.match(text, span.start, span.end):
            break
        starts.append((base + found.start("clause"), verb))
    clauses: list[Clause] = []
    for number, (start, verb) in enumerate(starts, 1):
        stop = starts[number][0] if number < len(starts) else span.end
        end = start + len(text[start:stop].rstrip(" ,;").removesuffix(" and").rstrip(" ,;"))
        if text[end - 1] == "." and text[end - 2] != ".":
            end -= 1
        whole = Span(start, end)
        clauses.append(Clause(ordinal=number, action_verb=reading.stored(verb), text=reading.stored(whole), span=whole))
    return clauses


def _openers(patterns: _Patterns, text: str) -> Iterator[re.Match[str]]:
    """The verbs that can open a clause: one that begins the text, and those behind a joint."""
    first = patterns.opener.match(text)
    if first:
        yield first
    yield from patterns.joined.finditer(text, first.end() if first else 0)


def _subordinate(infinitive: re.Pattern[str], between: str, joint: str) -> bool:
    """Whether a verb goes on an infinitive ("to widen and deepen trade") rather than the chain of clauses."""
    if _PURPOSE.search(between):
        return True
    if "," in joint:
        return False
    infinitives = list(infinitive.finditer(between))
    return bool(infinitives) and "," not in between[infinitives[-1].end() :]


def _adjective(text: str, verb: Span, joint: str) -> bool:
    """Whether a word behind "and" that could be a verb is an adjective: no article or the like follows."""
    return "and" in joint and bool(_ADJECTIVE.match(text, verb.start)) and not _OBJECT.match(text, verb.end)


def _label(reading: Reading, span: Span) -> str:
    """A short label: the first clause up to its first comma or purpose, at most twelve words."""
    text = reading.text[span.start : span.end]
    cut = _LABEL_END.search(text, 12)
    words = (text[: cut.start()] if cut else text).split()
    if words[0].lower() == "also":
        words = words[1:]
    short = " ".join(words[:LONGEST_LABEL]) + ("…" if len(words) > LONGEST_LABEL else "")
    return short[:1].upper() + short[1:]


def _parties(reading: Reading, extraction: Extraction, statement: Statement, known: Known) -> tuple[Party, ...]:
    """The parties of what a statement undertakes; `known` is how its speaker is known.

    Beside the speaker the one for whom it is said to act is committed: "announced that Chile would | open an office". A
    state or body that speaks on behalf of another does not bind itself.
    """
    parties: list[Party] = []
    for_another, whom = on_behalf(reading, statement)
    if statement.speaker is not None and not (for_another and statement.speaker.kind in BODIES):
        parties += [
            Party(party=one, role=PartyRole.COMMITTED, evidence=statement.evidence[-1:], known=known)
            for one in (statement.speaker, *statement.jointly)
        ]
    if whom is not None and all(whom != party.party for party in parties):
        parties.append(Party(party=whom, role=PartyRole.COMMITTED, evidence=statement.evidence[-1:], known=Known()))
    own = _acting(reading, statement)
    told = Known() if own is not None else Known(basis=Basis.INFERRED, rule=OWN_RULE, confidence="0.9")
    own = own or _behind_speaker(reading, extraction, statement)
    if own is not None and all(own != party.party for party in parties):
        parties.append(Party(party=own, role=PartyRole.COMMITTED, evidence=statement.evidence[-1:], known=told))
    issuer = extraction.heading.issuer
    if issuer is not None and issuer != statement.speaker:
        known = Known(basis=Basis.INFERRED, rule=ISSUER_RULE, confidence="0.9")
        parties.append(Party(party=issuer, role=PartyRole.ISSUER, evidence=statement.evidence, known=known))
    return tuple(parties)


def _behind_speaker(reading: Reading, extraction: Extraction, statement: Statement) -> Ref | None:
    """The state or body that a speaker binds without naming it there: "her country will", "the Chilean side will"."""
    speaker, content = statement.speaker, statement.content
    if speaker is None or content is None:
        return None
    if speaker.kind is Kind.PERSON:
        own = _OWN.search(reading.text, statement.verb.end, content.start)
        posts = extraction.posts.about(speaker) if own else []
        told = {post.organisation if own and own["body"] else post.represents for post in posts} - {None}
        return next(iter(told)) if len(told) == 1 else None
    side = extraction.collectives.first(speaker)
    if side is None or undertaking(reading.grammar, speaker) is not Undertaking.UNILATERAL:
        return None
    named = [name for name in reading.names_in(side.span) if resolved(name, Kind.STATE, Kind.TERRITORY)]
    alone = len(named) == 1 and _SIDE.fullmatch(speaker.key) is not None
    return named[0].ref if alone else None


def _acting(reading: Reading, statement: Statement) -> Ref | None:
    """The state or body that is said to act: before what is undertaken ("that Chile will | host"), or opening it.

    Also before the verb of a promise that a person is quoted with ("Chile will | host").
    """
    if statement.content is None:
        return None
    start = statement.content.start
    before = Span(max(1, min(statement.evidence[0].start, statement.verb.start - 1)), statement.verb.start)
    if statement.speaker is not None and statement.speaker.kind is Kind.PERSON:
        quoted = next((name for name in reading.names_in(before) if name.span.end == before.end - 1), None)
        if quoted is not None and _QUOTED.search(reading.text, max(0, before.start - _REACH), quoted.span.start):
            return resolved(quoted, *BODIES)
    if start - statement.verb.end > 1:
        names = reading.names_in(Span(statement.verb.end, start))
        last = names[-1] if names else None
        behind = reading.text[last.span.end : start] if last else ""
        directly = last is not None and reading.text[statement.verb.end : last.span.start] in _DIRECTLY
        if last and (_WILL.fullmatch(behind) or (directly and behind == " to ")):
            return resolved(last, *BODIES)
    begin = start + len("the ") * reading.text.startswith("the ", start)
    first = next((name for name in reading.names_in(statement.content) if name.span.start == begin), None)
    return resolved(first, *BODIES) if first and _WILL.match(reading.text, first.span.end) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    opener: re.Pattern[str]
    joined: re.Pattern[str]
    infinitive: re.Pattern[str]


@lru_cache(maxsize=4)
def _patterns(grammar: Grammar) -> _Patterns:
    words = grammar.of("action-verbs")
    verb = words.alternation("verb")
    capitalised = "|".join(word[0].upper() + word[1:] for word in words.words["verb"])
    adverb = rf"(?:{words.alternation('adverb')} |[A-Z]?[a-z]+ly |even more [a-z]+ly )*"
    either = rf"(?:{verb}|{capitalised})"
    joint = r", and |, | and |; and |; |w(?<!\ww)ill |s(?<!\ws)hall "
    clause = rf"(?:also |then )?(?P<clause>{adverb}(?P<verb>{either}(?: and {verb})?)\b)"
    object_ = r" (?!of\b|and\b|or\b|is\b|are\b)|$"
    return _Patterns(
        opener=re.compile(rf"(?P<joint>^|{joint}){clause}(?=,?{object_})"),
        joined=re.compile(rf"(?P<joint>{joint}){clause}(?={object_})"),
        infinitive=re.compile(rf"\bto {adverb}{verb}\b|\bencourage "),
    )
