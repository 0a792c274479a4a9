"""A process of its own that turns one RDF file on standard input into N-Triples on standard output, and can do no more.

`foreign.py` starts it as a script. It imports nothing of the project, so that it starts quickly and holds nothing worth
having. Before it reads a byte it gives up the network, every further file, and memory and time beyond what it was
given; it ends with the process that started it. What it cannot read it says as one JSON object on standard error, with
exit code 2.
"""

from __future__ import annotations

import codecs
import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn
from xml.parsers import expat

import pyoxigraph

SYNTAXES = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}
ENCODINGS = ("utf-16", "iso-8859-1", "iso-8859-15", "windows-1252", "gb18030", "shift_jis")
"""Encodings of RDF/XML beside UTF-8; their tables are loaded while files can still be opened."""

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PIECE = 1 << 16
_LONGEST = 1000  # what a pipe that nobody reads yet can surely hold


def main(arguments: str) -> None:
    """Parses standard input as the arguments say: syntax, base, memory in MiB, seconds, structural graph."""
    asked = json.loads(arguments)
    end_with(asked["parent"])
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    confine(asked["memory"], asked["seconds"])
    try:
        source = _opened(sys.stdin.buffer, asked["syntax"])
        quads = pyoxigraph.parse(
            input=source, format=SYNTAXES[asked["syntax"]], base_iri=asked["base"] or None, rename_blank_nodes=True
        )
        triples = _triples(quads, asked["structural"])
        pyoxigraph.serialize(triples, output=sys.stdout.buffer, format=pyoxigraph.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        refuse(*_syntax_problem(error), line=error.lineno, column=error.offset)
    except MemoryError:
        refuse(f"needs more than {asked['memory']} MiB of memory to be read", "Split the file.")


def end_with(parent: int) -> None:
    """Has the kernel end this process with its parent, where the system can; ends it now if that has happened."""
    prctl = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def confine(memory: int, seconds: int) -> None:
    """Leaves this process without network, files and endless memory or time.

    What holds everywhere: without further files there is no socket either. A network namespace comes on top where the
    system permits one; a system that cannot bound the address space leaves the bounds of time and output.
    """
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET):
        if unshare is not None and unshare(flags) == 0:
            break
    most = memory * 1024 * 1024
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    for kind in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        resource.setrlimit(kind, (0, 0))


def refuse(problem: str, remedy: str, line: int | None = None, column: int | None = None) -> NoReturn:
    """Ends the process with what is wrong, and where if that is known (both counted from 1)."""
    said = {"problem": problem[:_LONGEST], "remedy": remedy, "line": line, "column": column if line else None}
    sys.stderr.write(json.dumps(said))
    sys.stderr.flush()
    sys.exit(2)


def _opened(stream: BinaryIO, syntax: str) -> BinaryIO | bytes:
    """The bytes without a byte order mark; of RDF/XML all of them, as UTF-8 and without a document type."""
    if syntax == "rdfxml":
        return _as_utf8(stream.read())
    start = stream.read(3)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        refuse("is UTF-16, which this syntax does not allow", "Save the file as UTF-8.", 1)
    stream.seek(3 if start == codecs.BOM_UTF8 else 0)
    return stream


def _as_utf8(data: bytes) -> bytes:
    encoding = _declared(data).lower()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    if encoding in {"", "utf-8", "us-ascii", "ascii"}:
        return data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError, OSError) as error:
        refuse(f"is not in the encoding it declares, or in a rare one ({error})", "Save the file as UTF-8.", 1)
    if text.lstrip().startswith("<?xml"):
        text = text.partition("?>")[2]
    return text.encode("utf-8")


def _declared(data: bytes) -> str:
    """The encoding that an XML file declares; the reading stops at the first tag, and at a document type for good."""
    found: list[str] = []
    begun: list[str] = []
    parser = expat.ParserCreate()

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        found.append(encoding or "")

    def refused(*_unused: object) -> NoReturn:
        refuse(
            "has a document type declaration, which can define entities without end",
            "Write its entities out and remove the DOCTYPE.",
            parser.CurrentLineNumber,
        )

    def tag(name: str, _attributes: object) -> None:
        begun.append(name)

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refused
    parser.StartElementHandler = tag
    for start in range(0, len(data), _PIECE):
        try:
            parser.Parse(data[start : start + _PIECE])
        except expat.ExpatError as error:
            if not begun:
                refuse(f"is not well-formed XML: {expat.ErrorString(error.code)}", "Mend the file.", error.lineno)
        if begun:
            break
    return found[0] if found else ""


def _triples(quads: Iterator[pyoxigraph.Quad], structural: str) -> Iterator[pyoxigraph.Triple]:
    """The triples that are data: no structural nodes of the ontology's graph, nothing that RDF 1.1 does not know."""
    for quad in quads:
        value = quad.object
        if isinstance(value, pyoxigraph.Triple) or getattr(value, "direction", None) is not None:
            refuse(f"holds a term of RDF 1.2, in what it says of {quad.subject}", "Write it in RDF 1.1.")
        if isinstance(value, pyoxigraph.Literal) and "\0" in value.value:
            refuse(f"holds the character NUL, in what {quad.predicate} says of {quad.subject}", "Remove the character.")
        if _is_structural(quad, structural):
            continue
        yield quad.triple


def _is_structural(quad: pyoxigraph.Quad, structural: str) -> bool:
    graph = quad.graph_name
    return (
        isinstance(graph, pyoxigraph.NamedNode)
        and graph.value == structural
        and any(isinstance(node, pyoxigraph.BlankNode) for node in (quad.subject, quad.object))
    )


def _syntax_problem(error: SyntaxError) -> tuple[str, str]:
    """What is wrong and what to do, from the parser's message."""
    message: Any = error.msg or str(error)
    if "LoadDocumentCallback" in message:
        return "names a remote context, and nothing is fetched", "Write the context into the file itself."
    if "Max stack size" in message:
        return "is nested too deeply", "Flatten the file."
    return f"does not follow its syntax: {message}", "Mend the file."


if __name__ == "__main__":
    main(sys.argv[1])
