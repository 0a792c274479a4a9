"""The facts of one document as a graph in the fixed vocabulary states them, ready to be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pledgegraph.evaluate.references import Named
from pledgegraph.evaluate.triples import Triples
from pledgegraph.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Any fact with the places in the text it rests on."""

    spans: tuple[Span, ...]

    def overlaps(self, span: Span) -> bool:
        """Whether one of the places shares a character with `span`."""
        return any(own.overlaps(span) for own in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumFact(Fact):
    """A reported meeting."""

    names: tuple[str, ...]
    start: str
    end: str
    city: Named | None
    province: Named | None
    country: Named | None
    themes: tuple[str, ...]
    parents: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationFact(Fact):
    """One participant in one capacity."""

    who: Named | None
    capacity: str
    mode: str
    speech: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFact(Fact):
    """An attendance list."""

    capacity: str
    kind: str
    completeness: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFact(Fact):
    """A stated number."""

    value: str
    qualifier: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFact(Fact):
    """A panel or breakout session."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFact(Fact):
    """A person in a post."""

    person: Named | None
    title: str
    body: Named | None
    represents: Named | None
    accredited_to: Named | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFact(Fact):
    """A speech act."""

    node: str
    force: str
    speaker: Named | None
    addressees: tuple[Named, ...]
    verb: str
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseFact(Fact):
    """One undertaking of a commitment."""

    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFact(Fact):
    """An actor bound to a commitment."""

    who: Named | None
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentFact(Fact):
    """A commitment with its clauses and parties."""

    ordinal: str
    text: str
    clauses: tuple[ClauseFact, ...]
    parties: tuple[PartyFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionFact(Fact):
    """A named instrument or body."""

    mentioned: Named | None
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFact(Fact):
    """A discrepancy or doubt in the source."""

    kind: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """Everything a graph states of one document."""

    found: bool
    title: str
    type: str
    dateline: str
    dateline_place: Named | None
    issued: str
    issuer: Named | None
    sets_out: Named | None
    forums: tuple[ForumFact, ...]
    participations: tuple[ParticipationFact, ...]
    lists: tuple[ListFact, ...]
    counts: tuple[CountFact, ...]
    sessions: tuple[SessionFact, ...]
    posts: tuple[PostFact, ...]
    statements: tuple[StatementFact, ...]
    commitments: tuple[CommitmentFact, ...]
    mentions: tuple[MentionFact, ...]
    findings: tuple[FindingFact, ...]


def read_facts(triples: Triples, slug: str) -> DocumentFacts:
    """The facts of the document with this identifier; empty ones where the graph does not hold it."""
    nodes = [node for node in triples.instances("plg:Document") if slug in triples.all(node, "dcterms:identifier")]
    return _Reader(triples, nodes[0] if nodes else "").facts()


class _Reader:
    """Reads the facts that rest on passages of one document."""

    def __init__(self, triples: Triples, document: str) -> None:
        self._triples = triples
        self._document = document

    def facts(self) -> DocumentFacts:
        one, document = self._triples.one, self._document
        return DocumentFacts(
            found=bool(document),
            title=one(document, "dcterms:title"),
            type=self._triples.concept(document, "plg:documentType"),
            dateline=one(document, "plg:dateline"),
            dateline_place=self._named(document, "plg:datelinePlace"),
            issued=one(document, "dcterms:issued"),
            issuer=self._named(document, "plg:issuedBy"),
            sets_out=self._named(document, "plg:setsOut"),
            forums=tuple(self._forum(node) for node in self._triples.all(document, "plg:reportsForum")),
            participations=tuple(self._participations()),
            lists=tuple(self._lists()),
            counts=tuple(self._counts()),
            sessions=tuple(
                SessionFact(spans=spans, label=one(node, "skos:prefLabel")) for node, spans in self._own("plg:Session")
            ),
            posts=tuple(self._posts()),
            statements=tuple(self._statements()),
            commitments=tuple(self._commitments()),
            mentions=tuple(
                MentionFact(
                    spans=spans, mentioned=self._named(node, "plg:mentioned"), written=one(node, "plg:nameAsWritten")
                )
                for node, spans in self._own("plg:Mention")
            ),
            findings=tuple(
                FindingFact(
                    spans=spans, kind=self._triples.concept(node, "plg:findingKind"), written=one(node, "plg:written")
                )
                for node, spans in self._own("plg:Finding")
            ),
        )

    def _own(self, kind: str) -> Iterator[tuple[str, tuple[Span, ...]]]:
        """The instances of a type whose evidence lies in this document, with its spans."""
        for node in self._triples.instances(kind):
            spans = self._spans(node)
            if spans:
                yield node, spans

    def _spans(self, node: str) -> tuple[Span, ...]:
        return self._triples.passages(self._document, node, "plg:evidence")

    def _named(self, node: str, name: str) -> Named | None:
        return self._triples.named(self._triples.one(node, name))

    def _each(self, node: str, *names: str) -> tuple[Named, ...]:
        found = (self._triples.named(value) for name in names for value in self._triples.all(node, name))
        return tuple(named for named in found if named is not None)

    def _forum(self, node: str) -> ForumFact:
        named = self._triples.named(node) or Named()
        return ForumFact(
            spans=self._spans(node),
            names=named.names,
            start=self._triples.one(node, "plg:startDate"),
            end=self._triples.one(node, "plg:endDate"),
            city=self._named(node, "plg:city"),
            province=self._named(node, "plg:province"),
            country=self._named(node, "plg:country"),
            themes=self._triples.all(node, "plg:quotedTheme"),
            parents=self._each(node, "plg:partOf"),
        )

    def _participations(self) -> Iterator[ParticipationFact]:
        concept = self._triples.concept
        for node, spans in self._own("plg:Participation"):
            yield ParticipationFact(
                spans=spans,
                who=self._named(node, "plg:participant"),
                capacity=concept(node, "plg:capacity"),
                mode=concept(node, "plg:mode"),
                speech=concept(node, "plg:speechKind"),
            )

    def _lists(self) -> Iterator[ListFact]:
        concept = self._triples.concept
        for node, spans in self._own("plg:AttendanceList"):
            yield ListFact(
                spans=spans,
                capacity=concept(node, "plg:ofCapacity"),
                kind=concept(node, "plg:participantKind"),
                completeness=concept(node, "plg:completeness"),
                size=len(self._triples.all(node, "plg:listed")),
            )

    def _counts(self) -> Iterator[CountFact]:
        for node, spans in self._own("plg:StatedCount"):
            yield CountFact(
                spans=spans,
                value=self._triples.one(node, "plg:value"),
                qualifier=self._triples.concept(node, "plg:qualifier"),
                of=self._triples.concept(node, "plg:countOf"),
            )

    def _posts(self) -> Iterator[PostFact]:
        for node, spans in self._own("plg:PostHolding"):
            yield PostFact(
                spans=spans,
                person=self._named(node, "plg:person"),
                title=self._triples.one(node, "plg:postTitle"),
                body=self._named(node, "plg:organisation"),
                represents=self._named(node, "plg:represents"),
                accredited_to=self._named(node, "plg:accreditedTo"),
            )

    def _statements(self) -> Iterator[StatementFact]:
        for node, spans in self._own("plg:Statement"):
            yield StatementFact(
                spans=spans,
                node=node,
                force=self._triples.concept(node, "plg:force"),
                speaker=self._named(node, "plg:speaker"),
                addressees=self._each(node, "plg:addressee"),
                verb=self._triples.one(node, "plg:reportingVerb"),
                content=self._triples.passages(self._document, node, "plg:content"),
            )

    def _commitments(self) -> Iterator[CommitmentFact]:
        held = set(self._triples.instances("plg:Clause"))
        parties: dict[str, list[PartyFact]] = {}
        for node in self._triples.instances("plg:CommitmentParty"):
            party = PartyFact(
                spans=self._spans(node),
                who=self._named(node, "plg:party"),
                role=self._triples.concept(node, "plg:partyRole"),
            )
            parties.setdefault(self._triples.one(node, "plg:commitment"), []).append(party)
        for node, spans in self._own("plg:Commitment"):
            clauses = (
                ClauseFact(spans=self._spans(clause), verb=self._triples.one(clause, "plg:actionVerb"))
                for clause in self._triples.all(node, "plg:clause")
                if clause in held
            )
            yield CommitmentFact(
                spans=spans,
                ordinal=self._triples.one(node, "plg:ordinal"),
                text=self._triples.one(node, "plg:text"),
                clauses=tuple(clauses),
                parties=tuple(parties.get(node, ())),
            )
