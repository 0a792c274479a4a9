"""The folder of a site: known by a mark, replaced as a whole, and put right after a run that was killed."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.publish.beside import NEW, OLD, move_in

MARK = "pledgegraph-site.json"
"""The file by which a folder is known as a site of ours."""


def must_be_ours(target: Path) -> None:
    """Refuses a folder that holds anything but a site of ours."""
    if not target.exists() and not target.is_symlink():
        return
    if target.is_symlink() or not target.is_dir():
        raise InputError("this is no folder", place=target, remedy="Name a new or empty folder.")
    if not any(target.iterdir()):
        return
    try:
        mark = json.loads((target / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        mark = None
    if not isinstance(mark, dict) or "release" not in mark:
        raise InputError(
            "the folder holds something that is no site of ours; nothing was written",
            place=target,
            remedy="Name a new or empty folder.",
        )


def replace(fresh: Path, target: Path) -> None:
    """Gives the new site its place; the old one goes as a whole, and comes back if the new one cannot be moved in."""
    gone = _aside(target)
    if gone.exists():
        shutil.rmtree(gone)
    if target.exists():
        target.rename(gone)
    try:
        move_in(fresh, target)
    except OSError:
        if gone.exists() and not target.exists():
            gone.rename(target)
        raise
    shutil.rmtree(gone, ignore_errors=True)


def recover(target: Path) -> None:
    """Undoes what a run that was killed left: its new folder goes, an old site that it had set aside comes back."""
    gone = _aside(target)
    if gone.exists() and not target.exists():
        gone.rename(target)
    for path in target.parent.glob(f"{NEW}*"):
        number = path.name.removeprefix(NEW)
        if number.isdigit() and not _runs(int(number)):
            shutil.rmtree(path)


def _aside(target: Path) -> Path:
    return target.with_name(f"{OLD}{target.name}")


def _runs(process: int) -> bool:
    """Whether a process of this number runs, anybody's."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
