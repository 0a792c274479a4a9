"""Reviewed echoes as N-Quads lines, in the curation graph."""

from __future__ import annotations

from collections.abc import Iterable

from pledgegraph import iris
from pledgegraph.graph.known import Evidence
from pledgegraph.graph.sink import Sink, day, decimal, named, text
from pledgegraph.iris import entity, term
from pledgegraph.model import Extraction
from pledgegraph.slugs import slugify
from pledgegraph.tracking.echoes import Echo
from pledgegraph.vocab import Basis, Decision, Grade, ReviewStatus

METHOD = "reading 1.0"
_DECISIONS = {Grade.SAME_COMMITMENT: Decision.ACCEPTED_SAME, Grade.RELATED_THEME: Decision.ACCEPTED_RELATED}


def echo_lines(echoes: Iterable[Echo], extractions: Iterable[Extraction]) -> list[str]:
    """Echo nodes for accepted links, a review for every decision, and the passages they rest on."""
    sink = Sink()
    passages = {x.document.slug: Evidence(x.document, sink) for x in extractions}
    written: set[str] = set()
    for echo in echoes:
        evidence = passages[echo.link.document]
        node = iris.echo(echo.link.commitment, echo.link.document, echo.span)
        if not echo.link.rejected and node.value not in written:
            written.add(node.value)
            _echo(sink, evidence, echo, node)
        _review(sink, evidence, echo, node)
    return sink.lines


def _echo(sink: Sink, evidence: Evidence, echo: Echo, node: iris.Iri) -> None:
    link, slug = echo.link, echo.link.document
    sink.add(
        named("curation"),
        node,
        ("rdf:type", term("plg:Echo")),
        ("plg:ofCommitment", iris.commitment(link.commitment)),
        ("plg:inPassage", evidence.passage(echo.span)),
        ("plg:inStatement", iris.statement(slug, echo.statement.verb) if echo.statement else None),
        ("plg:forum", entity(echo.forum) if echo.forum else None),
        ("plg:speaker", entity(echo.speaker, slug) if echo.speaker else None),
        ("plg:grade", link.grade),
        ("plg:echoKind", link.kind),
        ("plg:confidence", decimal(link.confidence)),
        ("plg:method", text(METHOD)),
        ("plg:reviewStatus", ReviewStatus.ACCEPTED),
        ("plg:basis", Basis.CURATED),
        ("prov:wasAttributedTo", iris.agent(slugify(link.author))),
    )


def _review(sink: Sink, evidence: Evidence, echo: Echo, node: iris.Iri) -> None:
    link, graph = echo.link, named("curation")
    reviewer = iris.agent(slugify(link.author))
    decision = Decision.REJECTED if link.rejected or link.grade is None else _DECISIONS[link.grade]
    review = iris.review(link.commitment, link.document, echo.span, slugify(link.author))
    sink.add(
        graph,
        review,
        ("rdf:type", term("plg:Review")),
        ("plg:ofEcho", None if link.rejected else node),
        ("plg:ofCommitment", iris.commitment(link.commitment) if link.rejected else None),
        ("plg:inPassage", evidence.passage(echo.span) if link.rejected else None),
        ("plg:decision", decision),
        ("plg:reviewNote", text(link.comment) if link.comment else None),
        ("prov:wasAttributedTo", reviewer),
        ("plg:decidedOn", day(link.day)),
    )
    sink.add(graph, reviewer, ("rdf:type", term("prov:Agent")), ("skos:prefLabel", text(link.author, "en")))
