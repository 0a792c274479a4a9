"""Chains of verbs under one subject, and what breaks them: a clause or an infinitive between two joined verbs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from pledgegraph.extract.actors import Actor, Form
from pledgegraph.extract.grammar import Grammar
from pledgegraph.extract.subjects import in_a_list_of_nouns, takes_base, tense
from pledgegraph.sources.inflect import Inflection
from pledgegraph.sources.rules import Rule, RuleFile
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

_THAT = re.compile(r"\b(?:that|how|whether|where) (?:the |all |both )?$")
FINITE = re.compile(
    r" (?:[a-z]+ly |also |recently |already |jointly )?(?:(?:has|have|had|was|were)\b|[a-z]+ed\b|met\b)"
)
_JOINT = re.compile(
    r"(?P<joint>, and|,| and|, but| but|; and|;)(?:,? (?:to (?:this|that) end|in this regard|for this purpose),?"
    r"|(?P<aside>, (?:subject to|pending|in line with|in accordance with|consistent with|where|as|if) [^,;:]{3,90},))?"
    r"(?: \([a-z0-9]{1,4}\))?$"
)
_FAR = 140
_RELATIVE = re.compile(r", (?:which|who)\b[^,]*$")
RELATED = re.compile(r"\b(?:which|who|whose|that|where)\b")
_AUXILIARY = re.compile(r"\b(?:has|have|had)\b")
_INFINITIVE = re.compile(
    r"\bto (?!(?:the|an?|all|any|our|their|its|his|her|this|that|these|those|each|every|both|such|which|whom|some|other"
    r"|others)\b|[a-z]+ing\b)[a-z]|\b(?:help\w*|become|let)\b"
)
_MEANS = re.compile(
    r"\b(?:including|by|of|for|in|on|through|via|with|from|to) (?:[a-z]+ly )?(?!(?:including|regarding|concerning)\b)"
    r"[a-z]{3,}ing\b|\bincluding (?:by|through|via|with)\b"
)
"""What opens an enumeration of deeds that nobody is told to have done: "by reforming it, | founding a fund"."""
_INSET = re.compile(r", (?:such as|including|like|notably|especially|particularly) [^,;]*$")
"""Examples before a participle, which says something of what they are examples of: ", such as X, | seeking to"."""
_ADJECTIVES = re.compile(r"\ban? (?:[a-z]+ly )?[a-z]+(?:ous|ive|ful|al|ic|able|ible|ent|ant|ing|ed|ong|ear|ure|ust)$")
_PASSIVE = re.compile(r" (?:(?:today|yesterday|jointly|earlier|recently|also|as well) ){0,2}by ")
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
_OF_OTHERS = (
    Force.COMMITS, Force.ASPIRES, Force.PROPOSES, Force.CALLS_FOR, Force.ACTS, Force.REPORTS, Force.ADVOCATES
)  # fmt: skip
"""What those may do as well who are named right before a participle: "condemn the Red Hand, | intending to"."""
_DEED_LIKE = (Force.ACTS, Force.REPORTS, Force.ADVOCATES, Force.ASPIRES)
_STANDS = (Force.THANKS, Force.RECOGNISES, Force.EXPRESSES_CONCERN, Force.ASPIRES, Force.REAFFIRMS)
_DEEDS = (Force.COMMITS, Force.ACTS, Force.REPORTS)


class Hit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A reporting verb accepted as the verb of a statement."""

    span: Span
    rule: Rule
    inflection: Inflection
    actor: Actor | None
    clause_start: int


def goes_on(text: str, actors: list[Actor], last: Hit, one: Hit, left: int, grammar: Grammar) -> bool:
    """Whether a verb goes on the chain of the one before it: joined to it, in the same tense, and nothing parts them.

    `left` is where the adverbs before the verb begin.
    """
    joint = joint_before(text, last, left)
    if joint is None or _PASSIVE.match(text, one.span.end):
        return False
    if one.inflection is Inflection.THIRD and last.actor is not None and takes_base(text, last.actor):
        if _word(text, one.span).endswith("s"):
            return False
    if not _of_one_tense(text, last, one, joint, grammar.of("clauses")):
        return False
    between = Span(last.span.end, joint.start()) if last.span.end < joint.start() else None
    gap = Span(left, one.span.start) if left < one.span.start else None
    if _in_a_clause_between(text, actors, between, joint["joint"], one.rule.value, gap):
        return False
    return one.inflection is not Inflection.BASE or _says_by_itself(text, last, one, between, joint["joint"], grammar)


def joint_before(text: str, last: Hit, left: int) -> re.Match[str] | None:
    """What joins a verb, whose adverbs begin at `left`, to the one before it, with an `aside` if there is one."""
    return _JOINT.search(text, max(last.span.end, left - _FAR), left)


def _of_one_tense(text: str, last: Hit, one: Hit, joint: re.Match[str], clauses: RuleFile) -> bool:
    """Whether a verb and the one before it are of one tense, or what is told and what "will" be done of it."""
    if one.inflection is Inflection.GERUND:
        return _participle_goes_on(text, last, one, joint, clauses)
    said = Span(last.span.end, joint.start()) if last.span.end < joint.start() else None
    if one.inflection is Inflection.FIXED:
        if joint["joint"] == "," and text.startswith(" that ", last.span.end):
            return False
        if tense(last.inflection) == "past":
            related = said is not None and RELATED.search(text, said.start, said.end)
            return joint["joint"] not in (",", ";") and not related
    if tense(one.inflection) != tense(last.inflection) or said is None:
        return tense(one.inflection) == tense(last.inflection) or _in_another_tense(text, last, said, one, joint)
    if one.inflection is Inflection.PAST and _says_of_a_noun(text, said, one, joint["joint"], clauses):
        return False
    return not in_a_list_of_nouns(text[said.start : said.end]) or _past_with_object(text, one)


def _in_another_tense(text: str, last: Hit, said: Span | None, one: Hit, joint: re.Match[str]) -> bool:
    """Whether a stance is told in another tense than what it goes on: "commit to help | and recognised it"."""
    intends = one.rule.value == Force.COMMITS and one.inflection is Inflection.BASE
    if said is None or not (intends or one.rule.value in (*_STANDS, Force.ADVOCATES)) or "and" not in joint["joint"]:
        return False
    if RELATED.search(text, said.start, said.end):
        return False
    if one.inflection is Inflection.PAST:
        return _OBJECT.match(text, one.span.end) is not None
    agrees = last.actor is not None and takes_base(text, last.actor) is (one.inflection is Inflection.BASE)
    alone = one.inflection in (Inflection.BASE, Inflection.THIRD) and _word(text, one.span) not in ("need", "support")
    return agrees and alone and last.inflection is Inflection.PAST


def _says_of_a_noun(text: str, said: Span, one: Hit, joint: str, clauses: RuleFile) -> bool:
    """Whether a participle is no deed of the speaker but says something of what is spoken of before it."""
    in_a_row = clauses.pattern("participle-before-in-a-row")
    if _ADJECTIVES.search(text, said.start, said.end) or in_a_row.search(text, said.start, said.end):
        return True
    names = ("participle-of-a-noun", "participle-as-adjective")
    return joint == "," and any(clauses.pattern(name).match(text, one.span.start) for name in names)


def _participle_goes_on(text: str, last: Hit, one: Hit, joint: re.Match[str], clauses: RuleFile) -> bool:
    """Whether a participle says something beside the verb before it, and is no noun and no deed of an enumeration."""
    if joint["joint"] != "," and last.inflection is not Inflection.GERUND:
        return False
    if text.startswith((",", " and ", " of "), one.span.end):
        return False
    start, force = one.span.start, one.rule.value
    adds = clauses.pattern("participle-of-speech").match(text, start) is not None
    if force in _OF_OTHERS and not adds and not clauses.pattern("participle-that-stresses").match(text, start):
        able = clauses.pattern("text-that-asks" if force == Force.CALLS_FOR else "able-to-act")
        of_a_meeting = clauses.pattern("verb-of-a-meeting").match(text, last.span.start)
        if not of_a_meeting and able.search(text, last.span.end, joint.start()):
            return False
    if force not in _DEED_LIKE or text.startswith(("noting", "adding"), start):
        return True
    if _INSET.search(text, last.span.end, joint.start()):
        return False
    if last.rule.value == Force.CALLS_FOR and _ASKS.match(text, last.span.end):
        return False
    if adds or (clauses.pattern("participle-that-asks").match(text, start) and _ASKS.match(text, one.span.end)):
        return True
    return _MEANS.search(text, last.span.end, joint.start()) is None


def _past_with_object(text: str, one: Hit) -> bool:
    """Whether a verb in the past has an object behind it: then it is no noun of a list ("in Lima, Peru, and urged")."""
    if one.inflection is not Inflection.PAST or _WITH_VERB.match(text, one.span.end):
        return False
    return _OBJECT.match(text, one.span.end) is not None


def _says_by_itself(text: str, last: Hit, one: Hit, between: Span | None, joint: str, grammar: Grammar) -> bool:
    """Whether a verb in its base form has the speaker as its subject: it goes on no infinitive and is no noun."""
    if last.actor is not None and not takes_base(text, last.actor):
        return False
    inside = _in_an_infinitive_before(text, last, between, one.span, joint, one.rule.value, grammar)
    return not inside and not _is_noun(text, between, one.span, grammar)


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
    for actor in actors_from(actors, between.start):
        if actor.span.start >= between.end:
            break
        if actor.form is Form.PRONOUN or actor.span.end > between.end:
            continue
        if not _THAT.search(text, between.start, actor.span.start):
            continue
        if gap is not None and _AUXILIARY.search(text, gap.start, gap.end):
            return True
        if FINITE.match(text, actor.span.end, between.end):
            return force in _DEEDS
    return False


def _in_an_infinitive_before(
    text: str, before: Hit, between: Span | None, verb: Span, joint: str, force: str, grammar: Grammar
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
    if _performs(text, verb, grammar):
        return False
    performed = grammar.of("speech-acts").words["performed"]
    asks = force == Force.CALLS_FOR and _ASKS.match(text, verb.end) is not None
    if asks and (joint == ", and" or _word(text, verb) in performed):
        return False
    return before.rule.value == Force.CALLS_FOR or _word(text, verb) not in performed


def actors_from(actors: list[Actor], start: int) -> Iterator[Actor]:
    """The actors that begin at a place or behind it, in order."""
    first = bisect_left(actors, start, key=lambda actor: actor.span.start)
    return (actors[place] for place in range(first, len(actors)))


def _is_noun(text: str, between: Span | None, verb: Span, grammar: Grammar) -> bool:
    """Whether a verb in its base form is rather a noun ("to balance supply and demand", "and support for")."""
    words, word = grammar.of("speech-acts").words, _word(text, verb)
    if _performs(text, verb, grammar) or text.endswith(" to", verb.start, verb.end):
        return False
    if word in words["noun-too"] and _NOUN_TAIL.match(text, verb.end):
        return True
    if between is None or not _TO.search(text, between.start, between.end) or word in words["performed"]:
        return False
    return _OBJECT.match(text, verb.end) is None


def _performs(text: str, verb: Span, grammar: Grammar) -> bool:
    """Whether a verb only performs a speech act, by what it says it of ("underscore the need for")."""
    return grammar.of("clauses").pattern("speech-act-by-its-object").match(text, verb.start) is not None


def _governs(text: str, hit: Hit) -> bool:
    """Whether a verb goes on with an infinitive: "will open", "agree to open", not "look forward to talks"."""
    if hit.inflection is Inflection.FIXED:
        return True
    to = text.endswith(" to", hit.span.start, hit.span.end) and not text.endswith(" forward to", 0, hit.span.end)
    return to and hit.rule.value in _WITH_INFINITIVE and _GERUND.match(text, hit.span.end) is None


def _word(text: str, verb: Span) -> str:
    return text[verb.start : verb.end].split(maxsplit=1)[0].lower()
