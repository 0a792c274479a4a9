"""The front's side of checks: few at one time, few of one client, each in a process that is killed at its deadline."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import msgspec

from pledgegraph.serve.buffers import Buffers
from pledgegraph.serve.checking.words import Order, Outcome
from pledgegraph.serve.outcomes import Held, Refusal
from pledgegraph.serve.settings import Settings

_KEPT = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
"""What of our environment a process that checks gets; nothing else is its business."""
_LONGEST_LINE = 65536
_log = logging.getLogger("pledgegraph.serve")

Result = tuple[Outcome, Held] | Refusal


class Checks:
    """The checks that run, arrive or wait."""

    def __init__(self, settings: Settings, buffers: Buffers) -> None:
        self._settings = settings
        self._buffers = buffers
        self._slots = asyncio.Semaphore(settings.checks)
        self._here: Counter[str] = Counter()
        self._processes: set[asyncio.subprocess.Process] = set()
        self._closed = False

    @contextmanager
    def place(self, client: str) -> Iterator[Refusal | None]:
        """A place for a check as long as the block lasts, or the reason why there is none."""
        settings = self._settings
        if client and self._here[client] >= settings.client_checks:
            yield Refusal(
                status=HTTPStatus.TOO_MANY_REQUESTS,
                kind="too-many-checks",
                detail="another check of yours is running or waiting",
                remedy="Send checks one after another.",
                retry_after=self._later,
            )
        elif self._here.total() >= settings.checks + settings.checks_waiting:
            yield self._busy()
        else:
            self._here[client] += 1
            try:
                yield None
            finally:
                self._here[client] -= 1
                self._here += Counter()  # forgets clients with none

    async def run(self, order: Order, body: int) -> Result:
        """The report of a check, or why there is none, before the deadline.

        Args:
            order: what to check, and how.
            body: an open file with the body of the request.
        """
        until = asyncio.get_running_loop().time() + self._settings.check_deadline
        try:
            async with asyncio.timeout_at(until):
                await self._slots.acquire()
        except TimeoutError:
            return self._busy()
        try:
            return self._busy() if self._closed else await self._in_time(order, body, until)
        finally:
            self._slots.release()

    def close(self) -> None:
        """Ends every check; what waits is refused."""
        self._closed = True
        for process in list(self._processes):
            _kill(process)

    async def _in_time(self, order: Order, body: int, until: float) -> Result:
        """The result of a process that is started now and is gone when this returns."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "pledgegraph.serve.checking.child",
            msgspec.json.encode(order).decode(),
            stdin=body,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            cwd="/",
            start_new_session=True,
        )
        self._processes.add(process)
        try:
            async with asyncio.timeout_at(until):
                return await self._reply(process)
        except TimeoutError:
            return Refusal(
                status=HTTPStatus.SERVICE_UNAVAILABLE,
                kind="deadline",
                detail=f"no report within {self._settings.check_deadline:g} s; the check was ended",
                remedy="Send less at a time, or run 'pledgegraph check' on a machine of your own.",
                retry_after=self._later,
            )
        finally:
            _kill(process)
            await process.wait()
            self._processes.discard(process)

    async def _reply(self, process: asyncio.subprocess.Process) -> Result:
        """What a process says, and its report."""
        assert process.stdout is not None
        try:
            line = await process.stdout.readuntil(b"\n")
            outcome = msgspec.json.decode(line, type=Outcome)
            if outcome.status != HTTPStatus.OK:
                return _refusal(outcome)
            held = self._buffers.hold(outcome.size)
            if held is None:
                return self._busy()
            held.data = await process.stdout.readexactly(outcome.size)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, msgspec.DecodeError):
            return self._busy() if self._closed else await _died(process)
        return outcome, held

    @property
    def _later(self) -> int:
        return max(1, int(self._settings.check_deadline / 2))

    def _busy(self) -> Refusal:
        return Refusal(
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            kind="busy",
            detail="too many checks are running or waiting",
            remedy="Try again later.",
            retry_after=self._later,
        )


def _refusal(outcome: Outcome) -> Refusal:
    """An outcome without a report as HTTP says it."""
    return Refusal(
        status=HTTPStatus(outcome.status),
        kind=outcome.kind,
        detail=outcome.detail,
        remedy=outcome.remedy,
        line=outcome.line,
        column=outcome.column,
    )


async def _died(process: asyncio.subprocess.Process) -> Refusal:
    """Why a process said nothing: it was ended for what it used, or it stopped by a fault."""
    assert process.stderr is not None
    said = (await process.stderr.read(_LONGEST_LINE)).decode(errors="replace").strip()
    code = await process.wait()
    _log.warning("a check ended with code %d: %s", code, said[-500:])
    if code < 0 or "MemoryError" in said:
        return Refusal(
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            kind="too-large",
            detail="the check needs more memory or time than a check may use, or nests too deeply",
            remedy="Send less at a time.",
        )
    return Refusal(
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        kind="fault",
        detail="the check stopped by a fault; the log of the server says more",
    )


def _kill(process: asyncio.subprocess.Process) -> None:
    """Kills a process, and what it has started."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
