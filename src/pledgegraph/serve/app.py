"""The application: the endpoint, the graphs, the files, and the pages that are given to it."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from pledgegraph.serve import files, graphs
from pledgegraph.serve.doors import Doors, open_to_all
from pledgegraph.serve.endpoint import METHODS, Page, sparql
from pledgegraph.serve.pool import Pool
from pledgegraph.serve.problems import broken, refused


def create(pool: Pool, *, pages: Sequence[BaseRoute] = (), editor: Page | None = None) -> Starlette:
    """The application over a pool that is open.

    Args:
        pool: answers every query.
        pages: further routes; they come last and cannot hide the endpoint.
        editor: what a browser gets at `/sparql` without a query, in place of the service description.
    """
    app = Starlette(
        routes=[
            Route("/sparql", sparql, methods=METHODS),
            Route("/sparql/", sparql, methods=METHODS),
            *graphs.ROUTES,
            *files.ROUTES,
            *pages,
        ],
        middleware=[Middleware(Doors, settings=pool.settings), Middleware(open_to_all)],
        exception_handlers={HTTPException: refused, Exception: broken},
    )
    app.router.redirect_slashes = False
    app.state.pool = pool
    app.state.editor = editor
    return app
