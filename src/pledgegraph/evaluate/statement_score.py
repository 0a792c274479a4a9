"""Scores of conversions of foreign statements against their annotation: totals, means over documents, every error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from pledgegraph.evaluate.identities import Identities
from pledgegraph.evaluate.references import alternatives, fold, matches_any, references, same_label
from pledgegraph.evaluate.statement_gold import (
    NO_ACT,
    MustNotEntry,
    PersonEntry,
    SentenceEntry,
    StatementFile,
    StatementGold,
)
from pledgegraph.evaluate.tally import Difference, Fault, Tally
from pledgegraph.extraction import Extraction
from pledgegraph.model import Commitment, Kind, Person, Ref, Statement
from pledgegraph.sources.registry import Registry
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

_SHARED = 0.5
"""The share of the longer of two stretches that makes them one commitment."""


@dataclass(slots=True)
class StatementScore:
    """One document's figures; `forces` holds those of force by the force annotated."""

    name: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    forces: dict[str, Tally] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    text: str = ""

    def add(self, name: str, tally: Tally) -> None:
        """Adds to a field."""
        self.tallies[name] = self.tallies.get(name, Tally()) + tally

    def note(self, name: str, fault: Fault, expected: object, found: object, span: Span | None = None) -> None:
        """Lists a difference with its place."""
        self.differences.append(
            Difference(
                document=self.name,
                field=name,
                fault=fault,
                line=self.text.count("\n", 0, span.start) + 1 if span else None,
                quote=" ".join(self.text[span.start : span.end].split()) if span else "",
                expected=str(expected),
                found=str(found),
            )
        )

    def missed(self, name: str, expected: object, span: Span | None = None) -> None:
        """One fact that was not found."""
        self.add(name, Tally(missed=1))
        self.note(name, Fault.MISSED, expected, "", span)

    def extra(self, name: str, found: object, span: Span | None = None) -> None:
        """One fact that is not there."""
        self.add(name, Tally(wrong=1))
        self.note(name, Fault.EXTRA, "", found, span)

    def wrong(self, name: str, expected: object, found: object, span: Span | None = None) -> None:
        """One fact with another value."""
        self.add(name, Tally(wrong=1, missed=1))
        self.note(name, Fault.WRONG, expected, found, span)

    def value(self, name: str, expected: str, found: str, span: Span) -> None:
        """One single value, perhaps rightly empty on both sides; an empty one found empty counts as right."""
        if fold(expected) == fold(found) if expected else not found:
            self.add(name, Tally(right=1))
        elif not found:
            self.missed(name, expected, span)
        elif not expected:
            self.extra(name, found, span)
        else:
            self.wrong(name, expected, found, span)


def score_statement(gold: StatementGold, extraction: Extraction, registry: Registry) -> StatementScore:
    """The figures of one document."""
    score = StatementScore(name=gold.file.document.file.removesuffix(".txt"), text=extraction.document.text)
    known = Identities(extraction, registry)
    _named(score, gold.file, extraction, known)
    _events(score, gold.file, extraction, registry)
    _participation(score, gold.file, extraction, known)
    _persons(score, gold.file, extraction, known)
    _sentences(score, gold.file, extraction, known)
    _commitments(score, gold.file, extraction, known)
    _items(score, gold.file, extraction)
    _forbidden(score, gold.file, extraction, known)
    return score


def _named(score: StatementScore, file: StatementFile, extraction: Extraction, known: Identities) -> None:
    refs = known.named_refs()
    optional = {fold(name) for name in file.document.optional}
    codes = {ref.key for ref in refs if ref.kind is Kind.STATE}
    _sets(score, "states", set(file.document.states), codes - {code for code in codes if fold(code) in optional})
    for kind, expected in (
        (Kind.TERRITORY, file.document.territories),
        (Kind.ORGANISATION, file.document.organisations),
    ):
        found = {ref: known.of(ref) for ref in refs if ref.kind is kind}
        left = dict(found)
        name = "territories" if kind is Kind.TERRITORY else "organisations"
        for entry in expected:
            wanted = [part.strip() for part in entry.split("|")]
            hit = next(
                (ref for ref, one in left.items() if any(same_label(w, n) for w in wanted for n in one.names)), None
            )
            if hit is None:
                score.missed(name, entry)
            else:
                score.add(name, Tally(right=1))
                del left[hit]
        for one in left.values():
            if not any(fold(label) in optional for label in one.names):
                score.extra(name, one)


def _sets(score: StatementScore, name: str, expected: set[str], found: set[str]) -> None:
    score.add(name, Tally(right=len(expected & found)))
    for value in sorted(expected - found):
        score.missed(name, value)
    for value in sorted(found - expected):
        score.extra(name, value)


def _events(score: StatementScore, file: StatementFile, extraction: Extraction, registry: Registry) -> None:
    """The meeting, and for each one annotated whether day and place are right or rightly empty.

    A day or month without its year is no date of the calendar: what a text leaves open stays empty.
    """
    forum = extraction.forum
    if forum is not None and not file.event:
        score.extra("event", forum.label, forum.evidence[0])
    nothing = dict.fromkeys(("event date", "event end", "event city", "event country"), "")
    for place, event in enumerate(file.event):
        found = nothing
        if forum is None or place:
            score.missed("event", event.name or "a meeting", event.span)
        else:
            score.add("event", Tally(right=1))
            found = {
                "event date": _day(forum.start),
                "event end": _day(forum.end),
                "event city": _place(forum.city, extraction, registry),
                "event country": forum.country.key if forum.country else "",
            }
        for name, value in zip(nothing, (event.start, event.end, event.city, event.country), strict=True):
            open_date = value.startswith("--") or len(value) == len("2031-05")
            expected = "" if name in ("event date", "event end") and open_date else value
            score.value(name, expected, found[name], event.span)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _place(ref: Ref | None, extraction: Extraction, registry: Registry) -> str:
    if ref is None:
        return ""
    own = next((place.label for place in extraction.places if place.ref == ref), "")
    return own or registry.label(ref)


def _participation(score: StatementScore, file: StatementFile, extraction: Extraction, known: Identities) -> None:
    met = [part for part in file.participation if part.capacity not in ("Issued", "Endorsed", "Mentioned")]
    left = list(extraction.participations)
    for entry in met:
        wanted = references(entry.who)
        hit = next((part for part in left if matches_any(wanted, known.of(part.participant))), None)
        if hit is None:
            score.missed("participation", entry.who, entry.span)
            continue
        left.remove(hit)
        score.add("participation", Tally(right=1))
    for part in left:
        if not any(matches_any(references(entry.who), known.of(part.participant)) for entry in file.participation):
            score.extra("participation", known.of(part.participant), part.evidence[0])


def _persons(score: StatementScore, file: StatementFile, extraction: Extraction, known: Identities) -> None:
    left = list(extraction.persons)
    for entry in file.person:
        hit = next((one for one in left if _same_person(entry, one)), None)
        if hit is None:
            score.missed("persons", entry.name, entry.span)
            for role in entry.roles:
                score.missed("roles", role, entry.span)
            for body in entry.affiliations:
                score.missed("affiliations", body, entry.span)
            continue
        left.remove(hit)
        score.add("persons", Tally(right=1))
        _roles(score, entry, hit, extraction, known)
    for one in left:
        score.extra("persons", one.label, one.span)


def _same_person(entry: PersonEntry, found: Person) -> bool:
    wanted, got = set(fold(entry.name).split()), set(fold(found.label).split())
    full = {word for word in wanted if len(word) > 1 and word not in ("jr", "sr")}
    return got == wanted or {word for word in got if len(word) > 1 and word not in ("jr", "sr")} == full


def _roles(score: StatementScore, entry: PersonEntry, hit: Person, extraction: Extraction, known: Identities) -> None:
    posts = [post for post in extraction.posts if post.person == hit.ref]
    titles = [post.title for post in posts]
    for role in entry.roles:
        found = next((title for title in titles if _same_role(role, title)), None)
        if found is None:
            score.missed("roles", role, entry.span)
        else:
            titles.remove(found)
            score.add("roles", Tally(right=1))
    for title in titles:
        score.extra("roles", title, entry.span)
    bodies = {ref for post in posts for ref in (post.organisation, post.represents) if ref}
    for body in entry.affiliations:
        hit_ref = next((ref for ref in bodies if matches_any(references(body), known.of(ref))), None)
        if hit_ref is None:
            score.missed("affiliations", body, entry.span)
        else:
            bodies.discard(hit_ref)
            score.add("affiliations", Tally(right=1))


def _same_role(expected: str, found: str) -> bool:
    """The same office, perhaps with what it is for ("Minister", "Minister of Trade")."""
    one, two = fold(expected), fold(found)
    return one == two or one.startswith(f"{two} ") or two.startswith(f"{one} ")


def _sentences(score: StatementScore, file: StatementFile, extraction: Extraction, known: Identities) -> None:
    exact = {(span.start, span.end) for span in extraction.sentences}
    loose = [(span.start, span.end) for span in extraction.sentences]
    for entry in file.sentence:
        span = entry.span
        if entry.at in exact:
            score.add("sentence exact", Tally(right=1))
        else:
            score.wrong("sentence exact", entry.at, "another border", span)
        score.add("sentence overlap", Tally(right=1) if _overlapped(span, loose) else Tally(missed=1))
        _speech_act(score, entry, extraction, known)


def _overlapped(span: Span, found: Iterable[tuple[int, int]]) -> bool:
    best = max((min(span.end, end) - max(span.start, start) for start, end in found), default=0)
    return best >= _SHARED * (span.end - span.start)


def _speech_act(score: StatementScore, entry: SentenceEntry, extraction: Extraction, known: Identities) -> None:
    inside = [one for one in extraction.statements if _said_in(entry.span, one)]
    main = next((one for one in inside if one.force == entry.force), inside[0] if inside else None)
    accepted = {entry.force, *entry.also}
    if main is None:
        if NO_ACT not in accepted:
            _force(score, entry, Tally(missed=1))
            score.note("force", Fault.MISSED, entry.force, "", entry.span)
        return
    if main.force not in accepted:
        right_is_none = entry.force == NO_ACT
        _force(score, entry, Tally(wrong=1, missed=0 if right_is_none else 1))
        score.note("force", Fault.WRONG, entry.force, main.force, entry.span)
        return
    _force(score, entry, Tally(right=1))
    _speaker(score, entry, main, known)


def _said_in(span: Span, said: Statement) -> bool:
    """Whether a statement stands in a sentence; an item's number stands before its sentence."""
    return span.start <= said.verb.start < span.end or (said.content is not None and said.content.start == span.start)


def _made_in(span: Span, made: Commitment) -> bool:
    return span.start <= made.produced_by.start < span.end or made.span.start == span.start


def _force(score: StatementScore, entry: SentenceEntry, tally: Tally) -> None:
    score.add("force", tally)
    score.forces[entry.force] = score.forces.get(entry.force, Tally()) + tally


def _speaker(score: StatementScore, entry: SentenceEntry, main: Statement, known: Identities) -> None:
    """Several who share the verb are right as the annotation writes them, or where it accepts each of them."""
    found = known.of(main.speaker) if main.speaker else None
    wanted = references(entry.speaker)
    each = [matches_any(wanted, known.of(one)) for one in main.jointly]
    if matches_any(wanted, found) or (len(each) > 1 and all(each)):
        score.add("speaker", Tally(right=1))
    elif found is None:
        score.missed("speaker", entry.speaker, entry.span)
    elif "none" in alternatives(entry.speaker):
        score.extra("speaker", found, entry.span)
    else:
        score.wrong("speaker", entry.speaker, found, entry.span)


def _commitments(score: StatementScore, file: StatementFile, extraction: Extraction, known: Identities) -> None:
    accepted = [entry.span for entry in file.sentence if Force.COMMITS in (entry.force, *entry.also)]
    left = [one for one in extraction.commitments]
    for entry in file.commitment:
        hit = next((one for one in left if _made_in(entry.span, one)), None)
        if hit is None:
            score.missed("commitments", "an undertaking", entry.span)
            continue
        left = [one for one in left if not _made_in(entry.span, one)]
        score.add("commitments", Tally(right=1))
    for one in left:
        if not any(_made_in(span, one) for span in accepted):
            score.extra("commitments", one.label, one.evidence[0])


def _items(score: StatementScore, file: StatementFile, extraction: Extraction) -> None:
    left = {mark.start: mark for mark in extraction.item_marks}
    for entry in file.item:
        if left.pop(entry.at[0], None) is None:
            score.missed("items", entry.label, entry.span)
        else:
            score.add("items", Tally(right=1))
    for mark in left.values():
        score.extra("items", extraction.document.text[mark.start : mark.end], mark)


def _forbidden(score: StatementScore, file: StatementFile, extraction: Extraction, known: Identities) -> None:
    for entry in file.must_not:
        asserted = _asserts(entry, extraction, known)
        if asserted is None:
            continue
        score.add("must-not", Tally(wrong=1) if asserted else Tally(right=1))
        if asserted:
            score.note("must-not", Fault.FORBIDDEN, entry.why, f"{entry.fact} {entry.value}")


def _asserts(entry: MustNotEntry, extraction: Extraction, known: Identities) -> bool | None:
    """Whether a conversion says what an entry forbids; None for kinds of facts that are scored elsewhere."""
    forum, value = extraction.forum, entry.value
    match entry.fact:
        case "event":
            return forum is not None and same_label(value, forum.label)
        case "date":
            return forum is not None and value in (_day(forum.start), _day(forum.end))
        case "state":
            return Ref(kind=Kind.STATE, key=value) in known.named_refs()
        case "person":
            return any(sorted(fold(value).split()) == sorted(fold(one.label).split()) for one in extraction.persons)
        case "participation":
            wanted = fold(value.partition(":")[2] or value)
            named = (known.of(part.participant) for part in extraction.participations)
            return any(wanted in {fold(name) for name in (one.iso3, *one.names)} for one in named)
        case "commitment":
            return any(_made_in(Span(*entry.at), one) for one in extraction.commitments)
    return None
