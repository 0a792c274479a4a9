"""A remote store written to through the SPARQL 1.1 Graph Store Protocol: one graph at a time, credentials on demand.

Credentials come from the environment alone (`PLEDGEGRAPH_ENDPOINT_USER`, `PLEDGEGRAPH_ENDPOINT_PASSWORD`) and are sent
in the form that the store asks for, Basic or Digest, to the address that was named and to no other.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpx

from pledgegraph.errors import InputError, RemoteError
from pledgegraph.queries.remote import PASSWORD, USER

N_TRIPLES = {"Content-Type": "application/n-triples"}
CONNECT_TIMEOUT = 10.0
_LONGEST_WORD = 300
_NO_STORE = frozenset(
    [
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.NOT_IMPLEMENTED,
    ]
)


class GraphStore:
    """A graph store at an address, with bounded retries; close it after use.

    Every request may be repeated: PUT replaces a graph, POST adds statements that name every node, DELETE removes.
    """

    def __init__(self, url: str, *, timeout: float = 300.0, retries: int = 2, pause: float = 0.5) -> None:
        self.url = checked_address(url)
        self._retries = retries
        self._pause = pause
        self._client = httpx.Client(timeout=httpx.Timeout(timeout, connect=CONNECT_TIMEOUT))
        self._timeout = timeout
        self._graph = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def open(self, graph: str) -> None:
        """Makes sure that the store may be written to, by adding nothing to a graph.

        A store that wants credentials says so before a long body is on its way, which it would cut off.

        Raises:
            RemoteError: it cannot be reached, refuses the credentials, or is no graph store.
        """
        self._graph = graph
        response = self._send(lambda: self._client.post(self.url, params={"graph": graph}, headers=N_TRIPLES))
        if response.status_code == HTTPStatus.UNAUTHORIZED and self._client.auth is None:
            self._client.auth = _credentials(response, self.url)
            response = self._send(lambda: self._client.post(self.url, params={"graph": graph}, headers=N_TRIPLES))
        self._accept(response)

    def replace(self, graph: str, pieces: Iterable[bytes]) -> None:
        """Puts a graph's statements, N-Triples in pieces, in the place of what the store has under its name.

        Raises:
            RemoteError: the store does not take them.
        """
        for number, piece in enumerate(pieces):
            self._write("PUT" if number == 0 else "POST", graph, piece)

    def remove(self, graph: str) -> None:
        """Removes a graph; one that is not there is none.

        Raises:
            RemoteError: the store refuses.
        """
        response = self._send(lambda: self._client.delete(self.url, params={"graph": graph}))
        if response.status_code != HTTPStatus.NOT_FOUND:
            self._accept(response)

    def _write(self, method: str, graph: str, piece: bytes) -> None:
        """Sends one piece; where a login has grown stale on the way, once more after a new one."""

        def request() -> httpx.Response:
            return self._client.request(method, self.url, params={"graph": graph}, content=piece, headers=N_TRIPLES)

        response = self._send(request, renew=True)
        if response.status_code == HTTPStatus.UNAUTHORIZED and self._client.auth is not None:
            self.open(self._graph)
            response = self._send(request)
        self._accept(response)

    def _send(self, request: Callable[[], httpx.Response], *, renew: bool = False) -> httpx.Response:
        """The answer to a request, tried again where a new attempt may help."""
        for attempt in range(self._retries + 1):
            last = attempt == self._retries
            try:
                response = request()
            except httpx.TransportError as error:
                if last or isinstance(error, httpx.TimeoutException):
                    raise self._failure(error) from None
                if renew and self._client.auth is not None:
                    self.open(self._graph)
            else:
                if last or not _transient(response):
                    return response
            time.sleep(self._pause * 2**attempt)
        raise AssertionError  # the last attempt returns or raises

    def _accept(self, response: httpx.Response) -> None:
        """Lets a success pass.

        Raises:
            RemoteError: it is none.
        """
        status = response.status_code
        if response.is_success:
            return
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            tried = self._client.auth is not None
            raise RemoteError(
                "the credentials are refused" if tried else "access is refused",
                place=self.url,
                remedy=f"Correct {USER} and {PASSWORD}." if tried else f"Set {USER} and {PASSWORD}.",
            )
        if response.is_redirect:
            raise RemoteError(
                "the address points elsewhere", place=self.url, remedy="Name the address that it redirects to."
            )
        if status in _NO_STORE:
            raise RemoteError(
                f"no graph store that can be written to is at this address (status {status})",
                place=self.url,
                remedy="Name the address of the Graph Store Protocol, such as .../store or .../sparql-graph-crud-auth.",
            )
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise RemoteError(
                "the store refuses a piece of this length", place=self.url, remedy="Raise its limit for request bodies."
            )
        raise RemoteError(
            f"the store failed with status {status}", place=self.url, remedy=_words(response) or "Read its log."
        )

    def _failure(self, error: httpx.TransportError) -> RemoteError:
        if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
            return RemoteError("the store cannot be reached", place=self.url, remedy="Is the server running?")
        if isinstance(error, httpx.TimeoutException):
            return RemoteError(
                f"no answer within {self._timeout:g} s", place=self.url, remedy="Raise --timeout and run it again."
            )
        return RemoteError(
            f"the connection broke ({type(error).__name__})",
            place=self.url,
            remedy="Run it again: it goes on where it stopped.",
        )


def checked_address(url: str) -> str:
    """An address of a server, without credentials in it.

    Raises:
        InputError: it is none, or it holds credentials.
    """
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        parsed = httpx.URL("")
    if parsed.userinfo:
        raise InputError(
            "an address must not hold credentials, which end in logs and histories",
            place=parsed.host,
            remedy=f"Set {USER} and {PASSWORD} in the environment.",
        )
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise InputError(f"'{url}' is no address of a server", remedy="Begin it with http:// or https://.")
    return str(parsed)


def _credentials(response: httpx.Response, url: str) -> httpx.Auth:
    """The environment's credentials in the form that the store's refusal asks for.

    Raises:
        RemoteError: there are none.
    """
    user = os.environ.get(USER)
    if not user:
        raise RemoteError("the store wants credentials", place=url, remedy=f"Set {USER} and {PASSWORD}.")
    schemes = [value.split(" ", 1)[0].lower() for value in response.headers.get_list("www-authenticate")]
    password = os.environ.get(PASSWORD, "")
    return httpx.DigestAuth(user, password) if "digest" in schemes else httpx.BasicAuth(user, password)


def _transient(response: httpx.Response) -> bool:
    """Whether the same request may succeed later."""
    return response.status_code in (
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    )


def _words(response: httpx.Response) -> str:
    """The beginning of what a store says of its failure, without anything that looks like mark-up alone."""
    lines = [line.strip() for line in response.text.splitlines()]
    telling = [line for line in lines if line and not (line.startswith("<") and line.endswith(">"))]
    return " ".join(telling)[:_LONGEST_WORD]
