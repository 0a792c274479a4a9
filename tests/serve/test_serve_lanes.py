"""Who is served next: short texts before long ones, nobody overtaken for ever, what is remembered bounded."""

from __future__ import annotations

import asyncio
import math
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from pledgegraph.serve.lanes import SHORT, Costs, Lane, Waiter
from pledgegraph.serve.outcomes import Answer
from pledgegraph.serve.worker import Worker
from serve.conftest import opened, run


def served(lane: Lane, waiters: dict[str, Waiter]) -> list[str]:
    """Serves all who wait; their names in the order in which they were served."""
    order = []
    while len(lane):
        lane.serve(cast(Worker, SimpleNamespace()))
        order += [name for name, waiter in waiters.items() if waiter.done() and name not in order]
    return order


def test_short_queries_are_served_before_long_ones_and_equals_as_they_came() -> None:
    async def main() -> None:
        latest = asyncio.get_running_loop().time() + 60
        lane = Lane()
        waiters = {name: lane.join(cost, latest) for name, cost in (("long", 0.5), ("a", 0.01), ("mid", 0.2))}
        waiters["b"] = lane.join(0.01, latest)
        assert len(lane) == len(list(lane)) == 4
        assert served(lane, waiters) == ["a", "b", "mid", "long"]

    run(main)


def test_nobody_is_overtaken_once_half_of_the_time_is_over() -> None:
    async def main() -> None:
        lane = Lane()
        waiters = {"long": lane.join(0.5, asyncio.get_running_loop().time() + 0.04)}
        await asyncio.sleep(0.03)
        waiters["short"] = lane.join(0.0, asyncio.get_running_loop().time() + 0.04)
        assert served(lane, waiters) == ["long", "short"]

    run(main)


def test_who_is_due_first_is_known_before_anybody_is_served() -> None:
    async def main() -> None:
        lane, now = Lane(), asyncio.get_running_loop().time()
        assert lane.due() == math.inf
        lane.join(0.4, now + 60)
        assert now + 5 < lane.due() < now + 20
        assert lane.due(most=SHORT) == math.inf
        lane.join(0.01, now + 60)
        assert lane.due() < now + 1 < lane.due(over=SHORT)

    run(main)


def test_a_worker_that_is_kept_for_short_queries_passes_long_ones_by() -> None:
    async def main() -> None:
        latest = asyncio.get_running_loop().time() + 0.1
        lane, worker = Lane(), cast(Worker, SimpleNamespace())
        waiters = {"long": lane.join(0.4, latest), "short": lane.join(0.05, latest + 60)}
        assert lane.serve(worker, most=SHORT) == 0.05
        assert [name for name, waiter in waiters.items() if waiter.done()] == ["short"]
        assert lane.serve(worker, most=SHORT) is None
        assert lane.serve(worker) == 0.4
        assert lane.serve(worker) is None

    run(main)


def test_a_worker_that_has_stepped_back_passes_short_ones_by() -> None:
    async def main() -> None:
        latest = asyncio.get_running_loop().time() + 60
        lane, worker = Lane(), cast(Worker, SimpleNamespace())
        waiters = {"short": lane.join(0.05, latest), "long": lane.join(0.4, latest)}
        assert lane.serve(worker, over=SHORT) == 0.4
        assert [name for name, waiter in waiters.items() if waiter.done()] == ["long"]
        assert lane.serve(worker, over=SHORT) is None

    run(main)


def test_one_of_four_workers_is_kept_for_short_queries(release: Path) -> None:
    heavy, short = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "ASK { ?ship ?p ?o }"

    async def main() -> None:
        async with opened(release, workers=4, cache=0, patience=30.0, deadline=1.5) as pool:
            costs = pool.current.crew._costs
            texts = [f"{heavy} # {turn}" for turn in range(4)]
            for text in texts:
                costs.note(text, 1.0)
            long = [asyncio.ensure_future(pool.ask(text)) for text in texts]
            await asyncio.sleep(0.2)
            assert len(pool.current.crew._idle) == 1
            assert isinstance(await pool.ask(short), Answer)
            assert not any(task.done() for task in long)
            assert not any(isinstance(outcome, Answer) for outcome in await asyncio.gather(*long))

    run(main)


def test_of_five_workers_one_is_kept_for_what_is_over_at_once(release: Path) -> None:
    heavy, tiny = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "ASK { ?ship ?p ?o }"

    async def main() -> None:
        async with opened(release, workers=5, cache=0, patience=30.0, deadline=1.5) as pool:
            costs = pool.current.crew._costs
            texts = [f"{heavy} # {turn}" for turn in range(5)]
            for text, cost in zip(texts, (1.0, 1.0, 1.0, 0.03, 0.03), strict=True):
                costs.note(text, cost)
            costs.note(tiny, 0.001)
            asked = [asyncio.ensure_future(pool.ask(text)) for text in texts]
            await asyncio.sleep(0.2)
            assert len(pool.current.crew._idle) == 1
            assert isinstance(await pool.ask(tiny), Answer)
            assert not any(isinstance(outcome, Answer) for outcome in await asyncio.gather(*asked))

    run(main)


@pytest.mark.parametrize("cost", [0.3, 3.0])
def test_long_and_slow_queries_are_served_beside_any_number_of_short_ones(release: Path, cost: float) -> None:
    async def main() -> None:
        async with opened(release, workers=4, cache=0, deadline=6.0) as pool:
            texts = [f"ASK {{ ?ship ?p {turn} }}" for turn in range(4)]
            for text in texts:
                pool.current.crew._costs.note(text, cost)
            stop = asyncio.Event()

            async def hammer() -> None:
                while not stop.is_set():
                    assert isinstance(await pool.ask("ASK { ?ship ?p ?o }"), Answer)

            hammers = [asyncio.ensure_future(hammer()) for _ in range(16)]
            await asyncio.sleep(0.1)
            assert all(isinstance(outcome, Answer) for outcome in await asyncio.gather(*map(pool.ask, texts)))
            stop.set()
            await asyncio.gather(*hammers)

    run(main)


def test_who_leaves_is_not_served() -> None:
    async def main() -> None:
        latest = asyncio.get_running_loop().time() + 60
        lane = Lane()
        waiters = {"gone": lane.join(0.0, latest), "here": lane.join(0.1, latest)}
        lane.leave(waiters["gone"])
        lane.leave(waiters["gone"])
        assert served(lane, waiters) == ["here"]

    run(main)


def test_costs_are_guessed_then_known_and_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledgegraph.serve.lanes._REMEMBERED", 2)
    costs = Costs()
    guess = costs.of("ASK {}")
    costs.note("ASK {}", 3.0)
    assert costs.of("ASK {}") == 3.0 != guess
    costs.note("ASK { ?a ?b 1 }", 1.0)
    costs.note("ASK {}", 4.0)
    costs.note("ASK { ?a ?b 2 }", 1.0)
    assert [costs.of(text) for text in ("ASK {}", "ASK { ?a ?b 1 }", "ASK { ?a ?b 2 }")] == [4.0, guess, 1.0]


def test_a_text_that_was_long_waits_for_one_that_was_short(release: Path) -> None:
    long = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
    short = "ASK { ?ship ?p ?o }"

    async def main() -> None:
        async with opened(release, workers=1, cache=0, patience=5.0, deadline=50.0) as pool:
            for query in (long, short):
                assert isinstance(await pool.ask(query), Answer)
            ended: list[str] = []

            async def ask(name: str, query: str) -> None:
                assert isinstance(await pool.ask(query), Answer)
                ended.append(name)

            await asyncio.gather(ask("first", long), ask("long", long), ask("short", short))
            assert ended == ["first", "short", "long"]

    run(main)
