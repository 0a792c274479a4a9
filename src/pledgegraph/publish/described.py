"""What is packaged: one record for a release under way, and the statements that describe it, as sorted Turtle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import pyoxigraph as ox

from pledgegraph.iris import Iri
from pledgegraph.publish.publication import Entry, Publication
from pledgegraph.publish.statistics import Counts
from pledgegraph.publish.terms import PREFIXES, term

Value = Iri | ox.Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the release: its name below the folder, size and checksum."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A release under way: what it is called, the build it is made from, its counts and data files."""

    publication: Publication
    entry: Entry
    build: str
    manifest: Mapping[str, Any]
    counts: Counts
    rows: Mapping[str, int]
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a kind of file is: its media type, that of the content when it is compressed, and what it holds."""

    media: str
    about: str
    packed: str = ""


_NQ, _TTL, _JSONLD = "application/n-quads", "text/turtle", "application/ld+json"
_CONTENTS = {
    "data.nq": (_NQ, "The whole graph with its named graphs, as sorted N-Quads"),
    "data.ttl": (_TTL, "The union of the graphs as Turtle"),
    "core.nq": (_NQ, "The facts, without the quotes they point to, as sorted N-Quads"),
    "quotes.nq": (_NQ, "The quotes (passages) that the facts point to, as sorted N-Quads"),
    "data.jsonld": (_JSONLD, "The union of the graphs as JSON-LD, with its context inside"),
    "context.jsonld": (_JSONLD, "The JSON-LD context"),
    "ontology.ttl": (_TTL, "The ontology with its value sets and themes"),
    "shapes.ttl": (_TTL, "The SHACL shapes that the graph passed"),
    "report.txt": ("text/plain", "The report of the check, to read"),
    "report.json": ("application/json", "The report of the check, as JSON"),
    "report.ttl": (_TTL, "The report of the check, as a SHACL validation report"),
    "coverage.csv": ("text/csv", "Characters of each document: all, page furniture, not converted"),
    "pledgegraph.db": ("application/vnd.sqlite3", "The tables as one SQLite database with full-text search"),
    "tables/csv-metadata.json": ("application/csvm+json", "The CSVW description of the tables"),
    "void.ttl": (_TTL, "VoID: the counts of the graph"),
    "dcat.ttl": (_TTL, "DCAT: the release and its files"),
    "prov.ttl": (_TTL, "PROV: what the release was made from and with"),
    "CITATION.cff": ("application/yaml", "How to cite"),
    "codemeta.json": (_JSONLD, "The program that made the data"),
    ".zenodo.json": ("application/json", "The metadata of a deposit"),
    "LICENSE": ("text/plain", "The licence of the data"),
    "MANIFEST.json": ("application/json", "What the release was made from, its counts and files"),
    "SHA256SUMS": ("text/plain", "The checksum of every file"),
}
_PACKED = {".gz": "application/gzip", ".zst": "application/zstd"}


def form_of(name: str) -> Form:
    """What a file of a release is, by its name."""
    path = PurePosixPath(name)
    packed = _PACKED.get(path.suffix, "")
    plain = name.removesuffix(path.suffix) if packed else name
    if plain in _CONTENTS:
        media, about = _CONTENTS[plain]
        return Form(media=media, about=about, packed=packed)
    return Form(media="text/csv", about=f"The table of {path.stem}", packed=packed)


@dataclass(slots=True)
class Statements:
    """Collects statements about a release; `turtle` gives them sorted."""

    triples: set[ox.Triple] = field(default_factory=set)

    def add(self, subject: Iri, *pairs: tuple[str, Value | str | int | None]) -> None:
        """Statements about a subject; a value of None is left out, strings and numbers become literals."""
        for predicate, value in pairs:
            if value is not None:
                self.triples.add(ox.Triple(subject, term(predicate), value_of(value)))

    def turtle(self) -> bytes:
        """The statements as Turtle, subjects and properties in order, the type first."""
        kind = term("rdf:type")
        ordered = sorted(
            self.triples, key=lambda t: (str(t.subject), t.predicate != kind, str(t.predicate), str(t.object))
        )
        used = {name: base for name, base in PREFIXES.items() if name != "id"}
        written = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=used)
        assert written is not None
        return written


def value_of(value: Value | str | int) -> Value:
    """A Python value as a literal; a term as it is."""
    if isinstance(value, int):
        return ox.Literal(str(value), datatype=term("xsd:integer"))
    return ox.Literal(value) if isinstance(value, str) else value


def day(entry: Entry) -> ox.Literal:
    """The day of issue."""
    return ox.Literal(entry.issued.isoformat(), datatype=term("xsd:date"))
