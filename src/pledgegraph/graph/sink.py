"""Where quads are collected: a set of statements about subjects in named graphs, and literals in canonical form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache

import pyoxigraph as ox

from pledgegraph.iris import Iri, concept, term
from pledgegraph.iris import graph as graph_of

Value = Iri | ox.Literal
_INTEGER, _DATE, _DECIMAL = (term(f"xsd:{name}") for name in ("integer", "date", "decimal"))


def text(value: str, language: str = "") -> ox.Literal:
    """A plain string, or one in a language."""
    return ox.Literal(value, language=language) if language else ox.Literal(value)


@cache
def integer(value: int) -> ox.Literal:
    """An xsd:integer."""
    return ox.Literal(str(value), datatype=_INTEGER)


@cache
def day(value: date) -> ox.Literal:
    """An xsd:date."""
    return ox.Literal(value.isoformat(), datatype=_DATE)


@cache
def decimal(value: str) -> ox.Literal:
    """An xsd:decimal in canonical form, without trailing zeros."""
    whole, _, fraction = value.partition(".")
    fraction = fraction.rstrip("0")
    return ox.Literal(f"{whole}.{fraction}" if fraction else whole, datatype=_DECIMAL)


@dataclass(slots=True)
class Sink:
    """Collects quads; the same statement may come twice, the writers keep it once."""

    quads: list[ox.Quad] = field(default_factory=list)

    def add(self, graph: Iri, subject: Iri, *pairs: tuple[str, Value | StrEnum | None]) -> None:
        """Statements about a subject; a value of None is left out, an enumeration member stands for its concept."""
        quads = self.quads
        for predicate, value in pairs:
            if value is None:
                continue
            node = concept(value.value) if isinstance(value, StrEnum) else value
            quads.append(ox.Quad(subject, term(predicate), node, graph))

    def each(self, graph: Iri, subject: Iri, predicate: str, values: Iterable[Value | StrEnum]) -> None:
        """One statement for every value."""
        self.add(graph, subject, *((predicate, value) for value in values))

    def __iter__(self) -> Iterator[ox.Quad]:
        return iter(self.quads)

    def __len__(self) -> int:
        return len(self.quads)


@cache
def named(name: str) -> Iri:
    """A named graph."""
    return graph_of(name)
