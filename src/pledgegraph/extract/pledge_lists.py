"""Lists of pledges: lines that give an actor and a sum below words that announce them ("Canada: CAD 60 million")."""

from __future__ import annotations

import re
from bisect import bisect_left

from pledgegraph.extract.grammar import Reading, resolved
from pledgegraph.extract.themes import theme_attestation
from pledgegraph.model import BODIES, Extraction, Statement
from pledgegraph.sources.blocks import Block, BlockKind
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

RULE = "list-of-pledges"
_PARTED = re.compile(r"(?: \([A-Z][\w. ]{0,20}\))?(?::| [–—-]|,) ?(?=\S)")
_SUM = re.compile(r"\d")
_PLEDGE = re.compile(r"(?i)\b(?:pledge[sd]?|contributions?|commitments)\b")
_LINES = (BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.ITEM)


def read_pledges(reading: Reading, extraction: Extraction) -> list[Statement]:
    """A commissive statement of each actor in such a list; its sum is what it undertakes."""
    opens = reading.grammar.of("connectives").rule("opens-list-of-pledges")
    said = sorted(one.verb.start for one in extraction.statements)
    found: list[Statement] = []
    for sentence in reading.sentences:
        lead = sentence.span
        if lead.end != sentence.block.span.end or not reading.text.endswith(":", lead.start, lead.end):
            continue
        if not opens.search(reading.text[lead.start : lead.end]):
            continue
        number = reading.block_number(sentence.block)
        for line in reading.blocks[number + 1 :]:
            made = _pledge(reading, lead, line) if line.kind in _LINES else None
            if made is None or bisect_left(said, line.span.start) < bisect_left(said, line.span.end):
                break
            found.append(made)
            reading.used += [line.span, lead]
            if made.themes:
                extraction.attestations.append(theme_attestation(reading.themes, made.verb, line.span))
    return found


def _pledge(reading: Reading, lead: Span, line: Block) -> Statement | None:
    """What one line pledges; None where it names no actor and sum."""
    names = reading.names_in(Span(line.body, line.span.end))
    first = names[0] if names else None
    if first is None or first.span.start != line.body or first.adjective or not resolved(first, *BODIES):
        return None
    parted = _PARTED.match(reading.text, first.span.end, line.span.end)
    if parted is None or not _SUM.search(reading.text, parted.end(), line.span.end):
        return None
    word = _PLEDGE.search(reading.text, lead.start, lead.end)
    content = Span(parted.end(), line.span.end)
    return Statement(
        verb=first.span,
        force=Force.COMMITS,
        speaker=first.ref,
        reporting_verb=reading.stored(Span(*word.span())) if word else "",
        content=content,
        themes=reading.themes.within(content),
        evidence=(line.span, lead),
        rule=RULE,
    )
