"""States and organisations that took part through somebody who attended on their behalf, as inferred facts."""

from __future__ import annotations

from pledgegraph.extract.grammar import Reading
from pledgegraph.model import Extraction, Kind, Known, Participation, Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import Basis, Capacity, Mode

REPRESENTED_RULE = "represented-by-who-took-part"

_CAPACITIES = (Capacity.ATTENDED, Capacity.OBSERVED, Capacity.HOSTED)
_KINDS = (Kind.STATE, Kind.TERRITORY, Kind.ORGANISATION)


def read_represented(reading: Reading, extraction: Extraction) -> None:
    """Adds whom those represent who attended, observed or hosted in person, with basis inferred.

    Heads of state and of government and ministers represent their state by their functions (Vienna Convention on the
    Law of Treaties, article 7(2)(a); International Court of Justice, Armed Activities, 2006, paragraph 47), others as
    the text says. A speaker makes nobody an attendee, nor does a message by video; the name must stand in the sentence.
    """
    known = Known(basis=Basis.INFERRED, rule=REPRESENTED_RULE, confidence="0.9")
    there = {(one.participant, one.capacity) for one in extraction.participations}
    for one in tuple(extraction.participations):
        whom = _represented(one)
        name = _named(reading, whom, one.evidence[0]) if whom else None
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
    whom = one.on_behalf_of or next((post.represents for post in one.in_posts if post.represents), None)
    return whom if whom is not None and whom.kind in _KINDS else None


def _named(reading: Reading, whom: Ref, place: Span) -> Span | None:
    """Where the sentence that names the person names the one represented."""
    sentence = reading.sentence_at(place.start)
    return next((name.span for name in sentence.names if name.ref == whom), None) if sentence else None
