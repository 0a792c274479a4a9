"""Triples of an N-Quads file by subject, and the names and passages they give: the union of graphs, IRIs never read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph

from pledgegraph.errors import InputError
from pledgegraph.evaluate.references import Named
from pledgegraph.spans import Span
from pledgegraph.vocab import ONTOLOGY, PREFIXES

_TYPE = PREFIXES["rdf"] + "type"
_KINDS = {
    ONTOLOGY + "State": "state",
    ONTOLOGY + "Territory": "territory",
    ONTOLOGY + "Organisation": "organisation",
    PREFIXES["org"] + "Organization": "organisation",
    ONTOLOGY + "Person": "person",
    ONTOLOGY + "Place": "place",
    ONTOLOGY + "CollectiveActor": "collective",
    ONTOLOGY + "Instrument": "instrument",
    ONTOLOGY + "Initiative": "instrument",
    ONTOLOGY + "ForumSeries": "series",
    ONTOLOGY + "Forum": "forum",
}
_NAMES = ("skos:prefLabel", "skos:altLabel", "rdfs:label", "plg:acronym", "plg:surfaceForm", "plg:formalName")


class Triples:
    """The triples of a graph, asked by subject and prefixed property name."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        self._of_type: dict[str, list[str]] = defaultdict(list)

    @classmethod
    def read(cls, path: Path) -> Triples:
        """The union of all graphs of an N-Quads file.

        Raises:
            InputError: the file is missing or is no N-Quads.
        """
        triples = cls()
        try:
            with path.open("rb") as stream:
                for quad in pyoxigraph.parse(stream, format=pyoxigraph.RdfFormat.N_QUADS):
                    triples._add(quad)
        except OSError as error:
            raise InputError(
                f"cannot be read ({error.strerror})", place=path, remedy="Build the graph first: pledgegraph build."
            ) from error
        except SyntaxError as error:
            raise InputError(f"not N-Quads ({error})", place=path, remedy="Name the data.nq of a release.") from error
        return triples

    def _add(self, quad: pyoxigraph.Quad) -> None:
        subject = quad.subject.value if not isinstance(quad.subject, pyoxigraph.Triple) else str(quad.subject)
        value = quad.object.value if not isinstance(quad.object, pyoxigraph.Triple) else str(quad.object)
        values = self._values[subject][quad.predicate.value]
        if value not in values:
            values[value] = None
            if quad.predicate.value == _TYPE:
                self._of_type[value].append(subject)

    def instances(self, name: str) -> list[str]:
        """The subjects of a type, such as `plg:Forum`."""
        return self._of_type.get(_iri(name), [])

    def all(self, subject: str, name: str) -> tuple[str, ...]:
        """Every value of a property, in the order of the file."""
        return tuple(self._values.get(subject, {}).get(_iri(name), ()))

    def one(self, subject: str, name: str) -> str:
        """The first value of a property, or an empty string."""
        return next(iter(self.all(subject, name)), "")

    def concept(self, subject: str, name: str) -> str:
        """The local name of a property's value in the ontology ("Attended"), or an empty string."""
        value = self.one(subject, name)
        return value.removeprefix(ONTOLOGY) if value.startswith(ONTOLOGY) else ""

    def named(self, subject: str) -> Named | None:
        """What the graph says of a thing's identity; nothing for an empty subject."""
        if not subject:
            return None
        kinds = frozenset(_KINDS[kind] for kind in self.all(subject, "rdf:type") if kind in _KINDS)
        names = tuple(value for name in _NAMES for value in self.all(subject, name))
        label = self.one(subject, "plg:surfaceForm") or self.one(subject, "skos:prefLabel") or next(iter(names), "")
        return Named(kinds=kinds, iso3=self.one(subject, "plg:iso3"), label=label, names=names)

    def things(self, name: str) -> Iterator[Named]:
        """The identity of every instance of a type."""
        for subject in self.instances(name):
            named = self.named(subject)
            if named is not None:
                yield named

    def passages(self, document: str, subject: str, *names: str) -> tuple[Span, ...]:
        """The spans of the passages in one document that some properties of a subject lead to."""
        spans = []
        for name in names:
            for passage in self.all(subject, name):
                start, end = self.one(passage, "oa:start"), self.one(passage, "oa:end")
                if document in self.all(passage, "plg:inDocument") and start.isdigit() and end.isdigit():
                    if int(start) < int(end):
                        spans.append(Span(int(start), int(end)))
        return tuple(spans)


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
