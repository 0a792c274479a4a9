"""`pledgegraph evaluate links`: rankings of candidates beside reviewed links, or beside labels of foreign passages."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.errors import InputError

if TYPE_CHECKING:
    from rich.table import Table

    from pledgegraph.evaluate.corpus import CorpusEvaluation
    from pledgegraph.evaluate.links import LinkEvaluation
    from pledgegraph.project import Project


def evaluate_links(folder: Path | None, corpus: Path | None, as_json: bool) -> None:
    """Prints the rankings of the project's own pairs, or of the labelled passages in a folder of statements."""
    from rich.console import Console

    from pledgegraph.project import Project

    project = Project.find(folder)
    found, table = _on_corpus(project, corpus) if corpus else _on_links(project)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), indent=2))
    else:
        Console(width=120).print(table)


def _on_links(project: Project) -> tuple[LinkEvaluation, Table]:
    from pledgegraph.conversion import read_grammar, read_project_documents
    from pledgegraph.evaluate.links import as_table, evaluate_links
    from pledgegraph.extract.document import read_facts
    from pledgegraph.sources.links import read_links
    from pledgegraph.tracking.candidates import later_pairs
    from pledgegraph.tracking.echoes import set_on_texts
    from pledgegraph.tracking.stage import read_scorer

    grammar = read_grammar(project)
    extractions = [read_facts(document, grammar) for document in read_project_documents(project, grammar)]
    scorer = read_scorer(project, grammar.registry)
    found = evaluate_links(
        list(later_pairs(extractions, scorer)),
        set_on_texts(read_links(project.links), extractions),
        scorer.weights.threshold,
        scorer.lexicon.table,
    )
    return found, as_table(found)


def _on_corpus(project: Project, folder: Path) -> tuple[CorpusEvaluation, Table]:
    from pledgegraph.conversion import read_grammar, read_one, read_project_documents
    from pledgegraph.evaluate.corpus import as_table, evaluate_corpus
    from pledgegraph.extract.document import read_facts
    from pledgegraph.tracking.stage import read_scorer

    if not folder.is_dir():
        raise InputError("there is no such folder", place=folder, remedy="Name the folder with the statements.")
    grammar = read_grammar(project)
    extractions = [read_facts(document, grammar) for document in read_project_documents(project, grammar)]
    instruments = [one for one in extractions if any(made.ordinal is not None for made in one.commitments)]
    if len(instruments) != 1:
        raise InputError(
            f"the labels number the commitments of one document, here {len(instruments)} have numbered ones",
            place=project.documents,
            remedy="Evaluate in a project with one document that sets out numbered commitments.",
        )
    found = evaluate_corpus(
        project.gold / "links" / "corpus.toml",
        folder,
        instruments[0],
        lambda path: read_facts(read_one(path, grammar), grammar),
        read_scorer(project, grammar.registry),
    )
    return found, as_table(found)
