"""The records every stage passes on: plain frozen values without RDF and without files.

Offsets are Unicode code points of a document's stored text, 0-based and end-exclusive. A record that states a fact has
`evidence`, the spans it rests on, and `known`, how it is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import msgspec

from pledgegraph.spans import Layer, Span
from pledgegraph.vocab import (
    Basis,
    Capacity,
    Completeness,
    CountOf,
    DetailKind,
    DocumentType,
    FindingKind,
    Force,
    Mode,
    ParticipantKind,
    PartyRole,
    Qualifier,
    Specificity,
    SpeechKind,
    Undertaking,
)


class Kind(StrEnum):
    """What a reference points to; the value is the path segment of its IRI."""

    STATE = "state"
    TERRITORY = "territory"
    ORGANISATION = "organisation"
    PLACE = "place"
    INSTRUMENT = "instrument"
    SERIES = "series"
    PERSON = "person"
    COLLECTIVE = "collective"
    POST = "post"
    COMMITMENT = "commitment"
    FORUM = "forum"
    DOCUMENT = "document"


BODIES = (Kind.STATE, Kind.TERRITORY, Kind.ORGANISATION)
"""What can act and take part under a name, persons apart."""


class Ref(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False, cache_hash=True):
    """A thing by kind and key: `Ref(kind=Kind.STATE, key="CHN")`; a struct as it is looked up so often."""

    kind: Kind
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How a fact is known: its basis, the rule behind an inference, and a confidence where it is a judgement."""

    basis: Basis = Basis.STATED
    rule: str = ""
    confidence: str = ""


STATED = Known()
CURATED = Known(basis=Basis.CURATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One stored text and what its `document.toml` says of it.

    `text` is the decoded text character for character; `clean` has the same length, with odd spaces and quotation marks
    replaced by plain ones, so that an offset in one is an offset in the other. `layer` is what the extractors read.
    """

    slug: str
    text: str
    clean: str
    layer: Layer
    sha256: str
    title: str = ""
    language: str = "en"
    document_type: DocumentType | None = None
    source: str = ""
    expected_items: int | None = None
    sets_out: str = ""
    publisher: str = ""
    original_sha256: str = ""
    media_type: str = "text/plain"
    metadata_date: str = ""
    version_of: str = ""
    replaces: str = ""

    @property
    def ref(self) -> Ref:
        """The document as a reference."""
        return Ref(kind=Kind.DOCUMENT, key=self.slug)

    def written(self, span: Span) -> str:
        """The stored characters under a span of the layer, without what that leaves out, accents on their letters."""
        return self.layer.written(self.text, span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """How one property of a node is known where that differs from the node itself."""

    about: Ref | Span
    on_property: str
    known: Known
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the frame of a document says, each with its span; `dateline_start` if a dateline gives several days."""

    title: str
    title_span: Span | None = None
    document_type: DocumentType | None = None
    dateline: Span | None = None
    dateline_start: date | None = None
    dateline_date: date | None = None
    dateline_place: Ref | None = None
    dateline_country: Ref | None = None
    places: tuple[FoundPlace, ...] = ()
    issued: date | None = None
    issued_span: Span | None = None
    issuer: Ref | None = None
    issuer_span: Span | None = None
    sets_out: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """One meeting as a document reports it; one that the text gives no name (`named`) is called after the document."""

    key: str
    label: str
    named: bool = True
    alternative: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    city: Ref | None = None
    province: Ref | None = None
    country: Ref | None = None
    themes: tuple[str, ...] = ()
    series: Ref | None = None
    part_of: Ref | None = None
    edition: int | None = None
    evidence: tuple[Span, ...] = ()
    known: Known = STATED

    @property
    def ref(self) -> Ref:
        """The forum as a reference."""
        return Ref(kind=Kind.FORUM, key=self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A panel or breakout session, by its quoted topic."""

    label: str
    span: Span
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A place the registry does not hold, named in a text; with the state it lies in where the text says so."""

    ref: Ref
    label: str
    within: Ref | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOrganisation:
    """A body the registry does not hold, named in a text together with the state or organisation it belongs to."""

    ref: Ref
    label: str
    of: Ref | None
    parent: Ref | None
    evidence: tuple[Span, ...]
    acronym: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as named in a document; `key` is pinned where curation says two names are one person."""

    key: str
    label: str
    name_as_written: str
    span: Span
    pinned: bool = False

    @property
    def ref(self) -> Ref:
        """The person as a reference."""
        return Ref(kind=Kind.PERSON, key=self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collective:
    """Actors named only together ("attendees", "we"); never expanded into members."""

    key: str
    surface_form: str
    span: Span

    @property
    def ref(self) -> Ref:
        """The collective as a reference."""
        return Ref(kind=Kind.COLLECTIVE, key=self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHolding:
    """A person in a post, as attested by a document."""

    person: Ref
    title: str
    post: Ref | None = None
    organisation: Ref | None = None
    represents: Ref | None = None
    accredited_to: Ref | None = None
    attested_on: date | None = None
    evidence: tuple[Span, ...]
    known: Known = STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """One participant of the reported forum in exactly one capacity."""

    participant: Ref
    capacity: Capacity
    mode: Mode = Mode.UNSTATED
    in_posts: tuple[PostHolding, ...] = ()
    on_behalf_of: Ref | None = None
    speech_kind: SpeechKind | None = None
    name_as_written: str
    delegation: str = ""
    evidence: tuple[Span, ...]
    known: Known = STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceList:
    """A list of participants and how complete the text says it is."""

    span: Span
    capacity: Capacity
    participant_kind: ParticipantKind
    completeness: Completeness
    listed: tuple[Participation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedCount:
    """A number the text gives."""

    span: Span
    count_of: CountOf
    as_written: str
    value: int
    qualifier: Qualifier
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A named instrument, organisation or series as it stands in the text."""

    mentioned: Ref
    name_as_written: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A speech act: force, who (a collective as written where several share the verb; the named in `jointly`), what."""

    verb: Span
    force: Force
    speaker: Ref | None
    addressees: tuple[Ref, ...] = ()
    jointly: tuple[Ref, ...] = ()
    reporting_verb: str
    content: Span | None
    themes: tuple[str, ...] = ()
    evidence: tuple[Span, ...]
    rule: str
    known: Known = STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One undertaking inside a commitment, opened by its action verb."""

    ordinal: int
    action_verb: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What a commitment says of its deadline, its amount, whom it is for, or its condition, as written."""

    kind: DetailKind
    written: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor bound to a commitment in a role."""

    party: Ref
    role: PartyRole
    evidence: tuple[Span, ...]
    known: Known = STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What a commissive statement brings about. `ordinal` and `instrument` are there only for numbered items."""

    key: str
    span: Span
    produced_by: Span
    text: str
    label: str
    instrument: Ref | None = None
    section: int | None = None
    ordinal: int | None = None
    item_label: str = ""
    themes: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    details: tuple[Detail, ...] = ()
    specificity: Specificity | None = None
    undertaking: Undertaking | None = None
    parties: tuple[Party, ...] = ()
    evidence: tuple[Span, ...]
    known: Known = STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A discrepancy or doubt in the source; `aspect` tells two of one kind on one span apart."""

    kind: FindingKind
    span: Span
    written: str
    expected: str = ""
    about: Ref | None = None
    aspect: str = ""
