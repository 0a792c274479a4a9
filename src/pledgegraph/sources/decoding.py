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
_EXPORT = "Export the document as plain UTF-8 text."


def decode(data: bytes, place: Path, encoding: str = "") -> str:
    """The text of UTF-8 bytes, of UTF-16 with a byte order mark, or in the `encoding` a person named, as it stands.

    Raises:
        InputError: empty, oversized, binary or undecodable bytes, an unknown encoding, or one that cannot be right.
    """
    if len(data) > LARGEST:
        raise InputError(f"larger than {LARGEST:,} bytes", place=place, remedy="Split the text into its documents.")
    if data[:5] == b"%PDF-":
        raise InputError(
            "binary data: this is a PDF, not text", place=place, remedy="Give it the ending .pdf, or export its text."
        )
    codec = _codec(data, place, encoding)
    if b"\0" in data and not codec.startswith("utf-16"):
        raise InputError("binary data, not text", place=place, remedy=_EXPORT)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(
            f"not {codec.upper()} text (byte {error.start})",
            place=place,
            line=data[: error.start].count(b"\n") + 1,
            remedy=f"Name the right encoding with --encoding instead of '{encoding}'."
            if encoding
            else "Save the file as UTF-8, or name its encoding with --encoding (latin-1, gbk ...).",
        ) from error
    refuse_non_text(text, place)
    return text


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
    if codec.name != "utf-8" and not data.isascii() and _is_utf8(data):
        raise InputError(
            f"these bytes are valid UTF-8; read as {encoding} they would give wrong letters",
            place=place,
            remedy="Leave --encoding out.",
        )
    return codec.name


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
