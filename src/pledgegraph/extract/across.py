"""What several documents say of one thing: contradictions are findings, and nobody is merged on a name alone.

Two documents may report one meeting with other dates or places, or name two persons alike. The first document in order
keeps what it says; a later one that contradicts it says so in a finding, and the doubtful value is not asserted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from pledgegraph.extraction import Extraction
from pledgegraph.model import Document, Finding, Forum, Kind, Ref
from pledgegraph.slugs import slugify
from pledgegraph.spans import Span
from pledgegraph.vocab import FindingKind

SAME_PERSON_RULE = "same-person-by-name-and-affiliation"

_FORUM_VALUES = ("end", "city", "province", "country")


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson:
    """Two names of one person in two documents: the same words in another order, and one affiliation in common."""

    first: Ref
    second: Ref
    first_document: str
    second_document: str
    first_span: Span
    second_span: Span


def settled(extractions: Iterable[Extraction]) -> list[Extraction]:
    """The same extractions, the later of two that contradict each other without the doubtful value."""
    forums: dict[str, Forum] = {}
    people: dict[str, set[Ref]] = {}
    made: list[Extraction] = []
    for extraction in extractions:
        one = _settled_forum(extraction, forums)
        made.append(_settled_people(one, people))
    return made


def same_people(extractions: Iterable[Extraction]) -> list[SamePerson]:
    """Persons of different keys whose names are the same words in another order, with an affiliation in common."""
    known: dict[frozenset[str], list[tuple[Extraction, Ref, Span]]] = {}
    found: list[SamePerson] = []
    for extraction in extractions:
        for person in extraction.persons:
            words = frozenset(slugify(person.label).split("-"))
            if len(words) < 2:
                continue
            for other, ref, span in known.get(words, []):
                if ref != person.ref and _affiliations(other, ref) & _affiliations(extraction, person.ref):
                    found.append(
                        SamePerson(
                            first=ref,
                            second=person.ref,
                            first_document=other.document.slug,
                            second_document=extraction.document.slug,
                            first_span=span,
                            second_span=person.span,
                        )
                    )
            known.setdefault(words, []).append((extraction, person.ref, person.span))
    return found


def _settled_forum(extraction: Extraction, forums: dict[str, Forum]) -> Extraction:
    """The extraction with the meeting as all documents before it have it, and what contradicts them as findings."""
    forum = extraction.forum
    if forum is None:
        return extraction
    first = forums.get(forum.key)
    if first is None:
        forums[forum.key] = forum
        return extraction
    clashes = [
        name
        for name in _FORUM_VALUES
        if getattr(forum, name) and getattr(first, name) and getattr(forum, name) != getattr(first, name)
    ]
    quiet = replace(
        forum,
        label=first.label,
        alternative=tuple(dict.fromkeys((*forum.alternative, *_another(forum.label, first.label)))),
        end=None if "end" in clashes else forum.end,
        city=None if "city" in clashes else forum.city,
        province=None if "province" in clashes else forum.province,
        country=None if "country" in clashes else forum.country,
    )
    forums[forum.key] = replace(
        first,
        end=first.end or forum.end,
        city=first.city or forum.city,
        province=first.province or forum.province,
        country=first.country or forum.country,
    )
    findings = [_clash(forum, first, name) for name in clashes]
    return _changed(extraction, forum=quiet, findings=[*extraction.findings, *findings])


def _clash(forum: Forum, first: Forum, name: str) -> Finding:
    return Finding(
        kind=FindingKind.CONTRADICTORY_DATES if name == "end" else FindingKind.CONTRADICTORY_PLACES,
        span=forum.evidence[0],
        written=_shown(getattr(forum, name)),
        expected=f"{_shown(getattr(first, name))}, as another document says",
        about=forum.ref,
        aspect=name,
    )


def _another(label: str, first: str) -> tuple[str, ...]:
    return (label,) if label != first else ()


def _settled_people(extraction: Extraction, people: dict[str, set[Ref]]) -> Extraction:
    """A person whose state clashes with that of a namesake of an earlier document gets a key of their own."""
    renamed: dict[Ref, Ref] = {}
    findings: list[Finding] = []
    for person in extraction.persons:
        own = {ref for ref in _affiliations(extraction, person.ref) if ref.kind is Kind.STATE}
        known = people.get(person.key)
        if known and own and not own & known and not person.pinned:
            state = min(own)
            renamed[person.ref] = Ref(kind=Kind.PERSON, key=f"{person.key}-{slugify(state.key)}")
            findings.append(
                Finding(
                    kind=FindingKind.NAMESAKE,
                    span=person.span,
                    written=person.name_as_written,
                    expected=f"the person that another document names with {', '.join(sorted(r.key for r in known))}",
                    about=renamed[person.ref],
                )
            )
        elif own:
            people.setdefault(person.key, set()).update(own)
    if not renamed:
        return extraction
    moved = _renamed(extraction, renamed)
    assert isinstance(moved, Extraction)
    return _changed(moved, findings=[*moved.findings, *findings])


def _affiliations(extraction: Extraction, person: Ref) -> set[Ref]:
    posts = extraction.posts.about(person)
    return {ref for post in posts for ref in (post.represents, post.organisation) if ref is not None}


def _renamed(value: Any, names: dict[Ref, Ref]) -> Any:  # noqa: ANN401  (any field of any record)
    """The same records with references, and the keys of persons, replaced."""
    if isinstance(value, Ref):
        return names.get(value, value)
    if isinstance(value, list | tuple):
        return type(value)(_renamed(one, names) for one in value)
    if not is_dataclass(value) or isinstance(value, type | Document | Span):
        return value
    changed = {part.name: _renamed(getattr(value, part.name), names) for part in fields(value)}
    ref = getattr(value, "ref", None)
    if ref in names and "key" in changed:
        changed["key"] = names[ref].key
    return type(value)(**changed)


def _changed(extraction: Extraction, **values: object) -> Extraction:
    kept = {part.name: getattr(extraction, part.name) for part in fields(extraction)}
    return Extraction(**(kept | values))


def _shown(value: object) -> str:
    return value.key if isinstance(value, Ref) else str(value)
