"""The pool: answers, deadlines, lanes, memory, fences, and what happens when a process dies."""

from __future__ import annotations

import asyncio
import os
import signal
from http import HTTPStatus
from pathlib import Path

import pytest

from pledgegraph.errors import InputError
from pledgegraph.serve.formats import CSV, JSON
from pledgegraph.serve.outcomes import Answer, Outcome, Refusal
from pledgegraph.serve.settings import MIB
from pledgegraph.serve.wire import Dataset, Job, Reply, Verdict
from pledgegraph.serve.worker import Worker
from serve.conftest import ENDLESS, GRAPH, HARBOUR, make_release, opened, quads, run, runs, until

PAIRS = "SELECT (COUNT(*) AS ?n) { ?ship ?p ?o . ?other ?q ?r }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?ship ?p ?o }"


def number(outcome: Outcome) -> int:
    assert isinstance(outcome, Answer), outcome
    return int(outcome.json()["results"]["bindings"][0]["n"]["value"])


def refusal(outcome: Outcome) -> Refusal:
    assert isinstance(outcome, Refusal), outcome
    return outcome


def test_the_default_graph_is_the_union_and_a_query_or_a_request_may_choose(release: Path) -> None:
    async def main() -> None:
        async with opened(release) as pool:
            assert number(await pool.ask(COUNT)) == 401
            assert number(await pool.ask(COUNT.replace("{", f"FROM <{GRAPH}south> {{", 1))) == 200
            assert number(await pool.ask(COUNT.replace("{", "FROM <file:///etc/hostname> {", 1))) == 0
            assert number(await pool.ask(COUNT, dataset=Dataset(default=(GRAPH + "north",)))) == 201
            assert number(await pool.ask(COUNT, dataset=Dataset(named=(GRAPH + "north",)))) == 0
            inside = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?ship ?p ?o } }"
            assert number(await pool.ask(inside, dataset=Dataset(named=(GRAPH + "north",)))) == 201
            assert number(await pool.ask(inside, dataset=Dataset(default=(GRAPH + "north",)))) == 0
            overridden = COUNT.replace("{", f"FROM <{GRAPH}south> {{", 1)
            assert number(await pool.ask(overridden, dataset=Dataset(default=(GRAPH + "north",)))) == 201

    run(main)


def test_an_answer_is_written_as_asked_and_names_its_release(release: Path) -> None:
    async def main() -> None:
        async with opened(release) as pool:
            table = await pool.ask(f"SELECT ?ship {{ ?ship <{HARBOUR}berth> 7 }}", form=CSV)
            assert isinstance(table, Answer)
            assert table.body == f"ship\r\n{HARBOUR}ship/7\r\n".encode()
            assert table.release == release.name
            graph = await pool.ask(f"CONSTRUCT WHERE {{ <{HARBOUR}ship/7> ?p ?o }}")
            assert isinstance(graph, Answer)
            assert graph.form.media == "text/turtle"
            assert f"<{HARBOUR}ship/7> <{HARBOUR}berth> 7" in graph.body.decode()

    run(main)


def test_a_slip_of_syntax_says_line_and_column(release: Path) -> None:
    async def main() -> None:
        async with opened(release) as pool:
            refused = refusal(await pool.ask("SELECT ?ship {\n  ?ship }"))
            assert (refused.status, refused.kind) == (HTTPStatus.BAD_REQUEST, "syntax")
            assert refused.line == 2
            assert refused.column >= 9
            unknown = refusal(await pool.ask("SELECT (<urn:x:f>(1) AS ?x) {}"))
            assert (unknown.status, unknown.kind) == (HTTPStatus.BAD_REQUEST, "not-evaluated")

    run(main)


def test_a_query_past_its_deadline_is_killed_and_its_worker_replaced(release: Path) -> None:
    async def main() -> None:
        async with opened(release, deadline=0.6, patience=0.2) as pool:
            before = set(pool.pids)
            refused = refusal(await pool.ask(ENDLESS))
            assert (refused.status, refused.kind) == (HTTPStatus.SERVICE_UNAVAILABLE, "deadline")
            assert refused.retry_after > 0
            await until(lambda: len(pool.pids) == 3)
            (killed,) = before - set(pool.pids)
            assert not runs(killed)
            assert number(await pool.ask(COUNT)) == 401

    run(main)


def test_a_worker_that_ran_a_slow_query_stays_behind_the_others(release: Path) -> None:
    async def main() -> None:
        async with opened(release, workers=4, patience=0.01, cache=0) as pool:
            before = set(pool.pids)
            for turn in range(6):
                assert number(await pool.ask(f"{PAIRS} # {turn}")) == 401 * 401
            priorities = sorted(os.getpriority(os.PRIO_PROCESS, pid) for pid in pool.pids)
            own = os.getpriority(os.PRIO_PROCESS, 0)
            assert set(pool.pids) == before
            assert priorities[:4] == [own] * 4
            assert priorities[4] > own
            assert number(await pool.ask(COUNT)) == 401

    run(main)


def test_a_worker_that_has_piled_up_memory_in_a_slow_query_is_replaced(
    release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Worker, "grown", 1 << 40)

    async def main() -> None:
        async with opened(release, patience=0.01, cache=0) as pool:
            before = set(pool.pids)
            assert number(await pool.ask(PAIRS)) == 401 * 401
            await until(lambda: len(before - set(pool.pids)) == 1 and len(pool.pids) == len(before))
            assert number(await pool.ask(COUNT)) == 401

    run(main)


def test_a_single_worker_serves_everybody_after_a_slow_query(release: Path) -> None:
    async def main() -> None:
        async with opened(release, workers=1, patience=0.01, cache=0) as pool:
            assert number(await pool.ask(PAIRS)) == 401 * 401
            assert number(await pool.ask(COUNT)) == 401
            assert number(await pool.ask(f"{PAIRS} # again")) == 401 * 401

    run(main)


def test_short_queries_find_a_worker_while_slow_ones_hold_their_slots(release: Path) -> None:
    async def main() -> None:
        async with opened(release, deadline=5.0, patience=0.05, cache=0) as pool:
            slow = [asyncio.ensure_future(pool.ask(f"{ENDLESS} # {turn}")) for turn in range(4)]
            await asyncio.sleep(0.3)
            for _ in range(20):
                assert number(await pool.ask(COUNT)) == 401
            assert not any(task.done() for task in slow)
            kinds = {refusal(outcome).kind for outcome in await asyncio.gather(*slow)}
            assert kinds == {"deadline", "busy"}

    run(main)


def test_one_client_has_one_slow_query(release: Path) -> None:
    async def main() -> None:
        async with opened(release, workers=3, deadline=1.5, patience=0.1) as pool:
            first = asyncio.ensure_future(pool.ask(ENDLESS, client="192.0.2.7"))
            await asyncio.sleep(0.4)
            second = refusal(await pool.ask(f"{ENDLESS} # again", client="192.0.2.7"))
            assert (second.status, second.kind) == (HTTPStatus.TOO_MANY_REQUESTS, "too-many-slow-queries")
            assert second.retry_after > 0
            assert number(await pool.ask(COUNT, client="192.0.2.7")) == 401
            other = asyncio.ensure_future(pool.ask(f"{ENDLESS} # other", client="192.0.2.8"))
            assert refusal(await first).kind == "deadline"
            assert refusal(await other).kind == "deadline"
            assert refusal(await pool.ask(ENDLESS, client="192.0.2.7")).kind == "deadline"

    run(main)


def test_a_query_that_nobody_waits_for_is_killed(release: Path) -> None:
    async def main() -> None:
        async with opened(release, patience=0.1) as pool:
            for pause in (0.05, 0.4):  # in the fast lane, and in the slow one
                before = set(pool.pids)
                asked = asyncio.ensure_future(pool.ask(f"{ENDLESS} # {pause}"))
                await asyncio.sleep(pause)
                asked.cancel()
                await until(lambda before=before: len(set(pool.pids)) == 3 and set(pool.pids) != before)
                (killed,) = before - set(pool.pids)
                await until(lambda killed=killed: not runs(killed))
            assert pool.current.crew.busy == 0

    run(main)


def test_memory_is_bounded_and_the_next_query_is_answered(release: Path) -> None:
    async def main() -> None:
        async with opened(release, worker_memory=64 * MIB) as pool:
            doubled = "SELECT (STRLEN(?z) AS ?n) { BIND('0123456789abcdef' AS ?a0) " + "".join(
                f"BIND(CONCAT(?a{step}, ?a{step}) AS ?a{step + 1}) " for step in range(24)
            )
            refused = refusal(await pool.ask(doubled + "BIND(?a24 AS ?z) }"))
            assert (refused.status, refused.kind) == (HTTPStatus.SERVICE_UNAVAILABLE, "worker-ended")
            assert number(await pool.ask(COUNT)) == 401

    run(main)


def test_an_answer_is_whole_or_refused(release: Path) -> None:
    async def main() -> None:
        async with opened(release, answer_cap=2000, cache=0) as pool:
            refused = refusal(await pool.ask("SELECT * { ?ship ?p ?o }"))
            assert refused.kind == "answer-too-long"
            assert number(await pool.ask(COUNT)) == 401
        async with opened(release, buffers=60_000, cache=0) as pool:
            everything = "SELECT * { ?ship ?p ?o }"
            kept = await pool.ask(everything, form=CSV)
            assert isinstance(kept, Answer)
            held = [kept]
            while isinstance(more := await pool.ask(everything, form=CSV), Answer):
                held.append(more)
            assert refusal(more).kind == "busy"
            assert sum(len(answer.held.data) for answer in held) <= 60_000
            held.clear()
            del kept
            assert isinstance(await pool.ask(everything, form=CSV), Answer)

    run(main)


def test_a_cached_answer_is_the_same_one_and_volatile_ones_are_not_kept(release: Path) -> None:
    async def main() -> None:
        async with opened(release) as pool:
            assert await pool.ask(COUNT) is await pool.ask(COUNT)
            assert await pool.ask(COUNT) is not await pool.ask(COUNT, form=CSV)
            moment = "SELECT (STRUUID() AS ?n) {}"
            first, second = await pool.ask(moment, form=JSON), await pool.ask(moment, form=JSON)
            assert isinstance(first, Answer) and isinstance(second, Answer)
            assert first.body != second.body
        async with opened(release, cache=0) as pool:
            assert await pool.ask(COUNT) is not await pool.ask(COUNT)

    run(main)


def test_a_worker_reaches_nothing_outside_even_past_the_guard(release: Path) -> None:
    hits: list[int] = []

    async def canary(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hits.append(1)
        writer.close()

    async def main() -> None:
        server = await asyncio.start_server(canary, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with opened(release) as pool, server:
            job = Job(
                query=f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?a ?b ?c }} }}",
                writer="JSON",
                graph=False,
                base="",
                cap=1000,
            )
            result = await pool.current.crew.ask(job, "", asyncio.get_running_loop().time() + 10)
            assert not isinstance(result, Refusal)
            reply: Reply = result[0]
            assert reply.verdict is Verdict.FAILED
            assert not hits

    run(main)


def test_dead_processes_are_replaced(release: Path) -> None:
    async def main() -> None:
        async with opened(release, cache=0) as pool:
            template, *workers = pool.pids
            os.kill(workers[0], signal.SIGKILL)
            await until(lambda: not runs(workers[0]))
            for _ in range(4):
                assert number(await pool.ask(COUNT)) == 401
            os.kill(template, signal.SIGKILL)
            await until(lambda: pool.pids[0] != template)
            await until(lambda: not any(map(runs, workers)))
            assert number(await pool.ask(COUNT)) == 401

    run(main)


def test_a_release_that_was_changed_is_not_opened(tmp_path: Path) -> None:
    made = make_release(tmp_path)
    (made / "data.nq").write_bytes(quads(3))

    async def main() -> None:
        with pytest.raises(InputError, match="changed after the build"):
            async with opened(tmp_path / "current"):
                raise AssertionError

    run(main)
    (tmp_path / "empty").mkdir()

    async def nothing() -> None:
        with pytest.raises(InputError, match="no release here"):
            async with opened(tmp_path / "empty"):
                raise AssertionError

    run(nothing)


def test_whoever_waits_when_the_pool_closes_is_refused(release: Path) -> None:
    async def main() -> None:
        async with opened(release, patience=0.1) as pool:
            asked = [asyncio.ensure_future(pool.ask(f"{ENDLESS} # {turn}")) for turn in range(5)]
            await asyncio.sleep(0.4)
            await pool.close()
            for outcome in await asyncio.gather(*asked):
                assert refusal(outcome).status is HTTPStatus.SERVICE_UNAVAILABLE
            assert refusal(await pool.ask(COUNT + "#")).kind == "busy"

    run(main)


def test_the_same_question_at_one_time_is_asked_of_one_worker(release: Path) -> None:
    distinct = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STR(?c) < STR(?f)) }"

    async def main() -> None:
        async with opened(release, workers=2) as pool:
            asked = [asyncio.ensure_future(pool.ask(distinct)) for _ in range(6)]
            await asyncio.sleep(0.01)
            assert pool.current.crew.busy == 1
            first, *others = await asyncio.gather(*asked)
            assert number(first) > 0
            assert all(other is first for other in others)
            leader = asyncio.ensure_future(pool.ask(distinct + " # again"))
            await asyncio.sleep(0.01)
            follower = asyncio.ensure_future(pool.ask(distinct + " # again"))
            await asyncio.sleep(0.01)
            leader.cancel()
            assert number(await follower) == number(first)

    run(main)
