"""Files of every supported form: what text they give, and what is refused in one clear message."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest

from pdfs import Placed, placed_pdf
from pledgegraph.errors import InputError
from pledgegraph.extract.findings import layout_findings
from pledgegraph.sources.documents import read_file
from pledgegraph.sources.formats import DOCX, HTML, MARKDOWN, PDF

PAGE = """<!DOCTYPE html><html><head><title>Joint Statement</title><meta charset="utf-8">
<meta property="article:published_time" content="2021-05-06T10:00:00Z"><script>alert("no")</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Joint Statement of the Harbour Forum</h1>
<p>The Ministers of Chile &amp; Peru met in <b>Valparaíso</b> on 3 May 2031 and talked about the fees of their ports at length.</p>
<ol start="3"><li>Each state will report on its port fees to the secretariat every year.</li>
<li><p>The secretariat will publish these reports within three months of their arrival.</p></li></ol>
<ol type="a"><li>Pilots will be trained together in both languages of the region.</li></ol>
<ol type="I"><li>Ships will be counted by the harbour masters of all the ports.</li></ol>
<ul><li>Nobody will pay twice for the same berth in the same port.</li></ul></article>
<form><input name="q"><button>Search this site</button></form><footer>Copyright</footer></body></html>"""


def pdf(*pages: list[str]) -> bytes:
    """A PDF with a text layer, a line of Helvetica after another."""
    return placed_pdf(
        *[[Placed(line, 50, 780 - 14 * at, 11) for at, line in enumerate(page) if line] for page in pages]
    )


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_a_page_gives_its_main_text_with_the_marks_of_its_lists(tmp_path: Path) -> None:
    document = read_file(written(tmp_path, "page.html", PAGE))
    lines = [line for line in document.text.splitlines() if line]
    assert lines[1].startswith("The Ministers of Chile & Peru met in Valparaíso on 3 May 2031")
    assert [line[:2] for line in lines[2:]] == ["3.", "4.", "a.", "I.", "- "]
    assert not any(word in document.text for word in ("alert", "Home", "Search", "Copyright", "<", "&amp;"))
    assert (document.title, document.metadata_date) == ("Joint Statement of the Harbour Forum", "2021-05-06")
    assert (document.media_type, len(document.original_sha256)) == (HTML, 64)
    assert document.sha256 != document.original_sha256


def test_a_page_called_txt_is_read_as_the_page_it_is(tmp_path: Path) -> None:
    assert read_file(written(tmp_path, "page.txt", PAGE)).text == read_file(written(tmp_path, "a.htm", PAGE)).text


def test_a_page_in_another_declared_encoding(tmp_path: Path) -> None:
    latin = PAGE.replace('charset="utf-8"', 'charset="iso-8859-1"').encode("latin-1")
    assert "Valparaíso" in read_file(written(tmp_path, "latin.html", latin)).text


def test_a_pdf_gives_its_lines_without_page_numbers_and_running_heads(tmp_path: Path) -> None:
    pages = [[f"Harbour Forum - page {n}", f"Text of page {n} goes on.", f"Words {n} more.", f"And {n}.", f"{n}"] for n in (1, 2, 3)]  # fmt: skip
    document = read_file(written(tmp_path, "forum.pdf", pdf(*pages)))
    assert (
        document.text.split()
        == " ".join(f"Text of page {n} goes on. Words {n} more. And {n}." for n in (1, 2, 3)).split()
    )
    assert document.media_type == PDF


ITEMS = (
    [
        "JOINT COMMUNIQUE",
        "",
        "3. The Ministers agreed to establish a joint register of ships by the end of 2032 and to",
    ],
    ["review port fees in the light of what experts say.", "", "4. Chile will host the Fourth Harbour Forum in 2033."],
)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["Third Harbour Forum, Lima", ""], []),
        (["Third Harbour Forum - Joint Communique          Page {n} of 2", ""], []),
        ([], ["", "HF/2031/12  {n}/2"]),
        (["Harbour Dialogue Secretariat", "- {n} -"], ["", "Unclassified", "{n} | Harbour Forum 2031"]),
    ],
    ids=["head", "head-with-page", "foot", "all-round"],
)
def test_what_runs_through_two_pages_enters_no_sentence(tmp_path: Path, above: list[str], below: list[str]) -> None:
    def framed(lines: list[str], number: int) -> list[str]:
        return [one.format(n=number) for one in above] + lines + [one.format(n=number) for one in below]

    pages = [framed(lines, number) for number, lines in enumerate(ITEMS, 1)]
    document = read_file(written(tmp_path, "forum.pdf", pdf(*pages)))
    assert document.text == (
        "JOINT COMMUNIQUE\n\n"
        "3. The Ministers agreed to establish a joint register of ships by the end of 2032 and to "
        "review port fees in the light of what experts say.\n\n"
        "4. Chile will host the Fourth Harbour Forum in 2033.\n"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Article 4", "Article 5"),
        ("4. Ministers agreed to meet.", "5. Ministers agreed to meet."),
        ("Chile sent 4 ships to Peru.", "Chile sent 5 ships to Peru."),
        ("Chile 12 31", "Chile 40 2"),
        ("12 31", "40 2"),
    ],
)
def test_lines_alike_at_the_edges_of_pages_that_do_not_run_through_them_stay(
    tmp_path: Path, first: str, second: str
) -> None:
    pages = [[one, *lines] for one, lines in zip((first, second), ITEMS, strict=True)]
    text = read_file(written(tmp_path, "forum.pdf", pdf(*pages))).text
    assert first in text and second in text


def test_words_that_a_pdf_cuts_at_a_line_s_end_are_whole_and_hide_nothing(tmp_path: Path) -> None:
    lines = ["Ministers of Asia-", "Pacific met for a long-", "term review of the deve-", "lopment of ports."]
    document = read_file(written(tmp_path, "forum.pdf", pdf(lines)))
    assert document.text == "Ministers of Asia-Pacific met for a long-\nterm review of the deve-\nlopment of ports.\n"
    assert document.layer.text == "Ministers of Asia-Pacific met for a long-term review of the development of ports.\n"
    assert layout_findings(document) == []


def test_a_docx_gives_paragraphs_lists_and_tables(tmp_path: Path) -> None:
    made = docx.Document()
    made.core_properties.title = "Harbour Forum"
    made.add_heading("Joint Statement", 1)
    made.add_paragraph("The Ministers met in Quito on 3 May 2031.")
    table = made.add_table(2, 3)
    table.cell(0, 0).text, table.cell(0, 2).text = "Chile", "Minister | Ports"
    table.cell(1, 0).text, table.cell(1, 2).text = "For Peru:\nAna Soto", "For Fiji:\nLuis Vega"
    made.save(str(tmp_path / "forum.docx"))
    document = read_file(tmp_path / "forum.docx")
    assert (
        document.text
        == "Joint Statement\n\nThe Ministers met in Quito on 3 May 2031.\n\n| Chile |  | Minister / Ports |\n\n"
        + ("For Peru:\nAna Soto\n\nFor Fiji:\nLuis Vega\n")
    )
    assert (document.media_type, document.title) == (DOCX, "Harbour Forum")


def test_a_docx_gives_the_numbers_of_its_styles(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("The Ministers decided to:", "Body Text")
    for words in ("open the port;", "count the ships;"):
        made.add_paragraph(words, "List Number")
    made.add_paragraph("Ports named by all:", "Body Text")
    made.add_paragraph("Callao", "List Bullet")
    derived = made.styles.add_style("Decision", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    derived.base_style = made.styles["List Number"]
    made.add_paragraph("train the pilots.", "Decision")
    bare = made.add_paragraph("No item.", "List Number")
    none = bare._p.get_or_add_pPr().get_or_add_numPr()
    none.get_or_add_numId().val = 0
    made.save(str(tmp_path / "forum.docx"))
    assert read_file(tmp_path / "forum.docx").text.split("\n\n") == [
        "The Ministers decided to:",
        "1. open the port;",
        "2. count the ships;",
        "Ports named by all:",
        "- Callao",
        "3. train the pilots.",
        "No item.\n",
    ]


def test_markdown_is_stored_as_it_is_and_read_without_marks(tmp_path: Path) -> None:
    document = read_file(written(tmp_path, "forum.md", "# Forum\n\nThe **Ministers** met.\n"))
    assert document.text == "# Forum\n\nThe **Ministers** met.\n"
    assert document.layer.text == "Forum\n\nThe Ministers met.\n"
    assert (document.media_type, document.original_sha256) == (MARKDOWN, "")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("latin-1", "Sécurité à São Paulo, ÉTÉ\xa0\xa0\xa0\xa0"),
        ("cp1252", "“Côte…”"),
        ("gbk", "Forum 区域移民治理"),
        ("utf-16-le", "Forum é"),
    ],
)
def test_an_encoding_that_a_person_names(tmp_path: Path, encoding: str, text: str) -> None:
    path = written(tmp_path, "old.txt", text.encode(encoding))
    assert read_file(path, encoding).text == text
    with pytest.raises(InputError, match="--encoding"):
        read_file(path)


@pytest.mark.parametrize(
    ("name", "data", "encoding", "problem"),
    [
        pytest.param("a.txt", "Sécurité".encode(), "latin-1", "valid UTF-8", id="would give wrong letters"),
        pytest.param("a.txt", b"The Ministers met.", "utf-16", "valid UTF-8", id="no UTF-16"),
        pytest.param("a.txt", "Forum (公安部)".encode("gbk"), "latin-1", "are not latin-1", id="GBK called Latin-1"),
        pytest.param("a.txt", "Форум портов".encode("cp1251"), "cp1252", "are not cp1252", id="Russian called Latin"),
        pytest.param("a.txt", b"Forum", "klingon", "no encoding of text", id="unknown encoding"),
        pytest.param("a.txt", b"Forum", "base64", "no encoding of text", id="encoding of bytes"),
        pytest.param("a.txt", "区".encode("gbk") + b"\xff", "gbk", "not GBK text", id="wrong encoding"),
        pytest.param("a.txt", pdf(["Forum"]), "", "this is a PDF", id="PDF called .txt"),
        pytest.param("a.pdf", b"Forum", "", "not readable as PDF", id="text called .pdf"),
        pytest.param("a.pdf", pdf(["Forum"])[:200], "", "not readable as PDF|no text layer", id="cut PDF"),
        pytest.param("a.pdf", pdf([]), "", "no text layer", id="PDF of pictures"),
        pytest.param("a.txt", b"PK\x03\x04nothing", "", "an archive, as Word files are", id="Word file called txt"),
        pytest.param(
            "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "", "an old Office file.*save it as .docx", id="old Word file"
        ),
        pytest.param("a.rtf", b"{\\rtf1 Chile pays.}", "", "rich text", id="rich text"),
        pytest.param("a.docx", b"PK\x03\x04nothing", "", "not readable as DOCX", id="cut DOCX"),
        pytest.param("a.html", "<html><body><script>x()</script></body></html>", "", "no main text", id="empty page"),
    ],
)
def test_what_is_refused(tmp_path: Path, name: str, data: bytes | str, encoding: str, problem: str) -> None:
    path = written(tmp_path, name, data)
    with pytest.raises(InputError, match=problem) as raised:
        read_file(path, encoding)
    assert raised.value.place.startswith(str(path))
    assert raised.value.remedy


def test_a_zip_that_is_no_docx(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("readme", "hello")
    with pytest.raises(InputError, match=r"not readable as DOCX|the text is empty"):
        read_file(tmp_path / "a.docx")
