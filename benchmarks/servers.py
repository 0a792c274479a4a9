"""The servers that are compared, started on this machine over the same data, and the client that asks them."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from timing import PROGRAM, ROOT

OXIGRAPH = ROOT / ".venv" / "bin" / "oxigraph"
RDFLIB_ENDPOINT = ROOT / ".venv-bench" / "bin" / "rdflib-endpoint"
ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"
LONGEST = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that was answered."""

    name: str
    status: int
    seconds: float


class Client:
    """Asks an endpoint, over one connection for each thread."""

    def __init__(self, url: str, longest: float = LONGEST) -> None:
        self.url = url
        self._longest = longest
        self._local = threading.local()

    def ask(self, name: str, query: str) -> Asked:
        """Sends a query by POST and reads the answer to its end."""
        parts = urlsplit(self.url)
        started = time.perf_counter()
        link = getattr(self._local, "link", None) or http.client.HTTPConnection(
            str(parts.hostname), parts.port, timeout=self._longest
        )
        self._local.link = link
        headers = {"Content-Type": "application/sparql-query", "Accept": ACCEPT}
        try:
            link.request("POST", parts.path, query.encode(), headers)
            answer = link.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            link.close()
            self._local.link, status = None, 0
        return Asked(name=name, status=status, seconds=time.perf_counter() - started)


@contextmanager
def ours(release: Path, *options: str) -> Iterator[tuple[str, int]]:
    """Our server's endpoint and the process of its front."""
    command = [PROGRAM, "serve", "--port", "0", "--release", release, *options]
    with subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        url = process.stderr.readline().partition(" answers")[0]
        if not url.startswith("http"):
            sys.exit(url + process.stderr.read())
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield url, process.pid
        finally:
            process.terminate()


@contextmanager
def oxigraph(release: Path) -> Iterator[tuple[str, int]]:
    """An Oxigraph server that holds the same data in memory, its default graph the union of all."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"127.0.0.1:{port}"
    command = [str(OXIGRAPH), "serve", "--bind", address, "--union-default-graph"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            while not _listens(port):
                time.sleep(0.05)
            data = (release / "data.nq").read_bytes()
            load = urllib.request.Request(
                f"http://{address}/store", data, {"Content-Type": "application/n-quads"}, method="POST"
            )
            with urllib.request.urlopen(load, timeout=600):
                yield f"http://{address}/query", process.pid
        finally:
            process.terminate()


@contextmanager
def rdflib_endpoint(release: Path) -> Iterator[tuple[str, int]]:
    """An rdflib-endpoint server by its own command: the same data in memory, its default graph the union of all."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [RDFLIB_ENDPOINT, "serve", "--host", "127.0.0.1", "--port", port, release / "data.nq"]
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while not _listens(port):
                if process.poll() is not None:
                    sys.exit("error: rdflib-endpoint did not start")
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/", process.pid
        finally:
            process.kill()  # it hears nothing else while it evaluates


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
