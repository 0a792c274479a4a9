"""The lock: every version with hashes, no host, and an installer that refuses what does not match."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-runtime.lock", ROOT / "benchmarks" / "requirements.lock"]


def requirements(lock: Path) -> list[str]:
    """The lock's logical lines, continuation lines joined, comments left out."""
    joined = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_requirement_has_one_version_and_hashes(lock: Path) -> None:
    found = requirements(lock)
    assert len(found) > 5
    for line in found:
        assert re.match(r"[A-Za-z0-9][\w.-]*==[\w.]+(?:\s|$)", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}(?:\s|$)", line), line


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_host_and_no_address_in_the_lock(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"--(?:index-url|extra-index-url|find-links|trusted-host)|(?<!\w)-[if] ", text)
    assert not re.search(r"\b(?:\d{1,3}\.){3}\d{1,3}\b", text), (
        "an address of a machine, or a version that looks like one"
    )
    assert not re.search(r"\b[\w-]+\.(?:org|com|net|io|cn|internal|local)\b", text)


def test_the_lock_holds_every_named_dependency() -> None:
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = settings["project"]["dependencies"] + settings["dependency-groups"]["dev"]
    names = {re.split(r"[<>=!~ \[;]", entry)[0].lower().replace("_", "-") for entry in wanted}
    locked = {line.partition("==")[0].lower().replace("_", "-") for line in requirements(LOCKS[0])}
    assert names <= locked


# --- the installer refuses a changed hash ---


def wheel(folder: Path) -> tuple[Path, str]:
    """A tiny package of one module, made here; its path and its SHA-256."""
    files = {
        "harbourmaster.py": b"OPEN = True\n",
        "harbourmaster-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: harbourmaster\nVersion: 1.0\n",
        "harbourmaster-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()},{len(data)}\n"
        for name, data in files.items()
    )
    path = folder / "harbourmaster-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr("harbourmaster-1.0.dist-info/RECORD", record + "harbourmaster-1.0.dist-info/RECORD,,\n")
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def install(folder: Path, digest: str) -> subprocess.CompletedProcess[str]:
    """Install from a lock with this hash, the way the Makefile does, from a folder instead of an index."""
    lock = folder / "lock.txt"
    lock.write_text(f"harbourmaster==1.0 \\\n    --hash=sha256:{digest}\n", encoding="utf-8")
    return subprocess.run(
        [
            sys.executable, "-m", "pip", "--disable-pip-version-check", "--isolated", "install", "--quiet",
            "--require-hashes", "--no-deps", "--no-index", "--find-links", str(folder),
            "--target", str(folder / "target"), "-r", str(lock),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.quality
def test_the_right_hash_installs(tmp_path: Path) -> None:
    _, digest = wheel(tmp_path)
    done = install(tmp_path, digest)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "target" / "harbourmaster.py").is_file()


@pytest.mark.quality
def test_a_changed_hash_is_refused(tmp_path: Path) -> None:
    _, digest = wheel(tmp_path)
    wrong = ("0" if digest[0] != "0" else "1") + digest[1:]
    done = install(tmp_path, wrong)
    assert done.returncode != 0
    assert "HASHES" in done.stderr.upper()
    assert not (tmp_path / "target").exists()


@pytest.mark.quality
def test_a_changed_package_is_refused(tmp_path: Path) -> None:
    path, digest = wheel(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("smuggled.py", b"OPEN = False\n")
    assert install(tmp_path, digest).returncode != 0


def test_make_installs_by_hash_and_without_dependencies() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in text.splitlines():
        if "install" in line and "requirements.lock" in line and "pip" in line:
            assert "--require-hashes" in line
            assert "--no-deps" in line
