"""Where the clause of a statement ends: before somebody else's clause, and with the object that several verbs share."""

from __future__ import annotations

import re

from pledgegraph.extract.actors import Actor
from pledgegraph.extract.chains import FINITE, RELATED, Hit, actors_from
from pledgegraph.extract.grammar import Grammar
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

_APART = re.compile(r";\s+(?:and |but |while )?|(?<! that), (?:but|while|whereas|although) ")
_ANOTHER_CLAUSE = re.compile(
    r", and (?:its|their|our|the|this|these|each|both|all) (?:(?!(?:that|which|who|to|of|for|on|in|and)\b)[\w'-]+ )"
    r"{1,4}?"
    r"(?:will|shall|would|is|are|was|were|has|have)\b"
    r"|,? and (?:the )?(?:[A-Z][\w.'’-]+ ){1,5}that (?=[A-Z]|the |it |they |she |he )"
)
_DONE = re.compile(
    r",? and (?:has|have) (?:already|also already|since|recently) [a-z]+(?:ed|n|t)\b"
    r"|, and (?:also )?(?:may|might|could) "
    r"|(?<=[a-z\d]), and (?:has|have) (?:also )?[a-z]+(?:ed|n|t)\b"
)
"""A deed of the same subject behind what is said, or a choice: "commits to end duties | and has already done so"."""
_FRONTED = re.compile(
    r"(?:; (?:and |but )?|, and )(?:[Ii]n|[Oo]n|[Aa]t|[Oo]ver|[Dd]uring|[Ww]ith|[Tt]hrough|[Tt]o|[Ff]or|[Bb]y"
    r"|[Uu]nder|[Aa]s) [^;,:]{2,90}, (?:the )?$"
)
"""What opens the next clause before its subject: "made a plan |; in our second year, we"."""
_LONGEST = 120
_GAPPED = re.compile(
    r"(?P<sum>\d(?:(?!\bto\b)[^;.]){0,160}?),? (?:and )?(?:the )?"
    r"(?![A-Z]{3}\b|US\b)[A-Z][\w-]+(?: (?:[A-Z][a-z][\w-]*|of|the)){0,4}"
    r" (?:another )?(?:[A-Z]{3} ?|[A-Z]{0,2}[$€£¥] ?)\d"
)
"""A sum, and behind it another's: "announced EUR 10 million for the fund, | France EUR 8 million".

What goes to one and another sum to another is given by the same: "give ten ships to Fiji and Tonga USD 3 million".
"""
_SHARING = re.compile(r"(?: (?:by|about|at|with|of))?,?(?: (?:and|or|but|as well as))?(?: also| further| [a-z]+ly)*,? ")
_RELATIVE_OBJECT = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|this|these|its|our|their) (?:(?!(?:the|an?) )[^\s,;:.]+ ){0,14}?[^\s,;:.]+, which (?:the )?$"
)
_BACK_TO_MAIN = re.compile(r", (?:was|were|is|are|has|have|had|will|would|[a-z]+ed)\b")
"""What closes a relative clause: "the Fund, which Chile will host |, was praised"."""
NOT_SHARED = (Force.COMMITS, Force.CALLS_FOR)
"""What says more than an object behind it: what another verb has in common with it cannot be told."""


def sharing(text: str, hits: list[Hit], number: int) -> int:
    """The number of the last verb that has its object with this one: "We welcome and support | the plan"."""
    last = number
    while last + 1 < len(hits) and _SHARING.fullmatch(text, hits[last].span.end, hits[last + 1].clause_start):
        last += 1
    return last


def relative_object(text: str, hit: Hit, stop: int) -> Span | None:
    """What a relative clause promises, with the thing that it speaks of: "the Fund, which Chile will host"."""
    if hit.rule.value not in (Force.COMMITS, Force.ASPIRES):
        return None
    near = max(0, hit.clause_start - _LONGEST)
    related = text.endswith((", which ", ", which the "), near, hit.clause_start)
    found = _RELATIVE_OBJECT.search(text, near, hit.clause_start) if related else None
    if found is None:
        return None
    back = _BACK_TO_MAIN.search(text, hit.span.end, stop)
    return Span(found.start(), back.start() if back else stop)


def before_other_subject(text: str, actors: list[Actor], start: int, stop: int, grammar: Grammar) -> int:
    """Where a statement ends at the latest: before "; ", ", but", ", while" and somebody else with a verb.

    Also before ", and its first meeting will": something else with a verb, unless all of it is said behind "that".
    """
    if text.endswith((", ", ", the "), start, stop):
        fronted = _FRONTED.search(text, max(start, stop - _LONGEST), stop)
        stop = fronted.start() if fronted else stop
    if gapped := _GAPPED.search(text, start, stop):
        stop = gapped.end("sum")
    other = _ANOTHER_CLAUSE.search(text, start, stop)
    if other and not RELATED.search(text, start, other.start()) and not text.endswith((" that", " that "), 0, start):
        stop = other.start()
    commends = grammar.of("clauses").pattern("somebody-else-commends").search(text, start, stop)
    if commends and not RELATED.search(text, start, commends.start()) and not text.endswith(" that", 0, start):
        stop = commends.start()
    if done := _DONE.search(text, start, stop):
        stop = done.start()
    for found in _APART.finditer(text, start, stop):
        for actor in actors_from(actors, found.end()):
            if actor.span.start > found.end() + len("the "):
                break
            if actor.span.end < stop and FINITE.match(text, actor.span.end, stop):
                return found.start()
    return stop
