"""What every test lives with: no network beyond this machine, one hypothesis profile, the shared folder if it is there."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from pledgegraph.project import Project

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0", ""})

settings.register_profile("house", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--refresh-golden` writes the golden files anew; the difference is for a person to read."""
    parser.addoption("--refresh-golden", action="store_true", help="write tests/golden anew")


class NetworkForbiddenError(AssertionError):
    """A test tried to reach another machine."""


def _stay_here(address: object) -> None:
    """Let local sockets pass; refuse an address of another machine."""
    if isinstance(address, tuple) and str(address[0]) not in LOOPBACK:
        raise NetworkForbiddenError(f"a test must not reach {address[0]}: use a server on the loopback")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Any:
    """Every socket stays on this machine, and no foreign name is looked up."""
    patch = pytest.MonkeyPatch()
    real: dict[str, Callable[..., Any]] = {
        name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")
    }
    look_up = socket.getaddrinfo

    def connect(self: socket.socket, address: object) -> Any:
        _stay_here(address)
        return real["connect"](self, address)

    def connect_ex(self: socket.socket, address: object) -> Any:
        _stay_here(address)
        return real["connect_ex"](self, address)

    def sendto(self: socket.socket, data: bytes, *rest: Any) -> Any:
        _stay_here(rest[-1])
        return real["sendto"](self, data, *rest)

    def getaddrinfo(host: Any, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        _stay_here((name or "",))
        return look_up(host, *rest, **named)

    patch.setattr(socket.socket, "connect", connect)
    patch.setattr(socket.socket, "connect_ex", connect_ex)
    patch.setattr(socket.socket, "sendto", sendto)
    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def project() -> Project:
    """The project of the source tree."""
    return Project.find(ROOT)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with source texts and corpus beside the repository; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared is absent")
    return SHARED


def corpus() -> list[Path]:
    """The real statements of other meetings, when they are there."""
    return sorted((SHARED / "corpus" / "statements").glob("*.txt"))


@pytest.fixture(scope="session")
def statements() -> list[Path]:
    """206 real statements for robustness; never part of the project."""
    found = corpus()
    if not found:
        pytest.skip("the corpus ../shared/corpus/statements is absent")
    return found
