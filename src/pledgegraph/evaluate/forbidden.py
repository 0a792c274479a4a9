"""The must-nots: what a careless reader would assert, looked for among the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pledgegraph.errors import InputError
from pledgegraph.evaluate.facts import DocumentFacts
from pledgegraph.evaluate.gold import MustNotGold
from pledgegraph.evaluate.references import Named, fold, matches_any, references
from pledgegraph.evaluate.tally import Sheet
from pledgegraph.evaluate.triples import Triples


def score_must_nots(sheet: Sheet, facts: DocumentFacts, triples: Triples) -> None:
    """Each must-not is respected (right) or violated (wrong)."""
    for number, entry in enumerate(sheet.gold.file.must_not, 1):
        if entry.fact not in _LOOKERS:
            raise InputError(
                f"[[must-not]] no. {number}: unknown fact '{entry.fact}'",
                place=sheet.gold.path,
                remedy=f"Use one of: {', '.join(sorted(_LOOKERS))}.",
            )
        violations = list(_LOOKERS[entry.fact](entry, facts, triples))
        if len(violations) > entry.more_than:
            sheet.forbidden("must-not", entry.why, f"{entry.fact}: {'; '.join(violations[:3])}")
        else:
            sheet.right("must-not")


Looker = Callable[[MustNotGold, DocumentFacts, Triples], Iterator[str]]


def _participations(entry: MustNotGold, facts: DocumentFacts, _: Triples) -> Iterator[str]:
    for fact in facts.participations:
        if _is(entry.who, fact.who) and entry.capacity in (None, fact.capacity):
            yield f"{fact.who} {fact.capacity}"


def _statements(entry: MustNotGold, facts: DocumentFacts, _: Triples) -> Iterator[str]:
    for fact in facts.statements:
        words = f" {fold(entry.verb)} " in f" {fold(fact.verb)} "
        if entry.force in (None, fact.force) and _is(entry.speaker, fact.speaker) and (words or not entry.verb):
            yield f"{fact.speaker} {fact.verb} ({fact.force})"


def _commitments(_entry: MustNotGold, facts: DocumentFacts, _: Triples) -> Iterator[str]:
    yield from (fact.text or "a commitment" for fact in facts.commitments)


def _parties(entry: MustNotGold, facts: DocumentFacts, _: Triples) -> Iterator[str]:
    for party in (party for fact in facts.commitments for party in fact.parties):
        kind = not entry.kind or (party.who is not None and entry.kind in party.who.kinds)
        if entry.role in (None, party.role) and _is(entry.who, party.who) and kind:
            yield f"{party.role} {party.who}"


def _counts(entry: MustNotGold, facts: DocumentFacts, _: Triples) -> Iterator[str]:
    for fact in facts.counts:
        if entry.value in (None, _number(fact.value)) and entry.qualifier in (None, fact.qualifier):
            yield f"{fact.qualifier} {fact.value} {fact.of}"


def _posts(_entry: MustNotGold, facts: DocumentFacts, _: Triples) -> Iterator[str]:
    yield from (f"{fact.person}, {fact.title}" for fact in facts.posts)


def _represents(entry: MustNotGold, facts: DocumentFacts, _: Triples) -> Iterator[str]:
    for fact in facts.posts:
        if _is(entry.who, fact.person) and fact.represents and matches_any(references(entry.label), fact.represents):
            yield f"{fact.person} represents {fact.represents}"


def _sessions(_entry: MustNotGold, facts: DocumentFacts, _: Triples) -> Iterator[str]:
    yield from (fact.label for fact in facts.sessions)


def _of_forums(values: Callable[[DocumentFacts], Iterator[str]]) -> Looker:
    """A looker over single values: forbidden is the entry's label, or any value where it gives none."""

    def look(entry: MustNotGold, facts: DocumentFacts, _: Triples) -> Iterator[str]:
        for value in values(facts):
            if value and (not entry.label or fold(value) == fold(entry.label)):
                yield value

    return look


def _labelled(kind: str) -> Looker:
    """A looker for a thing of a type whose preferred label is the entry's, anywhere in the graph."""

    def look(entry: MustNotGold, _: DocumentFacts, triples: Triples) -> Iterator[str]:
        yield from (str(named) for named in triples.things(kind) if fold(named.label) == fold(entry.label))

    return look


def _state_named(entry: MustNotGold, _: DocumentFacts, triples: Triples) -> Iterator[str]:
    for named in triples.things("plg:State"):
        if any(fold(name) == fold(entry.label) for name in named.names):
            yield str(named)


def _is(reference: str, named: Named | None) -> bool:
    return not reference or matches_any(references(reference), named)


def _number(value: str) -> int | None:
    return int(value) if value.isdigit() else None


def _places(facts: DocumentFacts, name: str) -> Iterator[str]:
    for forum in facts.forums:
        place = getattr(forum, name)
        yield from place.names if place else ()


_LOOKERS: dict[str, Looker] = {
    "participation": _participations,
    "statement": _statements,
    "commitment": _commitments,
    "party": _parties,
    "count": _counts,
    "post": _posts,
    "represents": _represents,
    "session": _sessions,
    "city": _of_forums(lambda facts: _places(facts, "city")),
    "province": _of_forums(lambda facts: _places(facts, "province")),
    "start": _of_forums(lambda facts: (forum.start for forum in facts.forums)),
    "end": _of_forums(lambda facts: (forum.end for forum in facts.forums)),
    "theme": _of_forums(lambda facts: (theme for forum in facts.forums for theme in forum.themes)),
    "forum-name": _of_forums(lambda facts: (name for forum in facts.forums for name in forum.names)),
    "parent": _of_forums(
        lambda facts: (name for forum in facts.forums for parent in forum.parents for name in parent.names)
    ),
    "issued": _of_forums(lambda facts: iter([facts.issued])),
    "dateline": _of_forums(lambda facts: iter([facts.dateline])),
    "organisation": _labelled("plg:Organisation"),
    "person": _labelled("plg:Person"),
    "place": _labelled("plg:Place"),
    "territory-as-state": _state_named,
}
