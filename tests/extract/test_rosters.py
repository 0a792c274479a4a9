"""Lists of participants apart from the sentences, roles of persons, and what a text's head tells, on invented texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from pledgegraph.extraction import Extraction
from pledgegraph.vocab import Basis, Capacity, Completeness, Mode, ParticipantKind

Read = Callable[[str], Extraction]


def by_capacity(extraction: Extraction) -> dict[Capacity, list[str]]:
    found: dict[Capacity, list[str]] = {}
    for one in extraction.participations:
        found.setdefault(one.capacity, []).append(one.participant.key)
    return found


def test_a_label_gives_its_lines_a_capacity_and_a_list(read: Read) -> None:
    extraction = read("Participants: Chile, Peru and IOM\n\nObservers: Fiji; Tonga\n\nThey agreed on ports in Kenya.")
    assert by_capacity(extraction) == {Capacity.ATTENDED: ["CHL", "PER", "iom"], Capacity.OBSERVED: ["FJI", "TON"]}
    assert [(x.capacity, x.participant_kind, x.completeness, len(x.listed)) for x in extraction.lists] == [
        (Capacity.ATTENDED, ParticipantKind.STATES, Completeness.ENUMERATED, 2),
        (Capacity.ATTENDED, ParticipantKind.ORGANISATIONS, Completeness.ENUMERATED, 1),
        (Capacity.OBSERVED, ParticipantKind.STATES, Completeness.ENUMERATED, 2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Participants: Chile has opened its ports to Peru.",
        "Participants:\n\nThe ministers of Chile and Peru will open ports in Fiji.",
        "Topics: Chile, Peru",
    ],
)
def test_a_label_over_sentences_lists_nobody(read: Read, text: str) -> None:
    assert by_capacity(read(text)) == {}


def test_a_heading_opens_a_list_as_well(read: Read) -> None:
    extraction = read("LIST OF PARTICIPANTS\n\nChile\n\nAna Soto, Minister of Ports of Peru\n\nANNEX\n\nKenya, Fiji")
    assert by_capacity(extraction) == {Capacity.ATTENDED: ["CHL", "ana-soto", "PER"]}


def test_a_person_in_a_role_keeps_office_and_state(read: Read) -> None:
    extraction = read("The Forum was chaired by H.E. Ana Soto, Minister of Ports of Peru.")
    part, state = extraction.participations
    assert (part.capacity, part.name_as_written) == (Capacity.CHAIRED, "Ana Soto")
    assert (state.capacity, state.participant.key, state.known.basis) == (Capacity.CHAIRED, "PER", Basis.INFERRED)
    assert part.on_behalf_of is not None and part.on_behalf_of.key == "PER"
    assert [post.title for post in part.in_posts] == ["Minister of Ports"]


def test_a_message_by_video_is_no_attendance(read: Read) -> None:
    extraction = read("A video message from Ana Soto, Minister of Ports of Peru, was screened.")
    assert [(x.capacity, x.mode) for x in extraction.participations] == [(Capacity.ADDRESSED_BY_VIDEO, Mode.BY_VIDEO)]


def test_who_only_belongs_to_another_office_took_no_part(read: Read) -> None:
    extraction = read("Participants:\n\nLuis Vega, Special Envoy of President Ana Soto, Chile")
    assert by_capacity(extraction) == {Capacity.ATTENDED: ["luis-vega", "CHL"]}


def test_two_verbs_of_one_list_make_one_list(read: Read) -> None:
    extraction = read(
        "The forum was attended by officials from Chile, and officials from IOM participated in the meeting."
    )
    assert [x.participant_kind for x in extraction.lists] == [ParticipantKind.STATES, ParticipantKind.ORGANISATIONS]


def test_a_session_of_another_meeting_stays_another(read_whole: Read) -> None:
    text = (
        "Press Release\n\nThe Harbour Forum was held in Lima, Peru, on 4 May 2031. On its margins, the Island Ministerial"
        " Meeting was held in Arica, Chile, on 5 May 2031.\n\nThe Ministerial Meeting was attended by ministers from Fiji."
    )
    assert by_capacity(read_whole(text)) == {}


def test_items_of_several_levels_are_told_apart(read_whole: Read) -> None:
    extraction = read_whole(
        "Harbour Declaration\n\nWe, the Ministers of Chile and Peru, having met in Lima on 4 May 2031;\n\n"
        "HAVE AGREED AS FOLLOWS:\n\nA. Ports\n\nA.1 To open a hotline.\n\nB. Pilots\n\nB.1 To train the pilots."
    )
    assert [(made.key.rpartition("/")[2], made.item_label) for made in extraction.commitments] == [
        ("a-1", "A.1"),
        ("b-1", "B.1"),
    ]


def test_a_line_that_a_mention_rests_on_is_not_unconverted(read: Read) -> None:
    extraction = read("Chile thanked Peru.\n\nMinistry of Ports of Chile")
    rested_on = {mention.span for mention in extraction.mentions}
    assert not rested_on & set(extraction.unconverted)


@pytest.mark.parametrize(
    ("head", "start", "end"),
    [
        ("Lima, Peru, 3-4 May 2031", date(2031, 5, 3), date(2031, 5, 4)),
        ("3-4 May 2031, Lima, Peru", date(2031, 5, 3), date(2031, 5, 4)),
        ("Lima, Peru\n3rd to 4th May 2031", date(2031, 5, 3), date(2031, 5, 4)),
        ("Lima, Peru, 30 May - 1 June 2031", date(2031, 5, 30), date(2031, 6, 1)),
        ("Lima, Peru, 4 May 2031", None, None),
        ("Quito, Ecuador, 3-4 May 2031", None, None),
    ],
)
def test_several_days_of_a_dateline_are_the_meetings(
    read_whole: Read, head: str, start: date | None, end: date | None
) -> None:
    """One day may be that of the release, and another city that of the office that released it."""
    forum = read_whole(f"Chair's Statement\n\n{head}\n\nThe Ministers gathered in Lima for the Harbour Forum.").forum
    assert forum is not None
    assert (forum.start, forum.end) == (start, end)


def test_the_days_of_a_sentence_win_over_the_dateline(read_whole: Read) -> None:
    text = "Media Release\n\nLima, Peru, 4-6 May 2031\n\nThe Harbour Forum was held on 4-5 May 2031 in Lima, Peru."
    forum = read_whole(text).forum
    assert forum is not None and forum.end == date(2031, 5, 5)


def test_lines_that_open_with_a_state_name_its_persons(read: Read) -> None:
    extraction = read(
        "Participants\n\nMongolia: Lt. Gen. Omar Bello, Chief of the Port Police\n"
        "Japan: Mr. Luis Vega, Deputy Commissioner of Ports and of Fees\n"
    )
    assert by_capacity(extraction) == {Capacity.ATTENDED: ["MNG", "omar-bello", "JPN", "luis-vega"]}
    behalf = {one.participant.key: one.on_behalf_of and one.on_behalf_of.key for one in extraction.participations}
    assert (behalf["omar-bello"], behalf["luis-vega"]) == ("MNG", "JPN")


def test_headings_name_the_states_of_the_persons_below(read: Read) -> None:
    extraction = read(
        "LIST OF PARTICIPANTS\n\nCHILE\n\nMs. Ana Soto, Minister of Ports\n\nREPUBLIC OF KOREA\n\nMr. Luis Vega, Envoy\n\n"
        "INTERNATIONAL ORGANIZATIONS\n\nIOM\n"
    )
    assert by_capacity(extraction) == {Capacity.ATTENDED: ["CHL", "ana-soto", "KOR", "luis-vega", "iom"]}
    assert [post.represents and post.represents.key for post in extraction.posts] == ["CHL", "KOR"]


def test_labels_over_one_line_give_its_role_alone(read: Read) -> None:
    extraction = read(
        "Observers: Fiji\nGuest of honour: Ms. Ana Soto, Minister of Ports of Ghana\nChair: Peru\n\nTonga"
    )
    assert by_capacity(extraction) == {
        Capacity.OBSERVED: ["FJI"],
        Capacity.ATTENDED: ["ana-soto", "GHA"],
        Capacity.CHAIRED: ["PER"],
    }


def test_the_chair_of_a_session_is_not_that_of_the_meeting(read: Read) -> None:
    assert by_capacity(read("Session 2: Fees\n\nChair: Peru")) == {}
