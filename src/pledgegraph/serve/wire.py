"""What the front, the template and the workers say to each other: MessagePack records, each after its length."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from enum import StrEnum

import msgspec

LENGTH = struct.Struct(">I")
FORK = b"fork"
GZIP = 31
"""How zlib is told to read and write the form of gzip."""
LONGEST_NOTE = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a template is to load, and what its workers may use."""

    release: str
    memory: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A template's word that it is ready, or why not (a problem with place and remedy).

    Attributes:
        quads: how many it holds.
        fenced: whether its workers live in a network namespace of their own with nothing in it.
        problem: what is wrong with the release; empty when it is ready.
        place: where.
        remedy: what to do.
    """

    quads: int = 0
    fenced: bool = False
    problem: str = ""
    place: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forked:
    """A new worker; its socket and its process handle travel with the message."""

    pid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """The graphs that a request chose: both parts hold, an empty one means no graph."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One query for a worker.

    Attributes:
        query: its text.
        writer: the name of the format of the answer.
        graph: whether the answer is a graph.
        base: what relative addresses in the query are resolved against.
        cap: the longest answer in bytes.
        dataset: the request's graphs; without them the query's own, else the union of all.
        own_dataset: whether the query names graphs itself (FROM).
    """

    query: str
    writer: str
    graph: bool
    base: str
    cap: int
    dataset: Dataset | None = None
    own_dataset: bool = False


class Verdict(StrEnum):
    """How a job ended; `NO_ROOM` is the front's own word: it could not take the answer now."""

    GOOD = "good"
    SYNTAX = "syntax"
    FAILED = "failed"
    TOO_LONG = "too-long"
    NO_ROOM = "no-room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The head of a worker's reply; `size` bytes of answer follow.

    Attributes:
        verdict: how the job ended.
        size: the bytes that follow.
        unpacked: how many the answer has when it is unpacked; 0 where it does not travel packed (gzip).
        detail: what is wrong.
        line: where in the query.
        column: the same.
    """

    verdict: Verdict
    size: int = 0
    unpacked: int = 0
    detail: str = ""
    line: int = 0
    column: int = 0


def packed(record: object) -> bytes:
    """A record after its length, ready to send."""
    body = msgspec.msgpack.encode(record)
    return LENGTH.pack(len(body)) + body


def read_frame(link: socket.socket) -> bytes | None:
    """The next record's bytes from a blocking socket; None when the other side has closed."""
    head = _exactly(link, LENGTH.size)
    if head is None:
        return None
    return _exactly(link, LENGTH.unpack(head)[0])


def _exactly(link: socket.socket, size: int) -> bytes | None:
    """That many bytes, or None at the end."""
    parts = bytearray()
    while len(parts) < size:
        piece = link.recv(min(size - len(parts), 1 << 20))
        if not piece:
            return None
        parts += piece
    return bytes(parts)
