"""The patterns that persons are found by: names beside posts, posts before names, honorifics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from pledgegraph.extract.grammar import Grammar
from pledgegraph.sources.rules import RuleFile

_LETTER = "A-ZÀ-ÖØ-ÞĀ-ŽḀ-Ỿ"
_STYLE_LETTERS = r"(?!H\.(?:E|R\.H)\.|U\.[SNK]\.)"
_SHORTENED = rf"(?!Dr|Mr|Ms|Lt|Jr|Sr|No|Rt|Ex)[{_LETTER}][a-z]|St"
_INITIAL = rf"{_STYLE_LETTERS}(?:(?:[{_LETTER}]\.){{0,3}}[{_LETTER}]|{_SHORTENED})\."
CAPITALISED = rf"(?:{_INITIAL}|(?:[dl]')?[{_LETTER}][\w-]*(?:'(?!s\b)[\w-]+)?)"
_SUFFIX = r"(?:,? (?:Jr|Sr)\.|,? (?:II|III|IV))?"
_HONOURS = rf"(?:[{_LETTER}]\.){{2,5}}(?=[,;) ]|$)"
"""An honour behind a name, in letters with points ("C.G.H.")."""
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
    pair: re.Pattern[str]
    modifiers: re.Pattern[str]
    fields: re.Pattern[str]
    honorific: re.Pattern[str]
    introducer: re.Pattern[str]
    introduced: re.Pattern[str]
    listed: re.Pattern[str]
    named: re.Pattern[str]
    another: re.Pattern[str]
    alone: re.Pattern[str]
    verb: re.Pattern[str]
    cues: AhoCorasick
    words: AhoCorasick
    posts: int
    not_names: frozenset[str]
    styles: re.Pattern[str]
    style: re.Pattern[str]
    letters: re.Pattern[str]
    before: str
    ranks: frozenset[str]
    particles: frozenset[str]


_WHOSE = r"(?:[A-Z][\w.-]*(?:'s)? (?:and (?=[A-Z]))?){0,5}?"
_LINKED = (
    r", (?:(?:and )?(?:who (?:currently |also )?(?:serves|served|acts|acted) as|who (?:is|was)|currently|now) )?"
    r"(?:(?:the )?(?:current|incoming) |its |their )?"
)
"""What leads from a name to the post behind it."""
_DID = (
    r"(?:addressed|spoke|attended|participated|opened|closed|chaired|moderated|hosted|joined|sent|read|led|was|were|is|are"
    r"|has|had|have|will|would|did|could|may)"
)
_GOES_ON = (
    r" (?:hosted|met|welcomed|received|visited|said|held|attended|opened|addressed|announced|signed|arrived|paid|made"
    r"|travell?ed|will|has|was|is)\b| (?:for (?:an?|the)|on \d|(?:in|at) [A-Z]|to [a-z]+)\b"
)
"""What goes on a sentence right behind a name in an apposition that no comma closes."""
_VERB = re.compile(
    r",? also [a-z]+ |, (?:while|whereas|whilst) | \((?:via|by|virtual|virtually|online|remotely|in person)\b"
    r"|, (?:(?:co-)?[a-z]{3,}ed|gave|made|took|spoke|led|held|sent|read|told|said|paid|met|undertook|began|came"
    r"|flew|wrote|sought|brought|felt|chose|drew|kept|left|laid|set|put)\b(?! by\b)"
    r"|,? (?:and )?(?:an? )?former "
    r"|, (?:acting )?on behalf of |, representing |, accompanied by |, in (?:his|her|their) capacity "
    r"|, (?:for|as|in|at|on|during|to|through|upon|after|under|by) (?:(?:the|his|her|its|their|an?|all|our) )?(?=[a-z])"
    r"|,? (?:and )?(?:that|those) of (?:the )?(?=[A-Z])"
    r"|, as (?:the )?(?=[A-Z])|, and (?:the|his|her|its|their|for|to|also|in) (?=[a-z])"
    rf"|,? (?:also |then |further )?(?:who |which )?{_DID}\b"
)
"""What ends a post: the deed of its holder, or what is said of somebody else."""


@lru_cache(maxsize=4)
def person_patterns(grammar: Grammar) -> PersonPatterns:
    """The patterns of a grammar, made once."""
    posts = grammar.of("posts")
    styled, before = _styled(posts), _before(posts)
    letters = rf"(?:,? (?:{posts.alternation('behind-a-name')}(?!\w)|{_HONOURS}))"
    name = _name(posts, least=0)
    post = rf"(?:acting |former )?(?:{_post(posts)}|{_post_in_small(posts)})"
    honorific = rf"(?:{posts.alternation('modifier')} ){{0,3}}{posts.alternation('honorific')}"
    small = [f"{word} {link}" for word in posts.words["post-in-small"] for link in ("of", "for")]
    return PersonPatterns(
        beside=re.compile(
            rf"(?<![\w'.-]){before}(?P<name>{name}){letters}*"
            rf"(?:(?P<whose> \([A-Z][^()]{{1,60}}\))?{_LINKED}|(?P<bracket> \()(?=[^()]{{2,160}}\)))(?P<post>{post})"
        ),
        beside_next=re.compile(rf",? (?:and )?{before}{name}{letters}*(?:(?: \([^()]{{1,60}}\))?{_LINKED}| \(){post}"),
        behind=_behind(posts),
        pair=re.compile(_office_and_name(posts) + r"(?=[;,]|(?<! [A-Z])(?<! [JS]r)\.|$| and\b)"),
        modifiers=re.compile(rf"\b(?:{posts.alternation('modifier')} ){{1,3}}$"),
        fields=re.compile(
            r"\bthe (?:[A-Z][A-Z.]+ |[A-Z][\w-]*'s )?"
            rf"(?P<fields>(?!House )(?:{posts.alternation('portfolio')} ){{1,3}})$"
        ),
        honorific=re.compile(
            rf"(?<!\b(?:to|of) the )(?<!\bfor the )\b(?P<honorific>{honorific}) {styled}(?P<name>{name})"
        ),
        introducer=re.compile(rf"\b(?i:{posts.alternation('introducer')})(?=:? )"),
        introduced=re.compile(
            rf"(?::? |, (?:and )?| and ){before}(?P<name>{_name(posts, least=1)})(?= (?:of|from|\() ?)"
        ),
        listed=re.compile(rf"(?:, (?:and )?| and ){before}(?P<name>{_name(posts, least=1)})(?=[,;.)]| and\b| [a-z]|$)"),
        named=re.compile(rf",? {before}(?P<name>{_name(posts, least=1)})(?=[,;.)]| [a-z]|$)"),
        another=re.compile(rf"(?:, (?:and )?| and ){before}(?P<name>{_name(posts, least=1)}) (?=\()"),
        alone=re.compile(rf"(?P<name>{_name(posts, least=1)})"),
        verb=_VERB,
        cues=AhoCorasick(
            [*posts.words["post"], *posts.words["honorific"], *small], matchkind=MatchKind.LeftmostLongest
        ),
        words=AhoCorasick([*posts.words["post"], *small, *posts.words["honorific"]], matchkind=MatchKind.Standard),
        posts=len(posts.words["post"]) + len(small),
        not_names=_not_names(grammar),
        styles=re.compile(rf"(?:{posts.alternation('style')} ?(?<!\w))+(?=[{_LETTER}])"),
        style=re.compile(rf"{posts.alternation('style')} ?(?<!\w)(?=[{_LETTER}])"),
        letters=re.compile(rf"{letters}+$"),
        before=before,
        ranks=frozenset(posts.words["military-rank"]),
        particles=frozenset(posts.words["particle"]),
    )


def _name(posts: RuleFile, least: int) -> str:
    """A name of at least so many words behind its first."""
    particle = posts.alternation("particle")
    return rf"{CAPITALISED}(?:(?: {particle}){{0,2}} {CAPITALISED}){{{least},6}}{_SUFFIX}"


def _post(posts: RuleFile) -> str:
    """A post behind a name, perhaps with whose it is before it ("Chilean Deputy Minister")."""
    modifiers = rf"(?:{posts.alternation('modifier')} ){{0,3}}"
    goes_on = r"(?= (?:of|for|at|to|and|in|on|without|\()|[,;.)]|$)"
    return rf"(?:the )?{_WHOSE}{modifiers}{posts.alternation('post')}\b{goes_on}"


def _post_in_small(posts: RuleFile) -> str:
    """The same in small letters, as news write it, with what it belongs to."""
    return rf"(?:the )?{_WHOSE}{posts.alternation('post-in-small')}(?= (?:of|for|at) )"


def _behind(posts: RuleFile) -> re.Pattern[str]:
    """A post with the name of its holder in an apposition behind it."""
    another = rf"(?:the )?{_WHOSE}(?:{posts.alternation('modifier')} ){{0,3}}{posts.alternation('post')}\b"
    return re.compile(
        _office_and_name(posts) + rf"(?=;|(?<! [A-Z])(?<! [JS]r)\.|,? and the |$|, (?!{another})|{_GOES_ON})",
    )


def _office_and_name(posts: RuleFile) -> str:
    post, small = posts.alternation("post"), posts.alternation("post-in-small")
    modifiers = rf"(?:{posts.alternation('modifier')} ){{0,3}}"
    return (
        rf"(?P<post>(?:{post}|(?<=the ){small})(?: and (?:the )?{modifiers}{post})? (?:of|for|to|at)"
        rf"(?: (?:[A-Z][\w'-]*|{_SMALL})){{1,22}}(?: \([A-Z][\w-]{{1,11}}\))?"
        rf"|(?:(?<=the )|(?<='s )|(?<=its )|(?<=their )|(?<=[A-Z]{{2}} )"
        rf"|(?:{posts.alternation('portfolio')} ){{1,3}}){post})"
        rf", {_before(posts)}(?P<name>{_name(posts, least=1)})(?: \((?:virtual|virtually|online|remotely)\))?"
    )


def _not_names(grammar: Grammar) -> frozenset[str]:
    """The words that no name of a person has: those of posts, bodies and meetings."""
    posts = grammar.of("posts")
    words = {word for phrase in posts.words["post"] for word in phrase.split()}
    words.update(posts.words["body"], grammar.of("forums").words["head"], posts.words["not-a-name"])
    return frozenset(words) - frozenset(posts.words["also-a-name"])


def _before(posts: RuleFile) -> str:
    """What stands before a name to honour its bearer: styles, a title, a rank ("H.E. Ambassador", "Colonel Dr.")."""
    rank = rf"{posts.alternation('military-rank')}(?: of {posts.alternation('portfolio')})?"
    styled = _styled(posts)
    return rf"{styled}(?:{posts.alternation('title')} )?(?:{rank} )?{styled}"


def _styled(posts: RuleFile) -> str:
    """What honours a person before the name; styles without a sign ("Sheikh") are read as part of the name."""
    signed = sorted((re.escape(one) for one in posts.words["style"] if re.search(r"[.']", one)), key=len, reverse=True)
    return (
        r"(?:(?:His|Her|Their) (?:Royal |Imperial |Serene )?"
        r"(?:Excellenc(?:y|ies)|Majesty|Highness|Eminence|Holiness),? "
        r"|(?:the |The )?(?:Right |Rt\.? )?Hono(?:u)?rable |(?:the |The )(?=Hon\b|Rt\b)"
        rf"|(?:{'|'.join(signed)}) ?|\((?:{'|'.join(signed)})\) ?)*"
    )
