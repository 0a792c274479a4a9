"""References of the gold files ("state:CHN", "organisation:IOM|...") and how they match what a graph names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

KINDS = ("state", "territory", "organisation", "person", "place", "collective")
NOTHING = "none"

_UNDECOMPOSED = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "\u0131": "i", "&": " and "})
_WORD = re.compile(r"[^\W_]+")
_EXTENSION = ("of", "for")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a graph says of a thing's identity: its kinds (gold words), ISO code, preferred label and all its names."""

    kinds: frozenset[str] = frozenset()
    iso3: str = ""
    label: str = ""
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        kind = "/".join(sorted(self.kinds)) or "thing"
        return f"{kind}:{self.iso3 or self.label or '?'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One kind with the names that are equally right; kind `none` means that nothing is asserted."""

    kind: str
    names: tuple[str, ...] = ()

    def matches(self, named: Named | None) -> bool:
        """Whether `named` is this thing (for `none`: whether there is no thing)."""
        if named is None or self.kind == NOTHING:
            return named is None and self.kind == NOTHING
        if self.kind not in named.kinds:
            return False
        if self.kind in ("state", "territory") and named.iso3 in self.names:
            return True
        if self.kind == "state":
            return False
        return any(_same(self.kind, name, other) for name in self.names for other in named.names)


def fold(text: str) -> str:
    """Lower-case words without accents and punctuation, a leading "the" dropped.

    >>> fold("The  Sándor-Gömbös (SG)")
    'sandor gombos sg'
    """
    plain = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED).replace("'", "").replace("\u2019", ""))
    words = _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)).casefold())
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def alternatives(value: str) -> tuple[str, ...]:
    """The readings of a plain gold value; an empty value reads as `none`.

    >>> alternatives("none || Jiangsu")
    ('none', 'Jiangsu')
    """
    return tuple(part.strip() for part in value.split("||")) if value else (NOTHING,)


def references(value: str) -> tuple[Reference, ...]:
    """The references in a gold value; an empty value reads as `none`.

    Raises:
        ValueError: a part has no known kind or no name.
    """
    return tuple(_reference(part) for part in alternatives(value))


def matches_any(options: tuple[Reference, ...], named: Named | None) -> bool:
    """Whether one of the options is `named`."""
    return any(option.matches(named) for option in options)


def same_label(expected: str, found: str) -> bool:
    """Whether a found label is the expected one, perhaps with "of <whose>" or an acronym added."""
    return same_body(fold(expected), fold(found))


def same_body(expected: str, found: str) -> bool:
    """The same for folded labels.

    >>> same_body("immigration agency", "immigration agency of mongolia"), same_body("asean", "asean secretariat")
    (True, False)
    """
    if expected == found:
        return True
    return any(found.startswith(f"{expected} {word} ") for word in _EXTENSION)


def _reference(part: str) -> Reference:
    if part == NOTHING:
        return Reference(kind=NOTHING)
    kind, _, names = part.partition(":")
    listed = tuple(name.strip() for name in names.split("|") if name.strip())
    if kind not in KINDS or not listed:
        raise ValueError(f"'{part}' is no reference; write one of {', '.join(KINDS)}, a colon and a name, or 'none'")
    return Reference(kind=kind, names=listed)


def _same(kind: str, expected: str, found: str) -> bool:
    if kind == "person":
        return sorted(fold(expected).split()) == sorted(fold(found).split())
    if kind == "organisation":
        return same_label(expected, found)
    return fold(expected) == fold(found)
