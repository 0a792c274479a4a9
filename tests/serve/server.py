"""The server as its users run it: a process, an address, and nothing left when it ends."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PATIENCE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server."""

    process: subprocess.Popen[str]
    url: str

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def get(self, path: str, **more: object) -> httpx.Response:
        return httpx.get(self.url + path, timeout=PATIENCE, **more)  # type: ignore[arg-type]

    def ask(self, query: str, **headers: str) -> httpx.Response:
        """The answer to a query by GET."""
        return httpx.get(f"{self.url}/sparql", params={"query": query}, headers=headers, timeout=PATIENCE)

    def post(self, body: bytes | str, media: str = "application/sparql-query", **headers: str) -> httpx.Response:
        """The answer to a posted body."""
        return httpx.post(
            f"{self.url}/sparql", content=body, headers={"content-type": media, **headers}, timeout=PATIENCE
        )

    def raw(self, *pieces: bytes, pause: float = 0.0) -> bytes:
        """All that the server sends after these bytes, until it closes."""
        with self.connect() as link:
            for piece in pieces:
                try:
                    link.sendall(piece)
                except OSError:
                    break
                time.sleep(pause)
            return read_all(link)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def alive(self) -> bool:
        """Whether the front is the same process and answers within a second."""
        try:
            answer = httpx.get(f"{self.url}/sparql", params={"query": "ASK {}"}, timeout=1)
        except httpx.TimeoutException:
            return False
        return self.process.poll() is None and answer.json() == {"head": {}, "boolean": True}

    def family(self) -> set[int]:
        """The server's processes."""
        found = {self.process.pid}
        parents = {pid: parent for pid, parent in _processes()}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found


@contextmanager
def served(release: Path, *options: str, limits: dict[str, object] | None = None) -> Iterator[Server]:
    """A server over a release, ended as Ctrl-C ends it; none of its processes may be left.

    `options` are those of the command line; `limits` are settings beyond them.
    """
    command = [sys.executable, "-m", "pledgegraph", "serve", "--port", "0", "--release", str(release), *options]
    if limits is not None:
        command = [sys.executable, str(Path(__file__).with_name("start.py")), str(release), json.dumps(limits)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.match(r"(http://\S+)/sparql answers over release", said)
        assert found, said + process.stderr.read()
        server = Server(process=process, url=found.group(1))
        family = server.family()
        try:
            yield server
        finally:
            family |= server.family()
            process.send_signal(signal.SIGINT)
            process.stderr.read()
            assert process.wait(PATIENCE) == 0
            wait_for(lambda: not any(alive(pid) for pid in family))


def wait_for(holds: object) -> None:
    """Waits until something holds; fails when it never does."""
    assert callable(holds)
    for _ in range(PATIENCE * 50):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("it never came about")


def alive(pid: int) -> bool:
    """Whether a process runs."""
    return any(found == pid for found, _ in _processes())


def read_all(link: socket.socket) -> bytes:
    """What comes until the other side closes."""
    parts = bytearray()
    try:
        while piece := link.recv(65536):
            parts += piece
    except ConnectionResetError:
        pass
    return bytes(parts)


def _processes() -> Iterator[tuple[int, int]]:
    """Every running process and its parent."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if state != "Z":
                yield int(entry.name), int(parent)
