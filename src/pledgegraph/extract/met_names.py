"""The full names that a text has given so far, found again by a part, without initials, or by their first words.

Each question is answered from an index: a text may name thousands of persons, and asks of each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pledgegraph.model import Person
from pledgegraph.slugs import slugify
from pledgegraph.spans import Span

_WORD = re.compile(r"\w+")
_OPENING = 2
"""How many of its first words a name is found by."""


class MetNames:
    """Names with the persons they stand for, in the order in which the text gives them."""

    def __init__(self) -> None:
        """Nobody yet."""
        self._persons: dict[str, Person] = {}
        self._places: dict[str, int] = {}
        self._by_first: dict[tuple[str, ...], list[str]] = {}
        self._by_bare: dict[str, dict[str, Person]] = {}
        self._by_part: dict[tuple[str, ...], dict[str, tuple[Person, list[str]]]] = {}
        self._has_initials = False

    def add(self, name: str, person: Person) -> None:
        """A name met for the first time."""
        self._places[name] = len(self._persons)
        self._persons[name] = person
        self._by_first.setdefault(tuple(_WORD.findall(name)[:_OPENING]), []).append(name)
        bare = without_initials(name)
        self._has_initials = self._has_initials or bare != name
        self._by_bare.setdefault(bare, {})[person.key] = person
        words = slugify(name).split("-")
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                self._by_part.setdefault(tuple(words[start:end]), {})[person.key] = (person, words)

    def of(self, name: str) -> Person | None:
        """The person of exactly this name."""
        return self._persons.get(name)

    def with_part(self, part: list[str]) -> list[tuple[Person, list[str]]]:
        """The persons in whose names a part stands in one piece, with the words of the name."""
        return list(self._by_part.get(tuple(part), {}).values())

    def but_for_initials(self, name: str) -> list[Person]:
        """The persons whose names differ from this one by middle initials alone."""
        bare = without_initials(name)
        if bare == name and not self._has_initials:
            return []
        return list(self._by_bare.get(bare, {}).values())

    def perhaps_in(self, text: str, span: Span) -> Iterator[tuple[str, Person]]:
        """The names whose first words stand in a stretch of text, in their order, with their persons."""
        words = _WORD.findall(text, span.start, span.end)
        openings = {(), *((word,) for word in words), *pairwise(words)}
        names = [name for opening in openings for name in self._by_first.get(opening, ())]
        for name in sorted(names, key=self._places.__getitem__):
            yield name, self._persons[name]


def without_initials(name: str) -> str:
    """A name without the initials between its first and last word.

    >>> without_initials("Ana B. Soto")
    'Ana Soto'
    """
    words = name.split()
    return " ".join(word for place, word in enumerate(words) if place in (0, len(words) - 1) or not word.endswith("."))
