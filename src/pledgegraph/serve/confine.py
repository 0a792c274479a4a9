"""What a worker is kept from: the network, new files, endless memory, and outliving its parent.

What holds: `RLIMIT_NOFILE` 0 lets a worker open nothing, no socket and no file, whoever runs it; where the system
permits it, a network namespace with nothing in it comes on top. `RLIMIT_DATA` bounds a worker's memory, `RLIMIT_AS`
that of other processes, `PR_SET_PDEATHSIG` the life.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_ALL, _RESIDENT, _SHARED, _WRITABLE = 0, 1, 2, 5
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def die_with_parent(parent: int) -> None:
    """Has the kernel kill this process when its parent ends, and ends it now if that has happened already."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def leave_network() -> bool:
    """Whether this process, and all it forks, now has a network of its own with nothing in it."""
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def silence() -> None:
    """Sends what a dying process would print to nowhere; the front says what happened."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def limit(memory: int) -> None:
    """Bounds what this process may use beyond what it uses now, and lets it open nothing more.

    What its allocator only keeps in reserve does not count, so the address space has no bound of its own. Half of
    `memory` is there in any case, also where the allocator holds more in readiness than the other half.
    """
    pages = _pages(os.getpid())
    used = (pages[_RESIDENT] - pages[_SHARED]) * resource.getpagesize() + memory
    most = max(used, pages[_WRITABLE] * resource.getpagesize() + memory // 2)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    open_nothing()


def bound(memory: int) -> None:
    """Bounds what this process, and each one that it starts, may allocate beyond what this one has."""
    most = _pages(os.getpid())[_ALL] * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_nothing() -> None:
    """Lets this process open nothing more, no file and no socket, and write no file."""
    for kind in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        resource.setrlimit(kind, (0, 0))


def work_at_most(seconds: int) -> None:
    """Bounds the time that this process, and each one that it starts, may have a processor for."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def allocated(pid: int) -> int:
    """The bytes of memory of its own that a process has allocated, used or not; 0 where it has ended."""
    try:
        return _pages(pid)[_WRITABLE] * resource.getpagesize()
    except OSError:
        return 0


def _pages(pid: int) -> list[int]:
    """The sizes of a process in pages (`proc_pid_statm(5)`)."""
    return [int(size) for size in Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()]
