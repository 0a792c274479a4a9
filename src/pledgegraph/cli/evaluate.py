"""`pledgegraph evaluate`."""

from __future__ import annotations

from pathlib import Path

import click

from pledgegraph.cli.options import project_option, release_of


@click.command(epilog="Example: pledgegraph evaluate --errors")
@click.argument("what", type=click.Choice(["facts", "links"]), default="facts")
@project_option
@click.option("--errors/--no-errors", default=True, show_default=True, help="List every error.")
@click.option("--json", "as_json", is_flag=True, help="Print scores and errors as JSON.")
@click.option("--markdown", is_flag=True, help="Print the table as Markdown.")
def command(what: str, folder: Path | None, errors: bool, as_json: bool, markdown: bool) -> None:
    """Compare the current release with the gold annotation: precision, recall and F1 per field, and every error.

    With `links`, compare the ranking of candidates with the reviewed links, beside BM25 and TF-IDF alone.
    """
    from rich.console import Console

    if what == "links":
        _links(folder, as_json)
        return

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


def _links(folder: Path | None, as_json: bool) -> None:
    import dataclasses
    import json

    from rich.console import Console

    from pledgegraph.build import judged_pairs
    from pledgegraph.evaluate.links import as_table, evaluate_links
    from pledgegraph.project import Project

    found = evaluate_links(*judged_pairs(Project.find(folder)))
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), indent=2))
    else:
        Console(soft_wrap=True).print(as_table(found))
