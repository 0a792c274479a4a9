"""Reviewed links in SSSOM/TSV: which passage of which document takes up which commitment, who says so and why.

The format is SSSOM (Simple Standard for Sharing Ontological Mappings): a commented YAML block, then a tab-separated
table. The subject is the document, the object the commitment; the passage stands in the extension slot `quote`, so a
decision outlives a change of offsets. A rejection carries `predicate_modifier` Not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pledgegraph.errors import InputError
from pledgegraph.slugs import SLUG, slugify
from pledgegraph.sources.sssom import read_sssom
from pledgegraph.sources.tables import suggestion
from pledgegraph.vocab import EchoKind, Grade

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "author_id", "author_label", "mapping_date", "confidence", "comment",
    "quote", "quote_prefix", "grade", "echo_kind",
)  # fmt: skip
PREDICATE = "plg:echoes"
ALIGNING = ("skos:closeMatch", "skos:relatedMatch")
SUFFIX = ".sssom.tsv"
CURATION = "semapv:ManualMappingCuration"
REVIEW = "semapv:MappingReview"
"""A decision on a pair that was put before its author, not one that the author came upon in the text."""
_TABLES = (".csv", ".ods", ".tsv", ".tab", ".txt", ".xls", ".xlsx")
"""Endings under which a spreadsheet saves a table."""
_DOCUMENT = "doc:"
_COMMITMENT = "commitment:"
_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One decision of one author about one passage and one commitment, with the line it stands on."""

    place: Path
    line: int
    document: str
    commitment: str
    quote: str
    prefix: str
    rejected: bool
    grade: Grade | None
    kind: EchoKind | None
    confidence: str
    author: str
    author_id: str
    agent: str
    day: date
    comment: str
    justification: str

    @property
    def reviewed(self) -> bool:
        """Whether the pair was proposed to its author."""
        return self.justification == REVIEW

    @property
    def pair(self) -> tuple[str, str, str, str]:
        """What the decision is about."""
        return self.document, self.prefix, self.quote, self.commitment

    def refuse(self, problem: str, remedy: str) -> InputError:
        """The error that names this link's file and line."""
        return InputError(problem, place=self.place, line=self.line, remedy=remedy)


def read_links(folder: Path, *others: Path) -> tuple[Link, ...]:
    """Every echo decision of a folder's `*.sssom.tsv` files and of other files, in the order of files and lines.

    Raises:
        InputError: a table bears another ending, a file is empty or no table, a row lacks its author, date, quote,
            grade or justification, has an unknown value, says twice or contradicts what the same author said of the
            same pair, or gives a name to another agent.
    """
    stray = sorted(path for path in folder.glob("[!.]*") if path.suffix in _TABLES and not path.name.endswith(SUFFIX))
    if stray:
        raise InputError(
            "would not be read", place=stray[0], remedy=f"Give it a name that ends in {SUFFIX}, or move it away."
        )
    links: list[Link] = []
    seen: dict[tuple[tuple[str, str, str, str], str], Link] = {}
    named: dict[str, Link] = {}
    paths = {path.resolve(): path for path in (*sorted(folder.glob(f"*{SUFFIX}")), *others)}
    for path in paths.values():
        for link in _read(path):
            known = named.setdefault(slugify(link.author), link)
            if known.agent != link.agent:
                raise link.refuse(
                    f"'{link.author}' is agent:{known.agent} in line {known.line} of {known.place.name}, "
                    f"and agent:{link.agent} here",
                    "Write the same author_id, or tell two people of one name apart in author_label.",
                )
            before = seen.setdefault((link.pair, slugify(link.author)), link)
            if before is not link:
                same = (before.rejected, before.grade) == (link.rejected, link.grade)
                raise link.refuse(
                    f"{'repeats' if same else 'contradicts'} line {before.line} of {before.place.name}",
                    "Keep one decision an author and pair.",
                )
            links.append(link)
    return tuple(links)


def _read(path: Path) -> Iterator[Link]:
    for line, row in decided(path):
        if row["predicate_id"] == PREDICATE:
            yield _link(path, line, row)


def decided(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a file with their lines, each with a predicate that is read and a justification.

    Raises:
        InputError: the file is empty or no SSSOM table, or a row has another predicate or no justification.
    """
    for line, row in read_sssom(path, COLUMNS).rows:
        known = (PREDICATE, *ALIGNING)
        if (written := row["predicate_id"]) not in known:
            problem = f"the predicate_id '{written}' is not read" if written else "predicate_id is empty"
            raise InputError(problem, place=path, line=line, remedy=f"Write {', '.join(known[:-1])} or {known[-1]}.")
        if not row["mapping_justification"]:
            raise InputError(
                "mapping_justification is empty",
                place=path,
                line=line,
                remedy=f"Write {CURATION} for a reading of the text, {REVIEW} for a judgement on a proposed pair.",
            )
        yield line, row


def agent_key(author_id: str, author_label: str) -> str:
    """The key of an author: what follows `agent:`, else the slug of the name.

    >>> agent_key("agent:maintainers", "The maintainers"), agent_key("orcid:0", "Ana Soto")
    ('maintainers', 'ana-soto')
    """
    key = author_id.removeprefix("agent:")
    return key if key != author_id and SLUG.fullmatch(key) else slugify(author_label or author_id)


def _link(path: Path, line: int, row: Mapping[str, str]) -> Link:
    def fail(problem: str, remedy: str) -> InputError:
        return InputError(problem, place=path, line=line, remedy=remedy)

    def one_of(name: str, kind: type[_E]) -> _E | None:
        value = row[name].removeprefix("plg:")
        if not value:
            return None
        try:
            return kind(value)
        except ValueError:
            raise fail(f"{name} has the unknown value '{row[name]}'", suggestion(value, list(kind))) from None

    for name in ("subject_id", "object_id", "quote", "author_id", "mapping_date", "confidence"):
        if not row[name]:
            raise fail(f"{name} is empty", "Every decision names passage, commitment, author, date and confidence.")
    if not row["subject_id"].startswith(_DOCUMENT) or not row["object_id"].startswith(_COMMITMENT):
        raise fail("subject or object is of the wrong kind", f"Write {_DOCUMENT}<slug> and {_COMMITMENT}<key>.")
    if row["predicate_modifier"] not in ("", "Not"):
        raise fail(f"predicate_modifier '{row['predicate_modifier']}' is unknown", "Write Not, or leave it empty.")
    rejected = row["predicate_modifier"] == "Not"
    grade = one_of("grade", Grade)
    if grade is None and not rejected:
        raise fail("grade is empty", f"One of {', '.join(Grade)}.")
    return Link(
        place=path,
        line=line,
        document=row["subject_id"].removeprefix(_DOCUMENT),
        commitment=row["object_id"].removeprefix(_COMMITMENT),
        quote=row["quote"],
        prefix=row["quote_prefix"],
        rejected=rejected,
        grade=grade,
        kind=one_of("echo_kind", EchoKind),
        confidence=_confidence(row["confidence"], fail),
        author=row["author_label"] or row["author_id"],
        author_id=row["author_id"],
        agent=agent_key(row["author_id"], row["author_label"]),
        day=_day(row["mapping_date"], fail),
        comment=row["comment"],
        justification=row["mapping_justification"],
    )


def _confidence(written: str, fail: Callable[[str, str], InputError]) -> str:
    try:
        value = Decimal(written)
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= 1):
        raise fail(f"the confidence '{written}' is no number from 0 to 1", "Write a decimal such as 0.8.")
    return str(value)


def _day(written: str, fail: Callable[[str, str], InputError]) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise fail(f"'{written}' is no date", "Write it as 2031-05-04.") from None
