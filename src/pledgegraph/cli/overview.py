"""What a build found, as tables: documents, commitments, attendance, findings, coverage, files, what to try next."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pledgegraph.build import Build, coverage
from pledgegraph.errors import InputError
from pledgegraph.extraction import Extraction
from pledgegraph.model import Kind, Ref
from pledgegraph.project import Project
from pledgegraph.vocab import Capacity, Completeness, FindingKind

_WIDTH = 132
_NARROWEST = 11
_REGIONS = (Kind.STATE, Kind.TERRITORY)
_NEXT = (
    ("query --list", "the catalogue of questions"),
    ("query attendance-matrix", "who was listed where"),
    ("query commitments-made-outside-an-instrument", "what later texts promise"),
    ("track {track} --accepted-only", "what became of one commitment, in time"),
    ("explain commitment/{commitment}", "a fact, its quote in context and how it is known"),
    ("evaluate", "precision and recall against the gold annotation"),
    ("convert FILE --format turtle", "any other text of the genre"),
)


def show(project: Project, made: Build) -> None:
    """Prints the overview to standard output."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH)
    _documents(console, made)
    _commitments(console, made)
    _attendance(console, made)
    _findings(console, made)
    _coverage(console, made)
    _tracking(console, made)
    _files(console, project, made)


def _table(title: str, *columns: str, numbers: int = 0) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold", pad_edge=False)
    for index, column in enumerate(columns):
        number = index >= len(columns) - numbers
        table.add_column(column, justify="right" if number else "left", no_wrap=number or index == 0, overflow="fold")
    return table


def _documents(console: Console, made: Build) -> None:
    table = _table(
        "What was found",
        "document",
        "forum",
        "when",
        "where",
        "listed",
        "spoke",
        "video",
        "said",
        "promised",
        numbers=5,
    )
    for extraction in made.extractions:
        forum = extraction.forum
        capacities = Counter(part.capacity for part in extraction.participations)
        table.add_row(
            extraction.document.slug,
            forum.label if forum else "none reported",
            _dates(extraction),
            ", ".join(_label(made, ref) for ref in (forum.city, forum.province, forum.country) if ref) if forum else "",
            str(capacities[Capacity.ATTENDED]),
            str(capacities[Capacity.SPOKE]),
            str(capacities[Capacity.ADDRESSED_BY_VIDEO]),
            str(len(extraction.statements)),
            str(len(extraction.commitments)),
        )
    console.print(table)


def _dates(extraction: Extraction) -> str:
    forum = extraction.forum
    if forum is None or not (forum.start or forum.end):
        return "unstated"
    return (
        str(forum.start) if forum.start == forum.end else f"{forum.start or 'unstated'} to\n{forum.end or 'unstated'}"
    )


def _commitments(console: Console, made: Build) -> None:
    for extraction in made.extractions:
        numbered = [made_ for made_ in extraction.commitments if made_.ordinal is not None]
        if not numbered:
            continue
        table = _table(
            f"The {len(numbered)} commitments of {extraction.heading.title}", "no.", "commitment", "clauses", "themes"
        )
        for commitment in numbered:
            themes = ", ".join(made.grammar.themes.labels.get(slug, slug) for slug in commitment.themes)
            table.add_row(str(commitment.ordinal), commitment.label, str(len(commitment.clauses)), themes)
        console.print(table)
    others = [(x.document.slug, c) for x in made.extractions for c in x.commitments if c.ordinal is None]
    if others:
        table = _table("Commitments made in other sentences", "document", "who", "commitment")
        for slug, commitment in others:
            who = ", ".join(_label(made, party.party) for party in commitment.parties)
            table.add_row(slug, who, commitment.label)
        console.print(table)


def _attendance(console: Console, made: Build) -> None:
    reported = sorted((x for x in made.extractions if x.forum), key=lambda x: (_dates(x), x.document.slug))
    table = _table(
        "Attendance: x listed, - not listed, ? only a number is given", "participant", *(_short(x) for x in reported)
    )
    table.columns[0].no_wrap = False
    for column in table.columns[1:]:
        column.min_width = _NARROWEST
    attended = {
        x.document.slug: {p.participant for p in x.participations if p.capacity is Capacity.ATTENDED} for x in reported
    }
    everyone = {ref for refs in attended.values() for ref in refs}
    for ref in sorted(everyone, key=lambda ref: (ref.kind not in _REGIONS, _label(made, ref))):
        row = [_mark(x, ref, attended[x.document.slug]) for x in reported]
        table.add_row(_label(made, ref), *row)
    table.caption = "\n".join(_counts(x) for x in reported if x.counts)
    table.caption_justify = "left"
    console.print(table)


def _counts(extraction: Extraction) -> str:
    said = "; ".join(f'"{extraction.document.clean[c.span.start : c.span.end]}"' for c in extraction.counts)
    return f"{extraction.document.slug}: {said}"


def _short(extraction: Extraction) -> str:
    return extraction.document.slug.replace("-", " ").replace(" 20", "\n20")


def _mark(extraction: Extraction, ref: Ref, attended: set[Ref]) -> str:
    if ref in attended:
        return "x"
    counted = any(
        found.completeness is Completeness.COUNT_ONLY
        and (found.participant_kind.value == "States") is (ref.kind in _REGIONS)
        for found in extraction.lists
    )
    return "?" if counted else "-"


def _findings(console: Console, made: Build) -> None:
    table = _table("Findings: doubts and discrepancies in the sources", "document", "kind", "written", "expected")
    for extraction in made.extractions:
        for found in extraction.findings:
            table.add_row(extraction.document.slug, _words(found.kind), found.written, found.expected)
    console.print(table)


def _words(kind: FindingKind) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in kind.value).strip()


def _coverage(console: Console, made: Build) -> None:
    table = _table(
        "Coverage: share of the text that became facts",
        "document",
        "characters",
        "furniture",
        "unconverted",
        "converted",
        numbers=4,
    )
    for extraction in made.extractions:
        total, furniture, left = coverage(extraction)
        share = 1 - left / max(total - furniture, 1)
        table.add_row(extraction.document.slug, str(total), str(furniture), str(left), f"{share:.0%}")
    console.print(table)


def _tracking(console: Console, made: Build) -> None:
    """What became of the numbered commitments, as `pledgegraph track` shows it."""
    from pledgegraph.queries.run import load
    from pledgegraph.tracking.show import show_table
    from pledgegraph.tracking.track import Tracking, Wanted, track

    found = track(load(made.release), Wanted())
    numbered = tuple(one for one in found.commitments if one.commitment.ordinal is not None)
    if numbered:
        show_table(console, Tracking(commitments=numbered, forums=found.forums))
        if left := len(found.commitments) - len(numbered):
            console.print(f"{left} commitments without a number are not in this table: pledgegraph track")


def _files(console: Console, project: Project, made: Build) -> None:
    from pledgegraph.validate.grouping import summary

    console.print(Text("\nGate: " + summary(made.report)))
    console.print(Text("Files:", style="bold"), Text(_relative(project, project.current) + "/"))
    for path in sorted(made.release.iterdir()):
        console.print(f"  {path.name:<16} {path.stat().st_size:>9,} bytes", highlight=False)
    console.print(Text("Next:", style="bold"))
    shown = _shown(made)
    for line, what in _NEXT:
        if "{" in line and shown is None:
            continue
        written = line.format(commitment=shown[0], track=shown[1]) if shown else line
        console.print(f"  .venv/bin/pledgegraph {written:<60} {what}", soft_wrap=True)


def _shown(made: Build) -> tuple[str, str] | None:
    """The key of a commitment to look at, and what `track` takes for it: its number where only one bears it."""
    every = [commitment for extraction in made.extractions for commitment in extraction.commitments]
    numbers = Counter(one.ordinal for one in every if one.ordinal is not None)
    one = next((one for one in every if one.ordinal is not None), every[0] if every else None)
    if one is None:
        return None
    return one.key, str(one.ordinal) if one.ordinal is not None and numbers[one.ordinal] == 1 else one.key


def _relative(project: Project, path: Path) -> str:
    return str(path.relative_to(project.root)) if path.is_relative_to(project.root) else str(path)


def _label(made: Build, ref: Ref) -> str:
    if ref.kind is Kind.COLLECTIVE:
        return f'"{ref.key.replace("-", " ")}"'
    try:
        return made.grammar.registry.label(ref)
    except InputError:
        named: dict[Ref, str] = {}
        for x in made.extractions:
            named |= {o.ref: o.label for o in x.organisations} | {p.ref: p.label for p in x.persons}
        return named.get(ref, ref.key)
