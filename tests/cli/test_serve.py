"""The verb `serve`: what it says, how it ends, and that nothing it started outlives it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from pledgegraph.cli.main import invoke
from serve.conftest import ENDLESS, make_release, quads
from serve.server import PATIENCE, Server, alive, served, wait_for

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_release(tmp_path_factory.mktemp("build"))


def started(release: Path, *options: str) -> Server:
    """A server that the test itself ends."""
    command = [sys.executable, "-m", "pledgegraph", "serve", "--port", "0", "--release", str(release), *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    url = process.stderr.readline().partition("/sparql")[0]
    assert url.startswith("http://127.0.0.1:")
    assert process.stderr.readline() == f"Open {url}/ in a browser. Ctrl-C ends it.\n"
    return Server(process=process, url=url)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_it_nothing_is_left(release: Path, sent: signal.Signals) -> None:
    server = started(release, "--workers", "3")
    with server.process as process:
        asked = threading.Thread(target=_ask_for_ever, args=(server,))
        asked.start()
        family = server.family()
        assert len(family) == 5
        process.send_signal(sent)
        assert process.wait(PATIENCE) == (-signal.SIGKILL if sent is signal.SIGKILL else 0)
        assert process.stderr is not None
        assert process.stderr.read() == ""
        asked.join(PATIENCE)
    wait_for(lambda: not any(map(alive, family)))


def _ask_for_ever(server: Server) -> None:
    """Asks what is not answered in time; the connection may well be cut."""
    try:
        server.ask(ENDLESS)
    except httpx.TransportError:
        return


def test_a_terminal_that_interrupts_the_whole_group_ends_it_in_good_order(release: Path) -> None:
    command = [sys.executable, "-m", "pledgegraph", "serve", "--port", "0", "--release", str(release)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stderr is not None
        url = process.stderr.readline().partition("/sparql")[0]
        assert process.stderr.readline().startswith(f"Open {url}/ ")
        family = Server(process=process, url=url).family()
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == ""
    wait_for(lambda: not any(map(alive, family)))


def test_the_options_hold(release: Path) -> None:
    options = ("--workers", "1", "--deadline", "0.5", "--no-cache", "--public-url", "https://data.example/graphs/")
    with served_at(release, *options) as server:
        assert len(server.family()) == 3
        assert b"<https://data.example/graphs/sparql>" in server.get("/sparql").content
        late = server.ask(ENDLESS)
        assert (late.status_code, late.headers["retry-after"]) == (503, "1")
        assert "0.5 s" in late.json()["detail"]


class served_at:
    """`served`, where the address that the server tells is another than the one it listens at."""

    def __init__(self, release: Path, *options: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "pledgegraph", "serve", "--release", str(release), *options]
        self.process = subprocess.Popen([*command, "--port", str(self.port)], stderr=subprocess.PIPE, text=True)

    def __enter__(self) -> Server:
        assert self.process.stderr is not None
        assert self.process.stderr.readline().startswith("https://data.example/graphs/sparql answers")
        return Server(process=self.process, url=f"http://127.0.0.1:{self.port}")

    def __exit__(self, *problem: object) -> None:
        with self.process:
            self.process.send_signal(signal.SIGINT)
            assert self.process.wait(PATIENCE) == 0


def test_what_cannot_be_served_is_said(tmp_path: Path, release: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert invoke(["serve", "--port", "0", "--release", str(tmp_path)]) == 2
    assert "no release here. Run 'pledgegraph build' first." in capfd.readouterr().err
    broken = make_release(tmp_path, quads(5))
    (broken / "data.nq").write_bytes(b"")
    assert invoke(["serve", "--port", "0", "--release", str(broken)]) == 2
    assert "changed after the build" in capfd.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert invoke(["serve", "--port", port, "--release", str(release)]) == 2
        assert "cannot listen there" in capfd.readouterr().err
    assert invoke(["serve", "--public-url", "data.example"]) == 2
    assert "is no address" in capfd.readouterr().err


def test_the_shipped_release_answers_the_catalogue(project: object, tmp_path: Path) -> None:
    """The questions of the catalogue give the same over HTTP as on the folder."""
    from pledgegraph.project import Project
    from pledgegraph.queries.catalogue import Catalogue
    from pledgegraph.queries.remote import Endpoint
    from pledgegraph.queries.run import load, run

    assert isinstance(project, Project)
    if not project.current.exists():
        pytest.skip("there is no release: run 'pledgegraph build' first")
    release = project.current.resolve()
    catalogue = Catalogue.read(project.queries)
    names = sorted(catalogue.queries)[::9]
    store = load(release)
    with served(release) as server:
        endpoint = Endpoint(url=f"{server.url}/sparql")
        endpoint.check()
        for name in names:
            query = catalogue.queries[name]
            assert endpoint.run(query) == run(store, query), name
