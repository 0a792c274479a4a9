"""What a score rests on: for each of its parts the stretches of the later text that match the commitment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pledgegraph.spans import Span
from pledgegraph.tracking.lexicon import Place, Vector, cosine
from pledgegraph.tracking.score import Profile

MOST = 5
"""Stretches named for one part, the weightiest first."""

_GAP = 3
"""Characters between two matched words that are still one stretch: a space, a comma, a hyphen."""


def matches(commitment: Profile, statement: Profile) -> dict[str, tuple[Span, ...]]:
    """The matched stretches in the order of the text, by the part of the score that they gave rise to."""
    words, span = statement.words, statement.span
    if words is None or span is None:
        return {}
    clause_terms: Vector = max(
        (one.terms for one in commitment.clauses), key=lambda v: cosine(v, statement.terms), default={}
    )
    clause_themes: Vector = max(
        (one.themes for one in commitment.clauses), key=lambda v: cosine(v, statement.themes), default={}
    )
    found = {
        "terms": _stretches(commitment.terms, statement.terms, words.stems),
        "clause": _stretches(clause_terms, statement.terms, words.stems),
        "synonyms": _stretches(commitment.synonyms, statement.synonyms, words.rings),
        "themes": _stretches(commitment.themes, statement.themes, words.themes),
        "clause-themes": _stretches(clause_themes, statement.themes, words.themes),
        "alignments": _stretches(commitment.targets, statement.terms, words.stems),
    }
    placed = {
        part: tuple(Span(span.start + start, span.start + end) for start, end in places)
        for part, places in found.items()
        if places
    }
    shared = commitment.instruments.keys() & statement.instruments.keys()
    named = sorted({place for key in shared for place in statement.instruments[key]})
    return placed | ({"instruments": tuple(named)} if named else {})


def _stretches(wanted: Vector, said: Vector, places: Mapping[str, Sequence[Place]]) -> list[Place]:
    """The weightiest stretches of the terms that both have."""
    weights: dict[Place, float] = {}
    for term in wanted.keys() & said.keys():
        for place in places[term]:
            weights[place] = max(weights.get(place, 0.0), wanted[term] * said[term])
    joined = _joined(sorted(weights))
    heaviest = sorted(
        joined,
        key=lambda stretch: (-sum(w for place, w in weights.items() if _within(place, stretch)), stretch),
    )
    return sorted(heaviest[:MOST])


def _joined(places: Iterable[Place]) -> list[Place]:
    """Places in order, those that overlap or nearly touch as one."""
    found: list[Place] = []
    for start, end in places:
        if found and start - found[-1][1] < _GAP:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _within(place: Place, stretch: Place) -> bool:
    return stretch[0] <= place[0] and place[1] <= stretch[1]
