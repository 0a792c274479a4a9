"""Conversion: documents through the extractors to N-Quads, with everything that they refer to checked first."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

from pledgegraph import __version__, iris
from pledgegraph.errors import InputError
from pledgegraph.extract.across import same_people, settled
from pledgegraph.extract.document import read_facts
from pledgegraph.extract.grammar import Grammar
from pledgegraph.extract.language import check_language
from pledgegraph.extraction import Extraction
from pledgegraph.graph.document import Run, document_lines, standalone_lines
from pledgegraph.graph.people import same_people_lines
from pledgegraph.graph.registry import Shelf
from pledgegraph.graph.write import jsonld, nquads, turtle
from pledgegraph.model import Document
from pledgegraph.processes import end_with_parent
from pledgegraph.project import Project
from pledgegraph.sources.curation import Curation
from pledgegraph.sources.documents import read_documents, read_file
from pledgegraph.sources.registry import Registry
from pledgegraph.sources.rules import Rules
from pledgegraph.sources.themes import Themes
from pledgegraph.sources.tomlfile import line_of

RULE_SET = "core"
FORMATS: dict[str, Callable[[bytes], bytes]] = {"nquads": bytes, "turtle": turtle, "jsonld": jsonld}


def read_grammar(project: Project) -> Grammar:
    """Rules, registry, themes and curation, all checked.

    Raises:
        InputError: any of the files cannot be used, nothing reads it, or a rule fails one of its example sentences.
    """
    rules = Rules.read(project.rules)
    rules.check_names()
    rules.check_examples()
    registry = Registry.read(project.registry)
    curation = Curation.read(project.curation)
    for post in curation.posts.values():
        _known("organisation", post.organisation, registry.organisations, project.curation / "posts.toml")
    return Grammar(
        rules=rules, registry=registry, themes=Themes.read(project.ontology / "themes.ttl"), curation=curation
    )


def read_project_documents(project: Project, grammar: Grammar) -> list[Document]:
    """Every document of the project; each in a language that is read, and what its settings refer to exists.

    Raises:
        InputError: no document, or one that cannot be used.
    """
    registry = grammar.registry
    documents = read_documents(project.documents)
    slugs = {document.slug: document for document in documents}
    for document in documents:
        check_language(document, grammar.of("languages"), project.documents / document.slug / "text.txt")
        place = project.documents / document.slug / "document.toml"
        tables: tuple[tuple[str, str, str, Mapping[str, object]], ...] = (
            ("version-of", "document", document.version_of, slugs),
            ("replaces", "document", document.replaces, slugs),
            ("sets-out", "instrument", document.sets_out, registry.instruments),
            ("publisher", "organisation", document.publisher, registry.organisations),
        )
        for setting, kind, key, table in tables:
            if key:
                _known(kind, key, table, place, setting)
        _check_address(document.source, place)
    _check_circle("version-of", {slug: document.version_of for slug, document in slugs.items()}, project.documents)
    _check_circle("replaces", {slug: document.replaces for slug, document in slugs.items()}, project.documents)
    return documents


def run_of(grammar: Grammar) -> Run:
    """The identity of what a conversion is made with."""
    parts = (grammar.rules.sha256, grammar.registry.sha256, grammar.themes.sha256, grammar.curation.sha256)
    return Run(
        rule_set=RULE_SET,
        version=grammar.rules.version,
        content_hash=hashlib.sha256("\n".join(parts).encode()).hexdigest(),
        program=f"pledgegraph {__version__}",
    )


def read_one(path: Path, grammar: Grammar, encoding: str = "", slug: str = "") -> Document:
    """A single file as a document in a language that is read; its slug is that of its name unless one is given.

    Raises:
        InputError: the file cannot be used, or reads as another language than English.
        MissingToolError: the library for the file's form is not installed.
    """
    document = read_file(path, encoding, slug)
    check_language(document, grammar.of("languages"), path)
    return document


@lru_cache(maxsize=4)
def _shelf(grammar: Grammar) -> Shelf:
    """The lines of a grammar's registry, kept from one document to the next."""
    return Shelf(grammar.registry)


def convert(document: Document, grammar: Grammar, form: str) -> tuple[bytes, Extraction]:
    """One document as RDF that can be read alone, and the records it came from."""
    extraction = read_facts(document, grammar)
    lines = standalone_lines(extraction, run_of(grammar), _shelf(grammar), grammar.themes, grammar.curation)
    return FORMATS[form](nquads(lines)), extraction


def convert_document(document: Document, grammar: Grammar) -> tuple[Extraction, bytes]:
    """One document's records and its sorted N-Quads."""
    extraction = read_facts(document, grammar)
    return extraction, nquads(document_lines(extraction, run_of(grammar)))


def convert_all(
    project: Project, grammar: Grammar, documents: list[Document], workers: int
) -> tuple[list[Extraction], set[bytes]]:
    """Every document's records, in order, and all their lines; where documents contradict each other, settled."""
    lines: set[bytes] = set()
    if workers > 1 and len(documents) > 1:
        with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(project.root,)) as pool:
            waiting = [pool.submit(_in_worker, document) for document in documents]
            converted = [future.result() for future in waiting]
    else:
        converted = [convert_document(document, grammar) for document in documents]
    extractions = settled(extraction for extraction, _ in converted)
    for extraction, (before, data) in zip(extractions, converted, strict=True):
        own = data if extraction is before else nquads(document_lines(extraction, run_of(grammar)))
        lines.update(own.splitlines(keepends=True))
    links = same_people_lines(same_people(extractions), documents)
    lines.update(nquads(links).splitlines(keepends=True))
    return extractions, lines


_worker_grammar: list[Grammar] = []


def _start_worker(root: Path) -> None:
    end_with_parent()
    _worker_grammar[:] = [read_grammar(Project(root=root))]


def _in_worker(document: Document) -> tuple[Extraction, bytes]:
    return convert_document(document, _worker_grammar[0])


def _known(kind: str, key: str, table: Mapping[str, object], place: Path, setting: str = "") -> None:
    """Refuses a key that a file names, on the line of a setting, and that does not exist."""
    if key in table:
        return
    close = difflib.get_close_matches(key, table, n=1)
    home = "data/documents" if kind == "document" else f"data/registry/{kind}s.csv"
    remedy = f"Did you mean '{close[0]}'?" if close else f"Add it to {home}."
    line = line_of(place, setting) if setting else None
    raise InputError(f"there is no {kind} '{key}' in {home}", place=place, line=line, remedy=remedy)


def _check_address(source: str, place: Path) -> None:
    """Refuses a source that is no address, which no graph can hold."""
    try:
        good = not source or iris.external(source).value.startswith(("http://", "https://", "urn:"))
    except ValueError:
        good = False
    if not good:
        raise InputError(
            f"the source '{source}' is no address",
            place=place,
            line=line_of(place, "source"),
            remedy="Write it whole, from https:// on and without spaces, or leave the key out.",
        )


def _check_circle(key: str, named: Mapping[str, str], folder: Path) -> None:
    """Refuses documents of which one is a version of, or replaces, itself, also by way of others."""
    for slug in named:
        other, passed = named[slug], {slug}
        while other and other not in passed:
            passed.add(other)
            other = named[other]
        if other == slug:
            place = folder / slug / "document.toml"
            raise InputError(
                f"'{key}' leads back to the document itself",
                place=place,
                line=line_of(place, key),
                remedy="Name an earlier document, in the later one alone.",
            )
