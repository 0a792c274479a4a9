"""The terms of the ontology's Turtle files as records: classes, properties, value sets, and what the header says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pyoxigraph as ox

from pledgegraph.errors import InputError
from pledgegraph.publish.terms import shortened
from pledgegraph.vocab import ONTOLOGY

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
FILES = ("pledgegraph.ttl", "concepts.ttl", "themes.ttl", "global-compact.ttl")
HEADER = ONTOLOGY.rstrip("#")


class Kind(StrEnum):
    """What a term is."""

    CLASS = "owl:Class"
    OBJECT_PROPERTY = "owl:ObjectProperty"
    DATATYPE_PROPERTY = "owl:DatatypeProperty"
    ANNOTATION_PROPERTY = "owl:AnnotationProperty"
    CONCEPT = "skos:Concept"
    SCHEME = "skos:ConceptScheme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of ours; other terms are named with their prefix.

    Attributes:
        name: the prefixed name.
        parents: what it is a sub-class or sub-property of.
        domain: the classes that have the property; several are alternatives.
        range: the classes or datatypes of its values.
        scheme: the value set of a concept.
        replaced_by: what to use instead of a deprecated term.
    """

    name: str
    kind: Kind
    label: str
    definition: str
    example: str
    parents: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    scheme: str = ""
    deprecated: bool = False
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The ontology: its header by prefixed property, and its terms in the order of their names."""

    header: dict[str, tuple[str, ...]]
    terms: tuple[Term, ...]

    @property
    def version(self) -> str:
        """The version number."""
        return self.header["owl:versionInfo"][0]

    def of(self, kind: Kind) -> list[Term]:
        """The terms of a kind."""
        return [term for term in self.terms if term.kind is kind]

    @classmethod
    def read(cls, folder: Path) -> Vocabulary:
        """The terms of the Turtle files in an ontology folder.

        Raises:
            InputError: a file is missing or is no Turtle.
        """
        said = _Said.read(folder / name for name in FILES)
        header = {
            shortened(predicate): tuple(sorted(_shown(value) for value in values))
            for predicate, values in said.of[f"<{HEADER}>"].items()
        }
        terms = (said.term(subject) for subject in list(said.of) if subject.startswith("<"))
        found = sorted((term for term in terms if term is not None), key=lambda term: term.name.casefold())
        return cls(header=header, terms=tuple(found))


class _Said:
    """What the files say, by subject and predicate, in the order of the files."""

    def __init__(self) -> None:
        self.of: defaultdict[str, defaultdict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))

    @classmethod
    def read(cls, files: Iterable[Path]) -> _Said:
        said = cls()
        for file in files:
            try:
                for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
                    said.of[str(quad.subject)][quad.predicate.value].append(quad.object)
            except SyntaxError as error:
                problem = f"is no valid Turtle ({error.msg})"
                raise InputError(problem, place=file, line=error.lineno, remedy="Mend the line.") from error
            except OSError as error:
                raise InputError("cannot be read", place=file, remedy="Name a whole ontology folder.") from error
        return said

    def term(self, subject: str) -> Term | None:
        """The term that a subject is, if it is one of ours."""
        iri = subject.strip("<>")
        kinds = {_shown(value) for value in self.values(subject, "rdf:type")}
        found = [kind for kind in Kind if kind in kinds]
        if not iri.startswith(HEADER.rpartition("/")[0]) or iri == HEADER or not found:
            return None
        return Term(
            name=shortened(iri),
            kind=found[0],
            label=self.first(subject, "rdfs:label") or self.first(subject, "skos:prefLabel"),
            definition=self.first(subject, "skos:definition"),
            example=self.first(subject, "skos:example"),
            parents=self.names(subject, "rdfs:subClassOf") + self.names(subject, "rdfs:subPropertyOf"),
            domain=self.alternatives(subject, "rdfs:domain"),
            range=self.alternatives(subject, "rdfs:range"),
            scheme=next(iter(self.names(subject, "skos:inScheme")), ""),
            deprecated=self.first(subject, "owl:deprecated") == "true",
            replaced_by=self.names(subject, "dcterms:isReplacedBy"),
        )

    def values(self, subject: str, predicate: str) -> list[Node]:
        """The values of a property, given by its prefixed name."""
        return [value for name, values in self.of[subject].items() if shortened(name) == predicate for value in values]

    def first(self, subject: str, predicate: str) -> str:
        """The first value, or nothing."""
        return next((_shown(value) for value in self.values(subject, predicate)), "")

    def names(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The values that have a name."""
        return tuple(sorted(_shown(value) for value in self.values(subject, predicate) if str(value).startswith("<")))

    def alternatives(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The named values, and the members of a union."""
        found = list(self.names(subject, predicate))
        for value in self.values(subject, predicate):
            for head in self.values(str(value), "owl:unionOf"):
                found += [_shown(member) for member in self._members(str(head))]
        return tuple(found)

    def _members(self, head: str) -> Iterable[Node]:
        while rest := self.values(head, "rdf:rest"):
            yield from self.values(head, "rdf:first")
            head = str(rest[0])


def _shown(value: Node) -> str:
    """A value as people read it: a name with its prefix, the text of a literal."""
    text = str(value)
    if text.startswith("<"):
        return shortened(text[1:-1])
    return str(getattr(value, "value", text))
