"""The patterns that persons are found by: names beside posts, posts before names, honorifics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from pledgegraph.extract.grammar import Grammar
from pledgegraph.sources.rules import RuleFile

_LETTER = "A-ZÀ-ÖØ-ÞĀ-ŽḀ-Ỿ"
_INITIAL = rf"(?:[{_LETTER}]|(?!Dr|Mr|Ms|Lt|Jr|Sr|No|Rt|Ex)[{_LETTER}][a-z]|St)\."
CAPITALISED = rf"(?:{_INITIAL}|(?:[dl]')?[{_LETTER}][\w-]*(?:'(?!s\b)\w+)?)"
_SUFFIX = r"(?:,? (?:Jr|Sr)\.|,? (?:II|III|IV))?"
_SMALL = "of|the|for|and|to|in|at|on|against"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPatterns:
    """The compiled patterns and word lists of a grammar.

    `cues` finds where a person may be introduced; `words` every post and honorific, the first `posts` of them posts;
    `before` what may stand before a name or office to honour its bearer.
    """

    beside: re.Pattern[str]
    beside_next: re.Pattern[str]
    behind: re.Pattern[str]
    modifiers: re.Pattern[str]
    fields: re.Pattern[str]
    honorific: re.Pattern[str]
    verb: re.Pattern[str]
    cues: AhoCorasick
    words: AhoCorasick
    posts: int
    not_names: frozenset[str]
    styles: re.Pattern[str]
    letters: re.Pattern[str]
    before: str
    ranks: frozenset[str]
    particles: frozenset[str]


@lru_cache(maxsize=4)
def person_patterns(grammar: Grammar) -> PersonPatterns:
    """The patterns of a grammar, made once."""
    posts, forums = grammar.of("posts"), grammar.of("forums")
    styled, letters = _styled(posts), rf"(?:,? {posts.alternation('behind-a-name')}(?!\w))"
    particle = posts.alternation("particle")
    name = rf"{CAPITALISED}(?:(?: {particle}){{0,2}} {CAPITALISED}){{0,6}}{_SUFFIX}"
    modifiers = rf"(?:{posts.alternation('modifier')} ){{0,3}}"
    whose = r"(?:[A-Z][\w.-]*(?:'s)? (?:and (?=[A-Z]))?){0,5}?"
    post = rf"(?:the )?{whose}{modifiers}{posts.alternation('post')}\b(?= (?:of|for|at|to|and|in|on|without|\()|[,;.)]|$)"
    full_name = rf"{CAPITALISED}(?:(?: {particle}){{0,2}} {CAPITALISED}){{1,6}}{_SUFFIX}"
    opening = rf"(?:the )?{whose}{modifiers}{posts.alternation('post')}"
    honorific = rf"{modifiers}{posts.alternation('honorific')}"
    title = posts.alternation("title")
    fields = rf"(?:{posts.alternation('portfolio')} ){{0,3}}"
    in_small = rf"(?:the )?{whose}{posts.alternation('post-in-small')}(?= (?:of|for|at) )"
    linked = (
        r", (?:(?:and )?(?:who (?:currently |also )?(?:serves|served|acts|acted) as|who (?:is|was)|currently|now) )?"
        r"(?:(?:the )?(?:current|incoming) )?"
    )
    before = rf"{styled}(?:{title} )?(?:{posts.alternation('military-rank')}(?: of {posts.alternation('portfolio')})? )?{styled}"
    small = [f"{word} {link}" for word in posts.words["post-in-small"] for link in ("of", "for")]
    return PersonPatterns(
        beside=re.compile(
            rf"(?<![\w'.-]){before}(?P<name>{name}){letters}*(?P<whose> \([A-Z][^()]{{1,60}}\))?{linked}(?P<post>(?:acting )?(?:{post}|{in_small}))"
        ),
        beside_next=re.compile(rf",? (?:and )?{before}{name}{letters}*(?: \([^()]{{1,60}}\))?{linked}(?:acting )?(?:{post}|{in_small})"),
        behind=re.compile(
            rf"(?P<post>(?:{posts.alternation('post')}|(?<=the ){posts.alternation('post-in-small')})"
            rf"(?: and (?:the )?{modifiers}{posts.alternation('post')})? (?:of|for|to|at)"
            rf"(?: (?:[A-Z][\w'-]*|{_SMALL})){{1,22}}(?: \([A-Z][\w-]{{1,11}}\))?|(?<=the ){fields}{posts.alternation('post')})"
            rf", {before}(?P<name>{full_name})(?: \((?:virtual|virtually|online|remotely)\))?"
            rf"(?=;|(?<! [A-Z])(?<! [JS]r)\.|,? and the |$|, (?!{opening}\b))"
        ),
        modifiers=re.compile(rf"\b(?:{posts.alternation('modifier')} ){{1,3}}$"),
        fields=re.compile(rf"(?<=the )(?:{posts.alternation('portfolio')} ){{1,3}}$"),
        honorific=re.compile(
            rf"(?<!\b(?:to|of) the )(?<!\bfor the )\b(?P<honorific>{honorific}) {styled}(?P<name>{name})"
        ),
        verb=re.compile(
            r",? also [a-z]+ |, (?:[a-z]{3,}ed|gave|made|took|spoke|led|held|sent|read|told|said)\b(?! by\b)|,? (?:and )?(?:an? )?former |, (?:acting )?on behalf of |, representing |, accompanied by |, in (?:his|her|their) capacity "
            r"|,? (?:also |then |further )?(?:who |which )?(?:addressed|spoke|attended|participated|opened"
            r"|closed|chaired|moderated|hosted|joined|sent|read|led|was|were|is|are|has|had|have|will|would|did|could|may)\b"
        ),
        cues=AhoCorasick(
            [*posts.words["post"], *posts.words["honorific"], *small], matchkind=MatchKind.LeftmostLongest
        ),
        words=AhoCorasick([*posts.words["post"], *small, *posts.words["honorific"]], matchkind=MatchKind.Standard),
        posts=len(posts.words["post"]) + len(small),
        not_names=(
            frozenset(posts.words["body"])
            | frozenset(forums.words["head"])
            | frozenset(word for phrase in posts.words["post"] for word in phrase.split())
            | frozenset(posts.words["not-a-name"])
        )
        - frozenset(posts.words["also-a-name"]),
        styles=re.compile(rf"(?:{posts.alternation('style')} ?(?<!\w))+(?=[{_LETTER}])"),
        letters=re.compile(rf"{letters}+$"),
        before=before,
        ranks=frozenset(posts.words["military-rank"]),
        particles=frozenset(posts.words["particle"]),
    )


def _styled(posts: RuleFile) -> str:
    """What honours a person before the name; styles without a sign ("Sheikh") are read as part of the name."""
    signed = sorted((re.escape(one) for one in posts.words["style"] if re.search(r"[.']", one)), key=len, reverse=True)
    return (
        r"(?:(?:His|Her|Their) (?:Royal |Imperial |Serene )?(?:Excellenc(?:y|ies)|Majesty|Highness|Eminence|Holiness),? "
        r"|(?:the |The )?(?:Right |Rt\.? )?Hono(?:u)?rable |(?:the |The )(?=Hon\b|Rt\b)"
        rf"|(?:{'|'.join(signed)}) ?|\((?:{'|'.join(signed)})\) ?)*"
    )
