"""Options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from pledgegraph.project import Project
from pledgegraph.publish.folders import verify

F = TypeVar("F", bound=Callable[..., Any])


def project_option(command: F) -> F:
    """`--project DIR`: the project folder, else the current one, else the one that came with the program."""
    return click.option(
        "--project",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        help="The project folder [default: here, else the one installed].",
    )(command)


def deadline_option(command: F) -> F:
    """`--deadline SECONDS`: how long one query may take."""
    return click.option(
        "--deadline",
        type=click.FloatRange(0.1, 3600),
        default=10.0,
        show_default=True,
        help="Seconds until a query is ended.",
    )(command)


def release_of(folder: Path | None) -> tuple[Project, Path]:
    """The project and its current release, verified against its checksums.

    Raises:
        InputError: no project, no release yet, or a release that was changed.
    """
    project = Project.find(folder)
    release = project.current.resolve()
    verify(release)
    return project, release
