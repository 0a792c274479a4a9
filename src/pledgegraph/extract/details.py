"""Details of a commitment: deadline, amount, whom it is for, condition; how specific it is; who is bound together."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from pledgegraph.extract.grammar import Grammar, Reading
from pledgegraph.model import Clause, Detail, Kind, Ref, Statement
from pledgegraph.sources.inflect import Inflection, inflections
from pledgegraph.spans import Span
from pledgegraph.vocab import DetailKind, Specificity, Undertaking

_BY_LIST = {"action": Specificity.ACTION, "outcome": Specificity.OUTCOME, "effort": Specificity.EFFORT}
_OUTER = (DetailKind.DEADLINE, DetailKind.CONDITION)
_RELATED = re.compile(r"\b(?:who|which|that|whose)\b[^,;]*$")
_NEAR = 240
"""Characters before a detail that tell what it is of."""
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
_BEFORE_CLAUSE = re.compile(r"(?:,(?: [^,;]{2,90},){0,2})? (?:the )?")
_LEADING = frozenset(("also", "further", "to", "jointly"))
_OPENING = 4
"""Words at the beginning of a commitment among which its verb is."""


def read_details(reading: Reading, span: Span) -> tuple[Detail, ...]:
    """The details in a commitment's text, in order, the first of each kind that any rule finds at a place."""
    found: list[Detail] = []
    for rule in reading.tried("details", span.start, span.end):
        kind = DetailKind(rule.value)
        for match in rule.pattern.finditer(reading.text, span.start, span.end):
            place = Span(*match.span("detail"))
            near = reading.text[max(span.start, place.start - _NEAR) : place.start]
            if _of_something_else(reading, kind, near, match["detail"].lower()):
                continue
            if not any(one.kind is kind and one.span.overlaps(place) for one in found):
                found.append(Detail(kind=kind, written=reading.stored(place), span=place))
    return tuple(sorted(found, key=lambda detail: (detail.span, detail.kind)))


def _of_something_else(reading: Reading, kind: DetailKind, near: str, written: str) -> bool:
    """Whether a detail tells of something else than what is promised, by the words before it (`near`).

    A time may be when something else is or was; an amount may be one that stays as it is, or was given before.
    """
    within = written.startswith(("in ", "this ", "later this", "early this"))
    told = ["day-of-something-done"] if written.startswith("in ") else []
    if kind is DetailKind.DEADLINE:
        told += ["day-of-what-somebody-did", "given-before", *(["day-of-an-event"] if within else [])]
    elif kind is DetailKind.QUANTITY:
        told += ["amount-that-stays", "given-before"]
    clauses = reading.grammar.of("clauses")
    return any(clauses.pattern(name).search(near) for name in told)


def is_past(detail: Detail, own: set[str]) -> bool:
    """Whether a time lies before the meeting and the text, by the years that both have: it is no deadline."""
    years = _YEAR.findall(detail.written) if detail.kind is DetailKind.DEADLINE and own else []
    return bool(years) and max(years) < min(own)


def read_outer_details(reading: Reading, statement: Statement, content: Span, verbs: list[int]) -> tuple[Detail, ...]:
    """Deadline and condition that stand before the content: they open the sentence, or stand behind the verb.

    "By 2033, Chile will publish its fees"; "Chile will, where possible, publish its fees". What opens a sentence goes
    with its first verb alone (`verbs` is where the verbs of all statements begin, in order). Those of a lead-in go with
    each of its items.
    """
    if len(statement.evidence) > 1 and not statement.evidence[-1].contains(statement.verb):
        lead = statement.evidence[-1]
        return tuple(
            one
            for one in read_details(reading, lead)
            if one.kind in _OUTER
            and not one.written.lower().startswith("in 2")
            and not _RELATED.search(reading.text, lead.start, one.span.start)
        )
    sentence = reading.sentence_at(statement.verb.start)
    if sentence is None or not statement.verb.start < content.start <= sentence.span.end:
        return ()
    start = sentence.span.start
    first = bisect_left(verbs, start) == bisect_left(verbs, statement.verb.start)
    found: list[Detail] = []
    for detail in read_details(reading, Span(start, content.start)):
        opens = first and detail.span.start == start and _opens(reading.text, detail.span.end, statement)
        within = statement.evidence[0].start <= detail.span.start < statement.verb.start
        behind = detail.span.start >= statement.verb.end and reading.text[detail.span.start - 2] == ","
        if detail.kind in _OUTER and (opens or behind or within):
            found.append(detail)
    return tuple(found)


def _opens(text: str, end: int, statement: Statement) -> bool:
    """Whether what opens a sentence and ends at a place stands right before a statement's own clause."""
    start = statement.evidence[0].start
    return end < start and _BEFORE_CLAUSE.fullmatch(text, end, start) is not None


def specificity(grammar: Grammar, clauses: tuple[Clause, ...], text: str) -> Specificity | None:
    """What the verb that a commitment opens with promises; None where the scheme does not know the verb."""
    opening = clauses[0].text if clauses else text
    words = [word for word in opening.lower().split()[:_OPENING] if word not in _LEADING and not word.endswith("ly")]
    known = _verbs(grammar)
    return known.get(" ".join(words[:2])) or (known.get(words[0]) if words else None)


def undertaking(grammar: Grammar, speaker: Ref | None) -> Undertaking | None:
    """Several actors together or one alone; None where nobody is named."""
    if speaker is None:
        return None
    together = speaker.kind is Kind.COLLECTIVE and not _one_side(grammar).search(speaker.key)
    return Undertaking.COLLECTIVE if together else Undertaking.UNILATERAL


@lru_cache(maxsize=4)
def _one_side(grammar: Grammar) -> re.Pattern[str]:
    """The key of a collective that stands for one ("the-georgian-side")."""
    words = grammar.of("details")
    one, several = (words.alternation(name).replace(" ", "-") for name in ("one", "several"))
    return re.compile(
        rf"^(?!{several}-|[a-z]*[a-rt-z]s-(?:of|from)-)(?!.*-and-the-{one}\b)(?:.*{one}|{one}-(?:of|for)-.*)$"
    )


@lru_cache(maxsize=4)
def _verbs(grammar: Grammar) -> dict[str, Specificity]:
    lists = grammar.of("specificity").words
    return {
        form: kind
        for name, kind in _BY_LIST.items()
        for verb in lists[name]
        for form, inflection in inflections(verb, {}).items()
        if inflection in (Inflection.BASE, Inflection.GERUND)
    }
