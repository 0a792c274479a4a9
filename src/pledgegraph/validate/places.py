"""Where in a source text a result belongs: by the passage that the focus node is, or has as its evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

import pyoxigraph

from pledgegraph.validate.reports import Report, Result, SourcePlace
from pledgegraph.vocab import ONTOLOGY, PREFIXES

START = f"{PREFIXES['oa']}start"
END = f"{PREFIXES['oa']}end"
EXACT = f"{PREFIXES['oa']}exact"
IN_DOCUMENT = f"{ONTOLOGY}inDocument"
STORED_TEXT = f"{ONTOLOGY}storedText"
IDENTIFIER = f"{PREFIXES['dcterms']}identifier"
TO_PASSAGE = tuple(f"{ONTOLOGY}{name}" for name in ("evidence", "inPassage", "content"))
READ = frozenset({START, END, EXACT, IN_DOCUMENT, STORED_TEXT, IDENTIFIER, *TO_PASSAGE})


@dataclass(slots=True)
class Index:
    """What leads from a node to its place: subject, predicate, values in the order of the data."""

    values: defaultdict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def first(self, subject: str, predicate: str) -> str:
        """The first value, or nothing."""
        found = self.values.get((subject, predicate))
        return found[0] if found else ""

    def place(self, node: str) -> SourcePlace | None:
        """The place of a node, if it is a passage or has one."""
        if self.first(node, START).isdecimal():
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
        if not (start.isdecimal() and end.isdecimal()):
            return None
        document = self.first(passage, IN_DOCUMENT)
        text = self.first(document, STORED_TEXT)
        return SourcePlace(
            document=self.first(document, IDENTIFIER) or document.rpartition("/")[2],
            start=int(start),
            end=int(end),
            line=text.count("\n", 0, int(start)) + 1 if text else None,
            quote=self.first(passage, EXACT),
        )


def with_places(report: Report, data: bytes) -> Report:
    """The same report, its results with their places; the data are read only if there is a result."""
    if not report.results:
        return report
    index = read_index(data)
    return replace(report, results=tuple(_placed(result, index) for result in report.results))


def read_index(data: bytes) -> Index:
    """The index over N-Triples."""
    index = Index()
    for quad in pyoxigraph.parse(input=data, format=pyoxigraph.RdfFormat.N_TRIPLES):
        if quad.predicate.value in READ and not isinstance(quad.object, pyoxigraph.Triple):
            subject = quad.subject.value if isinstance(quad.subject, pyoxigraph.NamedNode) else str(quad.subject)
            index.values[subject, quad.predicate.value].append(quad.object.value)
    return index


def _placed(result: Result, index: Index) -> Result:
    place = index.place(result.focus) or index.place(result.value)
    return replace(result, place=place) if place else result
