"""Who is served next: what is known of a query's length, and a lane in which short ones need not wait for long ones.

Each query that waits is due some time after it came, a multiple of the processor's time that the same text took
before; whoever is due first is served first. So the wait of a short query is short and that of a long one grows with
its own length, and as what is due is bounded from the moment of coming, nobody is overtaken for ever.
"""

from __future__ import annotations

import asyncio
import bisect
import hashlib
import math
from collections import OrderedDict
from collections.abc import Iterator
from itertools import count

from pledgegraph.serve.worker import Worker

_REMEMBERED = 4096
_GUESS = 0.02
_STRETCH = 20
SHORT = 0.05
"""Seconds up to which a query is short; so is one of which nothing is known."""
TINY = 0.01
"""Seconds up to which a query is over before others notice it."""

Waiter = asyncio.Future[Worker]


class Costs:
    """The processor's time that texts took when they were last evaluated."""

    def __init__(self) -> None:
        self._seconds: OrderedDict[bytes, float] = OrderedDict()

    def of(self, text: str) -> float:
        """Seconds for a text; a guess where it was not asked lately."""
        return self._seconds.get(_digest(text), _GUESS)

    def note(self, text: str, seconds: float) -> None:
        """Remembers what a text took."""
        key = _digest(text)
        self._seconds[key] = seconds
        self._seconds.move_to_end(key)
        if len(self._seconds) > _REMEMBERED:
            self._seconds.popitem(last=False)


class Lane:
    """Those who wait for a worker, in the order in which they are due."""

    def __init__(self) -> None:
        self._places: list[tuple[float, int, float, Waiter]] = []
        self._turn = count()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._places)

    def __iter__(self) -> Iterator[Waiter]:
        """Those who wait, the first to be served first."""
        return (waiter for *_, waiter in self._places)

    def join(self, cost: float, latest: float) -> Waiter:
        """A place for a query of that cost, due half way from now to `latest` (the loop's time) at the latest."""
        loop = asyncio.get_running_loop()
        now, waiter = loop.time(), loop.create_future()
        bisect.insort(self._places, (min(now + _STRETCH * cost, (now + latest) / 2), next(self._turn), cost, waiter))
        return waiter

    def leave(self, waiter: Waiter) -> None:
        """Gives up a place, if it is still held."""
        self._places = [place for place in self._places if place[3] is not waiter]

    def serve(self, worker: Worker, *, over: float = -math.inf, most: float = math.inf) -> float | None:
        """Gives a worker to the one who is due first; what that query costs, None when nobody was there to take it.

        Args:
            worker: who is free.
            over: what a query must cost more than.
            most: what it may cost.
        """
        chosen = self._first(over, most)
        if chosen is None:
            return None
        _, _, cost, waiter = self._places.pop(chosen)
        waiter.set_result(worker)
        return cost

    def due(self, *, over: float = -math.inf, most: float = math.inf) -> float:
        """When the one who would be served is due (the loop's time); never where there is none."""
        chosen = self._first(over, most)
        return math.inf if chosen is None else self._places[chosen][0]

    def _first(self, over: float, most: float) -> int | None:
        return next((at for at, (_, _, cost, _) in enumerate(self._places) if over < cost <= most), None)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
