"""The generated parts of the ontology's README.

Between marks stand tables made from the Turtle; the rest is written by people.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.sources.tomlfile import read_text
from pledgegraph.vocabulary.diagram import diagram
from pledgegraph.vocabulary.questions import NAME, Question, read_questions
from pledgegraph.vocabulary.terms import Kind, Term, Vocabulary

README = "README.md"
DIAGRAM = "classes.svg"
VANN = "http://purl.org/vocab/vann/"
ALIGNMENTS = "alignments.sssom.tsv"
_BEGIN = "<!-- made by `pledgegraph ontology readme`: {} -->"
_END = "<!-- end -->"


def generated(project: Project) -> dict[str, str]:
    """The README with its generated parts made anew, and the diagram, by file name.

    Raises:
        InputError: the README lacks a mark, or an input cannot be read.
    """
    vocabulary = Vocabulary.read(project.ontology)
    questions = read_questions(project.ontology / NAME, Catalogue.read(project.queries))
    path = project.ontology / README
    text = read_text(path)
    parts = {
        "header": _header(vocabulary),
        "classes": _classes(vocabulary),
        "properties": _properties(vocabulary),
        "value sets": _value_sets(vocabulary),
        "deprecated terms": _deprecated(vocabulary),
        "competency questions": _questions(questions),
        "alignments": _alignments(project.ontology / ALIGNMENTS),
    }
    for name, part in parts.items():
        text = _put(text, name, part, path)
    return {README: text, DIAGRAM: diagram(vocabulary)}


def _put(text: str, name: str, part: str, path: Path) -> str:
    """The text with a part between its marks."""
    begin = _BEGIN.format(name)
    before, mark, rest = text.partition(begin)
    _, end, after = rest.partition(_END)
    if not mark or not end:
        raise InputError(
            f"has no place for the {name}", place=path, remedy=f"Add the lines '{begin}' and '{_END}' where it goes."
        )
    return f"{before}{begin}\n{part}\n{_END}{after}"


def _header(vocabulary: Vocabulary) -> str:
    said = vocabulary.header
    rows = [
        ("title", said["dcterms:title"][0]),
        ("version", f"{vocabulary.version} (`{said['owl:versionIRI'][0]}`)"),
        (
            "namespace",
            f"`{said[f'{VANN}preferredNamespaceUri'][0]}`, prefix `{said[f'{VANN}preferredNamespacePrefix'][0]}`",
        ),
        ("licence", said["dcterms:license"][0]),
        ("issued", said["dcterms:issued"][0]),
        ("cite as", said["dcterms:bibliographicCitation"][0]),
    ]
    return _table(("", ""), rows)


def _classes(vocabulary: Vocabulary) -> str:
    rows = [(_name(term), _kind_of(term), term.definition) for term in vocabulary.of(Kind.CLASS)]
    return f"{len(rows)} classes.\n\n{_table(('class', 'is a', 'definition'), rows)}"


def _properties(vocabulary: Vocabulary) -> str:
    parts = []
    for kind, words in (
        (Kind.OBJECT_PROPERTY, "point to a node"),
        (Kind.DATATYPE_PROPERTY, "have a text, a number or a date"),
        (Kind.ANNOTATION_PROPERTY, "say something of terms and shapes"),
    ):
        terms = vocabulary.of(kind)
        rows = [(_name(term), _names(term.domain), _names(term.range), term.definition) for term in terms]
        parts.append(f"{len(rows)} properties {words}.\n\n{_table(('property', 'of', 'value', 'definition'), rows)}")
    return "\n\n".join(parts)


def _value_sets(vocabulary: Vocabulary) -> str:
    rows = []
    concepts = vocabulary.of(Kind.CONCEPT)
    for scheme in vocabulary.of(Kind.SCHEME):
        members = [term for term in concepts if term.scheme == scheme.name]
        rows.append((f"`{scheme.name}`", str(len(members)), ", ".join(term.label for term in members)))
    return _table(("scheme", "concepts", "labels"), rows)


def _deprecated(vocabulary: Vocabulary) -> str:
    terms = [term for term in vocabulary.terms if term.deprecated]
    if not terms:
        return "No term is deprecated."
    return _table(("term", "use instead"), [(f"`{term.name}`", _names(term.replaced_by)) for term in terms])


def _questions(questions: Iterable[Question]) -> str:
    rows = [
        (each.topic, each.question, ", ".join(f"[{name}](../queries/{name}.rq)" for name in each.queries))
        for each in questions
    ]
    return _table(("topic", "question", "answered by"), rows)


def _alignments(path: Path) -> str:
    lines = [line for line in read_text(path).splitlines(keepends=True) if not line.startswith("#")]
    rows = [
        (f"`{row['subject_id']}`", f"`{row['predicate_id']}`", f"`{row['object_id']}`", row["comment"])
        for row in csv.DictReader(io.StringIO("".join(lines)), delimiter="\t")
    ]
    return _table(("term", "relation", "term of another vocabulary", "note"), rows)


def _name(term: Term) -> str:
    return f"`{term.name}`" + (" (deprecated)" if term.deprecated else "")


def _kind_of(term: Term) -> str:
    return _names(term.parents)


def _names(names: Sequence[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; what would end a cell is escaped."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in row) + " |" for row in rows]
    return "\n".join(lines)
