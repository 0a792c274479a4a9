"""The block model: numbering in every style, hard wraps, page furniture, datelines, titles; and nothing gets lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgegraph.model import Document
from pledgegraph.project import Project
from pledgegraph.sources.blocks import Block, BlockKind, read_blocks
from pledgegraph.sources.blocks import flow as flowing
from pledgegraph.sources.documents import read_documents, read_file
from pledgegraph.sources.marks import roman
from pledgegraph.sources.rules import RuleFile, Rules
from strategies import document, pages, texts

RULES = Rules.read(Path(__file__).parents[2] / "data" / "rules")
FURNITURE: RuleFile = RULES["furniture"]


def flow(document: Document, block: Block) -> str:
    return flowing(document.layer.text, [block])[block.span.start : block.span.end]


def blocks_of(text: str) -> list[Block]:
    return read_blocks(document(text), FURNITURE)


def told(text: str) -> list[tuple[str, str]]:
    """Kind and flowing text of each block."""
    made = document(text)
    return [(block.kind.value, flow(made, block)) for block in read_blocks(made, FURNITURE)]


def complete(text: str) -> None:
    """Blocks are disjoint, in order, trimmed, and leave out nothing but white space."""
    made = document(text)
    at = 0
    for block in read_blocks(made, FURNITURE):
        assert block.span.start >= at
        assert not made.layer.text[at : block.span.start].strip()
        inside = made.layer.text[block.span.start : block.span.end]
        assert inside == inside.strip()
        assert (block.span.end - block.span.start) == len(flow(made, block)) == len(inside)
        assert block.span.start <= block.body <= block.span.end
        assert block.kind is not BlockKind.ITEM or (block.marker is not None and block.ordinal is not None)
        assert block.marker is None or block.span.contains(block.marker)
        at = block.span.end
    assert not made.layer.text[at:].strip()


@pytest.mark.parametrize(
    "line",
    [
        "Home",
        "News",
        "Press Releases",
        "Home > News > Press Releases",
        "FOR IMMEDIATE RELEASE",
        "DRAFT",
        "[Zero Draft]",
    ],
)
def test_lines_around_a_text_are_no_title(line: str) -> None:
    assert told(f"{line}\n\nJoint Statement\n\nPorts are open.")[:2] == [
        ("furniture", line),
        ("title", "Joint Statement"),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("LIMA, 6 March 2031 –", "dateline"),
        ("Lima, May 3 (Agency) -- ", "dateline"),
        ("Published: 6 April 2031", "date"),
    ],
)
def test_lines_of_place_and_day_are_no_title(line: str, kind: str) -> None:
    long = "The Harbour Forum was held in Lima today after three days of talks about fees, and ministers from Peru took part."
    assert told(f"{line}{'' if line.endswith(' ') else ' ' if kind == 'dateline' else chr(10) * 2}{long}") == [
        (kind, line.rstrip()),
        ("paragraph", long),
    ]


@given(st.one_of(texts, pages))
def test_blocks_are_disjoint_ordered_and_complete(text: str) -> None:
    complete(text)


@pytest.mark.parametrize(
    ("line", "ordinal", "style", "body"),
    [
        ("1. Ports are open.", 1, "arabic", "Ports are open."),
        ("12. Ports are open.", 12, "arabic", "Ports are open."),
        ("16.Ports are open.", 16, "arabic", "Ports are open."),
        ("1.\u00a0\u00a0Ports are open.", 1, "arabic", "Ports are open."),
        ("7\\. Ports are open.", 7, "arabic", "Ports are open."),
        ("3) Ports are open.", 3, "arabic", "Ports are open."),
        ("(4) Ports are open.", 4, "bracket", "Ports are open."),
        ("(b) Ports are open.", 2, "letter", "Ports are open."),
        ("c) Ports are open.", 3, "letter_bare", "Ports are open."),
        ("d. Ports are open.", 4, "letter_dot", "Ports are open."),
        ("B) Ports are open.", 2, "capital", "Ports are open."),
        ("(iv) Ports are open.", 4, "small", "Ports are open."),
        ("ii. Ports are open.", 2, "small_bare", "Ports are open."),
        ("5、Ports are open.", 5, "arabic", "Ports are open."),
        ("IV. Ports are open.", 4, "roman", "Ports are open."),
        ("XVIII. Ports are open.", 18, "roman", "Ports are open."),
        ('2. "Ports" are open.', 2, "arabic", '"Ports" are open.'),
    ],
)
def test_numbering_styles(line: str, ordinal: int, style: str, body: str) -> None:
    text = f"Title\n\n{line}\n"
    item = blocks_of(text)[1]
    assert (item.kind, item.ordinal, item.style) == (BlockKind.ITEM, ordinal, style)
    assert document(text).layer.text[item.body : item.span.end] == body


@pytest.mark.parametrize(
    "line",
    [
        "2024 was a good year for ports.",
        "1.5 million passengers were counted.",
        "3.14 is a number.",
        "57 countries attended.",
        "C. Clark spoke next.",
        "L. Soto spoke next.",
        "IIII. Not a numeral.",
        "VX. Not a numeral.",
        "Mr. Soto spoke next.",
        "I am glad to be here.",
        "MIX. And match.",
    ],
)
def test_what_looks_like_a_number_and_is_none(line: str) -> None:
    assert blocks_of(f"Title\n\n{line}\n")[1].kind is BlockKind.PARAGRAPH


def test_hard_wraps_are_joined_and_offsets_hold() -> None:
    text = (
        "Title\n\n1. The ministers agreed that the ports of the region shall\n"
        "be open to every ship, and that each of them will publish its\nfees by 2033.\n\nNext paragraph.\n"
    )
    made = document(text)
    item = read_blocks(made, FURNITURE)[1]
    assert "shall be open" in flow(made, item)
    assert "its fees by 2033." in flow(made, item)
    assert made.text[item.span.start : item.span.end].replace("\n", " ") == flow(made, item)
    assert told(text)[2] == ("paragraph", "Next paragraph.")


def test_hard_wraps_with_windows_line_ends_are_joined_too() -> None:
    text = (
        "Title\r\n\r\nThe ministers agreed that the ports of the region shall\r\n"
        "be open to every ship.\r\n\r\nNext paragraph.\r\n"
    )
    assert [kind for kind, _ in told(text)] == ["title", "paragraph", "paragraph"]


def test_a_short_line_goes_on_where_hard_spaces_left_no_room_for_what_follows() -> None:
    wrapped = (
        "the ministers of the region agreed that ports shall\nbe open and safe for ships of all sizes in all days\n"
    )
    rest = wrapped * 9
    glued = "President Ana Soto welcomed Minister\nLuis\u00a0Vega\u00a0to\u00a0Lima\u00a0today, and\n"
    assert told(glued + rest)[0][0] == "paragraph"
    assert told(glued.replace("\u00a0", " ") + rest)[0] == ("title", "President Ana Soto welcomed Minister")


def test_short_lines_items_and_bullets_are_not_joined() -> None:
    long = "The ministers of all the states of the region agreed upon the following"
    for following in ("2. Ports are open.", "- Ports are open.", "• Ports are open."):
        assert len(blocks_of(f"Title\n\n{long}\n{following}\n")) == 3
    assert len(blocks_of("Title\n\nSigned at\nArica\n")) == 3


def test_furniture_is_never_joined_to_a_paragraph() -> None:
    long = "Press Release of the Second Harbour Forum on Ports and Fees of the Region"
    assert told(f"{long}\nShare on wechat\n×\nThe Forum was held.\n") == [
        ("title", long),
        ("furniture", "Share on wechat"),
        ("furniture", "×"),
        ("paragraph", "The Forum was held."),
    ]


def test_a_page_from_top_to_bottom() -> None:
    text = (
        "Harbour Initiative\nPort Agency\nof the Republic of Chile\n\n2031-05-20\n\nShare on wechat\n\n"
        "  (May 4, 2031, Valparaiso, Chile)\n\nThe Forum was held.\n\n1.Ports are open.\n"
    )
    assert [kind for kind, _ in told(text)] == [
        "title", "byline", "byline", "date", "furniture", "dateline", "paragraph", "item",
    ]  # fmt: skip


def test_furniture_and_dateline_above_the_title() -> None:
    text = "Back to top\n(May 4, 2031, Valparaiso, Chile)\nHarbour Forum\n\nThe Forum was held.\n"
    assert [kind for kind, _ in told(text)] == ["furniture", "dateline", "title", "paragraph"]


@pytest.mark.parametrize("line", ["2031-05-04", "2031-05-04 10:30", "4 May 2031", "Sunday 4th May 2031", "May 4, 2031"])
def test_date_lines(line: str) -> None:
    assert blocks_of(f"Title\n\n{line}\n\nText.\n")[1].kind is BlockKind.DATE


@pytest.mark.parametrize("line", ["In 2031-05-04 the port", "4 May 2031 was a Sunday.", "(Arica)", "(see page 2)"])
def test_lines_that_only_hold_a_date(line: str) -> None:
    assert blocks_of(f"Title\n\n{line}\n\nText.\n")[1].kind is BlockKind.PARAGRAPH


def test_bylines_need_to_stand_right_under_the_title() -> None:
    assert told("Title\n\nPort Agency\n\nText.\n")[1] == ("paragraph", "Port Agency")
    assert told("Title\nThe Forum was held.\n\nText.\n")[1] == ("paragraph", "The Forum was held.")
    assert told("Title\n- Ports\n\nText.\n")[1] == ("bullet", "- Ports")


def test_a_text_without_a_title() -> None:
    assert [kind for kind, _ in told("1. Ports are open.\n2. Fees are low.\n")] == ["item", "item"]


@pytest.mark.parametrize(("numeral", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XXXIX", 39)])
def test_roman_numerals(numeral: str, value: int) -> None:
    assert roman(numeral) == value


def test_the_five_texts(project: Project) -> None:
    found = {made.slug: read_blocks(made, FURNITURE) for made in read_documents(project.documents)}
    for made in read_documents(project.documents):
        complete(made.text)
    numbered = {slug: [block.ordinal for block in blocks if block.ordinal] for slug, blocks in found.items()}
    assert numbered["asean-plus-three-forum-2024"] == [1, 2, 3, 4, 5]
    assert numbered["conference-2025"] == [1, 2, 3]
    assert numbered["initiative-2023"] == list(range(1, 17))
    assert numbered["sub-forum-2024"] == list(range(1, 9))
    assert numbered["sub-forum-2025"] == list(range(1, 7))
    for blocks in found.values():
        assert blocks[0].kind is BlockKind.TITLE
        assert sum(block.kind is BlockKind.FURNITURE for block in blocks) in (2, 3)


def test_every_statement_of_the_corpus_is_read_into_blocks(statements: list[Path]) -> None:
    for path in statements:
        complete(read_file(path).text)


def test_a_million_short_lines_take_no_quadratic_time() -> None:
    assert len(blocks_of("a\n\n" * 50_000)) == 50_000


@pytest.mark.parametrize("bullet", ["-", "*", "•", "–", "▪", "●", "◦", "➢"])
def test_bullets(bullet: str) -> None:
    text = f"Title\n\n{bullet} Ports are open.\n"
    block = blocks_of(text)[1]
    assert (block.kind, text[block.body : block.span.end]) == (BlockKind.BULLET, "Ports are open.")


def test_headings_by_mark_up_by_capitals_and_over_a_paragraph() -> None:
    long = "The ministers of all the states of the region agreed that the ports of the region will be open to every ship of it."
    text = f"Title\n\n**I. Ports**\n\n{long}\n\nANNEX A\n\n{long}\n\n2. Fees\n\n{long}\n\n## Ships\n\n1. Ships are counted.\n"
    kinds = [block.kind.value for block in blocks_of(text)]
    assert kinds == ["title", "heading", "paragraph", "heading", "paragraph", "heading", "paragraph", "heading", "item"]
    assert [block.section for block in blocks_of(text)] == [0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_a_restart_opens_a_section_and_letters_below_numbers_do_not() -> None:
    lines = ["1. One.", "(a) Ports.", "(b) Ships.", "2. Two.", "(a) Fees.", "3. Three.", "1. Again.", "2. More."]
    blocks = blocks_of("Title\n\n" + "\n\n".join(lines) + "\n")[1:]
    assert [(block.label, block.section) for block in blocks] == [
        ("1", 0), ("a", 0), ("b", 0), ("2", 0), ("a", 0), ("3", 0), ("1", 1), ("2", 1),
    ]  # fmt: skip


def test_a_letter_among_letters_is_no_numeral() -> None:
    text = "Title\n\n" + "\n\n".join(f"({letter}) Ports are open." for letter in "ghij") + "\n"
    assert [block.style for block in blocks_of(text)[1:]] == ["letter"] * 4


@pytest.mark.parametrize("line", ["[1] See the plan of 2030.", "¹ See the plan.", "*** Note by the secretariat."])
def test_footnotes(line: str) -> None:
    assert blocks_of(f"Title\n\nText.\n\n{line}\n")[2].kind is BlockKind.FOOTNOTE


def marks(text: str) -> list[tuple[str, str, int | None]]:
    """Label, style and number of each item."""
    return [(one.label, one.style, one.ordinal) for one in blocks_of(text) if one.kind is BlockKind.ITEM]


def test_items_called_by_a_noun_and_a_number() -> None:
    text = "Declaration\n\nAction 1.1 We open ports.\n\nAction 1.2: We count ships.\n\nArticle 3. We sell maps."
    assert marks(text) == [("1.1", "decimal", 1), ("1.2", "decimal", 2), ("3", "named", 3)]
    assert marks("Declaration\n\nAction on ports is due.\n\nAction 1 is done.\n\nArticle 3 of the Charter holds.") == []


def test_bare_numbers_count_items_only_where_they_go_on_from_each_other() -> None:
    said = "Declaration\n\n1 We open ports.\n\n2 We count ships.\n\n3 We sell maps.\n\n12 Ministers came."
    assert marks(said) == [("1", "bare", 1), ("2", "bare", 2), ("3", "bare", 3)]
    assert marks("Declaration\n\n1 We open ports.\n\n2 We count ships.\n\n12 Ministers came.") == []


def test_capital_letters_count_items_where_they_open_one_paragraph_after_the_other() -> None:
    said = "Declaration\n\nWe decide to:\n\nA. Adopt the plan;\n\nB. Set up a fund;\n\nC. Request help."
    assert marks(said) == [("A", "capital", 1), ("B", "capital", 2), ("C", "capital", 3)]
    assert marks("Declaration\n\nA. Soto, Minister\n\nB. Vega, Minister") == []
    assert marks("Declaration\n\nA. Ports are open here\n\nWe met.\n\nB. Pilots are well") == []
