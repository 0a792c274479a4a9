"""A report as SARIF 2.1.0, the form in which code hosts and editors take findings of checkers."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from pledgegraph import __version__
from pledgegraph.validate.grouping import Group, View, groups, short
from pledgegraph.validate.reports import Report, Result, Severity, SourcePlace

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(report: Report, view: View) -> str:
    """One run: a rule per shape and constraint, a result per finding with its region in the source text."""
    found = list(groups(report, view.limit))
    run = {
        "tool": {
            "driver": {
                "name": "pledgegraph",
                "semanticVersion": __version__,
                "informationUri": "https://w3id.org/pledgegraph/",
                "rules": [_rule(group) for group in found],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": [
            _result(result, group.rule, number, report.files)
            for number, group in enumerate(found)
            for result in group.shown
        ],
        "properties": {
            "conforms": report.conforms,
            "engine": report.engine,
            "counts": {each.value: report.count(each) for each in Severity},
        },
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(group: Group) -> dict[str, Any]:
    return {
        "id": group.rule,
        "shortDescription": {"text": group.shown[0].message or group.name},
        "defaultConfiguration": {"level": LEVELS[group.severity]},
        "properties": {"shape": group.shape, "component": group.component, "count": group.total},
    }


def _result(result: Result, rule: str, number: int, files: tuple[str, ...]) -> dict[str, Any]:
    where = _text_location(result.place) if result.place and result.place.file else None
    data = _data_location(result, files)
    made: dict[str, Any] = {
        "ruleId": rule,
        "ruleIndex": number,
        "level": LEVELS[result.severity],
        "message": {"text": f"{result.message or rule} (focus: {short(result.focus)})"},
        "locations": [_named(where or data, result)],
        "partialFingerprints": {"result/v1": _fingerprint(result)},
        "properties": {
            name: value
            for name, value in (("focus", result.focus), ("path", result.path), ("value", result.value))
            if value
        },
    }
    if result.place:
        made["properties"]["place"] = str(result.place)
    if where and data:
        made["relatedLocations"] = [{"physicalLocation": data["physicalLocation"], "message": {"text": "the data"}}]
    return made


def _named(location: dict[str, Any] | None, result: Result) -> dict[str, Any]:
    """A location with the node that it is about."""
    return {**(location or {}), "logicalLocations": [{"fullyQualifiedName": result.focus, "kind": "resource"}]}


def _text_location(place: SourcePlace) -> dict[str, Any]:
    """The region of the source text: its characters, and their lines and columns.

    A byte order mark counts in our offsets and is no part of the content for SARIF.
    """
    mark = int(place.marked)
    on_first = mark if place.line == 1 else 0
    on_last = mark if place.end_line == 1 else 0
    region = {
        "charOffset": max(place.start - mark, 0),
        "charLength": place.end - place.start,
        "startLine": place.line,
        "startColumn": max((place.column or 1) - on_first, 1),
        "endLine": place.end_line,
        "endColumn": max((place.end_column or 1) - on_last, 1),
    }
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(place.file)}, "region": region}}


def _data_location(result: Result, files: tuple[str, ...]) -> dict[str, Any] | None:
    """The data file and the line that first speaks of the focus, as far as they are known."""
    file, line = result.mention or ((files[0], 0) if files else ("", 0))
    if not file:
        return None
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(file)}}
    if line:
        physical["region"] = {"startLine": line}
    return {"physicalLocation": physical}


def _uri(file: str) -> str:
    """A file's name as a URI reference; relative names stay relative, so that they fit any checkout."""
    return f"file://{quote(file)}" if file.startswith("/") else quote(file)


def _fingerprint(result: Result) -> str:
    """The same finding has the same fingerprint in the next run, wherever it then stands."""
    return hashlib.sha256("\0".join(result.key).encode()).hexdigest()[:32]
