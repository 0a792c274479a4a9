"""Room for answers in the front's memory: taken before an answer is read, given back when nobody holds it any more."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from dataclasses import dataclass

from pledgegraph.serve.formats import Form
from pledgegraph.serve.outcomes import Answer, Held
from pledgegraph.serve.wire import Dataset

_LARGEST_SHARE = 4


class Buffers:
    """How much memory answers may take together."""

    def __init__(self, room: int) -> None:
        self.room = room

    def hold(self, size: int) -> Held | None:
        """A place for an answer of that size; None when there is no room for it now."""
        if size > self.room:
            return None
        self.room -= size
        held = Held()
        weakref.finalize(held, self._give_back, size)
        return held

    def _give_back(self, size: int) -> None:
        self.room += size


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What makes two questions the same."""

    release: str
    query: str
    base: str
    dataset: Dataset | None
    form: Form


class Cache:
    """The answers that were asked for last, up to a size; what was not asked for longest goes first."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.taken = 0
        self._answers: OrderedDict[Key, Answer] = OrderedDict()

    def get(self, key: Key) -> Answer | None:
        """The answer to the same question, if it is kept."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: Key, answer: Answer) -> None:
        """Keeps an answer that is small enough to share the room with others."""
        if _weight(key, answer) * _LARGEST_SHARE > self.size or key in self._answers:
            return
        self._answers[key] = answer
        self.taken += _weight(key, answer)
        while self.taken > self.size:
            self.taken -= _weight(*self._answers.popitem(last=False))

    def forget(self) -> None:
        """Drops everything: another release answers now."""
        self._answers.clear()
        self.taken = 0


def _weight(key: Key, answer: Answer) -> int:
    return len(key.query) + len(answer.held.data)
