"""The process that checks and loads a release once, then forks a worker whenever the front asks for one.

A worker begins with the loaded store's memory, so that a killed worker costs a fork, not a load. Reading the store
counts references, and the kernel copies each page on which a count is written: in time a worker has most of the store's
memory for itself. Run as `python -P -m pledgegraph.serve.template FD PARENT`.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import NoReturn

import msgspec
from pyoxigraph import Store

from pledgegraph.errors import InputError
from pledgegraph.publish.folders import verify
from pledgegraph.queries.run import load
from pledgegraph.serve.confine import die_with_parent, leave_network, limit, silence
from pledgegraph.serve.evaluate import answer, work
from pledgegraph.serve.wire import FORK, LONGEST_NOTE, Forked, Job, Load, Loaded

_TICK = 1000
_FIRST = (
    Job(query="ASK {}", writer="JSON", graph=False, base="", cap=999),
    Job(query="ASK {", writer="JSON", graph=False, base="", cap=999),
    Job(query="DESCRIBE <urn:x:x>", writer="TURTLE", graph=True, base="", cap=999),
)
"""What a worker does before it can open nothing more, so that nothing is left to import."""


def main(handle: int, parent: int) -> None:
    """Loads what the front names, says so, and forks until the front is gone."""
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    front = socket.socket(fileno=handle)
    order = msgspec.msgpack.decode(front.recv(LONGEST_NOTE), type=Load)
    try:
        verify(Path(order.release))
        store = load(Path(order.release))
    except InputError as error:
        front.send(_note(Loaded(problem=error.problem, place=error.place, remedy=error.remedy)))
        return
    fenced = leave_network()
    gc.collect()
    gc.freeze()
    front.send(_note(Loaded(quads=len(store), fenced=fenced)))
    _fork_on_demand(front, store, order.memory)


def _fork_on_demand(front: socket.socket, store: Store, memory: int) -> None:
    """Answers every order with a new worker, and buries the dead, until the front closes."""
    alive: set[int] = set()
    poll = select.poll()
    poll.register(front, select.POLLIN)
    while True:
        ready = poll.poll(_TICK)
        _bury(alive)
        if not ready:
            continue
        if front.recv(LONGEST_NOTE) != FORK:
            break
        alive.add(_fork(front, store, memory))
    for pid in alive:
        os.kill(pid, signal.SIGKILL)


def _fork(front: socket.socket, store: Store, memory: int) -> int:
    """Forks a worker and sends the front its socket and process handle; its number."""
    ours, theirs = socket.socketpair()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        ours.close()
        front.close()
        _be_worker(theirs, store, memory, parent)
    theirs.close()
    process = os.pidfd_open(pid)
    socket.send_fds(front, [_note(Forked(pid=pid))], [ours.fileno(), process])
    ours.close()
    os.close(process)
    return pid


def _be_worker(link: socket.socket, store: Store, memory: int, parent: int) -> NoReturn:
    """Works until the link closes, and leaves without touching what the template holds.

    The template itself never evaluates a query: a random number that it had drawn would be drawn again by every worker.
    """
    try:
        die_with_parent(parent)
        silence()
        for job in _FIRST:
            answer(store, job)
        limit(memory)
        work(link, store)
    finally:
        os._exit(0)


def _bury(alive: set[int]) -> None:
    """Takes the exit codes of workers that have ended."""
    for pid in list(alive):
        if os.waitpid(pid, os.WNOHANG)[0]:
            alive.discard(pid)


def _note(record: Loaded | Forked) -> bytes:
    return msgspec.msgpack.encode(record)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
