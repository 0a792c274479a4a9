"""The forms of a report: each is what its readers demand, shows where a finding stands, and stays short when findings do not."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from pledgegraph.validate import FORMATS, Report, Result, Severity, SourcePlace, render
from pledgegraph.validate.grouping import groups
from pledgegraph.validate.places import with_places
from pledgegraph.validate.reports import in_order
from pledgegraph.validate.texts import Texts

TEXT = "\ufeffPorts open.\r\nFees fall in Chile 🚢, and\r\nships sail.\r\n"
QUOTE = "Chile 🚢, and\r\nships"
FOR_PEOPLE = sorted(set(FORMATS) - {"json", "turtle"})
SARIF = json.loads(Path(__file__).with_name("sarif-2.1.0-subset.json").read_text(encoding="utf-8"))
EVIL = "</td><script>alert(1)</script>\n::error::bad %0A ]]> \x07 \ufffe {x}"


def result(number: int = 1, **changes: Any) -> Result:
    values: dict[str, Any] = {
        "focus": f"https://w3id.org/pledgegraph/id/forum/harbour-{number:06}",
        "path": "http://www.w3.org/2004/02/skos/core#prefLabel",
        "value": '"Harbour"@en',
        "shape": "https://w3id.org/pledgegraph/shapes#Forum-prefLabel",
        "component": "MinCountConstraintComponent",
        "constraint": "",
        "severity": Severity.VIOLATION,
        "message": "A forum has a name.",
    }
    return Result(**{**values, **changes})


def placed(**changes: Any) -> Result:
    start = TEXT.index(QUOTE)
    place = SourcePlace(
        document="harbour", start=start, end=start + len(QUOTE), line=2, column=14, end_line=3, end_column=6,
        quote=QUOTE, file="texts/harbour 1.txt", marked=True,
    )  # fmt: skip
    return result(place=place, mention=("data/harbour.nt", 7), **changes)


def report(*results: Result) -> Report:
    return Report(results=in_order(list(results)), engine="turbo", files=("data/harbour.nt",))


def mixed() -> Report:
    warning = result(severity=Severity.WARNING, shape="urn:shape:w", message="A date is not known.")
    info = result(severity=Severity.INFO, shape="urn:shape:i", message="A note.")
    return report(placed(), result(2), warning, info)


def sarif(found: Report, **options: Any) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(render(found, "sarif", **options))
    jsonschema.Draft7Validator.check_schema(SARIF)
    jsonschema.validate(value, SARIF)
    return value


def test_a_place_is_found_in_the_text_of_the_data(tmp_path: Path) -> None:
    """Line and column count as an editor does, whatever stands before: a mark, a ship outside the basic plane."""
    file = tmp_path / "harbour.txt"
    file.write_bytes(TEXT.encode())
    document, passage = "https://w3id.org/pledgegraph/id/document/harbour", "urn:passage"
    plg, oa = "https://w3id.org/pledgegraph/ontology#", "http://www.w3.org/ns/oa#"
    start = TEXT.index(QUOTE)
    data = "".join(
        f"<{subject}> <{predicate}> {value} .\n"
        for subject, predicate, value in (
            (passage, f"{plg}inDocument", f"<{document}>"),
            (passage, f"{oa}start", f'"{start}"'),
            (passage, f"{oa}end", f'"{start + len(QUOTE)}"'),
            (document, f"{plg}storedText", json.dumps(TEXT, ensure_ascii=False)),
            (document, "http://purl.org/dc/terms/identifier", '"harbour"'),
            ("urn:fact", f"{plg}evidence", f"<{passage}>"),
        )
    )
    found = with_places(report(result(focus="urn:fact")), data.encode(), Texts([tmp_path])).results[0].place
    assert found is not None
    assert (found.line, found.column, found.end_line, found.end_column) == (2, 14, 3, 6)
    assert found.file.endswith("harbour.txt")
    assert found.marked
    elsewhere = with_places(report(result(focus="urn:fact")), data.encode()).results[0].place
    assert elsewhere is not None
    assert (elsewhere.file, elsewhere.line) == ("", 2)
    huge = data.replace(f'"{start}"', f'"{"9" * 5000}"')
    assert with_places(report(result(focus="urn:fact")), huge.encode()).results[0].place is None


# --- SARIF ---


def test_sarif_points_to_the_characters_of_the_source_text() -> None:
    run = sarif(mixed())["runs"][0]
    first = run["results"][0]
    physical = first["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "texts/harbour%201.txt"
    region = physical["region"]
    content = TEXT.removeprefix("\ufeff")
    assert content[region["charOffset"] : region["charOffset"] + region["charLength"]] == QUOTE
    lines = content.split("\r\n")
    assert lines[region["startLine"] - 1][region["startColumn"] - 1 :] == "Chile 🚢, and"
    assert lines[region["endLine"] - 1][: region["endColumn"] - 1] == "ships"
    assert run["columnKind"] == "unicodeCodePoints"
    data = first["relatedLocations"][0]["physicalLocation"]
    assert data == {"artifactLocation": {"uri": "data/harbour.nt"}, "region": {"startLine": 7}}


def test_sarif_names_rules_levels_and_fingerprints() -> None:
    run = sarif(mixed())["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [run["results"][n]["level"] for n in range(4)] == ["error", "error", "warning", "note"]
    for each in run["results"]:
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]
        assert each["level"] == rules[each["ruleIndex"]]["defaultConfiguration"]["level"]
    prints = [each["partialFingerprints"]["result/v1"] for each in run["results"]]
    assert len(set(prints)) == 4
    assert prints == [each["partialFingerprints"]["result/v1"] for each in sarif(mixed())["runs"][0]["results"]]
    assert run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "data/harbour.nt"
    assert sarif(report())["runs"][0]["results"] == []


@pytest.mark.parametrize(
    "break_it",
    [
        lambda value: value.pop("version"),
        lambda value: value["runs"][0].pop("tool"),
        lambda value: value["runs"][0]["results"][0].pop("message"),
        lambda value: value["runs"][0]["results"][0].update(level="fatal"),
        lambda value: value["runs"][0]["results"][0].update(invented=1),
        lambda value: value["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"].update(startLine=0),
    ],
)
def test_the_schema_would_notice(break_it: Any) -> None:
    value = json.loads(render(mixed(), "sarif"))
    break_it(value)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, SARIF)


# --- JUnit, GitHub, HTML ---


def test_junit_fails_what_counts_and_counts_it() -> None:
    for severity, failures in ((Severity.VIOLATION, 2), (Severity.WARNING, 3), (Severity.INFO, 4)):
        root = ElementTree.fromstring(render(mixed(), "junit", fail_on=severity))
        assert root.tag == "testsuites"
        assert root.get("tests") == "4"
        assert root.get("failures") == str(failures) == str(len(root.findall(".//failure")))
        for suite in root.findall("testsuite"):
            cases = suite.findall("testcase")
            assert suite.get("tests") == str(len(cases))
            assert all(case.get("classname") and case.get("name") and len(case) == 1 for case in cases)
    root = ElementTree.fromstring(render(report(), "junit"))
    assert (root.get("tests"), root.get("failures")) == ("1", "0")


def test_github_annotates_file_line_and_columns() -> None:
    one_line = SourcePlace(
        document="h", start=1, end=5, line=1, column=2, end_line=1, end_column=6, quote="q", file="a,b:c.txt"
    )
    lines = render(report(placed(), result(2, place=one_line), result(3)), "github").splitlines()
    commands = [re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line) for line in lines[:-1]]
    assert all(commands)
    assert lines[0].startswith("::error file=texts/harbour 1.txt,line=2,endLine=3,title=")
    assert lines[1].startswith("::error file=a%2Cb%3Ac.txt,line=1,endLine=1,col=2,endColumn=6,title=")
    assert lines[2].startswith("::error file=data/harbour.nt,title=")
    levels = [line.split()[0] for line in render(mixed(), "github").splitlines()]
    assert levels[:4] == ["::error", "::error", "::warning", "::notice"]


class Page(HTMLParser):
    """Tags and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not {name for name, _ in attrs} & {"src", "onclick", "onload"}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_is_one_page_that_loads_nothing() -> None:
    page = Page()
    page.feed(render(mixed(), "html"))
    assert {"html", "title", "h1", "table", "details"} <= set(page.tags)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert "texts/harbour 1.txt:2:14" in page.text
    assert "A forum has a name." in page.text
    assert "does not conform: 2 violations, 1 warning, 1 info" in page.text


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_what_the_data_say_stays_text(form: str) -> None:
    hostile = report(placed(value=f'"{EVIL}"', message=EVIL, focus="urn:a"), result(focus="urn:x?<b>&\"'"))
    shown = render(hostile, form)
    if form == "html":
        page = Page()
        page.feed(shown)
        assert "script" not in page.tags
        assert "<script>alert(1)</script>" in page.text
    elif form == "junit":
        ElementTree.fromstring(shown)
    elif form == "github":
        assert len(shown.splitlines()) == 3
        assert not [line for line in shown.splitlines() if line.startswith("::error::bad")]
    elif form in {"json", "sarif"}:
        assert EVIL in json.dumps(json.loads(shown), ensure_ascii=False).replace("\\n", "\n").replace("\\u0007", "\x07")
    else:
        assert "alert(1)" in shown


# --- many findings ---


@pytest.fixture(scope="module")
def many() -> Report:
    dates = (result(n, severity=Severity.WARNING, shape="urn:shape:w", message="No date.") for n in range(40_000))
    return report(*(result(n) for n in range(60_000)), *dates)


@pytest.mark.parametrize("form", FOR_PEOPLE)
def test_a_hundred_thousand_findings_stay_readable(many: Report, form: str) -> None:
    shown = render(many, form, limit=3)
    assert len(shown.splitlines()) < 250
    assert len(shown) < 30_000
    for words in ("60,000", "40,000") if form != "sarif" else ('"count": 60000', '"count": 40000'):
        assert words in shown
    assert shown.count("harbour-00000") >= 6
    assert "harbour-000003" not in shown


def test_groups_count_all_and_keep_the_gravest_first(many: Report) -> None:
    found = list(groups(many, 2))
    assert [(group.severity, group.total, len(group.shown)) for group in found] == [
        (Severity.VIOLATION, 60_000, 2),
        (Severity.WARNING, 40_000, 2),
    ]
    assert [group.total for group in groups(many, 0)] == [len(group.shown) for group in groups(many, 0)]


def test_json_holds_every_result_and_the_groups() -> None:
    few = report(*(result(n) for n in range(25)))
    value = json.loads(render(few, "json", limit=1))
    assert len(value["results"]) == 25
    assert [group["count"] for group in value["groups"]] == [25]
    assert "15 more" in render(few, "text")
    assert "more of" not in render(few, "text", limit=0)


def test_fail_on_is_about_the_gravest() -> None:
    only_warning = report(result(severity=Severity.WARNING))
    assert not only_warning.fails(Severity.VIOLATION)
    assert only_warning.fails(Severity.WARNING)
    assert only_warning.fails(Severity.INFO)
    assert not report().fails(Severity.INFO)
