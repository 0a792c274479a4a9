"""Alignments in SSSOM/TSV: commitments beside the targets and objectives of global agendas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.slugs import slugify
from pledgegraph.sources.links import ALIGNING, agent_key, decided
from pledgegraph.sources.tables import suggestion
from pledgegraph.sources.targets import SCHEMES, Targets

_COMMITMENT = "commitment:"
_WRITE = {
    "sdg": "Write a target of the Sustainable Development Goals, such as sdg:10.7.",
    "gcm": "Write an objective of the Global Compact, gcm:1 to gcm:23.",
}


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


def read_alignments(folder: Path, targets: Targets) -> tuple[AlignmentLink, ...]:
    """Every alignment of a folder's `*.sssom.tsv` files.

    Raises:
        InputError: a file is empty or no SSSOM table, a row lacks author or confidence, names no target that its agenda
            has, stands twice, or calls a target otherwise than a row before.
    """
    found: dict[tuple[str, str], AlignmentLink] = {}
    called: dict[str, AlignmentLink] = {}
    for path in sorted(folder.glob("*.sssom.tsv")):
        for line, row in decided(path):
            if row["predicate_id"] not in ALIGNING:
                continue
            link = _alignment(path, line, row, targets)
            first = called.setdefault(link.key, link) if link.label else link
            if first.label != link.label:
                raise InputError(
                    f"{row['object_id']} is called '{link.label}', and '{first.label}' in line {first.line} of "
                    f"{first.place.name}",
                    place=path,
                    line=line,
                    remedy="Give a target one object_label.",
                )
            before = found.setdefault((link.commitment, link.key), link)
            if before is not link:
                raise InputError(
                    f"repeats line {before.line}", place=path, line=line, remedy="Keep one row a commitment and target."
                )
    return tuple(found.values())


def _alignment(path: Path, line: int, row: dict[str, str], targets: Targets) -> AlignmentLink:
    scheme, _, notation = row["object_id"].partition(":")
    if scheme not in SCHEMES or not notation:
        raise InputError(
            f"'{row['object_id']}' is no known target", place=path, line=line, remedy=suggestion(scheme, list(SCHEMES))
        )
    if notation not in targets.notations[scheme]:
        own = sorted(one for one in targets.notations[scheme] if one.startswith(f"{notation}."))
        remedy = f"'{notation}' is a goal; its targets are {', '.join(own)}." if own else _WRITE[scheme]
        raise InputError(f"there is no target '{row['object_id']}'", place=path, line=line, remedy=remedy)
    if not row["subject_id"].startswith(_COMMITMENT) or not row["author_id"]:
        raise InputError("subject or author is missing", place=path, line=line, remedy="Name both.")
    try:
        value = Decimal(row["confidence"])
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= 1):
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
