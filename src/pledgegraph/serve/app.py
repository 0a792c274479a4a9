"""The application: the endpoint, the graphs, the files, and the pages of a site."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pledgegraph.serve import files, graphs
from pledgegraph.serve.checking.checks import Checks
from pledgegraph.serve.doors import Doors, open_to_all
from pledgegraph.serve.endpoint import METHODS, sparql
from pledgegraph.serve.negotiate import choose
from pledgegraph.serve.pages import editor, routes, validation
from pledgegraph.serve.pages.asked import Refused
from pledgegraph.serve.pages.frame import HTML, Kept, environment, failure
from pledgegraph.serve.pages.site import Site
from pledgegraph.serve.pool import Pool
from pledgegraph.serve.problems import MEDIA, broken, problem, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plain:
    media: str = MEDIA


def create(pool: Pool, site: Site | None = None) -> Starlette:
    """The application over a pool that is open; without a site it is the endpoint alone."""
    pages = () if site is None else (*routes.ROUTES, *editor.ROUTES)
    app = Starlette(
        routes=[
            Route("/sparql", sparql, methods=METHODS),
            Route("/sparql/", sparql, methods=METHODS),
            *graphs.ROUTES,
            *files.ROUTES,
            *validation.ROUTES,
            *pages,
        ],
        middleware=[Middleware(Doors, settings=pool.settings), Middleware(open_to_all)],
        exception_handlers={HTTPException: _refused, Exception: broken},
    )
    app.router.redirect_slashes = False
    app.state.pool = pool
    app.state.site = site
    app.state.editor = editor.page_of_queries if site is not None else None
    app.state.kept = Kept()
    app.state.checks = Checks(pool.settings, pool.buffers)
    app.state.templates = environment(pool.settings.public)
    return app


def _refused(request: Request, error: Exception) -> Response:
    """A refusal as a page for a person, as a problem document for a program."""
    refusal = error.refusal if isinstance(error, Refused) else reason(error)
    headers = dict(getattr(error, "headers", None) or {})
    liked = choose(request.headers.get("accept", ""), (_Plain(), HTML))
    if request.app.state.site is not None and liked is HTML and refusal.status is not HTTPStatus.NOT_MODIFIED:
        response = failure(request, refusal)
        response.headers.update(headers)
        return response
    return problem(refusal, {"vary": "Accept", **headers})
