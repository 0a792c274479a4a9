"""Processes that work for another one and have no use without it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from threading import Thread


def end_with_parent() -> None:
    """Has this process end as soon as the one that started it is gone, so that it holds neither lock nor folder.

    An interrupt at the terminal reaches both: this one ends without a word, the other one tells.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


@contextmanager
def ended_by_interrupt() -> Iterator[None]:
    """While the block runs, an interrupt ends the process at once: a query engine does not return to ask for it.

    Only for what writes nothing.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
