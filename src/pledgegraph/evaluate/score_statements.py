"""Scores of statements: found, force, speaker, addressee; and of mentions and findings."""

from __future__ import annotations

from pledgegraph.evaluate.facts import DocumentFacts, MentionFact, StatementFact
from pledgegraph.evaluate.gold import Gold, StatementGold
from pledgegraph.evaluate.pairing import pair
from pledgegraph.evaluate.references import fold, matches_any, references, same_label
from pledgegraph.evaluate.tally import Sheet
from pledgegraph.spans import Span

_ENOUGH = 0.5
"""The shared part of the contents above which a statement is the same under another reporting verb."""

_SUBSTANCE = 4
"""The letters from which on a shared word tells two verb phrases alike."""


def score_statements(sheet: Sheet, facts: DocumentFacts) -> None:
    """Statements by place and reporting verb, then their values."""
    result = pair(
        sheet.gold.file.statement, facts.statements, lambda gold, fact: statement_match(sheet.gold, gold, fact)
    )
    for gold, fact in result.pairs:
        span = sheet.gold.span(gold)
        if gold.optional:
            continue
        if fact is None:
            sheet.missed("statement", f"{gold.speaker} {gold.verb} ({gold.force})", span)
            continue
        sheet.right("statement")
        sheet.judge("force", gold.force, fact.force, agrees=fact.force in (gold.force, *gold.also), span=span)
        options = references(gold.speaker)
        sheet.judge("speaker", gold.speaker, fact.speaker, agrees=matches_any(options, fact.speaker), span=span)
        _score_addressees(sheet, gold, fact, span)
    for fact in result.left:
        sheet.extra("statement", f"{fact.speaker} {fact.verb} ({fact.force})", fact.spans[0])


def score_mentions(sheet: Sheet, facts: DocumentFacts) -> None:
    """Mentions by place and name; of what is found beyond, only instruments are judged (bodies recur everywhere)."""
    golds = sheet.gold.file.mention
    result = pair(golds, facts.mentions, lambda gold, fact: _overlap(fact, sheet.gold.span(gold)))
    for gold, fact in result.pairs:
        if gold.optional:
            continue
        if fact is None:
            sheet.missed("mention", gold.name or gold.quote, sheet.gold.span(gold))
        else:
            sheet.right("mention")
    for fact in result.left:
        if fact.mentioned and "instrument" in fact.mentioned.kinds and not _known(sheet, fact):
            sheet.extra("mention", fact.written or fact.mentioned, fact.spans[0])


def score_findings(sheet: Sheet, facts: DocumentFacts) -> None:
    """Findings by place and kind."""
    golds = sheet.gold.file.finding
    result = pair(
        golds,
        facts.findings,
        lambda gold, fact: float(fact.overlaps(sheet.gold.span(gold)) and fact.kind in (gold.kind, *gold.also)),
    )
    for gold, fact in result.pairs:
        if gold.optional:
            continue
        if fact is None:
            sheet.missed("finding", f"{gold.kind}: {gold.written}", sheet.gold.span(gold))
        else:
            sheet.right("finding")
    for fact in result.left:
        sheet.extra("finding", f"{fact.kind}: {fact.written}", fact.spans[0])


def statement_match(gold: Gold, entry: StatementGold, fact: StatementFact) -> float:
    """How well a found statement answers an entry: 0 unless places meet and the verb or the content agrees."""
    if entry.item:
        return _item_match(gold, entry, fact)
    verb = gold.verb_span(entry)
    if not fact.overlaps(verb):
        return 0.0
    content = gold.content_span(entry)
    shared = max((_share(content, span) for span in fact.content), default=0.0) if content else 0.0
    likeness = verb_likeness(entry.verb, fact.verb)
    if not likeness and shared < _ENOUGH:
        return 0.0
    required = 0.0 if entry.optional else 0.01
    return likeness + shared + required + 0.1 / (1 + min(_length(span) for span in fact.spans) / 100)


def verb_likeness(expected: str, found: str) -> float:
    """2 for the same words, 1 where one phrase holds the other, 0.5 for a shared word of substance.

    >>> verb_likeness("called for", "also called for"), verb_likeness("will", "announced")
    (1.0, 0.0)
    """
    one, other = fold(expected), fold(found)
    if one == other:
        return 2.0
    if not other:
        return 0.0
    if f" {one} " in f" {other} " or f" {other} " in f" {one} ":
        return 1.0
    shared = {word for word in set(one.split()) & set(other.split()) if len(word) >= _SUBSTANCE}
    return 0.5 if shared else 0.0


def _item_match(gold: Gold, entry: StatementGold, fact: StatementFact) -> float:
    """A numbered item answers at its own beginning: the shortest evidence wins, so that a lead sentence does not."""
    span = gold.span(entry)
    if not fact.overlaps(span):
        return 0.0
    return 1.0 + 1.0 / (1 + min(_length(own) for own in fact.spans if own.overlaps(span)) / 100)


def _score_addressees(sheet: Sheet, gold: StatementGold, fact: StatementFact, span: Span) -> None:
    left = list(fact.addressees)
    for expected in gold.addressee:
        options = references(expected)
        hit = next((named for named in left if matches_any(options, named)), None)
        if hit is not None:
            left.remove(hit)
            sheet.right("addressee")
        elif all(option.kind != "none" for option in options):
            sheet.missed("addressee", expected, span)
    for named in left:
        sheet.extra("addressee", named, span)


def _known(sheet: Sheet, fact: MentionFact) -> bool:
    """Whether a mention repeats an instrument that the gold names elsewhere in the text, or the one it sets out."""
    names = fact.mentioned.names if fact.mentioned else ()
    golds = [gold.name or gold.quote for gold in sheet.gold.file.mention] + [sheet.gold.file.document.sets_out]
    return any(same_label(name, gold) or fold(name) in fold(gold) for gold in golds for name in names if gold)


def _overlap(fact: MentionFact, span: Span) -> float:
    return max(_share(span, own) for own in fact.spans)


def _share(one: Span, other: Span) -> float:
    """The shared characters as a share of the shorter span."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / min(_length(one), _length(other))


def _length(span: Span) -> int:
    """The number of characters in a span."""
    return span.end - span.start
