"""What somebody says behind a deed of theirs: "The Chair opened the meeting and | welcomed all"."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from pledgegraph.extract.actors import Actor, Actors, Form
from pledgegraph.extract.chains import RELATED, Hit, goes_on
from pledgegraph.extract.grammar import Grammar, Sentence
from pledgegraph.extract.subjects import heads_clause, takes_base
from pledgegraph.sources.inflect import Inflection
from pledgegraph.spans import Span

_TENSES = (Inflection.PAST, Inflection.THIRD, Inflection.FIXED, Inflection.BASE)
_DOES = re.compile(
    r" (?P<did>(?:is|are) (?:also |currently |now |already |actively )?[a-z]{3,}ing"
    r"|continues? to [a-z]+"
    r"|(?:has|have) (?:also |already |recently |now )?(?:[a-z]{2,}ed|taken|made|begun|built|set))\b"
)
"""What somebody is doing or has done: "Chile is expanding its service | and plans to"."""
_WE = ("We", "WE", "we")
_WE_DO = re.compile(
    r" (?P<did>(?!(?:the|all|both|who|and|as|of|in|at|hereby|also|will|shall|have|are|leaders)\b)[a-z]{3,})\b"
)
"""What "we" do, by whatever verb: "We seek adherence to the code | and pledge to"."""


def behind_a_deed(finder: Actors, sentence: Sentence, actors: list[Actor], verb: Hit, left: int) -> Hit | None:
    """A verb that goes on what its subject did, or does, with that subject; None where nothing was done before it.

    `left` is where the adverbs before the verb begin.
    """
    inflection = verb.inflection
    if inflection not in _TENSES:
        return None
    reading = finder.reading
    text = reading.text
    doing = _did(reading.grammar) if inflection is Inflection.PAST else _DOES
    for actor in actors:
        did = doing.match(text, actor.span.end, left)
        of_us = text[actor.span.start : actor.span.end] in _WE
        if did is None and of_us and inflection in (Inflection.BASE, Inflection.FIXED):
            did = _WE_DO.match(text, actor.span.end, left)
        if did is None or not heads_clause(reading, sentence.span.start, actor) or not _agrees(text, actor, inflection):
            continue
        told = RELATED.search(text, did.end("did"), left)
        if inflection is Inflection.BASE and (told or not text.endswith(" and", did.end("did"), left)):
            return None
        resolved = finder.resolve(actor)
        if resolved.ref is None and resolved.form not in (Form.COLLECTIVE, Form.FORUM):
            return None
        deed = replace(verb, span=Span(*did.span("did")), actor=actor, clause_start=actor.span.start)
        if not goes_on(text, actors, deed, replace(deed, span=verb.span), left, reading.grammar):
            return None
        if resolved.form is Form.COLLECTIVE and resolved.ref is None:
            resolved = replace(actor, ref=finder.collective(actor.span))
        finder.subject(resolved)
        return replace(verb, actor=resolved)
    return None


def _agrees(text: str, actor: Actor, inflection: Inflection) -> bool:
    """Whether a verb in the present agrees with its subject; others agree with any."""
    if inflection not in (Inflection.THIRD, Inflection.BASE):
        return True
    return takes_base(text, actor) is (inflection is Inflection.BASE)


@lru_cache(maxsize=4)
def _did(grammar: Grammar) -> re.Pattern[str]:
    past = "|".join(grammar.of("statement-patterns").words["past"])
    return re.compile(rf" (?:(?:has|have) )?(?:also |[a-z]+ly )?(?P<did>[a-z]{{2,}}(?<!e)ed|{past})\b(?! (?:by|to)\b)")
