"""The front's side of one worker: a job sent, its reply read, and the kill that always works."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import time
from dataclasses import dataclass

import msgspec

from pledgegraph.serve.buffers import Buffers
from pledgegraph.serve.confine import allocated
from pledgegraph.serve.outcomes import Held
from pledgegraph.serve.wire import LENGTH, Job, Reply, Verdict, packed

_BEHIND = 5
_PROCESS_CLOCK = 2


@dataclass(slots=True, kw_only=True, eq=False)
class Worker:
    """A worker process and the stream to it.

    Attributes:
        pid: its number, for its priority alone; it is killed by its handle, which no other process can inherit.
        handle: the process handle (pidfd).
        reader: replies.
        writer: jobs.
        size: bytes that it had allocated when it was new.
        behind: whether it has stepped back; without rights of its own no process comes forward again.
    """

    pid: int
    handle: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    size: int = 0
    behind: bool = False

    async def run(self, job: Job, buffers: Buffers) -> tuple[Reply, Held]:
        """The reply to a job and the answer's bytes, for which `buffers` must have room.

        Raises:
            OSError: the worker has ended.
            asyncio.IncompleteReadError: it ended while it answered.
        """
        self.writer.write(packed(job))
        await self.writer.drain()
        head = await self.reader.readexactly(LENGTH.size)
        reply = msgspec.msgpack.decode(await self.reader.readexactly(LENGTH.unpack(head)[0]), type=Reply)
        held = buffers.hold(reply.size)
        if held is None:
            return Reply(verdict=Verdict.NO_ROOM), Held()
        if reply.size:
            held.data = await self.reader.readexactly(reply.size)
        return reply, held

    @property
    def ended(self) -> bool:
        """Whether the process has ended, also where its end of the stream is not yet seen to be closed."""
        return self.handle < 0 or self.reader.at_eof() or bool(_ended(self.handle))

    @property
    def worked(self) -> float:
        """Seconds that the process has had a processor for, which a busy machine does not lengthen."""
        try:
            return time.clock_gettime((~self.pid << 3) | _PROCESS_CLOCK)
        except OSError:
            return 0.0

    @property
    def grown(self) -> int:
        """Bytes that it has allocated since it was new."""
        return allocated(self.pid) - self.size

    def step_back(self) -> None:
        """Lets short queries have the processor first, for good."""
        self.behind = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _BEHIND)

    def kill(self) -> None:
        """Ends the process at once and closes what belonged to it; harmless when done twice."""
        if self.handle < 0:
            return
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)
        os.close(self.handle)
        self.handle = -1
        self.writer.transport.abort()


def _ended(handle: int) -> list[tuple[int, int]]:
    """What a poll says of a process handle at once: nothing while the process runs."""
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    return poll.poll(0)
