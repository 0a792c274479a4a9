"""Folders made beside their place: filled, synced, moved in by rename; links switched by rename; leftovers swept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEW = ".new-"
OLD = ".old-"
LINK = ".link-"


@contextmanager
def fresh_folder(parent: Path) -> Iterator[Path]:
    """An empty folder beside the finished ones; it is gone after the block unless it was moved in."""
    parent.mkdir(parents=True, exist_ok=True)
    fresh = parent / f"{NEW}{os.getpid()}"
    if fresh.exists():
        shutil.rmtree(fresh)
    fresh.mkdir()
    try:
        yield fresh
    finally:
        if fresh.exists():
            shutil.rmtree(fresh, ignore_errors=True)


def move_in(fresh: Path, target: Path) -> None:
    """Gives a filled folder its place: every file and folder is on the disk before the name appears."""
    for path in sorted(fresh.rglob("*")):
        sync(path)
    sync(fresh)
    fresh.rename(target)
    sync(target.parent)


def point(link: Path, target: Path) -> None:
    """Makes a link point to a folder, relative to the link; a reader sees the old target or the new one."""
    made = link.with_name(f"{LINK}{os.getpid()}")
    made.unlink(missing_ok=True)
    made.symlink_to(os.path.relpath(target, link.parent))
    made.replace(link)
    sync(link.parent)


def retire(folder: Path) -> None:
    """Takes a folder away: first its name, at once, then its files."""
    gone = folder.with_name(f"{OLD}{folder.name}")
    folder.rename(gone)
    shutil.rmtree(gone)


def sweep(*folders: Path) -> list[str]:
    """Removes what a killed run left in the folders; one note for each thing removed.

    Call it with the lock held: what another process is filling must not be taken for a leftover.
    """
    notes = []
    for folder in folders:
        for path in sorted(folder.glob(".*")):
            if not path.name.startswith((NEW, OLD, LINK, ".gate-", ".current-")):
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
            notes.append(f"removed what an interrupted run left: {path}")
    return notes


def sync(path: Path) -> None:
    """Waits until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
