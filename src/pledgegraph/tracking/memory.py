"""What earlier runs have scored, so that a new document costs only its own pairs.

One SQLite file under `build/`. A later document is known by a checksum of what was read from it, an earlier one by a
checksum of its commitments; both with the versions of everything a score depends on. Where a checksum or a version
differs nothing is remembered. The file is a cache: it may be deleted, and one that cannot be read is made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from pledgegraph.errors import InputError

_TABLES = """
CREATE TABLE IF NOT EXISTS version (name TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS source (serial INTEGER PRIMARY KEY, mark TEXT UNIQUE NOT NULL);
CREATE TABLE IF NOT EXISTS later (mark TEXT PRIMARY KEY, known BLOB NOT NULL, pairs BLOB NOT NULL);
"""


class Remembered(msgspec.Struct, frozen=True, array_like=True):
    """A pair that reached the threshold: source's serial, commitment, place of the verb, total, parts, matches."""

    source: int
    commitment: str
    verb: int
    total: float
    parts: dict[str, float]
    matched: dict[str, list[tuple[int, int]]]


class Memory:
    """The scored pairs of earlier runs under one version; to be used in a `with` statement, which commits."""

    def __init__(self, path: Path, version: str) -> None:
        """Opens or makes the file; what it holds under another version is forgotten.

        Raises:
            InputError: the file cannot be written.
        """
        try:
            self._store = _opened(path, version)
        except sqlite3.Error:
            try:
                path.unlink(missing_ok=True)
                self._store = _opened(path, version)
            except (sqlite3.Error, OSError) as error:
                raise _refused(path, error) from error
        self._path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if isinstance(error, sqlite3.Error):
                raise _refused(self._path, error) from error
            if kind is None:
                self._store.commit()
        except sqlite3.Error as failed:
            raise _refused(self._path, failed) from failed
        finally:
            self._store.close()

    def serials(self, marks: Sequence[str]) -> list[int]:
        """The serial number of every source, given to new ones."""
        self._store.executemany("INSERT OR IGNORE INTO source (mark) VALUES (?)", [(mark,) for mark in marks])
        known = {mark: int(serial) for serial, mark in self._store.execute("SELECT serial, mark FROM source")}
        return [known[mark] for mark in marks]

    def recall(self, mark: str) -> tuple[int, list[Remembered]]:
        """The sources a later document was scored with, as bits by serial, and the pairs that reached the threshold."""
        row = self._store.execute("SELECT known, pairs FROM later WHERE mark = ?", (mark,)).fetchone()
        if row is None:
            return 0, []
        return int.from_bytes(row[0]), msgspec.msgpack.decode(row[1], type=list[Remembered])

    def learn(self, mark: str, known: int, pairs: Iterable[Remembered]) -> None:
        """Keeps what was scored of a later document."""
        self._store.execute(
            "INSERT OR REPLACE INTO later VALUES (?, ?, ?)",
            (mark, known.to_bytes(known.bit_length() // 8 + 1), msgspec.msgpack.encode(list(pairs))),
        )


def _refused(path: Path, error: Exception) -> InputError:
    return InputError(f"cannot be written ({error})", place=path, remedy="Free space, or make the folder writable.")


def _opened(path: Path, version: str) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    store = sqlite3.connect(path)
    try:
        store.executescript(_TABLES)
        if store.execute("SELECT name FROM version").fetchall() != [(version,)]:
            for table in ("version", "source", "later"):
                store.execute(f"DELETE FROM {table}")
            store.execute("INSERT INTO version VALUES (?)", (version,))
    except sqlite3.Error:
        store.close()
        raise
    return store
