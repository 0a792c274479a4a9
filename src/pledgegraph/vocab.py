"""The ontology's terms as constants: namespaces, and one enumeration per closed value set.

A member's value is the local name of a SKOS concept in `ontology/concepts.ttl`; a test compares the two, so a concept
cannot be added in one place only. The terms themselves, with their definitions, are in `ontology/`.
"""

from __future__ import annotations

from enum import StrEnum

ONTOLOGY = "https://w3id.org/pledgegraph/ontology#"
ENTITIES = "https://w3id.org/pledgegraph/id/"
GRAPHS = "https://w3id.org/pledgegraph/graph/"

PREFIXES: dict[str, str] = {
    "plg": ONTOLOGY,
    "id": ENTITIES,
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

RESERVED_GRAPHS = frozenset({"registry", "ontology", "curation", "candidates", "inferences"})


class DocumentType(StrEnum):
    """`plg:documentType`: the genre of a text, as its title says."""

    PRESS_RELEASE = "PressRelease"
    CHAIRS_STATEMENT = "ChairsStatement"
    CHAIRS_SUMMARY = "ChairsSummary"
    JOINT_STATEMENT = "JointStatement"
    DECLARATION = "Declaration"
    COMMUNIQUE = "Communique"
    INITIATIVE_TEXT = "InitiativeText"
    ACTION_PLAN = "ActionPlan"
    OUTCOME_DOCUMENT = "OutcomeDocument"


class Force(StrEnum):
    """`plg:force`: what a statement does (illocutionary force after Searle 1976)."""

    COMMITS = "Commits"
    CALLS_FOR = "CallsFor"
    PROPOSES = "Proposes"
    ADVOCATES = "Advocates"
    REAFFIRMS = "Reaffirms"
    RECOGNISES = "Recognises"
    REPORTS = "Reports"
    ACTS = "Acts"
    ASPIRES = "Aspires"
    EXPRESSES_CONCERN = "ExpressesConcern"
    THANKS = "Thanks"


class Capacity(StrEnum):
    """`plg:capacity`: in what capacity a participant took part in a forum."""

    ATTENDED = "Attended"
    OBSERVED = "Observed"
    HOSTED = "Hosted"
    CHAIRED = "Chaired"
    ORGANISED = "Organised"
    SPOKE = "Spoke"
    ADDRESSED_BY_VIDEO = "AddressedByVideo"


class Mode(StrEnum):
    """`plg:mode`: how a participant was there, as far as the text says."""

    IN_PERSON = "InPerson"
    BY_VIDEO = "ByVideo"
    UNSTATED = "ModeUnstated"


class Basis(StrEnum):
    """`plg:basis`: how a fact is known."""

    STATED = "Stated"
    INFERRED = "Inferred"
    CURATED = "Curated"
    CANDIDATE_READING = "CandidateReading"


class Completeness(StrEnum):
    """`plg:completeness`: whether a list names every participant, some, or only counts them."""

    ENUMERATED = "Enumerated"
    PARTIAL = "Partial"
    COUNT_ONLY = "CountOnly"


class ParticipantKind(StrEnum):
    """`plg:participantKind`: what an attendance list lists."""

    STATES = "States"
    ORGANISATIONS = "Organisations"
    PERSONS = "Persons"
    MIXED = "MixedParticipants"


class CountOf(StrEnum):
    """`plg:countOf`: what a stated count counts."""

    ATTENDEES = "Attendees"
    COUNTRIES = "Countries"
    COUNTRIES_AND_REGIONS = "CountriesAndRegions"
    ORGANISATIONS = "OrganisationsAndMechanisms"
    SESSIONS = "SessionsHeld"
    TOPICS = "Topics"
    ITEMS = "Items"


class Qualifier(StrEnum):
    """`plg:qualifier`: how exactly a count is stated."""

    EXACTLY = "Exactly"
    ABOUT = "About"
    MORE_THAN = "MoreThan"
    AT_LEAST = "AtLeast"


class SpeechKind(StrEnum):
    """`plg:speechKind`: the kind of speech a speaker gave, as the text calls it."""

    OPENING = "OpeningSpeech"
    CLOSING = "ClosingSpeech"
    WELCOME = "WelcomeSpeech"
    KEYNOTE = "KeynoteSpeech"
    PLENARY = "PlenarySpeech"
    THEMATIC = "ThematicSpeech"
    VIDEO = "VideoAddress"


class PartyRole(StrEnum):
    """`plg:partyRole`: how an actor is bound to a commitment."""

    ISSUER = "Issuer"
    COMMITTED = "Committed"
    ENDORSER = "Endorser"
    ADDRESSEE = "AddresseeRole"
    BENEFICIARY = "Beneficiary"


class FindingKind(StrEnum):
    """`plg:findingKind`: what is odd or in doubt in a source."""

    NAME_DISCREPANCY = "NameDiscrepancy"
    NAME_VARIANT = "NameVariant"
    SOURCE_DEFECT = "SourceDefect"
    NUMBERING_GAP = "NumberingGap"
    NUMBERING_REPEAT = "NumberingRepeat"
    COUNT_MISMATCH = "CountMismatch"
    IMPOSSIBLE_DATE = "ImpossibleDate"
    CONTRADICTORY_DATES = "ContradictoryDates"
    UNRESOLVED_NAME = "UnresolvedName"
    UNRESOLVED_REFERENCE = "UnresolvedReference"
    HIDDEN_CHARACTER = "HiddenCharacter"
    CONTRADICTORY_PLACES = "ContradictoryPlaces"
    NAMESAKE = "Namesake"


class MembershipKind(StrEnum):
    """`plg:membershipKind`: the kind of a registry membership."""

    FULL = "FullMembership"
    OBSERVER = "ObserverMembership"
    PARTNER = "PartnerMembership"


class Grade(StrEnum):
    """`plg:grade`: how closely an echo answers a commitment."""

    SAME_COMMITMENT = "SameCommitment"
    RELATED_THEME = "RelatedTheme"


class EchoKind(StrEnum):
    """`plg:echoKind`: in what way a later statement takes a commitment up."""

    RESTATED = "KindRestated"
    COMMITTED_ANEW = "KindCommittedAnew"
    CALLED_FOR = "KindCalledFor"
    REPORTED = "KindReported"
    ENACTED = "KindEnacted"
    DISCUSSED = "KindDiscussed"


class ReviewStatus(StrEnum):
    """`plg:reviewStatus`: whether a person has accepted an echo."""

    CANDIDATE = "Candidate"
    ACCEPTED = "Accepted"


class Decision(StrEnum):
    """`plg:decision`: what a reviewer decided about a pair."""

    ACCEPTED_SAME = "DecidedSame"
    ACCEPTED_RELATED = "DecidedRelated"
    REJECTED = "DecidedRejected"


class StandingValue(StrEnum):
    """`plg:standing`: what became of a commitment as of a date, in these documents."""

    NO_ECHO_FOUND = "NoEchoFound"
    ECHOED_AS_THEME = "EchoedAsTheme"
    RESTATED_SINCE = "RestatedSince"
    ACTION_REPORTED = "ActionReported"


class ChangeKind(StrEnum):
    """`plg:changeKind`: how a later wording differs from an earlier one."""

    ADDED = "Added"
    DROPPED = "Dropped"
    WEAKENED = "Weakened"
    STRENGTHENED = "Strengthened"


class ObservationKind(StrEnum):
    """`plg:observationKind`: what a rule observes over commitments and accepted echoes."""

    TAKEN_UP_AT_FORUM = "TakenUpAtForum"
    TAKEN_UP_IN_YEAR = "TakenUpInYear"
    NOT_FOUND_AGAIN = "NotFoundAgain"
    NEW_IN_LATER_TEXT = "NewInLaterText"
    ACTOR_PROFILE = "ActorProfile"


class DetailKind(StrEnum):
    """`plg:detailKind`: what a detail says of a commitment."""

    DEADLINE = "Deadline"
    QUANTITY = "Quantity"
    BENEFICIARY_GROUP = "BeneficiaryGroup"
    CONDITION = "Condition"


class Specificity(StrEnum):
    """`plg:specificity`: how verifiable what a commitment's verb promises is."""

    ACTION = "ActionPromised"
    OUTCOME = "OutcomePromised"
    EFFORT = "EffortPromised"


class Undertaking(StrEnum):
    """`plg:undertaking`: whether one actor is bound or several together."""

    COLLECTIVE = "CollectiveUndertaking"
    UNILATERAL = "UnilateralUndertaking"


VALUE_SETS: dict[str, type[StrEnum]] = {
    "documentType": DocumentType,
    "force": Force,
    "capacity": Capacity,
    "mode": Mode,
    "basis": Basis,
    "completeness": Completeness,
    "participantKind": ParticipantKind,
    "countOf": CountOf,
    "qualifier": Qualifier,
    "speechKind": SpeechKind,
    "partyRole": PartyRole,
    "findingKind": FindingKind,
    "membershipKind": MembershipKind,
    "grade": Grade,
    "echoKind": EchoKind,
    "reviewStatus": ReviewStatus,
    "decision": Decision,
    "standing": StandingValue,
    "changeKind": ChangeKind,
    "observationKind": ObservationKind,
    "detailKind": DetailKind,
    "specificity": Specificity,
    "undertaking": Undertaking,
}
"""The property (local name) that takes each value set."""
