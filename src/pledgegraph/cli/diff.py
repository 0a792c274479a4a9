"""`pledgegraph diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import project_option
from pledgegraph.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from pledgegraph.publish.diff import Change
    from pledgegraph.publish.ontology_diff import OntologyDiff

_WIDTH = 132


@click.command(epilog="Example: pledgegraph diff current current --format markdown")
@click.argument("before")
@click.argument("after")
@project_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "markdown", "rdf-patch", "json"]),
    default="table",
    show_default=True,
    help="The form of the differences.",
)
@click.option("--ontology", is_flag=True, help="Compare the ontologies and their version numbers, not the facts.")
@click.option(
    "--limit", type=click.IntRange(0), default=50, show_default=True, help="Entities shown (Markdown: per reason)."
)
def command(before: str, after: str, folder: Path | None, form: str, ontology: bool, limit: int) -> None:
    """What changed from BEFORE to AFTER by entity, with the reason: new text, rule set, curation, registry.

    A release is a folder, a version in dist/, the content hash of a build, or `current`. Exit code 1, with
    --ontology: the version number does not allow what changed.
    """
    from pledgegraph.project import Project
    from pledgegraph.publish.diff import diff, find_release, patch

    project = Project.find(folder)
    old, new = find_release(project, before), find_release(project, after)
    if ontology:
        _ontology(old, new, form, limit)
    elif form == "rdf-patch":
        for line in patch(diff(old, new)):
            click.echo(line)
    else:
        _facts(before, after, list(diff(old, new)), form, limit)


def _facts(before: str, after: str, changes: list[Change], form: str, limit: int) -> None:
    from pledgegraph.publish.diff_render import as_json, markdown

    if form == "json":
        click.echo(as_json(before, after, changes))
    elif form == "markdown":
        click.echo(markdown(before, after, changes, limit), nl=False)
    else:
        _table(changes, limit)


def _table(changes: list[Change], limit: int) -> None:
    from rich.table import Table
    from rich.text import Text

    from pledgegraph.publish.diff import Status
    from pledgegraph.publish.diff_render import named, reasons, tally, what

    console = _console()
    if not changes:
        console.print("no fact differs")
        return
    summary = Table("reason", "kind", *Status, box=None, pad_edge=False, header_style="bold")
    for reason, kind, counts in tally(changes):
        summary.add_row(reason, kind, *(str(counts[status]) for status in Status))
    console.print(summary)
    if not limit:
        return
    console.print()
    table = Table("entity", "", "-", "+", "reason", "what", box=None, pad_edge=False, header_style="bold")
    for change in changes[:limit]:
        counts_of = (str(len(change.removed)), str(len(change.added)))
        table.add_row(Text(named(change)), change.status, *counts_of, reasons(change), Text(what(change)))
    console.print(table)
    if len(changes) > limit:
        console.print(f"and {len(changes) - limit} more (--limit)")


def _ontology(old: Path, new: Path, form: str, limit: int) -> None:
    from pledgegraph.publish.diff_render import ontology_json, ontology_markdown
    from pledgegraph.publish.ontology_diff import ontology_diff

    if form == "rdf-patch":
        raise InputError(
            "an ontology has nodes without a name, which a patch cannot address", remedy="Choose another --format."
        )
    found = ontology_diff(old / "ontology.ttl", new / "ontology.ttl")
    if form == "json":
        click.echo(ontology_json(found))
    elif form == "markdown":
        click.echo(ontology_markdown(found), nl=False)
    else:
        _ontology_table(found, limit)
    if found.problems:
        click.get_current_context().exit(1)


def _ontology_table(found: OntologyDiff, limit: int) -> None:
    from rich.table import Table
    from rich.text import Text

    from pledgegraph.publish.diff_render import clipped, verdict

    console = _console()
    console.print(verdict(found))
    table = Table("term", "", "asks for", "removed", "added", box=None, pad_edge=False, header_style="bold")
    for change in found.changes[:limit]:
        cells = (Text(clipped("; ".join(part))) for part in (change.removed, change.added))
        table.add_row(Text(change.term), change.status, change.impact.name.lower(), *cells)
    if found.changes:
        console.print(table)
    if len(found.changes) > limit:
        console.print(f"and {len(found.changes) - limit} more (--limit)")


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH)
