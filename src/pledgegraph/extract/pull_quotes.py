"""Quotations that stand by themselves, over or before the name of who said them, as press releases set them apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.grammar import Reading
from pledgegraph.extract.themes import theme_attestation
from pledgegraph.extraction import Extraction
from pledgegraph.model import Statement
from pledgegraph.sources.blocks import SPOKEN, Block
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

RULE = "pledge-in-a-pull-quote"
_QUOTATION = re.compile(r'(?<!\w)"[^"]{10,900}"(?!\w)')
_BEHIND = re.compile(r"\s*(?:[–—-]+ ?)?(?:(?:H\.E\.|Mr\.|Ms\.|Mrs\.|Dr\.|Hon\.) ?)*")
_LONGEST = 240
"""Characters of a line that says who is quoted, by name and office."""


def read_pull_quotes(reading: Reading, extraction: Extraction, persons: list[Appearance]) -> list[Statement]:
    """The promises made in quotations that no verb of saying ascribes: the line below or behind names who made them."""
    rule = reading.grammar.of("connectives").rule(RULE)
    verbs = sorted(one.verb.start for one in extraction.statements)
    found: list[Statement] = []
    for block, below in pairwise([*reading.blocks, None]):
        if block is None or block.kind not in SPOKEN or '"' not in reading.text[block.body : block.span.end]:
            continue
        for quotation in _QUOTATION.finditer(reading.text, block.body, block.span.end):
            quoted = rule.pattern.match(quotation[0])
            if quoted is None or bisect_left(verbs, quotation.start()) < bisect_left(verbs, quotation.end()):
                continue
            by = _by(reading, block, quotation.end(), below, persons)
            if by is not None:
                found.append(_promise(reading, extraction, Span(*quotation.span()), quoted, by))
    return found


def _promise(
    reading: Reading, extraction: Extraction, quotation: Span, quoted: re.Match[str], by: Appearance
) -> Statement:
    """What the one who is quoted promises."""
    at = quotation.start
    content = Span(at + quoted.start("content"), at + quoted.end("content"))
    verb = Span(at + quoted.start("verb"), at + quoted.end("verb"))
    made = Statement(
        verb=verb,
        force=Force.COMMITS,
        speaker=by.person.ref,
        reporting_verb=reading.stored(verb),
        content=content,
        themes=reading.themes.within(content),
        evidence=(quotation, by.span),
        rule=RULE,
    )
    reading.used += [quotation, by.full]
    if made.themes:
        extraction.attestations.append(theme_attestation(reading.themes, made.verb, content))
    return made


def _by(reading: Reading, block: Block, end: int, below: Block | None, persons: list[Appearance]) -> Appearance | None:
    """Who is named right behind a quotation, on the same line or on one of its own that says nothing else."""
    alone = not reading.text[end : block.span.end].strip()
    line = below if alone else block
    start = below.body if alone and below else end
    if line is None or line.span.end - start > _LONGEST:
        return None
    opening = _BEHIND.match(reading.text, start, line.span.end)
    begin = opening.end() if opening else start
    place = reading.sentence_at(begin)
    if place is None or sum(verb.start >= begin for verb in place.verbs) > 1:
        return None
    near = (one for one in persons if begin <= one.span.start < line.span.end)
    return next((one for one in near if begin in (one.span.start, one.full.start)), None)
