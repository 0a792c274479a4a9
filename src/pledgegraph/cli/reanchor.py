"""`pledgegraph reanchor`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from pledgegraph.cli.options import project_option

if TYPE_CHECKING:
    from pledgegraph.extract.grammar import Grammar
    from pledgegraph.model import Document
    from pledgegraph.project import Project


@click.command(epilog="Example: pledgegraph reanchor sub-forum-2024 new-version.txt")
@click.argument("older", metavar="OLDER")
@click.argument("newer", metavar="NEWER")
@project_option
@click.option("--all", "everything", is_flag=True, help="List unchanged quotes too.")
@click.option("--json", "as_json", is_flag=True, help="Print every quote as JSON.")
def command(older: str, newer: str, folder: Path | None, everything: bool, as_json: bool) -> None:
    """Say which quotes of an OLDER version of a document still stand in a NEWER one (document names or files).

    Exit code 0, also when quotes were lost; 2: a version cannot be read.
    """
    from pledgegraph.conversion import read_grammar
    from pledgegraph.extract.document import read_facts
    from pledgegraph.project import Project
    from pledgegraph.tracking.versions import Anchor, reanchor

    project = Project.find(folder)
    grammar = read_grammar(project)
    before, after = (_document(project, grammar, name) for name in (older, newer))
    found = reanchor(read_facts(before, grammar), after)
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=2))
        return
    for one in found:
        if one.anchor is Anchor.UNCHANGED and not everything:
            continue
        line = before.text.count("\n", 0, one.before.start) + 1
        where = f", now line {after.text.count(chr(10), 0, one.after.start) + 1}" if one.after else ""
        click.echo(f'{one.anchor.value}: {older}:{line}{where}: "{_short(one.quote)}"')
        if one.nearest:
            click.echo(f'    nearest: "{_short(one.nearest)}"')
    counts = Counter(one.anchor for one in found)
    click.echo(
        ", ".join(f"{counts[anchor]} {anchor.value}" for anchor in Anchor) + f" of {len(found)} quotes", err=True
    )


def _document(project: Project, grammar: Grammar, name: str) -> Document:
    from pledgegraph.conversion import read_one
    from pledgegraph.sources.documents import read_document

    stored = project.documents / name
    return read_document(stored) if stored.is_dir() else read_one(Path(name), grammar)


def _short(quote: str) -> str:
    return quote if len(quote) <= 160 else quote[:157] + "..."
