"""Asking the pool on behalf of a request: for its client, and only as long as somebody waits for the answer."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Coroutine
from http import HTTPStatus
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.types import Receive

from pledgegraph.serve.formats import Form
from pledgegraph.serve.guard import Checked, check
from pledgegraph.serve.outcomes import Outcome, Refusal
from pledgegraph.serve.pool import Pool, Release
from pledgegraph.serve.settings import Settings
from pledgegraph.serve.wire import Dataset

GONE = Refusal(status=HTTPStatus.REQUEST_TIMEOUT, kind="gone", detail="the client has gone")
"""What nobody will read."""
_NETWORK = 64
T = TypeVar("T")


def pool_of(request: Request) -> Pool:
    """The pool of the application that a request came to."""
    pool = request.app.state.pool
    assert isinstance(pool, Pool)
    return pool


def client_key(host: str | None, settings: Settings) -> str:
    """Whose limits hold for an address: its own, for IPv6 its network's; nobody's ("") on this machine."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return host or ""
    if address.is_loopback and not settings.limit_loopback:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _NETWORK), strict=False))
    return str(address)


def client_of(request: Request) -> str:
    """Whose limits hold for a request."""
    return client_key(request.client.host if request.client else None, pool_of(request).settings)


async def ask(
    request: Request,
    query: str | Checked,
    *,
    form: Form | None = None,
    dataset: Dataset | None = None,
    release: Release | None = None,
) -> Outcome:
    """The answer to a query that a request needs; the query is ended when the client goes away."""
    checked = check(query) if isinstance(query, str) else query
    if isinstance(checked, Refusal):
        return checked
    asked = release or pool_of(request).current
    kept = asked.kept(checked, form=form, dataset=dataset)
    if kept is not None:
        return kept
    found = await while_wanted(request, asked.ask(checked, form=form, dataset=dataset, client=client_of(request)))
    return GONE if found is None else found


async def while_wanted(request: Request, work: Coroutine[None, None, T]) -> T | None:
    """What comes of some work; it is ended, and there is nothing, when the client goes away."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request.receive))
    either: set[asyncio.Future[Any]] = {task, gone}
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        gone.cancel()
        task.cancel()


async def _gone(receive: Receive) -> None:
    """Returns when the client has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass
