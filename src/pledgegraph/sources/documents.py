"""Documents: a stored text with its settings, read from `data/documents/<slug>/` or from any single file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.model import Document
from pledgegraph.slugs import SLUG, slugify
from pledgegraph.sources.clean import clean
from pledgegraph.sources.layers import cleaned_layer
from pledgegraph.sources.tomlfile import read_toml
from pledgegraph.vocab import RESERVED_GRAPHS, DocumentType

LARGEST = 20_000_000
"""Bytes above which a text is refused; the longest of 206 real statements has 200,000."""

LANGUAGES = ("en",)

_EXPORT = "Export the document as plain UTF-8 text."


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """The keys of a `document.toml`."""

    title: str = ""
    type: DocumentType | None = None
    language: str = "en"
    publisher: str = ""
    source: str = ""
    expected_items: int | None = None
    sets_out: str = ""
    notes: str = ""


NO_SETTINGS = Settings()


def read_documents(folder: Path) -> list[Document]:
    """Every document below `folder`, sorted by slug.

    Raises:
        InputError: no document there, a folder whose name is no slug, a missing or unusable file.
    """
    folders = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    if not folders:
        raise InputError("no documents", place=folder, remedy="Add <slug>/text.txt and <slug>/document.toml there.")
    documents = [read_document(path) for path in folders]
    seen: dict[str, str] = {}
    for document in documents:
        if document.sha256 in seen:
            raise InputError(
                f"has the same text as '{seen[document.sha256]}'",
                place=folder / document.slug / "text.txt",
                remedy="Keep one of the two folders.",
            )
        seen[document.sha256] = document.slug
    return documents


def read_document(folder: Path) -> Document:
    """The document in one folder: `text.txt` and `document.toml`.

    Raises:
        InputError: the folder's name is no slug or is reserved, or one of the two files cannot be used.
    """
    slug = folder.name
    if not SLUG.fullmatch(slug) or slug in RESERVED_GRAPHS:
        raise InputError(
            f"'{slug}' cannot name a document",
            place=folder,
            remedy="Use lower-case words joined by '-', not a reserved name.",
        )
    settings = read_toml(folder / "document.toml", Settings)
    if settings.language not in LANGUAGES:
        raise InputError(
            f"the language '{settings.language}' is not supported",
            place=folder / "document.toml",
            remedy=f"Supported: {', '.join(LANGUAGES)}.",
        )
    return _document(slug, folder / "text.txt", settings)


def read_file(path: Path) -> Document:
    """Any single text file as a document; its slug is made from the file name.

    Raises:
        InputError: missing, empty, binary, undecodable or oversized file.
    """
    slug = slugify(path.stem)
    if not slug or slug in RESERVED_GRAPHS:
        slug = f"document-{slug}" if slug else "document"
    return _document(slug, path, NO_SETTINGS)


def decode(data: bytes, place: Path) -> str:
    """The text of UTF-8 bytes (or UTF-16 with a byte order mark), nothing translated.

    Raises:
        InputError: empty, blank, oversized, binary or undecodable bytes.
    """
    if len(data) > LARGEST:
        raise InputError(f"larger than {LARGEST:,} bytes", place=place, remedy="Split the text into its documents.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16-le" if data[0] == 0xFF else "utf-16-be"
    elif b"\0" in data or data[:5] == b"%PDF-":
        raise InputError("binary data, not text", place=place, remedy=_EXPORT)
    else:
        encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            f"not {encoding.upper()} text (byte {error.start})",
            place=place,
            line=line,
            remedy="Save the file as UTF-8.",
        ) from error
    if not any(char.isalnum() for char in text):
        raise InputError("the text is empty", place=place, remedy="Put the document's text there.")
    if any(ord(char) < 32 and char not in "\t\n\r\f\v" for char in text):
        raise InputError("control characters, not text", place=place, remedy=_EXPORT)
    return text


def _document(slug: str, path: Path, settings: Settings) -> Document:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise InputError("no such file", place=path, remedy="Check the name.") from error
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        raise InputError(problem, place=path, remedy="Name a readable text file.") from error
    return document_of(slug, decode(data, path), hashlib.sha256(data).hexdigest(), settings)


def document_of(slug: str, text: str, sha256: str, settings: Settings = NO_SETTINGS) -> Document:
    """A decoded text as a document, with its clean text and the layer that is read."""
    plain = clean(text)
    return Document(
        slug=slug,
        text=text,
        clean=plain,
        layer=cleaned_layer(plain),
        sha256=sha256,
        title=settings.title,
        language=settings.language,
        document_type=settings.type,
        source=settings.source,
        expected_items=settings.expected_items,
        sets_out=settings.sets_out,
        publisher=settings.publisher,
    )
