"""What a question to the pool ends in: an answer, or a refusal that says why, as HTTP will say it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from pledgegraph.serve.formats import Form
from pledgegraph.serve.wire import GZIP


@dataclass(slots=True, weakref_slot=True, eq=False)
class Held:
    """An answer's bytes as a worker sent them; their room is given back when nothing refers to this any more."""

    data: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer in full.

    Attributes:
        held: its bytes, packed or not, with the room they take.
        form: how it is written.
        release: the release that gave it.
        unpacked: how many bytes a packed one (gzip) has when it is unpacked; 0 for one that is not packed.
    """

    held: Held
    form: Form
    release: str
    unpacked: int = 0

    @property
    def packed(self) -> bytes | None:
        """The answer in gzip's form; None for one that is too short to be packed."""
        return self.held.data if self.unpacked else None

    @property
    def length(self) -> int:
        """How many bytes the answer has."""
        return self.unpacked or len(self.held.data)

    @property
    def body(self) -> bytes:
        """The answer's bytes."""
        return zlib.decompress(self.held.data, GZIP) if self.unpacked else self.held.data

    def pieces(self, size: int) -> Iterator[bytes]:
        """The answer's bytes in pieces of at most `size`, unpacked one after another."""
        view = memoryview(self.held.data)
        parts = (bytes(view[start : start + size]) for start in range(0, len(view), size))
        if not self.unpacked:
            yield from parts
            return
        unpacking = zlib.decompressobj(GZIP)
        for part in parts:
            waiting = part
            while piece := unpacking.decompress(waiting, size):
                yield piece
                waiting = unpacking.unconsumed_tail

    def json(self) -> dict[str, Any]:
        """The document of an answer that is written in JSON."""
        document: dict[str, Any] = json.loads(self.body)
        return document


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why there is no answer.

    Attributes:
        status: the HTTP status.
        kind: the kind of problem, a name in kebab case.
        detail: what is wrong, for a person.
        remedy: what to do about it.
        line: where in the query; 0 where that says nothing.
        column: the same.
        retry_after: seconds after which the same request may succeed; 0 when it will not.
    """

    status: HTTPStatus
    kind: str
    detail: str
    remedy: str = ""
    line: int = 0
    column: int = 0
    retry_after: int = 0


Outcome = Answer | Refusal
