"""The catalogue: every question as a page and as a file, and what a machine reads to find them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from types import MappingProxyType

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pledgegraph.errors import InputError
from pledgegraph.iris import Iri, external, term
from pledgegraph.queries.catalogue import Query
from pledgegraph.serve.asking import ask, pool_of
from pledgegraph.serve.formats import CSV, JSON, TURTLE, Form, Shape
from pledgegraph.serve.guard import Checked, check
from pledgegraph.serve.outcomes import Refusal
from pledgegraph.serve.pages.asked import Asked, Refused, Table, nothing
from pledgegraph.serve.pages.frame import page
from pledgegraph.serve.pages.labels import labels_of
from pledgegraph.serve.pages.site import site_of
from pledgegraph.serve.responses import AnswerResponse, etag_of, freshness, unchanged
from pledgegraph.vocab import PREFIXES

_FILES: Mapping[str, Form] = MappingProxyType({"csv": CSV, "json": JSON, "ttl": TURTLE})
_SCHEMA = "https://schema.org/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The questions of one leading tag."""

    tag: str
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """All questions, by topic."""

    groups: tuple[Group, ...]
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: its header, the values asked for, and its answer as a table or as Turtle."""

    query: Query
    values: Mapping[str, str]
    text: str
    table: Table | None
    turtle: str
    labels: Mapping[str, str]
    problem: str
    own: bool


@page("queries.html")
async def questions(asked: Asked) -> Questions:
    """The catalogue as a page."""
    found = sorted(asked.site.catalogue.values(), key=lambda query: (_tag(query), query.name))
    groups = tuple(Group(tag=tag, queries=tuple(queries)) for tag, queries in groupby(found, _tag))
    return Questions(groups=groups, number=len(found))


@page("query.html")
async def question(asked: Asked) -> Question:
    """One question with its answer."""
    query = asked.site.find(asked.request.path_params["name"])
    if query is None:
        raise nothing("the catalogue has no question of this name")
    values = given(asked.request)
    problem, table, turtle = "", None, ""
    text = query.text
    try:
        text = query.bound(values)
    except InputError as error:
        problem = f"{error.problem}. {error.remedy}"
    if not problem:
        checked = check(text)
        if isinstance(checked, Refusal):
            raise Refused(checked)
        if checked.shape is Shape.TABLE:
            table = await asked.answer(query, values)
        else:
            turtle = await _graph(asked, checked)
    return Question(
        query=query,
        values=values,
        text="\n".join(line for line in text.splitlines() if not line.startswith("#+")),
        table=table,
        turtle=turtle,
        labels=await labels_of(asked, table) if table else {},
        problem=problem,
        own=query.name in asked.site.tables,
    )


async def file(request: Request) -> Response:
    """The answer to a question as CSV, JSON or Turtle; `.html` is its page."""
    name, end = request.path_params["name"], request.path_params["end"]
    query = site_of(request).find(name)
    if query is None:
        raise nothing("the catalogue has no question of this name")
    if end == "html":
        root = pool_of(request).settings.public
        return RedirectResponse(f"{root}/queries/{name}?{request.url.query}".rstrip("?"), HTTPStatus.SEE_OTHER)
    if end not in _FILES:
        raise nothing("answers are written as .csv, .json, .ttl or .html")
    try:
        text = query.bound(given(request))
    except InputError as error:
        raise Refused(
            Refusal(status=HTTPStatus.BAD_REQUEST, kind="parameter", detail=error.problem, remedy=error.remedy)
        ) from error
    checked = check(text)
    if isinstance(checked, Refusal):
        raise Refused(checked)
    form = _FILES[end]
    if form.shape is not checked.shape:
        what = "rows: ask for .csv or .json" if checked.shape is Shape.TABLE else "a graph: ask for .ttl"
        raise nothing(f"this question gives {what}")
    return await _file(request, checked, form, f"{name}.{end}")


async def _file(request: Request, checked: Checked, form: Form, name: str) -> Response:
    pool = pool_of(request)
    async with pool.pinned() as release:
        etag = etag_of(release.name, form, checked.text)
        kept = unchanged(request, etag)
        if kept is not None:
            return kept
        outcome = await ask(request, checked, form=form, release=release)
    if isinstance(outcome, Refusal):
        raise Refused(outcome)
    response = AnswerResponse(outcome, etag)
    response.headers["content-disposition"] = f'inline; filename="{name}"'
    return response


async def examples(request: Request) -> Response:
    """The catalogue as `sh:SPARQLExecutable` descriptions, in Turtle."""
    settings = pool_of(request).settings
    etag = etag_of(pool_of(request).current.name, TURTLE, "examples")
    kept = unchanged(request, etag)
    if kept is not None:
        return kept
    triples = [
        triple
        for query in site_of(request).catalogue.values()
        for triple in _described(query, f"{settings.public}/queries/{query.name}", settings.endpoint)
    ]
    prefixes = {**PREFIXES, "schema": _SCHEMA}
    body = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return Response(body, headers={"content-type": TURTLE.label, **freshness(etag)})


def _described(query: Query, address: str, endpoint: str) -> list[ox.Triple]:
    """What a machine is told of one question."""
    header = query.header
    assert header is not None
    node = external(address)
    select = bool(header.columns)
    kind, holds = ("SELECT", "sh:select") if select else ("CONSTRUCT", "sh:construct")
    pairs: list[tuple[Iri, Iri | ox.Literal]] = [
        (term("rdf:type"), term("sh:SPARQLExecutable")),
        (term("rdf:type"), external(f"{PREFIXES['sh']}SPARQL{kind.title()}Executable")),
        (term("rdfs:label"), ox.Literal(header.summary, language="en")),
        (term("rdfs:comment"), ox.Literal(f"{header.question} {header.description}", language="en")),
        (term(holds), ox.Literal(query.text)),
        (external(_SCHEMA + "target"), external(endpoint)),
        *((external(_SCHEMA + "keywords"), ox.Literal(tag)) for tag in header.tags),
    ]
    return [ox.Triple(node, predicate, value) for predicate, value in pairs]


async def _graph(asked: Asked, checked: Checked) -> str:
    """The Turtle of a question that gives a graph."""
    outcome = await ask(asked.request, checked, form=TURTLE, release=asked.release)
    if isinstance(outcome, Refusal):
        raise Refused(outcome)
    return outcome.body.decode()


def given(request: Request) -> dict[str, str]:
    """The values of a request's parameters; an empty field of a form is none."""
    return {name: value for name, value in request.query_params.items() if value}


def _tag(query: Query) -> str:
    return query.header.tags[0] if query.header and query.header.tags else "other"


ROUTES = (
    Route("/queries", questions),
    Route("/queries/{name}", question),
    Route("/q/{name}.{end}", file),
    Route("/.well-known/sparql-examples", examples),
)
