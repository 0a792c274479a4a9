"""`pledgegraph review`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import project_option
from pledgegraph.errors import InputError
from pledgegraph.project import Project

if TYPE_CHECKING:
    from pledgegraph.extraction import Extraction
    from pledgegraph.sources.links import Link
    from pledgegraph.tracking.review import Scope
    from pledgegraph.tracking.score import Scorer


@click.command(epilog='Example: pledgegraph review --author "Ana Soto" --limit 10')
@project_option
@click.option("--author", default="", help="Who decides; the name stands beside every decision.")
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path),
    help="The .sssom.tsv file to write or read; a bare name lies in data/links [default: named after the author].",
)
@click.option("--commitment", default="", help="Only this commitment: a key or a number.")
@click.option("--document", default="", help="Only passages of this document: its slug.")
@click.option(
    "--judged-by",
    "other",
    default="",
    metavar="NAME",
    help="A second opinion: ask about what NAME has judged and you have not, without telling the decision.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Ask for this many pairs at most.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the decisions [default: today].")
@click.option("--compare", is_flag=True, help="List where reviewers disagree, and Cohen's kappa; ask nothing.")
@click.option(
    "--drift", is_flag=True, help="List decisions whose quote no longer stands; exit code 1 if there are any."
)
@click.option("--json", "as_json", is_flag=True, help="With --compare or --drift: print as JSON.")
def command(
    folder: Path | None,
    author: str,
    file: Path | None,
    commitment: str,
    document: str,
    other: str,
    limit: int | None,
    day: datetime | None,
    compare: bool,
    drift: bool,
    as_json: bool,
) -> int:
    """Decide which later passages take up a commitment, one candidate after another.

    Each decision is written to data/links at once; another start goes on where this one ends. A pair that you have
    decided is not asked again. What nobody has judged comes first, so two reviewers are asked different pairs: the
    second one names the first with --judged-by, and --compare shows how far they agree.
    """
    project = Project.find(folder)
    if compare and drift:
        raise InputError("--compare and --drift exclude each other", remedy="Choose one.")
    if compare or drift:
        asked = {"--author": author, "--judged-by": other, "--limit": limit, "--date": day}
        for name in (name for name, value in asked.items() if value):
            raise InputError(f"{name} is only for deciding", remedy="Leave it out.")
        return (_compare if compare else _drift)(project, _given(project, file), (commitment, document), as_json)
    if as_json:
        raise InputError("--json is for --compare and --drift", remedy="Add one of them.")
    _walk(project, (author, other), file, (commitment, document), limit, day or datetime.now())
    return 0


def _walk(
    project: Project, who: tuple[str, str], file: Path | None, only: tuple[str, str], limit: int | None, day: datetime
) -> None:
    from rich.console import Console

    from pledgegraph.cli.review_session import Session
    from pledgegraph.sources.link_writing import check_writable, file_of
    from pledgegraph.sources.links import read_links
    from pledgegraph.tracking.drift import drift
    from pledgegraph.tracking.echoes import set_on_texts
    from pledgegraph.tracking.propose import Proposer
    from pledgegraph.tracking.review import judged_by, open_pairs, reviewer, scope

    name, other = who
    reviewer(name, ())
    path = _given(project, file) or file_of(project.links, name)
    if path.is_relative_to(project.root):
        project.must_be_own()
    check_writable(path)
    links = read_links(project.links, *([path] if path.exists() else []))
    author = reviewer(name, links)
    extractions, scorer = _read(project)
    within = scope(extractions, *only)
    standing, lost = drift(links, extractions)
    if lost:
        click.echo(f"{len(lost)} decisions have lost their quote: see pledgegraph review --drift", err=True)
    echoes = set_on_texts(standing, extractions)
    if other:
        pairs = judged_by(other, echoes, author.name, extractions, within)
    else:
        found = Proposer(scorer).propose(extractions)
        pairs = open_pairs(found, echoes, author.name, scorer.weights.threshold, within)
    console = Console(highlight=False)
    Session(
        pairs=pairs[:limit],
        later=len(pairs[limit:]) if limit else 0,
        asked_of=f"passage that {other} has judged" if other else "candidate",
        author=author,
        day=day.date(),
        path=path,
        console=console if console.is_terminal else Console(highlight=False, width=120),
    ).run()


def _compare(project: Project, file: Path | None, only: tuple[str, str], as_json: bool) -> int:
    from pledgegraph.cli.review_reports import agreements_as_json, show_agreements
    from pledgegraph.tracking.drift import drift
    from pledgegraph.tracking.echoes import set_on_texts

    links, extractions, within = _decisions(project, file, *only)
    standing, lost = drift(links, extractions)
    if lost:
        click.echo(f"{len(lost)} decisions have lost their quote and are left out", err=True)
    echoes = set_on_texts(standing, extractions)
    here = [echo for echo in echoes if within.holds(echo.link.commitment, echo.link.document)]
    if as_json:
        click.echo(agreements_as_json(here))
    else:
        show_agreements(here)
    return 0


def _drift(project: Project, file: Path | None, only: tuple[str, str], as_json: bool) -> int:
    from pledgegraph.cli.review_reports import drift_as_json, show_drift
    from pledgegraph.tracking.drift import drift
    from pledgegraph.tracking.echoes import set_on_texts

    links, extractions, within = _decisions(project, file, *only)
    standing, lost = drift(links, extractions)
    set_on_texts(standing, extractions)
    lost = [one for one in lost if within.holds(one.link.commitment, one.link.document)]
    if as_json:
        click.echo(drift_as_json(lost, len(links)))
    else:
        show_drift(lost, len(links))
    return 1 if lost else 0


def _decisions(
    project: Project, file: Path | None, commitment: str, document: str
) -> tuple[tuple[Link, ...], list[Extraction], Scope]:
    from pledgegraph.sources.links import read_links
    from pledgegraph.tracking.review import scope

    links = read_links(project.links, *([file] if file else []))
    extractions, _ = _read(project)
    return links, extractions, scope(extractions, commitment, document)


def _given(project: Project, file: Path | None) -> Path | None:
    """The file named on the command line; a bare name that is not here lies in the project's folder of links."""
    bare = file is not None and file.parent == Path() and not file.exists()
    return project.links / file if file is not None and bare else file


def _read(project: Project) -> tuple[list[Extraction], Scorer]:
    from pledgegraph.conversion import read_grammar
    from pledgegraph.extract.document import read_facts
    from pledgegraph.sources.documents import read_documents
    from pledgegraph.tracking.stage import read_scorer

    grammar = read_grammar(project)
    extractions = [read_facts(document, grammar) for document in read_documents(project.documents)]
    return extractions, read_scorer(project, grammar.registry)
