"""A report as text, table, JSON or Turtle; the forms for other programs are in the modules beside."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from io import StringIO
from types import MappingProxyType

from pledgegraph.validate.annotations import as_github, as_junit
from pledgegraph.validate.grouping import LIMIT, Group, View, clip, groups, short, shown_path, summary
from pledgegraph.validate.grouping import steps as steps_of
from pledgegraph.validate.page import as_html
from pledgegraph.validate.reports import Report, Result, Severity
from pledgegraph.validate.sarif import as_sarif

EVERYTHING = View(limit=0)


def render(
    report: Report,
    form: str = "text",
    *,
    limit: int = LIMIT,
    fail_on: Severity = Severity.VIOLATION,
    back: str = "",
) -> str:
    """The report in one of `FORMATS`; JSON and Turtle are always whole."""
    return FORMATS[form](report, View(limit=limit, fail_on=fail_on, back=back))


def as_text(report: Report, view: View = EVERYTHING) -> str:
    """One paragraph per result, the first of each group, what is left out, and the summary."""
    parts = []
    for group in groups(report, view.limit):
        parts += [_paragraph(result) for result in group.shown]
        if group.left:
            parts.append(f"... and {group.left:,} more of {group.name}, {group.total:,} in all")
    return "\n\n".join([*parts, *_counts(report, view), summary(report)]) + "\n"


def as_table(report: Report, view: View = EVERYTHING) -> str:
    """A table, one row per result, the first of each group, and the summary."""
    from rich.console import Console  # noqa: PLC0415 - costs a tenth of a second where no table is wanted
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    out = StringIO()
    console = Console(file=out, width=160)
    if report.results:
        table = Table("severity", "shape", "focus", "value", "message", "place")
        for group in groups(report, view.limit):
            for each in group.shown:
                cells = (each.severity.value, short(each.shape), short(each.focus), clip(short(each.value), 160)[1:-1])
                table.add_row(*(Text(cell) for cell in (*cells, each.message, str(each.place or ""))))
            if group.left:
                table.add_row("", Text(group.name), f"and {group.left:,} more", "", "", "")
        console.print(table)
    for line in (*_counts(report, view), summary(report)):
        console.print(line, markup=False)
    return out.getvalue()


def as_json(report: Report, _view: View = EVERYTHING) -> str:
    """A JSON object: verdict, counts, groups and all results."""
    value = {
        "conforms": report.conforms,
        "engine": report.engine,
        "counts": {each.value: report.count(each) for each in Severity},
        "groups": [_group(group) for group in groups(report)],
        "results": [asdict(result) for result in report.results],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_turtle(report: Report, _view: View = EVERYTHING) -> str:
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


FORMATS: Mapping[str, Callable[[Report, View], str]] = MappingProxyType(
    {
        "text": as_text,
        "table": as_table,
        "json": as_json,
        "turtle": as_turtle,
        "html": as_html,
        "sarif": as_sarif,
        "junit": as_junit,
        "github": as_github,
    }
)
"""The forms of a report, by name."""


def _counts(report: Report, view: View) -> list[str]:
    """A paragraph that counts the groups, where results were left out."""
    found = list(groups(report, view.limit))
    if not any(group.left for group in found):
        return []
    lines = [f"{group.total:>9,}  {group.severity:<9}  {group.name}" for group in found]
    return ["\n".join(["results by shape and constraint (--limit 0 shows all):", *lines])]


def _group(group: Group) -> dict[str, object]:
    """A group as JSON: what it is and how many results it has."""
    return {
        "severity": group.severity.value,
        "shape": group.shape,
        "component": group.component,
        "constraint": group.constraint,
        "message": group.shown[0].message,
        "count": group.total,
    }


def _paragraph(result: Result) -> str:
    rows = [
        ("focus", short(result.focus)),
        ("path", shown_path(result.path)),
        ("value", short(result.value)),
        ("shape", f"{short(result.shape)} ({short(result.constraint) or result.component})"),
        ("place", f"{result.place}: {clip(result.place.quote)}" if result.place else ""),
        ("data", ":".join(map(str, result.mention)) if result.mention else ""),
    ]
    head = f"{result.severity}: {result.message}"
    return "\n".join([head, *(f"  {name:<6} {value}" for name, value in rows if value)])


def _turtle_result(name: str, result: Result) -> str:
    rows = [
        f"{name} a sh:ValidationResult",
        f"    sh:resultSeverity sh:{result.severity}",
        f"    sh:focusNode {_turtle_term(result.focus)}",
        f"    sh:sourceConstraintComponent sh:{result.component}",
        f"    sh:sourceShape {_turtle_term(result.shape)}",
    ]
    steps = [_turtle_term(step) for step in steps_of(result.path)]
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
