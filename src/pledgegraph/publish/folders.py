"""A build's folder: one build at a time, written beside the old ones, moved in by rename, never changed after."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pledgegraph.errors import InputError, LockedError

SUMS = "SHA256SUMS"
MANIFEST = "MANIFEST.json"
_NEW = ".new-"


@contextmanager
def locked(build: Path) -> Iterator[None]:
    """Holds the build folder's lock while the block runs.

    Raises:
        LockedError: another process holds it; the message says which.
        InputError: the folder cannot be written.
    """
    try:
        build.mkdir(parents=True, exist_ok=True)
        handle = (build / ".lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror})", place=build, remedy="Make the folder writable."
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.seek(0)
            holder = handle.read().strip() or "another process"
            raise LockedError(
                f"a build is running here (process {holder})", place=build, remedy="Wait until it has finished."
            ) from error
        handle.seek(0)
        handle.truncate()
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def publish(build: Path, files: Mapping[str, bytes], manifest: Mapping[str, object]) -> Path:
    """The folder `releases/<content hash>/` with the files, their manifest and checksums; `current` points to it.

    The same content gives the same folder. An older release is not touched; leftovers of a killed build are removed.

    Raises:
        InputError: the disk is full or the folder cannot be written; the last release stays as it was.
    """
    releases = build / "releases"
    try:
        releases.mkdir(parents=True, exist_ok=True)
        for leftover in releases.glob(f"{_NEW}*"):
            shutil.rmtree(leftover)
        return _publish(build, releases, files, manifest)
    except OSError as error:
        raise InputError(
            f"the release cannot be written ({error.strerror or error})",
            place=build,
            remedy="Free space or make the folder writable; the last release is unchanged.",
        ) from error


def _publish(build: Path, releases: Path, files: Mapping[str, bytes], manifest: Mapping[str, object]) -> Path:
    described = {
        **manifest,
        "files": {name: {"sha256": _sha256(data), "bytes": len(data)} for name, data in sorted(files.items())},
    }
    contents = {
        **files,
        MANIFEST: (json.dumps(described, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode(),
    }
    sums = "".join(f"{_sha256(data)}  {name}\n" for name, data in sorted(contents.items())).encode()
    target = releases / _sha256(sums)[:16]
    if not target.is_dir():
        fresh = releases / f"{_NEW}{os.getpid()}"
        fresh.mkdir()
        for name, data in [*sorted(contents.items()), (SUMS, sums)]:
            _write(fresh / name, data)
        _sync(fresh)
        fresh.rename(target)
        _sync(releases)
    else:
        verify(target)
    link = build / f".current-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / target.name)
    link.replace(build / "current")
    _sync(build)
    return target


def verify(release: Path) -> None:
    """Checks every file of a release against its checksums.

    Raises:
        InputError: a file is missing or not what it was.
    """
    sums = release / SUMS
    if not sums.is_file():
        raise InputError("no release here", place=release, remedy="Run 'pledgegraph build' first.")
    for line in sums.read_text(encoding="utf-8").splitlines():
        expected, _, name = line.partition("  ")
        path = release / name
        if not path.is_file() or _sha256(path.read_bytes()) != expected:
            raise InputError(
                "is missing or was changed after the build",
                place=path,
                remedy="Remove this release folder and run 'pledgegraph build' again.",
            )


def reject(build: Path, files: Mapping[str, bytes]) -> Path:
    """Leaves what the gate refused, with its report, in `rejected/`, where nothing reads it."""
    folder = build / "rejected"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        _write(folder / name, data)
    return folder


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
