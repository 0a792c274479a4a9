"""One statement as plain text, Markdown, HTML, Word and PDF: the same facts, whatever the form of the file."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from tests.extract.test_genre import facts

from pdfs import Placed, placed_pdf
from pledgegraph.extract.document import read_facts
from pledgegraph.extract.grammar import Grammar
from pledgegraph.sources.documents import read_file

TITLE = "Chair's Summary of the Second Harbour Forum"
OPENING = (
    "The Second Harbour Forum was held in Valparaiso, Chile, on 4 and 5 May 2031. Chile chaired the Forum. The African "
    "Union and the International Organization for Migration attended as observers."
)
LEAD = "The Ministers agreed to:"
ITEMS = (
    "establish a joint register of ships in Valparaiso by 2033;",
    "train 400 pilots, subject to available resources; and",
    "share what they know of the tides every month.",
)
CLOSING = (
    "Peru will host the Third Harbour Forum in 2033 and will pay for the travel of those who come from small islands. "
    "The Ministers expressed concern about the rising fees of ports and called on all shipping companies to lower them."
)
HEADS = (
    ("Chile", "Ana Soto", "Minister of Ports"),
    ("Peru", "Luis Vega", "Minister of Transport"),
    ("Fiji", "Ema Rao", "Director of Maritime Affairs"),
)
PARTICIPANTS = "Participants"


def plain(path: Path) -> None:
    items = "\n".join(f"{at}. {words}" for at, words in enumerate(ITEMS, 1))
    rows = "\n".join(f"{state:12}{name:20}{post}" for state, name, post in HEADS)
    path.write_text(
        f"{TITLE}\n\n{OPENING}\n\n{LEAD}\n\n{items}\n\n{CLOSING}\n\n{PARTICIPANTS}\n\n{rows}\n", encoding="utf-8"
    )


def wrapped(path: Path) -> None:
    lines = [textwrap.fill(words, 66) for words in (OPENING, LEAD)]
    lines += [textwrap.fill(f"{at}. {words}", 66, subsequent_indent="   ") for at, words in enumerate(ITEMS, 1)]
    rows = "\n".join("\t".join(row) for row in HEADS)
    text = "\n\n".join((TITLE, *lines, textwrap.fill(CLOSING, 66), PARTICIPANTS, rows))
    path.write_text(text + "\n", encoding="utf-8")


def markdown(path: Path) -> None:
    items = "\n".join(f"{at}. {words}" for at, words in enumerate(ITEMS, 1))
    rows = "\n".join(f"| {' | '.join(row)} |" for row in HEADS)
    opening = OPENING.replace("Second Harbour Forum", "**Second Harbour Forum**")
    text = f"# {TITLE}\n\n{opening}\n\n{LEAD}\n\n{items}\n\n{CLOSING}[^1]\n\n## {PARTICIPANTS}\n\n{rows}\n\n[^1]: In part.\n"
    path.write_text(text, encoding="utf-8")


def page(path: Path) -> None:
    items = "".join(f"<li>{words}</li>" for words in ITEMS)
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in HEADS)
    path.write_text(
        f"<html><head><meta charset='utf-8'><title>{TITLE}</title></head><body><nav><a href='/'>Home</a></nav><main>"
        f"<h1>{TITLE}</h1><div>{OPENING}</div><p>{LEAD}</p><ol>{items}</ol><p>{CLOSING}<sup>1</sup></p>"
        f"<h2>{PARTICIPANTS}</h2><table>{rows}</table></main><footer>Port Agency</footer></body></html>",
        encoding="utf-8",
    )


def word(path: Path) -> None:
    made = docx.Document()
    made.add_heading(TITLE, 1)
    made.add_paragraph(OPENING)
    made.add_paragraph(LEAD)
    for words in ITEMS:
        made.add_paragraph(words, "List Number")
    made.add_paragraph(CLOSING).add_run("1").font.superscript = True
    made.add_heading(PARTICIPANTS, 2)
    table = made.add_table(len(HEADS), 3)
    for row, cells in enumerate(HEADS):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    made.save(str(path))


def pages(path: Path) -> None:
    first = [Placed(TITLE, 50, 780, 14)]
    base = 750.0
    for at, words in enumerate((OPENING, LEAD, *ITEMS)):
        mark, left = (f"{at - 1}. ", 68.0) if at > 1 else ("", 50.0)
        for line, part in enumerate(textwrap.wrap(mark + words, 62)):
            first.append(Placed(part, left + 18 * bool(mark and line), base, 10, "F2"))
            base -= 12
        base -= 8
    lines = textwrap.wrap(CLOSING, 62)
    first += [Placed(line, 50, 62 - 12 * at, 10, "F2") for at, line in enumerate(lines[:2])]
    second = [Placed(line, 50, 780 - 12 * at, 10, "F2") for at, line in enumerate(lines[2:])]
    second.append(Placed("1", 50 + 6 * len(lines[-1]), 780 - 12 * len(lines[2:]) + 16, 6, "F2"))
    second.append(Placed(PARTICIPANTS, 50, 700, 12))
    second += [
        Placed(cell, left, 680 - 14 * row, 10, "F2")
        for row, cells in enumerate(HEADS)
        for left, cell in zip((50, 150, 280), cells, strict=True)
    ]
    path.write_bytes(placed_pdf(first, second))


FORMS: dict[str, Callable[[Path], None]] = {
    "wrapped.txt": wrapped, "forum.md": markdown, "forum.html": page, "forum.docx": word, "forum.pdf": pages,
}  # fmt: skip


@pytest.fixture(scope="module")
def expected(grammar: Grammar, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    path = tmp_path_factory.mktemp("forms") / "forum.txt"
    plain(path)
    return facts(read_facts(read_file(path, slug="forum"), grammar))


def test_the_plain_text_tells_what_there_is(expected: set[str]) -> None:
    assert {
        "forum Second Harbour Forum | 2031-05-04 2031-05-05 | valparaiso-chl CHL",
        "commitment ministers: establish a joint register of ships in Valparaiso by 2033",
        "commitment PER: host the Third Harbour Forum in 2033",
        "Observed iom",
        "Attended ema-rao",
        "post Luis Vega: Minister of Transport of - for PER to -",
    } <= expected


@pytest.mark.parametrize("name", FORMS)
def test_every_form_tells_the_same(name: str, grammar: Grammar, expected: set[str], tmp_path: Path) -> None:
    path = tmp_path / name
    FORMS[name](path)
    found = facts(read_facts(read_file(path, slug="forum"), grammar))
    assert sorted(expected - found) == [], "missed"
    assert sorted(found - expected) == [], "invented"
