"""The check of anybody's data over HTTP: what `pledgegraph check` says, and a page with a form for it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pledgegraph.serve.asking import GONE, client_of, pool_of, while_wanted
from pledgegraph.serve.checking.checks import Checks, Result
from pledgegraph.serve.checking.uploads import received
from pledgegraph.serve.checking.words import (
    BY_NAME,
    FORM,
    MEDIA_TYPES,
    OFFERED,
    REPORTS,
    SYNTAXES,
    Order,
    Outcome,
    media_of,
)
from pledgegraph.serve.endpoint import allowed
from pledgegraph.serve.formats import Form
from pledgegraph.serve.negotiate import choose, listed
from pledgegraph.serve.outcomes import Answer, Refusal
from pledgegraph.serve.pages.asked import Asked, Refused, nothing
from pledgegraph.serve.pages.frame import page
from pledgegraph.serve.protocol import query_pairs
from pledgegraph.serve.responses import AnswerResponse
from pledgegraph.serve.settings import MIB

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""A report holds other people's words: its own styles and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the form offers: syntaxes and reports by name, media types, and the limits that hold."""

    syntaxes: Mapping[str, str]
    reports: Mapping[str, str]
    media: tuple[str, ...]
    accepted: tuple[str, ...]
    megabytes: int
    seconds: float


async def validate(request: Request) -> Response:
    """The report on what is sent; the form for a person; what can be asked."""
    if request.method == "POST":
        return await _posted(request)
    if request.method == "OPTIONS":
        return allowed(METHODS)
    if request.app.state.site is None:
        raise nothing("data to be checked are sent here by POST")
    return await offer(request)


@page("validate.html")
async def offer(asked: Asked) -> Offer:
    """The page with the form."""
    settings = pool_of(asked.request).settings
    return Offer(
        syntaxes=SYNTAXES,
        reports=REPORTS,
        media=tuple(MEDIA_TYPES),
        accepted=tuple(dict.fromkeys(each.media for each in OFFERED)),
        megabytes=settings.check_cap // MIB,
        seconds=settings.check_deadline,
    )


async def _posted(request: Request) -> Response:
    """The report on the body of a request.

    Raises:
        Refused: it cannot be read, checked in time, or written as the client likes.
    """
    pool = pool_of(request)
    checks: Checks = request.app.state.checks
    liked = choose(",".join(request.headers.getlist("accept")), OFFERED)
    refusal = _unfit(request, liked)
    if refusal is not None:
        raise Refused(refusal)
    with checks.place(client_of(request)) as full:
        if full is not None:
            raise Refused(full)
        async with received(request, pool.settings.check_cap, pool.settings.upload_deadline) as body, pool.pinned():
            if isinstance(body, Refusal):
                raise Refused(body)
            found = await while_wanted(request, checks.run(_order(request, liked or OFFERED[0]), body))
    return _response(GONE if found is None else found, liked, pool.current.name)


def _unfit(request: Request, liked: Form | None) -> Refusal | None:
    """Why a request is refused before its body is read."""
    if request.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        return _unsupported("a compressed request is not read", "Send it as it is.")
    media = media_of(request.headers.get("content-type", ""))
    if media not in MEDIA_TYPES and media != FORM:
        said = f"'{media}' is no RDF" if media else "the request does not say what its body is"
        return _unsupported(said, f"Set Content-Type to one of: {', '.join(MEDIA_TYPES)}, {FORM}.")
    if liked is None and not request.query_params.get("format"):
        return Refusal(
            status=HTTPStatus.NOT_ACCEPTABLE,
            kind="not-acceptable",
            detail=f"a report is written as {listed(OFFERED)}",
            remedy=f"Accept one of them, or name one in the field 'format': {', '.join(REPORTS)}.",
        )
    return None


def _order(request: Request, liked: Form) -> Order:
    """What the process that checks is told.

    Raises:
        Refused: the request's address cannot be read.
    """
    pool = pool_of(request)
    pairs = query_pairs(request)
    if isinstance(pairs, Refusal):
        raise Refused(pairs)
    here = f"{pool.settings.public}/validate"
    return Order(
        parent=os.getpid(),
        release=str(pool.current.folder),
        content_type=request.headers["content-type"],
        fields=pairs,
        form=liked.writer,
        base=here,
        back=here if request.app.state.site is not None else "",
        memory=pool.settings.check_memory,
        seconds=int(pool.settings.check_deadline) + 1,
        cap=pool.settings.answer_cap,
    )


def _response(found: Result, liked: Form | None, release: str) -> Response:
    """The report as an answer, with its verdict in the head.

    Raises:
        Refused: there is none.
    """
    if isinstance(found, Refusal):
        raise Refused(found)
    outcome, held = found
    form = liked if liked is not None and liked.writer == outcome.form else BY_NAME[outcome.form]
    response = AnswerResponse(Answer(held=held, form=form, release=release), "")
    response.headers["content-security-policy"] = POLICY
    response.headers.update(verdict(outcome))
    return response


def verdict(outcome: Outcome) -> dict[str, str]:
    """What was found, as headers: `Pledgegraph-Conforms`, and the number of findings by severity."""
    return {
        "pledgegraph-conforms": str(outcome.conforms).lower(),
        "pledgegraph-findings": ", ".join(f"{name.lower()}={number}" for name, number in outcome.counts.items()),
    }


def _unsupported(detail: str, remedy: str) -> Refusal:
    return Refusal(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE, kind="media-type", detail=detail, remedy=remedy)


ROUTES = (Route("/validate", validate, methods=METHODS),)
