"""Forums, attendance, counts, sessions, persons, posts, speeches and roles, on invented texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pledgegraph.extraction import Extraction
from pledgegraph.model import Kind
from pledgegraph.vocab import (
    Basis,
    Capacity,
    Completeness,
    CountOf,
    FindingKind,
    Mode,
    ParticipantKind,
    Qualifier,
    SpeechKind,
)

Read = Callable[[str], Extraction]


def attended(extraction: Extraction) -> list[str]:
    return [p.participant.key for p in extraction.participations if p.capacity is Capacity.ATTENDED]


def test_a_forum_with_a_city_the_registry_lacks(read_whole: Read) -> None:
    forum = read_whole(
        "Press Release of the Forum\n\nThe Second Harbour Forum was held in Coquimbo, Chile, on 4 May 2031."
    ).forum
    assert forum is not None
    assert (forum.key, forum.label, forum.edition) == ("second-harbour-forum-2031-05-04", "Second Harbour Forum", 2)
    assert forum.city is not None and forum.city.key == "coquimbo-chl"
    assert forum.country is not None and forum.country.key == "CHL"


def test_a_name_in_parentheses_is_no_venue(read_whole: Read) -> None:
    forum = read_whole(
        'Statement\n\nThe Sub-Forum on Fees of Harbour Week Forum (Beijing) (hereinafter referred to as the "Sub-Forum") took place '
        "in Suzhou, Jiangsu Province, China from 4 to 5 May 2031."
    ).forum
    assert forum is not None and forum.city is not None and forum.province is not None
    assert (forum.city.key, forum.province.key) == ("suzhou-jiangsu", "jiangsu-chn")
    assert forum.label == "Sub-Forum on Fees of Harbour Week Forum (Beijing)"


def test_a_year_from_the_dateline_is_attested(read_whole: Read) -> None:
    extraction = read_whole(
        "Press Release\n\n(May 6, 2031, Lima, Peru)\n\nThe Harbour Forum was held in Lima, Peru from May 4 to 5."
    )
    assert extraction.forum is not None and str(extraction.forum.start) == "2031-05-04"
    attested = {a.on_property: a.known for a in extraction.attestations}
    assert attested["startDate"].basis is Basis.INFERRED and attested["startDate"].rule == "year-from-dateline"


def test_without_a_year_there_is_no_date(read_whole: Read) -> None:
    forum = read_whole("Press Release\n\nThe Harbour Forum was held in Lima, Peru from May 4 to 5.").forum
    assert forum is not None and forum.start is None and forum.key == "harbour-forum-reported-by-harbour"


def test_an_impossible_date_keeps_the_rest_and_drops_the_forum(read_whole: Read) -> None:
    extraction = read_whole(
        "Press Release\n\nThe Harbour Forum was held in Lima, Peru on February 31, 2031. Chile called for calm."
    )
    assert extraction.forum is None
    assert [f.kind for f in extraction.findings] == [FindingKind.IMPOSSIBLE_DATE]
    assert [s.reporting_verb for s in extraction.statements] == ["called for"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "Joint Statement\nLima, 5 April 2031\n\nThe Harbour Forum was held in Lima, Peru, on 4 March 2032.",
            ["4 March 2032"],
        ),
        (
            "Joint Statement\nLima, 4-5 April 2031\n\nThe Harbour Forum was held in Lima, Peru, on 4 March 2032.",
            ["4 March 2032"],
        ),
        (
            "Summary of the Harbour Summit held in Lima, Peru on 3 May 2032\nLima, 5 April 2031\n\nChile thanked Peru.",
            ["3 May 2032"],
        ),
        (
            "Press Release\n\nThe Harbour Forum was held in Lima, Peru, on 4 March 2031. Peru spoke. "
            "However, the Harbour Forum took place on 5 March 2031.",
            ["5 March 2031"],
        ),
        (
            "Press Release\n\nThe Harbour Forum was held in Lima, Peru, on 4 March 2031.\n\nThe Forum was held on 7 and "
            "8 March 2031.\n\nThe Harbour Forum was held in Lima on 4 March 2032.",
            ["7 and 8 March 2031", "4 March 2032"],
        ),
    ],
    ids=["after-the-dateline", "range-in-the-dateline", "title-after-the-dateline", "twice", "thrice"],
)
def test_days_that_contradict_each_other_are_told_and_not_asserted(
    read_whole: Read, text: str, written: list[str]
) -> None:
    extraction = read_whole(text)
    found = [one for one in extraction.findings if one.kind is FindingKind.CONTRADICTORY_DATES]
    assert [one.written for one in found] == written
    forum = extraction.forum
    assert forum is not None and (forum.start, forum.end) == (None, None)
    assert forum.city is not None and forum.city.key == "lima-per" and forum.key.endswith("-reported-by-harbour")
    assert not any(one.on_property in ("startDate", "endDate") for one in extraction.attestations)


@pytest.mark.parametrize(
    "second",
    [
        "The Harbour Forum was held on 5 March 2031.",
        "The Harbour Forum concluded in Lima on 9 March 2031.",
        "The Harbour Forum was held in Quito on 9 May 2029.",
        "The Second Ports Dialogue was held in Quito on 9 May 2031.",
        "The next Harbour Forum will be held on 9 May 2031.",
        "The agreement was signed on 9 May 2031.",
    ],
)
def test_days_of_its_own_or_of_another_meeting_contradict_nothing(read_whole: Read, second: str) -> None:
    extraction = read_whole(
        f"Press Release\n\nThe Harbour Forum was held in Lima, Peru, from 4 to 6 March 2031. {second}"
    )
    assert extraction.findings == [] and extraction.forum is not None
    assert extraction.forum.key == "harbour-forum-2031-03-04"


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("opened in Lima, Peru, on 4 March 2031", ("2031-03-04", "None")),
        ("concluded in Lima, Peru, on 6 March 2031", ("None", "2031-03-06")),
        ("took place in Lima, Peru, on 6 March 2031", ("2031-03-06", "2031-03-06")),
    ],
)
def test_a_first_or_last_day_is_no_other(read_whole: Read, told: str, days: tuple[str, str]) -> None:
    forum = read_whole(f"Press Release\n\nThe Harbour Forum {told}.").forum
    assert forum is not None and (str(forum.start), str(forum.end)) == days


def test_a_line_that_is_a_place_is_no_title(read_whole: Read) -> None:
    heading = read_whole("Lima, Peru\n\nThe Harbour Forum was held on 4 March 2031.").heading
    assert (heading.title, heading.title_span) == ("harbour", None)


def test_a_year_that_a_dateline_does_not_bear_out_is_not_inferred(read_whole: Read) -> None:
    extraction = read_whole(
        "Press Release\n\n(2 January 2031, Lima, Peru)\n\nThe Harbour Forum was held in Lima, Peru, on 30 December."
    )
    assert extraction.findings == [] and extraction.forum is not None and extraction.forum.start is None


def test_a_text_without_a_meeting_asserts_none(read_whole: Read) -> None:
    extraction = read_whole(
        "Statement on Fees\n\nChile and Peru published fees. Officials from Chile attended the event."
    )
    assert extraction.forum is None and extraction.participations == []


def test_lists_of_states_and_organisations(read: Read) -> None:
    extraction = read(
        "It was attended by port officials from Chile, the Republic of Peru and Japan, and experts from INTERPOL and IOM."
    )
    assert attended(extraction) == ["CHL", "PER", "JPN", "interpol", "iom"]
    assert [(x.participant_kind, x.completeness, len(x.listed)) for x in extraction.lists] == [
        (ParticipantKind.STATES, Completeness.ENUMERATED, 3),
        (ParticipantKind.ORGANISATIONS, Completeness.ENUMERATED, 2),
    ]
    assert {p.delegation for p in extraction.participations} == {"port officials", "experts"}


def test_an_example_list_is_partial_and_a_count_is_no_list(read: Read) -> None:
    extraction = read(
        "More than 300 guests attended the Forum, including heads of authorities from 57 countries and regions, and officials from INTERPOL."
    )
    assert attended(extraction) == ["interpol"]
    assert [(c.count_of, c.value, c.qualifier) for c in extraction.counts] == [
        (CountOf.ATTENDEES, 300, Qualifier.MORE_THAN),
        (CountOf.COUNTRIES_AND_REGIONS, 57, Qualifier.EXACTLY),
    ]
    assert {(x.participant_kind, x.completeness) for x in extraction.lists} == {
        (ParticipantKind.ORGANISATIONS, Completeness.PARTIAL),
        (ParticipantKind.STATES, Completeness.COUNT_ONLY),
    }


def test_an_ambiguous_name_in_a_list_stays_unresolved(read: Read) -> None:
    extraction = read("The Forum was attended by officials from Chile, Korea and Peru.")
    assert attended(extraction) == ["CHL", "PER"]
    assert [(f.kind, f.written) for f in extraction.findings] == [(FindingKind.UNRESOLVED_NAME, "Korea")]


def test_a_state_outside_a_list_of_participants_did_not_attend(read: Read) -> None:
    assert attended(read("The Forum discussed ports in Chile, Peru and Japan. Japan was thanked by officials.")) == []


@pytest.mark.parametrize(
    ("post", "title", "body", "represents"),
    [
        ("Director General of the Port Agency of the Republic of Peru", "Director General", "port-agency-per", "PER"),
        ("Head of the Fees Unit of the Ministry of Ports of Chile", "Head", "fees-unit-chl", "CHL"),
        (
            "Deputy Secretary for Ports at the Ministry of the Sea of Japan",
            "Deputy Secretary for Ports",
            "ministry-of-the-sea-jpn",
            "JPN",
        ),
        ("Vice Minister of Ports of Chile", "Vice Minister of Ports", None, "CHL"),
        (
            "Director of Ports of the Hong Kong Special Administrative Region (HKSAR) of China",
            "Director of Ports",
            None,
            "HKG",
        ),
        ("Assistant Director of the Fees Bureau of INTERPOL", "Assistant Director", "fees-bureau-interpol", "interpol"),
    ],
)
def test_posts(read: Read, post: str, title: str, body: str | None, represents: str) -> None:
    extraction = read(f"Ana Soto, {post}, delivered a keynote speech.")
    (holding,) = extraction.posts
    assert holding.title == title
    assert (holding.organisation.key if holding.organisation else None) == body
    assert holding.represents is not None and holding.represents.key == represents
    (spoke,) = extraction.participations
    assert (spoke.capacity, spoke.mode, spoke.speech_kind) == (Capacity.SPOKE, Mode.UNSTATED, SpeechKind.KEYNOTE)


def test_two_posts_of_one_person_and_an_accreditation(read: Read) -> None:
    extraction = read(
        "Ana Soto, Vice Minister of Ports of Peru and Head of the Port Agency of Peru, delivered an opening speech. Luis Rey, Representative of the Ministry of Ports of Chile to Japan, gave a speech."
    )
    assert [(h.person.key, h.title) for h in extraction.posts] == [
        ("ana-soto", "Vice Minister of Ports"),
        ("ana-soto", "Head"),
        ("luis-rey", "Representative"),
    ]
    last = extraction.posts[-1]
    assert last.accredited_to is not None and last.accredited_to.key == "JPN"
    assert last.represents is not None and last.represents.key == "CHL"


def test_a_list_of_speakers_with_a_single_name(read: Read) -> None:
    extraction = read(
        "Speakers addressed the plenary session, including Luis Rey, Mayor of Lima; Barros, Director of the Port Agency of Spain; and Sultan Bin Ali, Head of the Port Agency of Oman."
    )
    spoke = [p for p in extraction.participations if p.capacity is Capacity.SPOKE]
    assert [p.participant.key for p in spoke] == ["luis-rey", "barros-esp", "sultan-bin-ali"]
    assert {p.speech_kind for p in spoke} == {SpeechKind.PLENARY}
    assert spoke[0].on_behalf_of is not None and spoke[0].on_behalf_of.kind is Kind.PLACE
    (listed,) = extraction.lists
    assert (listed.completeness, listed.participant_kind) == (Completeness.PARTIAL, ParticipantKind.PERSONS)
    assert attended(extraction) == []


def test_a_video_address_is_not_attendance(read: Read) -> None:
    (part,) = read("Ana Soto, Director of the Port Agency of Peru, addressed the Forum via video.").participations
    assert (part.capacity, part.mode) == (Capacity.ADDRESSED_BY_VIDEO, Mode.BY_VIDEO)


@pytest.mark.parametrize(
    "text",
    [
        "Today, President Soto visited Lima.",
        "The Harbour Forum, President of nobody.",
        "Brandt's Open Ports Framework grew.",
        "Jordan, Minister of Ports of Chad",
    ],
)
def test_what_is_no_person(read: Read, text: str) -> None:
    assert {p.label for p in read(text).persons} <= {"Soto"}


@pytest.mark.parametrize(
    ("text", "capacity", "who"),
    [
        ("It was hosted by the Ministry of Ports and INTERPOL.", None, None),
        ("The Forum was hosted by Peru.", Capacity.HOSTED, "PER"),
        ("As the chair of the Forum, Peru thanked all participants.", Capacity.CHAIRED, "PER"),
        ("Attendees thanked Peru for hosting the Forum.", Capacity.HOSTED, "PER"),
        ("Attendees expressed their gratitude to Peru for organizing the Forum.", Capacity.ORGANISED, "PER"),
        (
            "The hosting party thanked all participants for excellent arrangements by the Government of the People's Republic of China.",
            None,
            None,
        ),
    ],
)
def test_roles(read: Read, text: str, capacity: Capacity | None, who: str | None) -> None:
    found = [(p.capacity, p.participant.key) for p in read(text).participations]
    assert found == ([(capacity, who)] if capacity else [])


def test_sessions_by_their_quoted_topics_and_a_mismatch(read: Read) -> None:
    extraction = read(
        'The Forum had three breakout sessions. Attendees exchanged views on the topics "Fair Port Fees" and "Safe Harbours".'
    )
    assert [s.label for s in extraction.sessions] == ["Fair Port Fees", "Safe Harbours"]
    assert [f.kind for f in extraction.findings] == [FindingKind.COUNT_MISMATCH]


def test_a_first_line_that_is_a_sentence_is_no_title(read_whole: Read) -> None:
    extraction = read_whole("The Harbour Forum was held in Lima, Peru on 4 May 2031.\n\nChile called for calm.")
    assert extraction.forum is not None and extraction.forum.label == "Harbour Forum"


def test_what_is_too_long_for_a_sentence_is_left_unread_and_said_so(read_whole: Read) -> None:
    extraction = read_whole("A Title\n\n" + "China will " * 1000)
    assert extraction.statements == [] and len(extraction.unconverted) == 1
