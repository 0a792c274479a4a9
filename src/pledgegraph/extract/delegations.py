"""Delegations: who is named in a state's delegation represents it ("The Chilean delegation included Ana Soto, ...").

Where the text reports a meeting, the members and the state that sent them took part in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.grammar import Reading, Sentence, resolved
from pledgegraph.extract.names import Named
from pledgegraph.extraction import Extraction
from pledgegraph.model import Kind, Participation, PostHolding, Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity

_GROUP = r"(?:delegation|side|team|party)"
_NAMES = (
    r"(?:(?:also |further )?(?:included|includes|comprised|comprises|consisted of|consists of|numbered)"
    r"|(?:,? (?:was|were|is|are),?|,)? ?(?:jointly |co-)?(?:led|headed|represented|chaired|composed|made up) (?:by|of)"
    r"|(?:will be|was|were|is|are)(?= (?:the |Mr|Ms|Dr|[A-Z]))|:)"
)
_STANDS_FOR = re.compile(r",? (?:was|were|is|are) represented by ")
_BEHIND = re.compile(
    rf"(?:'s?)?(?: [a-z-]+){{0,2}} {_GROUP}(?: for [^,.;:]{{1,60}}?)? ?{_NAMES} ?"
    rf"|{_STANDS_FOR.pattern}"
)
_UNREAD = re.compile(r"(?:;[^;.:]{8,200}){1,2}; (?:and )?(?:the )?")
"""Entries between semicolons: "the Minister, Ana Soto; | the fiscal Attorney, Luis Vega; the | Director, Eva Rey"."""
_REPRESENTED = re.compile(r"\brepresented by ")
_LIKEWISE = re.compile(r" by (?=the |[A-Z])")
"""Goes on "Chile was represented by Ana Soto" without the verb: ", Peru by Luis Vega"."""
_LED = re.compile(r"\b(?:led|headed) by ")
_LIKEWISE_LED = re.compile(rf"(?:'s?)?(?: [a-z-]+){{0,2}} {_GROUP} by (?=the |[A-Z])")
"""Goes on "the Chilean delegation was led by Ana Soto" without the verb: ", the Peruvian delegation by Luis Vega"."""
_THAT_OF = re.compile(rf"(?:,|;)? ?(?:and )?(?:that|the {_GROUP}) of (?:the )?$")
"""Goes on "the delegation of Chile was led by Ana Soto" without the noun, too: ", and that of Peru by Luis Vega"."""
_OF = re.compile(rf"\b{_GROUP} (?:of|from) (?:the )?$")
_OF_NAMES = re.compile(rf" ?{_NAMES} ?")
_REPRESENTING = re.compile(r"\b[Rr]epresenting (?:the )?$")
_WERE = re.compile(r" (?:were|was|are|is) ")
_OTHERS = re.compile(
    r"(?<!along )(?<!together )\bwith\b|\b(?:met|meet|meeting|hosted|welcomed|visited|while|thanked|discussed|joined)\b"
)
_STATES = (Kind.STATE, Kind.TERRITORY)
_WORD = re.compile(rf"\b{_GROUP}\b")
_BETWEEN = re.compile(
    r"(?:[\s,;.()&-]|'s\b|and\b|as well as\b|(?:of|for|the|its|their|at|to|in|on|from|by|also|led|headed)\b"
    r"|(?:included|including|comprised|consisted of|virtually|virtual|online|remotely)\b"
    r"|[A-Z][\w.']*)*"
)
"""What may stand between two members of a list: their titles as far as they are capitalised, and little words."""
_SUPERIOR = re.compile(r"\b(?:to|of|for) (?:the )?$")
"""Words before somebody who only belongs to another's title ("Special Assistant to President Soto")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Region:
    """A stretch that names members of a delegation: of which state, named where, and the words that say so."""

    state: Ref
    named: Span
    whose: Span
    said: Span
    span: Span


def with_delegations(
    reading: Reading, extraction: Extraction, sentence: Sentence, persons: list[Appearance]
) -> list[Appearance]:
    """The persons of a sentence; those named in a delegation represent its state, unless their office is another's."""
    if not any(person.posts for person in persons):
        return persons
    regions = list(_regions(reading, sentence))
    if not regions:
        return persons
    return [_of_delegation(extraction, person, regions) for person in persons]


def read_delegates(reading: Reading, extraction: Extraction, sentence: Sentence, persons: list[Appearance]) -> None:
    """Adds a participation for every member whom a sentence lists, and one for the state that sent the delegation."""
    if sentence.span in reading.elsewhere or not persons:
        return
    for region in _regions(reading, sentence):
        for made in _participations(reading, region, persons):
            if not extraction.participations.places((made.participant, made.capacity)):
                extraction.participations.append(made)
                reading.used.append(sentence.span)


def _participations(reading: Reading, region: _Region, persons: list[Appearance]) -> Iterator[Participation]:
    """The members of a region and, if there are any, the state."""
    delegation = " ".join(reading.stored(region.whose).split())
    members = _members(reading, region, persons)
    for person in members:
        yield Participation(
            participant=person.person.ref,
            capacity=Capacity.ATTENDED,
            in_posts=person.posts,
            on_behalf_of=region.state,
            name_as_written=reading.stored(person.span),
            delegation=delegation,
            evidence=(person.full,),
        )
    if members:
        yield Participation(
            participant=region.state,
            capacity=Capacity.ATTENDED,
            name_as_written=reading.stored(region.named),
            delegation=delegation,
            evidence=(Span(region.whose.start, members[0].full.end),),
        )


def _members(reading: Reading, region: _Region, persons: list[Appearance]) -> list[Appearance]:
    """The persons that follow one another from the beginning of a region, past entries nobody was read of."""
    members: list[Appearance] = []
    start = region.span.start
    for person in persons:
        if person.full.start < start:
            continue
        gap = (start, person.full.start)
        passed_over = bool(members) and _UNREAD.fullmatch(reading.text, *gap)
        if not region.span.contains(person.span) or not (passed_over or _BETWEEN.fullmatch(reading.text, *gap)):
            break
        if not _SUPERIOR.search(reading.text, start, person.full.start):
            members.append(person)
        start = person.full.end
    return members


def _regions(reading: Reading, sentence: Sentence) -> Iterator[_Region]:
    """The stretches that name members of delegations."""
    text, end = reading.text, sentence.span.end
    found: list[tuple[Ref, Span, Span, Span]] = []
    for name in sentence.names:
        ref = resolved(name, *_STATES)
        said = _said(text, sentence, name) if ref else None
        if ref is None and (ref := resolved(name, Kind.ORGANISATION)):
            stands_for = _STANDS_FOR.match(text, name.span.end, end)
            said = Span(name.span.start, stands_for.end()) if stands_for else None
        if ref and said:
            group = max([name.span.end, *(word.end() for word in _WORD.finditer(text, said.start, said.end))])
            found.append((ref, name.span, Span(said.start, group), said))
    for place, (ref, named, whose, said) in enumerate(found):
        stop = found[place + 1][3].start if place + 1 < len(found) else end
        others = _OTHERS.search(text, said.end, stop)
        stop = others.start() if others else stop
        if said.end < stop:
            yield _Region(state=ref, named=named, whose=whose, said=said, span=Span(said.end, stop))


def _said(text: str, sentence: Sentence, name: Named) -> Span | None:
    """The words that say that members of a state's delegation follow."""
    start, end = sentence.span.start, sentence.span.end
    if found := _BEHIND.match(text, name.span.end, end):
        return Span(name.span.start, found.end())
    if (found := _LIKEWISE.match(text, name.span.end, end)) and _REPRESENTED.search(text, start, name.span.start):
        return Span(name.span.start, found.end())
    if (
        (found := _LIKEWISE.match(text, name.span.end, end))
        and (that := _THAT_OF.search(text, start, name.span.start))
        and _LED.search(text, start, that.start())
    ):
        return Span(that.start(), found.end())
    if (found := _LIKEWISE_LED.match(text, name.span.end, end)) and _LED.search(text, start, name.span.start):
        return Span(name.span.start, found.end())
    if (before := _OF.search(text, start, name.span.start)) and (found := _OF_NAMES.match(text, name.span.end, end)):
        return Span(before.start(), found.end())
    if (before := _REPRESENTING.search(text, start, name.span.start)) and (
        found := _WERE.match(text, name.span.end, end)
    ):
        return Span(before.start(), found.end())
    return None


def _of_delegation(extraction: Extraction, person: Appearance, regions: list[_Region]) -> Appearance:
    region = next((one for one in regions if one.span.contains(person.span)), None)
    if region is None:
        return person
    another = person.represents is not None and person.represents.kind in _STATES
    if another and person.represents != region.state:
        return person
    posts = tuple(
        post if another and post.represents else representing(extraction, post, region.state, region.said)
        for post in person.posts
    )
    return replace(person, posts=posts)


def representing(extraction: Extraction, post: PostHolding, ref: Ref, said: Span) -> PostHolding:
    """A post with whom its holder represents, as other words (`said`) tell; the extraction keeps it so."""
    for index in extraction.posts.places(post.person):
        known = extraction.posts[index]
        if (known.title, known.organisation) == (post.title, post.organisation):
            made = replace(known, represents=ref, evidence=tuple(dict.fromkeys((*known.evidence, said))))
            extraction.posts[index] = made
            return made
    return post
