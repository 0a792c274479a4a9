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
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only commitments made and forums ended by this day.",
)
@click.option("--forum", default="", help="Only echoes at this forum: its name or document, or a part of one.")
@click.option(
    "--actor",
    default="",
    help="Only echoes by this actor, or by those who speak on its behalf: a name or a part of one, or a code.",
)
@click.option("--theme", default="", help="Only commitments on this theme: its name or key, or a part of one.")
@click.option(
    "--accepted-only", is_flag=True, help="Leave out echoes that nobody has reviewed, or that a reviewer rejects."
)
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

    An echo is a reading: it has a grade, a confidence and a reviewer, and is never called fulfilment. What is asked for
    narrows the echoes that are shown; a standing is always that of the commitment, on all accepted echoes by the day. A
    name that nothing bears is refused with exit code 2.
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
        click.echo(show.timeline(found))
    else:
        console = Console(highlight=False)
        show.show_table(console if console.is_terminal else Console(highlight=False, width=_WIDTH), found)
