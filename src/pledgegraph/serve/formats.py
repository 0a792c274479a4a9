"""What an answer can be written as: the media types on offer, in the order of preference, for tables and for graphs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What a query gives: a table (SELECT, ASK) or a graph (CONSTRUCT, DESCRIBE)."""

    TABLE = "table"
    GRAPH = "graph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One media type of answers: what a client asks for, what the answer is labelled, and who writes it.

    Attributes:
        media: the media type, without parameters.
        label: the value of the answer's Content-Type.
        writer: the name of the format in pyoxigraph.
        shape: tables or graphs.
    """

    media: str
    label: str
    writer: str
    shape: Shape


def _table(media: str, writer: str, more: str = "") -> Form:
    return Form(media=media, label=media + more, writer=writer, shape=Shape.TABLE)


def _graph(media: str, writer: str, more: str = "") -> Form:
    return Form(media=media, label=media + more, writer=writer, shape=Shape.GRAPH)


JSON = _table("application/sparql-results+json", "JSON")
CSV = _table("text/csv", "CSV", "; charset=utf-8; header=present")
TURTLE = _graph("text/turtle", "TURTLE", "; charset=utf-8")
JSON_LD = _graph("application/ld+json", "JSON_LD")

TABLES = (
    JSON,
    _table("application/sparql-results+xml", "XML"),
    CSV,
    _table("text/tab-separated-values", "TSV", "; charset=utf-8; header=present"),
    _table("application/json", "JSON"),
    _table("application/xml", "XML"),
    _table("text/xml", "XML", "; charset=utf-8"),
)
GRAPHS = (
    TURTLE,
    _graph("application/n-triples", "N_TRIPLES"),
    _graph("application/n-quads", "N_QUADS"),
    _graph("application/trig", "TRIG"),
    JSON_LD,
    _graph("application/rdf+xml", "RDF_XML"),
    _graph("application/json", "JSON_LD"),
    _graph("text/n3", "N3", "; charset=utf-8"),
)


def offered(shape: Shape) -> tuple[Form, ...]:
    """The forms of a table or of a graph, the preferred one first."""
    return TABLES if shape is Shape.TABLE else GRAPHS
