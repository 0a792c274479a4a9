"""A new document's folder: the original, the decoded text beside it, and a `document.toml` to complete."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.model import Document
from pledgegraph.slugs import SLUG
from pledgegraph.sources.documents import is_whole_date
from pledgegraph.sources.formats import Decoded
from pledgegraph.vocab import RESERVED_GRAPHS, DocumentType

LONGEST = 120
"""Characters of a slug: folders and files are named after it, with endings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a new folder is made from."""

    slug: str
    original: bytes
    ending: str
    decoded: Decoded
    keeps_original: bool

    @property
    def stored(self) -> bytes:
        """The bytes of `text.txt`."""
        return self.decoded.text.encode() if self.keeps_original else self.original


def check_free(documents: Path, intake: Intake) -> None:
    """Passes where the new folder can be made, and its text is not that of another document.

    Raises:
        InputError: the slug is unusable or taken, or a document has the same text.
    """
    slug = intake.slug
    if not SLUG.fullmatch(slug) or slug in RESERVED_GRAPHS or len(slug) > LONGEST:
        raise InputError(
            f"'{slug}' cannot name a document",
            place=documents,
            remedy=f"Use lower-case words joined by '-', {LONGEST} characters at most (--slug).",
        )
    target = documents / slug
    if target.exists():
        raise InputError("there is such a document already", place=target, remedy="Choose another name with --slug.")
    for text in sorted(documents.glob("*/text.txt")):
        if text.stat().st_size == len(intake.stored) and text.read_bytes() == intake.stored:
            raise InputError(
                f"the file has the same text as the document '{text.parent.name}'",
                place=text,
                remedy="Keep that document, or remove its folder first.",
            )


def write_document(documents: Path, intake: Intake, read: Document, title: str, kind: DocumentType | None) -> Path:
    """The new folder `documents/<slug>/`, written beside and renamed; `check_free` has passed.

    Raises:
        InputError: the folder cannot be written.
    """
    slug = intake.slug
    target = documents / slug
    fresh = documents / f".{slug}.{os.getpid()}"
    try:
        fresh.mkdir(parents=True)
        (fresh / "text.txt").write_bytes(intake.stored)
        if intake.keeps_original:
            (fresh / f"original{intake.ending}").write_bytes(intake.original)
        (fresh / "document.toml").write_text(settings_toml(intake, read, title, kind), encoding="utf-8")
        fresh.rename(target)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise InputError(
            f"cannot be written ({error.strerror})", place=target, remedy="Free space or make the folder writable."
        ) from error
    return target


def settings_toml(intake: Intake, read: Document, title: str, kind: DocumentType | None) -> str:
    """The text of a `document.toml`: what is known, and what a person may add, as comments."""
    lines = [f"title = {_string(title)}"]
    if kind is None:
        lines.append(f"# type = one of {', '.join(sorted(DocumentType))}")
    else:
        lines.append(f"type = {_string(kind.value)}")
    lines.append(f"language = {_string(read.language)}")
    if intake.keeps_original:
        digest = hashlib.sha256(intake.original).hexdigest()
        lines += [f"original = {_string('original' + intake.ending)}", f"original-sha256 = {_string(digest)}"]
    if is_whole_date(intake.decoded.metadata_date):
        lines.append(f"metadata-date = {_string(intake.decoded.metadata_date)}")
    lines += [
        '# publisher = "<a slug of data/registry/organisations.csv>"',
        '# source = "<the address the text was taken from>"',
        '# sets-out = "<a slug of data/registry/instruments.csv>"',
        "# expected-items = <how many numbered items there are>",
        '# version-of = "<another document of which this is a version>"',
        '# replaces = "<the document that this one replaces>"',
        'notes = ""',
    ]
    return "\n".join(lines) + "\n"


def _string(value: str) -> str:
    """A TOML basic string; its escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False)
