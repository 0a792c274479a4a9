"""Queries asked of a remote SPARQL endpoint: always by POST, with a timeout, few retries, and errors in plain words.

Credentials come from the environment alone: PLEDGEGRAPH_ENDPOINT_USER and PLEDGEGRAPH_ENDPOINT_PASSWORD.
"""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import RdfFormat, parse
from SPARQLWrapper import JSON, POST, TURTLE, URLENCODED, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    EndPointNotFound,
    QueryBadFormed,
    SPARQLWrapperException,
    Unauthorized,
)

from pledgegraph.errors import RemoteError
from pledgegraph.queries.catalogue import Query
from pledgegraph.queries.results import Answer, Cell, CellKind, Graph, Table
from pledgegraph.queries.run import XSD_STRING, boolean, check_columns

USER = "PLEDGEGRAPH_ENDPOINT_USER"
PASSWORD = "PLEDGEGRAPH_ENDPOINT_PASSWORD"
GRAPH_FORMS = frozenset({"CONSTRUCT", "DESCRIBE"})

# Whether a document or a state stands in a named graph and not in the default graph.
_HIDDEN = """PREFIX plg: <https://w3id.org/pledgegraph/ontology#>
ASK {
  VALUES ?class { plg:Document plg:State }
  GRAPH ?graph { ?thing a ?class }
  MINUS { ?thing a ?class }
}"""
_FILLED = "PREFIX plg: <https://w3id.org/pledgegraph/ontology#> ASK { ?document a plg:Document }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A SPARQL endpoint and the patience to have with it.

    Attributes:
        url: where queries are sent.
        timeout: seconds until an attempt is given up.
        retries: how often a failed connection or a server's fault is tried again.
        pause: seconds before the first retry; each further one waits twice as long.
    """

    url: str
    timeout: int = 30
    retries: int = 2
    pause: float = 0.5

    def check(self) -> None:
        """Refuses an endpoint whose default graph is not the union of its graphs, or that holds no documents.

        Raises:
            RemoteError: it is so, or the endpoint does not answer.
        """
        if self._ask(_HIDDEN):
            raise RemoteError(
                "the default graph is not the union of the named graphs, so queries that name no graph find nothing",
                place=self.url,
                remedy="Switch the union on: 'oxigraph serve --union-default-graph', or the like of your server.",
            )
        if not self._ask(_FILLED):
            raise RemoteError(
                "the endpoint holds no documents", place=self.url, remedy="Load a release's data.nq into it first."
            )

    def run(self, query: Query, values: Mapping[str, str] | None = None) -> Answer:
        """The endpoint's answer to a query, with the parameters' values bound.

        Raises:
            InputError: a parameter is wrong, or the columns are not those the header names.
            RemoteError: the endpoint does not answer, refuses the query, or answers otherwise than the protocol says.
        """
        text = _without_comments(query.bound(values or {}))
        wrapper = self._wrapper(text)
        if wrapper.queryType in GRAPH_FORMS:
            wrapper.setReturnFormat(TURTLE)
            return self._graph(self._send(wrapper))
        document = self._document(self._send(wrapper))
        if "boolean" in document:
            return boolean(bool(document["boolean"]))
        table = self._table(document)
        check_columns(query, table.columns)
        return table

    def _ask(self, text: str) -> bool:
        answer = self._document(self._send(self._wrapper(text))).get("boolean")
        if not isinstance(answer, bool):
            raise self._odd("an ASK was answered without a boolean")
        return answer

    def _wrapper(self, text: str) -> SPARQLWrapper:
        """A request for one query, ready to send."""
        wrapper = SPARQLWrapper(self.url)
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(URLENCODED)
        wrapper.setTimeout(self.timeout)
        wrapper.setReturnFormat(JSON)
        if os.environ.get(USER):
            wrapper.setCredentials(os.environ[USER], os.environ.get(PASSWORD, ""))
        wrapper.setQuery(text)
        return wrapper

    def _send(self, wrapper: SPARQLWrapper) -> bytes:
        """The body of the answer, tried again where a new attempt may help."""
        for attempt in range(self.retries + 1):
            try:
                return bytes(wrapper.query().response.read())
            except (EndPointInternalError, OSError, http.client.HTTPException) as error:
                if attempt == self.retries or not _transient(error):
                    raise self._failure(error) from None
                time.sleep(self.pause * 2**attempt)
            except SPARQLWrapperException as error:
                raise self._failure(error) from None
        raise AssertionError  # the last attempt returns or raises

    def _failure(self, error: Exception) -> RemoteError:
        """The error of a failed request, in plain words."""
        if isinstance(error, QueryBadFormed):
            return RemoteError("the endpoint refuses the query", place=self.url, remedy=_first_line(error))
        if isinstance(error, Unauthorized) or getattr(error, "code", None) in (401, 403):
            return RemoteError("access is refused", place=self.url, remedy=f"Set {USER} and {PASSWORD}.")
        if isinstance(error, EndPointNotFound) or getattr(error, "code", None) == http.HTTPStatus.NOT_FOUND:
            return RemoteError("there is no endpoint at this address", place=self.url, remedy="Correct the address.")
        if isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
            return RemoteError(
                f"no answer within {self.timeout} s", place=self.url, remedy="Ask for less, or raise the timeout."
            )
        return RemoteError(
            f"the endpoint failed: {_first_line(error)}", place=self.url, remedy="Is the server running?"
        )

    def _odd(self, what: str) -> RemoteError:
        return RemoteError(what, place=self.url, remedy="Is this a SPARQL 1.1 endpoint?")

    def _document(self, body: bytes) -> dict[str, Any]:
        """The JSON results document in a body."""
        try:
            found = json.loads(body)
        except ValueError:
            found = None
        if not isinstance(found, dict) or ("boolean" not in found and "results" not in found):
            raise self._odd("the answer is not SPARQL results in JSON")
        return found

    def _table(self, document: dict[str, Any]) -> Table:
        try:
            columns = tuple(str(column) for column in document["head"].get("vars", ()))
            rows = tuple(
                tuple(_cell(binding[column]) if column in binding else None for column in columns)
                for binding in document["results"]["bindings"]
            )
        except (KeyError, TypeError, AttributeError, ValueError):
            raise self._odd("the answer is not SPARQL results in JSON") from None
        return Table(columns=columns, rows=rows)

    def _graph(self, body: bytes) -> Graph:
        try:
            return Graph.of(quad.triple for quad in parse(body, format=RdfFormat.TURTLE))
        except SyntaxError:
            raise self._odd("the answer is not Turtle") from None


def _without_comments(text: str) -> str:
    """The query without its header and other comment lines, which the library misreads as part of the query."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))


def _transient(error: Exception) -> bool:
    """Whether a new attempt may help: a refused connection or a server's fault, but not a refusal of the request."""
    if isinstance(error, urllib.error.HTTPError):
        return error.code >= http.HTTPStatus.INTERNAL_SERVER_ERROR
    timed_out = isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError)
    return not timed_out


def _first_line(error: Exception) -> str:
    """The first telling line of an error's text."""
    lines = [line.strip() for line in str(error).replace("\\n", "\n").splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith(("QueryBadFormed", "EndPointInternalError", "Response:"))]
    return (telling or lines or [type(error).__name__])[0].removeprefix("b'").rstrip("'")


def _cell(binding: Mapping[str, str]) -> Cell:
    """The term of a JSON binding as a cell."""
    kind = CellKind.LITERAL if binding["type"] == "typed-literal" else CellKind(binding["type"])
    language = binding.get("xml:lang", "")
    datatype = binding.get("datatype", "")
    plain = bool(language) or datatype == XSD_STRING
    return Cell(kind=kind, value=binding["value"], datatype="" if plain else datatype, language=language)
