"""`pledgegraph serve`."""

from __future__ import annotations

import logging
import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import deadline_option, project_option
from pledgegraph.errors import InputError, MissingToolError

if TYPE_CHECKING:
    from pledgegraph.serve.pool import Pool

_NEEDED = ("starlette", "uvicorn", "httptools", "jinja2", "python_multipart")


@click.command(epilog="Example: pledgegraph serve --port 8000")
@project_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 takes a free one."
)
@click.option(
    "--release",
    type=click.Path(path_type=Path, file_okay=False),
    help="The release to serve, or a link to it [default: build/current].",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2 * (os.cpu_count() or 1) + 1,
    show_default="two per processor and one",
    help="Processes that evaluate queries.",
)
@deadline_option
@click.option("--memory", type=click.IntRange(16), default=1024, show_default=True, help="MiB for one query.")
@click.option("--cache/--no-cache", default=True, show_default=True, help="Keep answers until the release changes.")
@click.option("--limit-loopback", is_flag=True, help="Limit clients on this machine as others are.")
@click.option("--public-url", metavar="URL", help="The address that clients use [default: http://HOST:PORT].")
def command(
    folder: Path | None,
    host: str,
    port: int,
    release: Path | None,
    workers: int,
    deadline: float,
    memory: int,
    cache: bool,
    limit_loopback: bool,
    public_url: str | None,
) -> None:
    """Serve a release: pages, linked data and SPARQL, read-only; a new release is taken up without a restart.

    Ctrl-C ends it and everything it started.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise MissingToolError(
            f"the server needs {', '.join(missing)}", remedy="Install it with: pip install 'pledgegraph[serve]'."
        )
    from pledgegraph.project import Project
    from pledgegraph.serve.pages.site import Site
    from pledgegraph.serve.run import bind, serve
    from pledgegraph.serve.settings import MIB, Settings

    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    if public_url is not None and not public_url.startswith(("http://", "https://")):
        raise InputError(f"'{public_url}' is no address", remedy="Begin it with http:// or https://.")
    project = Project.find(folder)
    source = release or project.current
    site = Site.read(project)
    with bind(host, port) as listener:
        shown = f"[{host}]" if ":" in host else host
        public = (public_url or f"http://{shown}:{listener.getsockname()[1]}").rstrip("/")
        settings = Settings(
            public=public,
            workers=workers,
            deadline=deadline,
            worker_memory=memory * MIB,
            cache=Settings().cache if cache else 0,
            limit_loopback=limit_loopback,
        )
        serve(source.absolute(), settings, listener, _announce, site)


def _announce(pool: Pool) -> None:
    """Says where the server is, and what keeps its workers from the network."""
    fence = "a network namespace of their own" if pool.current.crew.template.loaded.fenced else "no open files"
    click.echo(
        f"{pool.settings.endpoint} answers over release {pool.current.name} "
        f"({pool.current.crew.template.loaded.quads} quads; {pool.settings.workers} workers with {fence}).\n"
        f"Open {pool.settings.public}/ in a browser. Ctrl-C ends it.",
        err=True,
    )
