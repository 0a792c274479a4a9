"""Writing decisions into SSSOM/TSV: one row added or taken away at a time, everything else in the file kept.

The file is read anew for every write, so what a spreadsheet saved in between stays, and written beside and renamed, so
that a kill leaves the old file or the new one.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.slugs import slugify
from pledgegraph.sources.links import COLUMNS, PREDICATE, REVIEW, SUFFIX
from pledgegraph.sources.outputs import write_beside
from pledgegraph.sources.sssom import read_sssom
from pledgegraph.vocab import EchoKind, Grade

ORDER = ("subject_id", "object_id", "quote", "quote_prefix", "predicate_id", "author_id", "author_label")
"""Rows are sorted by these columns, compared by code point."""

_METADATA = """\
#curie_map:
#  agent: https://w3id.org/pledgegraph/id/agent/
#  commitment: https://w3id.org/pledgegraph/id/commitment/
#  doc: https://w3id.org/pledgegraph/id/document/
#  oa: http://www.w3.org/ns/oa#
#  plg: https://w3id.org/pledgegraph/ontology#
#  semapv: https://w3id.org/semapv/vocab/
#  xsd: http://www.w3.org/2001/XMLSchema#
#mapping_set_id: https://w3id.org/pledgegraph/links/{name}
#mapping_set_version: 1.0.0
#mapping_set_title: Passages of later texts that take up earlier commitments, as reviewed by {author}
#license: https://creativecommons.org/licenses/by/4.0/
#extension_definitions:
#- slot_name: quote
#  property: oa:exact
#  type_hint: xsd:string
#- slot_name: quote_prefix
#  property: oa:prefix
#  type_hint: xsd:string
#- slot_name: grade
#  property: plg:grade
#  type_hint: xsd:string
#- slot_name: echo_kind
#  property: plg:echoKind
#  type_hint: xsd:string
"""

Cells = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one author decides about a passage and a commitment; without a grade the pair is rejected.

    It is the review of a pair that was put before the author. Without an id the author is the agent that the name
    gives.
    """

    document: str
    document_label: str
    commitment: str
    commitment_label: str
    quote: str
    prefix: str
    grade: Grade | None
    kind: EchoKind | None
    confidence: str
    author: str
    day: date
    note: str
    author_id: str = ""

    @property
    def cells(self) -> Cells:
        """The decision as a row."""
        return {
            "subject_id": f"doc:{self.document}",
            "subject_label": _plain(self.document_label),
            "predicate_id": PREDICATE,
            "predicate_modifier": "" if self.grade else "Not",
            "object_id": f"commitment:{self.commitment}",
            "object_label": _plain(self.commitment_label),
            "mapping_justification": REVIEW,
            "author_id": self.author_id or f"agent:{slugify(self.author)}",
            "author_label": self.author,
            "mapping_date": self.day.isoformat(),
            "confidence": self.confidence,
            "comment": _plain(self.note),
            "quote": self.quote,
            "quote_prefix": self.prefix,
            "grade": self.grade or "",
            "echo_kind": (self.kind or "") if self.grade else "",
        }


def file_of(folder: Path, author: str) -> Path:
    """The file of an author's decisions in the folder of links, which is made if there is none.

    Raises:
        InputError: the folder cannot be made.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot be made ({error.strerror})", place=folder, remedy="Change the permissions above it."
        ) from error
    return folder / f"{slugify(author)}{SUFFIX}"


def check_writable(path: Path) -> None:
    """Passes where decisions can be written to the path, before any is made.

    Raises:
        InputError: the name does not end as it must, the folder is missing or shut, or the file is no SSSOM table.
    """
    if not path.name.endswith(SUFFIX):
        raise InputError(f"does not end in {SUFFIX}", place=path, remedy=f"Name it so: {slugify(path.stem)}{SUFFIX}.")
    folder = path.parent
    if not folder.is_dir():
        raise InputError("there is no such folder", place=folder, remedy="Make it, or name a file elsewhere.")
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise InputError("cannot be written", place=path, remedy="Change its permissions, or name another file.")
    _read(path, "")


def record(path: Path, decision: Decision) -> None:
    """Adds a decision to the file, which is made if there is none.

    Raises:
        InputError: the file is no SSSOM table, holds a decision of this author on this pair, or cannot be written.
    """
    metadata, columns, rows = _read(path, decision.author)
    fresh = decision.cells
    if any(_same(row, fresh) for row in rows):
        raise InputError(
            "this pair was decided in the file in the meantime",
            place=path,
            remedy="The decision there was kept; start again to go on with the others.",
        )
    _write(path, metadata, columns, [*rows, fresh])


def withdraw(path: Path, decision: Decision) -> bool:
    """Takes a decision out of the file; whether it was still there.

    Raises:
        InputError: the file is no SSSOM table or cannot be written.
    """
    metadata, columns, rows = _read(path, decision.author)
    kept = [row for row in rows if not _same(row, decision.cells)]
    if len(kept) == len(rows):
        return False
    _write(path, metadata, columns, kept)
    return True


def _same(row: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all(
        row[name] == other[name] for name in ("subject_id", "predicate_id", "object_id", "quote", "quote_prefix")
    ) and slugify(row["author_label"] or row["author_id"]) == slugify(other["author_label"])


def _read(path: Path, author: str) -> tuple[tuple[str, ...], tuple[str, ...], list[Cells]]:
    """Metadata lines, columns and rows; those of a new file where there is none."""
    fresh = tuple(_METADATA.format(name=path.name.removesuffix(SUFFIX), author=author).splitlines())
    if not path.exists():
        return fresh, COLUMNS, []
    table = read_sssom(path, COLUMNS)
    columns = (*table.columns, *(name for name in COLUMNS if name not in table.columns))
    return table.metadata, columns, [cells for _, cells in table.rows]


def _write(path: Path, metadata: Iterable[str], columns: Iterable[str], rows: Iterable[Cells]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: [row[name] for name in ORDER]))
    head = "".join(line + "\n" for line in metadata)
    write_beside(path.resolve(), (head + out.getvalue()).encode())


def _plain(text: str) -> str:
    """A text on one line, without tabs."""
    return " ".join(text.split())
