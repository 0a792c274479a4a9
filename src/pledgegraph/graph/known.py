"""Passages, and how facts are known: evidence, basis, rule, confidence, attestations."""

from __future__ import annotations

from collections.abc import Iterable

from pledgegraph import iris
from pledgegraph.graph.sink import Sink, decimal, integer, named, text
from pledgegraph.iris import Iri
from pledgegraph.model import Document, Extraction, Known
from pledgegraph.spans import Span
from pledgegraph.vocab import Basis

CONTEXT = 32
"""Characters of `oa:prefix` and `oa:suffix`, as annotation tools use."""


class Evidence:
    """Mints the passages of one document as facts ask for them."""

    def __init__(self, document: Document, sink: Sink) -> None:
        self.document = document
        self.sink = sink
        self.graph = named(document.slug)
        self._node = iris.document(document.slug)
        self._seen: dict[Span, Iri] = {}
        self._rules: dict[str, Iri] = {}

    def passage(self, span: Span) -> Iri:
        """The passage of a span, written once."""
        seen = self._seen.get(span)
        if seen is not None:
            return seen
        whole, start, end = self.document.text, span.start, span.end
        node = iris.passage(self.document.slug, span)
        self.sink.add(
            self.graph,
            node,
            ("rdf:type", iris.term("plg:Passage")),
            ("plg:inDocument", self._node),
            ("oa:start", integer(start)),
            ("oa:end", integer(end)),
            ("oa:exact", text(whole[start:end])),
            ("oa:prefix", text(whole[max(0, start - CONTEXT) : start]) if start else None),
            ("oa:suffix", text(whole[end : end + CONTEXT]) if end < len(whole) else None),
        )
        self._seen[span] = node
        return node

    def of(self, graph: Iri, subject: Iri, spans: Iterable[Span], known: Known) -> None:
        """Evidence, basis, rule and confidence of a fact node."""
        self.sink.each(graph, subject, "plg:evidence", (self.passage(span) for span in spans))
        self.sink.add(
            graph,
            subject,
            ("plg:basis", known.basis),
            ("plg:byRule", self.rule(known.rule) if known.rule and known.basis is Basis.INFERRED else None),
            ("plg:confidence", decimal(known.confidence) if known.confidence else None),
        )

    def rule(self, name: str) -> Iri:
        """A named rule, described once in the registry graph."""
        if name in self._rules:
            return self._rules[name]
        node = iris.rule(name)
        self.sink.add(
            named("registry"),
            node,
            ("rdf:type", iris.term("plg:Rule")),
            ("skos:prefLabel", text(name.replace("-", " "), "en")),
        )
        self._rules[name] = node
        return node


def write_attestations(evidence: Evidence, extraction: Extraction) -> None:
    """How single properties are known where that differs from their node."""
    slug = extraction.document.slug
    for known in extraction.attestations:
        about = iris.statement(slug, known.about) if isinstance(known.about, Span) else iris.entity(known.about, slug)
        node = iris.attestation(slug, known.about, known.on_property)
        evidence.sink.add(
            evidence.graph,
            node,
            ("rdf:type", iris.term("plg:Attestation")),
            ("plg:about", about),
            ("plg:onProperty", iris.concept(known.on_property)),
        )
        evidence.of(evidence.graph, node, known.evidence, known.known)
