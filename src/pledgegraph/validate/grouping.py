"""Results in groups that belong together: the same shape, kind of constraint and severity, the first of each shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pledgegraph.validate.reports import Report, Result, Severity
from pledgegraph.vocab import PREFIXES

SHAPES = "https://w3id.org/pledgegraph/shapes#"
SHORT = {**PREFIXES, "plg-shape": SHAPES}
LIMIT = 10
"""How many results of a group a report for people shows unless it is told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a report is shown.

    Attributes:
        limit: results per group (0: all).
        fail_on: the severity from which on it counts as failed.
        back: the address that a page of the report leads back to; none without it.
    """

    limit: int = LIMIT
    fail_on: Severity = Severity.VIOLATION
    back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The results of one shape and constraint: those shown, and how many there are."""

    severity: Severity
    shape: str
    constraint: str
    component: str
    shown: tuple[Result, ...]
    total: int

    @property
    def name(self) -> str:
        """The group in a few words: `plg-shape:Document-title (MinCountConstraintComponent)`."""
        return f"{short(self.shape) or 'a shape without a name'} ({short(self.constraint) or self.component})"

    @property
    def rule(self) -> str:
        """The group as an identifier: `plg-shape:Document-title/MinCountConstraintComponent`."""
        return f"{short(self.shape)}/{short(self.constraint) or self.component}"

    @property
    def left(self) -> int:
        """How many results are not shown."""
        return self.total - len(self.shown)


def groups(report: Report, limit: int = LIMIT) -> Iterator[Group]:
    """The groups of a report, gravest first, each with its first results."""
    for (severity, shape, component, constraint), members in groupby(report.results, key=_key):
        every = tuple(members)
        yield Group(
            severity=severity,
            shape=shape,
            constraint=constraint,
            component=component,
            shown=every[:limit] if limit else every,
            total=len(every),
        )


def short(iri: str) -> str:
    """An IRI with a prefix where one fits, the longest first; other terms unchanged."""
    for prefix, base in sorted(SHORT.items(), key=lambda item: -len(item[1])):
        if iri.startswith(base) and len(iri) > len(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def summary(report: Report) -> str:
    """One line: whether the data conform, and how many results there are of each severity."""
    counts = ", ".join(f"{report.count(each)} {each.lower()}{'s' * (report.count(each) != 1)}" for each in Severity)
    verdict = "conforms" if report.conforms else "does not conform"
    return f"{verdict}: {counts} ({report.engine})"


def steps(path: str) -> list[str]:
    """The steps of a path of IRIs, which hold slashes themselves: a step begins where a scheme does."""
    return [f"http{step}" for step in path.replace("/http", "\n").removeprefix("http").split("\n")] if path else []


def shown_path(path: str) -> str:
    """A path with prefixes."""
    return "/".join(short(step) for step in steps(path))


def clip(text: str, width: int = 90) -> str:
    """A quote on one line, in quotation marks, cut where it is long."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= width else f'"{line[: width - 1]}…"'


def _key(result: Result) -> tuple[Severity, str, str, str]:
    return (result.severity, result.shape, result.component, result.constraint)
