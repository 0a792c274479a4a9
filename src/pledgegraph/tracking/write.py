"""Echoes as N-Quads lines: reviewed ones in the curation graph, candidates in a graph of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from pledgegraph import iris
from pledgegraph.errors import InputError
from pledgegraph.extraction import Extraction
from pledgegraph.graph.known import Evidence
from pledgegraph.graph.sink import Sink, day, decimal, named, text
from pledgegraph.iris import entity, term
from pledgegraph.sources.alignments import AlignmentLink
from pledgegraph.sources.tables import suggestion
from pledgegraph.sources.targets import SDG
from pledgegraph.tracking.candidates import Pair
from pledgegraph.tracking.consensus import Settled, home
from pledgegraph.tracking.echoes import Echo
from pledgegraph.tracking.score import Scorer
from pledgegraph.vocab import Basis, Decision, Grade, ReviewStatus

METHOD = "reading 1.0"
CANDIDATE_METHOD = "themes+terms 2.0"
CANDIDATE_RULE = "theme-and-terms"
DIGITS = 4
_DECISIONS = {Grade.SAME_COMMITMENT: Decision.ACCEPTED_SAME, Grade.RELATED_THEME: Decision.ACCEPTED_RELATED}


def echo_lines(echoes: Sequence[Echo], settled: Sequence[Settled], extractions: Iterable[Extraction]) -> list[str]:
    """Echo nodes as the reviewers leave them, a review for every decision, and the passages they rest on."""
    sink = Sink()
    passages = {x.document.slug: Evidence(x.document, sink) for x in extractions}
    near: dict[tuple[str, str], list[Settled]] = {}
    for one in settled:
        link = one.echo.link
        near.setdefault((link.commitment, link.document), []).append(one)
        _echo(sink, passages[link.document], one)
    for echo in echoes:
        of_echo = home(echo, near.get((echo.link.commitment, echo.link.document), ()))
        _review(sink, passages[echo.link.document], echo, of_echo.echo if of_echo else None)
    return sink.lines


def candidate_lines(pairs: Iterable[Pair], scorer: Scorer, extractions: Iterable[Extraction]) -> list[str]:
    """A candidate echo for every pair, with the parts of its score; a reading for review that asserts nothing."""
    sink, graph = Sink(), named("candidates")
    passages = {x.document.slug: Evidence(x.document, sink) for x in extractions}
    rule = iris.rule(CANDIDATE_RULE)
    label = text("themes, synonyms and rarity of shared words", "en")
    sink.add(graph, rule, ("rdf:type", term("plg:Rule")), ("skos:prefLabel", label))
    for pair in pairs:
        document, said = pair.extraction.document, pair.statement
        clause = said.evidence[0]
        node = iris.echo(pair.commitment.key, document.slug, clause)
        same = scorer.same(pair.score)
        sink.add(
            graph,
            node,
            ("rdf:type", term("plg:Echo")),
            ("plg:ofCommitment", iris.commitment(pair.commitment.key)),
            ("plg:inPassage", passages[document.slug].passage(clause)),
            ("plg:inStatement", iris.statement(document.slug, said.verb)),
            ("plg:forum", entity(pair.extraction.forum.ref) if pair.extraction.forum else None),
            *(("plg:speaker", entity(one, document.slug)) for one in (said.speaker, *said.jointly) if one),
            ("plg:grade", Grade.SAME_COMMITMENT if same else Grade.RELATED_THEME),
            ("plg:confidence", _rounded(pair.score.total)),
            ("plg:method", text(CANDIDATE_METHOD)),
            ("plg:lexiconVersion", text(scorer.version)),
            ("plg:reviewStatus", ReviewStatus.CANDIDATE),
            ("plg:basis", Basis.INFERRED),
            ("plg:byRule", rule),
        )
        _parts(sink, passages[document.slug], pair, node)
    return sink.lines


def _parts(sink: Sink, evidence: Evidence, pair: Pair, node: iris.Iri) -> None:
    """The parts of a candidate's score, each with the stretches of the text that it rests on."""
    graph, slug, clause = named("candidates"), pair.extraction.document.slug, pair.statement.evidence[0]
    for name, value in sorted(pair.score.parts.items()):
        part = iris.score_part(pair.commitment.key, slug, clause, name)
        sink.add(graph, node, ("plg:scorePart", part))
        sink.add(
            graph,
            part,
            ("rdf:type", term("plg:ScorePart")),
            ("plg:scoreName", text(name)),
            ("plg:scoreValue", _rounded(value)),
        )
        sink.each(graph, part, "plg:evidence", [evidence.passage(span) for span in pair.matched.get(name, ())])


def alignment_lines(links: Iterable[AlignmentLink], extractions: Iterable[Extraction]) -> list[str]:
    """An alignment node for every link, in the curation graph.

    Raises:
        InputError: a link names an unknown commitment.
    """
    known = {made.key for extraction in extractions for made in extraction.commitments}
    sink, graph = Sink(), named("curation")
    for link in links:
        if link.commitment not in known:
            raise InputError(
                f"there is no commitment '{link.commitment}'",
                place=link.place,
                line=link.line,
                remedy=suggestion(link.commitment, known),
            )
        sink.add(
            graph,
            iris.alignment(link.commitment, link.key),
            ("rdf:type", term("plg:Alignment")),
            ("plg:commitment", iris.commitment(link.commitment)),
            ("plg:alignedWith", iris.external(link.target)),
            ("plg:basis", Basis.CURATED),
            ("plg:confidence", decimal(link.confidence)),
            ("rdfs:comment", text(link.comment, "en") if link.comment else None),
            ("prov:wasAttributedTo", iris.agent(link.agent)),
        )
        if link.scheme == SDG and link.label:  # the other agenda's titles stand in the ontology
            target = ("rdf:type", term("skos:Concept")), ("skos:notation", text(link.notation))
            sink.add(graph, iris.external(link.target), *target, ("skos:prefLabel", text(link.label, "en")))
    return sink.lines


def _rounded(value: float) -> ox.Literal:
    return decimal(f"{min(value, 1.0):.{DIGITS}f}")


def _echo(sink: Sink, evidence: Evidence, settled: Settled) -> None:
    echo, slug = settled.echo, settled.echo.link.document
    sink.add(
        named("curation"),
        _node(echo),
        ("rdf:type", term("plg:Echo")),
        ("plg:ofCommitment", iris.commitment(echo.link.commitment)),
        ("plg:inPassage", evidence.passage(echo.span)),
        ("plg:inStatement", iris.statement(slug, echo.statement.verb) if echo.statement else None),
        ("plg:forum", entity(echo.forum) if echo.forum else None),
        *(("plg:speaker", entity(one, slug)) for one in echo.speakers),
        ("plg:grade", settled.grade),
        ("plg:echoKind", settled.kind),
        ("plg:confidence", decimal(settled.confidence)),
        ("plg:method", text(METHOD)),
        ("plg:reviewStatus", settled.status),
        ("plg:basis", Basis.CURATED),
        *(("plg:contestedBy", _review_node(one)) for one in settled.dissent),
        *(("prov:wasAttributedTo", iris.agent(agent)) for agent in settled.agents),
    )


def _review(sink: Sink, evidence: Evidence, echo: Echo, of_echo: Echo | None) -> None:
    """A review, of its echo where one is published; of the pair where the passage is rejected or another one."""
    link, graph = echo.link, named("curation")
    reviewer = iris.agent(link.agent)
    decision = Decision.REJECTED if link.rejected or link.grade is None else _DECISIONS[link.grade]
    pair = link.rejected or of_echo is None or of_echo.span != echo.span
    sink.add(
        graph,
        _review_node(echo),
        ("rdf:type", term("plg:Review")),
        ("plg:ofEcho", _node(of_echo) if of_echo else None),
        ("plg:ofCommitment", iris.commitment(link.commitment) if pair else None),
        ("plg:inPassage", evidence.passage(echo.span) if pair else None),
        ("plg:decision", decision),
        ("plg:reviewNote", text(link.comment) if link.comment else None),
        ("prov:wasAttributedTo", reviewer),
        ("plg:decidedOn", day(link.day)),
    )
    sink.add(graph, reviewer, ("rdf:type", term("prov:Agent")), ("skos:prefLabel", text(link.author, "en")))


def _node(echo: Echo) -> iris.Iri:
    return iris.echo(echo.link.commitment, echo.link.document, echo.span)


def _review_node(echo: Echo) -> iris.Iri:
    return iris.review(echo.link.commitment, echo.link.document, echo.span, echo.link.agent)
