"""States and organisations that took part without being listed, as inferred facts.

Through somebody who attended on their behalf, or as the parties that a meeting or a joint body is named by.
"""

from __future__ import annotations

import re

from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.extraction import Extraction
from pledgegraph.model import BODIES, Forum, Kind, Known, Participation, Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import Basis, Capacity, Mode

REPRESENTED_RULE = "represented-by-who-took-part"

PARTIES_RULE = "parties-of-a-joint-body-met"

_CAPACITIES = (Capacity.ATTENDED, Capacity.OBSERVED, Capacity.HOSTED, Capacity.CHAIRED)
_OF = re.compile(r" of (?:the )?")
_HYPHEN = re.compile(r" ?[-–/] ?")


def read_represented(reading: Reading, extraction: Extraction) -> None:
    """Adds whom those represent who attended, observed, hosted or chaired in person, with basis inferred.

    Heads of state and of government and ministers represent their state by their functions (Vienna Convention on the
    Law of Treaties, article 7(2)(a); International Court of Justice, Armed Activities, 2006, paragraph 47), others as
    the text says. A speaker makes nobody an attendee, nor does a message by video; the name must stand in the sentence,
    or beside the post where the text or its title tells of it.
    """
    known = Known(basis=Basis.INFERRED, rule=REPRESENTED_RULE, confidence="0.9")
    there = {(one.participant, one.capacity) for one in extraction.participations}
    for one in tuple(extraction.participations):
        whom = _represented(one)
        name = _told(reading, extraction.heading.title_span, whom, one) if whom else None
        if whom is None or name is None or (whom, one.capacity) in there:
            continue
        there.add((whom, one.capacity))
        extraction.participations.append(
            Participation(
                participant=whom,
                capacity=one.capacity,
                mode=one.mode,
                name_as_written=reading.stored(name),
                evidence=(one.evidence[0], name),
                known=known,
            )
        )


def _represented(one: Participation) -> Ref | None:
    """For whom a person took part in a capacity that carries over, else None."""
    if one.participant.kind is not Kind.PERSON or one.capacity not in _CAPACITIES or one.mode is Mode.BY_VIDEO:
        return None
    held = (post for post in one.in_posts if not post.title.lower().startswith("former "))
    whom = one.on_behalf_of or next((post.represents for post in held if post.represents), None)
    return whom if whom is not None and whom.kind in BODIES else None


def _told(reading: Reading, title: Span | None, whom: Ref, one: Participation) -> Span | None:
    """Where the one represented is named: beside the person who took part, or where the text tells of the post."""
    if beside := _named(reading, whom, one.evidence[0]):
        return beside
    places = [place for post in one.in_posts if post.represents == whom for place in post.evidence]
    for place in places:
        if named := _named(reading, whom, place):
            return named
        if title and title.contains(place):
            return next((name.span for name in reading.names_in(title) if name.ref == whom), None)
    return None


def _named(reading: Reading, whom: Ref, place: Span) -> Span | None:
    """Where the sentence that names the person names the one represented, also within the name of a body."""
    sentence = reading.sentence_at(place.start)
    names = sentence.names if sentence else []
    inside = (_named_inside(reading, whom, name) for name in names if name.kind is Kind.ORGANISATION)
    alone = (name.span for name in names if name.ref == whom)
    return next((span for span in (*alone, *inside) if span), None)


def _named_inside(reading: Reading, whom: Ref, body: Named) -> Span | None:
    """Where the name of a body ends with that of its state ("Ministry of Foreign Affairs of Indonesia")."""
    for start in (found.end() for found in _OF.finditer(body.written)):
        if tuple(reading.grammar.registry.names.get(body.written[start:], ())) == (whom,):
            return Span(body.span.start + start, body.span.end)
    return None


def joint_parties(reading: Reading, forum: Forum) -> list[Participation]:
    """The parties that a meeting, or the joint body that met, is named by, with basis inferred.

    "The fourth Chile-Peru Dialogue was held in Lima": a dialogue of two is held by these two. Names joined by hyphens
    or strokes right before a word for what only its parties hold (`joint` in the rules of forums) are read, in the
    words that tell of the meeting; one that is no state or organisation of the registry leaves all of them out. To be
    read before bodies are, which take the names in.
    """
    return [
        Participation(
            participant=name.ref,
            capacity=Capacity.ATTENDED,
            name_as_written=reading.stored(name.span),
            evidence=(whole, name.span),
            known=Known(basis=Basis.INFERRED, rule=PARTIES_RULE, confidence="0.9"),
        )
        for name, whole in _joined_parties(reading, forum)
        if name.ref is not None
    ]


def _joined_parties(reading: Reading, forum: Forum) -> list[tuple[Named, Span]]:
    """The names that stand together before such a word, each with the whole name of the meeting or body."""
    sentence = reading.sentence_at(forum.evidence[0].start)
    if sentence is None:
        return []
    rule = reading.grammar.of("forums").rule("held-by-its-parties")
    met = reading.met.verb.start if reading.met and reading.met.sentence == sentence.span else 0
    for chain in _chains(reading.text, sentence):
        found = rule.pattern.match(reading.text, chain[-1].span.end, sentence.span.end)
        if found is None or any(name.ref is None or name.ref.kind not in BODIES for name in chain):
            continue
        whole = Span(chain[0].span.start, found.end())
        if whole.end <= met or " ".join(reading.stored(whole).split()) in forum.label:
            return [(name, whole) for name in chain]
    return []


def _chains(text: str, sentence: Sentence) -> list[list[Named]]:
    """The names of a sentence that hang together by hyphens or strokes, two or more, and by none to a word before."""
    chains: list[list[Named]] = []
    for name in sentence.names:
        if chains and _HYPHEN.fullmatch(text, chains[-1][-1].span.end, name.span.start):
            chains[-1].append(name)
        else:
            chains.append([name])
    return [chain for chain in chains if len(chain) > 1 and text[chain[0].span.start - 1] not in "-–/"]
