"""Marked texts: no character is lost, every passage begins once, pieces nest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pledgegraph.serve.pages.addresses import page_path
from pledgegraph.serve.pages.marks import Mark, Paragraph, Passage, paragraphs
from pledgegraph.serve.pages.timeline import timeline
from pledgegraph.vocab import ENTITIES


def said(pieces: list[Mark | str]) -> str:
    return "".join(piece if isinstance(piece, str) else said(piece.inside) for piece in pieces)


def marks(pieces: list[Mark | str]) -> list[Mark]:
    found = [piece for piece in pieces if isinstance(piece, Mark)]
    return [each for mark in found for each in (mark, *marks(mark.inside))]


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Passage]]:
    text = draw(st.text(alphabet="ab \n\u00a0é", min_size=1, max_size=60))
    spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20)), max_size=12))
    found = {(start, min(len(text), start + size)) for start, size in spans}
    return text, [Passage(start=start, end=end, kind="quote") for start, end in sorted(found)]


@given(marked())
def test_every_character_stays_and_every_piece_is_its_passage(example: tuple[str, list[Passage]]) -> None:
    text, passages = example
    blocks: list[Paragraph] = paragraphs(text, passages)
    assert "".join(said(block.inside) + block.gap for block in blocks) == text
    for block in blocks:
        for mark in marks(block.inside):
            assert mark.passage in passages
            assert mark.passage.start <= mark.start < mark.end <= mark.passage.end
            assert said(mark.inside) == text[mark.start : mark.end]
    begun = [mark.id for block in blocks for mark in marks(block.inside) if mark.id]
    assert len(begun) == len(set(begun))
    visible = [p for p in passages if text[p.start : p.start + 1].strip()]
    assert {f"char={p.start},{p.end}" for p in visible} <= set(begun)


def test_crossing_passages_are_cut_and_nested_ones_are_not() -> None:
    text = "one two three"
    crossing = [Passage(start=0, end=7, kind="quote"), Passage(start=4, end=13, kind="quote")]
    (block,) = paragraphs(text, crossing)
    assert [(m.start, m.end, m.id) for m in marks(block.inside)] == [
        (0, 7, "char=0,7"),
        (4, 7, "char=4,13"),
        (7, 13, ""),
    ]


def test_only_web_addresses_have_a_page() -> None:
    assert page_path("javascript:alert(1)") == page_path("data:text/html,x") == page_path("http://[") == ""
    assert page_path("urn:x:y") == page_path("file:///etc/passwd") == ""
    assert page_path("https://example.org/x") == "https://example.org/x"
    assert page_path(ENTITIES + "state/A\r\nB") == "/doc/state/A%0D%0AB.html"


def test_a_timeline_without_dates_is_empty() -> None:
    assert timeline("", [], []).points == ()
