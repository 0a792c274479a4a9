"""`pledgegraph new-document`."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import project_option
from pledgegraph.errors import InputError

if TYPE_CHECKING:
    from pledgegraph.extract.grammar import Grammar
    from pledgegraph.extraction import Extraction

_UNKNOWN = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][\w'-]+(?: (?:of|for|and|the|on) (?=[A-Z]))?(?: ?[A-Z][\w'-]+)+")
_SHOWN = 12


@click.command(epilog="Example: pledgegraph new-document communique.pdf --slug harbour-forum-2031")
@click.argument("file", type=click.Path(path_type=Path))
@project_option
@click.option("--slug", default="", help="The document's name [default: made from the file name].")
@click.option("--title", default="", help="Its title [default: what the text or the file says].")
@click.option("--encoding", default="", metavar="NAME", help="The text's encoding, where it is not UTF-8 or UTF-16.")
@click.option("--dry-run", is_flag=True, help="Show what was found, write nothing.")
def command(file: Path, folder: Path | None, slug: str, title: str, encoding: str, dry_run: bool) -> None:
    """Make the folder and document.toml of a new document from a FILE, and show what is found in it and what is not.

    Exit code 2: the file cannot be used, or its name or its text is that of a document; nothing was written.
    """
    from pledgegraph.conversion import read_grammar, read_one
    from pledgegraph.extract.document import read_facts
    from pledgegraph.project import Project
    from pledgegraph.sources.documents import slug_of
    from pledgegraph.sources.formats import decode_file
    from pledgegraph.sources.new_document import Intake, check_free, write_document

    project = Project.find(folder)
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise InputError("is neither a file nor a folder", place=file, remedy="Write its content to a file first.")
    grammar = read_grammar(project)
    document = read_one(file, grammar, encoding)
    extraction = read_facts(document, grammar)
    data = file.read_bytes()
    decoded = decode_file(data, file, encoding)
    intake = Intake(
        slug=slug or slug_of(file),
        original=data,
        ending=file.suffix.lower(),
        decoded=decoded,
        keeps_original=not decoded.is_own_text or bool(encoding),
    )
    if not dry_run:
        check_free(project.documents, intake)
    _show(extraction, grammar)
    if dry_run:
        return
    heading = extraction.heading
    named = title or (heading.title if heading.title_span else decoded.title)
    target = write_document(project.documents, intake, document, named, heading.document_type)
    click.echo(f"\nwritten: {target}")
    registry, rules = (path.relative_to(project.root) for path in (project.registry, project.rules))
    click.echo(_ADVICE.format(toml=target / "document.toml", registry=registry, rules=rules))


_ADVICE = """next:
  complete {toml}, then run 'pledgegraph build'
  a state, body, instrument or place that is missing: one row in {registry}/<kind>.csv (label, aliases, source)
  a phrase that no rule reads: a verb or pattern in {rules}/*.toml, with sentences it must and must not match
  a person under two names: data/curation/persons.toml"""


def _show(extraction: Extraction, grammar: Grammar) -> None:
    from pledgegraph.extract.findings import without_meeting

    heading, forum = extraction.heading, extraction.forum
    kind = heading.document_type.value if heading.document_type else "not recognised"
    click.echo(f"title: {heading.title}")
    click.echo(f"type: {kind}")
    if forum is None:
        click.echo(f"forum: none, as {without_meeting(extraction)}")
    else:
        click.echo(f"forum: {forum.label if forum.named else 'a meeting without a name'}, {forum.start or 'no date'}")
    taken = Counter(part.capacity.value for part in extraction.participations)
    click.echo("participation: " + (_counts(taken) or "none found"))
    click.echo("persons: " + ("; ".join(person.label for person in extraction.persons) or "none found"))
    click.echo("statements: " + (_counts(Counter(said.force.value for said in extraction.statements)) or "none found"))
    click.echo(f"commitments: {len(extraction.commitments)}")
    for one in extraction.commitments[:_SHOWN]:
        click.echo(f"  - {one.label}")
    for finding in extraction.findings:
        click.echo(f"finding: {finding.kind.value}: {finding.written}")
    _show_missing(extraction, grammar)


def _counts(found: Counter[str]) -> str:
    return ", ".join(f"{name} {times}" for name, times in found.most_common())


def _show_missing(extraction: Extraction, grammar: Grammar) -> None:
    text = extraction.document.text
    left = extraction.unconverted
    total = len(extraction.sentences)
    click.echo(f"not converted: {len(left)} of {total} sentences")
    for span in left[:_SHOWN]:
        line = text.count("\n", 0, span.start) + 1
        click.echo(f"  line {line}: {' '.join(text[span.start : span.end].split())[:140]}")
    unknown = _unknown_names(extraction, grammar)
    if unknown:
        click.echo("capitalised names that neither the registry nor a rule knows: " + "; ".join(unknown[:_SHOWN]))


def _unknown_names(extraction: Extraction, grammar: Grammar) -> list[str]:
    """Capitalised phrases that were not read as anything, most frequent first."""
    known = {person.label for person in extraction.persons} | {body.label for body in extraction.organisations}
    known |= {post.title for post in extraction.posts}
    if extraction.forum is not None:
        known.add(extraction.forum.label)
    plain = extraction.document.clean.replace("\n", " ")
    registered = {name.written for name in grammar.names.find(plain)}
    found = Counter(match.group(0) for match in _UNKNOWN.finditer(plain))
    return [
        name
        for name, _ in found.most_common()
        if not any(name.removeprefix("The ") in one or one in name for one in known | registered)
    ]
