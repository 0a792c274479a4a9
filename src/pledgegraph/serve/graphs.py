"""Graphs as resources: the read side of the Graph Store Protocol, by `?graph=`, `?default` or their own address."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urljoin

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pledgegraph.serve.asking import ask, pool_of
from pledgegraph.serve.endpoint import allowed, answer
from pledgegraph.serve.formats import GRAPHS as FORMS
from pledgegraph.serve.formats import Shape
from pledgegraph.serve.guard import Checked
from pledgegraph.serve.outcomes import Outcome, Refusal
from pledgegraph.serve.problems import problem
from pledgegraph.serve.protocol import bad, is_iri, query_pairs
from pledgegraph.serve.wire import Dataset
from pledgegraph.vocab import GRAPHS

METHODS = ("GET", "HEAD", "OPTIONS")
_ALL = Checked(text="CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", shape=Shape.GRAPH, own_dataset=False, volatile=False)
_NAMES = "SELECT ?graph { GRAPH ?graph {} }"


async def store(request: Request) -> Response:
    """A graph by its name, or the union of all by `?default`."""
    if request.method == "OPTIONS":
        return allowed(METHODS)
    pairs = query_pairs(request)
    if isinstance(pairs, Refusal):
        return problem(pairs)
    names = [value for name, value in pairs if name == "graph"]
    default = [value for name, value in pairs if name == "default"]
    if len(names) + len(default) != 1 or any(default):
        return problem(bad("the request does not name one graph", "Ask with ?graph=IRI or with ?default."))
    return await (_named(request, names[0]) if names else answer(request, _ALL, FORMS, None))


async def direct(request: Request) -> Response:
    """A graph by its own address."""
    if request.method == "OPTIONS":
        return allowed(METHODS)
    return await _named(request, GRAPHS + request.path_params["name"])


async def _named(request: Request, name: str) -> Response:
    """One named graph; this server's own addresses stand for those that the data use."""
    public = pool_of(request).settings.public
    iri = urljoin(f"{public}/graph-store", name)
    if iri.startswith(f"{public}/graph/"):
        iri = GRAPHS + iri.removeprefix(f"{public}/graph/")
    if not is_iri(iri):
        return problem(bad("the graph is named by something that is no IRI", "Correct its name."))
    outcome = await ask(request, _NAMES)
    if isinstance(outcome, Refusal):
        return problem(outcome)
    if iri not in _names(outcome):
        return problem(Refusal(status=HTTPStatus.NOT_FOUND, kind="no-such-graph", detail="no graph has this name"))
    return await answer(request, _ALL, FORMS, Dataset(default=(iri,)))


def _names(outcome: Outcome) -> set[str]:
    """The names in the answer to the question for them."""
    assert not isinstance(outcome, Refusal)
    return {row["graph"]["value"] for row in outcome.json()["results"]["bindings"]}


ROUTES = (
    Route("/graph-store", store, methods=METHODS),
    Route("/graph/{name}", direct, methods=METHODS),
)
