"""A request as the SPARQL 1.1 Protocol reads it: which query, on which graphs, or why it is none."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from pledgegraph.serve.outcomes import Refusal
from pledgegraph.serve.settings import Settings
from pledgegraph.serve.wire import Dataset

_MOST_FIELDS = 200
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request asks for; no query at all asks for the description of the service."""

    query: str | None
    dataset: Dataset | None


async def read(request: Request, settings: Settings) -> Asked | Refusal:
    """The query and the graphs of a request, by GET or by either kind of POST."""
    pairs = query_pairs(request)
    if not isinstance(pairs, Refusal) and request.method == "POST":
        more = await _posted(request, settings)
        if isinstance(more, Refusal):
            return more
        pairs = pairs + more
    return pairs if isinstance(pairs, Refusal) else _asked(pairs, request.method)


def query_pairs(request: Request) -> Pairs | Refusal:
    """The fields of a request's address."""
    return _pairs(bytes(request.scope["query_string"]))


def is_iri(text: str) -> bool:
    """Whether a text can be an absolute IRI."""
    return _IRI.fullmatch(text) is not None


def bad(detail: str, remedy: str, kind: str = "request") -> Refusal:
    """A request that cannot be understood."""
    return Refusal(status=HTTPStatus.BAD_REQUEST, kind=kind, detail=detail, remedy=remedy)


async def _posted(request: Request, settings: Settings) -> Pairs | Refusal:
    """What the body of a POST adds to the fields."""
    media, refusal = _media(request)
    if refusal is not None:
        return refusal
    body = await _body(request, settings)
    if isinstance(body, Refusal):
        return body
    if media == _FORM:
        return _pairs(body)
    try:
        return [("query", body.decode("utf-8"))]
    except UnicodeDecodeError as error:
        return bad(f"the query is not UTF-8 (byte {error.start})", "Send it in UTF-8.", "encoding")


def _media(request: Request) -> tuple[str, Refusal | None]:
    """The media type of the body, and the reason when it is none that is read here."""
    if request.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        return "", _unsupported("a compressed request is not read", "Send it as it is.")
    if "content-type" not in request.headers:
        return "", _unsupported("the request does not say what its body is", f"Set Content-Type: {_QUERY}.")
    header = Message()
    header["content-type"] = request.headers["content-type"]
    media = header.get_content_type()
    charset = str(header.get_param("charset", "utf-8")).lower()
    if media == _UPDATE:
        return "", _no_updates()
    if media not in {_FORM, _QUERY}:
        return "", _unsupported(f"'{media}' holds no query", f"Send {_QUERY} or {_FORM}.")
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        return "", _unsupported(f"the character set '{charset}' is not read", "Send UTF-8.")
    return media, None


async def _body(request: Request, settings: Settings) -> bytes | Refusal:
    """The body of a request, up to its longest length and its deadline."""
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > settings.body_cap:
        return _too_long(settings)
    body = bytearray()
    try:
        async with asyncio.timeout(settings.body_deadline):
            async for piece in request.stream():
                body += piece
                if len(body) > settings.body_cap:
                    return _too_long(settings)
    except TimeoutError:
        return Refusal(
            status=HTTPStatus.REQUEST_TIMEOUT,
            kind="slow-request",
            detail=f"the body did not arrive within {settings.body_deadline:g} s",
        )
    except ClientDisconnect:
        return Refusal(status=HTTPStatus.REQUEST_TIMEOUT, kind="gone", detail="the client has gone")
    return bytes(body)


def _pairs(encoded: bytes) -> Pairs | Refusal:
    """The fields of a URL-encoded text."""
    try:
        return parse_qsl(
            encoded.decode("utf-8"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except UnicodeDecodeError:
        return bad("a field is not UTF-8", "Encode it as UTF-8, then as %XX.", "encoding")
    except ValueError:
        return bad(f"the request has more than {_MOST_FIELDS} fields", "Send fewer.")


def _asked(pairs: Pairs, method: str) -> Asked | Refusal:
    """What the fields ask for."""
    if any(name == "update" for name, _ in pairs):
        return _no_updates()
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        return bad(f"the request has {len(queries)} queries", "Send one.")
    if not queries and method == "POST":
        return bad("the request has no query", "Send one in the field 'query', or as the body.")
    default = tuple(value for name, value in pairs if name == "default-graph-uri")
    named = tuple(value for name, value in pairs if name == "named-graph-uri")
    for graph in default + named:
        if not is_iri(graph):
            return bad("a graph is named by something that is no absolute IRI", "Correct its name.")
    dataset = Dataset(default=default, named=named) if default or named else None
    return Asked(query=queries[0] if queries else None, dataset=dataset)


def _no_updates() -> Refusal:
    return Refusal(
        status=HTTPStatus.FORBIDDEN,
        kind="update",
        detail="updates are not taken here",
        remedy="A release changes by a new build only.",
    )


def _unsupported(detail: str, remedy: str) -> Refusal:
    return Refusal(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE, kind="media-type", detail=detail, remedy=remedy)


def _too_long(settings: Settings) -> Refusal:
    return Refusal(
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        kind="request-too-long",
        detail=f"the body is longer than {settings.body_cap} bytes",
        remedy="Divide the query.",
    )
