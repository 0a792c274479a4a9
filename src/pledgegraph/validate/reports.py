"""Validation results as plain records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

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


def in_order(results: list[Result]) -> tuple[Result, ...]:
    """Results with the gravest first, then by shape and focus: the same report has the same order."""
    return tuple(sorted(results, key=lambda each: (each.severity.rank, each.key, each.message)))
