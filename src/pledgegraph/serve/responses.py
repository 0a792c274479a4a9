"""Answers as HTTP responses: labelled, dated by release, sent in pieces so that a slow reader holds one piece only.

An answer lies packed in the server's memory and goes out so to whoever takes gzip; for others it is unpacked piece by
piece.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pledgegraph.serve.formats import Form
from pledgegraph.serve.negotiate import takes
from pledgegraph.serve.outcomes import Answer
from pledgegraph.serve.wire import Dataset

_PIECE = 65536


class AnswerResponse(Response):
    """A whole answer; its length is known before the first byte is sent."""

    def __init__(self, answer: Answer, etag: str) -> None:
        length = {"content-length": str(answer.length), "content-type": answer.form.label}
        super().__init__(headers={**length, **freshness(etag)})
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the answer in pieces."""
        answer = self._answer
        packed = answer.packed
        if packed is not None and takes(",".join(Headers(scope=scope).getlist("accept-encoding")), "gzip"):
            answer = Answer(held=answer.held, form=answer.form, release=answer.release)
            self.headers["content-length"] = str(answer.length)
            self.headers["content-encoding"] = "gzip"
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        left = answer.length
        for piece in answer.pieces(_PIECE):
            left -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": left > 0})
            await asyncio.sleep(0)  # others have their turn, also while this reader takes all at once
        if not answer.length:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def freshness(etag: str) -> dict[str, str]:
    """The headers that let a client keep an answer as long as the release stands; without an ETag it keeps none."""
    kept = {"etag": etag, "cache-control": "no-cache"} if etag else {"cache-control": "no-store"}
    return {**kept, "vary": "Accept, Accept-Encoding"}


def etag_of(release: str, form: Form, *parts: str, dataset: Dataset | None = None) -> str:
    """The ETag of an answer: its release, then a digest of what was asked. Weak, as the order of rows may differ."""
    asked = repr((form.media, parts, dataset)).encode()
    return f'W/"{release}-{hashlib.blake2b(asked, digest_size=8).hexdigest()}"'


def unchanged(request: Request, etag: str) -> Response | None:
    """`304 Not Modified` when the client has this answer already; None when it is to be sent."""
    if (
        request.method not in {"GET", "HEAD"}
        or not etag
        or not _matches(request.headers.get("if-none-match", ""), etag)
    ):
        return None
    return Response(status_code=304, headers=freshness(etag))


def _matches(header: str, etag: str) -> bool:
    """Whether an If-None-Match header names an ETag, compared weakly."""
    opaque = etag.removeprefix("W/")
    return header.strip() == "*" or opaque in _opaque(header.split(","))


def _opaque(tags: Iterable[str]) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in tags}
