"""Doubts about a source: slips kept verbatim, hidden characters, references to nobody, wrong item counts."""

from __future__ import annotations

import re
from bisect import bisect_left

from pledgegraph.extract.grammar import Reading
from pledgegraph.extract.ourselves import ourselves
from pledgegraph.extraction import Extraction
from pledgegraph.model import Document, Finding
from pledgegraph.sources.blocks import BlockKind
from pledgegraph.sources.clean import hidden_characters
from pledgegraph.sources.typed_tables import side_by_side
from pledgegraph.spans import Span
from pledgegraph.vocab import FindingKind

_INLINE = re.compile(r"(?P<mark>\((?<![\w)]\()(?:[ivx]{1,4}|[a-z]|\d{1,2})\))(?= )")
_FIRST_TWO = frozenset({("i", "ii"), ("a", "b"), ("1", "2")})


def read_findings(reading: Reading, extraction: Extraction) -> None:
    """Adds the findings that need the whole document."""
    _defects(reading, extraction)
    _unresolved_we(reading, extraction)
    _item_count(reading, extraction)


def without_meeting(extraction: Extraction) -> str:
    """Why no meeting is asserted, as a clause: the day that no calendar holds, else that no rule found one."""
    doubted = next((one for one in extraction.findings if one.kind is FindingKind.IMPOSSIBLE_DATE), None)
    if doubted:
        return f"the day of the meeting is impossible ('{doubted.written}')"
    return "no rule found a sentence that says when or where a meeting was held"


def _defects(reading: Reading, extraction: Extraction) -> None:
    for rule in reading.grammar.of("defects"):
        if not reading.cued(rule, 0, len(reading.text)):
            continue
        for block in reading.blocks:
            if block.kind is BlockKind.FURNITURE or not reading.cued(rule, block.span.start, block.span.end):
                continue
            for found in rule.pattern.finditer(reading.text, block.span.start, block.span.end):
                span = Span(*found.span())
                extraction.findings.append(
                    Finding(
                        kind=FindingKind(rule.value),
                        span=span,
                        written=reading.stored(span),
                        expected=rule.note,
                    )
                )


def _unresolved_we(reading: Reading, extraction: Extraction) -> None:
    """One finding for a "we" that the text gives no antecedent."""
    speaker = next((c for c in extraction.collectives if c.surface_form.lower() == "we"), None)
    if speaker is None or ourselves(reading, extraction) is not None:
        return
    for rule in reading.grammar.of("actors"):
        found = rule.pattern.search(reading.text, speaker.span.start)
        if found and found.start() == speaker.span.start:
            extraction.findings.append(
                Finding(
                    kind=FindingKind(rule.value),
                    span=speaker.span,
                    written=speaker.surface_form,
                    expected="an antecedent in the text",
                    about=speaker.ref,
                )
            )


def _item_count(reading: Reading, extraction: Extraction) -> None:
    expected = reading.document.expected_items
    numbered = [commitment for commitment in extraction.commitments if commitment.ordinal is not None]
    if expected is None or expected == len(numbered) or not numbered:
        return
    last = numbered[-1].produced_by
    extraction.findings.append(
        Finding(
            kind=FindingKind.COUNT_MISMATCH,
            span=last,
            written=str(len(numbered)),
            expected=f"{expected} numbered items",
            about=extraction.heading.sets_out or reading.document.ref,
        )
    )


def read_coverage(reading: Reading, extraction: Extraction) -> None:
    """Adds boilerplate, and as unconverted every sentence and frame line from which no rule made a fact."""
    extraction.sentences.extend(sentence.span for sentence in reading.sentences)
    extraction.item_marks.extend(block.marker for block in reading.blocks if block.marker)
    extraction.item_marks.extend(_inline_marks(reading))
    extraction.boilerplate.extend(block.span for block in reading.blocks if block.kind is BlockKind.FURNITURE)
    used = _merged(reading.used)
    rested_on = {mention.span for mention in extraction.mentions}
    rested_on.update(span for post in extraction.posts for span in post.evidence)
    for sentence in reading.sentences:
        if not _touched(used, sentence.span) and sentence.span not in rested_on:
            extraction.unconverted.append(sentence.span)
    for block in reading.blocks:
        if block.kind in (BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.DATE) and not _touched(used, block.span):
            extraction.unconverted.append(block.span)
    extraction.unconverted.extend(reading.unread)
    extraction.unconverted.sort()


def _inline_marks(reading: Reading) -> list[Span]:
    """The marks of enumerations inside a sentence, "(i) ...; (ii) ...", where the first and the second stand."""
    found: list[Span] = []
    for sentence in reading.sentences:
        marks = [
            Span(*mark.span("mark")) for mark in _INLINE.finditer(reading.text, sentence.span.start, sentence.span.end)
        ]
        labels = [reading.text[mark.start + 1 : mark.end - 1] for mark in marks]
        if len(marks) > 1 and (labels[0], labels[1]) in _FIRST_TWO:
            found.extend(mark for mark in marks if mark.start != sentence.block.span.start)
    return found


def _merged(spans: list[Span]) -> list[Span]:
    """The same stretches in order, none overlapping another."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _touched(merged: list[Span], span: Span) -> bool:
    """Whether a span shares a character with one of the stretches."""
    before = bisect_left(merged, span.end, key=lambda one: one.start)
    return before > 0 and merged[before - 1].end > span.start


def layout_findings(document: Document) -> list[Finding]:
    """What cannot be read for how the stored text is set: hidden characters, and text in columns side by side."""
    return [*_hidden(document), *_side_by_side(document)]


def _side_by_side(document: Document) -> list[Finding]:
    """A finding where text stands in two columns, line by line: of these the first is read."""
    return [
        Finding(
            kind=FindingKind.SOURCE_DEFECT,
            span=span,
            written=document.text[span.start : span.end].split("\n", 1)[0],
            expected="one column below the other; only the left one is read",
        )
        for span in side_by_side(document.text)
    ]


def _hidden(document: Document) -> list[Finding]:
    """One finding a kind of invisible character, at its first place in the stored text, with its number."""
    first: dict[str, int] = {}
    for offset in hidden_characters(document.text):
        first.setdefault(document.text[offset], offset)
    found: list[Finding] = []
    for char, offset in first.items():
        times = document.text.count(char)
        found.append(
            Finding(
                kind=FindingKind.HIDDEN_CHARACTER,
                span=Span(offset, offset + 1),
                written=f"U+{ord(char):04X}" + (f", {times} times" if times > 1 else ""),
                expected="a visible character",
            )
        )
    return found
