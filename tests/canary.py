"""An address that nobody may ask: a server on the loopback that counts every request it gets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer


class Canary(BaseHTTPRequestHandler):
    """Counts every request it gets."""

    hits = 0

    def do_POST(self) -> None:
        type(self).hits += 1
        self.send_error(404)

    do_GET = do_HEAD = do_POST

    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def listening() -> Iterator[str]:
    """The address of a canary, ended with the block."""
    server = HTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
