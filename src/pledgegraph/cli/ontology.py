"""`pledgegraph ontology`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import project_option
from pledgegraph.errors import InputError, MissingToolError

if TYPE_CHECKING:
    from pledgegraph.project import Project


@click.command(epilog="Example: pledgegraph ontology check")
@click.argument("what", type=click.Choice(["readme", "check", "site", "redirects"]))
@project_option
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Where site (dist/ontology/) or redirects (printed) go."
)
@click.option("--target", metavar="URL", help="redirects: the https address of the folder that is published.")
@click.pass_context
def command(ctx: click.Context, what: str, folder: Path | None, output: Path | None, target: str | None) -> None:
    """Care for the ontology as a product.

    readme makes the tables and the diagram in ontology/ again. check asks for consistency (HermiT) and the OWL 2 DL
    profile (OWLAPI); exit code 1: one of them objects. site writes the files for the web. redirects prints the file
    that w3id.org takes.
    """
    from pledgegraph.project import Project

    project = Project.find(folder)
    if what == "readme":
        _readme(project)
    elif what == "check":
        if not _check(project):
            ctx.exit(1)
    elif what == "site":
        _site(project, output or project.dist / "ontology")
    else:
        _redirects(target, output)


def _readme(project: Project) -> None:
    from pledgegraph.vocabulary.readme import generated

    project.must_be_own()
    for name, text in generated(project).items():
        path = project.ontology / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            click.echo(f"{path}: up to date")
            continue
        _write(path, text)
        click.echo(f"{path}: written")


def _check(project: Project) -> bool:
    """Whether nobody objects; a missing program is said and does not count as an objection."""
    from pledgegraph.reason import reason
    from pledgegraph.vocabulary.profile import check_profile
    from pledgegraph.vocabulary.terms import FILES

    files = [project.ontology / name for name in FILES]
    good = True
    try:
        verdict = reason(files)
        empty = (
            f"; classes that can have no member: {', '.join(verdict.unsatisfiable)}" if verdict.unsatisfiable else ""
        )
        click.echo(f"HermiT: {'consistent' if verdict.consistent else 'not consistent'}{empty}")
        click.echo(f"  {len(verdict.dropped)} triples with a date were not shown to it")
        good = verdict.consistent and not verdict.unsatisfiable
        profile = check_profile(files)
        click.echo(
            f"OWLAPI: {'in' if not profile.violations else 'not in'} the OWL 2 DL profile ({profile.axioms} axioms)"
        )
        for violation in profile.violations:
            click.echo(f"  {violation}")
        good = good and not profile.violations
    except MissingToolError as error:
        click.echo(f"not asked: {error.message}", err=True)
    return good


def _site(project: Project, out: Path) -> None:
    from pledgegraph.vocabulary.site import write_site

    made = write_site(project, out)
    for note in made.notes:
        click.echo(f"note: {note}", err=True)
    click.echo(f"{made.folder}: {', '.join(sorted(path.name for path in made.folder.iterdir()))}")


def _redirects(target: str | None, output: Path | None) -> None:
    from pledgegraph.vocabulary.redirects import redirects

    if target is None:
        raise InputError("redirects need to know where to", remedy="Add --target https://HOST/PATH/.")
    text = redirects(target)
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text)
        click.echo(f"{output}: written")


def _write(path: Path, text: str) -> None:
    """Writes a file beside its place and moves it in."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", place=path, remedy="Name another place.") from error
