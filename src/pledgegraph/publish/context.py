"""The JSON-LD context, from ontology and shapes: a short name for every term, with the type of its values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox

from pledgegraph.errors import InputError
from pledgegraph.iris import Iri
from pledgegraph.publish.terms import shortened
from pledgegraph.vocab import ONTOLOGY, PREFIXES

Context = dict[str, Any]

_HEAD = "".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items())
_OBJECTS = _HEAD + "SELECT DISTINCT ?term WHERE { ?term a owl:ObjectProperty } ORDER BY ?term"
_TYPED = (
    _HEAD
    + """SELECT ?term (SAMPLE(?type) AS ?only) WHERE {
  { ?term a owl:DatatypeProperty ; rdfs:range ?type } UNION { ?shape sh:path ?term ; sh:datatype ?type }
  FILTER(isIRI(?term))
} GROUP BY ?term HAVING(COUNT(DISTINCT ?type) = 1) ORDER BY ?term"""
)
_OTHERS = (
    _HEAD
    + """SELECT DISTINCT ?term WHERE {
  ?term a ?kind FILTER(isIRI(?term) && ?kind IN (owl:Class, owl:DatatypeProperty, owl:AnnotationProperty, skos:Concept))
} ORDER BY ?term"""
)


def read_context(ontology: Path, shapes: Path) -> Context:
    """The context of an ontology: prefixes, our terms by their local names, foreign ones by their prefixed names.

    Values of object properties are read as terms or addresses; those of a data property have the type that its range
    or its shapes name, where that is one and no plain string.

    Raises:
        InputError: a file is no Turtle.
    """
    store = ox.Store()
    for path in (ontology, shapes):
        try:
            store.load(path=path, format=ox.RdfFormat.TURTLE)
        except SyntaxError as error:
            raise InputError(f"is no Turtle ({error})", place=path, remedy="Mend the syntax there.") from error
    context: Context = {"@version": 1.1, **PREFIXES}
    for (iri,) in _rows(store, _OBJECTS):
        context[name_of(iri)] = _entry(iri, "@vocab")
    for iri, datatype in _rows(store, _TYPED):
        if datatype != PREFIXES["xsd"] + "string":
            context.setdefault(name_of(iri), _entry(iri, shortened(datatype)))
    for (iri,) in _rows(store, _OTHERS):
        if iri.startswith(ONTOLOGY):
            context.setdefault(name_of(iri), shortened(iri))
    return {key: context[key] for key in sorted(context)}


def name_of(iri: str) -> str:
    """What a term is called in our JSON-LD: `force`, `skos:prefLabel`."""
    return iri.removeprefix(ONTOLOGY) if iri.startswith(ONTOLOGY) else shortened(iri)


def _entry(iri: str, kind: str) -> dict[str, str]:
    return {"@id": shortened(iri), "@type": kind}


def _rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    found = [[term for term in solution] for solution in solutions]
    return [tuple(term.value for term in row if isinstance(term, Iri)) for row in found]
