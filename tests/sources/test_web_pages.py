"""Pages: each paragraph, item and row as a browser shows it, whatever boxes the page puts it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgegraph.sources.web_pages import read_web_page

SENTENCE = "The Ministers of the Harbour Forum met in Quito on 3 May 2031 and talked about the fees of their ports."
LONG = "".join(f"<p>{SENTENCE.replace('3 May', f'{day} May')}</p>" for day in range(4, 12))


def paragraphs(inside: str, around: str = LONG) -> list[str]:
    """The paragraphs that a page gives besides the sentences around them."""
    page = f"<html><head><meta charset='utf-8'><title>Forum</title></head><body><main>{around}{inside}</main></body></html>"
    text = read_web_page(page.encode(), Path("a.html"), "").text
    return [one for one in text.split("\n\n") if not one.startswith("The Ministers of the Harbour")]


SHOWN = {
    "boxes": ("<div>Chile pays.</div><div><span>Peru</span> pays.</div>", ["Chile pays.", "Peru pays."]),
    "bare text beside a paragraph": ("<div>Chile pays.<p>Peru pays.</p></div>", ["Chile pays.", "Peru pays."]),
    "old boxes": ("<center>Chile pays.</center><font><div>Peru pays.</div></font>", ["Chile pays.", "Peru pays."]),
    "elements of the page's own": ("<my-text><p>Chile pays.</p><my-box>Peru pays.</my-box></my-text>", ["Chile pays.", "Peru pays."]),
    "sections": ("<section>Chile pays.</section><address>Peru pays.</address>", ["Chile pays.", "Peru pays."]),
    "two breaks": ("<div>Chile<br>pays.<br><br>Peru pays.<br></div>", ["Chile\npays.", "Peru pays."]),
    "two breaks in a paragraph": ("<p>Chile pays.<br/> <br/>Peru pays.</p>", ["Chile pays.", "Peru pays."]),
    "lines in the source": ("<p>Chile\n   pays\nPeru.</p>", ["Chile pays Peru."]),
    "text as typed": ("<pre>Chile pays\nPeru.\n\nPeru pays.</pre>", ["Chile pays\nPeru.", "Peru pays."]),
    "numbers": ("<ol start=3><li>a</li><li value=7>b</li><li><p>c</p></li></ol>", ["3. a", "7. b", "8. c"]),
    "numbers backward": ("<ol reversed><li>a</li><li>b</li></ol>", ["2. a", "1. b"]),
    "letters and numerals": (
        "<ol type=a><li>a<li>b</ol><ol style='list-style-type: upper-roman'><li>c<li>d</ol>",
        ["a. a", "b. b", "I. c", "II. d"],
    ),
    "no numbers": ("<ol style='list-style: none'><li>a</li><li>b</li></ol>", ["a", "b"]),
    "numbers of its own": ("<ol><li>1.1 Open ports</li><li>1.2 Count ships</li></ol>", ["1.1 Open ports", "1.2 Count ships"]),
    "lists in lists": (
        "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d<ol type=i><li>e</li></ol></li></ol>",
        ["1. a", "- b", "- c", "2. d", "i. e"],
    ),
    "an item of several paragraphs": ("<ul><li><p>a</p><p>b</p></li></ul>", ["- a", "b"]),
    "a list in an item that begins with it": ("<ol><li><ul><li>b</li></ul></li></ol>", ["1.", "- b"]),
    "definitions": ("<dl><dt>Chair</dt><dd>Ana Soto</dd></dl>", ["Chair", "Ana Soto"]),
    "rows": (
        "<table><tr><th>State</th><th>Head</th></tr><tr><td>Chile</td><td><b>Ana</b> Soto</td></tr></table>",
        ["| State | Head |", "| Chile | Ana Soto |"],
    ),
    "a bar in a cell": ("<table><tr><td>Chile | Peru</td><td>Ana Soto</td></tr></table>", ["| Chile / Peru | Ana Soto |"]),
    "a table that only sets the page": (
        "<table><tr><td>Text</td><td><p>Chile pays.</p><p>Peru pays.</p></td></tr></table>",
        ["Text", "Chile pays.", "Peru pays."],
    ),
    "a list in a cell": ("<table><tr><td><ol><li>a</li><li>b</li></ol></td></tr></table>", ["1. a", "2. b"]),
    "raised numbers": ("<p>by 2035<sup>1</sup>, the 20<sup>th</sup> year<sup><a href='#n'>12</a></sup></p>",
                       ["by 2035¹, the 20th year¹²"]),
    "struck and inserted": ("<p>Chile pays <del>ten</del><ins>five</ins> <s>or six</s> dollars.</p>", ["Chile pays five dollars."]),
    "quoted": ("<p>They said: <q>Chile pays.</q></p>", ["They said: “Chile pays.”"]),
    "hidden": ("<p hidden>Peru pays.</p><template><p>Fiji pays.</p></template><p>Chile pays.</p>", ["Chile pays."]),
    "controls": ("<p>Chile pays.<button>Peru pays.</button><select><option>Fiji pays.</select></p>", ["Chile pays."]),
    "remarks": ("<p>Chile<!-- Peru --> pays.</p>", ["Chile pays."]),
    "boxes around the text": (
        "<div class='related'>Peru and Fiji agreed.</div><div id='breadcrumbs'>Home</div><p>Chile pays.</p>",
        ["Chile pays."],
    ),
    "what looks like a tag": ("<p>Chile pays &lt;fast&gt; &amp; well.</p>", ["Chile pays <fast> & well."]),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_page_shows(name: str) -> None:
    inside, lines = SHOWN[name]
    assert paragraphs(inside) == lines


@pytest.mark.parametrize("name", SHOWN)
def test_a_short_page_shows_the_same(name: str) -> None:
    inside, lines = SHOWN[name]
    assert paragraphs(f"{inside}<p>The end.</p>", "<h1>Joint Statement</h1><p>They met.</p>") == [
        "Joint Statement",
        "They met.",
        *lines,
        "The end.",
    ]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=iso-8859-1>", "utf-8"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        (f"<!--{'x' * 3000}--><meta http-equiv=Content-Type content='text/html; charset=windows-1252'>", "cp1252"),
        ("<meta charset=gbk>", "gbk"),
    ],
)
def test_the_declared_encoding_counts_unless_the_bytes_are_utf8(head: str, encoding: str) -> None:
    page = f"<html><head>{head}</head><body><p>{SENTENCE} “Côte” is a word.</p></body></html>"
    data = page.replace("ô", "o").encode(encoding) if encoding == "gbk" else page.encode(encoding)
    text = read_web_page(data, Path("a.html"), "").text
    assert "“Côte”" in text or (encoding == "gbk" and "“Cote”" in text)


def test_a_box_that_holds_the_page_is_no_frame_whatever_its_name() -> None:
    page = f"<html><body><div class='wide related-content'>{LONG}</div></body></html>"
    assert read_web_page(page.encode(), Path("a.html"), "").text.count("Harbour Forum") == 8


def test_menus_and_frames_of_a_page_are_left_out() -> None:
    page = (
        "<html><body><nav><ul><li><a href=/>Home</a></li></ul></nav><table><tr><td><a href=/a>News of states</a></td>"
        f"<td><a href=/b>Texts of states</a></td></tr></table><article>{LONG}</article><footer>Port Agency</footer></body></html>"
    )
    text = read_web_page(page.encode(), Path("a.html"), "").text
    assert text.count("The Ministers of the Harbour Forum") == 8
    assert not any(word in text for word in ("Home", "News", "Agency"))
