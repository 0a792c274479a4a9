"""`pledgegraph convert`."""

from __future__ import annotations

from pathlib import Path

import click

from pledgegraph.cli.options import project_option


@click.command(epilog="Example: pledgegraph convert data/documents/sub-forum-2024/text.txt --format turtle")
@click.argument("file", type=click.Path(path_type=Path))
@project_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["nquads", "turtle", "jsonld"]),
    default="nquads",
    show_default=True,
    help="The form of the output.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here instead of to standard output."
)
def command(file: Path, folder: Path | None, form: str, output: Path | None) -> None:
    """Convert one text FILE with the project's rules and registry; findings go to standard error.

    Exit code 0: converted (findings never change it). 2: the file cannot be used; nothing was written.
    """
    from pledgegraph.build import convert as convert_file
    from pledgegraph.project import Project
    from pledgegraph.sources.outputs import write_beside

    data, extraction = convert_file(Project.find(folder), file, form)
    if output is None:
        click.echo(data, nl=False)
    else:
        write_beside(output, data)
    text = extraction.document.text
    for found in extraction.findings:
        line = text.count("\n", 0, found.span.start) + 1
        expected = f" (expected: {found.expected})" if found.expected else ""
        click.echo(f"{file}:{line}: {found.kind.value}: {found.written}{expected}", err=True)
    if extraction.forum is None:
        click.echo(f"{file}: no sentence says that a meeting was held, so no forum is asserted", err=True)
