"""`pledgegraph track`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from pledgegraph.cli.options import project_option, release_of
from pledgegraph.errors import InputError

_WIDTH = 132


@click.command(epilog="Example: pledgegraph track 12")
@click.argument("commitment", required=False)
@project_option
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Only forums that had ended by this day.")
@click.option("--forum", default="", help="Only echoes at forums whose name or document has this in it.")
@click.option("--actor", default="", help="Only echoes by speakers whose name or code has this in it.")
@click.option("--theme", default="", help="Only commitments on themes whose name has this in it.")
@click.option("--accepted-only", is_flag=True, help="Leave out echoes that nobody has reviewed.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print one row an echo, and one for each commitment without any.")
def command(
    commitment: str | None,
    folder: Path | None,
    as_of: datetime | None,
    forum: str,
    actor: str,
    theme: str,
    accepted_only: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """What became of every commitment by forum, or of one: COMMITMENT is a number, a key or an IRI.

    An echo is a reading: it has a grade, a confidence and a reviewer, and is never called fulfilment.
    """
    from rich.console import Console

    from pledgegraph.queries.run import load
    from pledgegraph.tracking import show
    from pledgegraph.tracking.track import Wanted, track

    if as_json and as_csv:
        raise InputError("--json and --csv exclude each other", remedy="Choose one.")
    _, release = release_of(folder)
    wanted = Wanted(
        as_of=as_of.date() if as_of else None, forum=forum, actor=actor, theme=theme, accepted_only=accepted_only
    )
    found = track(load(release), wanted, commitment or "")
    if as_json:
        click.echo(json.dumps([show.plain(one) for one in found.commitments], indent=2, ensure_ascii=False))
    elif as_csv:
        click.echo(show.rows(found), nl=False)
    elif commitment:
        click.echo(show.timeline(found.commitments[0]))
    else:
        console = Console(highlight=False)
        show.show_table(console if console.is_terminal else Console(highlight=False, width=_WIDTH), found)
