"""Other people's RDF as N-Triples: read in a limited process of its own, whatever the syntax and however hostile."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from pledgegraph.errors import InputError
from pledgegraph.validate.reading import ONTOLOGY_GRAPH

SYNTAXES = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")
"""The syntaxes that can be read, by name."""

ENDINGS = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".json": "jsonld",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
    ".xml": "rdfxml",
}
"""The syntax that a file's ending stands for."""

STANDARD_INPUT = "-"
_CHILD = Path(__file__).with_name("parse_child.py")
_PIECE = 1 << 20
_SPLIT = "Split the file."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the reading of one file may cost: memory in MiB, processor seconds, MiB of N-Triples that come of it."""

    memory: int = 1024
    seconds: int = 60
    output: int = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something to read: its name for messages, its syntax, the base of relative addresses, its bytes or its path."""

    name: str
    syntax: str
    base: str = ""
    path: Path | None = None
    data: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Why a source was not read: its name, what is wrong, what to do, and where (from 1; 0 where that is not known)."""

    name: str
    problem: str
    remedy: str
    line: int = 0
    column: int = 0

    @property
    def error(self) -> InputError:
        """The same as an error, its place written `name:line:column`."""
        where = [self.name, *(str(number) for number in (self.line, self.column) if number)]
        return InputError(self.problem, place=":".join(where), remedy=self.remedy)


def source_of(path: Path, syntax: str = "") -> Source:
    """A file as a source; its syntax by its ending unless one is named.

    Raises:
        InputError: it is no regular file that can be read, or its ending says nothing.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=path, remedy="Name an RDF file.") from error
    if not stat.S_ISREG(mode):
        raise InputError("is no regular file", place=path, remedy="Name an RDF file, or '-' for standard input.")
    found = syntax or ENDINGS.get(path.suffix.lower(), "")
    if not found:
        raise InputError(
            "is of no RDF format known here",
            place=path,
            remedy=f"Name a file that ends in {', '.join(ENDINGS)}, or say its --syntax.",
        )
    return Source(name=str(path), syntax=found, base=path.resolve().as_uri(), path=path)


def union_of(sources: Iterable[Source], limits: Limits | None = None) -> bytes:
    """All triples of the sources as N-Triples, whatever graph they are in, each once.

    Raises:
        InputError: a source cannot be read within the limits, or does not follow its syntax.
    """
    lines: dict[bytes, None] = {}
    for source in sources:
        lines |= dict.fromkeys(read(source, limits or Limits()).splitlines(keepends=True))
    return b"".join(lines)


def read(source: Source, limits: Limits) -> bytes:
    """The triples of one source as N-Triples.

    Raises:
        InputError: the same as for `union_of`.
    """
    found = attempt(source, limits)
    if isinstance(found, Unread):
        raise found.error
    return found


def attempt(source: Source, limits: Limits) -> bytes | Unread:
    """The triples of one source as N-Triples, or why there are none.

    Raises:
        InputError: the file cannot be opened.
    """
    arguments = json.dumps(
        {
            "parent": os.getpid(),
            "syntax": source.syntax,
            "base": source.base,
            "memory": limits.memory,
            "seconds": limits.seconds,
            "structural": ONTOLOGY_GRAPH,
        }
    )
    with (
        _opened(source) as stream,
        subprocess.Popen(
            [sys.executable, "-I", str(_CHILD), arguments],
            stdin=stream,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"LANG": "C.UTF-8"},
            cwd="/",
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        data, whole = _capped(process.stdout, limits.output * 1024 * 1024)
        if not whole:
            process.kill()
        said = process.stderr.read().decode(errors="replace")
    if not whole:
        problem = f"grows to more than {limits.output} MiB when it is written out"
        return Unread(name=source.name, problem=problem, remedy=_SPLIT)
    if process.returncode:
        return _refusal(source.name, limits, process.returncode, said)
    return data


def _opened(source: Source) -> IO[bytes]:
    """The source as an open file that the process can inherit; bytes are kept in memory where the system can."""
    try:
        if source.path is not None:
            return source.path.open("rb")
        memory = getattr(os, "memfd_create", None)
        held: IO[bytes] = open(memory("source"), "w+b") if memory else tempfile.TemporaryFile()
        held.write(source.data)
        held.seek(0)
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise InputError(problem, place=source.name, remedy="Check the file and its permissions.") from error
    return held


def _capped(stream: IO[bytes], most: int) -> tuple[bytes, bool]:
    """What a stream gives, up to so many bytes, and whether that is all."""
    held = BytesIO()
    while piece := stream.read(_PIECE):
        held.write(piece)
        if held.tell() > most:
            return b"", False
    return held.getvalue(), True


def _refusal(name: str, limits: Limits, code: int, said: str) -> Unread:
    """What is wrong when a process did not end well: in its own words, or by the signal that ended it."""
    if code == 2 and said.startswith("{"):
        words = json.loads(said)
        place = {key: words[key] or 0 for key in ("line", "column")}
        return Unread(name=name, problem=words["problem"], remedy=words["remedy"], **place)
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return Unread(name=name, problem=f"takes more than {limits.seconds} s to be read", remedy=_SPLIT)
    if code == -signal.SIGSEGV:
        return Unread(name=name, problem="is nested too deeply to be read", remedy="Flatten the file.")
    if code == -signal.SIGABRT or "MemoryError" in said:
        problem = f"needs more than {limits.memory} MiB of memory to be read"
        return Unread(name=name, problem=problem, remedy=_SPLIT)
    problem = f"stopped the parser (code {code}): {' '.join(said.split())[-200:] or 'no message'}"
    return Unread(name=name, problem=problem, remedy="Check the file with another tool.")
