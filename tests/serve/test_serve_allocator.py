"""The allocator of the processes that evaluate: used where it is installed, and nothing else changes."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from pledgegraph.serve import allocator
from serve.conftest import opened, run

SHIPPED = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")


def test_without_the_library_the_environment_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def files(_: str) -> Any:
        raise PackageNotFoundError

    monkeypatch.setattr(allocator, "files", files)
    assert allocator.environment() == dict(os.environ)
    monkeypatch.setattr(allocator, "files", lambda _: None)
    assert allocator.environment() == dict(os.environ)


def test_the_library_stands_before_what_is_preloaded_already(monkeypatch: pytest.MonkeyPatch) -> None:
    class Found(PurePosixPath):
        def locate(self) -> PurePosixPath:
            return PurePosixPath("/opt") / self

    monkeypatch.setattr(allocator, "files", lambda _: [Found("lib/other.so"), Found("lib/libmimalloc.so")])
    monkeypatch.delenv("LD_PRELOAD", raising=False)
    assert allocator.environment()["LD_PRELOAD"] == "/opt/lib/libmimalloc.so"
    monkeypatch.setenv("LD_PRELOAD", "/opt/lib/mine.so")
    assert allocator.environment()["LD_PRELOAD"] == "/opt/lib/libmimalloc.so:/opt/lib/mine.so"
    assert "LD_PRELOAD" not in os.environ or os.environ["LD_PRELOAD"] == "/opt/lib/mine.so"


@pytest.mark.skipif(not SHIPPED, reason="cmeel-mimalloc has wheels for Linux on x86_64 and aarch64 only")
def test_the_template_and_its_workers_have_it_and_the_front_has_not(release: Path) -> None:
    async def main() -> None:
        async with opened(release) as pool:
            for pid in pool.pids:
                assert "libmimalloc" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
            assert "libmimalloc" not in Path("/proc/self/maps").read_text(encoding="utf-8")

    run(main)
