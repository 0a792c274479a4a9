"""The SPARQL page: a form that always works, and an editor on top where its files have been set up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pledgegraph.queries.catalogue import Query
from pledgegraph.serve.asking import ask
from pledgegraph.serve.formats import TURTLE, Shape
from pledgegraph.serve.guard import check
from pledgegraph.serve.outcomes import Refusal
from pledgegraph.serve.pages.asked import Asked, Refused, Table
from pledgegraph.serve.pages.frame import page
from pledgegraph.serve.pages.labels import labels_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The editor's scripts and the style attributes it sets; nothing from elsewhere, no inline script, no inline sheet."""
FIRST = """PREFIX plg: <https://w3id.org/pledgegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?commitment ?label WHERE {
  ?commitment a plg:Commitment ; skos:prefLabel ?label .
}
ORDER BY ?commitment"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """A query as written, and its answer or what is wrong with it."""

    text: str
    table: Table | None
    turtle: str
    problem: str
    labels: Mapping[str, str]
    catalogue: tuple[Query, ...]
    editor: bool


@page("editor.html", policy=POLICY)
async def sparql_page(asked: Asked) -> Editing:
    """The page, with the answer to `?query=`."""
    text = asked.request.query_params.get("query", "")
    table, turtle, problem = await _answered(asked, text) if text.strip() else (None, "", "")
    return Editing(
        text=text or FIRST,
        table=table,
        turtle=turtle,
        problem=problem,
        labels=await labels_of(asked, table) if table else {},
        catalogue=tuple(asked.site.catalogue.values()),
        editor=asked.site.editor is not None,
    )


async def page_of_queries(request: Request) -> Response:
    """The page as a browser gets it at the endpoint's address."""
    return await sparql_page(request)


async def _answered(asked: Asked, text: str) -> tuple[Table | None, str, str]:
    """A query's rows, or its graph as Turtle, or what is wrong with it."""
    checked = check(text)
    if isinstance(checked, Refusal):
        return None, "", _said(checked)
    if checked.shape is Shape.GRAPH:
        outcome = await ask(asked.request, checked, form=TURTLE, release=asked.release)
        return (None, "", _said(outcome)) if isinstance(outcome, Refusal) else (None, outcome.body.decode(), "")
    try:
        return await asked.answer(Query(name="query", place="", header=None, text=text), {}), "", ""
    except Refused as refused:
        return None, "", _said(refused.refusal)


def _said(refusal: Refusal) -> str:
    """What is wrong, with the place in the query."""
    where = f"Line {refusal.line}, column {refusal.column}: " if refusal.line else ""
    return f"{where}{refusal.detail}. {refusal.remedy}".strip()


ROUTES = (Route("/query", sparql_page),)
