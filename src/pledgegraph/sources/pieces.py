"""Pieces of text that every match of a pattern contains: where none of them stands, the pattern need not be tried."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

# The parser of the standard library: what else reads patterns would have to say of each what this one says.
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_SHORTEST = 3
_MOST_STRINGS = 128
_MOST_PIECES = 400
_MOST_LETTERS = 3
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_NOTHING = frozenset(("",))


def pieces(pattern: re.Pattern[str]) -> tuple[str, ...]:
    r"""Pieces of which every match contains one at least; empty where the pattern does not tell.

    Those of a pattern that ignores case are in small letters, for a text in small letters.

    >>> pieces(re.compile(r"\b(?:[Hh]osted|led) by (?:the )?[A-Z]"))
    ('Hosted by ', 'hosted by ', 'led by ')
    """
    ignores_case = bool(pattern.flags & re.IGNORECASE)
    if pattern.flags & (re.VERBOSE | re.LOCALE) or (ignores_case and not pattern.pattern.isascii()):
        return ()
    found = _needed(_parser.parse(pattern.pattern, pattern.flags & ~re.IGNORECASE))
    written = {piece.lower() for piece in found} if ignores_case else found
    return tuple(sorted(one for one in written if not any(other in one for other in written if other != one)))


def folded(text: str) -> str:
    """A text in small letters, as long as before, for the pieces of patterns that ignore case.

    A pattern that ignores case takes four other letters for an i, a k or an s as well.

    >>> folded("İstanbul, 5 \u212aelvin")
    'istanbul, 5 kelvin'
    """
    for other, letter in (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"), ("\u212a", "k")):
        text = text.replace(other, letter)
    return text.lower()


def _needed(items: Any) -> frozenset[str]:  # noqa: ANN401  (the parser's tree has no types)
    """The best of the sets that the items of a sequence give, taken one by one and as far as they run on."""
    sets: list[frozenset[str]] = []
    run = _NOTHING
    for kind, value in items:
        strings = _strings(kind, value)
        if strings is not None and len(run) * len(strings) <= _MOST_STRINGS:
            run = frozenset(map("".join, product(run, strings)))
            continue
        sets.append(run)
        run = strings or _NOTHING
        if strings is None:
            sets.append(_inside(kind, value))
    return _best((*sets, run))


def _strings(kind: Any, value: Any) -> frozenset[str] | None:  # noqa: ANN401
    """Every string that an item can match, if those are few."""
    if kind is op.LITERAL:
        return frozenset((chr(value),))
    if kind is op.IN:
        few = len(value) <= _MOST_LETTERS and all(one is op.LITERAL for one, _ in value)
        return frozenset(chr(letter) for _, letter in value) if few else None
    if kind in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return _NOTHING
    if kind is op.BRANCH:
        return _together(_strings_of(branch) for branch in value[1])
    if kind is op.SUBPATTERN and not value[1] & re.IGNORECASE:
        return _strings_of(value[3])
    if kind in _REPEATS and value[:2] == (0, 1):
        return _together((_NOTHING, _strings_of(value[2])))
    return None


def _strings_of(items: Any) -> frozenset[str] | None:  # noqa: ANN401
    run = _NOTHING
    for kind, value in items:
        strings = _strings(kind, value)
        if strings is None or len(run) * len(strings) > _MOST_STRINGS:
            return None
        run = frozenset(map("".join, product(run, strings)))
    return run


def _together(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    known = list(sets)
    if any(one is None for one in known):
        return None
    joined = frozenset[str]().union(*(one for one in known if one is not None))
    return joined if len(joined) <= _MOST_STRINGS else None


def _inside(kind: Any, value: Any) -> frozenset[str]:  # noqa: ANN401
    """What an item needs that can match more than a few strings."""
    if kind is op.BRANCH:
        needed = [_needed(branch) for branch in value[1]]
        return frozenset[str]().union(*needed) if all(needed) else frozenset()
    if kind is op.SUBPATTERN and not value[1] & re.IGNORECASE:
        return _needed(value[3])
    if kind is op.ATOMIC_GROUP:
        return _needed(value)
    if kind in _REPEATS and value[0] > 0:
        return _needed(value[2])
    return frozenset()


def _best(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """Of several sets the one whose shortest piece is the longest, then the smallest."""
    usable = [one for one in sets if one and len(one) <= _MOST_PIECES and min(map(len, one)) >= _SHORTEST]
    return max(usable, key=lambda one: (min(map(len, one)), -len(one)), default=frozenset())
