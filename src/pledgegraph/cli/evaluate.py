"""`pledgegraph evaluate`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import project_option, release_of
from pledgegraph.errors import InputError

if TYPE_CHECKING:
    from rich.table import Table


@click.command(epilog="Example: pledgegraph evaluate --errors")
@click.argument("what", type=click.Choice(["facts", "links", "statements"]), default="facts")
@project_option
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    help="With links or statements: the folder of the annotated foreign statements.",
)
@click.option(
    "--set",
    "kept",
    type=click.Choice(["open", "aside"]),
    default="aside",
    show_default=True,
    help="With statements: those open to who writes rules, or those set aside.",
)
@click.option("--errors/--no-errors", default=True, show_default=True, help="List every error.")
@click.option("--json", "as_json", is_flag=True, help="Print scores and errors as JSON.")
@click.option("--markdown", is_flag=True, help="Print the table as Markdown.")
def command(
    what: str, folder: Path | None, corpus: Path | None, kept: str, errors: bool, as_json: bool, markdown: bool
) -> None:
    """Compare the current release with the gold annotation: precision, recall and F1 per field, and every error.

    With `links`, compare the ranking of candidates with the reviewed links, beside BM25 and TF-IDF alone; with
    `--corpus` too, compare it with the labels of passages of foreign statements, whose texts lie in that folder.
    With `statements`, convert annotated foreign statements afresh and compare what comes out.
    """
    if as_json and markdown:
        raise InputError("--json and --markdown exclude each other", remedy="Choose one.")
    if corpus is not None and what == "facts":
        raise InputError("--corpus is only for links and statements", remedy="Write evaluate links --corpus DIR.")
    if what == "statements":
        _statements(folder, corpus, kept, errors, as_json, markdown)
        return
    if what == "links":
        from pledgegraph.cli.evaluate_links import evaluate_links

        evaluate_links(folder, corpus, as_json)
        return

    from pledgegraph.evaluate import evaluate, render

    project, release = release_of(folder)
    evaluation = evaluate(release / "data.nq", project.gold, project.documents)
    if as_json:
        click.echo(render.as_json(evaluation))
    elif markdown:
        click.echo(render.as_markdown(evaluation))
    else:
        _print(render.as_table(evaluation), render.error_lines(evaluation) if errors else ())


def _statements(
    folder: Path | None, corpus: Path | None, kept: str, errors: bool, as_json: bool, markdown: bool
) -> None:
    from pledgegraph.conversion import read_grammar, read_one, run_of
    from pledgegraph.evaluate import statements
    from pledgegraph.extract.document import read_facts
    from pledgegraph.project import Project

    if corpus is None or not corpus.is_dir():
        raise InputError(
            "the folder of the annotated statements is needed",
            place=corpus or "",
            remedy="Write evaluate statements --corpus DIR.",
        )
    project = Project.find(folder)
    grammar = read_grammar(project)
    found = statements.evaluate_statements(
        project.gold / "corpus",
        corpus,
        "open" if kept == "open" else "aside",
        run_of(grammar).content_hash,
        grammar.registry,
        lambda path: read_facts(read_one(path, grammar), grammar),
    )
    if as_json:
        click.echo(statements.as_json(found))
    elif markdown:
        click.echo(statements.as_markdown(found))
    else:
        _print(statements.as_table(found), statements.error_lines(found) if errors else ())


def _print(table: Table, lines: Iterable[str]) -> None:
    """A drawn table, and the errors below it."""
    from rich.console import Console

    Console(soft_wrap=True).print(table)
    for line in lines:
        click.echo(line)
