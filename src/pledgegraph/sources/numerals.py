"""Numbers as lists show them: Arabic, Roman, letters, ordinals; the names of the forms are those of Word's `w:numFmt`.

Source of the names: ECMA-376, part 1, 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST_ROMAN = 3999
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def numeral(number: int, form: str) -> str:
    """A number in the form that a list names; one that is not known here, in Arabic numbers.

    >>> [numeral(4, form) for form in ("decimal", "upperRoman", "lowerLetter", "ordinal", "decimalZero", "none")]
    ['4', 'IV', 'd', '4th', '04', '']
    """
    return _FORMS[form](number) if form in _FORMS and number > 0 else str(number)


def raised(digits: str) -> str:
    """Digits as raised signs, as the mark of a note is shown.

    >>> raised("12")
    '¹²'
    """
    return digits.translate(_RAISED)


def _roman(number: int) -> str:
    if number > _LARGEST_ROMAN:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written += letters
            number -= value
    return written


def _letter(number: int) -> str:
    """The letter of the alphabet, doubled behind its end, as Word counts ("z", "aa", "bb")."""
    return _ALPHABET[(number - 1) % len(_ALPHABET)] * ((number - 1) // len(_ALPHABET) + 1)


def _ordinal(number: int) -> str:
    return f"{number}{'th' if 10 <= number % 100 <= 20 else _SUFFIXES.get(number % 10, 'th')}"


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "ordinal": _ordinal,
    "decimalZero": lambda number: f"{number:02d}",
    "none": lambda number: "",
}
