"""Subjects of verbs: what stands before them, several actors that share one, and how the verb agrees."""

from __future__ import annotations

import re

from pledgegraph.extract.actors import Actor, Form
from pledgegraph.sources.inflect import Inflection
from pledgegraph.spans import Span

_ARTICLE = re.compile(r"\b[Tt]he$")
_AND = re.compile(r"(?:,? [JS]r\.?)?(?: \([^()]{1,60}\)){0,2},? (?:and|as well as|together with|or) (?:the )?")
_COMMA = re.compile(r"(?:,? [JS]r\.?)?(?: \([^()]{1,60}\)){0,2},? (?:and |as well as )?(?:the )?|, ")
_ARTICLE_BEFORE = re.compile(r"\b[Tt]he $")
_INTRODUCING = re.compile(r"\b(?:As|With|Like|Unlike|Among|Alongside) (?:the )?$")
"""What opens a phrase before the subject: "As partners, Chile and Peru ..."."""
_GOVERNED = re.compile(r"\b(?:of|in|at|by|for|with|to|from|on|towards?|under|through|within) (?:the )?$")
"""What governs a common noun that ends an opening phrase: "Among the goals of the Task Force, Chile and Peru ..."."""
_NEAR = 40
_FARTHEST = 60


def before(text: str, start: int, end: int) -> str:
    """What stands right before an actor, without its article; empty at the beginning of the sentence."""
    return _ARTICLE.sub("", text[max(start, end - _NEAR) : end].rstrip()).rstrip()


def joined(text: str, actors: list[Actor], last: Actor) -> Actor:
    """The whole subject where several actors share one verb ("A, B and C"): kept together as written, a collective."""
    start, first, sharing = last.span.start, True, [last]
    while True:
        gap = _AND if first else _COMMA
        before = next(
            (
                actor
                for actor in actors
                if start - _FARTHEST < actor.span.end < start
                and actor.form is not Form.PRONOUN
                and gap.fullmatch(text, actor.span.end, start)
            ),
            None,
        )
        if before is None or _INTRODUCING.search(text, max(0, before.span.start - _NEAR), before.span.start):
            break
        apart = before.form is Form.COLLECTIVE and sharing[0].form is Form.NAME and not first
        if apart and _GOVERNED.search(text, max(0, before.span.start - _NEAR), before.span.start):
            break
        start, first = before.span.start, False
        sharing.insert(0, before)
    if start == last.span.start:
        return last
    article = _ARTICLE_BEFORE.search(text, max(0, start - 4), start)
    begin = article.start() if article else start
    named = tuple(dict.fromkeys(one.ref for one in sharing if one.ref is not None))
    return Actor(form=Form.COLLECTIVE, span=Span(begin, last.span.end), ref=None, plural=True, members=named)


def takes_base(text: str, actor: Actor) -> bool:
    """Whether a verb of this subject stands in its base form in the present."""
    return actor.plural or text[actor.span.start : actor.span.end].lower() in ("we", "they", "who")


def tense(inflection: Inflection) -> str:
    """Past or present: what joins the verbs of one chain."""
    return "past" if inflection in (Inflection.PAST, Inflection.PARTICIPLE) else "present"


def in_a_list_of_nouns(between: str) -> bool:
    """Whether the last comma of a chain opens a short phrase: then "and" joins nouns, not verbs."""
    _, comma, last = between.rpartition(", ")
    return bool(comma) and len(last.split()) <= 2
