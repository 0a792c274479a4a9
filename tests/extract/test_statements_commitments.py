"""Statements with force and speaker; commitments, clauses and items."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pledgegraph.extraction import Extraction
from pledgegraph.vocab import Basis, FindingKind, Force, PartyRole

Read = Callable[[str], Extraction]


def said(extraction: Extraction) -> list[tuple[str, str, str]]:
    return [(s.force.value, s.speaker.key if s.speaker else "", s.reporting_verb) for s in extraction.statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China called for a commitment to open ports.", [("CallsFor", "CHN", "called for")]),
        ("China is willing to open ports.", [("Aspires", "CHN", "is willing to")]),
        ("Attendees will publish fees.", [("Commits", "attendees", "will")]),
        ("Chile announced that it will publish fees.", [("Commits", "CHL", "announced")]),
        ("Chile announced that prices will rise.", [("Reports", "CHL", "announced")]),
        ("Chile stated that all parties should publish fees.", [("Advocates", "CHL", "stated")]),
        ("Chile also reiterated its firm commitment to open ports.", [("Reaffirms", "CHL", "reiterated")]),
        (
            "All attendees expressed their deep concerns over fees, and called for calm.",
            [("ExpressesConcern", "all-attendees", "expressed"), ("CallsFor", "all-attendees", "called for")],
        ),
        ("They are expected.", []),
        ("There was a call for calm.", [("CallsFor", "", "was a call for")]),
        ("The importance of calm was underscored.", [("Advocates", "", "was underscored")]),
        ("Prices will rise.", []),
        ("Chile agreed to publish fees.", [("Commits", "CHL", "agreed to")]),
        ("Chile agreed that fees are vital.", [("Recognises", "CHL", "agreed that")]),
        ("The Forum aims to publish fees.", [("Aspires", "", "aims to")]),
        ("Chile wished that the Forum will go on.", [("Aspires", "CHL", "wished")]),
        ("Fees were proposed by Chile and supported by Peru.", []),
    ],
)
def test_force_and_speaker(read: Read, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(read(text)) == expected


def test_coordinated_verbs_are_statements_of_their_own(read: Read) -> None:
    text = "They introduced their policies, proposed new fees, and shared insights on ports."
    assert said(read("Attendees met. " + text)) == [
        ("Reports", "attendees", "introduced"),
        ("Proposes", "attendees", "proposed"),
        ("Reports", "attendees", "shared"),
    ]


def test_nouns_in_a_list_are_no_verbs(read: Read) -> None:
    assert said(read("Chile advocated for the principles of calm, trust, and shared benefits in trade.")) == [
        ("Advocates", "CHL", "advocated for")
    ]


def test_participles_carry_the_speaker(read: Read) -> None:
    assert said(read("Emphasizing the need for calm, Chile thanked Peru for its ports, commending the crew.")) == [
        ("Advocates", "CHL", "Emphasizing"),
        ("Thanks", "CHL", "thanked"),
        ("Thanks", "CHL", "commending"),
    ]


def test_a_pronoun_is_resolved_with_an_attestation(read: Read) -> None:
    extraction = read("Chile proposed lower fees. It also called for calm.")
    second = extraction.statements[1]
    assert second.speaker is not None and second.speaker.key == "CHL"
    (attested,) = [a for a in extraction.attestations if a.about == second.verb and a.on_property == "speaker"]
    assert attested.known.basis is Basis.INFERRED and attested.known.rule == "pronoun-antecedent"


def test_a_pronoun_after_the_forum_names_nobody(read: Read) -> None:
    assert said(read("The Forum is a key event. It also sought to build trust.")) == [("Aspires", "", "sought to")]


def test_a_pronoun_does_not_reach_into_another_paragraph(read: Read) -> None:
    assert said(read("Chile proposed lower fees.\n\nIt called for calm.")) == [
        ("Proposes", "CHL", "proposed"),
        ("CallsFor", "", "called for"),
    ]


def test_a_joint_subject_is_kept_together(read: Read) -> None:
    assert said(read("Chile, Peru and Japan will publish fees.")) == [("Commits", "chile-peru-and-japan", "will")]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("China called on the countries across the region to embrace calm.", "countries-across-the-region"),
        ("China urged all concerned parties to act.", "all-concerned-parties"),
        ("The chair thanked all participants for their support.", "all-participants"),
        ("Attendees expressed their gratitude to Peru for organizing the Forum.", "PER"),
        ("We call for joint efforts from countries in this region to pursue calm.", "countries-in-this-region"),
        ("We call on the Ministers responsible for trade to open ports.", "ministers-responsible-for-trade"),
        ("We ask our Foreign and other relevant Ministers to act.", "our-foreign-and-other-relevant-ministers"),
        ("We urge all countries and stakeholders to pledge ships.", "all-countries-and-stakeholders"),
        ("We call on MDBs to make further progress.", "mdbs"),
        ("We call on Chile not to close the ports.", "CHL"),
        ("We call upon President Otieno of Kenya to open the port.", "otieno-ken"),
        ("Chile thanked President Vega for his hospitality.", "vega"),
        ("Chile invited President Otieno of Kenya to visit Lima.", "otieno-ken"),
        ("Chile and Peru encouraged all regional actors to support the truce.", "all-regional-actors"),
        ("We continue to encourage Kenya to uphold its commitments.", "KEN"),
    ],
)
def test_addressees(read: Read, text: str, who: str) -> None:
    (statement,) = read(text).statements
    assert [addressee.key for addressee in statement.addressees] == [who]


@pytest.mark.parametrize(
    "text",
    [
        "We urge the approval of additional support to close the gap.",
        "We encourage further efforts to open ports.",
        "We encourage the work of the private sector to train pilots.",
    ],
)
def test_what_is_encouraged_is_nobody(read: Read, text: str) -> None:
    (statement,) = read(text).statements
    assert statement.addressees == ()


def test_an_announced_commitment_with_its_clauses(read: Read) -> None:
    (made,) = read(
        "Chile announced that it will publish fees, take firm measures against fraud, and widen its ports."
    ).commitments
    assert [(c.ordinal, c.action_verb, c.text) for c in made.clauses] == [
        (1, "publish", "publish fees"),
        (2, "take", "take firm measures against fraud"),
        (3, "widen", "widen its ports"),
    ]
    assert made.ordinal is None and made.instrument is None and made.key.startswith("harbour/at-")
    assert [(p.role, p.party.key) for p in made.parties] == [(PartyRole.COMMITTED, "CHL")]


ITEMS = "We are committed to making efforts in the following:\n\n{}\n\nWe call for calm."


@pytest.mark.parametrize(
    ("said", "clauses"),
    [
        ("expand equal and open partnerships in trade", ["expand equal and open partnerships in trade"]),
        ("promote fair, inclusive, and open trade", ["promote fair, inclusive, and open trade"]),
        ("train pilots and open the ports", ["train pilots", "open the ports"]),
        ("build ports, and complete its register", ["build ports", "complete its register"]),
    ],
)
def test_an_adjective_that_could_be_a_verb_opens_no_clause(read: Read, said: str, clauses: list[str]) -> None:
    (made,) = read(f"Chile will {said}.").commitments
    assert [clause.text for clause in made.clauses] == clauses


def test_items_inherit_force_and_speaker_from_the_lead_in(read: Read) -> None:
    extraction = read(
        ITEMS.format(
            "1.Publish fees, and jointly widen ports.\n\n2.Reduce and end fraud so as to build trust, keep calm and go on."
        )
    )
    assert [c.ordinal for c in extraction.commitments] == [1, 2]
    assert [s.force for s in extraction.statements] == [Force.COMMITS, Force.COMMITS, Force.CALLS_FOR]
    assert {s.speaker.key for s in extraction.statements if s.speaker} == {"we"}
    assert [c.action_verb for c in extraction.commitments[0].clauses] == ["Publish", "widen"]
    assert [c.action_verb for c in extraction.commitments[1].clauses] == ["Reduce and end"]
    assert [f.kind for f in extraction.findings] == [FindingKind.UNRESOLVED_REFERENCE]


@pytest.mark.parametrize(
    ("items", "kind"),
    [
        ("1. Publish fees.\n\n3. Widen ports.", FindingKind.NUMBERING_GAP),
        ("1. Publish fees.\n\n1. Widen ports.", FindingKind.NUMBERING_REPEAT),
    ],
)
def test_gaps_and_repeats_are_findings(read: Read, items: str, kind: FindingKind) -> None:
    extraction = read(ITEMS.format(items))
    assert kind in {f.kind for f in extraction.findings}
    assert len({c.key for c in extraction.commitments}) == len(extraction.commitments) == 2


def test_numbered_paragraphs_without_a_lead_in_are_no_commitments(read: Read) -> None:
    assert read("1. Publish fees.\n\n2. Chile called for calm.").commitments == []


def test_every_span_lies_in_the_text_and_quotes_it(read: Read) -> None:
    extraction = read("Chile announced that it will publish fees. Peru called for calm.")
    for statement in extraction.statements:
        assert extraction.document.text[statement.verb.start : statement.verb.end] == statement.reporting_verb


def test_the_goal_of_the_country_is_the_last_states_and_that_of_the_forum_nobodys(read: Read) -> None:
    assert said(read("Chile proposed lower fees. The country's goal is to keep calm."))[1] == (
        "Aspires",
        "CHL",
        "goal is",
    )
    found = said(read("Chile met Peru. The Forum's goal is to keep calm."))
    assert all(speaker != "CHL" for force, speaker, _ in found if force == "Aspires")


def test_who_endorses_a_text_is_no_one_who_is_committed(read_whole: Read) -> None:
    made = read_whole(
        "Joint Statement\n\nWe, the governments of Chile and Peru, met. We will open two ports.\n\n"
        "This joint statement is endorsed by Kenya and Togo.\n"
    ).commitments
    roles = {party.party.key: (party.role, party.known.basis) for party in made[0].parties}
    assert roles == {
        "we": (PartyRole.COMMITTED, Basis.STATED),
        "CHL": (PartyRole.COMMITTED, Basis.INFERRED),
        "PER": (PartyRole.COMMITTED, Basis.INFERRED),
        "KEN": (PartyRole.ENDORSER, Basis.INFERRED),
        "TGO": (PartyRole.ENDORSER, Basis.INFERRED),
    }


def test_a_numbered_paragraph_numbers_the_one_commitment_that_it_opens_with(read: Read) -> None:
    extraction = read(
        "1. We will open a port.\n\n2. We will also train pilots. We welcome the report.\n\n"
        "3. We will count ships. We will sell maps.\n\n4. We urge calm. We will keep still.\n\nII. Fees\n\n1. We will lower fees.\n\n"
        "2. We agree to:\n\n(a) publish maps;\n\n(b) build ships."
    )
    told = [(one.section, one.ordinal, one.item_label, one.key.partition("/")[2]) for one in extraction.commitments]
    positions = [(None, None, "")] * 2
    assert [one[:3] for one in told] == [
        (None, 1, "1"),
        (None, 2, "2"),
        (None, 3, "3"),
        *positions,
        (2, 1, "1"),
        (None, None, "a"),
        (None, None, "b"),
    ]
    assert [one[3] for one in told if not one[3].startswith("at-")] == ["1", "2", "3", "2-1", "a", "b"]


def test_paragraph_numbers_keep_away_from_those_of_lists(read: Read) -> None:
    extraction = read(
        "1. We will open a port.\n\n2. We urge calm.\n\nThe ministers decided to:\n\n1. publish maps;\n\n2. build ships."
    )
    assert [one.key.partition("/")[2] for one in extraction.commitments] == ["2-1", "1", "2"]
