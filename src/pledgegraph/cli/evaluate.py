"""`pledgegraph evaluate`."""

from __future__ import annotations

from pathlib import Path

import click

from pledgegraph.cli.options import project_option, release_of


@click.command(epilog="Example: pledgegraph evaluate --errors")
@project_option
@click.option("--errors/--no-errors", default=True, show_default=True, help="List every error.")
@click.option("--json", "as_json", is_flag=True, help="Print scores and errors as JSON.")
@click.option("--markdown", is_flag=True, help="Print the table as Markdown.")
def command(folder: Path | None, errors: bool, as_json: bool, markdown: bool) -> None:
    """Compare the current release with the gold annotation: precision, recall and F1 per field, and every error."""
    from rich.console import Console

    from pledgegraph.evaluate import evaluate, render

    project, release = release_of(folder)
    evaluation = evaluate(release / "data.nq", project.gold, project.documents)
    if as_json:
        click.echo(render.as_json(evaluation))
        return
    if markdown:
        click.echo(render.as_markdown(evaluation))
        return
    Console(soft_wrap=True).print(render.as_table(evaluation))
    if errors:
        for line in render.error_lines(evaluation):
            click.echo(line)
