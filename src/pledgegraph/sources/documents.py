"""Documents: a stored text with its settings, read from `data/documents/<slug>/` or from any single file."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.model import Document
from pledgegraph.slugs import SLUG, slugify
from pledgegraph.sources import decoding
from pledgegraph.sources.clean import clean
from pledgegraph.sources.decoding import decode
from pledgegraph.sources.formats import ENDINGS, PLAIN, decode_file, media_type_of
from pledgegraph.sources.layers import cleaned_layer
from pledgegraph.sources.tomlfile import line_of, read_toml
from pledgegraph.vocab import RESERVED_GRAPHS, DocumentType

LANGUAGES = ("en",)


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """The keys of a `document.toml`."""

    title: str = ""
    type: DocumentType | None = None
    language: str = "en"
    publisher: str = ""
    source: str = ""
    expected_items: Annotated[int, msgspec.Meta(ge=1)] | None = None
    sets_out: str = ""
    notes: str = ""
    original: str = ""
    original_sha256: str = ""
    metadata_date: str = ""
    version_of: str = ""
    replaces: str = ""


NO_SETTINGS = Settings()


def read_documents(folder: Path) -> list[Document]:
    """Every document below `folder`, sorted by slug.

    Raises:
        InputError: no document there, a folder whose name is no slug, a missing or unusable file.
    """
    inside = [path for path in folder.iterdir() if not path.name.startswith(".")] if folder.is_dir() else []
    folders = sorted(path for path in inside if path.is_dir())
    if not folders:
        raise InputError("no documents", place=folder, remedy="Add <slug>/text.txt and <slug>/document.toml there.")
    stray = sorted(path for path in inside if path.is_file() and path.suffix.lower() in ENDINGS)
    if stray:
        raise InputError(
            "lies beside the document folders and would not be read",
            place=stray[0],
            remedy="Make its folder with 'pledgegraph new-document', or move it away.",
        )
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
    _check_date(settings, folder / "document.toml")
    return _document(folder, settings)


def read_file(path: Path, encoding: str = "", slug: str = "") -> Document:
    """Any single file as a document: plain text, Markdown, HTML, PDF or DOCX; without a slug one of the file name's.

    Raises:
        InputError: missing, empty, binary, undecodable or oversized file.
        MissingToolError: the library for the file's form is not installed.
    """
    data = _bytes(path)
    decoded = decode_file(data, path, encoding)
    digest = hashlib.sha256(data).hexdigest()
    own = decoded.is_own_text and not encoding
    settings = Settings(title=decoded.title, metadata_date=decoded.metadata_date, original_sha256="" if own else digest)
    stored = digest if own else hashlib.sha256(decoded.text.encode()).hexdigest()
    return document_of(slug or slug_of(path), decoded.text, stored, settings, decoded.media_type)


def slug_of(path: Path) -> str:
    """The slug that a file's name gives its document."""
    slug = slugify(path.stem)
    if not slug or slug in RESERVED_GRAPHS:
        return f"document-{slug}" if slug else "document"
    return slug


def is_whole_date(written: str) -> bool:
    """Whether a date of a file's metadata names a day.

    >>> is_whole_date("2031-05-04T10:00:00Z"), is_whole_date("May 2031")
    (True, False)
    """
    try:
        date.fromisoformat(written[:10])
    except ValueError:
        return False
    return True


def _check_date(settings: Settings, place: Path) -> None:
    """Refuses a date that no day could be read from."""
    written = settings.metadata_date
    if written and not is_whole_date(written):
        raise InputError(
            f"'{written}' is no date",
            place=place,
            line=line_of(place, "metadata-date"),
            remedy="Write it as 2031-05-04, or leave the key out.",
        )


def _document(folder: Path, settings: Settings) -> Document:
    """The document of a folder: the stored text, and the original it was decoded from where there is one."""
    stored = folder / "text.txt"
    data = _bytes(stored)
    if (settings.original_sha256 and not settings.original) or Path(settings.original).name != settings.original:
        raise InputError(
            "'original' names no file of this folder",
            place=folder / "document.toml",
            remedy="Give the name of the file that text.txt was made from, or leave out original and original-sha256.",
        )
    if settings.original:
        original = folder / settings.original
        if hashlib.sha256(_bytes(original)).hexdigest() != settings.original_sha256:
            raise InputError(
                "is not the file that text.txt was made from (its SHA-256 differs from document.toml)",
                place=original,
                remedy="Put the original back, or make the folder anew with 'pledgegraph new-document'.",
            )
    return document_of(folder.name, decode(data, stored), hashlib.sha256(data).hexdigest(), settings)


def document_of(
    slug: str, text: str, sha256: str, settings: Settings = NO_SETTINGS, media_type: str = PLAIN
) -> Document:
    """A decoded text as a document, with its clean text and the layer that is read."""
    plain = clean(text)
    return Document(
        slug=slug,
        text=text,
        clean=plain,
        layer=cleaned_layer(plain, text),
        sha256=sha256,
        title=settings.title,
        language=settings.language,
        document_type=settings.type,
        source=settings.source,
        expected_items=settings.expected_items,
        sets_out=settings.sets_out,
        publisher=settings.publisher,
        original_sha256=settings.original_sha256,
        media_type=media_type if not settings.original else media_type_of(settings.original),
        metadata_date=settings.metadata_date,
        version_of=settings.version_of,
        replaces=settings.replaces,
    )


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(decoding.LARGEST + 1)
    except FileNotFoundError as error:
        raise InputError("no such file", place=path, remedy="Check the name.") from error
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        raise InputError(problem, place=path, remedy="Name a readable file.") from error
