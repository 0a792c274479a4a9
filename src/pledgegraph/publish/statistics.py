"""Counts of a graph, taken subject by subject: the figures that VoID publishes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pledgegraph.publish.subjects import Subject, Term
from pledgegraph.vocab import ENTITIES


@dataclass(slots=True)
class Counts:
    """The figures of the union of the graphs, every triple counted once."""

    triples: int = 0
    subjects: int = 0
    entities: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    """Instances by class."""
    properties: Counter[str] = field(default_factory=Counter)
    """Triples by property."""
    property_subjects: Counter[str] = field(default_factory=Counter)
    """Distinct subjects by property."""
    _objects: set[Term] = field(default_factory=set)

    def add(self, subject: Subject) -> None:
        """Counts one subject's statements."""
        self.subjects += 1
        self.entities += subject.iri.startswith(ENTITIES)
        for predicate, values in subject.values.items():
            self.triples += len(values)
            self.properties[predicate] += len(values)
            self.property_subjects[predicate] += 1
            self._objects.update(values)
        self.classes.update(subject.types())

    @property
    def objects(self) -> int:
        """Distinct objects."""
        return len(self._objects)
