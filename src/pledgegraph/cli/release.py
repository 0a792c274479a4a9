"""`pledgegraph release`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pledgegraph.cli.options import project_option


@click.command(epilog="Example: pledgegraph release --out dist")
@click.argument("version", required=False)
@project_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that holds the releases [default: dist/ in the project].",
)
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def command(version: str | None, folder: Path | None, out: Path | None, as_json: bool) -> None:
    """Package the current build for the public, as VERSION or as the newest of data/publication.toml.

    The folder is immutable: the same content again changes nothing (exit code 0), other content under the same
    version is refused (2). 75: another release is being packaged there.
    """
    from pledgegraph.project import Project
    from pledgegraph.publish.folders import read_manifest
    from pledgegraph.publish.release import release

    made = release(Project.find(folder), version, out)
    for note in made.notes:
        click.echo(f"note: {note}", err=True)
    if as_json:
        click.echo(json.dumps({"release": str(made.folder), **read_manifest(made.folder)}, indent=2, sort_keys=True))
    else:
        manifest = read_manifest(made.folder)
        state = "packaged" if made.made else "is there already, unchanged"
        click.echo(f"{made.folder}: {state}; {manifest['quads']} statements, {len(manifest['files'])} files")
