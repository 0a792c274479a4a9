"""The server as a process: pool and front started together, ended together, by a signal at the latest."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

from pledgegraph.errors import InputError
from pledgegraph.serve.app import create
from pledgegraph.serve.connections import connection_class
from pledgegraph.serve.pages.site import Site
from pledgegraph.serve.pool import Pool
from pledgegraph.serve.settings import Settings

_GRACE = 2
_LAST = 2
_BACKLOG = 512


class _Server(uvicorn.Server):
    """uvicorn without its handling of signals: the caller ends the pool first and returns in good order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves the signals alone."""
        yield


def serve(
    source: Path,
    settings: Settings,
    listener: socket.socket,
    ready: Callable[[Pool], None],
    site: Site | None = None,
) -> None:
    """Serves a release until SIGINT or SIGTERM; then nothing that it started is left.

    Args:
        source: the release's folder, or the link to it, which is watched.
        settings: the limits.
        listener: a bound socket.
        ready: called when requests are answered.
        site: what the pages need; without it there is the endpoint alone.

    Raises:
        InputError: the release cannot be used.
    """
    asyncio.run(_serve(Pool(source, settings), listener, ready, site))


async def _serve(pool: Pool, listener: socket.socket, ready: Callable[[Pool], None], site: Site | None) -> None:
    try:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        started = asyncio.ensure_future(pool.start())
        if not await _first(started, stop):
            return
        app = create(pool, site)
        server = _Server(configuration(app, pool.settings))
        serving = asyncio.ensure_future(server.serve(sockets=[listener]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        ready(pool)
        await _first(serving, stop)
        server.should_exit = True
        await asyncio.wait({serving}, timeout=_GRACE)
        app.state.checks.close()
        await pool.close()  # what is still asked is refused now
        await serving
    finally:
        await pool.close()


def configuration(app: Starlette, settings: Settings) -> uvicorn.Config:
    """Uvicorn's configuration for an application with limits."""
    return uvicorn.Config(
        app,
        http=connection_class(settings),
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=_GRACE + _LAST,
        backlog=_BACKLOG,
    )


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens at an address.

    Raises:
        InputError: the address is taken, or is none of this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise InputError(
            f"cannot listen there ({error.strerror or error})",
            place=f"{host}:{port}",
            remedy="Name another one with --host and --port.",
        ) from error
    return listener


async def _first(task: asyncio.Future[None], stop: asyncio.Event) -> bool:
    """Whether a task ended before the order to stop came; one that failed fails here."""
    stopped = asyncio.ensure_future(stop.wait())
    either: set[asyncio.Future[Any]] = {task, stopped}
    done, _ = await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if task in done:
        task.result()
        return True
    return False
