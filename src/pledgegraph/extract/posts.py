"""Posts in an apposition: title, body and what its holder represents ("Head of the Port Agency of Peru")."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from pledgegraph.extract.grammar import Grammar, Reading
from pledgegraph.extract.names import Named
from pledgegraph.extraction import Extraction
from pledgegraph.model import FoundOrganisation, Kind, Ref
from pledgegraph.slugs import slugify
from pledgegraph.spans import Span

_SEPARATOR = re.compile(
    r"(?P<comma>, (?:[Tt]he )?)| of (?:[Tt]he )?"
    r"|(?P<at> at (?:[Tt]he )?)|(?P<in> in the )|(?P<for> for (?:[Tt]he )?)|(?P<to> to (?:[Tt]he )?)"
)
_ARTICLE = re.compile(r"[Tt]he (?=\S)")
_ROLE = re.compile(r",? \((?:[Cc]o-?)?[Cc]hair(?:person|man|woman)?\)?$")
"""The part that the holder of a post had in the meeting, as lists give it behind the post."""
_LAST_FIELD = re.compile(r"and (?:the )?(?P<field>[A-Z][\w-]*)")
_SEAT = re.compile(r" (?:in|at) (?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*$")
_FIELD_OR_SEAT = re.compile(rf" (?:for|on) (?:the )?[A-Z]|{_SEAT.pattern}")
_SEATED = re.compile(r"(?<=[a-z]) (?:in|at) (?:the )?[A-Z][\w'’-]*(?: (?:and )?[A-Z][\w'’-]*)*$")
_LISTED_FIELDS = re.compile(r"[A-Z][\w-]*(?: [A-Z][\w-]*){0,3}(?: and (?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*){0,3})?")
_LOCATED = re.compile(r" (?:in|for) (?:the )?$")
_OWNED = re.compile(r"(?:'s|')? ")
_ACRONYM = re.compile(r"[A-Z]{2,8}$")
_DANGLING = re.compile(r"(?: of(?: the)? Government)? of(?: the)?$")
"""What a title ends in where whose it is was taken off: "Head of Cabinet | of the Government of"."""
_PARENTHESIS = re.compile(r" ?\([^)]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post as an apposition names it."""

    title: str
    span: Span
    organisation: Ref | None
    represents: Ref | None
    accredited_to: Ref | None


@dataclass(kw_only=True)
class _Parts:
    """What the segments of one post turned out to be; `inside` are states that only the name of a body names."""

    title: Span
    bodies: list[tuple[Span, Ref | None]] = field(default_factory=list)
    states: list[Ref] = field(default_factory=list)
    inside: list[Ref] = field(default_factory=list)
    places: list[Ref] = field(default_factory=list)
    accredited: Ref | None = None


def read_posts(reading: Reading, extraction: Extraction, span: Span) -> list[Post]:
    """The posts of an apposition, split where "and" opens another title. Bodies the registry lacks are recorded."""
    return [_read_post(reading, extraction, part) for part in _split(reading, span)]


def _split(reading: Reading, span: Span) -> list[Span]:
    parts, start = [], span.start
    for cut in _another(reading.grammar).finditer(reading.text, span.start, span.end):
        parts.append(Span(start, cut.start()))
        start = cut.end()
    return [*parts, Span(start, span.end)]


def _segments(reading: Reading, span: Span) -> list[tuple[str, Span]]:
    """The apposition cut at "of", "at", "to" and commas: (separator kind, span)."""
    fixed = _fixed_title(reading.grammar)
    owner = next((name for name in reading.names_in(span) if name.span.start == span.start), None)
    gap = _OWNED.match(reading.text, owner.span.end, span.end) if owner else None
    title = fixed.match(reading.text, gap.end() if gap else span.start, span.end)
    begin = title.end() if title else span.start
    cuts = [
        cut
        for cut in _SEPARATOR.finditer(reading.text, begin, span.end)
        if not _in_a_body(reading, cut)
        and (cut.lastgroup not in ("for", "in") or _for_a_body(reading, cut.end(), span.end))
    ]
    starts = [span.start, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), span.end]
    kinds = ["", *(cut.lastgroup if cut.lastgroup in ("to", "comma", "at") else "of" for cut in cuts)]
    return [(kind, Span(a, b)) for kind, a, b in zip(kinds, starts, ends, strict=True) if a < b]


def _in_a_body(reading: Reading, cut: re.Match[str]) -> bool:
    """Whether a separator stands inside the name of a body."""
    place = bisect_right(reading.bodies, cut.start(), key=lambda body: body.start) - 1
    return place >= 0 and cut.end() < reading.bodies[place].end


def _for_a_body(reading: Reading, start: int, end: int) -> bool:
    """Whether "for" or "in" leads to a body ("Secretary for the Bureau of Ports"), not to a field."""
    following = _SEPARATOR.search(reading.text, start, end)
    stop = following.start() if following else end
    fields = reading.grammar.of("posts").words["portfolio"]
    words = [word for word in re.findall(r"[\w-]+", reading.text[start:stop]) if word not in ("and", "the")]
    return stop > start and not all(word in fields for word in words) and _is_body(reading, Span(start, stop))


def _read_post(reading: Reading, extraction: Extraction, span: Span) -> Post:
    if article := _ARTICLE.match(reading.text, span.start, span.end):
        span = Span(article.end(), span.end)
    if (role := _ROLE.search(reading.text, span.start, span.end)) and role.start() > span.start:
        span = Span(span.start, role.start())
    names = reading.names_in(span)
    whose = _in_brackets(reading, span, names)
    span = Span(span.start, whose.span.start - len(" (")) if whose else span
    segments = _segments(reading, span)
    parts = _Parts(title=segments[0][1])
    if whose is not None:
        _file(parts, "of", whose)
    _take_owner(reading, parts, names)
    position = segments[0][1].end
    for kind, segment in segments[1:]:
        if segment.start < position:
            continue
        position = _classify(reading, parts, kind, segment, names, position)
    return _post(reading, extraction, span, parts)


def _in_brackets(reading: Reading, span: Span, names: list[Named]) -> Named | None:
    """The state or body that stands in brackets behind a post, as lists give it ("Minister of Ports (Chile)")."""
    last = names[-1] if names else None
    if last is None or last.ref is None or last.adjective or reading.text[last.span.end : span.end] != ")":
        return None
    if any(one.kind is Kind.STATE and not one.adjective for one in names[:-1]):
        return None
    return last if reading.text.endswith(" (", span.start + 1, last.span.start) else None


def _take_owner(reading: Reading, parts: _Parts, names: list[Named]) -> None:
    """Files a state that opens the title ("United States Trade Representative") and takes it off the title."""
    first = next((name for name in names if name.span.start == parts.title.start), None)
    if first is None or first.ref is None or first.span.end >= parts.title.end:
        return
    if reading.text[parts.title.start : parts.title.end] in reading.grammar.of("posts").words["whole-title"]:
        parts.states.append(first.ref)
        return
    gap = _OWNED.match(reading.text, first.span.end, parts.title.end)
    title = reading.text[parts.title.start : parts.title.end]
    if gap is None or any(rule.pattern.search(title) for rule in reading.grammar.of("posts")):
        return
    if first.ref.kind is Kind.ORGANISATION:
        parts.bodies.append((first.span, first.ref))
    elif first.ref.kind in (Kind.STATE, Kind.TERRITORY):
        parts.states.append(first.ref)
    else:
        return
    parts.title = Span(gap.end(), parts.title.end)


def _classify(reading: Reading, parts: _Parts, kind: str, segment: Span, names: list[Named], position: int) -> int:
    """Files one segment under title, bodies, states or places; returns where the next segment may start."""
    named = next((n for n in names if n.span.start == segment.start and n.span.end >= segment.end and n.ref), None)
    if named is not None and not named.adjective:
        _file(parts, kind, named)
        return named.span.end
    if owner := _owner_of_field(reading, parts, kind, segment, names):
        _file(parts, kind, owner)
        return segment.end
    whose = _whose_office(reading, segment, names)
    if kind == "of" and segment.start <= parts.title.end + len(" of the ") and _is_field(reading, parts, segment):
        parts.title = Span(parts.title.start, segment.end)
    elif kind == "comma" and segment.start <= parts.title.end + len(", the ") and _are_fields(reading, parts, segment):
        parts.title = Span(parts.title.start, segment.end)
    elif whose is not None:
        parts.bodies.append((whose.span, whose.ref))
    elif _is_body(reading, segment) or (kind == "at" and reading.text[segment.start].isupper()):
        seated = _SEATED.search(reading.text, segment.start, segment.end)
        parts.bodies.append((Span(segment.start, seated.start()) if seated else segment, None))
        parts.inside.extend(_states_in(reading, segment, names))
    elif kind == "comma" and reading.text[segment.start].islower() and not _ends_fields(reading, segment):
        return segment.end
    elif parts.bodies and not parts.states and not parts.inside:
        _go_on(parts, segment)
    elif not parts.bodies and not parts.states and not parts.inside and not parts.places:
        parts.title = Span(parts.title.start, segment.end)
    return max(position, segment.end)


def _go_on(parts: _Parts, segment: Span) -> None:
    """Takes a segment to the last body, or to the title where the body stands before it ("EU Envoy for | the Horn")."""
    last, known = parts.bodies[-1]
    if last.start < parts.title.start:
        parts.title = Span(parts.title.start, segment.end)
    else:
        parts.bodies[-1] = (Span(last.start, segment.end), known)


def _is_field(reading: Reading, parts: _Parts, segment: Span) -> bool:
    """Whether what follows a title is no body: a minister's field, or a word that alone names none ("of Police")."""
    written = _PARENTHESIS.sub("", reading.text[segment.start : segment.end])
    if written in reading.grammar.of("posts").words["no-body-alone"]:
        return True
    fields = reading.grammar.of("posts").words["portfolio"]
    plain = not reading.text.endswith("the ", 0, segment.start) and not _ACRONYM.search(written)
    named = all(word in fields or word in ("and", "the") for word in written.replace(",", "").split())
    return (plain or named) and reading.text[parts.title.start : parts.title.end].endswith("Minister")


def _are_fields(reading: Reading, parts: _Parts, segment: Span) -> bool:
    """Whether a segment goes on the fields of a title ("Commissioner for Political Affairs, Peace and Security")."""
    fields = reading.grammar.of("posts").words["portfolio"]
    words = reading.text[segment.start : segment.end].split()
    title = reading.text[parts.title.start : parts.title.end]
    ends = {words[0], words[-1]} if words else set()
    listed = _LISTED_FIELDS.fullmatch(reading.text, segment.start, segment.end)
    if "Minister" in title and (" for " in title or " of " in title) and listed and ends.isdisjoint(_bodies(reading)):
        return True
    leads = " for " in title
    return leads and all(word in fields or word in ("and", "the") for word in words)


def _owner_of_field(reading: Reading, parts: _Parts, kind: str, segment: Span, names: list[Named]) -> Named | None:
    """The organisation or state that opens a segment which goes on with its officer's field or seat ("UNHCR in Kenya").

    Whom a state's representative is accredited to may go on with any of its offices.
    """
    for name in names:
        if name.span.start != segment.start or name.ref is None or name.adjective:
            continue
        body = name.kind is Kind.ORGANISATION
        if body and kind == "to" and parts.states:
            return name
        goes_on = _FIELD_OR_SEAT if body else _SEAT
        if (body or name.kind is Kind.STATE) and goes_on.match(reading.text, name.span.end, segment.end):
            return name
    return None


def _ends_fields(reading: Reading, segment: Span) -> bool:
    """Whether a segment is the last of several fields of government ("for Energy, Trade, and the Environment")."""
    last = _LAST_FIELD.fullmatch(reading.text, segment.start, segment.end)
    return last is not None and last.group("field") in reading.grammar.of("posts").words["portfolio"]


def _file(parts: _Parts, kind: str, named: Named) -> None:
    """Files a segment that is a name of the registry."""
    ref = named.ref
    if ref is None:
        return
    if ref.kind in (Kind.STATE, Kind.TERRITORY):
        if kind == "to":
            parts.accredited = ref
        else:
            parts.states.append(ref)
    elif kind == "to" and ref.kind is Kind.ORGANISATION and (parts.states or parts.bodies):
        parts.accredited = ref
    elif ref.kind is Kind.PLACE:
        parts.places.append(ref)
    else:
        parts.bodies.append((named.span, ref))


def _states_in(reading: Reading, segment: Span, names: list[Named]) -> list[Ref]:
    """The states that a body's name names: the adjective that opens it, else those it is not just "in" or "for"."""
    inside = [name for name in names if segment.contains(name.span) and name.kind is Kind.STATE]
    opening = [name.ref for name in inside if name.adjective and name.span.start == segment.start]
    others = [
        name.ref
        for name in inside
        if not name.adjective and not _LOCATED.search(reading.text, segment.start, name.span.start)
    ]
    return [ref for ref in opening or others if ref]


def _whose_office(reading: Reading, segment: Span, names: list[Named]) -> Named | None:
    """The organisation whose officer a post serves ("Head of Cabinet of European Commission President ...")."""
    named = next((one for one in names if one.span.start == segment.start and one.kind is Kind.ORGANISATION), None)
    words = reading.grammar.of("posts").words["post"]
    following = reading.text[named.span.end : segment.end].split()[:1] if named else []
    return named if following and following[0] in words else None


def _bodies(reading: Reading) -> tuple[str, ...]:
    return reading.grammar.of("posts").words["body"]


def _is_body(reading: Reading, segment: Span) -> bool:
    text = _PARENTHESIS.sub("", reading.text[segment.start : segment.end])
    words = text.split()
    bodies = reading.grammar.of("posts").words["body"]
    return bool(words) and (
        words[0] in bodies
        or words[-1] in bodies
        or " ".join(words[-2:]) in bodies
        or bool(_ACRONYM.fullmatch(text))
        or any(word in bodies for word in words if word[0].isupper() and words.index(word) > 0)
    )


def _post(reading: Reading, extraction: Extraction, span: Span, parts: _Parts) -> Post:
    bodies_known = (ref for _, ref in parts.bodies if ref is not None and ref.kind is Kind.ORGANISATION)
    known = _whole(reading, next(bodies_known, None))
    abroad = known is not None and state_of(reading, extraction, known) is None
    states = [*parts.states, *(() if abroad else parts.inside)]
    geographic = next((ref for ref in states if ref.kind is Kind.TERRITORY), None) or (states[0] if states else None)
    bodies = _organisations(reading, extraction, parts, geographic or state_of(reading, extraction, known) or known)
    represents = (
        geographic or (parts.places[0] if parts.places else None) or state_of(reading, extraction, known) or known
    )
    title = _DANGLING.sub("", reading.stored(parts.title).strip(" ,"))
    organisation = bodies[0] if bodies else None
    if organisation is None:
        office = next(
            (r for r in reading.grammar.of("posts") if r.pattern.search(reading.text[span.start : span.end])), None
        )
        if office is not None:
            kind, _, key = office.value.partition(":")
            organisation = Ref(kind=Kind(kind), key=key)
            represents = (
                represents if represents != Ref(kind=Kind.ORGANISATION, key="un") and represents else organisation
            )
            title = reading.stored(span)
    return Post(
        title=title,
        span=span,
        organisation=organisation,
        represents=represents,
        accredited_to=parts.accredited if _is_sent(reading, title) else None,
    )


def _is_sent(reading: Reading, title: str) -> bool:
    """Whether a title is one of those whom one state or body sends to another; a President goes there for a visit."""
    return any(word.rstrip(",") in reading.grammar.of("posts").words["sent"] for word in title.split())


def _whole(reading: Reading, organisation: Ref | None) -> Ref | None:
    """The organisation that a unit is part of; any other organisation itself."""
    entries = reading.grammar.registry.organisations
    while organisation is not None and (entry := entries[organisation.key]).kind == "unit" and entry.parent:
        organisation = Ref(kind=Kind.ORGANISATION, key=entry.parent)
    return organisation


def state_of(reading: Reading, extraction: Extraction, organisation: Ref | None) -> Ref | None:
    """The state, territory or place that an organisation of the registry or of the text belongs to."""
    if organisation is None:
        return None
    entry = reading.grammar.registry.organisations.get(organisation.key)
    if entry is not None:
        return entry.of
    found = extraction.organisations.first(organisation)
    return found.of if found else None


def _organisations(reading: Reading, extraction: Extraction, parts: _Parts, of: Ref | None) -> list[Ref]:
    """A reference for every body, the smallest first; those the registry lacks are recorded with parent and state."""
    refs: list[Ref] = []
    parent: Ref | None = None
    for span, known_as in reversed(parts.bodies):
        ref = known_as or reading.acronyms.get(reading.text[span.start : span.end])
        if ref is None:
            label = _PARENTHESIS.sub("", reading.stored(span)).strip(" ,")
            owner = slugify(of.key) if of else reading.document.slug
            ref = Ref(kind=Kind.ORGANISATION, key=f"{slugify(label)}-{owner}")
            if not extraction.organisations.places(ref):
                extraction.organisations.append(
                    FoundOrganisation(
                        ref=ref,
                        label=label,
                        of=of if of != parent and (of is None or of.kind is not Kind.ORGANISATION) else None,
                        parent=parent if parent and parent.kind is Kind.ORGANISATION else None,
                        evidence=(span,),
                    )
                )
        if ref.kind is Kind.ORGANISATION:
            parent = ref
            refs.insert(0, ref)
    return refs


@lru_cache(maxsize=4)
def _fixed_title(grammar: Grammar) -> re.Pattern[str]:
    """A title of several words that "of" does not part ("Head of Cabinet")."""
    posts = grammar.of("posts")
    titles = [re.escape(title) for title in posts.words["post"] if " of " in title]
    return re.compile(
        rf"(?:the )?(?:{posts.alternation('modifier')} ){{0,3}}(?:{'|'.join(sorted(titles, key=len, reverse=True))})\b"
    )


@lru_cache(maxsize=4)
def _another(grammar: Grammar) -> re.Pattern[str]:
    """The "and" that opens another post of the same person."""
    posts = grammar.of("posts")
    return re.compile(
        rf",? and (?:the |an? )?(?:(?:current|incoming|outgoing|present) )?"
        rf"(?=(?:(?:{posts.alternation('modifier')} ){{0,3}}{posts.alternation('post')}"
        rf"|{posts.alternation('post-in-small')})(?: (?:of|for|at)\b|$))"
    )
