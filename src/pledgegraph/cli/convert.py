"""`pledgegraph convert`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import project_option
from pledgegraph.errors import InputError

if TYPE_CHECKING:
    from pledgegraph.extraction import Extraction
    from pledgegraph.project import Project


@click.command(epilog="Example: pledgegraph convert data/documents/sub-forum-2024/text.txt --format turtle")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
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
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write to this file, or for several files into this folder.",
)
@click.option(
    "--encoding", default="", metavar="NAME", help="The texts' encoding, where it is neither UTF-8 nor UTF-16."
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes for several files."
)
def command(
    files: tuple[Path, ...], folder: Path | None, form: str, output: Path | None, encoding: str, workers: int
) -> int:
    """Convert FILEs (text, Markdown, HTML, PDF, DOCX) with the project's rules and registry, or all files of a folder.

    One file goes to standard output or to -o FILE, its findings to standard error. Several files, or a folder, go into
    the folder that -o names: one file of RDF each. What cannot be converted is set aside in its quarantine/ with the
    reason, and a run that was stopped goes on where it was.

    Exit code 0: converted (findings never change it). 2: the file, or none of several, can be used; no RDF was written.
    4: some of several files were set aside.
    """
    from pledgegraph.project import Project

    project = Project.find(folder)
    if len(files) == 1 and not files[0].is_dir() and not (output and output.is_dir()):
        _one(project, files[0], form, output, encoding)
        return 0
    if output is None or output.is_file():
        raise InputError(
            "several files need a folder to be written to" if output is None else "is a file, not a folder",
            place=output or "",
            remedy="Name a folder with -o DIR.",
        )
    return _many(project, files, form, output, encoding, workers)


def _one(project: Project, file: Path, form: str, output: Path | None, encoding: str) -> None:
    from pledgegraph.conversion import convert, read_grammar, read_one
    from pledgegraph.sources.outputs import write_beside

    if output is not None and output.exists():
        _spare(output, file)
    grammar = read_grammar(project)
    data, extraction = convert(read_one(file, grammar, encoding), grammar, form)
    if output is None:
        click.echo(data, nl=False)
    else:
        write_beside(output, data)
    _tell(file, extraction)


def _spare(output: Path, file: Path) -> None:
    """Refuses to write RDF over the text it is made from, or over another text."""
    from pledgegraph.sources.formats import ENDINGS

    if output.samefile(file) or output.suffix.lower() in ENDINGS:
        raise InputError("is a text, which RDF would replace", place=output, remedy="Name another file with -o.")


def _tell(file: Path, extraction: Extraction) -> None:
    from pledgegraph.extract.findings import without_meeting

    text = extraction.document.text
    for found in extraction.findings:
        line = text.count("\n", 0, found.span.start) + 1
        expected = f" (expected: {found.expected})" if found.expected else ""
        click.echo(f"{file}:{line}: {found.kind.value}: {found.written}{expected}", err=True)
    if extraction.forum is None:
        click.echo(f"{file}: {without_meeting(extraction)}, so no forum is asserted", err=True)


def _many(project: Project, paths: tuple[Path, ...], form: str, target: Path, encoding: str, workers: int) -> int:
    from rich.console import Console
    from rich.progress import Progress

    from pledgegraph.batch import QUARANTINE, Batch
    from pledgegraph.sources.inbox import files_below, passed_over

    files = files_below(paths, target)
    for path, reason in passed_over(paths, target):
        click.echo(f"passed over: {click.format_filename(path)}: {reason}", err=True)
    batch = Batch(project, target, form, encoding)
    aside = kept = 0
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("converting", total=len(files))
        for outcome in batch.run(files, workers):
            kept += outcome.kept
            if outcome.reason:
                aside += 1
                reason = click.format_filename(outcome.reason)
                progress.console.print(f"set aside: {reason}", markup=False, highlight=False, soft_wrap=True)
            progress.advance(bar)
    earlier = f", {kept} of them by an earlier run" if kept else ""
    click.echo(f"{len(files) - aside} of {len(files)} files converted{earlier}; in {target}", err=True)
    if aside:
        click.echo(f"{aside} set aside with their reasons in {target / QUARANTINE}", err=True)
    if aside == len(files):
        return 2
    return 4 if aside else 0
