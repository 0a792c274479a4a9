"""A report for build servers: JUnit's XML, and the workflow commands of GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from pledgegraph.validate.grouping import Group, View, clip, groups, short, shown_path, summary
from pledgegraph.validate.reports import Report, Result, Severity

COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(report: Report, view: View) -> str:
    """A test suite per shape and constraint, a failed test per finding; milder findings pass and say what they are."""
    root = ElementTree.Element("testsuites", name="pledgegraph check")
    for group in groups(report, view.limit):
        _suite(root, group, view)
    if not len(root):
        suite = ElementTree.SubElement(root, "testsuite", name="conforms", tests="1", failures="0", errors="0")
        ElementTree.SubElement(suite, "testcase", classname="pledgegraph", name=summary(report))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def as_github(report: Report, view: View) -> str:
    """One workflow command per finding, which GitHub shows at its place, and the summary."""
    return "\n".join([*_commands(report, view), summary(report)]) + "\n"


def _suite(root: ElementTree.Element, group: Group, view: View) -> None:
    failed = group.severity.rank <= view.fail_on.rank
    tests = len(group.shown) + bool(group.left)
    suite = ElementTree.SubElement(
        root,
        "testsuite",
        name=_legal(group.name),
        tests=str(tests),
        failures=str(tests if failed else 0),
        errors="0",
    )
    for result in group.shown:
        _case(suite, group, short(result.focus), result.message, _body(result), failed=failed)
    if group.left:
        words = f"{group.left:,} more findings of this kind, {group.total:,} in all"
        _case(suite, group, words, words, words, failed=failed)


def _case(suite: ElementTree.Element, group: Group, name: str, message: str, body: str, *, failed: bool) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=_legal(group.rule), name=_legal(name))
    if failed:
        ElementTree.SubElement(case, "failure", message=_legal(message), type=group.severity.value).text = _legal(body)
    else:
        ElementTree.SubElement(case, "system-out").text = _legal(f"{group.severity}: {message}\n{body}")


def _body(result: Result) -> str:
    rows = [
        ("focus", result.focus),
        ("path", shown_path(result.path)),
        ("value", result.value),
        ("place", f"{result.place}: {clip(result.place.quote)}" if result.place else ""),
        ("data", ":".join(map(str, result.mention)) if result.mention else ""),
    ]
    return "\n".join(f"{name}: {value}" for name, value in rows if value)


def _legal(text: str) -> str:
    """Text without the characters that XML has no form for."""
    return _NO_XML.sub("\ufffd", text)


def _commands(report: Report, view: View) -> Iterator[str]:
    for group in groups(report, view.limit):
        command = COMMANDS[group.severity]
        for result in group.shown:
            yield _command(command, _place(result, report.files), group.name, _words(result))
        if group.left:
            yield _command(
                command, {}, group.name, f"{group.left:,} more findings of this kind, {group.total:,} in all"
            )


def _words(result: Result) -> str:
    place = f" {result.place}: {clip(result.place.quote)}" if result.place else ""
    return f"{result.message} (focus: {short(result.focus)}){place}"


def _place(result: Result, files: tuple[str, ...]) -> dict[str, str]:
    """The properties that say where: columns only within one line, as GitHub demands."""
    place = result.place
    if place and place.file:
        found = {"file": place.file, "line": str(place.line), "endLine": str(place.end_line)}
        if place.line == place.end_line:
            found |= {"col": str(place.column), "endColumn": str(place.end_column)}
        return found
    file, line = result.mention or ((files[0], 0) if files else ("", 0))
    return {key: value for key, value in (("file", file), ("line", str(line) if line else "")) if value}


def _command(command: str, place: dict[str, str], title: str, words: str) -> str:
    properties = {**place, "title": title}
    said = ",".join(f"{key}={_escaped(value, of_property=True)}" for key, value in properties.items())
    return f"::{command} {said}::{_escaped(words)}"


def _escaped(text: str, *, of_property: bool = False) -> str:
    """Text as workflow commands demand it, so that no data can speak to the runner."""
    pairs = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")] + ([(":", "%3A"), (",", "%2C")] if of_property else [])
    for plain, code in pairs:
        text = text.replace(plain, code)
    return text
