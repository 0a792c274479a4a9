"""Refusals as `application/problem+json` (RFC 9457): what is wrong, where, and when to come back."""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from pledgegraph.serve.outcomes import Refusal

MEDIA = "application/problem+json"
_KINDS = "https://w3id.org/pledgegraph/problem/"
CLOSING = frozenset(
    [HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE]
)
"""After these the rest of the request is not read."""


def document(refusal: Refusal) -> bytes:
    """A refusal as a problem document."""
    members: dict[str, object] = {
        "type": _KINDS + refusal.kind,
        "title": refusal.status.phrase,
        "status": int(refusal.status),
        "detail": f"{refusal.detail}. {refusal.remedy}".strip() if refusal.remedy else refusal.detail,
    }
    if refusal.line:
        members |= {"line": refusal.line, "column": refusal.column}
    return json.dumps(members, ensure_ascii=True).encode()


def problem(refusal: Refusal, headers: dict[str, str] | None = None) -> Response:
    """The answer that carries a refusal; it is never stored, and it ends a connection whose request was not read."""
    response = Response(document(refusal), refusal.status, media_type=MEDIA)
    response.headers["cache-control"] = "no-store"
    response.headers["x-content-type-options"] = "nosniff"
    if refusal.retry_after:
        response.headers["retry-after"] = str(refusal.retry_after)
    if refusal.status in CLOSING:
        response.headers["connection"] = "close"
    response.headers.update(headers or {})
    return response


def reason(error: Exception) -> Refusal:
    """The router's own refusals (no such page, no such method), as ours."""
    status = HTTPStatus(getattr(error, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR))
    kind = {HTTPStatus.NOT_FOUND: "not-found", HTTPStatus.METHOD_NOT_ALLOWED: "method"}.get(status, "request")
    detail = {
        HTTPStatus.NOT_FOUND: "nothing is here",
        HTTPStatus.METHOD_NOT_ALLOWED: "this can only be read",
    }.get(status, status.description or status.phrase)
    return Refusal(status=status, kind=kind, detail=detail)


def broken(request: Request, error: Exception) -> Response:
    """A fault of ours; what happened is for the log."""
    return problem(
        Refusal(
            status=HTTPStatus.INTERNAL_SERVER_ERROR,
            kind="fault",
            detail="a fault of ours; the log of the server says more",
        )
    )
