"""What changed between two ontologies, term by term, and whether their version numbers say so (Semantic Versioning)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import pyoxigraph as ox

from pledgegraph.errors import InputError
from pledgegraph.iris import Iri
from pledgegraph.publish.terms import shortened
from pledgegraph.publish.versions import Version
from pledgegraph.vocab import ENTITIES, ONTOLOGY

Facts = frozenset[tuple[str, str]]
"""What is said of a term: property and value, structural nodes written out."""


class Impact(IntEnum):
    """How much a change asks of the version number."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChange:
    """A term that came, went or changed: its impact, and what came and went as `property value`."""

    term: str
    status: str
    impact: Impact
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OntologyDiff:
    """The changes between two ontologies, with their versions and what is wrong with these."""

    before: Version
    after: Version
    changes: tuple[TermChange, ...]
    problems: tuple[str, ...]

    @property
    def impact(self) -> Impact:
        """The greatest impact of any change."""
        return max((change.impact for change in self.changes), default=Impact.NONE)

    @property
    def breaking(self) -> bool:
        """Whether data or queries made for the first may fail with the second."""
        return self.impact is Impact.MAJOR


_HEADER = ONTOLOGY.rstrip("#")
_VERSION = frozenset({"owl:versionInfo", "owl:versionIRI", "owl:priorVersion"})
_LOGIC = ("owl:", "rdfs:domain", "rdfs:range", "rdfs:subClassOf", "rdfs:subPropertyOf", "rdf:type", "rdf:first")
_NO_LOGIC = frozenset({"owl:versionInfo", "owl:deprecated", "owl:priorVersion", "owl:backwardCompatibleWith"})
_WIDENING = frozenset({"rdfs:subClassOf", "rdfs:subPropertyOf"})
_STRUCTURE = frozenset({"skos:broader", "skos:narrower", "skos:inScheme", "skos:topConceptOf", "skos:hasTopConcept"})


def ontology_diff(before: Path, after: Path) -> OntologyDiff:
    """The changes from one ontology file to another, and whether the second's version number allows them.

    Raises:
        InputError: a file is no Turtle, or an ontology has no version.
    """
    old, new = _terms(before), _terms(after)
    versions = [_version(terms, path) for terms, path in ((old, before), (new, after))]
    changes = tuple(sorted(_changes(old, new), key=lambda change: (-change.impact, change.term)))
    impact = max((change.impact for change in changes), default=Impact.NONE)
    return OntologyDiff(
        before=versions[0],
        after=versions[1],
        changes=changes,
        problems=(*_bump(versions[0], versions[1], impact), *_version_address(new, versions[1])),
    )


def _terms(path: Path) -> dict[str, Facts]:
    """What a file says of every named thing, and of nameless axioms under one empty name."""
    try:
        triples = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise InputError(f"is no Turtle ({error})", place=path, remedy="Take a whole release.") from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", place=path, remedy="Take a whole release.") from error
    of: dict[str, list[ox.Triple]] = {}
    pointed = {str(triple.object) for triple in triples}
    for triple in triples:
        of.setdefault(str(triple.subject), []).append(triple)
    found: dict[str, set[tuple[str, str]]] = {}
    for subject, about in of.items():
        if isinstance(about[0].subject, Iri):
            pairs = {(shortened(one.predicate.value), _written(str(one.object), of)) for one in about}
            found[about[0].subject.value] = pairs
        elif subject not in pointed:
            found.setdefault("", set()).add(("axiom", _written(subject, of)))
    return {name: frozenset(pairs) for name, pairs in found.items()}


def _written(node: str, of: Mapping[str, list[ox.Triple]]) -> str:
    """A node: a name shortened, a literal as it is, a structural node as what is said of it."""
    if node.startswith("<"):
        return shortened(node[1:-1])
    if not node.startswith("_:"):
        return node
    parts = sorted(f"{shortened(one.predicate.value)} {_written(str(one.object), of)}" for one in of.get(node, ()))
    return f"[ {' ; '.join(parts)} ]"


def _changes(old: Mapping[str, Facts], new: Mapping[str, Facts]) -> Iterator[TermChange]:
    for iri in sorted(old.keys() | new.keys()):
        gone, come = old.get(iri, frozenset()), new.get(iri, frozenset())
        if iri == _HEADER:
            gone, come = (frozenset(pair for pair in pairs if pair[0] not in _VERSION) for pairs in (gone, come))
        removed, added = gone - come, come - gone
        if not removed and not added:
            continue
        status = "changed" if gone and come else "removed" if gone else "added"
        yield TermChange(
            term=shortened(iri) if iri else "(axioms without a name)",
            status="changed" if iri == "" else status,
            impact=_impact(iri, status, removed, added),
            removed=tuple(sorted(f"{name} {value}" for name, value in removed)),
            added=tuple(sorted(f"{name} {value}" for name, value in added)),
        )


def _impact(iri: str, status: str, removed: Facts, added: Facts) -> Impact:
    """How much a change of one term asks for."""
    ours = iri == "" or iri.startswith((ONTOLOGY, ENTITIES))
    if iri == _HEADER:
        return Impact.PATCH
    if iri == "":
        return Impact.MAJOR if added else Impact.MINOR
    if status != "changed":
        return Impact.MAJOR if ours and status == "removed" else Impact.MINOR
    return max(
        max((_of_removed(name) for name, _ in removed), default=Impact.NONE),
        max((_of_added(name, value) for name, value in added), default=Impact.NONE),
    )


def _of_removed(name: str) -> Impact:
    """A statement less: inference or a value set that somebody may rely on, a mapping, or only words."""
    if _is_logic(name) or name in _STRUCTURE:
        return Impact.MAJOR
    return Impact.MINOR if name == "owl:deprecated" or name.endswith("Match") else Impact.PATCH


def _of_added(name: str, value: str) -> Impact:
    """A statement more: a condition that data may break, something that follows besides, or only words."""
    if name in _WIDENING and not value.startswith("["):
        return Impact.MINOR
    if _is_logic(name):
        return Impact.MAJOR
    return Impact.MINOR if name in _STRUCTURE or name == "owl:deprecated" or name.endswith("Match") else Impact.PATCH


def _is_logic(name: str) -> bool:
    return name.startswith(_LOGIC) and name not in _NO_LOGIC


def _version(terms: Mapping[str, Facts], path: Path) -> Version:
    found = sorted(value for name, value in terms.get(_HEADER, ()) if name == "owl:versionInfo")
    if len(found) != 1:
        raise InputError("the ontology names no single owl:versionInfo", place=path, remedy="Give it one version.")
    return Version.of(found[0].strip('"'), path)


def _bump(before: Version, after: Version, impact: Impact) -> Iterator[str]:
    """What is wrong with a version number, given what changed."""
    if after < before:
        yield f"the version goes back from {before} to {after}"
        return
    (major, minor, patch), (major_after, minor_after, patch_after) = before.numbers, after.numbers
    raised = Impact.NONE
    if major_after > major:
        raised = Impact.MAJOR
    elif minor_after > minor:
        raised = Impact.MINOR if major else Impact.MAJOR
    elif patch_after > patch or after > before:
        raised = Impact.PATCH
    if raised < impact:
        yield f"the changes ask for a new {impact.name.lower()} version, but {before} became {after}"


def _version_address(terms: Mapping[str, Facts], version: Version) -> Iterator[str]:
    addresses = [value for name, value in terms.get(_HEADER, ()) if name == "owl:versionIRI"]
    if [address.rpartition("/")[2] for address in addresses] != [str(version)]:
        yield f"owl:versionIRI does not end with {version}"
