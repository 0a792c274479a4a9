"""A sorted dump read subject by subject: what everything that is made from a whole graph is made from, in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pyoxigraph as ox

from pledgegraph.errors import InputError
from pledgegraph.iris import Iri
from pledgegraph.vocab import PREFIXES

TYPE = PREFIXES["rdf"] + "type"
_AGAIN = "Run 'pledgegraph build' again."
Term = Iri | ox.Literal


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject's address and its statements in the union of the graphs: values by property, each once, sorted."""

    iri: str
    values: dict[str, list[Term]]

    def types(self) -> list[str]:
        """The addresses of its classes."""
        return [term.value for term in self.values.get(TYPE, ()) if isinstance(term, Iri)]


def subjects(source: Path) -> Iterator[Subject]:
    """Every subject of sorted N-Quads, one in memory at a time.

    Raises:
        InputError: the file is no N-Quads.
    """
    try:
        for subject, quads in groupby(ox.parse(path=source, format=ox.RdfFormat.N_QUADS), attrgetter("subject")):
            assert isinstance(subject, Iri)
            values: dict[str, list[Term]] = {}
            for quad in quads:
                known = values.setdefault(quad.predicate.value, [])
                value = quad.object
                if not isinstance(value, Iri | ox.Literal):
                    raise InputError(f"holds {value}, no name or literal", place=source, remedy=_AGAIN)
                if not known or known[-1] != value:
                    known.append(value)
            yield Subject(subject.value, values)
    except SyntaxError as error:
        raise InputError(f"is no N-Quads ({error})", place=source, remedy=_AGAIN) from error
