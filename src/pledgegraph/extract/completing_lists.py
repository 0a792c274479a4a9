"""Lists that complete what is promised or called for: "will set up three groups:" over their names.

Where an item says something by itself, or inherits it, the list is read by its items instead.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

from pledgegraph.extract.grammar import Reading
from pledgegraph.extract.themes import theme_attestation
from pledgegraph.extract.wordings import trimmed
from pledgegraph.extraction import Extraction
from pledgegraph.model import Statement
from pledgegraph.sources.blocks import Block, BlockKind
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

_COMPLETED = (Force.COMMITS, Force.CALLS_FOR)
_MARKED = (BlockKind.ITEM, BlockKind.BULLET)
_LONGEST = 3000
"""Characters of a list that is still one thing promised, not a chapter of its own."""


def complete_with_lists(reading: Reading, extraction: Extraction, below: Callable[[int], list[Block]]) -> None:
    """Lets promises and calls that end in a colon reach over the list below them, where its items say nothing more.

    `below` gives the items under the block of a number.
    """
    verbs = sorted(one.verb.start for one in extraction.statements)
    reaching: dict[Span, Statement] = {}
    for place, said in enumerate(extraction.statements):
        block = _ends_block(reading, said) if said.force in _COMPLETED else None
        if block is None:
            continue
        items = below(reading.block_number(block) + 1)
        if not items or items[0].kind not in _MARKED or items[-1].span.end - block.span.end > _LONGEST:
            continue
        end = items[-1].span.end
        if bisect_left(verbs, block.span.end) == bisect_left(verbs, end):
            extraction.statements[place] = reaching[said.verb] = _reaching(reading, said, end)
    if reaching:
        known = [one for one in extraction.attestations if one.on_property != "theme" or one.about not in reaching]
        known += [
            theme_attestation(reading.themes, verb, said.evidence[0]) for verb, said in reaching.items() if said.themes
        ]
        extraction.attestations[:] = known


def _ends_block(reading: Reading, said: Statement) -> Block | None:
    """The block that a statement ends, before the colon that ends it."""
    clause = said.evidence[0]
    sentence = reading.sentence_at(clause.start)
    if sentence is None or said.content is None or said.content.end != clause.end:
        return None
    closed = reading.text[clause.end : sentence.block.span.end].strip() == ":"
    return sentence.block if closed else None


def _reaching(reading: Reading, said: Statement, end: int) -> Statement:
    """A statement whose content and quote go on to a place; what it speaks of is looked up anew."""
    assert said.content is not None
    clause = trimmed(reading.text, said.evidence[0].start, end)
    reading.used.append(Span(clause.start, end))
    return replace(
        said,
        content=Span(said.content.start, clause.end),
        evidence=(clause, *said.evidence[1:]),
        themes=reading.themes.within(clause),
    )
