"""Marks that open a line: numbers, letters and numerals of items, bullets, footnote marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROMAN_NUMERAL = r"(?:X{0,3})(?:IX|IV|V?I{0,3})"
_SMALL_NUMERAL = r"(?:x{0,3})(?:ix|iv|v?i{0,3})"
_WORD_NUMBERS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ITEM_WORD = (
    r"(?:Action|Activity|Art\.|Article|Commitment|Item|Measure|Paragraph|Point|Priority|Recommendation|Step|Target|§)"
    r"(?= \d)"
)
"""What texts call their items: the number behind it tells them apart."""

_MEASURED = (
    r"(?:million|billion|trillion|thousand|per|percent|percentage|points?|times|degrees?|hectares?|tons?|tonnes?|[kc]?m"
    r"|kilomet(?:er|re)s?|met(?:er|re)s?|miles?|hours?|days?|weeks?|months?|years?|gigawatts?|megawatts?|litres?|of|and|or|to"
    r"|in|on|at|by|for|from|with|is|are|was|were|above|below|as|the|which|that)"
)
"""What goes on a number that a line only happens to begin with ("1.5 million", "2.1 of the plan")."""

MARKER = re.compile(
    rf"{_ITEM_WORD} (?P<named>\d{{1,3}}(?:\.\d{{1,2}}){{0,2}})[.:)]?(?: ?[–—-])?\s+(?=[A-Z\"(])"
    r"|(?P<decimal>(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){1,2})\.?\s+(?=[A-Z\"(])"
    rf"|(?P<decimal_small>\d{{1,2}}(?:\.[1-9]\d?){{1,2}})\.?\s+(?!{_MEASURED}\b)(?=[a-z]{{2,}} )"
    rf"|(?P<word>{'|'.join((*map(str.title, _WORD_NUMBERS), *map(str.upper, _WORD_NUMBERS)))})[.:]\s+(?=[A-Z\"])"
    r"|(?P<arabic>\d{1,3})(?:(?:\.(?!\d)|\)|、)\s*(?=[A-Z\"(])|[.)]\s+(?=[a-z]))"
    r"|\((?P<bracket>\d{1,3})\)\s*"
    rf"|(?P<roman>(?=[IVX]){_ROMAN_NUMERAL})\.\s+(?=[A-Z\"])"
    rf"|\((?P<small>(?=[ivx]){_SMALL_NUMERAL})\)\s*"
    rf"|(?P<small_bare>(?=[ivx]){_SMALL_NUMERAL})[.)]\s+"
    r"|\((?P<letter>[a-z])\)\s*|(?P<letter_bare>[a-z])\)\s*|(?P<letter_dot>[a-h])\.\s+(?=[A-Z\"]|[a-z]{3}|to )"
    rf"|\((?P<roman_bracket>(?=[IVX]){_ROMAN_NUMERAL})\)\s+|(?P<roman_bare>(?=[IVX]){_ROMAN_NUMERAL})\)\s+"
    r"|\((?P<capital_bracket>[A-H])\)\s+|(?P<capital>[A-H])\)\s+"
)
BULLET = re.compile(r"(?:[-*+•–—·▪●○◦‣⁃■□➢✓✔►▶➤→★◆❖☐☑☒\ue000-\uf8ff]|o(?=\s{2}))\s+(?:\[[ xX]\]\s+)?")
"""What opens a line of a list without numbers."""

FOOTNOTE = re.compile(r"\[\d{1,3}\]\s+(?=\S)|[¹²³⁴⁵⁶⁷⁸⁹]+\s*(?=\S)|\*{1,3}\s?(?=Note\b|Footnote\b)")
"""What opens a note: a number in brackets or raised, or asterisks before the word."""

BARE = re.compile(r"(?P<bare>\d{1,3})\s+(?=[A-Z\"(])|(?P<capital>[A-H])\.\s+(?=[A-Z][a-z]+ |[a-z]{3,} )")
"""A number alone or a capital letter, which counts only where it goes on from the one before it."""

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The mark of an item: `width` without the space behind it, `end` where the text begins."""

    label: str
    ordinal: int
    style: str
    width: int
    end: int


def item_mark(text: str) -> Mark | None:
    """The number or letter that opens a line, or None.

    >>> item_mark("(iv) We will open the port.").ordinal
    4
    >>> item_mark("Action 2: Open the port.").style
    'named'
    >>> item_mark("Action 2.1: Open the port.").style
    'decimal'
    """
    found = MARKER.match(text)
    if found is None or found.lastgroup is None:
        return None
    label = found.group(found.lastgroup)
    style = "decimal" if "." in label else found.lastgroup
    width = len(found.group(0).rstrip())
    return Mark(label=label, ordinal=_ordinal(style, label), style=style, width=width, end=found.end())


def bare_ordinal(label: str) -> int:
    """The number that a bare number or letter stands for.

    >>> bare_ordinal("3"), bare_ordinal("C")
    (3, 3)
    """
    return int(label) if label.isdigit() else _ordinal("capital", label)


def _ordinal(style: str, label: str) -> int:
    if style in ("arabic", "bracket", "decimal", "named"):
        return int(label.rpartition(".")[2])
    if style == "word":
        return _WORD_NUMBERS.index(label.lower()) + 1
    if style.startswith(("roman", "small")):
        return roman(label.upper())
    return ord(label.lower()) - ord("a") + 1


def roman(numeral: str) -> int:
    """The value of a Roman numeral.

    >>> roman("XIV")
    14
    """
    total = 0
    for here, after in zip(numeral, numeral[1:] + " ", strict=True):
        value = _ROMAN[here]
        total += -value if after in _ROMAN and _ROMAN[after] > value else value
    return total
