"""Where statements are collected, as N-Quads lines of terms the library writes, and literals in canonical form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache

import pyoxigraph as ox

from pledgegraph.iris import Iri, concept, term
from pledgegraph.iris import graph as graph_of
from pledgegraph.slugs import as_typed

Value = Iri | ox.Literal
_INTEGER, _DATE, _DECIMAL = (term(f"xsd:{name}") for name in ("integer", "date", "decimal"))


def text(value: str, language: str = "") -> ox.Literal:
    """A plain string, or one in a language."""
    return ox.Literal(value, language=language) if language else ox.Literal(value)


def hidden_labels(names: Iterable[str], language: str = "") -> Iterator[ox.Literal]:
    """Names as one types them who looks for them, where none of the names is written so."""
    written_so = set(names)
    typed = {as_typed(name) for name in written_so if not name.isascii()}
    return (text(name, language) for name in sorted(typed - written_so))


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
    """Collects N-Quads lines; the same line may come twice, the writer keeps it once.

    A line is four terms as the library writes them and a full stop. Making a library quad of every four terms first
    and serialising that took three times as long for the same bytes.
    """

    lines: list[str] = field(default_factory=list)

    def add(self, graph: Iri, subject: Iri, *pairs: tuple[str, Value | StrEnum | None]) -> None:
        """Statements about a subject; a value of None is left out, an enumeration member stands for its concept."""
        head, tail = f"{subject!s} ", f" {graph!s} .\n"
        self.lines += [
            f"{head}{written(predicate)} {_concept(value) if isinstance(value, StrEnum) else value!s}{tail}"
            for predicate, value in pairs
            if value is not None
        ]

    def each(self, graph: Iri, subject: Iri, predicate: str, values: Iterable[Value | StrEnum]) -> None:
        """One statement for every value."""
        self.add(graph, subject, *[(predicate, value) for value in values])

    def __len__(self) -> int:
        return len(self.lines)


@cache
def written(predicate: str) -> str:
    """A property as it stands in a line."""
    return str(term(predicate))


@cache
def _concept(member: StrEnum) -> str:
    return str(concept(member.value))


@cache
def named(name: str) -> Iri:
    """A named graph."""
    return graph_of(name)
