"""One entity: what the graph says of it, and the quotes that rests on."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from pledgegraph.api.results import Result, html_table
from pledgegraph.queries.results import Cell, Table, shortened
from pledgegraph.vocab import ONTOLOGY, PREFIXES

_PREFIXES = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("plg", "oa", "skos", "dcterms", "rdfs"))
FACTS = (
    _PREFIXES
    + """SELECT DISTINCT ?property ?value ?label {
  VALUES ?entity { $ENTITY }
  ?entity ?property ?value
  FILTER (?property != plg:storedText)
  OPTIONAL { ?value skos:prefLabel|dcterms:title|rdfs:label ?label }
} ORDER BY ?property ?value ?label"""
)
QUOTES = (
    _PREFIXES
    + """SELECT DISTINCT ?document ?start ?end ?before ?quote ?after ?passage {
  VALUES ?entity { $ENTITY }
  { ?entity plg:evidence ?passage } UNION { ?entity oa:exact ?itself BIND (?entity AS ?passage) }
  ?passage oa:exact ?quote ; oa:start ?start ; oa:end ?end ; plg:inDocument/dcterms:identifier ?document .
  OPTIONAL { ?passage oa:prefix ?before }
  OPTIONAL { ?passage oa:suffix ?after }
} ORDER BY ?document ?start ?end"""
)
_NAMES = (PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title", PREFIXES["rdfs"] + "label")
_TYPE = PREFIXES["rdf"] + "type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What the graph says of one node.

    Attributes:
        iri: its address.
        facts: its properties and values, and the values' labels.
        quotes: the passages it rests on, with the words before and after and their places in the documents.
    """

    iri: str
    facts: Result
    quotes: Result

    @property
    def label(self) -> str:
        """Its name; its text where it has none."""
        for name in (*_NAMES, ONTOLOGY + "text", PREFIXES["oa"] + "exact"):
            for found in self._values(name):
                return found.value
        return ""

    @property
    def types(self) -> tuple[str, ...]:
        """Its classes, with their prefixes."""
        return tuple(map(shortened, self._values(_TYPE)))

    def values(self, name: str) -> list[str]:
        """The values of a property that is named with its prefix (`plg:theme`) or by its address."""
        prefix, _, local = name.partition(":")
        return [cell.value for cell in self._values(PREFIXES.get(prefix, f"{prefix}:") + local)]

    def _values(self, name: str) -> list[Cell]:
        found = [value for key, value, _ in self._table.rows if key and value and key.value == name]
        return list(dict.fromkeys(found))

    @property
    def _table(self) -> Table:
        return self.facts.table

    def __str__(self) -> str:
        return f"{self.label or self.iri}\n{', '.join(self.types)}\n{self.facts}{self.quotes}"

    def _repr_html_(self) -> str:
        heading = f"<h4>{escape(self.label or self.iri)}</h4><p>{escape(', '.join(self.types))}</p>"
        quotes = self.quotes.table
        quoted = html_table(quotes.columns, quotes.rows) if quotes.rows else ""
        return heading + html_table(self._table.columns, self._table.rows) + quoted
