"""`pledgegraph site`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from pledgegraph.cli.options import project_option
from pledgegraph.errors import InputError, MissingToolError

_NEEDED = ("httpx", "jinja2", "starlette", "uvicorn")
_SHOWN = 5


@click.command(epilog="Example: pledgegraph site public")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@project_option
@click.option(
    "--release",
    type=click.Path(path_type=Path, file_okay=False),
    help="The release to show, or a link to it [default: build/current].",
)
@click.option("--server", metavar="URL", help="A server that answers what files cannot; pages lead there.")
@click.option(
    "--most", type=click.IntRange(1), default=50_000, show_default=True, help="Pages and files that may be fetched."
)
def command(directory: Path, folder: Path | None, release: Path | None, server: str | None, most: int) -> None:
    """Write the server's pages as plain files for any web host.

    An older site in DIR is replaced; anything else in it is left alone and refused.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise MissingToolError(
            f"the site needs {', '.join(missing)}", remedy="Install it with: pip install 'pledgegraph[serve,push]'."
        )
    from rich.console import Console
    from rich.progress import Progress

    from pledgegraph.project import Project
    from pledgegraph.serve.pages.site import Site
    from pledgegraph.serve.site import write_site

    if server is not None and not server.startswith(("http://", "https://")):
        raise InputError(f"'{server}' is no address", remedy="Begin it with http:// or https://.")
    project = Project.find(folder)
    source = (release or project.current).absolute()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("fetching", total=None)
        made = write_site(
            source,
            Site.read(project),
            directory,
            server=server or "",
            most=most,
            told=lambda fetched, known: progress.update(bar, completed=fetched, total=known),
        )
    for address in made.refused[:_SHOWN]:
        click.echo(f"note: no page has this address, so nothing leads there: {address}", err=True)
    if len(made.refused) > _SHOWN:
        click.echo(f"note: and {len(made.refused) - _SHOWN} more such addresses", err=True)
    click.echo(f"{made.folder}: {made.pages} pages, {made.files} files of release {made.release}")
