"""Scores of persons' posts: title, body, what they represent, to whom they are accredited."""

from __future__ import annotations

from pledgegraph.evaluate.facts import DocumentFacts, PostFact
from pledgegraph.evaluate.gold import PostGold
from pledgegraph.evaluate.pairing import pair
from pledgegraph.evaluate.references import alternatives, fold, matches_any, references, same_label
from pledgegraph.evaluate.tally import Sheet
from pledgegraph.spans import Span


def score_posts(sheet: Sheet, facts: DocumentFacts) -> None:
    """Posts by person and title, then their other values."""
    result = pair(sheet.gold.file.post, facts.posts, _match)
    for gold, fact in result.pairs:
        span = sheet.gold.span(gold)
        if fact is None:
            sheet.missed("post", f"{gold.person}, {gold.title}", span)
            continue
        titles = [fold(title) for title in alternatives(gold.title)]
        sheet.judge("post", gold.title, fact.title, agrees=fold(fact.title) in titles, span=span)
        _judge_body(sheet, gold, fact, span)
        for name, expected, found in (
            ("represents", gold.represents, fact.represents),
            ("accredited to", gold.accredited_to, fact.accredited_to),
        ):
            sheet.judge(name, expected, found, agrees=matches_any(references(expected), found), span=span)
    for fact in result.left:
        sheet.extra("post", f"{fact.person}, {fact.title}", fact.spans[0])


def _match(gold: PostGold, fact: PostFact) -> float:
    if not matches_any(references(gold.person), fact.person):
        return 0.0
    title = fold(fact.title) in [fold(title) for title in alternatives(gold.title)]
    return 1.0 + title * 2.0 + _body_agrees(gold, fact) * 1.0


def _body_agrees(gold: PostGold, fact: PostFact) -> bool:
    names = fact.body.names if fact.body else ()
    return any(same_label(option, name) for option in alternatives(gold.body) for name in names)


def _judge_body(sheet: Sheet, gold: PostGold, fact: PostFact, span: Span) -> None:
    sheet.judge("body", gold.body, fact.body, agrees=_body_agrees(gold, fact), span=span)
