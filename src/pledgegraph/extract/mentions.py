"""What a text names: instruments, series, bodies, states; also bodies that the registry lacks."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.extract.persons import Appearance
from pledgegraph.model import Extraction, Finding, FoundOrganisation, Kind, Mention, Ref, Span
from pledgegraph.slugs import slugify
from pledgegraph.vocab import FindingKind

_PROPOSED = re.compile(r"(?:,? (?:which )?(?:was |is )?(?:put forward|proposed|initiated|launched) by (?:the )?)$")
_CAP = r"(?:[A-Z][\w-]*\w(?:'(?!s\b)\w+)?)"
_OWNER_GAP = re.compile(r"(?:'s|')? ")
_ACRONYM_BEHIND = re.compile(r" \((?P<acronym>[A-Z][A-Za-z&/-]{1,11})\)")
_HYPHENS = ("-", "–", "/")
_TOWN_BEFORE = re.compile(r"\b(?:in|at|of|from|near|to) [A-Z][\w'-]+(?: [A-Z][\w'-]+)?, $")
_FEWEST_WORDS = 2


def read_mentions(reading: Reading, extraction: Extraction, persons: list[Appearance]) -> None:
    """Adds a mention for every instrument, series and body outside posts and lists, and one a state or territory.

    Also who proposed an instrument where the text says so, and a finding for every name that is not the one its acronym
    stands for.
    """
    inside = [span for person in persons for span in (person.full,)]
    inside += [span for participation in extraction.participations for span in participation.evidence[:1]]
    named: set[Ref] = set()
    heads = [found.start() for found in _head(reading.grammar).finditer(reading.text)]
    called = [person.span for person in persons]
    for sentence in reading.sentences:
        for name in sentence.names:
            if name.expected:
                extraction.findings.append(
                    Finding(
                        kind=FindingKind.NAME_DISCREPANCY,
                        span=name.span,
                        written=reading.stored(name.span),
                        expected=name.expected,
                        about=name.ref,
                    )
                )
            if name.ref is None or name.adjective:
                continue
            if name.ref.kind in (Kind.STATE, Kind.TERRITORY) and name.ref not in named and _free(reading, name, called):
                named.add(name.ref)
                extraction.mentions.append(
                    Mention(mentioned=name.ref, name_as_written=reading.stored(name.span), span=name.span)
                )
            if name.ref.kind in (Kind.INSTRUMENT, Kind.SERIES) or (
                name.ref.kind is Kind.ORGANISATION and not any(name.span.overlaps(span) for span in inside)
            ):
                mention = Mention(mentioned=name.ref, name_as_written=reading.stored(name.span), span=name.span)
                extraction.mentions.append(mention)
                _proposed(reading, extraction, mention, persons)
        if bisect_left(heads, sentence.span.start) < bisect_left(heads, sentence.span.end):
            _bodies(reading, extraction, sentence, inside)


def _proposed(reading: Reading, extraction: Extraction, mention: Mention, persons: list[Appearance]) -> None:
    if mention.mentioned.kind is not Kind.INSTRUMENT:
        return
    for person in persons:
        between = reading.text[mention.span.end : person.full.start]
        if person.full.start >= mention.span.end and _PROPOSED.fullmatch(between):
            span = Span(mention.span.start, person.full.end)
            extraction.proposals.append((mention.mentioned, person.person.ref, span))


def _free(reading: Reading, name: Named, persons: list[Span]) -> bool:
    """Whether a name of a state stands for it: not inside a person's name, a compound, or behind a town elsewhere."""
    text, span = reading.text, name.span
    if any(person.overlaps(span) for person in persons) or text[span.start - 1 : span.start] in _HYPHENS:
        return False
    homonyms = reading.grammar.of("actors").words["homonym-state"]
    return not (name.written in homonyms and _TOWN_BEFORE.search(text, max(0, span.start - 40), span.start))


def _bodies(reading: Reading, extraction: Extraction, sentence: Sentence, taken: list[Span]) -> None:
    """Adds the bodies of a sentence that the registry lacks, once a document each, known by a word like "Agency"."""
    pattern = _body(reading.grammar)
    for found in pattern.finditer(reading.text, sentence.span.start, sentence.span.end):
        span = Span(*found.span("label"))
        names = [name for name in sentence.names if name.span.overlaps(span)]
        owner = _owner_inside(names, span)
        if owner is not None:
            gap = _OWNER_GAP.match(reading.text, owner.span.end, span.end)
            if gap is None:
                continue
            span = Span(gap.end(), span.end)
            names = [name for name in names if name is not owner]
        if names or any(span.overlaps(other) for other in taken):
            continue
        label = reading.stored(span)
        words = {word for word in label.split() if word[0].isupper()}
        if len(words - _common(reading.grammar)) < 1 or len(words) < _FEWEST_WORDS:
            continue
        _add(reading, extraction, label, span, owner or _owner_before(reading, sentence, span))


def _add(reading: Reading, extraction: Extraction, label: str, span: Span, owner: Named | None) -> None:
    of = owner.ref if owner else None
    ref = Ref(kind=Kind.ORGANISATION, key=f"{slugify(label)}-{slugify(of.key) if of else reading.document.slug}")
    behind = _ACRONYM_BEHIND.match(reading.text, span.end)
    whole = Span(span.start, behind.end()) if behind else span
    if all(known.label != label for known in extraction.organisations):
        state = of if of is not None and of.kind in (Kind.STATE, Kind.TERRITORY) else None
        parent = of if of is not None and of.kind is Kind.ORGANISATION else None
        extraction.organisations.append(
            FoundOrganisation(ref=ref, label=label, of=state, parent=parent, evidence=(span,))
        )
        extraction.mentions.append(Mention(mentioned=ref, name_as_written=reading.stored(whole), span=whole))


def _owner_inside(names: list[Named], span: Span) -> Named | None:
    """The state, adjective or body that a phrase begins with ("Mexican National Guard")."""
    kinds = (Kind.STATE, Kind.TERRITORY, Kind.ORGANISATION)
    return next((one for one in names if one.span.start == span.start and one.ref and one.ref.kind in kinds), None)


def _owner_before(reading: Reading, sentence: Sentence, span: Span) -> Named | None:
    """The state or adjective right before a body."""
    for name in sentence.names:
        if name.span.end < span.start and _OWNER_GAP.fullmatch(reading.text, name.span.end, span.start):
            return name if name.ref is not None and name.ref.kind in (Kind.STATE, Kind.TERRITORY) else None
    return None


@lru_cache(maxsize=4)
def _common(grammar: Grammar) -> frozenset[str]:
    """Words that name no body by themselves: the heads, and what stands before them in any text."""
    posts = grammar.of("posts")
    heads = {word for phrase in posts.words["named-body"] for word in phrase.split()}
    return frozenset(heads | set(posts.words["common-before-body"]))


@lru_cache(maxsize=4)
def _head(grammar: Grammar) -> re.Pattern[str]:
    """A word for a body, alone."""
    return re.compile(rf"\b{grammar.of('posts').alternation('named-body')}\b")


@lru_cache(maxsize=4)
def _body(grammar: Grammar) -> re.Pattern[str]:
    """A capitalised phrase around a word for a body, with what it is for."""
    posts = grammar.of("posts")
    word = posts.alternation("named-body")
    opener = posts.alternation("no-body")
    part = rf"(?!(?:{posts.alternation('no-body-part')}|{word})\b){_CAP}"
    listed = rf"{_CAP}(?:(?: and| &)? {part}|, {part}(?=,? and {_CAP}|, {_CAP})){{0,6}}(?:,? and {part})?"
    more = rf"(?: (?:of|for|on|against|Against) (?:the )?(?!{posts.alternation('no-body-part')}\b){listed})"
    lead = rf"(?:(?!{opener}\b){_CAP}(?:/{_CAP})? (?:(?:and|for|of) )?){{0,5}}"
    return re.compile(rf"(?<![\w'/-])(?P<label>{lead}{word}(?!\w)(?: {_CAP}(?= {word}| of ))?{more}{{0,2}})")
