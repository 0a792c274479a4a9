"""Delegations: who is named in a state's delegation represents it ("The Chilean delegation included Ana Soto, ...")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pledgegraph.extract.grammar import Reading, Sentence, resolved
from pledgegraph.extract.names import Named
from pledgegraph.extract.persons import Appearance
from pledgegraph.model import Extraction, Kind, PostHolding, Ref, Span

_GROUP = r"(?:delegation|side|team|party)"
_NAMES = (
    r"(?:(?:also |further )?(?:included|includes|comprised|comprises|consisted of|consists of|numbered)"
    r"|(?:,? (?:was|were|is|are),?|,)? ?(?:jointly |co-)?(?:led|headed|represented|chaired|composed|made up) (?:by|of)"
    r"|(?:will be|was|were|is|are)(?= (?:the |Mr|Ms|Dr|[A-Z]))|:)"
)
_BEHIND = re.compile(rf"(?:'s?)?(?: [a-z-]+){{0,2}} {_GROUP}(?: for [^,.;:]{{1,60}}?)? ?{_NAMES} ?")
_OF = re.compile(rf"\b{_GROUP} (?:of|from) (?:the )?$")
_OF_NAMES = re.compile(rf" ?{_NAMES} ?")
_REPRESENTING = re.compile(r"\b[Rr]epresenting (?:the )?$")
_WERE = re.compile(r" (?:were|was|are|is) ")
_OTHERS = re.compile(
    r"(?<!along )(?<!together )\bwith\b|\b(?:met|meet|meeting|hosted|welcomed|visited|while|thanked|discussed|joined)\b"
)
_STATES = (Kind.STATE, Kind.TERRITORY)


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


def _regions(reading: Reading, sentence: Sentence) -> Iterator[tuple[Ref, Span, Span]]:
    """The stretches that name members of delegations: whose, the words that say so, and the stretch."""
    text, end = reading.text, sentence.span.end
    found: list[tuple[Ref, Span]] = []
    for name in sentence.names:
        ref = resolved(name, *_STATES)
        said = _said(text, sentence, name) if ref else None
        if ref and said:
            found.append((ref, said))
    for place, (ref, said) in enumerate(found):
        stop = found[place + 1][1].start if place + 1 < len(found) else end
        others = _OTHERS.search(text, said.end, stop)
        stop = others.start() if others else stop
        if said.end < stop:
            yield ref, said, Span(said.end, stop)


def _said(text: str, sentence: Sentence, name: Named) -> Span | None:
    """The words that say that members of a state's delegation follow."""
    start, end = sentence.span.start, sentence.span.end
    if found := _BEHIND.match(text, name.span.end, end):
        return Span(name.span.start, found.end())
    if (before := _OF.search(text, start, name.span.start)) and (found := _OF_NAMES.match(text, name.span.end, end)):
        return Span(before.start(), found.end())
    if (before := _REPRESENTING.search(text, start, name.span.start)) and (
        found := _WERE.match(text, name.span.end, end)
    ):
        return Span(before.start(), found.end())
    return None


def _of_delegation(extraction: Extraction, person: Appearance, regions: list[tuple[Ref, Span, Span]]) -> Appearance:
    region = next((one for one in regions if one[2].contains(person.span)), None)
    if region is None or (person.represents is not None and person.represents.kind in _STATES):
        return person
    ref, said, _ = region
    posts = tuple(_representing(extraction, post, ref, said) for post in person.posts)
    return replace(person, posts=posts)


def _representing(extraction: Extraction, post: PostHolding, ref: Ref, said: Span) -> PostHolding:
    for index, known in enumerate(extraction.posts):
        if (known.person, known.title, known.organisation) == (post.person, post.title, post.organisation):
            made = replace(known, represents=ref, evidence=tuple(dict.fromkeys((*known.evidence, said))))
            extraction.posts[index] = made
            return made
    return post
