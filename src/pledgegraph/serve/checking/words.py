"""What the front and a process that checks say to each other; what can be sent, and what reports are written as."""

from __future__ import annotations

from email.message import Message
from types import MappingProxyType

import msgspec

from pledgegraph.serve.formats import Form, Shape


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be checked, and within which limits; the body of the request is on standard input.

    Attributes:
        parent: the process that asks, and with which the check ends.
        release: the folder whose shapes hold where the request brings none.
        content_type: what the request says its body is.
        fields: the fields of the request's address.
        form: the form that the client likes best.
        base: what relative addresses in the data are relative to.
        back: the page with the form.
        memory: bytes that may be allocated.
        seconds: of a processor's time.
        cap: the longest report.
    """

    parent: int
    release: str
    content_type: str
    fields: list[tuple[str, str]]
    form: str
    base: str
    back: str
    memory: int
    seconds: int
    cap: int


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a check: a report in a form, its bytes behind this record; or why there is none.

    Attributes:
        status: the HTTP status; 200 where there is a report.
        form: the report's form.
        size: its length in bytes.
        conforms: whether nothing as grave as the request asked for was found.
        counts: the number of findings by severity.
        kind: the kind of problem, a name in kebab case.
        detail: what is wrong.
        remedy: what to do about it.
        line: where in the data, from 1; 0 where that is not known.
        column: the same.
    """

    status: int = 200
    form: str = ""
    size: int = 0
    conforms: bool = False
    counts: dict[str, int] = {}
    kind: str = ""
    detail: str = ""
    remedy: str = ""
    line: int = 0
    column: int = 0


def _form(writer: str, media: str, more: str = "") -> Form:
    return Form(media=media, label=media + more, writer=writer, shape=Shape.GRAPH)


OFFERED = (
    _form("json", "application/json"),
    _form("turtle", "text/turtle", "; charset=utf-8"),
    _form("html", "text/html", "; charset=utf-8"),
    _form("sarif", "application/sarif+json"),
    _form("text", "text/plain", "; charset=utf-8"),
    _form("junit", "application/xml"),
    _form("junit", "text/xml", "; charset=utf-8"),
)
"""The forms of a report by media type, the preferred one first."""
BY_NAME = MappingProxyType(
    {form.writer: form for form in reversed(OFFERED)}
    | {name: _form(name, "text/plain", "; charset=utf-8") for name in ("table", "github")}
)
"""The same by the names that the command line uses; two of them have no media type of their own."""

FORM = "multipart/form-data"
"""What a form with files is sent as."""
MEDIA_TYPES = MappingProxyType(
    {
        "text/turtle": "turtle",
        "application/n-triples": "ntriples",
        "application/n-quads": "nquads",
        "application/trig": "trig",
        "application/ld+json": "jsonld",
        "application/rdf+xml": "rdfxml",
        "application/json": "jsonld",
        "application/xml": "rdfxml",
        "text/xml": "rdfxml",
    }
)
"""The syntax that a media type stands for; of each syntax its own media type first."""
SYNTAXES = MappingProxyType(
    {
        "turtle": "Turtle",
        "ntriples": "N-Triples",
        "nquads": "N-Quads",
        "trig": "TriG",
        "jsonld": "JSON-LD",
        "rdfxml": "RDF/XML",
    }
)
"""The syntaxes by name, as people call them."""
REPORTS = MappingProxyType(
    {
        "html": "a page",
        "text": "text",
        "table": "a table in text",
        "json": "JSON",
        "turtle": "a SHACL report in Turtle",
        "sarif": "SARIF 2.1.0",
        "junit": "JUnit XML",
        "github": "GitHub annotations",
    }
)
"""The forms of a report by name, as people call them."""


def header_of(content_type: str) -> Message:
    """A Content-Type header, to be asked for its media type and its parameters."""
    header = Message()
    header["content-type"] = content_type.replace("\r", " ").replace("\n", " ")
    return header


def media_of(content_type: str) -> str:
    """The media type in a Content-Type header, without its parameters; "" where there is none."""
    return header_of(content_type).get_content_type() if content_type.strip() else ""
