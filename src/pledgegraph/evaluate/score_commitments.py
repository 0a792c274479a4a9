"""Scores of commitments with their clauses and parties."""

from __future__ import annotations

from pledgegraph.evaluate.facts import ClauseFact, CommitmentFact, DocumentFacts
from pledgegraph.evaluate.gold import ClauseGold, CommitmentGold
from pledgegraph.evaluate.pairing import pair
from pledgegraph.evaluate.references import matches_any, references
from pledgegraph.evaluate.score_statements import verb_likeness
from pledgegraph.evaluate.tally import Sheet
from pledgegraph.sources.clean import clean
from pledgegraph.spans import Span


def score_commitments(sheet: Sheet, facts: DocumentFacts) -> None:
    """Commitments by number or place, then clauses and parties."""
    result = pair(sheet.gold.file.commitment, facts.commitments, lambda gold, fact: _match(sheet, gold, fact))
    for gold, fact in result.pairs:
        span = sheet.gold.commitment_span(gold)
        if fact is None:
            sheet.missed("commitment", _name(sheet, gold), span)
            clauses: tuple[ClauseFact, ...] = ()
        else:
            _judge_extent(sheet, gold, fact, span)
            clauses = fact.clauses
        _score_clauses(sheet, gold, clauses)
        _score_parties(sheet, gold, fact, span)
    for fact in result.left:
        sheet.extra("commitment", fact.text, fact.spans[0])


def _judge_extent(sheet: Sheet, gold: CommitmentGold, fact: CommitmentFact, span: Span) -> None:
    """A numbered commitment is right with its number and whole text, an announced one with its place."""
    if not gold.number:
        sheet.right("commitment")
        return
    expected = " ".join(sheet.gold.text[span.start : span.end].split())
    found = " ".join(clean(fact.text).split())
    agrees = fact.ordinal == str(gold.number) and found == expected
    sheet.judge("commitment", f"{gold.number}: {expected}", f"{fact.ordinal}: {found}", agrees=agrees, span=span)


def _score_clauses(sheet: Sheet, gold: CommitmentGold, clauses: tuple[ClauseFact, ...]) -> None:
    result = pair(gold.clause, clauses, lambda entry, fact: _clause_match(sheet, entry, fact))
    for entry, fact in result.pairs:
        if fact is None:
            sheet.missed("clause", entry.quote, sheet.gold.span(entry))
        else:
            sheet.right("clause")
    for fact in result.left:
        sheet.extra("clause", fact.verb, fact.spans[0] if fact.spans else None)


def _clause_match(sheet: Sheet, gold: ClauseGold, fact: ClauseFact) -> float:
    return verb_likeness(gold.verb, fact.verb) if fact.overlaps(sheet.gold.verb_span(gold)) else 0.0


def _score_parties(sheet: Sheet, gold: CommitmentGold, fact: CommitmentFact | None, span: Span) -> None:
    parties = fact.parties if fact else ()
    result = pair(
        gold.party,
        parties,
        lambda entry, party: float(entry.role == party.role and matches_any(references(entry.who), party.who)),
    )
    for entry, party in result.pairs:
        if entry.optional:
            continue
        if party is None:
            sheet.missed("party", f"{entry.role} {entry.who}", span)
        else:
            sheet.right("party")
    for party in result.left:
        sheet.extra("party", f"{party.role} {party.who}", span)


def _match(sheet: Sheet, gold: CommitmentGold, fact: CommitmentFact) -> float:
    span = sheet.gold.commitment_span(gold)
    if not fact.overlaps(span):
        return 0.0
    if gold.number:
        return 2.0 if fact.ordinal == str(gold.number) else 0.5
    return 1.0 if not fact.ordinal else 0.5


def _name(sheet: Sheet, gold: CommitmentGold) -> str:
    if gold.number:
        return f"no. {gold.number}: {gold.first} ..."
    span = sheet.gold.commitment_span(gold)
    return sheet.gold.text[span.start : span.end]
