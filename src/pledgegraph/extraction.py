"""Everything that is read from one document, each kind of facts in the order in which the text gives them."""

from __future__ import annotations

from dataclasses import dataclass, field

from pledgegraph.facts import Facts
from pledgegraph.model import (
    AttendanceList,
    Attestation,
    Collective,
    Commitment,
    Document,
    Finding,
    Forum,
    FoundOrganisation,
    FoundPlace,
    Heading,
    Mention,
    Participation,
    Person,
    PostHolding,
    Ref,
    Session,
    StatedCount,
    Statement,
)
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity


class Organisations(Facts[FoundOrganisation]):
    """Bodies that the registry lacks, found by their reference."""

    @staticmethod
    def keys(fact: FoundOrganisation) -> tuple[Ref]:
        """The body itself."""
        return (fact.ref,)


class Persons(Facts[Person]):
    """Persons, found by their reference."""

    @staticmethod
    def keys(fact: Person) -> tuple[Ref]:
        """The person itself."""
        return (fact.ref,)


class Collectives(Facts[Collective]):
    """Collectives, found by their reference."""

    @staticmethod
    def keys(fact: Collective) -> tuple[Ref]:
        """The collective itself."""
        return (fact.ref,)


class Posts(Facts[PostHolding]):
    """Posts held, found by their holder or by their title."""

    @staticmethod
    def keys(fact: PostHolding) -> tuple[Ref, str]:
        """Who holds the post, and its title."""
        return fact.person, fact.title


class Participations(Facts[Participation]):
    """Participations, found by who took part in which capacity."""

    @staticmethod
    def keys(fact: Participation) -> tuple[tuple[Ref, Capacity]]:
        """Who took part with the capacity."""
        return ((fact.participant, fact.capacity),)


class Lists(Facts[AttendanceList]):
    """Attendance lists, found by the one who stands first in them."""

    @staticmethod
    def keys(fact: AttendanceList) -> tuple[Ref, ...]:
        """Who stands first; nobody in what is only counted."""
        return tuple(one.participant for one in fact.listed[:1])


@dataclass(slots=True, kw_only=True)
class Extraction:
    """Everything one document says, ready for the graph."""

    document: Document
    heading: Heading
    forum: Forum | None = None
    attestations: list[Attestation] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    places: list[FoundPlace] = field(default_factory=list)
    organisations: Organisations = field(default_factory=Organisations)
    persons: Persons = field(default_factory=Persons)
    collectives: Collectives = field(default_factory=Collectives)
    posts: Posts = field(default_factory=Posts)
    participations: Participations = field(default_factory=Participations)
    lists: Lists = field(default_factory=Lists)
    counts: list[StatedCount] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    proposals: list[tuple[Ref, Ref, Span]] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)
    item_marks: list[Span] = field(default_factory=list)
    boilerplate: list[Span] = field(default_factory=list)
    unconverted: list[Span] = field(default_factory=list)
