"""`pledgegraph check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import project_option
from pledgegraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledgegraph.project import Project
    from pledgegraph.validate.foreign import Source

_FORMS = ["text", "table", "json", "turtle", "html", "sarif", "junit", "github"]
_SYNTAXES = ["turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"]


@click.command(epilog="Example: pledgegraph check build/current/data.nq --format table")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@project_option
@click.option("--shapes", type=click.Path(path_type=Path), help="A file or folder of shapes [default: ours].")
@click.option("--focus", default="", metavar="IRI", help="Report on this node only.")
@click.option(
    "--engine", type=click.Choice(["turbo", "pyshacl"]), default="turbo", show_default=True, help="The SHACL engine."
)
@click.option(
    "--format", "form", type=click.Choice(_FORMS), default="text", show_default=True, help="The form of the report."
)
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="The mildest severity that gives exit code 1.",
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    help="Findings shown per shape and constraint (0: all); json and turtle are whole.",
)
@click.option("--syntax", type=click.Choice(_SYNTAXES), help="The syntax of FILES [default: by their ending].")
@click.option(
    "--texts",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder with the source texts, as <slug>/text.txt or <slug>.txt [default: the project's documents].",
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to a file.")
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    folder: Path | None,
    shapes: Path | None,
    focus: str,
    engine: str,
    form: str,
    fail_on: str,
    limit: int,
    syntax: str | None,
    texts: Path | None,
    output: Path | None,
) -> None:
    """Check RDF FILES, or the current release, against the shapes; `-` is standard input.

    Turtle, N-Triples, N-Quads, TriG, JSON-LD and RDF/XML are parsed in a process without network, with limited
    memory and time. Exit code 0: conforms (milder findings are printed). 1: findings. 2: a file cannot be used.
    """
    from pledgegraph.cli.options import release_of
    from pledgegraph.processes import ended_by_interrupt
    from pledgegraph.project import Project
    from pledgegraph.validate.others import check_others, own_rules, their_rules
    from pledgegraph.validate.render import render
    from pledgegraph.validate.reports import Severity
    from pledgegraph.validate.texts import Texts

    if files:
        project = Project.find(folder)
    else:
        project, release = release_of(folder)
        files = (release / "data.nq",)
    sources = _sources(files, syntax or "")
    with ended_by_interrupt():
        report = check_others(
            sources,
            their_rules(shapes) if shapes and not _are_own(shapes, project) else own_rules(project.shapes),
            engine=engine,
            focus=focus.strip("<>"),
            texts=Texts([*([texts] if texts else []), project.documents]),
        )
    gravity = Severity(fail_on.capitalize())
    _print(render(report, form, limit=limit, fail_on=gravity), output)
    if report.fails(gravity):
        ctx.exit(1)


def _are_own(shapes: Path, project: Project) -> bool:
    """Whether these are the project's own shapes, which also ask of its ontology."""
    return shapes.resolve() == project.shapes.resolve()


def _sources(files: Sequence[Path], syntax: str) -> list[Source]:
    """The files, and what comes on standard input, as things to read."""
    from pledgegraph.validate.foreign import STANDARD_INPUT, Source, source_of

    found = []
    for path in files:
        if str(path) != STANDARD_INPUT:
            found.append(source_of(path, syntax))
        elif syntax:
            found.append(Source(name="standard input", syntax=syntax, data=sys.stdin.buffer.read()))
        else:
            raise InputError("has no ending to tell its syntax by", place="standard input", remedy="Add --syntax.")
    return found


def _print(report: str, output: Path | None) -> None:
    """Puts the report on standard output, or into a file, with its last line above."""
    if output is None:
        click.echo(report.rstrip("\n"))
        return
    try:
        output.write_text(report, encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror})", place=output, remedy="Name another file with --output."
        ) from error
    click.echo(f"wrote {output}", err=True)
