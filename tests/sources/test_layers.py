"""The cleaned layer leaves out what no reader reads, and every character of it leads back to the stored text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgegraph.extract.findings import layout_findings
from pledgegraph.sources.clean import clean
from pledgegraph.sources.documents import document_of
from pledgegraph.sources.layers import cleaned_layer
from pledgegraph.spans import Span

READ_AS = {
    "plain words": "plain words",
    "The **Ministers** met in *Quito*.": "The Ministers met in Quito.",
    "**_Joint_ Statement**": "Joint Statement",
    "**Bold over\na line** and on": "Bold over\na line and on",
    "one ** two ** three": "one ** two ** three",
    "2 * 3 * 4 = 24": "2 * 3 * 4 = 24",
    "snake_case_name and __init__": "snake_case_name and init",
    "1\\. Each state will report.": "1. Each state will report.",
    "Labour \\& Migration": "Labour & Migration",
    "## Annex II ##": "Annex II",
    "> quoted\n> lines": "quoted\nlines",
    "see [the plan](https://example.org/plan) of 2030": "see the plan of 2030",
    "see [the plan of\nPorts](https://example.org/plan_(2).pdf), please": "see the plan of\nPorts, please",
    "open two ports[^1]; and more": "open two ports; and more",
    "a [note\n\nof](it)": "a [note\n\nof](it)",
    "more at <https://example.org/plan>": "more at https://example.org/plan",
    "the &quot;Plan&quot; of Trinidad &amp; Tobago": 'the "Plan" of Trinidad & Tobago',
    "AT&T; and R&D": "AT&T; and R&D",
    "a <br/>line<!-- no --> ends</p>": "a line ends",
    "if 3 < 4 and 5 > 2": "if 3 < 4 and 5 > 2",
    "Mal\u200bta and Ja\u00adpan": "Malta and Japan",
    "coopera-\ntion at borders": "cooperation at borders",
    "long-\nterm plans": "long-term plans",
    "labour-\nmarket rules; the labour-market": "labour-market rules; the labour-market",
    "held an in-\nperson meeting": "held an in-person meeting",
    "Vice-\nMinister": "Vice-Minister",
    "Asia-\n  Pacific": "Asia-Pacific",
    "APEC-\nPeru": "APEC-\nPeru",
    "migra\u00ad\ntion": "migration",
    "Rachel  Soto  met.   They\u00a0 spoke.": "Rachel Soto met. They spoke.",
    "the World\n     Bank and \n  the Fund": "the World\nBank and\nthe Fund",
    "a paragraph\n\n   another": "a paragraph\n\n   another",
    "| Chile | Ana Soto |\n|---|---|\n| Peru |  | TBC |": "Chile, Ana Soto\n\n\nPeru, TBC\n",
    "| 1 | Chile will pay. | Chile |": "1, Chile will pay.\n Chile\n",
    "|Chile|Peru|": "Chile\nPeru\n",
    "|Chile |USD 5|": "Chile,USD 5\n",
    "Chile   Ana Soto\nPeru    Luis Vega\nFiji    Li Wei": "Chile, Ana Soto\nPeru, Luis Vega\nFiji, Li Wei",
    "Chile   Ana Soto\nPeru    Luis Vega": "Chile Ana Soto\nPeru Luis Vega",
    "Chile\tAna\tUSD 5\nPeru\tLuis\tUSD 6\nFiji\tLi\tUSD 7": "Chile\nAna,USD 5\nPeru\nLuis,USD 6\nFiji\nLi,USD 7",
    "open ports   pay five\nin the north million to\nof Chile     the fund": "open ports pay five\nin the north million to\nof Chile the fund",
    "either | or": "either | or",
    "| 1. | Chile will pay. |\n| (b) | Peru | will pay 5 |": "1. Chile will pay.\n\n(b) Peru will pay 5\n",
    "|Chile|will pay.|": "Chile will pay.\n",
    "by 2035¹ and then.² Area: 5 km², 10⁶ m³": "by 2035 and then. Area: 5 km², 10⁶ m³",
    "ports.[1] Fees[iv] of [1] and [sic]": "ports. Fees of [1] and [sic]",
    "~~Peru leaves.~~ Chile pays.": "Chile pays.",
    "a ~~ b": "a ~~ b",
    "[Chile][1] and [Peru][] and [Fiji][2]\n\n[1]: https://a.example\n[Peru]: https://b.example": (
        "Chile and Peru and [Fiji][2]\n\n\n"
    ),
    "![Peru pays](a.png) Chile pays": " Chile pays",
    "---\ntitle: Forum\nby:\n - Peru\n---\n\n# Forum": "\n\nForum",
    "---\nNo end": "---\nNo end",
    "ports in the\n\n  - 2 -\n\nnorth": "ports in the\nnorth",
    "ports in the\n\nJoint Statement    Page 2 of 9\n\nnorth": "ports in the\nnorth",
    "ports in the\nPage 2\n\f\nnorth": "ports in the\nnorth",
    "ports in the\n\n\f2/9\n\nnorth": "ports in the\nnorth",
    "ports.\n\n- 2 -\n\nnorth": "ports.\n\n- 2 -\n\nnorth",
    "build ports <fast>; see <o:p>here</o:p>": "build ports <fast>; see here",
    "||": "||",
}


@pytest.mark.parametrize("stored", READ_AS)
def test_what_is_read(stored: str) -> None:
    assert cleaned_layer(clean(stored), stored).text == READ_AS[stored]


def test_a_text_without_marks_keeps_its_own_offsets() -> None:
    layer = cleaned_layer("The Ministers met.")
    assert layer.starts is None
    assert layer.stored(Span(4, 13)) == Span(4, 13)


PIECES = st.sampled_from(
    [
        "word", "Ministers", " ", "\n", "\n\n", "**", "*", "_", "__", "# ", "## ", "> ", "\\.", "1\\. ", "&amp;", "&quot;", "<b>", "</b>",
        "[", "](x)", "-\n", "coopera", "tion", "\u200b", "\u00ad", "\ufeff", "\u00a0", "\u201c", "é", "e\u0301", "e\u0323\u0302", "\u0301", "q\u0307", "𝔘", "<!--", "-->", "- ", ".", ";", "\r\n",
        "|", "| ", " |", "| a | b |\n", "|--|", "\n| ", "2", "~~", "¹", "[1]", "][1]", "[1]: /x", "---\n", "a: b\n", "   ", "\t", "Chile   Peru\n", "Fiji\tTogo\n",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


@given(TEXTS)
def test_every_character_leads_back_to_what_it_stands_for(text: str) -> None:
    plain = clean(text)
    layer = cleaned_layer(plain, text)
    if layer.starts is None:
        assert layer.text == plain
        return
    assert len(layer.starts) == len(layer.ends) == len(layer.text)
    assert layer.ends is not None
    for index, char in enumerate(layer.text):
        stands = plain[layer.starts[index] : layer.ends[index]]
        bar = not stands.strip(" |") and char in ",\n "
        page = char == "\n" and not stands.strip(" \n-–—0123456789/")
        assert bar or page or stands == char or stands.startswith("&") or unicodedata.normalize("NFC", stands) == char
    assert all(before <= after for before, after in zip(layer.ends[:-1], layer.starts[1:], strict=True))


@given(TEXTS, st.data())
def test_every_span_goes_to_the_stored_text_and_comes_back(text: str, data: st.DataObject) -> None:
    layer = document_of("made", text, "0").layer
    if not layer.text:
        return
    start = data.draw(st.integers(0, len(layer.text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(layer.text))))
    stored = layer.stored(span)
    assert 0 <= stored.start < stored.end <= len(text)
    assert layer.of_stored(stored) == span


ACCENTED = st.text(st.sampled_from("Aábcçdeéèêëñoóöõsšuüůyž ệộạ\n.,"), max_size=80)


@given(ACCENTED)
def test_a_text_with_its_accents_apart_reads_as_the_one_with_whole_letters(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    document = document_of("made", apart, "0")
    assert document.layer.text == document_of("made", text, "0").layer.text
    for index, char in enumerate(document.layer.text):
        stored = document.layer.stored(Span(index, index + 1))
        assert unicodedata.normalize("NFC", apart[stored.start : stored.end]) == char
        assert document.written(Span(index, index + 1)) == char


def test_headings_are_lines_that_marks_make_headings() -> None:
    text = "**I. Opening**\nThe **Ministers** met.\n### Annex\n__not__\n**Title over\ntwo lines:**\n"
    layer = cleaned_layer(text)
    assert sorted(text[at : at + 7] for at in layer.headings) == ["Annex\n_", "I. Open", "Title o"]


def test_of_text_in_two_columns_the_first_is_read_and_told() -> None:
    stored = "Togo will build     Benin pays five\nports in the        million dollars\nnorth of the        into the fund\ncountry soon.       next year."
    assert cleaned_layer(clean(stored), stored).text == "Togo will build\nports in the\nnorth of the\ncountry soon."
    finding = layout_findings(document_of("made", stored, "0"))[0]
    assert (finding.span, finding.kind.value) == (Span(0, len(stored)), "SourceDefect")
