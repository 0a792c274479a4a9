"""Remote stores on the loopback: the Oxigraph server, Virtuoso, and a gate before a store that misbehaves on purpose."""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
VIRTUOSO_SETTINGS = """
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int) -> Iterator[str]:
    """A server's address once it answers; stopped afterwards by its own process handle."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, "the server ended by itself"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def oxigraph(folder: Path, *, union: bool = True) -> Iterator[str]:
    if not OXIGRAPH.is_file():
        pytest.skip("the 'oxigraph' package is not installed")
    port = free_port()
    options = ["--union-default-graph"] if union else []
    command = [str(OXIGRAPH), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, port) as address:
        yield address


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Virtuoso with an empty database; its administrator is `dba` with the password `dba`."""
    if shutil.which("virtuoso-t") is None:
        pytest.skip("Virtuoso is absent: apt-get install virtuoso-opensource")
    port = free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO_SETTINGS.format(folder=folder, http=port, sql=free_port()), encoding="utf-8")
    with _running(["virtuoso-t", "+configfile", str(settings), "+foreground"], port) as address:
        yield address


@dataclass
class Gate:
    """What stands before a store: the writes it lets pass, the password it wants, what it saw."""

    address: str = ""
    writes: int = 1_000_000
    password: str = ""
    seen: list[tuple[str, str]] = field(default_factory=list)

    def refusal(self, method: str, size: int, authorization: str) -> int:
        """The status with which a request is turned away; 0 lets it pass."""
        if self.password and method != "GET":
            expected = "Basic " + base64.b64encode(f"ana:{self.password}".encode()).decode()
            if authorization != expected:
                return 401
        if method in ("PUT", "DELETE") or (method == "POST" and size == 0):
            self.writes -= method == "PUT"
            return 500 if self.writes < 0 else 0
        return 0


@contextmanager
def gated(store: str, gate: Gate) -> Iterator[Gate]:
    """A gate before the store at an address; `/query` is always let through."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            gate.seen.append((self.command, self.path))
            asks = self.path.startswith("/query")
            status = 0 if asks else gate.refusal(self.command, len(body), self.headers.get("Authorization") or "")
            if status:
                self._answer(status, b"the harbour is closed", "text/plain")
                return
            headers = {name: self.headers[name] for name in ("Content-Type", "Accept") if self.headers[name]}
            request = urllib.request.Request(store + self.path, data=body, headers=headers, method=self.command)
            try:
                with urllib.request.urlopen(request, timeout=30) as response:
                    self._answer(response.status, response.read(), response.headers.get("Content-Type", ""))
            except urllib.error.HTTPError as error:
                self._answer(error.code, error.read(), "text/plain")

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            if status == 401:
                self.send_header("WWW-Authenticate", 'Basic realm="harbour"')
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", "0" if status == 204 else str(len(body)))
            self.end_headers()
            if status != 204:
                self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any

        def log_message(self, *_: object) -> None:
            """Stays silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    gate.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield gate
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
