"""Details of a commitment: deadline, amount, whom it is for, condition; how specific it is; who is bound together."""

from __future__ import annotations

from functools import lru_cache

from pledgegraph.extract.grammar import Grammar, Reading
from pledgegraph.model import Clause, Detail, Kind, Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import DetailKind, Specificity, Undertaking

SPECIFICITY_RULE = "specificity-from-verb"

_BY_LIST = {"action": Specificity.ACTION, "outcome": Specificity.OUTCOME, "effort": Specificity.EFFORT}
_LEADING = frozenset(("also", "further"))


def read_details(reading: Reading, span: Span) -> tuple[Detail, ...]:
    """The details in a commitment's text, in order, the first of each kind at a place."""
    found: list[Detail] = []
    for rule in reading.tried("details", span.start, span.end):
        for match in rule.pattern.finditer(reading.text, span.start, span.end):
            place = Span(*match.span("detail"))
            found.append(Detail(kind=DetailKind(rule.value), written=reading.stored(place), span=place))
    return tuple(sorted(found, key=lambda detail: (detail.span, detail.kind)))


def specificity(grammar: Grammar, clauses: tuple[Clause, ...]) -> Specificity | None:
    """What the first verb of a commitment promises; None where the scheme does not know the verb."""
    if not clauses:
        return None
    words = [
        word for word in clauses[0].action_verb.lower().split() if word not in _LEADING and not word.endswith("ly")
    ]
    known = _verbs(grammar)
    return known.get(" ".join(words)) or (known.get(words[0]) if words else None)


def undertaking(speaker: Ref | None) -> Undertaking | None:
    """Several actors together or one alone; None where nobody is named."""
    if speaker is None:
        return None
    return Undertaking.COLLECTIVE if speaker.kind is Kind.COLLECTIVE else Undertaking.UNILATERAL


@lru_cache(maxsize=4)
def _verbs(grammar: Grammar) -> dict[str, Specificity]:
    lists = grammar.of("specificity").words
    return {verb: kind for name, kind in _BY_LIST.items() for verb in lists[name]}
