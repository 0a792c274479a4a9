"""Passages, and how facts are known: evidence, basis, rule, confidence, attestations."""

from __future__ import annotations

from collections.abc import Iterable

from pledgegraph import iris
from pledgegraph.extraction import Extraction
from pledgegraph.graph.sink import Sink, decimal, integer, named, text, written
from pledgegraph.iris import Iri
from pledgegraph.model import STATED, Document, Known
from pledgegraph.spans import Span
from pledgegraph.vocab import Basis

CONTEXT = 32
"""Characters of `oa:prefix` and `oa:suffix`, as annotation tools use."""


_START, _END, _EXACT = written("oa:start"), written("oa:end"), written("oa:exact")
_EVIDENCE = written("plg:evidence")
_STATED = f"{written('plg:basis')} {iris.concept(Basis.STATED.value)!s}"
_PREFIX, _SUFFIX = written("oa:prefix"), written("oa:suffix")


class Evidence:
    """Mints the passages of one document as facts ask for them."""

    def __init__(self, document: Document, sink: Sink) -> None:
        self.document = document
        self.sink = sink
        self.graph = named(document.slug)
        self._tail = f" {self.graph!s} .\n"
        self._is_passage = f" {written('rdf:type')} {iris.term('plg:Passage')!s}{self._tail}"
        self._in_document = f" {written('plg:inDocument')} {iris.document(document.slug)!s}{self._tail}"
        self._seen: dict[Span, tuple[Iri, str]] = {}
        self._rules: dict[str, Iri] = {}

    def passage(self, span: Span) -> Iri:
        """The passage of a span, written once.

        Half of all lines are of passages: they are put together here, with what is the same of all from one place.
        """
        return self._passage(span)[0]

    def _passage(self, span: Span) -> tuple[Iri, str]:
        """A passage as a term and as it stands in a line."""
        seen = self._seen.get(span)
        if seen is not None:
            return seen
        whole, start, end = self.document.text, span.start, span.end
        node = iris.passage(self.document.slug, span)
        head, tail = str(node), self._tail
        self.sink.lines += (
            head + self._is_passage,
            head + self._in_document,
            f"{head} {_START} {integer(start)!s}{tail}",
            f"{head} {_END} {integer(end)!s}{tail}",
            f"{head} {_EXACT} {text(whole[start:end])!s}{tail}",
        )
        if start:
            self.sink.lines.append(f"{head} {_PREFIX} {text(whole[max(0, start - CONTEXT) : start])!s}{tail}")
        if end < len(whole):
            self.sink.lines.append(f"{head} {_SUFFIX} {text(whole[end : end + CONTEXT])!s}{tail}")
        self._seen[span] = node, head
        return node, head

    def of(self, graph: Iri, subject: Iri, spans: Iterable[Span], known: Known) -> None:
        """Evidence, basis, rule and confidence of a fact node."""
        head, tail = str(subject), f" {graph!s} .\n"
        self.sink.lines += [f"{head} {_EVIDENCE} {self._passage(span)[1]}{tail}" for span in spans]
        if known is STATED:
            self.sink.lines.append(f"{head} {_STATED}{tail}")
            return
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
