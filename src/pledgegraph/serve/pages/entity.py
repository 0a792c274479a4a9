"""The page of an entity: what is said of it, the quotes that rests on, what points at it, and its tables."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pledgegraph import iris
from pledgegraph.serve.pages import commitment, document
from pledgegraph.serve.pages.addresses import local_name, shown
from pledgegraph.serve.pages.asked import Asked, Row, Table, nothing
from pledgegraph.serve.pages.frame import page
from pledgegraph.serve.pages.sections import ABOUT, Section, sections
from pledgegraph.serve.protocol import is_iri
from pledgegraph.vocab import ENTITIES, ONTOLOGY, PREFIXES

_NAMES = ("http://www.w3.org/2004/02/skos/core#prefLabel", "http://purl.org/dc/terms/title", PREFIXES["rdfs"] + "label")
_HIDDEN = frozenset(ONTOLOGY + name for name in ("evidence",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property with its values, or with the nodes that point here by it."""

    iri: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What the page of an entity shows.

    Attributes:
        iri: its address.
        path: its path among our entities; "" for another's.
        kind: what it is, for the line above its name.
        label: its name.
        properties: what is said of it.
        incoming: what points at it.
        facts: the table behind `properties`.
        pointing: the table behind `incoming`.
        quotes: the passages it rests on.
        sections: the tables of its kind.
        more: what the page of a commitment or a document shows besides.
    """

    iri: str
    path: str
    kind: str
    label: str
    properties: tuple[Property, ...]
    incoming: tuple[Property, ...]
    facts: Table
    pointing: Table
    quotes: Table
    sections: list[Section]
    more: object = None


Special = Callable[[Asked, str], Awaitable[object]]
_SPECIAL: Mapping[str, tuple[str, Special]] = MappingProxyType(
    {"commitment": ("commitment.html", commitment.gather), "document": ("document.html", document.gather)}
)


async def entity_page(request: Request, iri: str) -> Response:
    """The page of one of our entities."""
    kind = iris.parse(iri).kind
    template, special = _SPECIAL.get(kind, ("entity.html", None))

    async def gather(asked: Asked) -> Entity:
        return await _entity(asked, iri, kind, special)

    return await page(template)(gather)(request)


@page("entity.html")
async def resource(asked: Asked) -> Entity:
    """The page of any node of the graph, by `?iri=`: a term, a goal, an entity."""
    iri = asked.request.query_params.get("iri", "")
    if not is_iri(iri):
        raise nothing("'iri' names no node")
    if not await asked.holds(f"{{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }}"):
        raise nothing("the current release says nothing of this address")
    return await _entity(asked, iri, "", None)


async def _entity(asked: Asked, iri: str, kind: str, special: Special | None) -> Entity:
    facts, pointing, quotes = await asked.tables((name, {"node": iri}) for name in ("facts", "incoming", "quotes"))
    names = [row["value"] for name in _NAMES for row in facts.where("property", name)]
    types = [local_name(row["value"]) for row in facts.where("property", PREFIXES["rdf"] + "type")]
    return Entity(
        iri=iri,
        path=iri.removeprefix(ENTITIES) if iri.startswith(ENTITIES) else "",
        kind=ABOUT.get(kind) or (types[-1] if types else "Node"),
        label=names[0] if names else shown(iri),
        properties=_grouped(facts),
        incoming=_grouped(pointing),
        facts=facts,
        pointing=pointing,
        quotes=quotes,
        sections=await sections(asked, kind, iri),
        more=await special(asked, iri) if special else None,
    )


def _grouped(table: Table) -> tuple[Property, ...]:
    """The rows of a table by their property."""
    return tuple(
        Property(iri=iri, label=rows[0]["property_label"] or local_name(iri), rows=rows)
        for iri, rows in ((iri, tuple(found)) for iri, found in groupby(table.rows, lambda row: row["property"]))
        if iri not in _HIDDEN
    )


ROUTES = (Route("/resource", resource),)
