"""`pledgegraph check`."""

from __future__ import annotations

from pathlib import Path

import click

from pledgegraph.cli.options import project_option


@click.command(epilog="Example: pledgegraph check build/current/data.nq --format table")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@project_option
@click.option(
    "--engine", type=click.Choice(["turbo", "pyshacl"]), default="turbo", show_default=True, help="The SHACL engine."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "table", "json", "turtle"]),
    default="text",
    show_default=True,
    help="The form of the report.",
)
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], folder: Path | None, engine: str, form: str) -> None:
    """Check RDF FILES (Turtle, N-Triples, N-Quads, TriG, JSON-LD), or the current release, against the shapes.

    Exit code 0: conforms (warnings are printed). 1: violations. 2: a file cannot be used.
    """
    from pledgegraph.cli.options import release_of
    from pledgegraph.project import Project
    from pledgegraph.validate.gate import check
    from pledgegraph.validate.render import render

    if files:
        project = Project.find(folder)
    else:
        project, release = release_of(folder)
        files = (release / "data.nq",)
    report = check(files, project.shapes, engine)
    click.echo(render(report, form).rstrip("\n"))
    if not report.conforms:
        ctx.exit(1)
