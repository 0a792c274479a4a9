"""What stands before every route: one client's rate, the headers that every answer has, a limit on slow readers."""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pledgegraph.serve.asking import client_key
from pledgegraph.serve.outcomes import Refusal
from pledgegraph.serve.problems import problem
from pledgegraph.serve.settings import Settings

_SAFE = frozenset(["GET", "HEAD", "POST", "OPTIONS"])
_REMEMBERED = 10_000
_EXPOSED = ("ETag", "Link", "Retry-After", "Pledgegraph-Conforms", "Pledgegraph-Findings")
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}
"""What an answer has where its route set nothing else."""


class Rates:
    """How many requests each client may still send; each second gives back a few."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, now: float) -> float:
        """Seconds until a client may send this request; 0 lets it in and counts it."""
        left, last = self._left.pop(client, (float(self._burst), now))
        left = min(float(self._burst), left + (now - last) * self._rate)
        self._left[client] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return 0.0 if left >= 1 else (1 - left) / self._rate


class Doors:
    """Lets requests in by rate, adds headers to answers, and drops a connection that nobody reads from."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._rates = Rates(settings.client_rate, settings.client_burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = self._bounded(scope, _dressed(scope["method"], send))
        client = client_key(scope["client"][0] if scope.get("client") else None, self._settings)
        wait = self._rates.wait(client, asyncio.get_running_loop().time()) if client else 0.0
        app = self._app if not wait else problem(_too_many(wait))
        try:
            await app(scope, receive, send)
        except ConnectionAbortedError:
            return
        except asyncio.CancelledError:  # the server ends and this client reads too slowly
            scope.get("state", {}).get("abort", lambda: None)()

    def _bounded(self, scope: Scope, send: Send) -> Send:
        """A `send` that drops the connection when the client takes nothing for too long."""
        state = scope.get("state", {})

        async def bounded(message: Message) -> None:
            if "closing" in state and state["closing"]():
                raise ConnectionAbortedError
            try:
                async with asyncio.timeout(self._settings.send_deadline):
                    await send(message)
            except TimeoutError:
                if "abort" in state:
                    state["abort"]()
                raise ConnectionAbortedError from None

        return bounded


def open_to_all(app: ASGIApp) -> ASGIApp:
    """Lets pages of any origin read, without credentials; other methods get no such word."""
    shared = CORSMiddleware(
        app,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["Accept", "Content-Type", "If-None-Match", "Range"],
        expose_headers=list(_EXPOSED),
        max_age=86400,
    )

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        await (shared if scope.get("method") in _SAFE else app)(scope, receive, send)

    return choose


def _dressed(method: str, send: Send) -> Send:
    """A `send` that adds the headers which every answer has."""

    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if method in _SAFE:
                headers.setdefault("access-control-allow-origin", "*")
        await send(message)

    return dressed


def _too_many(wait: float) -> Refusal:
    return Refusal(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        kind="too-many-requests",
        detail="too many requests from one client",
        remedy="Send them more slowly.",
        retry_after=max(1, math.ceil(wait)),
    )
