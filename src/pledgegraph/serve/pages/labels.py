"""The labels of the addresses in a table, and of the documents that it names by their identifiers."""

from __future__ import annotations

from collections.abc import Mapping

from pledgegraph.queries.catalogue import Query
from pledgegraph.queries.results import CellKind
from pledgegraph.serve.pages.asked import Asked, Table
from pledgegraph.serve.protocol import is_iri

_MOST = 400
_LABELS = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?node (MIN(STR(?name)) AS ?label) WHERE {{
  VALUES ?node {{ {nodes} }}
  ?node skos:prefLabel|dcterms:title|rdfs:label ?name
}} GROUP BY ?node"""


async def labels_of(asked: Asked, table: Table) -> Mapping[str, str]:
    """The labels of the first few hundred addresses of a table."""
    found = dict.fromkeys(
        cell.value
        for row in table.cells
        for cell in row
        if cell is not None and cell.kind is CellKind.URI and is_iri(cell.value)
    )
    nodes = list(found)[:_MOST]
    if not nodes:
        return {}
    text = _LABELS.format(nodes=" ".join(f"<{node}>" for node in nodes))
    answer = await asked.answer(Query(name="labels", place="", header=None, text=text), {})
    return {row["node"]: row["label"] for row in answer.rows}
