"""The fence around the tests: other machines are out of reach, this one is not."""

from __future__ import annotations

import socket
import urllib.request

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_another_machine_is_out_of_reach(host: str) -> None:
    with pytest.raises(AssertionError, match="must not reach"):
        socket.create_connection((host, 80), timeout=1)


def test_no_request_and_no_datagram_leaves() -> None:
    with pytest.raises(AssertionError, match="must not reach"):
        urllib.request.urlopen("http://example.org/", timeout=1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, pytest.raises(AssertionError, match="must not"):
        sender.sendto(b"x", ("192.0.2.1", 53))


def test_the_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5) as client:
            assert client.getpeername()[1] == port
