"""Other people's RDF as N-Triples: read in a limited process of its own, whatever the syntax and however hostile."""

from __future__ import annotations

import json
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
    arguments = json.dumps(
        {
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
        raise InputError(problem, place=source.name, remedy=_SPLIT)
    if process.returncode:
        raise _refusal(source, limits, process.returncode, said)
    return data


def _opened(source: Source) -> IO[bytes]:
    """The source as an open file that the process can inherit."""
    try:
        if source.path is not None:
            return source.path.open("rb")
        held = tempfile.TemporaryFile()
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


def _refusal(source: Source, limits: Limits, code: int, said: str) -> InputError:
    """The error for a process that did not end well: in its own words, or by the signal that ended it."""
    if code == 2 and said.startswith("{"):
        words = json.loads(said)
        return InputError(words["problem"], place=source.name, line=words["line"], remedy=words["remedy"])
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return InputError(f"takes more than {limits.seconds} s to be read", place=source.name, remedy=_SPLIT)
    if code == -signal.SIGSEGV:
        return InputError("is nested too deeply to be read", place=source.name, remedy="Flatten the file.")
    if code == -signal.SIGABRT or "MemoryError" in said:
        problem = f"needs more than {limits.memory} MiB of memory to be read"
        return InputError(problem, place=source.name, remedy=_SPLIT)
    problem = f"stopped the parser (code {code}): {' '.join(said.split())[-200:] or 'no message'}"
    return InputError(problem, place=source.name, remedy="Check the file with another tool.")
