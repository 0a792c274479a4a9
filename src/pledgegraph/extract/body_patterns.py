"""The patterns that bodies are found by: words for bodies, what stands before and behind them, and what names none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from pledgegraph.extract.grammar import Grammar

_CAP = r"(?:[A-Z][\w-]*\w(?:'(?!s\b)\w+)?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPatterns:
    """The compiled patterns and word lists of a grammar."""

    words: AhoCorasick
    head: re.Pattern[str]
    body: re.Pattern[str]
    another: re.Pattern[str]
    none: re.Pattern[str]
    owned: re.Pattern[str]
    not_behind: re.Pattern[str]
    doubled: re.Pattern[str]
    common: frozenset[str]
    ranks: frozenset[str]
    fields: frozenset[str]
    usual: frozenset[str]
    post: re.Pattern[str]
    opened: re.Pattern[str]


@lru_cache(maxsize=4)
def body_patterns(grammar: Grammar) -> BodyPatterns:
    """The patterns of a grammar, made once."""
    posts, bodies = grammar.of("posts"), grammar.of("bodies")
    word = posts.alternation("named-body")
    heads = {word for phrase in posts.words["named-body"] for word in phrase.split()}
    return BodyPatterns(
        words=AhoCorasick(list(posts.words["named-body"]), matchkind=MatchKind.LeftmostLongest),
        head=re.compile(rf"\b(?:{word}|Forces|Group|Coalition|Laboratory|Company|Limited)\b"),
        body=_body_pattern(grammar),
        another=re.compile(rf"(?: {_CAP}(?: (?:of|for|and|on)(?= [A-Z]))?){{0,4}} {word}\b"),
        none=re.compile(rf"(?:^|.* ){bodies.alternation('no-body-at-all')}$|^{bodies.alternation('no-body-alone')}$"),
        owned=re.compile(
            r"(?:^|People's |National |Royal |Popular )(?:\w|-)+ Forces$|\bUnit$|^(?:Royal )?(?:Navy|Army|Air Force)$"
        ),
        not_behind=re.compile(rf" {bodies.alternation('not-behind')}\b"),
        doubled=re.compile(rf"{word} {_CAP}"),
        common=frozenset(
            heads.union(posts.words["common-before-body"], bodies.words["group-kind"], bodies.words["weak-head"])
        ),
        ranks=frozenset(posts.words["rank"]),
        fields=frozenset(posts.words["portfolio"]) | heads,
        usual=frozenset(("of", "for", "on", "and", "the", "&", "against", "Against")).union(
            heads, posts.words["portfolio"], posts.words["not-a-name"], posts.words["common-before-body"]
        ),
        post=re.compile(rf"{posts.alternation('post')}s?(?: [\w-]+){{0,6}} (?:of|for|at|in|to)(?: the)? $"),
        opened=re.compile(
            rf"White House |(?:{posts.alternation('modifier')} ){{0,3}}{posts.alternation('post')}s?"
            r" (?:of|for|at) (?:the )?"
        ),
    )


def _body_pattern(grammar: Grammar) -> re.Pattern[str]:
    """A capitalised phrase around a word for a body, with what it is for."""
    posts = grammar.of("posts")
    word = posts.alternation("named-body")
    opener = posts.alternation("no-body")
    part = rf"(?!(?:{posts.alternation('no-body-part')}|{word})\b){_CAP}"
    listed = rf"{_CAP}(?:(?: and| &)? {part}|, {part}(?=,? and {_CAP}|, {_CAP})){{0,6}}(?:,? and {part})?"
    within = rf"(?: in {grammar.of('bodies').alternation('in-its-name')}\b)?"
    more = (
        r"(?: (?:of|for|on|against|Against) (?:the )?"
        rf"(?!(?:{posts.alternation('no-body-part')}|{word})\b){listed}{within})"
    )
    lead = rf"(?:(?!{opener}\b){_CAP}(?:/{_CAP})? (?:(?:and|for|of) )?){{0,5}}"
    second = rf"(?: (?!{posts.alternation('no-body-part')}\b){_CAP}(?= {word}| of ))?"
    return re.compile(rf"(?<![\w'/-])(?P<label>{lead}{word}(?!\w){second}{more}{{0,3}})")
