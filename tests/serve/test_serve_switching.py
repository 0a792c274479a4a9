"""A new release is taken up without a restart and without a lost question; one that is broken is left alone."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from pledgegraph.serve.outcomes import Answer
from serve.conftest import gone, make_release, opened, quads, run, until

COUNT = "SELECT (COUNT(*) AS ?n) { ?ship ?p ?o }"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . VALUES ?x { 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 } FILTER(STR(?c) < STR(?x)) }"


def test_every_question_is_answered_while_the_release_changes(tmp_path: Path) -> None:
    first = make_release(tmp_path, quads(400))
    seen: set[str] = set()

    async def main() -> None:
        async with opened(tmp_path / "current", cache=0, patience=0.05) as pool:
            old = set(pool.pids)
            long = asyncio.ensure_future(pool.ask(LONG))
            await asyncio.sleep(0.05)
            second = make_release(tmp_path, quads(500))
            while second.name not in seen:
                answer = await pool.ask(COUNT)
                assert isinstance(answer, Answer), answer
                seen.add(answer.release)
                rows = answer.json()["results"]["bindings"]
                assert rows[0]["n"]["value"] == ("401" if answer.release == first.name else "501")
            assert seen == {first.name, second.name}
            finished = await long
            assert isinstance(finished, Answer), finished
            assert finished.release == first.name
            await gone(old)
            await until(lambda: len(pool.pids) == 3)

    run(main)


def test_a_pinned_release_answers_to_the_end(tmp_path: Path) -> None:
    first = make_release(tmp_path, quads(400))

    async def main() -> None:
        async with opened(tmp_path / "current", cache=0) as pool:
            async with pool.pinned() as pinned:
                second = make_release(tmp_path, quads(500))
                await until(lambda: pool.current.name == second.name)
                for _ in range(3):
                    answer = await pinned.ask(COUNT)
                    assert isinstance(answer, Answer)
                    assert answer.release == first.name
            await gone(set(pinned.crew.pids))

    run(main)


def test_a_broken_release_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first = make_release(tmp_path, quads(400))

    async def main() -> None:
        async with opened(tmp_path / "current", cache=0) as pool:
            second = make_release(tmp_path / "elsewhere", quads(500))
            (second / "data.nq").write_bytes(b"<a> <b> .\n")
            link = tmp_path / "next"
            link.symlink_to(second)
            with caplog.at_level(logging.WARNING, "pledgegraph.serve"):
                link.replace(tmp_path / "current")
                await until(lambda: bool(caplog.records))
                await asyncio.sleep(0.3)
            assert len(caplog.records) == 1
            assert "changed after the build" in caplog.text
            answer = await pool.ask(COUNT)
            assert isinstance(answer, Answer)
            assert answer.release == first.name
            assert len(pool.pids) == 3

    run(main)
