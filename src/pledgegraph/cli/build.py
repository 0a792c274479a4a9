"""`pledgegraph build`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pledgegraph.cli.options import project_option


@click.command(epilog="Example: pledgegraph build --overview")
@project_option
@click.option(
    "--engine",
    type=click.Choice(["turbo", "pyshacl"]),
    default="turbo",
    show_default=True,
    help="The SHACL engine of the gate.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that convert documents."
)
@click.option(
    "--keep", type=click.IntRange(1), default=5, show_default=True, help="How many releases stay, the newest included."
)
@click.option("--overview", is_flag=True, help="Print what was found, in tables.")
@click.option("--json", "as_json", is_flag=True, help="Print what was built as JSON.")
def command(folder: Path | None, engine: str, workers: int, keep: int, overview: bool, as_json: bool) -> None:
    """Convert every document, check the graph, publish a release.

    What an interrupted build left is removed and named. Exit code 1: the gate found violations and nothing was
    published. 2: an input cannot be used and nothing was written. 75: another build is running.
    """
    if overview and as_json:
        raise click.UsageError("--overview and --json are two outputs; choose one.")
    from pledgegraph.build import build
    from pledgegraph.project import Project

    project = Project.find(folder)
    made = build(project, engine=engine, workers=workers, keep=keep)
    for note in made.notes:
        click.echo(f"note: {note}", err=True)
    if as_json:
        manifest = json.loads((made.release / "MANIFEST.json").read_text(encoding="utf-8"))
        click.echo(json.dumps({"release": str(made.release), **manifest}, indent=2, sort_keys=True))
    elif overview:
        from pledgegraph.cli.overview import show

        show(project, made)
    else:
        from pledgegraph.validate.grouping import summary

        click.echo(f"{made.release}: {summary(made.report)}")
