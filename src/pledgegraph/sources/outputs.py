"""Writing a file so that a reader sees the old content or the new, never a part."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from pledgegraph.errors import InputError


def write_beside(path: Path, data: bytes) -> None:
    """Writes beside the target and renames.

    Raises:
        InputError: the folder is missing or cannot be written, or the disk is full.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        remedy = "Free space." if full else "Name a file in a folder that exists and is writable."
        raise InputError(f"cannot be written ({error.strerror})", place=path, remedy=remedy) from error
