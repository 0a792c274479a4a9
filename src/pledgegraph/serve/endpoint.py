"""`/sparql`: queries by the SPARQL 1.1 Protocol, and the description of the service where there is no query."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from pledgegraph.serve.asking import ask, pool_of
from pledgegraph.serve.formats import GRAPHS, Form, Shape, offered
from pledgegraph.serve.guard import Checked, check
from pledgegraph.serve.negotiate import Offer, choose, listed
from pledgegraph.serve.outcomes import Refusal
from pledgegraph.serve.problems import problem
from pledgegraph.serve.protocol import read
from pledgegraph.serve.responses import AnswerResponse, etag_of, unchanged
from pledgegraph.serve.wire import Dataset

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_DESCRIPTION = files(__package__).joinpath("description.rq").read_text(encoding="utf-8")

Page = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Html:
    media: str = "text/html"


async def sparql(request: Request) -> Response:
    """The answer to a query, or the description of the service, or the editor for a person in a browser."""
    if request.method == "OPTIONS":
        return allowed(METHODS)
    asked = await read(request, pool_of(request).settings)
    if isinstance(asked, Refusal):
        return problem(asked)
    if asked.query is not None:
        checked = check(asked.query)
        if isinstance(checked, Refusal):
            return problem(checked)
        return await answer(request, checked, offered(checked.shape), asked.dataset)
    editor: Page | None = request.app.state.editor
    offers: tuple[Offer, ...] = (*GRAPHS, _Html())
    if editor is not None and isinstance(choose(request.headers.get("accept", ""), offers), _Html):
        return await editor(request)
    described = check(_DESCRIPTION)
    assert isinstance(described, Checked)
    return await answer(request, described, GRAPHS, None)


async def answer(request: Request, checked: Checked, forms: tuple[Form, ...], dataset: Dataset | None) -> Response:
    """The response to a checked query, in the form that the client likes best."""
    form = choose(",".join(request.headers.getlist("accept")), forms)
    if form is None:
        return problem(not_acceptable(forms), {"vary": "Accept"})
    release = pool_of(request).current
    etag = "" if checked.volatile else etag_of(release.name, form, checked.text, dataset=dataset)
    kept = unchanged(request, etag)
    if kept is not None:
        return kept
    outcome = await ask(request, checked, form=form, dataset=dataset, release=release)
    return problem(outcome) if isinstance(outcome, Refusal) else AnswerResponse(outcome, etag)


def not_acceptable(forms: tuple[Form, ...]) -> Refusal:
    """No form on offer is one that the client takes."""
    shape = "a table" if forms[0].shape is Shape.TABLE else "a graph"
    return Refusal(
        status=HTTPStatus.NOT_ACCEPTABLE,
        kind="not-acceptable",
        detail=f"{shape} is written as {listed(forms)}",
        remedy="Accept one of them.",
    )


def allowed(methods: tuple[str, ...]) -> Response:
    """The answer to OPTIONS."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={"allow": ", ".join(methods)})
