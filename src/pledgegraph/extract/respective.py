"""Holders of one office named behind their states, in order: "the Presidents of Chile and Peru, Soto and Vega"."""

from __future__ import annotations

import re

from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.extract.offices import Office
from pledgegraph.extract.person_patterns import person_patterns
from pledgegraph.model import Kind
from pledgegraph.spans import Span

_JOINT = re.compile(r", (?:and )?(?:the )?| and (?:the )?")
_OF = re.compile(r" (?:of|from) (?:the )?$")
_WORD = re.compile(r"\b(?!the\b|The\b)[A-Za-z]")
_CLOSES = re.compile(r"[,;.)]| [a-z]|$")
_REACH = 120
"""Characters before the first state in which its office may begin."""
_FEWEST = 2


def held_respectively(reading: Reading, sentence: Sentence) -> list[Office]:
    """The offices of several states with as many names behind them as states are listed."""
    names = [name for name in sentence.names if not name.adjective]
    found: list[Office] = []
    while len(names) >= _FEWEST:
        states = _states(reading.text, names)
        office = _held(reading, sentence, states) if len(states) >= _FEWEST else None
        found += [office] if office else []
        names = names[max(1, len(states)) :]
    return found


def _held(reading: Reading, sentence: Sentence, states: list[Named]) -> Office | None:
    """The office whose holders are named behind a list of states."""
    text, end, position = reading.text, sentence.span.end, states[-1].span.end
    names: list[Span] = []
    listed = person_patterns(reading.grammar).listed
    while len(names) < len(states) and (match := listed.match(text, position, end)):
        names.append(Span(*match.span("name")))
        position = match.end()
    if len(names) < len(states) or not _CLOSES.match(text, position, end):
        return None
    first = states[0].span.start
    offices = reading.grammar.of("members").rule("offices-of-several").pattern
    for word in _WORD.finditer(text, max(sentence.span.start, first - _REACH), first):
        of = _OF.search(text, word.start(), first)
        if of and offices.match(text[word.start() : first]):
            post = Span(word.start(), of.start())
            return Office(post=post, names=tuple(names), owners=tuple(states), plural=True)
    return None


def _states(text: str, names: list[Named]) -> list[Named]:
    """The states and territories that open a list of names."""
    chain: list[Named] = []
    for name in names:
        if name.kind not in (Kind.STATE, Kind.TERRITORY):
            break
        if chain and not _JOINT.fullmatch(text, chain[-1].span.end, name.span.start):
            break
        chain.append(name)
    return chain
