"""Bodies that the registry lacks, as a text names them: by a word like "Agency", with owner and acronym.

They stand among the names of their sentences before anything else is read, so they can speak and undertake as those of
the registry can. A name given once in full is known again by its acronym, or by its words without whose it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pledgegraph.extract.body_patterns import body_patterns
from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.extraction import Extraction
from pledgegraph.model import FoundOrganisation, Kind, Ref
from pledgegraph.slugs import slugify
from pledgegraph.spans import Span

_OWNER_GAP = re.compile(r"(?:'s|')? ")
_ACRONYM_BEHIND = re.compile(r" ?\((?:the )?\"?(?P<acronym>[A-Z][A-Za-z&/-]{1,11})\"?\)")
_PLAIN_ACRONYM = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*")
_INITIALS = re.compile(r"(?:[A-Z]\.)+ $")
_PAIR = re.compile(r"(?:Joint )?(?:(?:[A-Z]\.){2,}|[A-Z][\w.]*)(?:[-–/](?:(?:[A-Z]\.){2,}|[A-Z][\w.]*))+ $")
_PAIR_HERE = re.compile(r"(?:Joint )?(?P<first>[A-Z][\w.]*)[-–/][A-Z][\w.]* ")
_WHERE_FROM = re.compile(r"[A-Z]\w+-(?:based|led|funded|owned|backed|run|headquartered)")
_AND = re.compile(r",? and (?:the )?|, (?:the )?")
_CUT_OFF = re.compile(r"[A-Z][\w-]* (?:to|in|with) (?:the )?$")
_SPACED = re.compile(r"[^ ]+")
_LONGEST_NAME = 4
_LEAD = 80
_PAIRED = 2
_STATES = (Kind.STATE, Kind.TERRITORY)
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One place where a text names a body: its name, and the stretch with owner and acronym that names it too.

    `label` is without whose it is; `called` is with it where its name goes right before ("Peru Coast Guard").
    """

    label: str
    called: str
    span: Span
    whole: Span
    owner: Ref | None
    acronym: str
    tail: str
    ref: Ref


def read_bodies(reading: Reading) -> dict[Ref, FoundOrganisation]:
    """The bodies of a text that the registry lacks; every place that names one is added to its sentence's names."""
    known = _Known(reading)
    heads = [start for _, start, _ in body_patterns(reading.grammar).words.find_matches_as_indexes(reading.text)]
    places: list[tuple[Sentence, Body]] = []
    for sentence in reading.sentences:
        near = bisect_left(heads, sentence.span.start) < bisect_left(heads, sentence.span.end)
        places += [(sentence, body) for body in _in_sentence(reading, sentence, headed=near)]
    reading.bodies = sorted(body.span for _, body in places)
    found: dict[Ref, FoundOrganisation] = {}
    settled = known.settled([body for _, body in places])
    for (sentence, _), body in zip(places, settled, strict=True):
        _name(reading, sentence, body.whole, body.ref)
        if body.ref.key not in reading.grammar.registry.organisations and body.ref not in found:
            state = body.owner if body.owner is not None and body.owner.kind in _STATES else None
            parent = body.owner if body.owner is not None and body.owner.kind is Kind.ORGANISATION else None
            found[body.ref] = FoundOrganisation(
                ref=body.ref,
                label=body.called,
                of=state,
                parent=parent,
                evidence=(body.span,),
                acronym=body.acronym if _PLAIN_ACRONYM.fullmatch(body.acronym) else "",
            )
    _acronyms(reading, settled)
    return found


def keep_named_bodies(extraction: Extraction, bodies: dict[Ref, FoundOrganisation]) -> None:
    """Adds the bodies that a record names to the extraction."""
    named = {mention.mentioned for mention in extraction.mentions}
    named |= {ref for said in extraction.statements for ref in (said.speaker, *said.addressees, *said.jointly) if ref}
    named |= {party.party for made in extraction.commitments for party in made.parties}
    named |= {ref for part in extraction.participations for ref in (part.participant, part.on_behalf_of) if ref}
    named |= {ref for post in extraction.posts for ref in (post.organisation, post.represents) if ref}
    extraction.organisations[:] = [
        replace(one, acronym=bodies[one.ref].acronym) if one.ref in bodies else one for one in extraction.organisations
    ]
    named -= {body.ref for body in extraction.organisations}
    extraction.organisations.extend(body for ref, body in bodies.items() if ref in named)


def _name(reading: Reading, sentence: Sentence, span: Span, ref: Ref) -> None:
    sentence.names[:] = [name for name in sentence.names if not name.span.overlaps(span)]
    written = reading.text[span.start : span.end]
    insort(sentence.names, Named(ref=ref, span=span, written=written), key=lambda name: name.span)


class _Known:
    """What is known of a text's names: which registry bodies and owners it names anywhere."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._named = reading.named
        self._short = _short_names(reading.grammar)

    def settled(self, bodies: list[Body]) -> list[Body]:
        """The bodies with one reference for each name: a name without an owner is the one that has it elsewhere."""
        owned: dict[str, dict[Ref, Body]] = {}
        for body in bodies:
            if body.owner is not None or body.tail != body.label:
                owned.setdefault(body.tail, {})[body.ref] = body
        return [self._settled(body, owned) for body in bodies]

    def _settled(self, body: Body, owned: dict[str, dict[Ref, Body]]) -> Body:
        if body.owner is None and body.tail == body.label:
            short = self._short.get(body.label)
            if short is not None and any(ref in self._named for ref in short):
                return replace(body, ref=short[0])
            same = owned.get(body.label, {})
            if len(same) == 1:
                full = next(iter(same.values()))
                return replace(full, span=body.span, whole=body.whole, acronym=body.acronym)
        return body


@lru_cache(maxsize=2)
def _short_names(grammar: Grammar) -> dict[str, tuple[Ref, Ref | None]]:
    """Names of registry bodies without whose they are ("Security Council"), with what must be named beside them."""
    registry = grammar.registry
    found: dict[str, set[tuple[Ref, Ref | None]]] = {}
    for slug, entry in registry.organisations.items():
        parent = Ref(kind=Kind.ORGANISATION, key=entry.parent) if entry.parent else None
        for name in (entry.label, *entry.aliases):
            for owner in ("United Nations ", "United States ", "U.S. "):
                tail = name.removeprefix(owner)
                if tail != name and " " in tail and tail not in registry.names:
                    ref = Ref(kind=Kind.ORGANISATION, key=slug)
                    found.setdefault(tail, set()).add((ref, parent if owner == "United Nations " else None))
    return {tail: next(iter(refs)) for tail, refs in found.items() if len(refs) == 1}


def _acronyms(reading: Reading, bodies: list[Body]) -> None:
    """Adds a name wherever an acronym stands that the text defines beside a body."""
    refs: dict[str, set[Ref]] = {}
    for body in bodies:
        if _PLAIN_ACRONYM.fullmatch(body.acronym):
            refs.setdefault(body.acronym, set()).add(body.ref)
    sole = {acronym: next(iter(known)) for acronym, known in refs.items() if len(known) == 1}
    if not sole:
        return
    reading.acronyms.update(sole)
    pattern = re.compile(rf"(?<![\w/@-])(?:{'|'.join(map(re.escape, sole))})(?![\w/@])")
    starts = [sentence.span.start for sentence in reading.sentences]
    for match in pattern.finditer(reading.text):
        span = Span(*match.span())
        place = bisect_left(starts, span.start + 1) - 1
        if place < 0 or span.end > reading.sentences[place].span.end:
            continue
        sentence = reading.sentences[place]
        if not any(name.span.overlaps(span) for name in sentence.names):
            _name(reading, sentence, span, sole[match.group(0)])


def _in_sentence(reading: Reading, sentence: Sentence, *, headed: bool) -> Iterator[Body]:
    """The bodies of a sentence in order, none overlapping another."""
    start, end = sentence.span.start, sentence.span.end
    spans: list[Span] = []
    if headed:
        spans += _headed(reading, start, end)
    given: dict[Span, Ref] = {}
    for rule in reading.tried("bodies", start, end):
        labels = [Span(*match.span("label")) for match in rule.pattern.finditer(reading.text, start, end)]
        found = [_without_article(reading.text, label) for label in labels]
        spans += found
        if rule.value:
            kind, _, key = rule.value.partition(":")
            given |= dict.fromkeys(found, Ref(kind=Kind(kind), key=key))
    last = start
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start < last:
            continue
        body = _given(reading, sentence, span, given[span]) if span in given else _body(reading, sentence, span)
        if body is not None:
            last = body.whole.end
            yield body


def _without_article(text: str, span: Span) -> Span:
    return Span(span.start + len("The "), span.end) if text.startswith("The ", span.start) else span


def _given(reading: Reading, sentence: Sentence, span: Span, ref: Ref) -> Body | None:
    """The registry body that a rule says a bare word means, where the text names its state."""
    of = reading.grammar.registry.organisations[ref.key].of
    if of not in reading.named or any(name.span.overlaps(span) for name in sentence.names):
        return None
    label = reading.stored(span)
    return Body(label=label, called=label, span=span, whole=span, owner=of, acronym="", tail=label, ref=ref)


def _headed(reading: Reading, start: int, end: int) -> list[Span]:
    """The phrases of a stretch that hold a word for a body."""
    spans: list[Span] = []
    while found := body_patterns(reading.grammar).body.search(reading.text, start, end):
        spans += _parted(reading, Span(*found.span("label")))
        start = spans[-1].end
    return spans


def _parted(reading: Reading, span: Span) -> list[Span]:
    """Two bodies that "and" joins as two; also without the beginning of a third ("..., and National")."""
    text, patterns = reading.text, body_patterns(reading.grammar)
    for joint in _AND.finditer(text, span.start, span.end):
        if not patterns.head.search(text, span.start, joint.start()):
            continue
        if patterns.head.search(text, joint.end(), span.end):
            return [Span(span.start, joint.start()), *_parted(reading, Span(joint.end(), span.end))]
        if patterns.another.match(text, span.end):
            return [Span(span.start, joint.start())]
    return [span]


def _body(reading: Reading, sentence: Sentence, span: Span) -> Body | None:
    """The body of a phrase, or None where the phrase is none or the registry knows it."""
    text = reading.text
    names = [name for name in sentence.names if name.span.overlaps(span)]
    begin = span.start
    pair = _PAIR_HERE.match(text, span.start, span.end)
    if pair and any(name.span.start == pair.start("first") and name.span.end < pair.end() for name in names):
        second = next((name.span.end + 1 for name in names if name.span.start < pair.end() < name.span.end), 0)
        behind_both = max(pair.end(), second)
        if behind_both >= span.end:
            return None
        span, names = Span(behind_both, span.end), [name for name in names if name.span.start >= behind_both]
    owner = _owner_inside(names, span)
    if owner is None:
        owner = _owner_before(reading, sentence, span)
    else:
        without_owner = _own_part(reading, owner, span)
        if without_owner is None:
            return None
        names = [name for name in names if name is not owner]
        owner, span = (owner if without_owner != span else None), without_owner
    behind = _owner_behind(reading, sentence, span) if owner is None else None
    if behind is not None:
        if behind.span.start < span.end:
            span = Span(span.start, text.rindex(" of ", span.start, behind.span.start))
        owner, names = behind, [name for name in names if name is not behind]
    if any(name.ref is None or name.ref.kind is not Kind.PLACE for name in names if not name.adjective):
        return None
    span, tail = _completed(reading, _own_words(reading, sentence, span), owner)
    if not _is_body(reading, span, tail, owner):
        return None
    label = reading.stored(span)
    named_after = owner is not None and not owner.adjective and text[owner.span.end : span.start] == " "
    whole = Span(min(begin, span.start), max(span.end, behind.span.end if behind else 0))
    acronym = _ACRONYM_BEHIND.match(text, whole.end, sentence.span.end)
    if acronym and not any(name.span.start == acronym.start("acronym") for name in sentence.names):
        whole = Span(whole.start, acronym.end())
    of = owner.ref if owner else None
    key = f"{slugify(label)}-{slugify(of.key) if of else reading.document.slug}"
    return Body(
        label=label,
        called=reading.stored(Span(begin, span.end)) if named_after else label,
        span=span,
        whole=whole,
        owner=of,
        acronym=acronym.group("acronym") if acronym else "",
        tail=reading.stored(Span(tail, span.end)),
        ref=Ref(kind=Kind.ORGANISATION, key=key),
    )


def _own_part(reading: Reading, owner: Named, span: Span) -> Span | None:
    """The phrase behind whose it is, if that still names a body.

    The whole phrase where a state's name only says what a group is about ("Peru Contact Group").
    """
    gap = _OWNER_GAP.match(reading.text, owner.span.end, span.end)
    if gap is None:
        return None
    several = reading.grammar.of("bodies").words["of-several-states"]
    last = reading.text[span.start : span.end].rsplit(" ", 1)[-1]
    if last in several and gap.group(0) == " " and owner.kind in _STATES and not owner.adjective:
        return span
    named = body_patterns(reading.grammar).head.search(reading.text, gap.end(), span.end)
    return Span(gap.end(), span.end) if named else None


def _own_words(reading: Reading, sentence: Sentence, span: Span) -> Span:
    """The phrase without the office before it, a person's name behind it, or half of a pair ("... and Indian")."""
    patterns = body_patterns(reading.grammar)
    if (post := patterns.opened.match(reading.text, span.start, span.end)) and post.end() < span.end:
        span = Span(post.end(), span.end)
    words = list(_SPACED.finditer(reading.text, span.start, span.end))
    if len(words) > _FEWEST_WORDS and _WHERE_FROM.fullmatch(words[0].group(0)):
        words.pop(0)
    while len(words) > 1 and words[-1].group(0) in patterns.ranks:
        words.pop()
    last = next((one for one in sentence.names if one.adjective and one.span.end == words[-1].end()), None)
    if last is not None and len(words) > 2 and words[-2].group(0) == "and":
        del words[-2:]
    strange = 0
    while strange < len(words) and words[-1 - strange].group(0) not in patterns.usual:
        strange += 1
    before = words[-1 - strange].group(0) if strange < len(words) else ""
    if (
        2 <= strange <= _LONGEST_NAME
        and before in patterns.fields
        and patterns.post.search(reading.text, max(0, span.start - _LEAD), span.start)
    ):
        del words[-strange:]
    return Span(words[0].start(), words[-1].end())


def _completed(reading: Reading, span: Span, owner: Named | None) -> tuple[Span, int]:
    """The phrase with initials or a pair of owners before it ("U.S.-EU ..."), and where its own words begin."""
    near = max(0, span.start - 40)
    for pattern in (_PAIR, _INITIALS):
        found = pattern.search(reading.text, near, span.start) if owner is None else None
        names = reading.grammar.names.find(found.group(0).strip()) if found else []
        if found and (len(names) >= _PAIRED if pattern is _PAIR else not names):
            return Span(found.start(), span.end), span.start if pattern is _PAIR else found.start()
    return span, span.start


def _is_body(reading: Reading, span: Span, own: int, owner: Named | None) -> bool:
    """Whether a phrase names a body: words beside the usual ones, and nothing that belongs to it left out."""
    text, patterns = reading.text, body_patterns(reading.grammar)
    phrase = text[own : span.end]
    words = {word for word in phrase.split() if word[0].isupper()}
    forces = patterns.owned.search(phrase) is not None
    if forces and owner is None:
        return False
    paired = own > span.start
    owned = paired or (owner is not None and owner.ref is not None and owner.ref.kind in _STATES)
    if len(words) < (1 if paired else _FEWEST_WORDS) or not (owned or words - patterns.common):
        return False
    if patterns.none.search(phrase):
        return False
    if patterns.not_behind.match(text, span.end) or patterns.doubled.match(phrase):
        return False
    return not _CUT_OFF.search(text, max(0, span.start - 40), span.start)


def _owner_inside(names: list[Named], span: Span) -> Named | None:
    """The state, adjective or body that a phrase begins with ("Mexican National Guard")."""
    kinds = (*_STATES, Kind.ORGANISATION)
    return next((one for one in names if one.span.start == span.start and one.ref and one.ref.kind in kinds), None)


def _owner_before(reading: Reading, sentence: Sentence, span: Span) -> Named | None:
    """The state or adjective right before a body, unless it is one of a pair ("U.S.-Mexico ...")."""
    text = reading.text
    for name in sentence.names:
        if name.span.end < span.start and _OWNER_GAP.fullmatch(text, name.span.end, span.start):
            if name.ref is None or text[name.span.start - 1 : name.span.start] in ("-", "–", "/"):
                return None
            possessive = text[name.span.end] == "'"
            return name if name.ref.kind in _STATES or (possessive and name.ref.kind is Kind.ORGANISATION) else None
    return None


def _owner_behind(reading: Reading, sentence: Sentence, span: Span) -> Named | None:
    """The state behind a body, in its phrase or after it ("Security Service of Ukraine")."""
    text = reading.text
    for name in sentence.names:
        if name.ref is None or name.adjective or name.ref.kind not in (*_STATES, Kind.ORGANISATION):
            continue
        inside = span.start < name.span.start < span.end <= name.span.end
        if inside and text.endswith((" of ", " of the "), span.start, name.span.start):
            return name
        if name.span.start > span.end and text[span.end : name.span.start] in (" of ", " of the "):
            return name
    return None
