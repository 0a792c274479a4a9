"""Bytes as text: UTF-8 or UTF-16 by themselves, other encodings only where a person names one."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from pledgegraph.errors import InputError

LARGEST = 20_000_000
"""Bytes above which a text is refused; the longest of 206 real statements has 200,000."""

_WORD = re.compile(r"[^\W_]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_WESTERN = frozenset(("iso8859-1", "iso8859-15", "iso8859-2", "cp1252", "cp1250", "mac-roman", "cp437", "cp850"))
_HIGH_BYTES = re.compile(rb"[\x80-\xff]{4,}")
_HARD_SPACE = 0xA0
_FEW = 2
"""In Western texts letters with accents stand between plain ones; four signs in a row are a rule or an ellipsis."""

_EXPORT = "Export the document as plain UTF-8 text."
_OTHER_FILES = (
    (b"%PDF-", "a PDF", "Give it the ending .pdf, or export its text."),
    (b"PK\x03\x04", "an archive, as Word files are", "Give it the ending .docx if it is one, or unpack it first."),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "Open it in Word and save it as .docx."),
    (b"{\\rtf", "rich text", "Open it in Word and save it as .docx."),
)
"""How files begin that are often taken for text, what they are, and what to do with them."""


def decode(data: bytes, place: Path, encoding: str = "") -> str:
    """The text of UTF-8 bytes, of UTF-16 with a byte order mark, or in the `encoding` a person named, as it stands.

    Raises:
        InputError: empty, oversized, binary or undecodable bytes, an unknown encoding, or one that cannot be right.
    """
    if len(data) > LARGEST:
        raise InputError(f"larger than {LARGEST:,} bytes", place=place, remedy="Split the text into its documents.")
    for beginning, what, remedy in _OTHER_FILES:
        if data.startswith(beginning):
            raise InputError(f"binary data: this is {what}, not text", place=place, remedy=remedy)
    codec = _codec(data, place, encoding)
    if b"\0" in data and not codec.startswith("utf-16"):
        raise _with_zeros(data, place)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        if not codec.startswith("utf-16") and _CONTROL_BYTE.search(data):
            raise InputError("binary data, not text", place=place, remedy=_EXPORT) from error
        raise InputError(
            f"not {codec.upper()} text (byte {error.start})",
            place=place,
            line=data[: error.start].count(b"\n") + 1,
            remedy=f"Name the right encoding with --encoding instead of '{encoding}'."
            if encoding
            else "Save the file as UTF-8, or name its encoding with --encoding (latin-1, gbk ...).",
        ) from error
    if codec in _WESTERN and any(len(set(run) - {_HARD_SPACE}) > _FEW for run in _HIGH_BYTES.findall(data)):
        raise InputError(
            f"these bytes are not {encoding}: read so, they give rows of signs that no word has",
            place=place,
            remedy="Name the encoding the text was saved in: gbk, big5, shift_jis, euc-kr, windows-1251 ...",
        )
    refuse_non_text(text, place)
    return text


def _with_zeros(data: bytes, place: Path) -> InputError:
    """What to say of bytes with zeros among them: every other one is zero in English text as UTF-16."""
    for name, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if zeros.count(0) * 10 > len(zeros) * 9 and _is_text(data, name):
            return InputError(
                "UTF-16 without a byte order mark", place=place, remedy=f"Name its encoding: --encoding {name}."
            )
    return InputError("binary data, not text", place=place, remedy=_EXPORT)


def _is_text(data: bytes, codec: str) -> bool:
    try:
        return not _CONTROL.search(data.decode(codec))
    except UnicodeDecodeError:
        return False


def refuse_non_text(text: str, place: Path) -> None:
    """Refuses what holds no letter or digit, or control characters.

    Raises:
        InputError: the text is empty or no text.
    """
    if not _WORD.search(text):
        raise InputError("the text is empty", place=place, remedy="Put the document's text there.")
    if _CONTROL.search(text):
        raise InputError("control characters, not text", place=place, remedy=_EXPORT)


def _codec(data: bytes, place: Path, encoding: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16-le" if data[0] == 0xFF else "utf-16-be"
    if not encoding:
        return "utf-8"
    try:
        codec = codecs.lookup(encoding)
        b"a".decode(codec.name, "replace")
    except (LookupError, ValueError, TypeError) as error:
        raise InputError(
            f"'{encoding}' is no encoding of text",
            place=place,
            remedy="Name one that Python knows: utf-8, latin-1, windows-1252, gbk, utf-16.",
        ) from error
    wide = codec.name.startswith("utf-16") and b"\0" not in data
    if codec.name != "utf-8" and (wide or not data.isascii()) and is_utf8(data):
        raise InputError(
            f"these bytes are valid UTF-8; read as {encoding} they would give wrong letters",
            place=place,
            remedy="Leave --encoding out.",
        )
    return codec.name


def is_utf8(data: bytes) -> bool:
    """Whether bytes are valid UTF-8, which text in other encodings hardly ever is."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
