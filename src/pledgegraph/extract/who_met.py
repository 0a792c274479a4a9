"""Sentences that tell of a meeting only by who met, when or where ("We, the Ministers of ..., met in Lima")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.sources.rules import Rule

_ALSO_LATER = (
    "met-having-come-together",
    "met-pleased-to-welcome",
    "met-at-this-meeting",
    "met-taking-part",
    "met-opening-participle",
)
"""Rules of words that follow a list of those who met, each of them a line, that open a preamble below other words, or
that speak of the day of the text."""
_LAST_OPENING = 12
_NOT_THIS_MEETING = re.compile(
    r"\b(?:will|would|plan|intend|last|previous|recent|earlier|since|before|when|if|after"
    r"|following(?! [\w -]{0,20}(?:[Cc]ountries|[Ss]tates|[Gg]overnments|[Mm]embers))"
    r"|had|have|has|next"
    r"|ago|that|which|who|where|while|anniversary)\b"
)


def who_met(reading: Reading, first: list[Sentence]) -> Iterator[tuple[Sentence, Rule, re.Match[str]]]:
    """The readings of a text's opening as telling who met, in each sentence the one whose verb stands first before.

    Few rules are tried behind the `first` sentences.
    """
    rules = [rule for rule in reading.grammar.of("forums") if rule.id.startswith("met-")]
    for sentence in reading.sentences[:_LAST_OPENING]:
        read: list[tuple[Rule, re.Match[str]]] = []
        for rule in rules:
            if rule.id not in _ALSO_LATER and sentence not in first:
                continue
            if not reading.cued(rule, sentence.span.start, sentence.span.end):
                continue
            found = rule.search(reading.text[sentence.span.start : sentence.span.end])
            if found and not _NOT_THIS_MEETING.search(found.group(0)):
                read.append((rule, found))
        yield from ((sentence, rule, found) for rule, found in sorted(read, key=lambda one: one[1].start("met")))
