"""Word documents: what Word shows, no more and no less, with the marks of lists as it shows them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

from pledgegraph.errors import InputError
from pledgegraph.sources.word_files import read_word_file

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def word_file(body: str, **parts: str) -> bytes:
    """A DOCX file with a body and further parts, each named by its root element."""
    relations = "".join(f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in parts)
    kinds = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.{name}+xml"/>' for name in parts)
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>{kinds}</Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{relations}</Relationships>",
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}.xml": f"<w:{name} {NAMES}>{inside}</w:{name}>" for name, inside in parts.items()},
    }  # fmt: skip
    return archive(files)


def archive(files: Mapping[str, str]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as target:
        for name, text in files.items():
            target.writestr(name, text)
    return whole.getvalue()


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def item(words: str, level: int = 0, listing: int = 1) -> str:
    return paragraph(run(words), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{listing}"/></w:numPr>')


def shown(data: bytes) -> list[str]:
    return read_word_file(data, Path("a.docx"))[0].split("\n\n")


SHOWN = {
    "deleted and inserted": (
        run("Chile will pay ")
        + '<w:del w:id="1"><w:r><w:delText>ten</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>five</w:t></w:r></w:ins>'
        + run(" dollars."),
        "Chile will pay five dollars.",
    ),
    "moved away": (f'<w:moveFrom w:id="1">{run("Peru leaves.")}</w:moveFrom>{run("Chile pays.")}', "Chile pays."),
    "moved here": (f'<w:moveTo w:id="1">{run("Peru ")}</w:moveTo>{run("pays.")}', "Peru pays."),
    "hidden": (run("Peru leaves. ", "<w:vanish/>") + run("Chile pays."), "Chile pays."),
    "not hidden": (run("Chile ", '<w:vanish w:val="0"/>') + run("pays."), "Chile pays."),
    "struck": (run("Peru leaves. ", "<w:strike/>") + run("Chile pays."), "Chile pays."),
    "a link": (f'<w:hyperlink w:anchor="x">{run("Chile")}</w:hyperlink>{run(" pays.")}', "Chile pays."),
    "a field": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "http://a.example"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("Chile") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f'<w:fldSimple w:instr="REF x">{run(" pays.")}</w:fldSimple>',
        "Chile pays.",
    ),
    "a control": (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Chile')}</w:sdtContent></w:sdt>{run(' pays.')}"
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here.')}</w:sdtContent></w:sdt>",
        "Chile pays.",
    ),
    "a raised number": (run("by 2035") + run("1", '<w:vertAlign w:val="superscript"/>') + run("."), "by 2035¹."),
    "a number set higher": (run("by 2035") + run("1", '<w:position w:val="8"/>') + run("."), "by 2035¹."),
    "raised letters": (run("the 20") + run("th", '<w:vertAlign w:val="superscript"/>') + run(" year"), "the 20th year"),
    "hyphens, breaks and tabs": (
        "<w:r><w:t>Al</w:t><w:noBreakHyphen/><w:t>Harthi</w:t><w:tab/><w:t>met a land</w:t><w:softHyphen/><w:t>lord</w:t>"
        '<w:br w:type="page"/><w:t>of Peru.</w:t><w:cr/><w:t>Chile pays.</w:t><w:br/><w:t>Fiji pays.</w:t></w:r>',
        "Al-Harthi met a landlord of Peru.\nChile pays.\nFiji pays.",
    ),
    "signs of symbol fonts": ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:t> Chile</w:t></w:r>', "• Chile"),
    "a formula": (run("at ") + "<m:oMath><m:r><m:t>2%</m:t></m:r></m:oMath>" + run(" a year"), "at 2% a year"),
    "a comment": (
        '<w:commentRangeStart w:id="0"/>' + run("Chile pays.") + '<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>',
        "Chile pays.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_paragraph_shows(name: str) -> None:
    inside, text = SHOWN[name]
    assert shown(word_file(paragraph(inside))) == [text]


def test_text_that_a_style_hides() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Secret"><w:basedOn w:val="Base"/></w:style>'
    )
    body = paragraph(run("Peru leaves. ", '<w:rStyle w:val="Secret"/>') + run("Chile pays."))
    assert shown(word_file(body, styles=styles)) == ["Chile pays."]


def test_a_paragraph_whose_end_is_deleted_goes_on_with_the_next_one() -> None:
    ends = '<w:rPr><w:del w:id="1"/></w:rPr>'
    gone = paragraph('<w:del w:id="2"><w:r><w:delText>Peru leaves.</w:delText></w:r></w:del>', ends)
    body = paragraph(run("Chile"), ends) + paragraph(run(" pays.")) + gone + paragraph(run("Fiji pays."))
    assert shown(word_file(body)) == ["Chile pays.", "Fiji pays."]


def test_a_deleted_row_is_gone() -> None:
    rows = "".join(
        f"<w:tr><w:trPr>{change}</w:trPr>" + "".join(f"<w:tc>{paragraph(run(one))}</w:tc>" for one in cells) + "</w:tr>"
        for change, cells in (("", ("Chile", "Ana Soto")), ('<w:del w:id="1"/>', ("Peru", "Luis Vega")))
    )
    assert shown(word_file(f"<w:tbl>{rows}</w:tbl>")) == ["| Chile | Ana Soto |"]


def test_a_text_box_stands_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph(run('Fiji pays.'))}{paragraph(run('Peru pays.'))}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert shown(word_file(paragraph(both + run("Chile pays.")))) == ["Chile pays.", "Fiji pays.", "Peru pays."]


def test_notes_stand_behind_the_text_under_the_numbers_that_word_shows() -> None:
    def note(kind: str, number: int, words: str) -> str:
        return f'<w:{kind} w:id="{number}">{paragraph(f"<w:r><w:{kind}Ref/></w:r>" + run(words))}</w:{kind}>'

    body = paragraph(
        run("Chile pays.") + '<w:r><w:footnoteReference w:id="7"/></w:r>'
        + run(" Peru pays.") + '<w:r><w:footnoteReference w:id="3"/></w:r>'
        + run(" Fiji pays.") + '<w:r><w:endnoteReference w:id="2"/></w:r>'
        + run(" Mali pays.") + '<w:r><w:footnoteReference w:id="4" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    )  # fmt: skip
    footnotes = note("footnote", 3, "In kind.") + note("footnote", 7, "By 2035.") + note("footnote", 4, "* In part.")
    data = word_file(body, footnotes=footnotes, endnotes=note("endnote", 2, "Not yet."))
    assert shown(data) == [
        "Chile pays.¹ Peru pays.² Fiji pays.[i] Mali pays.*",
        "¹ By 2035.",
        "² In kind.",
        "* In part.",
        "[i] Not yet.",
    ]


def lists(*levels: tuple[int, str, str], override: str = "") -> str:
    """An abstract list with levels of (start, form, text), and two lists of it."""
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (start, form, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="5">{made}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="5"/>{override}</w:num>'
    )


NESTED = item("a") + item("b", 1) + item("c", 1) + item("d") + item("e", 1)


@pytest.mark.parametrize(
    ("levels", "marks"),
    [
        (((1, "decimal", "%1."), (1, "decimal", "%1.%2")), ["1.", "1.1", "1.2", "2.", "2.1"]),
        (((7, "decimal", "%1)"), (3, "lowerLetter", "(%2)")), ["7)", "(c)", "(d)", "8)", "(c)"]),
        (((1, "upperRoman", "%1."), (1, "upperLetter", "%2.")), ["I.", "A.", "B.", "II.", "A."]),
        (((1, "decimal", "Article %1"), (9, "decimalZero", "%2.")), ["Article 1", "09.", "10.", "Article 2", "09."]),
        (((3, "ordinal", "%1"), (1, "lowerRoman", "(%2)")), ["3rd", "(i)", "(ii)", "4th", "(i)"]),
        (((1, "none", ""), (1, "bullet", "\uf0b7")), ["", "-", "-", "", "-"]),
    ],
)
def test_marks_of_lists(levels: tuple[tuple[int, str, str], ...], marks: list[str]) -> None:
    lines = shown(word_file(NESTED, numbering=lists(*levels)))
    assert lines == [f"{mark} {word}".lstrip() for mark, word in zip(marks, "abcde", strict=True)]


@pytest.mark.parametrize(
    ("override", "marks"),
    [
        ("", ["1.", "2.", "3.", "4."]),
        ('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>', ["1.", "2.", "1.", "2."]),
    ],
)
def test_a_second_list_goes_on_unless_it_says_where_it_starts(override: str, marks: list[str]) -> None:
    body = item("a") + item("b") + paragraph(run("A pause.")) + item("c", 0, 2) + item("d", 0, 2)
    lines = shown(word_file(body, numbering=lists((1, "decimal", "%1."), override=override)))
    assert [line.split()[0] for line in lines if "pause" not in line] == marks


def test_a_level_that_does_not_begin_again() -> None:
    level = '<w:lvl w:ilvl="1"><w:lvlRestart w:val="0"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2)"/></w:lvl>'
    numbering = lists((1, "decimal", "%1."), (1, "decimal", "")).replace(
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val=""/></w:lvl>', level
    )
    assert [line.split()[0] for line in shown(word_file(NESTED, numbering=numbering))] == ["1.", "1)", "2)", "2.", "3)"]


def test_a_list_that_only_names_a_style_of_lists() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="House"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    linked = (
        '<w:abstractNum w:abstractNumId="6"><w:numStyleLink w:val="House"/></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="6"/></w:num>'
    )
    numbering = linked + lists((1, "upperLetter", "%1."))
    assert shown(word_file(item("a", 0, 3), styles=styles, numbering=numbering)) == ["A. a"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04nothing", "damaged or cut"),
        (archive({"readme.txt": "nothing"}), "missing"),
        (word_file("<w:p>").replace(b"</w:body>", b"<w:body/>"), "damaged or cut|no XML"),
        (archive({"[Content_Types].xml": "<Types"}), "no XML|missing"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_is_wrong_with_it(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=f"not readable as DOCX: .*(?:{reason})"):
        read_word_file(data, Path("a.docx"))


def test_a_template_is_no_word_document(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Chile pays.")
    made.save(str(tmp_path / "a.docx"))
    with zipfile.ZipFile(tmp_path / "a.docx") as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as changed:
        for name, content in files.items():
            changed.writestr(name, content)
    with pytest.raises(InputError, match="holds no Word document"):
        read_word_file(target.getvalue(), Path("a.docx"))
