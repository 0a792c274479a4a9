"""Persons of several documents who are one and the same by a named rule: a link, how it is known, and the two names."""

from __future__ import annotations

from collections.abc import Iterable

from pledgegraph import iris
from pledgegraph.extract.across import SAME_PERSON_RULE, SamePerson
from pledgegraph.graph.known import Evidence
from pledgegraph.graph.sink import Sink, named
from pledgegraph.iris import entity, term
from pledgegraph.model import Document, Known
from pledgegraph.vocab import Basis


def same_people_lines(found: Iterable[SamePerson], documents: Iterable[Document]) -> list[str]:
    """The links as N-Quads lines of the inference graph; the passages stay in their documents' graphs."""
    sink = Sink()
    evidence = {document.slug: Evidence(document, sink) for document in documents}
    graph = named("inferences")
    known = Known(basis=Basis.INFERRED, rule=SAME_PERSON_RULE, confidence="0.9")
    for one in found:
        later = evidence[one.second_document]
        node = iris.attestation(one.second_document, one.second, "samePersonAs")
        sink.add(graph, entity(one.second), ("plg:samePersonAs", entity(one.first)))
        sink.add(
            graph,
            node,
            ("rdf:type", term("plg:Attestation")),
            ("plg:about", entity(one.second)),
            ("plg:onProperty", iris.concept("samePersonAs")),
            ("plg:evidence", evidence[one.first_document].passage(one.first_span)),
        )
        later.of(graph, node, (one.second_span,), known)
    return sink.lines
