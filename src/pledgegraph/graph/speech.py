"""Collectives, statements, commitments, mentions and findings as quads."""

from __future__ import annotations

from pledgegraph import iris
from pledgegraph.extraction import Extraction
from pledgegraph.graph.known import Evidence
from pledgegraph.graph.sink import integer, named, text
from pledgegraph.iris import Iri, entity, term
from pledgegraph.model import STATED, Commitment


def write_speech(evidence: Evidence, extraction: Extraction) -> None:
    """Everything a document says beyond the meeting itself."""
    _collectives(evidence, extraction)
    _statements(evidence, extraction)
    for commitment in extraction.commitments:
        _commitment(evidence, extraction, commitment)
    _mentions(evidence, extraction)
    _findings(evidence, extraction)


def _collectives(evidence: Evidence, extraction: Extraction) -> None:
    for collective in extraction.collectives:
        node = entity(collective.ref, extraction.document.slug)
        plain = " ".join(collective.surface_form.split())
        evidence.sink.add(
            evidence.graph,
            node,
            ("rdf:type", term("plg:CollectiveActor")),
            ("plg:surfaceForm", text(plain)),
            ("skos:prefLabel", text(f"{plain} (as written)", extraction.document.language)),
            ("plg:evidence", evidence.passage(collective.span)),
        )


def _statements(evidence: Evidence, extraction: Extraction) -> None:
    slug = extraction.document.slug
    for said in extraction.statements:
        node = iris.statement(slug, said.verb)
        evidence.sink.add(
            evidence.graph,
            node,
            ("rdf:type", term("plg:Statement")),
            ("plg:inDocument", iris.document(slug)),
            ("plg:forum", entity(extraction.forum.ref) if extraction.forum else None),
            ("plg:force", said.force),
            ("plg:speaker", entity(said.speaker, slug) if said.speaker else None),
            *(("plg:addressee", entity(addressee, slug)) for addressee in said.addressees),
            ("plg:reportingVerb", text(said.reporting_verb)),
            ("plg:content", evidence.passage(said.content) if said.content else None),
        )
        evidence.sink.each(evidence.graph, node, "plg:speaker", (entity(one, slug) for one in said.jointly))
        evidence.sink.each(evidence.graph, node, "plg:theme", map(iris.theme, said.themes))
        evidence.of(evidence.graph, node, said.evidence, said.known)


def _commitment(evidence: Evidence, extraction: Extraction, made: Commitment) -> None:
    slug, graph = extraction.document.slug, evidence.graph
    node = iris.commitment(made.key)
    evidence.sink.add(
        graph,
        node,
        ("rdf:type", term("plg:Commitment")),
        ("plg:producedBy", iris.statement(slug, made.produced_by)),
        ("plg:instrument", entity(made.instrument) if made.instrument else None),
        ("plg:section", text(str(made.section)) if made.section is not None else None),
        ("plg:ordinal", integer(made.ordinal) if made.ordinal is not None else None),
        ("plg:itemLabel", text(made.item_label) if made.item_label else None),
        ("plg:text", text(made.text)),
        ("plg:specificity", made.specificity),
        ("plg:undertaking", made.undertaking),
        ("skos:prefLabel", text(made.label, extraction.document.language)),
    )
    evidence.sink.each(graph, node, "plg:theme", map(iris.theme, made.themes))
    evidence.of(graph, node, made.evidence, made.known)
    for clause in made.clauses:
        part = iris.clause(made.key, clause.ordinal)
        evidence.sink.add(graph, node, ("plg:clause", part))
        evidence.sink.add(
            graph,
            part,
            ("rdf:type", term("plg:Clause")),
            ("plg:ordinal", integer(clause.ordinal)),
            ("plg:actionVerb", text(clause.action_verb)),
            ("plg:text", text(clause.text)),
        )
        evidence.of(graph, part, (clause.span,), STATED)
    for detail in made.details:
        part = iris.detail(made.key, detail.kind, detail.span)
        evidence.sink.add(
            graph,
            part,
            ("rdf:type", term("plg:CommitmentDetail")),
            ("plg:commitment", node),
            ("plg:detailKind", detail.kind),
            ("plg:written", text(detail.written)),
        )
        evidence.of(graph, part, (detail.span,), STATED)
    for bound in made.parties:
        party = iris.party(made.key, bound.party, bound.role)
        evidence.sink.add(
            graph,
            party,
            ("rdf:type", term("plg:CommitmentParty")),
            ("plg:commitment", node),
            ("plg:party", entity(bound.party, slug)),
            ("plg:partyRole", bound.role),
        )
        evidence.of(graph, party, bound.evidence, bound.known)


def _mentions(evidence: Evidence, extraction: Extraction) -> None:
    slug = extraction.document.slug
    for mention in extraction.mentions:
        node = iris.positioned(slug, "mention", mention.span)
        evidence.sink.add(
            evidence.graph,
            node,
            ("rdf:type", term("plg:Mention")),
            ("plg:mentioned", entity(mention.mentioned)),
            ("plg:nameAsWritten", text(mention.name_as_written)),
        )
        evidence.of(evidence.graph, node, (mention.span,), STATED)
    for instrument, proposer, span in extraction.proposals:
        evidence.sink.add(
            named("registry"),
            entity(instrument),
            ("plg:proposedBy", entity(proposer, slug)),
            ("plg:evidence", evidence.passage(span)),
        )


def _findings(evidence: Evidence, extraction: Extraction) -> None:
    slug = extraction.document.slug
    told: set[Iri] = set()
    for found in extraction.findings:
        node = iris.finding(slug, found.kind, found.span, found.aspect)
        if node in told:  # one doubt of one kind on one stretch is told once
            continue
        told.add(node)
        evidence.sink.add(
            evidence.graph,
            node,
            ("rdf:type", term("plg:Finding")),
            ("plg:findingKind", found.kind),
            ("plg:written", text(found.written)),
            ("plg:expected", text(found.expected) if found.expected else None),
            ("plg:about", entity(found.about, slug) if found.about else None),
            ("plg:evidence", evidence.passage(found.span)),
        )
