"""Offices in small letters between a state and a name, as news write them: "Namibia's interior minister, Ana Soto"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.person_patterns import person_patterns
from pledgegraph.extract.posts import Post
from pledgegraph.model import Kind
from pledgegraph.spans import Span

_RANKS = ("deputy", "vice", "prime", "acting", "assistant", "state", "permanent")
"""What stands before the word of an office and is no field of government."""


def offices_in_small(reading: Reading, sentence: Sentence) -> Iterator[tuple[Post, Span]]:
    """Every office in small letters between a state and a name, from the state on, and the name."""
    office, named = _office(reading.grammar), person_patterns(reading.grammar).alone
    for state in sentence.names:
        if state.kind is not Kind.STATE or state.ref is None:
            continue
        post = office.match(reading.text, state.span.end, sentence.span.end)
        if post is None or not (state.adjective or post["whose"]):
            continue
        if name := named.match(reading.text, post.end(), sentence.span.end):
            title, span = " ".join(post["post"].split()), Span(state.span.start, post.end("post"))
            held = Post(title=title, span=span, organisation=None, represents=state.ref, accredited_to=None)
            yield held, Span(*name.span("name"))


@lru_cache(maxsize=4)
def _office(grammar: Grammar) -> re.Pattern[str]:
    """An office in small letters behind a state, up to the name of its holder."""
    posts = grammar.of("posts")
    fields = sorted({*_RANKS, *(word.lower() for word in posts.words["portfolio"])}, key=len, reverse=True)
    before = rf"(?:(?:{'|'.join(map(re.escape, fields))}) (?:and )?){{0,4}}"
    of = r"(?: (?:of|for) (?:the )?[a-z-]+(?:,? (?:and )?[a-z-]+){0,4}?)?"
    return re.compile(
        rf"(?P<whose>['’]s?)? (?P<post>{before}{posts.alternation('post-in-small')}{of}),? (?=[A-ZÀ-ÖØ-Þ])"
    )
