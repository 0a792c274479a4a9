"""A connection with limits: how many there are, how long a request's head is, and how long it takes to arrive.

uvicorn reads the protocol; this refuses, before any application runs, what would hold a connection without using it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from pledgegraph.serve.asking import client_key
from pledgegraph.serve.outcomes import Refusal
from pledgegraph.serve.problems import MEDIA, document, problem
from pledgegraph.serve.settings import Settings

_BUSY = Refusal(
    status=HTTPStatus.SERVICE_UNAVAILABLE,
    kind="too-many-connections",
    detail="too many connections are open",
    remedy="Try again later.",
    retry_after=5,
)
_MANY = Refusal(
    status=HTTPStatus.TOO_MANY_REQUESTS,
    kind="too-many-connections",
    detail="too many connections of one client are open",
    remedy="Use them one after another.",
    retry_after=5,
)
_LONG_TARGET = Refusal(
    status=HTTPStatus.REQUEST_URI_TOO_LONG,
    kind="target-too-long",
    detail="the address is too long",
    remedy="Send the query by POST.",
)
_LONG_HEAD = Refusal(
    status=HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, kind="head-too-long", detail="the headers are too long"
)
_LATE = Refusal(
    status=HTTPStatus.REQUEST_TIMEOUT, kind="slow-request", detail="the head of the request did not arrive in time"
)


class Connection(HttpToolsProtocol):
    """uvicorn's connection with the limits of `settings`, which `connection_class` gives."""

    limits: Settings
    clients: Counter[str]

    _head_timer: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _in_head = True
    _client_key = ""
    _excess: Refusal | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Takes up a connection, or refuses one too many."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._client_key = client_key(self.client[0] if self.client else None, self.limits)
        self.clients[self._client_key] += 1
        if len(self.connections) > self.limits.connections:
            self._refuse(_BUSY)
        elif self._client_key and self.clients[self._client_key] > self.limits.client_connections:
            self._refuse(_MANY)
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Lets a connection go."""
        self._stop_timer()
        self.clients[self._client_key] -= 1
        if not self.clients[self._client_key]:
            del self.clients[self._client_key]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads what has arrived, as long as the head that it may belong to is not too long."""
        if self.transport.is_closing():
            return
        if self._in_head:
            self._head_bytes += len(data)
            self._await_head()
        super().data_received(data)
        if self.transport.is_closing() or not self._in_head:
            return
        if len(getattr(self, "url", b"")) > self.limits.url_cap:
            self._refuse(_LONG_TARGET)
        elif self._head_bytes > self.limits.url_cap + self.limits.head_cap:
            self._refuse(_LONG_HEAD)

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._excess = None
        self._in_head = True

    def on_headers_complete(self) -> None:
        """A head has arrived: it goes to the application, or is answered here when it is too long."""
        self._stop_timer()
        self._in_head = False
        self._head_bytes = 0
        self.scope["state"] |= {"abort": self.transport.abort, "closing": self.transport.is_closing}
        if len(self.url) > self.limits.url_cap:
            self._excess = _LONG_TARGET
        elif sum(len(name) + len(value) + 4 for name, value in self.headers) > self.limits.head_cap:
            self._excess = _LONG_HEAD
        self.app = self.config.loaded_app if self._excess is None else _refuser(self._excess)
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """An answer is sent: the next head may come."""
        super().on_response_complete()
        self._in_head = True
        self._head_bytes = 0

    def send_400_response(self, msg: str) -> None:
        """Answers what is no HTTP."""
        self._refuse(Refusal(status=HTTPStatus.BAD_REQUEST, kind="http", detail="this is no HTTP request"))

    def _await_head(self) -> None:
        """Starts the clock for a head, if it does not run."""
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(self.limits.head_deadline, self._late)

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _late(self) -> None:
        """The head did not arrive in time."""
        self._head_timer = None
        if not self.transport.is_closing():
            self._refuse(_LATE)

    def _refuse(self, refusal: Refusal) -> None:
        """Writes a refusal and closes, whatever was being read."""
        self._stop_timer()
        body = document(refusal)
        lines = [
            f"HTTP/1.1 {int(refusal.status)} {refusal.status.phrase}",
            f"content-type: {MEDIA}",
            f"content-length: {len(body)}",
            "x-content-type-options: nosniff",
            "connection: close",
            *([f"retry-after: {refusal.retry_after}"] if refusal.retry_after else []),
        ]
        self.transport.write("\r\n".join([*lines, "", ""]).encode("ascii") + body)
        self.transport.close()


def connection_class(settings: Settings) -> type[Connection]:
    """The kind of connection that a server with these settings makes."""
    return type("Connection", (Connection,), {"limits": settings, "clients": Counter()})


def _refuser(refusal: Refusal) -> ASGIApp:
    """An application that refuses, and closes the connection."""

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        await problem(refusal, {"connection": "close"})(scope, receive, send)

    return refuse
