"""What a push has done so far, on the disk, so that the next run goes on where one stopped."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from pledgegraph.errors import InputError

_RELEASE = "release"
_BEGUN = "begun"
_DONE = "done"


@dataclass(slots=True, kw_only=True)
class Journal:
    """The graphs of one release that were begun and that were sent whole to one store.

    A store has one journal: when another release is sent, what is known of the one before no longer holds.

    Attributes:
        path: the file, one JSON object a line; a line cut off by a crash does not count.
        release: the checksum of the release.
        begun: graphs that a request was sent for; what the store has of them is ours.
        done: graphs that the store has taken whole.
    """

    path: Path
    release: str
    begun: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)

    @classmethod
    def open(cls, folder: Path, store: str, release: str) -> Journal:
        """The journal of pushing a release (its checksum) to a store (its address), new or as it was left.

        Raises:
            InputError: it cannot be read.
        """
        key = hashlib.sha256(store.encode()).hexdigest()[:16]
        journal = cls(path=folder / f"{key}.jsonl", release=release)
        try:
            lines = journal.path.read_text(encoding="utf-8").splitlines() if journal.path.is_file() else []
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"cannot be read ({error})", place=journal.path, remedy="Remove this file; all graphs are sent again."
            ) from error
        if lines and lines[0] == journal._first_line():
            for line in lines[1:]:
                journal._take(line)
        return journal

    def begin(self, graph: str) -> None:
        """Notes that a graph is about to be sent."""
        self._write(_BEGUN, graph)

    def finish(self, graph: str) -> None:
        """Notes that the store has taken a graph whole."""
        self._write(_DONE, graph)

    def _take(self, line: str) -> None:
        try:
            entry = json.loads(line)
        except ValueError:
            return
        if not isinstance(entry, dict):
            return
        for state, graphs in ((_BEGUN, self.begun), (_DONE, self.done)):
            if isinstance(entry.get(state), str):
                graphs.add(entry[state])
        if isinstance(entry.get(_BEGUN), str):
            self.done.discard(entry[_BEGUN])

    def _first_line(self) -> str:
        return json.dumps({_RELEASE: self.release})

    def _write(self, state: str, graph: str) -> None:
        """Adds a line; the first one of a release begins the file anew."""
        line = json.dumps({state: graph})
        fresh = not self.begun
        try:
            with self.path.open("w" if fresh else "a", encoding="utf-8") as handle:
                handle.write(f"{self._first_line()}\n{line}\n" if fresh else f"\n{line}\n")
                handle.flush()
                os.fsync(handle.fileno())
        except OSError as error:
            raise InputError(
                f"cannot be written ({error.strerror})",
                place=self.path,
                remedy="Free space or make the folder writable; the next run goes on.",
            ) from error
        self._take(line)
