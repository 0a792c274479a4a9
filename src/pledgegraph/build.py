"""The build: sources to records to quads, through the gate, into a release folder."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from pledgegraph import iris
from pledgegraph.conversion import convert_all, read_grammar, read_project_documents, run_of
from pledgegraph.errors import GateError, InputError, MissingToolError
from pledgegraph.extract.grammar import Grammar
from pledgegraph.extraction import Extraction
from pledgegraph.graph.registry import write_posts, write_registry
from pledgegraph.graph.sink import Sink
from pledgegraph.graph.write import nquads, turtle
from pledgegraph.project import Project
from pledgegraph.publish.folders import KEEP, leftovers, locked, publish, reject
from pledgegraph.publish.inputs import input_digests
from pledgegraph.publish.samples import sample_rows
from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.sources.links import read_links
from pledgegraph.sources.tomlfile import read_text
from pledgegraph.tracking.rules import infer, read_rules
from pledgegraph.tracking.stage import read_reader, read_scorer, tracking_lines
from pledgegraph.validate.gate import DEFAULT_ENGINE, check
from pledgegraph.validate.render import render
from pledgegraph.validate.reports import Report

ONTOLOGY_FILES = ("pledgegraph.ttl", "concepts.ttl", "themes.ttl", "global-compact.ttl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What a build made: the release folder, the records, the gate's report."""

    release: Path
    extractions: tuple[Extraction, ...]
    report: Report
    grammar: Grammar
    notes: tuple[str, ...]


def build(project: Project, *, engine: str = DEFAULT_ENGINE, workers: int = 1, keep: int = KEEP) -> Build:
    """Converts every document, checks the whole graph and publishes a release; the newest `keep` releases stay.

    Raises:
        InputError: an input cannot be used; nothing was written.
        GateError: the graph violates a shape; nothing was published.
        LockedError: another build runs in this project.
    """
    grammar = read_grammar(project)
    documents = read_project_documents(project, grammar)
    catalogue = Catalogue.read(project.queries)
    inferences = read_rules(project.queries / "rules")
    links = read_links(project.links)
    scorer = read_scorer(project, grammar.registry)
    reader = read_reader(project, scorer.lexicon, grammar.of("action-verbs").words["verb"])
    ontology = b"\n".join(read_text(project.ontology / name).encode() for name in ONTOLOGY_FILES)
    shapes = b"\n".join(read_text(path).encode() for path in sorted(project.shapes.glob("*.ttl")))
    with locked(project.build):
        notes = [*leftovers(project.build), *_reason(project, ontology)]
        extractions, lines = convert_all(project, grammar, documents, workers)
        lines |= _shared_lines(project, grammar)
        lines |= tracking_lines(project, links, extractions, scorer, reader)
        lines |= set(nquads(infer(b"".join(lines), inferences)).splitlines(keepends=True))
        data = b"".join(sorted(lines))
        report = _gate(project, data, engine)
        files = {
            "data.nq": data,
            "report.txt": render(report, "text").encode(),
            "report.json": render(report, "json").encode(),
            "report.ttl": render(report, "turtle").encode(),
        }
        if not report.conforms:
            folder = reject(project.build, files)
            raise GateError(
                f"the graph violates the shapes, nothing was published:\n{render(report, 'text').rstrip()}",
                remedy=f"The rejected graph and the whole report are in {folder}.",
            )
        files |= {
            "data.ttl": turtle(data),
            "ontology.ttl": ontology,
            "shapes.ttl": shapes,
            "coverage.csv": coverage_csv(extractions).encode(),
        }
        manifest = _manifest(grammar, extractions, data)
        manifest |= {"inputs": input_digests(project), "samples": sample_rows(catalogue, data)}
        release = publish(project.build, files, manifest, keep)
    return Build(release=release, extractions=tuple(extractions), report=report, grammar=grammar, notes=tuple(notes))


def coverage_csv(extractions: Iterable[Extraction]) -> str:
    """A row a document: characters of the text, of page furniture and of sentences that no rule converted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["document", "characters", "boilerplate", "unconverted", "converted_share"])
    for extraction in extractions:
        total, furniture, left = coverage(extraction)
        share = 1 - left / max(total - furniture, 1)
        writer.writerow([extraction.document.slug, total, furniture, left, f"{share:.3f}"])
    return out.getvalue()


def coverage(extraction: Extraction) -> tuple[int, int, int]:
    """Characters of a document: all, in page furniture, in sentences that no rule converted."""
    return (
        len(extraction.document.text),
        sum(span.end - span.start for span in extraction.boilerplate),
        sum(span.end - span.start for span in extraction.unconverted),
    )


def _shared_lines(project: Project, grammar: Grammar) -> set[bytes]:
    """Registry and ontology terms as N-Quads lines; the ontology's structural blank nodes stay in its file."""
    sink = Sink()
    write_registry(grammar.registry, sink)
    write_posts(grammar.curation, sink)
    graph = iris.graph("ontology")
    for name in ONTOLOGY_FILES:
        path = project.ontology / name
        try:
            for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
                if isinstance(triple.subject, ox.NamedNode) and not isinstance(triple.object, ox.BlankNode):
                    sink.lines.append(f"{triple.subject} {triple.predicate} {triple.object} {graph} .\n")
        except SyntaxError as error:
            raise InputError(f"not valid Turtle ({error})", place=path, remedy="Mend the syntax there.") from error
    return set(nquads(sink.lines).splitlines(keepends=True))


def _gate(project: Project, data: bytes, engine: str) -> Report:
    """The report on the serialised graph, read back from the disk as any consumer would."""
    path = project.build / f".gate-{os.getpid()}.nq"
    try:
        path.write_bytes(data)
        return check([path], project.shapes, engine)
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror})", place=path, remedy="Free space; the last release is unchanged."
        ) from error
    finally:
        path.unlink(missing_ok=True)


def _manifest(grammar: Grammar, extractions: list[Extraction], data: bytes) -> dict[str, object]:
    graphs = Counter(line.rsplit(b" ", 2)[1].decode().strip("<>") for line in data.splitlines())
    run = run_of(grammar)
    return {
        "program": run.program,
        "ruleSet": {"name": run.rule_set, "version": run.version, "contentHash": run.content_hash},
        "documents": {extraction.document.slug: extraction.document.sha256 for extraction in extractions},
        "quads": sum(graphs.values()),
        "graphs": dict(sorted(graphs.items())),
    }


def _reason(project: Project, ontology: bytes) -> list[str]:
    """Runs the reasoner where the ontology is not the one it last proved consistent; returns notes for the user."""
    from pledgegraph.reason import reason

    mark = project.build / "ontology-proven.txt"
    digest = hashlib.sha256(ontology).hexdigest()
    if mark.is_file() and mark.read_text(encoding="utf-8").strip() == digest:
        return []
    try:
        verdict = reason([project.ontology / name for name in ONTOLOGY_FILES])
    except MissingToolError as error:
        return [f"the ontology was not reasoned over: {error.problem}. {error.remedy}"]
    if not verdict.consistent or verdict.unsatisfiable:
        raise GateError(
            f"the ontology is not consistent; unsatisfiable: {', '.join(verdict.unsatisfiable) or 'the whole'}",
            place=project.ontology,
            remedy="Mend the axioms; nothing was published.",
        )
    mark.write_text(digest + "\n", encoding="utf-8")
    return []
