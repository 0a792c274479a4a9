"""A worker's work: one job after another, each answered in full or with the reason why not."""

from __future__ import annotations

import re
import socket
import zlib

import msgspec
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from pledgegraph.iris import Iri, external
from pledgegraph.serve.wire import GZIP, Job, Reply, Verdict, packed, read_frame
from pledgegraph.vocab import PREFIXES

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_LONGEST_DETAIL = 2000
_WORTH = 1024
"""From how many bytes an answer travels packed; the least that is packed is what a network sends at once."""
_FASTEST = 1
_WITH_PREFIXES = frozenset(["TURTLE", "TRIG", "N3", "RDF_XML"])

Result = QuerySolutions | QueryBoolean | QueryTriples


class Sink:
    """Takes an answer's bytes up to a cap; beyond it the writer is stopped."""

    def __init__(self, cap: int) -> None:
        self.data = bytearray()
        self.full = False
        self._cap = cap

    def write(self, piece: bytes) -> int:
        """Keeps a piece; OSError when there is no more room."""
        if len(self.data) + len(piece) > self._cap:
            self.full = True
            raise OSError
        self.data += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing waits to be written."""


def work(link: socket.socket, store: Store) -> None:
    """Answers jobs until the front closes the link."""
    decoder = msgspec.msgpack.Decoder(Job)
    while (frame := read_frame(link)) is not None:
        reply, body = answer(store, decoder.decode(frame))
        link.sendall(packed(reply))
        if body:
            link.sendall(body)


def answer(store: Store, job: Job) -> tuple[Reply, bytes | bytearray]:
    """The reply to a job, and the answer's bytes where it is good."""
    sink = Sink(job.cap)
    try:
        _write(_ask(store, job), job, sink)
    except SyntaxError as error:
        return _syntax(str(error)), b""
    except (RuntimeError, ValueError, OSError) as error:
        if sink.full:
            return Reply(verdict=Verdict.TOO_LONG, detail=f"longer than {job.cap} bytes"), b""
        return Reply(verdict=Verdict.FAILED, detail=str(error)[:_LONGEST_DETAIL]), b""
    if len(sink.data) < _WORTH:
        return Reply(verdict=Verdict.GOOD, size=len(sink.data)), sink.data
    body = zlib.compress(sink.data, _FASTEST, GZIP)
    return Reply(verdict=Verdict.GOOD, size=len(body), unpacked=len(sink.data)), body


def _ask(store: Store, job: Job) -> Result:
    """The result of a job's query on the graphs that the request, else the query, else nobody chose."""
    base = job.base or None
    if job.dataset is None:
        return store.query(job.query, base_iri=base, use_default_graph_as_union=not job.own_dataset)
    default: list[Iri] = [external(graph) for graph in job.dataset.default]
    named: list[Iri] = [external(graph) for graph in job.dataset.named]
    return store.query(job.query, base_iri=base, default_graph=default, named_graphs=named)  # type: ignore[arg-type]


def _write(result: Result, job: Job, sink: Sink) -> None:
    if isinstance(result, QueryTriples) != job.graph:
        raise ValueError("the form of the query and of its answer do not agree")
    if isinstance(result, QueryTriples):
        form: RdfFormat = getattr(RdfFormat, job.writer)
        if job.writer in _WITH_PREFIXES:
            serialize(result, sink, form, prefixes=dict(PREFIXES))  # type: ignore[arg-type]
        else:
            result.serialize(sink, form)  # type: ignore[arg-type]
    else:
        table: QueryResultsFormat = getattr(QueryResultsFormat, job.writer)
        result.serialize(sink, table)  # type: ignore[arg-type]


def _syntax(message: str) -> Reply:
    found = _PLACE.match(message)
    if not found:
        return Reply(verdict=Verdict.SYNTAX, detail=message[:_LONGEST_DETAIL])
    line, column, detail = found.groups()
    return Reply(verdict=Verdict.SYNTAX, detail=detail[:_LONGEST_DETAIL], line=int(line), column=int(column))
