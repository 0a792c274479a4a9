"""PDFs: paragraphs, columns, tables and notes from where the words stand on the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from pdfs import Placed, placed_pdf
from pledgegraph.errors import InputError
from pledgegraph.sources.pdf_files import read_pdf


def paragraphs(*pages: list[Placed]) -> list[str]:
    return read_pdf(placed_pdf(*pages), Path("a.pdf"))[0].split("\n\n")


def set_lines(*lines: str, left: float = 50, top: float = 700, leading: float = 12, size: float = 10) -> list[Placed]:
    return [Placed(line, left, top - leading * at, size) for at, line in enumerate(lines)]


FIRST = (
    "The Ministers of the Harbour Forum met in Quito",
    "to talk about the fees of their ports, and agreed",
    "to meet again.",
)
SECOND = (
    "Chile will host the next Forum in the city that",
    "Ministers of all the member states will name by",
    "the end of May.",
)
THIRD = (
    "Peru will train the pilots of all the harbours that",
    "have none, and count the ships that call at them",
    "in each month.",
)


def test_lines_of_a_paragraph_are_one_and_a_wider_gap_parts_two() -> None:
    assert paragraphs(set_lines(*FIRST) + set_lines(*SECOND, top=655)) == [" ".join(FIRST), " ".join(SECOND)]


def test_a_line_that_has_room_for_the_next_word_ends_a_paragraph() -> None:
    assert paragraphs(set_lines(*FIRST, *SECOND)) == [" ".join(FIRST), " ".join(SECOND)]


def test_an_indented_line_begins_a_paragraph() -> None:
    page = set_lines(*FIRST[:2], *SECOND[:2])
    page[2] = page[2]._replace(left=65)
    assert paragraphs(page) == [" ".join(FIRST[:2]), " ".join(SECOND[:2])]


def test_larger_type_is_a_heading_of_its_own_over_two_lines() -> None:
    head = set_lines("Declaration of the Harbour Forum on Port Fees", "and Pilots", top=750, size=14, leading=16)
    assert (
        paragraphs(head + set_lines(*FIRST, top=720))[0] == "Declaration of the Harbour Forum on Port Fees and Pilots"
    )


def test_lines_of_a_list_stay_lines() -> None:
    names = set_lines("Chile", "Peru", "Fiji Islands", "Togo", top=600)
    assert paragraphs(set_lines(*FIRST) + names)[1:] == ["Chile\nPeru\nFiji Islands\nTogo"]


def test_items_are_apart_and_go_on_below_their_words() -> None:
    page = set_lines("We agreed to:", "1. open a register of ships for all the harbours", top=700)
    page += [Placed("of the region;", 62, 676), Placed("2. train pilots.", 50, 664)]
    page += set_lines(*FIRST, top=620)
    assert paragraphs(page)[:3] == [
        "We agreed to:",
        "1. open a register of ships for all the harbours of the region;",
        "2. train pilots.",
    ]


def test_columns_are_read_one_after_the_other_and_a_sentence_over_their_end() -> None:
    left = set_lines(*FIRST, "The Ministers agreed to open a register of ships", left=50)
    right = set_lines("for all the harbours of the region.", *SECOND, left=320)
    assert paragraphs(left + right) == [
        " ".join(FIRST),
        "The Ministers agreed to open a register of ships for all the harbours of the region.",
        " ".join(SECOND),
    ]


def test_columns_that_are_drawn_line_by_line_are_read_one_after_the_other() -> None:
    left, right = FIRST + THIRD, THIRD + FIRST
    page = [one for both in zip(set_lines(*left), set_lines(*right, left=320), strict=True) for one in both]
    assert paragraphs(page) == [" ".join(one) for one in (FIRST, THIRD, THIRD, FIRST)]


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    assert paragraphs(set_lines(*FIRST, *SECOND[:1]), set_lines(*SECOND[1:], *THIRD))[1] == " ".join(SECOND)


def test_a_table_is_read_row_by_row() -> None:
    rows = [
        ("State", "Head", "Post"),
        ("Chile", "Ana Soto", "Minister of Ports"),
        ("Peru", "Luis Vega", "Minister of Roads"),
    ]
    page = set_lines(*FIRST, top=780) + [
        Placed(cell, 50 + 120 * column, 700 - 15 * row)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]
    assert paragraphs(page)[1:] == [
        "| State | Head | Post |",
        "| Chile | Ana Soto | Minister of Ports |",
        "| Peru | Luis Vega | Minister of Roads |",
    ]


def test_cells_of_several_lines_drawn_one_after_the_other() -> None:
    page = []
    for row, (state, head, post) in enumerate(
        [
            ("Chile", "Ana Soto", ("Minister of", "Ports")),
            ("Peru", "Luis Vega", ("Minister of", "Roads")),
            ("Fiji", "Ema Rao", ("Chief",)),
        ]
    ):
        top = 700 - 40 * row
        page += [Placed(state, 50, top), Placed(head, 150, top), *set_lines(*post, left=250, top=top)]
    assert paragraphs(page) == [
        "| Chile | Ana Soto | Minister of Ports |",
        "| Peru | Luis Vega | Minister of Roads |",
        "| Fiji | Ema Rao | Chief |",
    ]


def test_raised_numbers_are_marks_of_notes() -> None:
    page = set_lines("Chile will pay by 2035 and host the next Forum.")
    page.insert(1, Placed("12", 50 + 215, 704, 6))
    page.append(Placed("12 In kind.", 50, 500, 8))
    assert paragraphs(page) == ["Chile will pay by 2035 and host the next Forum.¹²", "12 In kind."]


def test_a_word_cut_at_a_line_s_end_stays_cut_in_the_stored_text() -> None:
    assert paragraphs(
        set_lines("The Ministers agreed on the deve-", "lopment of the ports of all states", "and left.")
    ) == ["The Ministers agreed on the deve-\nlopment of the ports of all states and left."]


def test_the_marks_of_a_list_are_no_column_of_a_table() -> None:
    items = ("open a register of ships", "train the pilots of each harbour", "meet once a year", "count ships")
    page = []
    for at, words in enumerate(items):
        page += [Placed(f"{at + 1}.", 50, 700 - 14 * at), Placed(words, 90, 700 - 14 * at)]
    assert [" ".join(one.split()) for one in paragraphs(page)] == [
        f"{at}. {words}" for at, words in enumerate(items, 1)
    ]


def test_stretched_lines_are_no_table() -> None:
    words = [
        "The Ministers agreed to open a",
        "register of ships, to train the",
        "pilots of each harbour, and to",
        "meet once a year to talk about",
    ]
    page = []
    for at, line in enumerate(words):
        parts = line.split()
        gap = (240 - 6 * len("".join(parts))) / (len(parts) - 1)
        left = 50.0
        for part in parts:
            page.append(Placed(part, round(left, 2), 700 - 12 * at, font="F2"))
            left += 6 * len(part) + gap
    assert paragraphs(page) == [" ".join(words)]


def test_a_hyphen_between_capitals_or_numbers_stays_without_a_break() -> None:
    lines = (
        "The Ministers spoke of the plan of the U.S.-",
        "Mexico border and of what was done in COVID-",
        "19 times.",
    )
    assert paragraphs(set_lines(*lines)) == [
        "The Ministers spoke of the plan of the U.S.-Mexico border and of what was done in COVID-19 times."
    ]


def test_pages_whose_type_is_turned() -> None:
    level = set_lines(*FIRST) + set_lines(*SECOND, top=655)
    turned = [one._replace(base=800 - one.base, upward=True) for one in level]
    assert paragraphs(turned) == paragraphs(level) == [" ".join(FIRST), " ".join(SECOND)]


def test_the_title_of_the_metadata() -> None:
    assert read_pdf(placed_pdf(set_lines(*FIRST), title="Harbour Forum"), Path("a.pdf"))[1] == "Harbour Forum"


@pytest.mark.parametrize(
    ("data", "remedy"),
    [
        (b"%PDF-1.4\nnothing", "damaged or cut"),
        (b"PK\x03\x04", "ending of what it is"),
    ],
)
def test_what_to_do_about_a_pdf_that_does_not_open(data: bytes, remedy: str) -> None:
    with pytest.raises(InputError, match=remedy):
        read_pdf(data, Path("a.pdf"))
