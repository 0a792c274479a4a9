"""`pledgegraph wording`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import project_option
from pledgegraph.project import Project

if TYPE_CHECKING:
    from pledgegraph.extraction import Extraction
    from pledgegraph.tracking.wording import Reader, Rewording


@click.command(epilog="Example: pledgegraph wording 12")
@click.argument("earlier")
@click.argument("later", required=False)
@project_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(earlier: str, later: str | None, folder: Path | None, as_json: bool) -> None:
    """Two wordings clause by clause: what was added, dropped, weakened or strengthened.

    EARLIER and LATER are documents (by slug), commitments (by number, key or IRI) or statements (by IRI). Without LATER
    a commitment is compared with the accepted passages that take the same one up. Words are compared, not deeds.
    """
    from pledgegraph.tracking.show_wording import plain, written
    from pledgegraph.tracking.wording_texts import compare, resolve

    extractions, reader = _read(Project.find(folder))
    if later is None:
        found = _since(Project.find(folder), extractions, reader, earlier)
    else:
        found = [compare(resolve(earlier, extractions, reader), resolve(later, extractions, reader), reader)]
    if as_json:
        click.echo(json.dumps([plain(one) for one in found], indent=2, ensure_ascii=False))
        return
    click.echo("\n\n".join(written(one) for one in found) or "No accepted passage takes it up as the same commitment.")


def _since(project: Project, extractions: Sequence[Extraction], reader: Reader, earlier: str) -> list[Rewording]:
    from pledgegraph.sources.links import read_links
    from pledgegraph.tracking.consensus import accepted, settle
    from pledgegraph.tracking.echoes import set_on_texts
    from pledgegraph.tracking.wording import rewordings
    from pledgegraph.tracking.wording_texts import alone

    made = alone(earlier, extractions)
    agreed = accepted(settle(set_on_texts(read_links(project.links), extractions)))
    found = rewordings(agreed, extractions, reader)
    return [one for one in found if one.earlier == made.key]


def _read(project: Project) -> tuple[list[Extraction], Reader]:
    from pledgegraph.conversion import read_grammar, read_project_documents
    from pledgegraph.extract.document import read_facts
    from pledgegraph.tracking.stage import read_reader, read_scorer

    grammar = read_grammar(project)
    extractions = [read_facts(document, grammar) for document in read_project_documents(project, grammar)]
    lexicon = read_scorer(project, grammar.registry).lexicon
    return extractions, read_reader(project, lexicon, grammar.of("action-verbs").words["verb"])
