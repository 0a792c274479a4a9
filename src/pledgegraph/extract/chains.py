"""Chains of verbs under one subject, and what breaks them: a clause or an infinitive between two joined verbs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from pledgegraph.extract.actors import Actor, Form
from pledgegraph.extract.subjects import in_a_list_of_nouns, takes_base, tense
from pledgegraph.sources.inflect import Inflection
from pledgegraph.sources.rules import Rule, RuleFile
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

_THAT = re.compile(r"\b(?:that|how|whether|where) (?:the |all |both )?$")
_FINITE = re.compile(
    r" (?:[a-z]+ly |also |recently |already |jointly )?(?:(?:has|have|had|was|were)\b|[a-z]+ed\b|met\b)"
)
_APART = re.compile(r";\s+(?:and |but |while )?|(?<! that), (?:but|while|whereas|although) ")
_ANOTHER_CLAUSE = re.compile(
    r", and (?:its|their|the|this|these|each|both|all) (?:(?!(?:that|which|who|to|of|for|on|in|and)\b)[\w'-]+ ){1,4}?"
    r"(?:will|shall|would|is|are|was|were)\b"
    r"|,? and (?:the )?(?:[A-Z][\w.'’-]+ ){1,5}that (?=[A-Z]|the |it |they |she |he )"
)
_DONE = re.compile(r",? and (?:has|have) (?:already|also already|since|recently) [a-z]+(?:ed|n|t)\b")
"""A deed of the same subject behind what is said: "commits to end duties | and has already done so"."""
_GAPPED = re.compile(
    r"(?P<sum>\d(?:(?!\bto\b)[^;.]){0,160}?),? (?:and )?(?:the )?"
    r"(?![A-Z]{3}\b|US\b)[A-Z][\w-]+(?: (?:[A-Z][a-z][\w-]*|of|the)){0,4}"
    r" (?:another )?(?:[A-Z]{3} ?|[A-Z]{0,2}[$€£¥] ?)\d"
)
"""A sum, and behind it another's: "announced EUR 10 million for the fund, | France EUR 8 million".

What goes to one and another sum to another is given by the same: "give ten ships to Fiji and Tonga USD 3 million".
"""
_JOINT = re.compile(
    r"(?P<joint>, and|,| and|, but| but|; and|;)(?:,? (?:to (?:this|that) end|in this regard|for this purpose),?)?"
    r"(?: \([a-z0-9]{1,4}\))?$"
)
_NEAR = 40
_RELATIVE = re.compile(r", (?:which|who)\b[^,]*$")
_RELATED = re.compile(r"\b(?:which|who|whose|that|where)\b")
_AUXILIARY = re.compile(r"\b(?:has|have|had)\b")
_INFINITIVE = re.compile(
    r"\bto (?!(?:the|an?|all|any|our|their|its|his|her|this|that|these|those|each|every|both|such|which|whom|some|other"
    r"|others)\b|[a-z]+ing\b)[a-z]|\b(?:help\w*|become|let)\b"
)
_TO = re.compile(r"\bto\b")
_GERUND = re.compile(r" (?:[a-z]+ly )?[a-z]+ing\b")
_OBJECT = re.compile(
    r" (?:an?|the|its|their|our|his|her|all|each|every|any|both|this|these|those|such|that|how|others|efforts|continued"
    r"|further|[A-Z][\w’'-]*|[a-z]+ing)\b"
)
_WITH_VERB = re.compile(r"[^,;.]{0,90} (?:will|would|shall|has|have|is|are)\b")
_ASKS = re.compile(r" (?:on |upon )?(?:(?:the|all|our|its|their|other) )?[\w'’-]+(?: [\w'’-]+){0,6}? to [a-z]")
"""Somebody who is asked to do something: ("urge Fiji to act")."""
_NOUN_TAIL = re.compile(r" (?:for|to|of|from)\b")
_WITH_INFINITIVE = (Force.COMMITS, Force.ASPIRES, Force.PROPOSES, Force.CALLS_FOR)
_STANDS = (Force.THANKS, Force.RECOGNISES, Force.EXPRESSES_CONCERN, Force.ASPIRES, Force.REAFFIRMS)
_DEEDS = (Force.COMMITS, Force.ACTS, Force.REPORTS)


class Hit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A reporting verb accepted as the verb of a statement."""

    span: Span
    rule: Rule
    inflection: Inflection
    actor: Actor | None
    clause_start: int


def goes_on(text: str, actors: list[Actor], last: Hit, one: Hit, left: int, words: RuleFile) -> bool:
    """Whether a verb goes on the chain of the one before it: joined to it, in the same tense, and nothing parts them.

    `left` is where the adverbs before the verb begin.
    """
    joint = _JOINT.search(text, max(last.span.end, left - _NEAR), left)
    if joint is None or text.startswith(" by ", one.span.end):
        return False
    if one.inflection is Inflection.GERUND:
        alike = joint["joint"] == "," or last.inflection is Inflection.GERUND
        if not alike or text.startswith((",", " and "), one.span.end):
            return False
    elif one.inflection is Inflection.FIXED and tense(last.inflection) == "past":
        if joint["joint"] in (",", ";") or _RELATED.search(text, last.span.end, joint.start()):
            return False
    elif tense(one.inflection) != tense(last.inflection):
        return False
    elif in_a_list_of_nouns(text[last.span.end : joint.start()]) and not _past_with_object(text, one):
        return False
    between = Span(last.span.end, joint.start()) if last.span.end < joint.start() else None
    gap = Span(left, one.span.start) if left < one.span.start else None
    if _in_a_clause_between(text, actors, between, joint["joint"], one.rule.value, gap):
        return False
    return one.inflection is not Inflection.BASE or _says_by_itself(text, last, one, between, joint["joint"], words)


def _past_with_object(text: str, one: Hit) -> bool:
    """Whether a verb in the past has an object behind it: then it is no noun of a list ("in Lima, Peru, and urged")."""
    if one.inflection is not Inflection.PAST or _WITH_VERB.match(text, one.span.end):
        return False
    return _OBJECT.match(text, one.span.end) is not None


def _says_by_itself(text: str, last: Hit, one: Hit, between: Span | None, joint: str, words: RuleFile) -> bool:
    """Whether a verb in its base form has the speaker as its subject: it goes on no infinitive and is no noun."""
    if last.actor is not None and not takes_base(text, last.actor):
        return False
    inside = _in_an_infinitive_before(text, last, between, one.span, joint, one.rule.value, words)
    return not inside and not _is_noun(text, between, one.span, words)


def _in_a_clause_between(
    text: str, actors: list[Actor], between: Span | None, joint: str, force: str, gap: Span | None
) -> bool:
    """Whether a verb goes on a clause that stands between it and the verb before it, and not that verb.

    In "The Chair noted that Ministers had adopted the Charter and agreed to review it" the ministers agreed; only what
    is said at the table ("and called for calm") may still be the chair's. A relative clause that no comma closes goes
    on as well. `gap` are the words between the joint and the verb.
    """
    if between is None:
        return False
    if joint == " and" and _RELATIVE.search(text, between.start, between.end):
        return True
    for actor in _from(actors, between.start):
        if actor.span.start >= between.end:
            break
        if actor.form is Form.PRONOUN or actor.span.end > between.end:
            continue
        if not _THAT.search(text, between.start, actor.span.start):
            continue
        if gap is not None and _AUXILIARY.search(text, gap.start, gap.end):
            return True
        if _FINITE.match(text, actor.span.end, between.end):
            return force in _DEEDS
    return False


def _in_an_infinitive_before(
    text: str, before: Hit, between: Span | None, verb: Span, joint: str, force: str, words: RuleFile
) -> bool:
    """Whether a verb in its base form goes on an infinitive of what was said before it, and says nothing itself.

    "will support Chile and share its data", "decide to meet and review": one undertaking each. Words that only perform
    a speech act ("call on", "thank") go on no infinitive but one that asks somebody to; behind ", and" neither do those
    that take a stand on what is ("welcome", "note").
    """
    if not (_governs(text, before) or (between and _INFINITIVE.search(text, between.start, between.end))):
        return False
    if joint == ", and" and force in _STANDS:
        return False
    asks = force == Force.CALLS_FOR and _ASKS.match(text, verb.end) is not None
    if asks and (joint == ", and" or _word(text, verb) in words.words["performed"]):
        return False
    return before.rule.value == Force.CALLS_FOR or _word(text, verb) not in words.words["performed"]


def before_other_subject(text: str, actors: list[Actor], start: int, stop: int) -> int:
    """Where a statement ends at the latest: before "; ", ", but", ", while" and somebody else with a verb.

    Also before ", and its first meeting will": something else with a verb, unless all of it is said behind "that".
    """
    if gapped := _GAPPED.search(text, start, stop):
        stop = gapped.end("sum")
    other = _ANOTHER_CLAUSE.search(text, start, stop)
    if other and not _RELATED.search(text, start, other.start()) and not text.endswith((" that", " that "), 0, start):
        stop = other.start()
    if done := _DONE.search(text, start, stop):
        stop = done.start()
    for found in _APART.finditer(text, start, stop):
        for actor in _from(actors, found.end()):
            if actor.span.start > found.end() + len("the "):
                break
            if actor.span.end < stop and _FINITE.match(text, actor.span.end, stop):
                return found.start()
    return stop


def _from(actors: list[Actor], start: int) -> Iterator[Actor]:
    """The actors that begin at a place or behind it, in order."""
    first = bisect_left(actors, start, key=lambda actor: actor.span.start)
    return (actors[place] for place in range(first, len(actors)))


def _is_noun(text: str, between: Span | None, verb: Span, words: RuleFile) -> bool:
    """Whether a verb in its base form is rather a noun ("to balance supply and demand", "and support for")."""
    word = _word(text, verb)
    if word in words.words["noun-too"] and _NOUN_TAIL.match(text, verb.end):
        return True
    if between is None or not _TO.search(text, between.start, between.end) or word in words.words["performed"]:
        return False
    return _OBJECT.match(text, verb.end) is None


def _governs(text: str, hit: Hit) -> bool:
    """Whether a verb goes on with an infinitive: "will open", "agree to open", not "look forward to talks"."""
    if hit.inflection is Inflection.FIXED:
        return True
    to = text.endswith(" to", hit.span.start, hit.span.end) and not text.endswith(" forward to", 0, hit.span.end)
    return to and hit.rule.value in _WITH_INFINITIVE and _GERUND.match(text, hit.span.end) is None


def _word(text: str, verb: Span) -> str:
    return text[verb.start : verb.end].split(maxsplit=1)[0].lower()
