"""Names, dates and sentence boundaries."""

from __future__ import annotations

import pytest

from pledgegraph.extract.dates import find_dates
from pledgegraph.extract.grammar import Grammar
from pledgegraph.extract.sentences import sentences
from pledgegraph.model import Kind


def found(grammar: Grammar, text: str) -> list[tuple[str, str]]:
    return [
        (name.ref.key if name.ref else "?", name.written) for name in grammar.names.find(text) if not name.adjective
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Lao People's Democratic Republic met", [("LAO", "Lao People's Democratic Republic")]),
        ("Guinea-Bissau and Guinea", [("GNB", "Guinea-Bissau"), ("GIN", "Guinea")]),
        ("Papua New Guinea, Equatorial Guinea", [("PNG", "Papua New Guinea"), ("GNQ", "Equatorial Guinea")]),
        ("Nigeria and Niger", [("NGA", "Nigeria"), ("NER", "Niger")]),
        ("Dominica and the Dominican Republic", [("DMA", "Dominica"), ("DOM", "Dominican Republic")]),
        ("the Republic of Korea", [("KOR", "Republic of Korea")]),
        ("Korea said", [("?", "Korea")]),
        ("Romania, Omani dates", [("ROU", "Romania")]),
        ("the delegation of Oman", [("OMN", "Oman")]),
        ("Socialist Republic of Vietnam and Viet Nam", [("VNM", "Socialist Republic of Vietnam"), ("VNM", "Viet Nam")]),
        (
            "the Hong Kong Special Administrative Region (HKSAR) of China",
            [("HKG", "Hong Kong Special Administrative Region (HKSAR)"), ("CHN", "China")],
        ),
        ("China's ports, ASEAN's role", [("CHN", "China"), ("asean", "ASEAN")]),
        (
            "the International Organization for Migration (IOM)",
            [("iom", "International Organization for Migration (IOM)")],
        ),
    ],
)
def test_names_are_whole_words_and_the_longest(grammar: Grammar, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(grammar, text) == expected


def test_a_territory_is_no_state(grammar: Grammar) -> None:
    kinds = {name.ref.kind for name in grammar.names.find("Hong Kong, Macao and Taiwan") if name.ref}
    assert kinds == {Kind.TERRITORY}


def test_a_wrong_expansion_beside_a_known_acronym_keeps_what_is_written(grammar: Grammar) -> None:
    (name,) = grammar.names.find("from the International Organization for Ports and Migration (IOM).")
    assert name.ref is not None and name.ref.key == "iom"
    assert name.written == "International Organization for Ports and Migration (IOM)"
    assert name.expected == "International Organization for Migration"


def test_an_acronym_that_the_text_defines_otherwise_is_not_the_known_one(grammar: Grammar) -> None:
    text = "The National Inspection Agency (NIA) of ports met. NIA thanked all."
    assert "national-immigration-administration-chn" not in {n.ref.key for n in grammar.names.find(text) if n.ref}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("September 9, 2024", "2024-09-09", "2024-09-09"),
        ("from 26th to 28th June, 2023", "2023-06-26", "2023-06-28"),
        ("from September 17 to 18, 2025", "2025-09-17", "2025-09-18"),
        ("5-7 June 2020", "2020-06-05", "2020-06-07"),
        ("30 April to 2 May 2031", "2031-04-30", "2031-05-02"),
        ("September 30 to October 2, 2024", "2024-09-30", "2024-10-02"),
        ("2025-10-14", "2025-10-14", "2025-10-14"),
        ("18 September 2024 and", "2024-09-18", "2024-09-18"),
    ],
)
def test_dates_and_ranges(text: str, start: str, end: str) -> None:
    (one,) = find_dates(text)
    assert (str(one.start), str(one.end), one.impossible) == (start, end, False)


@pytest.mark.parametrize("text", ["from September 9 to 10", "on 4 May", "May 5"])
def test_a_missing_year_is_not_guessed(text: str) -> None:
    (one,) = find_dates(text)
    assert (one.start, one.end, one.year) == (None, None, None)
    assert one.in_year(2031).start is not None


@pytest.mark.parametrize("text", ["February 31, 2024", "31 June 2020", "2023-02-30", "10 to 5 May 2031"])
def test_an_impossible_date_says_so(text: str) -> None:
    assert [one.impossible for one in find_dates(text)] == [True]


def test_no_date_in_numbers() -> None:
    assert find_dates("the 2030 Agenda, 57 countries, Work Plan 2023-2027, may 5 people") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Anna P. Makakala spoke. She left.", 2),
        ("The U.S. Delegation met Mr. Soto. It agreed.", 2),
        ("One sentence with etc..", 1),
        ('He said "Stop." Then he left.', 2),
        ("No. 12 was adopted. 57 countries came.", 2),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count
