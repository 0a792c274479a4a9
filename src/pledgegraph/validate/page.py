"""A report as one HTML page that needs nothing else: counts, then the findings by shape and constraint."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from pledgegraph.validate.grouping import Group, View, groups, short, shown_path, summary
from pledgegraph.validate.reports import Report, Result

STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf7; --card: #fff; --ink: #1c2530; --soft: #55606d; --line: #dcd8ce;
  --link: #0b5863; --bad: #9b2c2c; --warn: #8a4b00; --info: #1d4f91; --good: #1d6b3a; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14181d; --card: #1b2027; --ink: #e7e5df; --soft: #a5adb7; --line: #343b45;
    --link: #7cc5cf; --bad: #f0a09a; --warn: #efb56b; --info: #9cc3f0; --good: #82cf9d; }
}
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem;
  background: var(--paper); color: var(--ink); }
a { color: var(--link); } summary { cursor: pointer; } details { margin: 1rem 0; }
.scroll { overflow-x: auto; } .lead { font-size: 1.1rem; } .soft { color: var(--soft); font-size: .9rem; }
table { border-collapse: collapse; width: 100%; background: var(--card); font-size: .93rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .7rem; }
th { border-bottom: 2px solid var(--line); color: var(--soft); font-size: .85rem; }
td { border-bottom: 1px solid var(--line); overflow-wrap: anywhere; min-width: 7rem; }
td.number { min-width: 0; text-align: right; } blockquote { margin: 0; font-style: italic; }
.Violation, .no { color: var(--bad); } .Warning { color: var(--warn); }
.Info { color: var(--info); } .yes { color: var(--good); }
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
    body = SubElement(SubElement(page, "body"), "main")
    if view.back:
        SubElement(SubElement(body, "p"), "a", href=view.back).text = "Check other data"
    SubElement(body, "h1").text = "Validation report"
    SubElement(body, "p", {"class": "lead no" if report.fails(view.fail_on) else "lead yes"}).text = summary(report)
    if report.files:
        SubElement(body, "p", {"class": "soft"}).text = f"Data: {', '.join(report.files)}"
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
    room = SubElement(parent, "div", {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": columns[0]})
    table = SubElement(room, "table")
    head = SubElement(SubElement(table, "thead"), "tr")
    for column in columns:
        SubElement(head, "th", scope="col").text = column
    return SubElement(table, "tbody")
