"""Scores of a document's frame and of its meeting: dates, places, participants, lists, counts, sessions."""

from __future__ import annotations

from pledgegraph.evaluate.facts import CountFact, DocumentFacts, ForumFact, ListFact, ParticipationFact
from pledgegraph.evaluate.gold import CountGold, ForumGold, ListGold, ParticipationGold
from pledgegraph.evaluate.pairing import pair
from pledgegraph.evaluate.references import Named, alternatives, fold, matches_any, references, same_label
from pledgegraph.evaluate.tally import Sheet


def score_document(sheet: Sheet, facts: DocumentFacts) -> None:
    """Title, type, dateline, publication date, issuer and the instrument set out."""
    gold = sheet.gold.file.document
    sheet.judge("document", gold.title, facts.title, agrees=fold(gold.title) == fold(facts.title))
    sheet.judge("document", gold.type, facts.type, agrees=gold.type == facts.type)
    sheet.judge("document", gold.dateline, facts.dateline, agrees=gold.dateline == facts.dateline)
    sheet.judge("document", gold.issued, facts.issued, agrees=gold.issued == facts.issued)
    _judge_place(sheet, "document", gold.dateline_place, facts.dateline_place)
    sheet.judge("document", gold.issuer, facts.issuer, agrees=matches_any(references(gold.issuer), facts.issuer))
    _judge_place(sheet, "document", gold.sets_out, facts.sets_out)


def score_forums(sheet: Sheet, facts: DocumentFacts) -> None:
    """The meetings reported, by name, then each of their values."""
    result = pair(sheet.gold.file.forum, facts.forums, _forum_match)
    for gold, fact in result.pairs:
        span = sheet.gold.span(gold)
        if fact is None:
            sheet.missed("forum", gold.name, span)
            continue
        sheet.right("forum")
        sheet.judge("forum dates", gold.start, fact.start, agrees=gold.start == fact.start, span=span)
        sheet.judge("forum dates", gold.end, fact.end, agrees=gold.end == fact.end, span=span)
        _judge_place(sheet, "city", gold.city, fact.city)
        _judge_place(sheet, "province", gold.province, fact.province)
        country = fact.country.iso3 if fact.country else ""
        sheet.judge("country", gold.country, country, agrees=gold.country == country, span=span)
        _judge_labels(sheet, "theme", gold.theme, fact.themes)
        _judge_labels(sheet, "parent", gold.parent, tuple(name for one in fact.parents for name in one.names))
    for fact in result.left:
        sheet.extra("forum", "; ".join(fact.names))


def score_participations(sheet: Sheet, facts: DocumentFacts) -> None:
    """Who took part in which capacity, and how; a person's or body's name decides, not the passage."""
    result = pair(sheet.gold.file.participation, facts.participations, _participation_match)
    for gold, fact in result.pairs:
        span = sheet.gold.span(gold)
        if fact is None:
            if not gold.optional:
                sheet.missed("participation", f"{gold.who} {gold.capacity}", span)
        elif not gold.optional:
            sheet.right("participation")
            sheet.judge("mode", gold.mode, fact.mode, agrees=gold.mode == fact.mode, span=span)
    for fact in result.left:
        sheet.extra("participation", f"{fact.who} {fact.capacity}", fact.spans[0])


def score_speeches(sheet: Sheet, facts: DocumentFacts) -> None:
    """The kind of each person's speech."""
    given = [fact for fact in facts.participations if fact.speech and fact.who and "person" in fact.who.kinds]
    result = pair(
        sheet.gold.file.speech, given, lambda gold, fact: float(matches_any(references(gold.person), fact.who))
    )
    for gold, fact in result.pairs:
        span = sheet.gold.span(gold)
        if fact is None:
            sheet.missed("speech", f"{gold.person} {gold.kind}", span)
        else:
            agrees = fact.speech == gold.kind and fact.mode == gold.mode
            sheet.judge("speech", f"{gold.kind} {gold.mode}", f"{fact.speech} {fact.mode}", agrees=agrees, span=span)
    for fact in result.left:
        sheet.extra("speech", f"{fact.who} {fact.speech}", fact.spans[0])


def score_lists(sheet: Sheet, facts: DocumentFacts) -> None:
    """Attendance lists: kind and completeness, and how many participants each names."""
    result = pair(sheet.gold.file.list, facts.lists, lambda gold, fact: _list_match(sheet, gold, fact))
    for gold, fact in result.pairs:
        span = sheet.gold.span(gold)
        expected = f"{gold.capacity} {gold.kind} {gold.completeness}"
        if fact is None:
            if not gold.optional:
                sheet.missed("list", expected, span)
        elif not gold.optional:
            agrees = fact.completeness == gold.completeness and fact.kind in (gold.kind, *gold.also)
            sheet.judge("list", expected, _list_words(fact), agrees=agrees, span=span)
            sheet.judge("list size", str(gold.size), str(fact.size), agrees=gold.size == fact.size, span=span)
    for fact in result.left:
        sheet.extra("list", _list_words(fact), fact.spans[0])


def score_counts(sheet: Sheet, facts: DocumentFacts) -> None:
    """Stated numbers with their qualifier and what they count."""
    result = pair(sheet.gold.file.count, facts.counts, lambda gold, fact: _count_match(sheet, gold, fact))
    for gold, fact in result.pairs:
        span = sheet.gold.span(gold)
        expected = f"{gold.qualifier} {gold.value} {gold.of}"
        if fact is None:
            sheet.missed("count", expected, span)
        else:
            found = f"{fact.qualifier} {fact.value} {fact.of}"
            sheet.judge("count", expected, found, agrees=expected == found, span=span)
    for fact in result.left:
        sheet.extra("count", f"{fact.qualifier} {fact.value} {fact.of}", fact.spans[0])


def score_sessions(sheet: Sheet, facts: DocumentFacts) -> None:
    """Sessions by their quoted topic."""
    result = pair(
        sheet.gold.file.session, facts.sessions, lambda gold, fact: float(fold(gold.quote) == fold(fact.label))
    )
    for gold, fact in result.pairs:
        if fact is None:
            sheet.missed("session", gold.quote, sheet.gold.span(gold))
        else:
            sheet.right("session")
    for fact in result.left:
        sheet.extra("session", fact.label, fact.spans[0])


def _forum_match(gold: ForumGold, fact: ForumFact) -> float:
    wanted = {fold(name) for name in alternatives(gold.name)}
    return float(bool(wanted & {fold(name) for name in fact.names})) * (2.0 if gold.start == fact.start else 1.0)


def _participation_match(gold: ParticipationGold, fact: ParticipationFact) -> float:
    if gold.capacity != fact.capacity or not matches_any(references(gold.who), fact.who):
        return 0.0
    return 1.0 if gold.optional else 2.0


def _list_match(sheet: Sheet, gold: ListGold, fact: ListFact) -> float:
    if gold.capacity != fact.capacity or not fact.overlaps(sheet.gold.span(gold)):
        return 0.0
    return (
        1.0 + (fact.kind == gold.kind) * 2.0 + (fact.kind in gold.also) * 1.0 + (fact.completeness == gold.completeness)
    )


def _count_match(sheet: Sheet, gold: CountGold, fact: CountFact) -> float:
    if not fact.overlaps(sheet.gold.span(gold)):
        return 0.0
    return (fact.value == str(gold.value)) * 2.0 + float(fact.of == gold.of)


def _list_words(fact: ListFact) -> str:
    return f"{fact.capacity} {fact.kind} {fact.completeness}"


def _judge_place(sheet: Sheet, name: str, expected: str, found: Named | None) -> None:
    options = alternatives(expected)
    agrees = found is not None and any(same_label(option, label) for option in options for label in found.names)
    sheet.judge(name, expected, found, agrees=agrees)


def _judge_labels(sheet: Sheet, name: str, expected: str, found: tuple[str, ...]) -> None:
    """One expected label among those found; what else is found is not judged (a forum may lie in several wholes)."""
    agrees = any(fold(option) == fold(label) for option in alternatives(expected) for label in found)
    sheet.judge(name, expected, "; ".join(found), agrees=agrees)
