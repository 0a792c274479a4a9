"""Forums, participation, lists, counts, sessions, persons, posts and found bodies as quads."""

from __future__ import annotations

from pledgegraph import iris
from pledgegraph.extraction import Extraction
from pledgegraph.graph.known import Evidence
from pledgegraph.graph.sink import day, hidden_labels, integer, named, text
from pledgegraph.iris import Iri, entity, term
from pledgegraph.model import CURATED, STATED, Forum, Kind, Known, Participation, PostHolding, Ref
from pledgegraph.slugs import slugify
from pledgegraph.vocab import Basis

DESCRIBED_RULE = "meeting-without-a-name-is-described"


def write_forum(evidence: Evidence, forum: Forum) -> None:
    """The forum node, in the registry graph: several documents may report one meeting."""
    graph, node = named("registry"), entity(forum.ref)
    evidence.sink.add(
        graph,
        node,
        ("rdf:type", term("plg:Forum")),
        ("skos:prefLabel", text(_called(evidence, forum), evidence.document.language)),
        ("plg:startDate", day(forum.start) if forum.start else None),
        ("plg:endDate", day(forum.end) if forum.end else None),
        ("plg:city", entity(forum.city) if forum.city else None),
        ("plg:province", entity(forum.province) if forum.province else None),
        ("plg:country", entity(forum.country) if forum.country else None),
        ("plg:edition", integer(forum.edition) if forum.edition else None),
        ("plg:partOf", entity(forum.part_of) if forum.part_of else None),
    )
    evidence.sink.each(
        graph, node, "skos:altLabel", (text(name, evidence.document.language) for name in forum.alternative)
    )
    evidence.sink.each(
        graph, node, "skos:hiddenLabel", hidden_labels([_called(evidence, forum)], evidence.document.language)
    )
    evidence.sink.each(graph, node, "plg:quotedTheme", map(text, forum.themes))
    if forum.series:
        _series(evidence, forum, forum.series)
    if not forum.named:
        _described(evidence, forum)
    evidence.of(graph, node, forum.evidence, forum.known)


def _called(evidence: Evidence, forum: Forum) -> str:
    """A meeting's name; one without a name is described by its day and by the document that reports it."""
    if forum.named:
        return forum.label
    day_of = f" of {forum.start.isoformat()}," if forum.start else ""
    slug = evidence.document.slug
    return f"Meeting{day_of} reported in " + (f"the document {slug}" if forum.label == slug else f'"{forum.label}"')


def _described(evidence: Evidence, forum: Forum) -> None:
    """That the label of a meeting without a name is our description, not what the text calls it."""
    node = iris.attestation(evidence.document.slug, forum.ref, "prefLabel")
    evidence.sink.add(
        evidence.graph,
        node,
        ("rdf:type", term("plg:Attestation")),
        ("plg:about", entity(forum.ref)),
        ("plg:onProperty", term("skos:prefLabel")),
    )
    evidence.of(evidence.graph, node, forum.evidence, Known(basis=Basis.INFERRED, rule=DESCRIBED_RULE))


def _series(evidence: Evidence, forum: Forum, series: Ref) -> None:
    """The series that the registry puts a meeting of this name in: a curator's judgement, with its source."""
    graph, about = named("curation"), entity(forum.ref)
    evidence.sink.add(graph, about, ("plg:inSeries", entity(series)))
    node = iris.attestation(evidence.document.slug, forum.ref, "inSeries")
    evidence.sink.add(
        graph,
        node,
        ("rdf:type", term("plg:Attestation")),
        ("plg:about", about),
        ("plg:onProperty", iris.concept("inSeries")),
        ("plg:sourceNote", text(f"the registry of series lists the name '{forum.label}'")),
    )
    evidence.of(graph, node, (), CURATED)


def write_people(evidence: Evidence, extraction: Extraction) -> None:
    """Persons with their labels in the registry graph, their posts in the document's."""
    slug = extraction.document.slug
    for person in extraction.persons:
        node = entity(person.ref)
        plain = " ".join(person.name_as_written.split())
        evidence.sink.add(
            named("registry"),
            node,
            ("rdf:type", term("plg:Person")),
            ("skos:prefLabel", text(person.label)),
            ("skos:altLabel", text(plain) if plain != person.label else None),
        )
        evidence.sink.each(named("registry"), node, "skos:hiddenLabel", hidden_labels([person.label, plain]))
        evidence.sink.add(evidence.graph, node, ("plg:evidence", evidence.passage(person.span)))
    for post in extraction.posts:
        node = _holding(slug, post)
        evidence.sink.add(
            evidence.graph,
            node,
            ("rdf:type", term("plg:PostHolding")),
            ("plg:person", entity(post.person)),
            ("plg:postTitle", text(post.title)),
            ("plg:post", entity(post.post) if post.post else None),
            ("plg:organisation", _optional(post.organisation)),
            ("plg:represents", _optional(post.represents)),
            ("plg:accreditedTo", _optional(post.accredited_to)),
            ("plg:attestedOn", day(post.attested_on) if post.attested_on else None),
        )
        evidence.of(evidence.graph, node, post.evidence, post.known)
        if post.post:
            attested = iris.attestation(slug, _holding_key(post), "post")
            evidence.sink.add(
                evidence.graph,
                attested,
                ("rdf:type", term("plg:Attestation")),
                ("plg:about", node),
                ("plg:onProperty", iris.concept("post")),
            )
            evidence.of(evidence.graph, attested, (), CURATED)


def write_found(evidence: Evidence, extraction: Extraction) -> None:
    """Bodies and places that the registry lacks, with the words that name them."""
    graph = named("registry")
    for body in extraction.organisations:
        node = entity(body.ref)
        evidence.sink.add(
            graph,
            node,
            ("rdf:type", term("plg:Organisation")),
            ("rdf:type", term("org:Organization")),
            ("skos:prefLabel", text(body.label, extraction.document.language)),
            ("plg:acronym", text(body.acronym) if body.acronym else None),
            ("plg:organisationOf", _optional(body.of)),
            ("org:subOrganizationOf", _optional(body.parent)),
        )
        evidence.sink.each(graph, node, "skos:hiddenLabel", hidden_labels([body.label], extraction.document.language))
        evidence.sink.each(graph, node, "plg:evidence", map(evidence.passage, body.evidence))
    for place in extraction.places:
        evidence.sink.add(
            graph,
            entity(place.ref),
            ("rdf:type", term("plg:Place")),
            ("skos:prefLabel", text(place.label, extraction.document.language)),
            ("plg:within", _optional(place.within)),
            ("plg:evidence", evidence.passage(place.span)),
        )
        evidence.sink.each(
            graph, entity(place.ref), "skos:hiddenLabel", hidden_labels([place.label], extraction.document.language)
        )


def write_participation(evidence: Evidence, extraction: Extraction, forum: Forum) -> None:
    """Participations, attendance lists, stated counts and sessions."""
    slug, meeting = extraction.document.slug, entity(forum.ref)
    for part in extraction.participations:
        node = _participation(slug, forum, part)
        evidence.sink.add(
            evidence.graph,
            node,
            ("rdf:type", term("plg:Participation")),
            ("plg:forum", meeting),
            ("plg:participant", entity(part.participant, slug)),
            ("plg:capacity", part.capacity),
            ("plg:mode", part.mode),
            ("plg:onBehalfOf", _optional(part.on_behalf_of)),
            ("plg:speechKind", part.speech_kind),
            ("plg:nameAsWritten", text(part.name_as_written)),
            ("plg:delegationAsWritten", text(part.delegation) if part.delegation else None),
        )
        evidence.sink.each(evidence.graph, node, "plg:inPost", (_holding(slug, post) for post in part.in_posts))
        evidence.of(evidence.graph, node, part.evidence, part.known)
    for found in extraction.lists:
        node = iris.positioned(slug, "attendance-list", found.span)
        evidence.sink.add(
            evidence.graph,
            node,
            ("rdf:type", term("plg:AttendanceList")),
            ("plg:forum", meeting),
            ("plg:ofCapacity", found.capacity),
            ("plg:participantKind", found.participant_kind),
            ("plg:completeness", found.completeness),
        )
        evidence.of(evidence.graph, node, (found.span,), STATED)
        listed = (_participation(slug, forum, part) for part in found.listed)
        evidence.sink.each(evidence.graph, node, "plg:listed", listed)
    for count in extraction.counts:
        node = iris.positioned(slug, "stated-count", count.span)
        evidence.sink.add(
            evidence.graph,
            node,
            ("rdf:type", term("plg:StatedCount")),
            ("plg:forum", meeting),
            ("plg:countOf", count.count_of),
            ("plg:countedAsWritten", text(count.as_written)),
            ("plg:value", integer(count.value)),
            ("plg:qualifier", count.qualifier),
        )
        evidence.of(evidence.graph, node, count.evidence, STATED)
    for session in extraction.sessions:
        node = iris.positioned(slug, "session", session.span)
        evidence.sink.add(
            evidence.graph,
            node,
            ("rdf:type", term("plg:Session")),
            ("plg:forum", meeting),
            ("skos:prefLabel", text(session.label, extraction.document.language)),
        )
        evidence.of(evidence.graph, node, session.evidence, STATED)


def _optional(ref: Ref | None) -> Iri | None:
    return entity(ref) if ref is not None and ref.kind is not Kind.COLLECTIVE else None


def _participation(slug: str, forum: Forum, part: Participation) -> Iri:
    return iris.participation(slug, forum.key, part.participant, part.capacity)


def _holding(slug: str, post: PostHolding) -> Iri:
    body = post.organisation or post.represents
    return iris.post_holding(slug, post.person.key, slugify(post.title), slugify(body.key) if body else "")


def _holding_key(post: PostHolding) -> str:
    """What names a holding inside its document, as one segment."""
    return f"post-holding-{post.person.key}-{slugify(post.title)}"
