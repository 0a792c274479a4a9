"""Ctrl-C: a query ends at once, and the processes that work for another one end without a word."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from pledgegraph.cli.main import invoke
from pledgegraph.errors import InputError
from pledgegraph.processes import end_with_parent, ended_by_interrupt

ENDLESS = """
import pyoxigraph as ox
from pledgegraph.processes import ended_by_interrupt
store = ox.Store()
number = ox.NamedNode("https://example.org/n")
store.extend(ox.Quad(number, number, ox.Literal(value)) for value in range(2000))
with ended_by_interrupt():
    print("begun", flush=True)
    list(store.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"))
"""


def test_an_interrupt_ends_a_query_that_would_not_end() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"begun\n"
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == -signal.SIGINT
        assert process.stderr is not None and not process.stderr.read()


def test_python_answers_interrupts_again_after_the_query() -> None:
    before = signal.getsignal(signal.SIGINT)
    with ended_by_interrupt():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    ("engine", "arguments"),
    [("pledgegraph.validate.others.check_others", ["check"]), ("pledgegraph.queries.run.run", ["query", "-"])],
)
def test_what_engines_evaluate_can_be_interrupted(
    engine: str, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def ask(*_: object, **__: object) -> None:
        seen.append(signal.getsignal(signal.SIGINT))
        raise InputError("nothing is asked here")

    monkeypatch.setattr(engine, ask)
    monkeypatch.setattr("pledgegraph.cli.query.release_of", lambda _: (None, tmp_path))
    monkeypatch.setattr("pledgegraph.queries.run.load", lambda _: None)
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"ASK {}")))
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    given = [*arguments, str(tmp_path / "a.ttl")] if arguments == ["check"] else arguments
    assert invoke(given) == 2
    assert seen == [signal.SIG_DFL] and signal.getsignal(signal.SIGINT) is not signal.SIG_DFL


def test_a_worker_ends_without_a_traceback() -> None:
    with ProcessPoolExecutor(1, initializer=end_with_parent) as pool:
        assert pool.submit(signal.getsignal, signal.SIGINT).result() is signal.SIG_DFL
