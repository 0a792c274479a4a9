"""A report as text, table, JSON or Turtle."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from io import StringIO
from types import MappingProxyType

from pledgegraph.validate.reports import Report, Result, Severity
from pledgegraph.vocab import PREFIXES

SHAPES = "https://w3id.org/pledgegraph/shapes#"
SHORT = {**PREFIXES, "plg-shape": SHAPES}


def render(report: Report, form: str = "text") -> str:
    """The report in one of `FORMATS`."""
    return FORMATS[form](report)


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


def as_text(report: Report) -> str:
    """One paragraph per result, and the summary."""
    return "\n\n".join([*(_paragraph(result) for result in report.results), summary(report)]) + "\n"


def as_table(report: Report) -> str:
    """A table, one row per result, and the summary."""
    from rich.console import Console  # noqa: PLC0415 - costs a tenth of a second where no table is wanted
    from rich.table import Table  # noqa: PLC0415

    out = StringIO()
    console = Console(file=out, width=160)
    if report.results:
        table = Table("severity", "shape", "focus", "value", "message", "place")
        for each in report.results:
            cells = (each.severity.value, short(each.shape), short(each.focus), short(each.value), each.message)
            table.add_row(*(cell.replace("[", "\\[") for cell in (*cells, str(each.place or ""))))
        console.print(table)
    console.print(summary(report), markup=False)
    return out.getvalue()


def as_json(report: Report) -> str:
    """A JSON object: verdict, counts and results."""
    value = {
        "conforms": report.conforms,
        "engine": report.engine,
        "counts": {each.value: report.count(each) for each in Severity},
        "results": [asdict(result) for result in report.results],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_turtle(report: Report) -> str:
    """A SHACL validation report in Turtle, with numbered results in place of blank nodes."""
    lines = [
        "@prefix sh: <http://www.w3.org/ns/shacl#> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
        "",
    ]
    names = [f"<#result-{number}>" for number in range(1, len(report.results) + 1)]
    lines.append(f"<#report> a sh:ValidationReport ;\n    sh:conforms {str(report.conforms).lower()}")
    if names:
        lines[-1] += " ;\n    sh:result " + " , ".join(names)
    lines[-1] += " ."
    lines += [_turtle_result(name, result) for name, result in zip(names, report.results, strict=True)]
    return "\n".join(lines) + "\n"


FORMATS: Mapping[str, Callable[[Report], str]] = MappingProxyType(
    {"text": as_text, "table": as_table, "json": as_json, "turtle": as_turtle}
)
"""The forms of a report, by name."""


def _paragraph(result: Result) -> str:
    rows = [
        ("focus", short(result.focus)),
        ("path", "/".join(short(step) for step in _steps(result.path))),
        ("value", short(result.value)),
        ("shape", f"{short(result.shape)} ({short(result.constraint) or result.component})"),
        ("place", f"{result.place}: {_clip(result.place.quote)}" if result.place else ""),
    ]
    head = f"{result.severity}: {result.message}"
    return "\n".join([head, *(f"  {name:<6} {value}" for name, value in rows if value)])


def _steps(path: str) -> list[str]:
    """The steps of a path of IRIs, which hold slashes themselves: a step begins where a scheme does."""
    return [f"http{step}" for step in path.replace("/http", "\n").removeprefix("http").split("\n")] if path else []


def _clip(text: str, width: int = 90) -> str:
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= width else f'"{line[: width - 1]}…"'


def _turtle_result(name: str, result: Result) -> str:
    rows = [
        f"{name} a sh:ValidationResult",
        f"    sh:resultSeverity sh:{result.severity}",
        f"    sh:focusNode {_turtle_term(result.focus)}",
        f"    sh:sourceConstraintComponent sh:{result.component}",
        f"    sh:sourceShape {_turtle_term(result.shape)}",
    ]
    steps = [_turtle_term(step) for step in _steps(result.path)]
    if steps:
        rows.append(f"    sh:resultPath {steps[0] if len(steps) == 1 else '( ' + ' '.join(steps) + ' )'}")
    if result.value:
        rows.append(f"    sh:value {_turtle_term(result.value)}")
    if result.constraint:
        rows.append(f"    sh:sourceConstraint {_turtle_term(result.constraint)}")
    rows.append(f"    sh:resultMessage {_quoted(result.message)}")
    return " ;\n".join(rows) + " ."


def _turtle_term(text: str) -> str:
    """A term as the report keeps it, in Turtle."""
    if text == "_:":
        return "[]"
    if not text.startswith('"'):
        return f"<{text}>"
    lexical, _, kind = text[1:].rpartition('"')
    if kind.startswith("^^"):
        return f"{_quoted(lexical)}^^<{kind[2:]}>"
    return f"{_quoted(lexical)}{kind}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
