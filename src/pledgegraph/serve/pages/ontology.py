"""The ontology as one document: a page with every term, or the release's Turtle, by content negotiation."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pledgegraph.errors import MissingToolError
from pledgegraph.queries.catalogue import Query
from pledgegraph.serve.asking import pool_of
from pledgegraph.serve.formats import TURTLE
from pledgegraph.serve.negotiate import choose
from pledgegraph.serve.pages.asked import Asked, Row, Table
from pledgegraph.serve.pages.frame import HTML, html, page
from pledgegraph.vocabulary.site import page as made_by_pylode

_TERMS = """PREFIX plg: <https://w3id.org/pledgegraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?term ?kind (MIN(STR(?name)) AS ?label) (MIN(STR(?said)) AS ?definition) (MIN(STR(?shown)) AS ?example)
  (MIN(?over) AS ?parent) (MIN(?from) AS ?domain) (MIN(?to) AS ?range) (MIN(?set) AS ?scheme)
WHERE {
  ?term a ?kind .
  FILTER(STRSTARTS(STR(?term), STR(plg:)))
  FILTER(?kind IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty, skos:Concept,
    skos:ConceptScheme))
  OPTIONAL { ?term rdfs:label|skos:prefLabel|dcterms:title ?name }
  OPTIONAL { ?term skos:definition|rdfs:comment|dcterms:description ?said }
  OPTIONAL { ?term skos:example ?shown }
  OPTIONAL { ?term rdfs:subClassOf|rdfs:subPropertyOf ?over FILTER(isIRI(?over)) }
  OPTIONAL { ?term skos:inScheme ?set }
  OPTIONAL { ?term rdfs:domain ?from FILTER(isIRI(?from)) }
  OPTIONAL { ?term rdfs:range ?to FILTER(isIRI(?to)) }
} GROUP BY ?term ?kind ORDER BY ?kind ?scheme ?term"""
_ONE = asyncio.Lock()
_PYLODE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""The page has its styles inside; no script runs."""
_KINDS = {
    "Class": "Classes",
    "ObjectProperty": "Properties between things",
    "DatatypeProperty": "Properties with values",
    "AnnotationProperty": "Annotations",
    "ConceptScheme": "Value sets",
    "Concept": "Concepts of the value sets",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of the ontology by kind."""

    kinds: Mapping[str, tuple[Row, ...]]
    table: Table


async def ontology(request: Request) -> Response:
    """`303 See Other` to the page or to the Turtle, as the client likes."""
    chosen = choose(",".join(request.headers.getlist("accept")), (HTML, TURTLE)) or TURTLE
    end = "/ontology.html" if chosen is HTML else "/downloads/ontology.ttl"
    response = RedirectResponse(pool_of(request).settings.public + end, HTTPStatus.SEE_OTHER)
    response.headers["vary"] = "Accept"
    return response


@page("ontology.html")
async def terms(asked: Asked) -> Terms:
    """The ontology as a page."""
    table = await asked.answer(Query(name="ontology", place="", header=None, text=_TERMS), {})
    found: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        found[row["kind"].rpartition("#")[2]].append(row)
    return Terms(kinds={title: tuple(found[kind]) for kind, title in _KINDS.items() if found[kind]}, table=table)


async def pylode(request: Request) -> Response:
    """The ontology as pyLODE shows it, where that is installed; our own page of it otherwise."""
    async with _ONE:
        made = await asyncio.to_thread(_pylode, pool_of(request).current.folder)
    if made is None:
        return RedirectResponse(pool_of(request).settings.public + "/ontology.html", HTTPStatus.SEE_OTHER)
    return html(made, {"content-security-policy": _PYLODE, "cache-control": "no-cache"})


@lru_cache(maxsize=2)
def _pylode(folder: Path) -> bytes | None:
    """The page of a release's ontology, made once by a process of its own."""
    turtle = folder / "ontology.ttl"
    try:
        return made_by_pylode(turtle.read_bytes()) if turtle.is_file() else None
    except MissingToolError:
        return None


ROUTES = (Route("/ontology", ontology), Route("/ontology/pylode", pylode), Route("/ontology.html", terms))
