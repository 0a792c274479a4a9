"""A report as one HTML page that needs nothing else: counts, then the findings by shape and constraint."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from pledgegraph.validate.grouping import Group, View, groups, short, shown_path, summary
from pledgegraph.validate.reports import Report, Result

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; }
th { border-bottom: 2px solid #555; } td { border-bottom: 1px solid #ccc; overflow-wrap: anywhere; }
details { margin: 1rem 0; } summary { cursor: pointer; } blockquote { margin: 0; font-style: italic; }
.Violation { color: #9b1c1c; } .Warning { color: #7a4b00; } .Info { color: #1d4f91; } .number { text-align: right; }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(report: Report, view: View) -> str:
    """The page; the text of the data stands in it as text, whatever it looks like."""
    page = Element("html", lang="en")
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "title").text = f"pledgegraph check: {summary(report)}"
    SubElement(head, "style").text = STYLE
    body = SubElement(page, "body")
    SubElement(body, "h1").text = "Validation report"
    SubElement(body, "p").text = summary(report)
    if report.files:
        SubElement(body, "p").text = f"Data: {', '.join(report.files)}"
    found = list(groups(report, view.limit))
    if found:
        _overview(body, found)
    for number, group in enumerate(found, 1):
        _section(body, group, number)
    return "<!DOCTYPE html>\n" + tostring(page, encoding="unicode", method="html") + "\n"


def _overview(body: Element, found: list[Group]) -> None:
    SubElement(body, "h2").text = "By shape and constraint"
    rows = _table(body, ("findings", "severity", "shape and constraint"))
    for number, group in enumerate(found, 1):
        row = SubElement(rows, "tr")
        SubElement(row, "td", {"class": "number"}).text = f"{group.total:,}"
        SubElement(row, "td", {"class": group.severity.value}).text = group.severity.value
        SubElement(SubElement(row, "td"), "a", href=f"#group-{number}").text = group.name


def _section(body: Element, group: Group, number: int) -> None:
    details = SubElement(body, "details", id=f"group-{number}", open="open")
    head = SubElement(details, "summary")
    SubElement(head, "strong", {"class": group.severity.value}).text = group.severity.value
    SubElement(head, "span").text = f" {group.shown[0].message} ({group.total:,})"
    SubElement(details, "p").text = group.name
    rows = _table(details, ("focus", "path", "value", "place in the text"))
    for result in group.shown:
        _row(rows, result)
    if group.left:
        SubElement(details, "p").text = f"and {group.left:,} more"


def _row(rows: Element, result: Result) -> None:
    row = SubElement(rows, "tr")
    for text in (short(result.focus), shown_path(result.path), short(result.value)):
        SubElement(row, "td").text = text
    cell = SubElement(row, "td")
    if result.place:
        SubElement(cell, "span").text = str(result.place)
        SubElement(cell, "blockquote").text = result.place.quote
    elif result.mention:
        cell.text = ":".join(map(str, result.mention))


def _table(parent: Element, columns: tuple[str, ...]) -> Element:
    table = SubElement(parent, "table")
    head = SubElement(SubElement(table, "thead"), "tr")
    for column in columns:
        SubElement(head, "th", scope="col").text = column
    return SubElement(table, "tbody")
