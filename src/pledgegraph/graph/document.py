"""One document as N-Quads lines: its own node, its conversion, and every fact in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pledgegraph import iris
from pledgegraph.extraction import Extraction
from pledgegraph.graph.forums import write_forum, write_found, write_participation, write_people
from pledgegraph.graph.known import Evidence, write_attestations
from pledgegraph.graph.registry import Shelf, write_posts, write_theme_labels
from pledgegraph.graph.sink import Sink, Value, day, integer, named, text
from pledgegraph.graph.speech import write_speech
from pledgegraph.iris import entity, term
from pledgegraph.model import Kind, Ref
from pledgegraph.sources.curation import Curation
from pledgegraph.sources.themes import Themes

_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
_LANGUAGES = {"en": "ENG"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a conversion is made with: name, version and content hash of the rule set, and of the program."""

    rule_set: str
    version: str
    content_hash: str
    program: str


def document_lines(extraction: Extraction, run: Run) -> list[str]:
    """Every fact of one document as N-Quads lines: its own graph, and its share of the registry graph."""
    sink = Sink()
    evidence = Evidence(extraction.document, sink)
    _document(evidence, extraction)
    _conversion(evidence, extraction, run)
    if extraction.forum is not None:
        write_forum(evidence, extraction.forum)
        write_participation(evidence, extraction, extraction.forum)
    write_people(evidence, extraction)
    write_found(evidence, extraction)
    write_speech(evidence, extraction)
    write_attestations(evidence, extraction)
    _coverage(evidence, extraction)
    return sink.lines


def standalone_lines(extraction: Extraction, run: Run, shelf: Shelf, themes: Themes, curation: Curation) -> list[str]:
    """One document's lines with the registry entries and theme labels it refers to, so that it can be read alone."""
    sink = Sink(lines=document_lines(extraction, run))
    sink.lines.extend(shelf.lines(referred_to(extraction)))
    if any(holding.post for holding in extraction.posts):
        write_posts(curation, sink)
    write_theme_labels(themes, sink, (slug for said in extraction.statements for slug in said.themes))
    return sink.lines


def referred_to(extraction: Extraction) -> set[Ref]:
    """Every reference that a document's facts make."""
    heading, forum = extraction.heading, extraction.forum
    refs = {heading.issuer, heading.dateline_place, heading.sets_out}
    if forum:
        refs |= {forum.city, forum.province, forum.country, forum.series, forum.part_of}
    for post in extraction.posts:
        refs |= {post.organisation, post.represents, post.accredited_to}
    for part in extraction.participations:
        refs |= {part.participant, part.on_behalf_of}
    for body in extraction.organisations:
        refs |= {body.of, body.parent}
    refs |= {place.within for place in extraction.places}
    refs |= {mention.mentioned for mention in extraction.mentions}
    refs |= {instrument for instrument, _, _ in extraction.proposals}
    for said in extraction.statements:
        refs |= {said.speaker, *said.addressees, *said.jointly}
    for made in extraction.commitments:
        refs |= {bound.party for bound in made.parties}
    refs |= {found.about for found in extraction.findings}
    return {ref for ref in refs if ref is not None}


def _document(evidence: Evidence, extraction: Extraction) -> None:
    document, heading = extraction.document, extraction.heading
    node = iris.document(document.slug)
    language = _LANGUAGES.get(document.language)
    publisher = Ref(kind=Kind.ORGANISATION, key=document.publisher) if document.publisher else heading.issuer
    evidence.sink.add(
        evidence.graph,
        node,
        ("rdf:type", term("plg:Document")),
        ("dcterms:identifier", text(document.slug)),
        ("dcterms:title", text(heading.title, document.language)),
        ("plg:documentType", heading.document_type),
        ("dcterms:language", iris.external(_LANGUAGE + language) if language else None),
        ("dcterms:source", iris.external(document.source) if document.source else None),
        ("plg:sha256", text(document.sha256)),
        ("plg:originalSha256", text(document.original_sha256) if document.original_sha256 else None),
        ("plg:originalFormat", text(document.media_type) if document.original_sha256 else None),
        ("plg:metadataDate", _metadata_day(document.metadata_date)),
        ("dcterms:isVersionOf", iris.document(document.version_of) if document.version_of else None),
        ("dcterms:replaces", iris.document(document.replaces) if document.replaces else None),
        ("plg:characterCount", integer(len(document.text))),
        ("plg:storedText", text(document.text)),
        ("plg:dateline", day(heading.dateline_date) if heading.dateline_date else None),
        ("plg:datelinePlace", entity(heading.dateline_place) if heading.dateline_place else None),
        ("dcterms:issued", day(heading.issued) if heading.issued else None),
        ("plg:issuedBy", entity(heading.issuer) if heading.issuer else None),
        ("dcterms:publisher", entity(publisher) if publisher else None),
        ("plg:reportsForum", entity(extraction.forum.ref) if extraction.forum else None),
        ("plg:setsOut", entity(heading.sets_out) if heading.sets_out else None),
    )
    spans = (heading.title_span, heading.dateline, heading.issued_span, heading.issuer_span)
    evidence.sink.each(evidence.graph, node, "plg:evidence", (evidence.passage(span) for span in spans if span))
    if heading.sets_out and document.expected_items is not None:
        evidence.sink.add(
            evidence.graph, entity(heading.sets_out), ("plg:announcedItems", integer(document.expected_items))
        )


def _metadata_day(written: str) -> Value | None:
    """The date of a file's own metadata, if it is a whole one."""
    try:
        return day(date.fromisoformat(written[:10])) if written else None
    except ValueError:
        return None


def _conversion(evidence: Evidence, extraction: Extraction, run: Run) -> None:
    slug = extraction.document.slug
    node, program = iris.conversion(slug), iris.agent("pledgegraph")
    evidence.sink.add(
        evidence.graph,
        node,
        ("rdf:type", term("plg:Conversion")),
        ("rdf:type", term("prov:Activity")),
        ("prov:used", iris.document(slug)),
        ("prov:wasAssociatedWith", program),
        ("plg:ruleSet", text(run.rule_set)),
        ("plg:ruleSetVersion", text(run.version)),
        ("plg:contentHash", text(run.content_hash)),
    )
    evidence.sink.add(
        named("registry"),
        program,
        ("rdf:type", term("prov:SoftwareAgent")),
        ("skos:prefLabel", text(run.program, "en")),
    )


def _coverage(evidence: Evidence, extraction: Extraction) -> None:
    for kind, spans in (
        ("plg:Boilerplate", extraction.boilerplate),
        ("plg:UnconvertedPassage", extraction.unconverted),
    ):
        for span in spans:
            evidence.sink.add(evidence.graph, evidence.passage(span), ("rdf:type", term(kind)))
