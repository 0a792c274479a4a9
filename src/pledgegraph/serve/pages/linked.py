"""Linked data: every entity's address answers 303 to a document about it, in the form that the client likes best."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pledgegraph import iris
from pledgegraph.queries.catalogue import Query
from pledgegraph.serve.asking import ask, pool_of
from pledgegraph.serve.endpoint import answer
from pledgegraph.serve.formats import GRAPHS, Form
from pledgegraph.serve.negotiate import choose, listed
from pledgegraph.serve.outcomes import Refusal
from pledgegraph.serve.pages.asked import Asked, Refused, nothing
from pledgegraph.serve.pages.compact import MOST, compacted, context_of
from pledgegraph.serve.pages.describe import description, figures
from pledgegraph.serve.pages.entity import entity_page
from pledgegraph.serve.pages.site import Site, site_of
from pledgegraph.serve.problems import problem
from pledgegraph.serve.responses import AnswerResponse, etag_of, freshness, unchanged
from pledgegraph.vocab import ENTITIES, ONTOLOGY

_FORMS: Mapping[str, Form] = MappingProxyType({form.writer: form for form in reversed(GRAPHS)})

_ONE = asyncio.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of document about an entity: the end of its name, its media type, and its form if it is a graph."""

    end: str
    media: str
    form: Form | None = None


KINDS = (
    Kind(end="html", media="text/html"),
    Kind(end="ttl", media="text/turtle", form=_FORMS["TURTLE"]),
    Kind(end="nt", media="application/n-triples", form=_FORMS["N_TRIPLES"]),
    Kind(end="jsonld", media="application/ld+json", form=_FORMS["JSON_LD"]),
    Kind(end="rdf", media="application/rdf+xml", form=_FORMS["RDF_XML"]),
)


async def entity(request: Request) -> Response:
    """`303 See Other` to the document about an entity; 410 for a withdrawn one, 406 where no form fits."""
    path = request.path_params["path"]
    iri = entity_iri(path)
    gone = withdrawn(site_of(request), iri)
    if gone is not None:
        return problem(gone)
    await known(request, iri)
    kind = choose(",".join(request.headers.getlist("accept")), KINDS)
    if kind is None:
        refusal = Refusal(
            status=HTTPStatus.NOT_ACCEPTABLE,
            kind="not-acceptable",
            detail=f"this entity is described as {listed(KINDS)}",
            remedy="Accept one of them.",
        )
        return problem(refusal, {"vary": "Accept", "link": _alternates(pool_of(request).settings.public, path)})
    public = pool_of(request).settings.public
    headers = {"location": f"{public}/doc/{path}.{kind.end}", "vary": "Accept", "link": links(request, path)}
    return Response(status_code=HTTPStatus.SEE_OTHER, headers=headers)


async def document(request: Request) -> Response:
    """The document about an entity, as a page or as a graph."""
    path, _, end = request.path_params["path"].rpartition(".")
    kind = next((kind for kind in KINDS if kind.end == end), None)
    if kind is None and end != "txt":
        raise nothing("documents about entities end in .html, .ttl, .nt, .jsonld or .rdf")
    iri = entity_iri(path)
    gone = withdrawn(site_of(request), iri)
    if gone is not None:
        raise Refused(gone)
    await known(request, iri)
    if kind is None:
        return await stored_text(request, iri)
    response = await (entity_page(request, iri) if kind.form is None else graph(request, iri, kind.form))
    response.headers["link"] = links(request, path)
    return response


async def graph(request: Request, iri: str, form: Form) -> Response:
    """What is said of an entity, as RDF; this server's own addresses stand for those that the data use.

    JSON-LD is compact, with the part of our context that it uses; one graph at a time is compacted.
    """
    pool = pool_of(request)
    query = description(iri, pool.settings.public)
    etag = etag_of(pool.current.name, form, query.text)
    kept = unchanged(request, etag)
    if kept is not None:
        return kept
    outcome = await ask(request, query, form=_FORMS["N_TRIPLES"] if form.writer == "JSON_LD" else form)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    if form.writer != "JSON_LD":
        return AnswerResponse(outcome, etag)
    context = await asyncio.to_thread(context_of, pool.current.folder)
    if context is None or outcome.length > MOST:
        again = await ask(request, query, form=form)
        return problem(again) if isinstance(again, Refusal) else AnswerResponse(again, etag)
    about = f"{pool.settings.public}/id/{iri.removeprefix(ENTITIES)}"
    async with _ONE:
        body = await asyncio.to_thread(compacted, outcome.body, context, about)
    return Response(body, headers={"content-type": form.label, **freshness(etag)})


async def stored_text(request: Request, iri: str) -> Response:
    """The stored text of a document, character for character, so that `#char=start,end` is what RFC 5147 says."""
    async with pool_of(request).pinned() as release:
        asked = Asked(request=request, release=release, site=site_of(request))
        text = f"SELECT ?text {{ <{iri}> <{ONTOLOGY}storedText> ?text }}"
        found = await asked.answer(Query(name="text", place="", header=None, text=text), {})
    if not found.rows:
        raise nothing("this entity has no text")
    return Response(found.rows[0]["text"], media_type="text/plain; charset=utf-8")


async def void(request: Request) -> Response:
    """The VoID description of the dataset, counted from the current release."""
    return await answer(request, figures(site_of(request).publication, pool_of(request).settings), GRAPHS, None)


def entity_iri(path: str) -> str:
    """The IRI of an entity by its path; only what can be minted is one."""
    try:
        iris.parse(ENTITIES + path)
    except ValueError:
        raise nothing("no entity has this address") from None
    return ENTITIES + path


def withdrawn(site: Site, iri: str) -> Refusal | None:
    """The refusal of an entity that is withdrawn, with the reason."""
    entry = site.withdrawn.get(iri)
    if entry is None:
        return None
    return Refusal(
        status=HTTPStatus.GONE,
        kind="withdrawn",
        detail=f"this entity was withdrawn on {entry.since.isoformat()}: {entry.reason.rstrip('.')}",
        remedy=f"See {entry.replaced_by}" if entry.replaced_by else "",
    )


async def known(request: Request, iri: str) -> None:
    """Refuses an entity of which the release says nothing."""
    async with pool_of(request).pinned() as release:
        asked = Asked(request=request, release=release, site=site_of(request))
        if not await asked.holds(f"{{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }}"):
            raise nothing("the current release says nothing of this address")


def links(request: Request, path: str) -> str:
    """The Link header of an entity and its documents: how to cite it, its other forms, licence and collection."""
    public = pool_of(request).settings.public
    licence = site_of(request).publication.licences.data_address
    return ", ".join(
        (
            f'<{ENTITIES}{path}>; rel="cite-as"',
            _alternates(public, path),
            f'<{public}/doc/{path}.ttl>; rel="describedby"; type="text/turtle"',
            f'<{licence}>; rel="license"',
            f'<{public}/.well-known/void>; rel="collection"; type="text/turtle"',
        )
    )


def _alternates(public: str, path: str) -> str:
    """The documents about an entity as alternates of each other."""
    return ", ".join(f'<{public}/doc/{path}.{kind.end}>; rel="alternate"; type="{kind.media}"' for kind in KINDS)


ROUTES = (
    Route("/id/{path:path}", entity),
    Route("/doc/{path:path}", document),
    Route("/.well-known/void", void),
)
