"""The body of a request as a file that lies in memory only: its length and the time that it takes are bounded."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request

from pledgegraph.serve.asking import GONE
from pledgegraph.serve.outcomes import Refusal


@asynccontextmanager
async def received(request: Request, cap: int, deadline: float) -> AsyncIterator[int | Refusal]:
    """An open file with the body, at its beginning, as long as the block lasts; or why it was not read."""
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > cap:
        yield _too_long(cap)
        return
    handle = os.memfd_create("body")
    try:
        yield await _filled(request, handle, cap, deadline)
    finally:
        os.close(handle)


async def _filled(request: Request, handle: int, cap: int, deadline: float) -> int | Refusal:
    """The file with the body in it."""
    length = 0
    try:
        async with asyncio.timeout(deadline):
            async for piece in request.stream():
                length += len(piece)
                if length > cap:
                    return _too_long(cap)
                os.write(handle, piece)
    except TimeoutError:
        return Refusal(
            status=HTTPStatus.REQUEST_TIMEOUT,
            kind="slow-request",
            detail=f"the body did not arrive within {deadline:g} s",
        )
    except ClientDisconnect:
        return GONE
    os.lseek(handle, 0, os.SEEK_SET)
    return handle


def _too_long(cap: int) -> Refusal:
    return Refusal(
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        kind="request-too-long",
        detail=f"the body is longer than {cap} bytes",
        remedy="Check it with 'pledgegraph check' on a machine of your own, or divide it.",
    )
