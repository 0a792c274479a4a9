"""The clean layer never moves an offset."""

from __future__ import annotations

import pytest
from hypothesis import given

from pledgegraph.sources.clean import clean, hidden_characters
from strategies import texts


@given(texts)
def test_length_is_kept(text: str) -> None:
    assert len(clean(text)) == len(text)


@given(texts)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(texts)
def test_letters_and_digits_are_never_replaced(text: str) -> None:
    assert all(after == before for before, after in zip(text, clean(text), strict=True) if before.isalnum())


@given(texts)
def test_the_only_white_space_left_is_a_space_or_a_line_end(text: str) -> None:
    assert {char for char in clean(text) if char.isspace()} <= {" ", "\n"}


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("the\u00a0Forum", "the Forum"),
        ("the People\u2019s Republic", "the People's Republic"),
        ("\u201cscan\u201d", '"scan"'),
        ("\uff08Arica\uff09", "(Arica)"),
        ("one\r\ntwo", "one \ntwo"),
        ("one\rtwo", "one\ntwo"),
        ("one\u2028two", "one\ntwo"),
        ("\ufeffTitle", " Title"),
        ("high\u2011level", "high-level"),
        ("Jo\u00e3o \u2013 and \u2014", "Jo\u00e3o \u2013 and \u2014"),
    ],
)
def test_replacements(raw: str, plain: str) -> None:
    assert clean(raw) == plain


def test_a_line_end_of_two_characters_is_no_empty_line() -> None:
    assert clean("one\r\ntwo").count("\n") == 1
    assert clean("one\r\n\r\ntwo").count("\n") == 2


def test_hidden_characters_are_told_by_offset() -> None:
    assert hidden_characters("a\u200bb\u202ec\u00add") == [1, 3, 5]
    assert hidden_characters("plain text\n") == []


def test_a_byte_order_mark_is_hidden_only_inside_the_text() -> None:
    assert hidden_characters("\ufeffTitle") == []
    assert hidden_characters("Ti\ufefftle") == [2]
