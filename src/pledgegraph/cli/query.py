"""`pledgegraph query`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import project_option, release_of
from pledgegraph.errors import InputError

if TYPE_CHECKING:
    from pledgegraph.queries.catalogue import Catalogue, Query


@click.command(epilog="Example: pledgegraph query attendance-matrix --format csv")
@click.argument("name", required=False)
@project_option
@click.option(
    "-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="A value for a parameter; may be repeated."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "ttl"]),
    default="table",
    show_default=True,
    help="The form of the answer.",
)
@click.option("--list", "listing", is_flag=True, help="List the catalogue.")
@click.option("--endpoint", metavar="URL", help="Ask a remote SPARQL endpoint instead of the current release.")
@click.option("--show", is_flag=True, help="Print the query that would run.")
def command(
    name: str | None,
    folder: Path | None,
    params: tuple[str, ...],
    form: str,
    listing: bool,
    endpoint: str | None,
    show: bool,
) -> None:
    """Ask NAME from the catalogue, a query FILE, or `-` for standard input.

    The default graph is the union of all graphs, so queries name none.
    """
    from pledgegraph.project import Project
    from pledgegraph.queries.catalogue import Catalogue
    from pledgegraph.queries.results import Format, render

    project = Project.find(folder)
    catalogue = Catalogue.read(project.queries)
    if listing or name is None:
        _list(catalogue)
        return
    query = _find(catalogue, name)
    pairs = [_pair(param) for param in params]
    twice = next((key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number])), None)
    if twice is not None:
        raise InputError(f"the parameter '{twice}' is given twice", remedy="Give each parameter once.")
    values = dict(pairs)
    if show:
        click.echo(query.bound(values))
        return
    if endpoint:
        from pledgegraph.queries.remote import Endpoint

        if not endpoint.startswith(("http://", "https://")) or endpoint.endswith("//"):
            raise InputError(f"'{endpoint}' is no address of an endpoint", remedy="Begin it with http:// or https://.")
        remote = Endpoint(url=endpoint)
        remote.check()
        answer = remote.run(query, values)
    else:
        from pledgegraph.processes import ended_by_interrupt
        from pledgegraph.queries.run import load, run

        _, release = release_of(folder)
        with ended_by_interrupt():
            answer = run(load(release), query, values)
    click.echo(render(answer, Format(form)).rstrip("\n"))


def _list(catalogue: Catalogue) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("name", no_wrap=True)
    table.add_column("question")
    for query in catalogue.queries.values():
        table.add_row(query.name, query.header.question if query.header else "")
    Console().print(table)


def _find(catalogue: Catalogue, name: str) -> Query:
    from pledgegraph.queries.catalogue import parse_query
    from pledgegraph.sources.tomlfile import read_text

    if name == "-":
        return parse_query(_standard_input(), "-", "standard input")
    path = Path(name)
    if path.suffix in (".rq", ".sparql") or path.is_file():
        return parse_query(read_text(path), path.stem, path)
    return catalogue.find(name)


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 text (byte {error.start})", place="standard input", remedy="Write the query in UTF-8."
        ) from error


def _pair(written: str) -> tuple[str, str]:
    key, equals, value = written.partition("=")
    if not equals or not key:
        raise InputError(f"'{written}' is no parameter", remedy="Write -p key=value.")
    return key, value
