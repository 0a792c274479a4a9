"""The front's side of a template process: started over a release, asked for workers, ended."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from pathlib import Path

import msgspec

from pledgegraph.errors import InputError, PledgegraphError
from pledgegraph.serve.allocator import environment
from pledgegraph.serve.confine import allocated
from pledgegraph.serve.wire import FORK, LONGEST_NOTE, Forked, Load, Loaded
from pledgegraph.serve.worker import Worker

_STREAM_BUFFER = 1 << 20


class Template:
    """A process that holds a loaded release and forks workers."""

    def __init__(self, process: asyncio.subprocess.Process, link: socket.socket, loaded: Loaded) -> None:
        self.loaded = loaded
        self._process = process
        self._link = link
        self._turn = asyncio.Lock()

    @classmethod
    async def start(cls, release: Path, memory: int) -> Template:
        """A template over a release, its checksums verified and its quads loaded.

        Raises:
            InputError: the release cannot be used.
            PledgegraphError: the process ended without a word.
        """
        link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        link.setblocking(False)
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                "pledgegraph.serve.template",
                str(theirs.fileno()),
                str(os.getpid()),
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=environment(),
            )
        with contextlib.ExitStack() as undo:
            undo.callback(_kill, process)
            undo.callback(link.close)
            loaded = await _order(link, Load(release=str(release), memory=memory))
            undo.pop_all()
            return cls(process, link, loaded)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.returncode is None

    async def fork(self) -> Worker:
        """A new worker.

        Raises:
            OSError: the template has ended.
        """
        async with self._turn:
            loop = asyncio.get_running_loop()
            await loop.sock_sendall(self._link, FORK)
            ready = loop.create_future()
            loop.add_reader(self._link, _receive, self._link, ready)
            try:
                note, handles = await ready
            finally:
                loop.remove_reader(self._link)
        forked = msgspec.msgpack.decode(note, type=Forked)
        reader, writer = await asyncio.open_unix_connection(sock=socket.socket(fileno=handles[0]), limit=_STREAM_BUFFER)
        size = allocated(forked.pid)
        return Worker(pid=forked.pid, handle=handles[1], reader=reader, writer=writer, size=size)

    async def close(self) -> None:
        """Ends the template and, by the kernel's hand, every worker it has forked."""
        self._link.close()
        _kill(self._process)
        await self._process.wait()


async def _order(link: socket.socket, order: Load) -> Loaded:
    """A template's word that it has loaded what it was told to.

    Raises:
        InputError: the release cannot be used.
        PledgegraphError: the process ended without a word.
    """
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(link, msgspec.msgpack.encode(order))
    note = await loop.sock_recv(link, LONGEST_NOTE)
    if not note:
        raise PledgegraphError(
            "the process that loads the release ended",
            place=order.release,
            remedy="Is there enough memory? Its message is above.",
        )
    loaded = msgspec.msgpack.decode(note, type=Loaded)
    if loaded.problem:
        raise InputError(loaded.problem, place=loaded.place, remedy=loaded.remedy)
    return loaded


def _kill(process: asyncio.subprocess.Process) -> None:
    """Kills a process that may have ended."""
    if process.returncode is None:
        process.kill()


def _receive(link: socket.socket, ready: asyncio.Future[tuple[bytes, list[int]]]) -> None:
    """Gives a waiting caller the template's note and the handles that came with it."""
    if ready.done():
        return
    try:
        note, handles, _, _ = socket.recv_fds(link, LONGEST_NOTE, 2)
    except BlockingIOError:
        return
    except OSError as error:
        ready.set_exception(error)
        return
    if len(handles) == 2:
        ready.set_result((note, handles))
    else:
        ready.set_exception(ConnectionResetError("the template has ended"))
