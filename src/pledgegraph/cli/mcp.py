"""`pledgegraph mcp`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from pledgegraph.cli.options import deadline_option, project_option
from pledgegraph.errors import MissingToolError


@click.command(epilog="Example: pledgegraph mcp --deadline 5")
@project_option
@deadline_option
def command(folder: Path | None, deadline: float) -> None:
    """Answer an assistant's questions over the current release, by the Model Context Protocol on standard input.

    Read-only tools: list the catalogue, ask its questions, run guarded SPARQL, fetch quotes in context. The program
    that starts it speaks to it; it ends with its standard input.
    """
    if find_spec("mcp") is None:
        raise MissingToolError("the module 'mcp' is not installed", remedy="Run: pip install 'pledgegraph[mcp]'.")
    from pledgegraph.assistant.server import serve
    from pledgegraph.project import Project

    serve(Project.find(folder), deadline)
