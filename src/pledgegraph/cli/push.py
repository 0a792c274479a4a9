"""`pledgegraph push`."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import project_option
from pledgegraph.errors import MissingToolError

if TYPE_CHECKING:
    from pledgegraph.publish.push import Pushed

_PARTIAL = 4


@click.command(epilog="Example: pledgegraph push http://127.0.0.1:7878/store")
@click.argument("endpoint", metavar="ENDPOINT")
@project_option
@click.option("--release", default="current", show_default=True, help="A release folder, a version or a build.")
@click.option("--query", metavar="URL", default="", help="Where the store answers queries, if it cannot be guessed.")
@click.option("--replace", "replaces", is_flag=True, help="Replace the graphs of another release.")
@click.option("--beside-others", is_flag=True, help="Load beside data that are not of this project.")
@click.option("--timeout", type=click.IntRange(1), default=300, show_default=True, help="Seconds for one request.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def command(
    endpoint: str,
    folder: Path | None,
    release: str,
    query: str,
    replaces: bool,
    beside_others: bool,
    timeout: int,
    as_json: bool,
) -> None:
    """Load a release into the remote store at ENDPOINT, the address of its SPARQL 1.1 Graph Store Protocol.

    Named graph by named graph; a run that was stopped goes on, and in the end counts and sample queries are compared
    (exit code 1 when they differ, 4 when the store stopped half way). PLEDGEGRAPH_ENDPOINT_USER and
    PLEDGEGRAPH_ENDPOINT_PASSWORD hold the credentials.
    """
    from pledgegraph.project import Project
    from pledgegraph.publish.diff import find_release

    try:
        from pledgegraph.publish.push import Target, push
    except ModuleNotFoundError as error:
        raise MissingToolError(
            f"the module '{error.name}' is not installed", remedy="Run: pip install pledgegraph[push]"
        ) from None
    project = Project.find(folder)
    target = Target(store=endpoint, query=query, replaces=replaces, beside_others=beside_others, timeout=timeout)
    pushed = push(project, find_release(project, release), target, lambda line: click.echo(line, err=True))
    click.echo(_json(pushed) if as_json else _summary(pushed))
    if pushed.failure is not None:
        click.echo(f"error: {pushed.failure.message}", err=True)
        click.get_current_context().exit(_PARTIAL if pushed.sent or pushed.there else pushed.failure.exit_code)


def _summary(pushed: Pushed) -> str:
    parts = [f"{len(pushed.sent)} graphs sent"]
    if pushed.there:
        parts.append(f"{len(pushed.there)} were there")
    if pushed.removed:
        parts.append(f"{len(pushed.removed)} removed")
    if pushed.failure is not None:
        return f"{', '.join(parts)}; {len(pushed.left)} are left: run it again to go on"
    return (
        f"{', '.join(parts)}; the store holds the release: {pushed.triples} statements, "
        f"the counts of all graphs and {pushed.samples} sample queries agree"
    )


def _json(pushed: Pushed) -> str:
    shown = {field.name: getattr(pushed, field.name) for field in dataclasses.fields(pushed)}
    shown["failure"] = pushed.failure.message if pushed.failure else None
    shown["verified"] = pushed.failure is None
    return json.dumps(shown, indent=2)
