"""Validation results as plain records, read from the report graph that an engine returns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

Key = tuple[str, str, str, str, str, str, str]


class Severity(StrEnum):
    """How grave a result is: a violation blocks publication, the others are printed and counted."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlace:
    """A span of a source text: where it begins and ends, and the words that stand there.

    Attributes:
        document: the slug of the document.
        start: offset of the first character, in Unicode code points from 0; a byte order mark counts.
        end: offset behind the last character.
        line: line of the first character, counted from 1; as the next three only known with the text.
        column: its column, counted from 1.
        end_line: line of the place behind the last character.
        end_column: its column.
        quote: the words as the data have them.
        file: the file of the text, if it was found.
        marked: whether the text begins with a byte order mark.
    """

    document: str
    start: int
    end: int
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    quote: str = ""
    file: str = ""
    marked: bool = False

    def __str__(self) -> str:
        """The place in a few words: `harbour-2031 line 4 [95-226]`, or `texts/harbour-2031.txt:4:1 [95-226]`."""
        if self.file and self.line is not None:
            return f"{self.file}:{self.line}:{self.column} [{self.start}-{self.end}]"
        line = f" line {self.line}" if self.line is not None else ""
        return f"{self.document}{line} [{self.start}-{self.end}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One validation result; terms are in N-Triples form, IRIs without their brackets.

    Attributes:
        focus: the node that was validated.
        path: the property path, empty where the whole node is meant.
        value: the offending value, empty where there is none.
        shape: the shape that was not met.
        component: the kind of constraint, such as `MinCountConstraintComponent`.
        constraint: the SPARQL constraint, empty for the built-in kinds.
        place: where in a source text the focus has its evidence.
        mention: data file and line that first speak of the focus, where that was looked for.
    """

    focus: str
    path: str
    value: str
    shape: str
    component: str
    constraint: str
    severity: Severity
    message: str
    place: SourcePlace | None = None
    mention: tuple[str, int] | None = None

    @property
    def key(self) -> Key:
        """What two engines must agree on: everything but the wording of the message and the place."""
        return (self.shape, self.component, self.constraint, self.focus, self.path, self.value, self.severity.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All results of one validation, gravest first; `files` are those the data came from."""

    results: tuple[Result, ...] = ()
    engine: str = ""
    triples: int = 0
    files: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and infos do not count."""
        return not any(result.severity is Severity.VIOLATION for result in self.results)

    def count(self, severity: Severity) -> int:
        """The number of results of one severity."""
        return sum(result.severity is severity for result in self.results)

    def fails(self, at: Severity) -> bool:
        """Whether there is a result of this severity or a graver one."""
        return any(result.severity.rank <= at.rank for result in self.results)

    @property
    def multiset(self) -> Counter[Key]:
        """The results as a multiset: equal for two engines that agree."""
        return Counter(result.key for result in self.results)


def term(node: Node | None) -> str:
    """A term in a form that does not depend on an engine's blank-node labels; empty for none."""
    if node is None:
        return ""
    if isinstance(node, rdflib.BNode):
        return "_:"
    if isinstance(node, rdflib.Literal):
        datatype = f"^^{node.datatype}" if node.datatype else ""
        language = f"@{node.language.lower()}" if node.language else ""
        return f'"{node}"{language}{datatype}'
    return str(node)


def path_text(graph: rdflib.Graph, node: Node | None) -> str:
    """A property path as text, structural nodes spelled out; empty for none."""
    if node is None or not isinstance(node, rdflib.BNode):
        return term(node)
    if (node, RDF.first, None) in graph:
        return "/".join(path_text(graph, step) for step in Collection(graph, node))
    for predicate, mark in ((SH.inversePath, "^{}"), (SH.zeroOrMorePath, "{}*"), (SH.oneOrMorePath, "{}+")):
        inner = graph.value(node, predicate)
        if inner is not None:
            return mark.format(path_text(graph, inner))
    inner = graph.value(node, SH.zeroOrOnePath)
    if inner is not None:
        return f"{path_text(graph, inner)}?"
    alternatives = graph.value(node, SH.alternativePath)
    if alternatives is None:
        return "_:"
    return "|".join(path_text(graph, each) for each in Collection(graph, alternatives))


def read_report(graph: rdflib.Graph, *, engine: str = "", triples: int = 0) -> Report:
    """The report that an engine's report graph holds."""
    results = []
    for owner in graph.subjects(RDF.type, SH.ValidationReport):
        for node in graph.objects(owner, SH.result):
            messages = sorted(str(each) for each in graph.objects(node, SH.resultMessage))
            results.append(
                Result(
                    focus=term(graph.value(node, SH.focusNode)),
                    path=path_text(graph, graph.value(node, SH.resultPath)),
                    value=term(graph.value(node, SH.value)),
                    shape=term(graph.value(node, SH.sourceShape)),
                    component=term(graph.value(node, SH.sourceConstraintComponent)).rpartition("#")[2],
                    constraint=term(graph.value(node, SH.sourceConstraint)),
                    severity=_severity(graph.value(node, SH.resultSeverity)),
                    message=" ".join(messages),
                )
            )
    return Report(results=in_order(results), engine=engine, triples=triples)


def in_order(results: list[Result]) -> tuple[Result, ...]:
    """Results with the gravest first, then by shape and focus: the same report has the same order."""
    return tuple(sorted(results, key=lambda each: (each.severity.rank, each.key, each.message)))


def _severity(node: Node | None) -> Severity:
    """The severity a term stands for; a severity of a shape's own counts as a violation."""
    name = term(node).rpartition("#")[2]
    return Severity(name) if name in set(Severity) else Severity.VIOLATION
