"""What changed between two releases: facts added and removed by entity, read side by side, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.publish.dumps import dump_of, opened
from pledgegraph.publish.folders import read_manifest, verify
from pledgegraph.vocab import PREFIXES

_LABELS = tuple(
    f"<{PREFIXES[prefix]}{name}>".encode()
    for prefix, name in (("skos", "prefLabel"), ("dcterms", "title"), ("rdfs", "label"), ("plg", "text"))
)


class Status(StrEnum):
    """What became of an entity."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Reason(StrEnum):
    """Why facts differ: which input of the build is another one."""

    NEW_TEXT = "new text"
    TEXT_WITHDRAWN = "text withdrawn"
    RULE_SET = "new rule set"
    CURATION = "new curation"
    REGISTRY = "registry"
    ONTOLOGY = "ontology"
    SCORING = "new scoring"
    INFERENCE_RULES = "new inference rules"
    PROGRAM = "new program"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An entity whose statements differ: N-Quads lines that went and that came, and why."""

    iri: str
    status: Status
    label: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    reasons: tuple[Reason, ...]


_INPUTS = {
    "rules": Reason.RULE_SET,
    "registry": Reason.REGISTRY,
    "curation": Reason.CURATION,
    "links": Reason.CURATION,
    "ontology": Reason.ONTOLOGY,
    "tracking": Reason.SCORING,
    "inferenceRules": Reason.INFERENCE_RULES,
}
_TEXT = "text"
_BY_GRAPH: dict[str, tuple[str, ...]] = {
    "ontology": ("ontology",),
    "registry": ("registry", "curation", _TEXT, "rules"),
    "curation": ("links", "curation", _TEXT, "rules"),
    "candidates": ("tracking", "links", _TEXT, "rules", "registry", "ontology"),
    "inferences": ("inferenceRules", "links", _TEXT, "rules", "registry"),
}
_BY_DOCUMENT = ("rules", "registry", "curation", "ontology")


@dataclass(frozen=True, slots=True)
class Causes:
    """The inputs that differ between two builds, as their manifests tell."""

    inputs: frozenset[str]
    came: frozenset[str]
    """Documents that are new or have another text."""
    went: frozenset[str]
    program: bool

    @classmethod
    def between(cls, before: Mapping[str, Any], after: Mapping[str, Any]) -> Causes:
        """What differs between two manifests."""
        old, new = before.get("documents", {}), after.get("documents", {})
        inputs = {name for name in _INPUTS if before.get("inputs", {}).get(name) != after.get("inputs", {}).get(name)}
        if before.get("ruleSet", {}).get("version") != after.get("ruleSet", {}).get("version"):
            inputs.add("rules")
        return cls(
            frozenset(inputs),
            frozenset(slug for slug in new if old.get(slug) != new[slug]),
            frozenset(slug for slug in old if slug not in new),
            before.get("program") != after.get("program"),
        )

    def of(self, lines: tuple[str, ...]) -> tuple[Reason, ...]:
        """Why these statements differ, by the graphs they are in."""
        found: set[Reason] = set()
        for graph in {line.rsplit(" ", 2)[1].rpartition("/")[2].rstrip(">") for line in lines}:
            found |= self._of_graph(graph)
        if not found:
            found = {Reason.PROGRAM if self.program else Reason.UNKNOWN}
        return tuple(sorted(found, key=list(Reason).index))

    def _of_graph(self, graph: str) -> set[Reason]:
        if graph in self.came:
            return {Reason.NEW_TEXT}
        if graph in self.went:
            return {Reason.TEXT_WITHDRAWN}
        found: set[Reason] = set()
        inputs = _BY_GRAPH.get(graph, _BY_DOCUMENT)
        if _TEXT in inputs:
            found |= {Reason.NEW_TEXT} if self.came else set()
            found |= {Reason.TEXT_WITHDRAWN} if self.went else set()
        return found | {_INPUTS[name] for name in inputs if name in self.inputs}


def find_release(project: Project, name: str) -> Path:
    """The release that a name means: a folder, a packaged version, the content hash of a build, or `current`.

    Raises:
        InputError: there is none, or it is not whole.
    """
    for folder in (Path(name), project.dist / name, project.build / "releases" / name, project.build / name):
        if (folder / "SHA256SUMS").is_file():
            verify(folder.resolve())
            return folder.resolve()
    raise InputError(
        f"there is no release '{name}'",
        place=project.dist,
        remedy="Name a release folder, a version in dist/, a build in build/releases/, or 'current'.",
    )


def diff(before: Path, after: Path) -> Iterator[Change]:
    """Every entity whose statements differ, in order; both releases are read once, side by side.

    Raises:
        InputError: a dump is missing or not sorted.
    """
    causes = Causes.between(read_manifest(before), read_manifest(after))
    with opened(dump_of(before)) as old, opened(dump_of(after)) as new:
        for iri, gone, come in _side_by_side(old, new):
            removed, added = sorted(gone - come), sorted(come - gone)
            if removed or added:
                lines = tuple(line.decode().rstrip("\n") for line in (*removed, *added))
                status = Status.CHANGED if gone and come else Status.REMOVED if gone else Status.ADDED
                yield Change(
                    iri=iri,
                    status=status,
                    label=_label(come or gone),
                    removed=lines[: len(removed)],
                    added=lines[len(removed) :],
                    reasons=causes.of(lines),
                )


def patch(changes: Iterator[Change]) -> Iterator[str]:
    """The changes as the lines of an RDF Patch: applied to the first release, it gives the second."""
    yield "TX ."
    for change in changes:
        yield from (f"D {line}" for line in change.removed)
        yield from (f"A {line}" for line in change.added)
    yield "TC ."


Group = tuple[bytes, frozenset[bytes]]


def _side_by_side(old: BinaryIO, new: BinaryIO) -> Iterator[tuple[str, frozenset[bytes], frozenset[bytes]]]:
    """Each subject of either dump with its lines in both."""
    left, right = _groups(old), _groups(new)
    none: frozenset[bytes] = frozenset()
    one, two = next(left, None), next(right, None)
    while one or two:
        subject = min(group[0] for group in (one, two) if group)
        gone = come = none
        if one and one[0] == subject:
            gone, one = one[1], next(left, None)
        if two and two[0] == subject:
            come, two = two[1], next(right, None)
        yield subject.decode()[1:-1], gone, come


def _groups(dump: BinaryIO) -> Iterator[Group]:
    last = b""
    for subject, lines in groupby(dump, lambda line: line[: line.find(b">") + 1]):
        if subject <= last:
            raise InputError(
                "is not sorted", place=str(getattr(dump, "name", "")), remedy="Take a release that 'build' made."
            )
        last = subject
        yield subject, frozenset(lines)


def _label(lines: frozenset[bytes]) -> str:
    """What an entity is called, by the first of its naming properties."""
    for name in _LABELS:
        found = sorted(line for line in lines if name in line)
        if found:
            value = next(iter(ox.parse(found[0], format=ox.RdfFormat.N_QUADS))).object
            return value.value if isinstance(value, ox.Literal) else ""
    return ""
