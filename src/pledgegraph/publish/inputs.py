"""What a build is made from: one digest for each folder of inputs, so that two builds tell why they differ."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.project import Project


def input_digests(project: Project) -> dict[str, str]:
    """The SHA-256 of every folder of inputs, the documents apart, by what the folder holds.

    Raises:
        InputError: a file cannot be read.
    """
    folders = {
        "curation": project.curation,
        "inferenceRules": project.queries / "rules",
        "links": project.links,
        "ontology": project.ontology,
        "registry": project.registry,
        "rules": project.rules,
        "shapes": project.shapes,
        "tracking": project.tracking,
    }
    return {name: _digest(folder) for name, folder in folders.items()}


def _digest(folder: Path) -> str:
    """The digest of a folder's own files, by name and content; a folder that is absent counts as empty."""
    total = hashlib.sha256()
    paths = sorted(path for path in folder.glob("*") if path.is_file() and not path.name.startswith("."))
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError(
                f"cannot be read ({error.strerror})", place=path, remedy="Check its permissions."
            ) from error
        total.update(f"{hashlib.sha256(content).hexdigest()}  {path.name}\n".encode())
    return total.hexdigest()
