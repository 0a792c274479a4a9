"""Where in a source text a result belongs: by the passage that the focus node is, or has as its evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

import pyoxigraph

from pledgegraph.validate.reports import Report, Result, SourcePlace
from pledgegraph.validate.texts import Texts
from pledgegraph.vocab import ONTOLOGY, PREFIXES

START = f"{PREFIXES['oa']}start"
END = f"{PREFIXES['oa']}end"
EXACT = f"{PREFIXES['oa']}exact"
IN_DOCUMENT = f"{ONTOLOGY}inDocument"
STORED_TEXT = f"{ONTOLOGY}storedText"
SHA256 = f"{ONTOLOGY}sha256"
IDENTIFIER = f"{PREFIXES['dcterms']}identifier"
TO_PASSAGE = tuple(f"{ONTOLOGY}{name}" for name in ("evidence", "inPassage", "content"))
READ = frozenset({START, END, EXACT, IN_DOCUMENT, STORED_TEXT, SHA256, IDENTIFIER, *TO_PASSAGE})

_DIGITS = 16


@dataclass(slots=True)
class Index:
    """What leads from a node to its place: subject, predicate, values in the order of the data."""

    texts: Texts = field(default_factory=Texts)
    values: defaultdict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def first(self, subject: str, predicate: str) -> str:
        """The first value, or nothing."""
        found = self.values.get((subject, predicate))
        return found[0] if found else ""

    def place(self, node: str) -> SourcePlace | None:
        """The place of a node, if it is a passage or has one."""
        if _is_offset(self.first(node, START)):
            return self.span(node)
        for predicate in TO_PASSAGE:
            spans = [self.span(passage) for passage in self.values.get((node, predicate), ())]
            known = [span for span in spans if span is not None]
            if known:
                return min(known, key=lambda span: (span.document, span.start, span.end))
        return None

    def span(self, passage: str) -> SourcePlace | None:
        """The span that a passage node describes, if its offsets are numbers."""
        start, end = self.first(passage, START), self.first(passage, END)
        if not (_is_offset(start) and _is_offset(end)):
            return None
        document = self.first(passage, IN_DOCUMENT)
        slug = self.first(document, IDENTIFIER) or document.rpartition("/")[2]
        place = SourcePlace(document=slug, start=int(start), end=int(end), quote=self.first(passage, EXACT))
        text = self.texts.find(slug, self.first(document, STORED_TEXT), self.first(document, SHA256))
        if text is None or not place.start <= place.end <= len(text.content):
            return place
        line, column = text.position(place.start)
        end_line, end_column = text.position(place.end)
        return replace(
            place,
            file=text.file,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            marked=text.content.startswith("\ufeff"),
        )


def with_places(report: Report, data: bytes, texts: Texts | None = None) -> Report:
    """The same report, its results with their places; the data are read only if there is a result."""
    if not report.results:
        return report
    index = read_index(data, texts)
    return replace(report, results=tuple(_placed(result, index) for result in report.results))


def read_index(data: bytes, texts: Texts | None = None) -> Index:
    """The index over N-Triples."""
    index = Index(texts=texts or Texts())
    for quad in pyoxigraph.parse(input=data, format=pyoxigraph.RdfFormat.N_TRIPLES):
        if quad.predicate.value in READ and not isinstance(quad.object, pyoxigraph.Triple):
            subject = quad.subject.value if isinstance(quad.subject, pyoxigraph.NamedNode) else str(quad.subject)
            index.values[subject, quad.predicate.value].append(quad.object.value)
    return index


def _placed(result: Result, index: Index) -> Result:
    place = index.place(result.focus) or index.place(result.value)
    return replace(result, place=place) if place else result


def _is_offset(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < _DIGITS
