"""Alignments in SSSOM/TSV: commitments beside the targets and objectives of global agendas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.slugs import slugify
from pledgegraph.sources.links import COLUMNS, agent_key
from pledgegraph.sources.sssom import read_sssom
from pledgegraph.sources.tables import suggestion

SCHEMES = {"sdg": "http://metadata.un.org/sdg/", "gcm": "https://w3id.org/pledgegraph/id/global-compact/"}
_PREDICATES = ("skos:closeMatch", "skos:relatedMatch", "skos:broadMatch", "skos:narrowMatch", "skos:exactMatch")
_COMMITMENT = "commitment:"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentLink:
    """A commitment set beside a target, which `label` puts in words, by whom, how surely and why."""

    place: Path
    line: int
    commitment: str
    scheme: str
    notation: str
    label: str
    confidence: str
    agent: str
    comment: str

    @property
    def target(self) -> str:
        """The address of the target."""
        return SCHEMES[self.scheme] + self.notation

    @property
    def key(self) -> str:
        """Scheme and notation as one slug: `sdg-10-7`."""
        return slugify(f"{self.scheme} {self.notation}")


def read_alignments(folder: Path) -> tuple[AlignmentLink, ...]:
    """Every alignment of a folder's `*.sssom.tsv` files.

    Raises:
        InputError: a row lacks author or confidence, names no known scheme, or stands twice.
    """
    found: dict[tuple[str, str], AlignmentLink] = {}
    for path in sorted(folder.glob("*.sssom.tsv")):
        for line, row in read_sssom(path, COLUMNS).rows:
            if row["predicate_id"] not in _PREDICATES:
                continue
            link = _alignment(path, line, row)
            before = found.setdefault((link.commitment, link.key), link)
            if before is not link:
                raise InputError(
                    f"repeats line {before.line}", place=path, line=line, remedy="Keep one row a commitment and target."
                )
    return tuple(found.values())


def _alignment(path: Path, line: int, row: dict[str, str]) -> AlignmentLink:
    scheme, _, notation = row["object_id"].partition(":")
    if scheme not in SCHEMES or not notation:
        raise InputError(
            f"'{row['object_id']}' is no known target", place=path, line=line, remedy=suggestion(scheme, list(SCHEMES))
        )
    if not row["subject_id"].startswith(_COMMITMENT) or not row["author_id"]:
        raise InputError("subject or author is missing", place=path, line=line, remedy="Name both.")
    try:
        value = Decimal(row["confidence"])
    except InvalidOperation:
        value = Decimal(-1)
    if not 0 <= value <= 1:
        raise InputError(
            f"the confidence '{row['confidence']}' is no number from 0 to 1", place=path, line=line, remedy="Write 0.8."
        )
    return AlignmentLink(
        place=path,
        line=line,
        commitment=row["subject_id"].removeprefix(_COMMITMENT),
        scheme=scheme,
        notation=notation,
        label=row["object_label"],
        confidence=row["confidence"],
        agent=agent_key(row["author_id"], row["author_label"]),
        comment=row["comment"],
    )
