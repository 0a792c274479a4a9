"""`pledgegraph nanopub`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import project_option
from pledgegraph.errors import GateError, InputError

if TYPE_CHECKING:
    from pledgegraph.project import Project


@click.command(epilog="Example: pledgegraph nanopub commitment/regional-migration-governance-initiative/12")
@click.argument("iri", required=False)
@project_option
@click.option("--release", default="current", show_default=True, help="A release folder, a version or a build.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@click.option(
    "--check",
    "checked",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Check the nanopublications in a TriG file instead.",
)
def command(iri: str | None, folder: Path | None, release: str, out: Path | None, checked: Path | None) -> None:
    """Write the echo or commitment IRI as a nanopublication in TriG: assertion, provenance, publication info.

    Its address is not a trusty URI: the tools of the nanopublication network make one when they sign it.
    --check ends with exit code 1 where the form of a nanopublication is not kept.
    """
    from pledgegraph.project import Project
    from pledgegraph.sources.outputs import write_beside

    project = Project.find(folder)
    if checked is not None:
        _check(project, checked.read_bytes(), str(checked))
        click.echo(f"{checked}: well formed")
        return
    if not iri:
        raise InputError("no claim is named", remedy="Name an echo or a commitment, or a file with --check.")
    written = _written(project, iri, release)
    _check(project, written, iri)
    if out is None:
        click.echo(written.decode("utf-8"), nl=False)
    else:
        write_beside(out, written)


def _written(project: Project, iri: str, release: str) -> bytes:
    from pledgegraph import iris
    from pledgegraph.publish.diff import find_release
    from pledgegraph.publish.dumps import loaded
    from pledgegraph.publish.folders import read_manifest
    from pledgegraph.publish.nanopub import nanopublication
    from pledgegraph.publish.publication import Publication
    from pledgegraph.queries.explain import full_iri

    folder = find_release(project, release)
    publication = Publication.read(project.publication)
    version = read_manifest(folder).get("version")
    entry = publication.entry(version, project.publication)
    source = iris.release(version) if version else iris.release_part(entry.version, "build", folder.name)
    try:
        iris.parse(full_iri(iri))
    except ValueError as error:
        raise InputError(str(error), remedy="Name an echo or a commitment as a query prints it.") from None
    return nanopublication(loaded(folder), iris.external(full_iri(iri)), publication, entry, source).trig()


def _check(project: Project, data: bytes, place: str) -> None:
    """Lets nanopublications of the right form pass.

    Raises:
        GateError: they are not.
    """
    from pledgegraph.publish.nanopub_check import problems, shapes_of

    found = problems(data, shapes_of(project), place)
    if found:
        for line in found:
            click.echo(line, err=True)
        raise GateError(f"{len(found)} faults of form", place=place, remedy="They are named above.")
