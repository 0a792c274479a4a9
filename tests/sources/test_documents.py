"""Reading documents: what is accepted character for character, and what is refused with place, problem and remedy."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given

from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.sources import decoding as limits
from pledgegraph.sources.decoding import decode
from pledgegraph.sources.documents import read_document, read_documents, read_file
from pledgegraph.vocab import RESERVED_GRAPHS, DocumentType
from strategies import texts

HERE = Path("text.txt")
SETTINGS = 'title = "Harbour"\ntype = "PressRelease"\n'


def folder(root: Path, slug: str = "harbour-2031", text: bytes = b"Harbour", settings: str = SETTINGS) -> Path:
    made = root / slug
    made.mkdir(parents=True)
    (made / "text.txt").write_bytes(text)
    (made / "document.toml").write_text(settings, encoding="utf-8")
    return made


def refused(error: InputError, place: object) -> None:
    """Every refusal names place, problem and remedy and ends with exit code 2."""
    assert error.place.startswith(str(place))
    assert error.problem
    assert error.remedy
    assert error.exit_code == 2
    assert str(error).startswith(error.place)


# --- what is accepted ---


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Café – “Forum”\n".encode(), "Café – “Forum”\n"),
        (codecs.BOM_UTF8 + b"Forum", "\ufeffForum"),
        (codecs.BOM_UTF16_LE + "Forum é".encode("utf-16-le"), "\ufeffForum é"),
        (codecs.BOM_UTF16_BE + "Forum é".encode("utf-16-be"), "\ufeffForum é"),
        (b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n"),
        (b"tab\tfeed\x0cend", "tab\tfeed\x0cend"),
        ("區域移民".encode(), "區域移民"),
    ],
)
def test_decoding_translates_nothing(data: bytes, text: str) -> None:
    assert decode(data, HERE) == text


@given(texts.filter(lambda text: any(char.isalnum() for char in text)))
def test_any_text_comes_back_as_written(text: str) -> None:
    assert decode(text.encode(), HERE) == text


# --- what is refused ---


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"", "the text is empty", id="empty"),
        pytest.param(b" \n\t\r\n", "the text is empty", id="blank"),
        pytest.param("\u00a0\u3000\u200b\n".encode(), "the text is empty", id="only odd spaces"),
        pytest.param(codecs.BOM_UTF8, "the text is empty", id="only a byte order mark"),
        pytest.param(b"***\n---\n", "the text is empty", id="only rules"),
        pytest.param(b"Forum\0held", "binary data", id="NUL"),
        pytest.param(b"%PDF-1.7\n1 0 obj", "binary data", id="PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary data", id="PNG"),
        pytest.param(b"PK\x03\x04\x14\0\x06\0", "binary data", id="ZIP, as .docx is"),
        pytest.param("Sécurité à São Paulo".encode("latin-1"), "not UTF-8 text", id="Latin-1"),
        pytest.param("区域移民治理论坛".encode("gbk"), "not UTF-8 text", id="GBK"),
        pytest.param("Forum’s".encode("cp1252"), "not UTF-8 text", id="Windows-1252"),
        pytest.param(
            "Forum é".encode("utf-16-le"), "UTF-16 without .*--encoding utf-16-le", id="UTF-16 without a mark"
        ),
        pytest.param("Forum é".encode("utf-16-be"), "UTF-16 without .*--encoding utf-16-be", id="UTF-16 the other way"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"0" * 40, "binary data", id="a picture"),
        pytest.param(codecs.BOM_UTF16_LE + b"F\0o", "not UTF-16-LE text", id="half a UTF-16 character"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8F\0", "not UTF-16-LE text", id="lone surrogate"),
        pytest.param(codecs.BOM_UTF32_LE + "Forum".encode("utf-32-le"), "control characters", id="UTF-32"),
        pytest.param(b"Forum \x1b[31mred", "control characters", id="terminal colours"),
        pytest.param(b"Forum\x08\x08", "control characters", id="backspace"),
        pytest.param(b"Forum \xc0\xaf", "not UTF-8 text", id="overlong UTF-8"),
        pytest.param(b"Forum \xed\xa0\x80", "not UTF-8 text", id="surrogate in UTF-8"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, problem: str, tmp_path: Path) -> None:
    place = tmp_path / "text.txt"
    place.write_bytes(data)
    with pytest.raises(InputError, match=problem) as raised:
        read_file(place)
    refused(raised.value, place)


def test_an_undecodable_byte_is_named_with_its_line() -> None:
    with pytest.raises(InputError, match=r"byte 10") as raised:
        decode(b"one\ntwo\nth\xffree", HERE)
    assert raised.value.place == "text.txt:3"


def test_a_text_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(limits, "LARGEST", 10)
    place = tmp_path / "text.txt"
    place.write_bytes(b"x" * 10)
    assert read_file(place).text == "x" * 10
    place.write_bytes(b"x" * 11)
    with pytest.raises(InputError, match="larger than 10 bytes") as raised:
        read_file(place)
    refused(raised.value, place)


def test_an_endless_file_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("this system has no /dev/zero")
    monkeypatch.setattr(limits, "LARGEST", 1000)
    with pytest.raises(InputError, match="larger than"):
        read_file(endless)


def test_missing_file_and_folder_in_its_place(tmp_path: Path) -> None:
    for place, problem in ((tmp_path / "none.txt", "no such file"), (tmp_path, "cannot be read")):
        with pytest.raises(InputError, match=problem) as raised:
            read_file(place)
        refused(raised.value, place)


# --- slugs of single files ---


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Joint Statement (final).txt", "joint-statement-final"),
        ("région.txt", "region"),
        ("区域.txt", "document"),
        ("registry.txt", "document-registry"),
    ],
)
def test_a_file_name_becomes_a_slug(name: str, slug: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("Harbour", encoding="utf-8")
    assert read_file(tmp_path / name).slug == slug


# --- document folders ---


def test_settings_reach_the_document(tmp_path: Path) -> None:
    made = read_document(folder(tmp_path, settings=SETTINGS + "expected-items = 16\n"))
    assert (made.slug, made.title, made.document_type) == ("harbour-2031", "Harbour", DocumentType.PRESS_RELEASE)
    assert made.expected_items == 16
    assert len(made.clean) == len(made.text)


@pytest.mark.parametrize(
    "slug", ["Harbour", "harbour_2031", "-harbour", "harbour--x", "hafen ü", *sorted(RESERVED_GRAPHS)]
)
def test_a_folder_name_that_cannot_name_a_document(slug: str, tmp_path: Path) -> None:
    made = folder(tmp_path, slug)
    with pytest.raises(InputError, match="cannot name a document") as raised:
        read_document(made)
    refused(raised.value, made)


def test_an_unknown_key_is_refused_with_the_nearest(tmp_path: Path) -> None:
    made = folder(tmp_path, settings='title = "Harbour"\npublischer = "Port"\n')
    with pytest.raises(InputError, match="unknown field `publischer`") as raised:
        read_document(made)
    refused(raised.value, made / "document.toml:2")
    assert "'publisher'" in raised.value.remedy


def test_an_unknown_type_and_language(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"(?i)invalid enum value"):
        read_document(folder(tmp_path / "a", settings='type = "PressRelaese"\n'))
    with pytest.raises(InputError, match="language 'zh' is not supported"):
        read_document(folder(tmp_path / "b", settings='language = "zh"\n'))


def test_missing_parts_of_a_folder(tmp_path: Path) -> None:
    made = folder(tmp_path)
    (made / "document.toml").unlink()
    with pytest.raises(InputError, match="no such file") as raised:
        read_document(made)
    refused(raised.value, made / "document.toml")


def test_documents_come_sorted_and_the_same_text_twice_is_refused(tmp_path: Path) -> None:
    folder(tmp_path, "b", b"Second")
    folder(tmp_path, "a", b"First")
    assert [made.slug for made in read_documents(tmp_path)] == ["a", "b"]
    folder(tmp_path, "c", b"First")
    with pytest.raises(InputError, match="same text as 'a'") as raised:
        read_documents(tmp_path)
    refused(raised.value, tmp_path / "c")


def test_no_documents_at_all(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none"):
        with pytest.raises(InputError, match="no documents") as raised:
            read_documents(place)
        refused(raised.value, place)


def test_the_shipped_documents_are_read(project: Project) -> None:
    shipped = {made.slug: made for made in read_documents(project.documents)}
    assert len(shipped) >= 5
    assert shipped["initiative-2023"].expected_items == 16
    assert all(made.title and made.language == "en" for made in shipped.values())


def test_a_text_beside_the_folders_is_named_rather_than_ignored(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "README.rst").write_text("not a text to read", encoding="utf-8")
    assert len(read_documents(tmp_path)) == 1
    (tmp_path / "forum.pdf").write_bytes(b"%PDF-1.4")
    with pytest.raises(InputError, match="beside the document folders") as raised:
        read_documents(tmp_path)
    refused(raised.value, tmp_path / "forum.pdf")
