"""Lists of facts that find their entries by what these are about, without looking at all of them each time."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

Fact = TypeVar("Fact")


class Facts(list[Fact], Generic[Fact]):
    """Facts of one kind in the order in which a text gives them.

    What each is about is filed when it is first asked for, so that a text with thousands of facts is read in time by
    its length. A kind of facts says in `keys` what one is about.
    """

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        """The facts, none of them filed yet."""
        super().__init__(facts)
        self._filed = 0
        self._places: dict[Hashable, list[int]] = {}

    def __reduce__(self) -> tuple[type[Facts[Fact]], tuple[list[Fact]]]:
        """What one process hands another: the facts alone."""
        return type(self), (list(self),)

    def __setitem__(self, place: Any, fact: Any) -> None:  # noqa: ANN401  (as the list's own: a fact, or several)
        """Replaces facts; all are filed anew unless one takes the place of another about the same."""
        if isinstance(place, slice) or self.keys(self[place]) != self.keys(fact):
            self._filed, self._places = 0, {}
        super().__setitem__(place, fact)

    @staticmethod
    def keys(fact: Fact) -> tuple[Hashable, ...]:
        """What a fact is about: all that it is to be found by."""
        raise NotImplementedError

    def places(self, about: Hashable) -> Sequence[int]:
        """Where the facts about something stand in the list, in order."""
        if self._filed > len(self):
            self._filed, self._places = 0, {}
        for place in range(self._filed, len(self)):
            for key in self.keys(self[place]):
                self._places.setdefault(key, []).append(place)
        self._filed = len(self)
        return self._places.get(about, ())

    def about(self, about: Hashable) -> list[Fact]:
        """The facts about something, in order."""
        return [self[place] for place in self.places(about)]

    def first(self, about: Hashable) -> Fact | None:
        """The first fact about something, or None."""
        return next((self[place] for place in self.places(about)), None)
