"""A build's folder: one build at a time, written beside the old ones, moved in by rename, never changed after."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pledgegraph.errors import InputError, LockedError
from pledgegraph.publish.beside import fresh_folder, move_in, point, retire, sweep

SUMS = "SHA256SUMS"
MANIFEST = "MANIFEST.json"
SCHEMA_VERSION = 1
"""The form of manifests and folders; a program reads only its own."""
KEEP = 5
_BUILD_AGAIN = "Remove this release folder and run 'pledgegraph build' again."


@contextmanager
def locked(folder: Path, what: str = "build") -> Iterator[None]:
    """Holds a folder's lock while the block runs.

    Raises:
        LockedError: another process holds it; the message says which.
        InputError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / ".lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror})", place=folder, remedy="Make the folder writable."
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.seek(0)
            holder = handle.read().strip() or "another process"
            raise LockedError(
                f"a {what} is running here (process {holder})", place=folder, remedy="Wait until it has finished."
            ) from error
        handle.seek(0)
        handle.truncate()
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def leftovers(build: Path) -> list[str]:
    """Removes what killed builds left, and says what; the lock must be held."""
    return sweep(build, build / "releases")


def publish(build: Path, files: Mapping[str, bytes], manifest: Mapping[str, object], keep: int = KEEP) -> Path:
    """The folder `releases/<content hash>/` with the files, their manifest and checksums; `current` points to it.

    The same content gives the same folder. An older release is not changed; beyond the newest `keep` the oldest go,
    never the one that `current` points to.

    Raises:
        InputError: the disk is full or the folder cannot be written; the last release stays as it was.
    """
    releases = build / "releases"
    try:
        releases.mkdir(parents=True, exist_ok=True)
        leftovers(build)
        target = _publish(build, releases, files, manifest)
        _keep(releases, target, keep)
    except OSError as error:
        raise InputError(
            f"the release cannot be written ({error.strerror or error})",
            place=build,
            remedy="Free space or make the folder writable; the last release is unchanged.",
        ) from error
    return target


def _publish(build: Path, releases: Path, files: Mapping[str, bytes], manifest: Mapping[str, object]) -> Path:
    described = {
        **manifest,
        "schemaVersion": SCHEMA_VERSION,
        "files": {name: {"sha256": _sha256(data), "bytes": len(data)} for name, data in sorted(files.items())},
    }
    contents = {**files, MANIFEST: json_bytes(described)}
    sums = sums_bytes({name: _sha256(data) for name, data in contents.items()})
    target = releases / _sha256(sums)[:16]
    if target.is_dir():
        verify(target)
        os.utime(target)
    else:
        with fresh_folder(releases) as fresh:
            for name, data in [*sorted(contents.items()), (SUMS, sums)]:
                _write(fresh / name, data)
            move_in(fresh, target)
    point(build / "current", target)
    return target


def _keep(releases: Path, current: Path, keep: int) -> None:
    """Retires all builds but the newest, by when they were published last."""
    known = sorted(
        (path for path in releases.iterdir() if path.is_dir() and not path.name.startswith(".")),
        key=lambda path: (path == current, path.stat().st_mtime_ns, path.name),
    )
    for path in known[: -max(keep, 1)]:
        retire(path)


def verify(release: Path) -> None:
    """Checks every file of a release against its checksums, and that this program knows the release's form.

    Raises:
        InputError: a file is missing or not what it was, or an older or newer program made the release.
    """
    sums = release / SUMS
    if not sums.is_file():
        raise InputError("no release here", place=release, remedy="Run 'pledgegraph build' first.")
    names = set()
    for number, line in enumerate(_read(sums).decode(errors="replace").splitlines(), 1):
        expected, gap, name = line.partition("  ")
        if not gap or Path(name).is_absolute() or ".." in Path(name).parts:
            raise InputError("is no line of checksums", place=sums, line=number, remedy=_BUILD_AGAIN)
        path = release / name
        if not path.is_file() or file_sha256(path) != expected:
            raise InputError("is missing or was changed after the build", place=path, remedy=_BUILD_AGAIN)
        names.add(name)
    if MANIFEST not in names:
        raise InputError(f"does not name {MANIFEST}", place=sums, remedy=_BUILD_AGAIN)
    _known_form(read_manifest(release), release / MANIFEST)


def read_manifest(release: Path) -> dict[str, Any]:
    """The manifest of a release folder.

    Raises:
        InputError: there is none, or it is no JSON object.
    """
    path = release / MANIFEST
    if not path.is_file():
        raise InputError("no release here", place=release, remedy="Run 'pledgegraph build' first.")
    try:
        found = json.loads(_read(path))
    except ValueError as error:
        raise InputError(f"is no JSON ({error})", place=path, remedy=_BUILD_AGAIN) from error
    if not isinstance(found, dict):
        raise InputError("is no JSON object", place=path, remedy=_BUILD_AGAIN)
    return found


def _known_form(manifest: Mapping[str, Any], place: Path) -> None:
    form = manifest.get("schemaVersion", 0)
    if form == SCHEMA_VERSION:
        return
    newer = isinstance(form, int) and form > SCHEMA_VERSION
    raise InputError(
        f"has schema version {form}, this program reads {SCHEMA_VERSION}",
        place=place,
        remedy="Use a newer pledgegraph." if newer else "Run 'pledgegraph build' again.",
    )


def reject(build: Path, files: Mapping[str, bytes]) -> Path:
    """Leaves what the gate refused, with its report, in `rejected/`, where nothing reads it."""
    folder = build / "rejected"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        _write(folder / name, data)
    return folder


def json_bytes(value: object) -> bytes:
    """A value as JSON that reads well, keys sorted: the same value gives the same bytes."""
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def sums_bytes(sums: Mapping[str, str]) -> bytes:
    """The lines of a checksum file, by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", place=path, remedy="Check its permissions.") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", place=path, remedy="Check its permissions.") from error


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
