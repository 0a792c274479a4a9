"""Changes as Markdown and JSON: a changelog by reason and kind of entity, or everything for a program."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from pledgegraph.publish.diff import Change, Status
from pledgegraph.publish.ontology_diff import OntologyDiff
from pledgegraph.publish.terms import shortened
from pledgegraph.vocab import ENTITIES

_LONGEST = 90


def kind_of(iri: str) -> str:
    """The kind of an entity by its address: `commitment`, `passage`, `state`; the prefix of a foreign one."""
    if not iri.startswith(ENTITIES):
        return shortened(iri).partition(":")[0]
    parts = iri.removeprefix(ENTITIES).split("/")
    if parts[0] == "document" and len(parts) > 2:
        return parts[2]
    return parts[3] if parts[0] == "commitment" and len(parts) > 3 else parts[0]


def named(change: Change) -> str:
    """An entity's address, short."""
    return change.iri.removeprefix(ENTITIES) if change.iri.startswith(ENTITIES) else shortened(change.iri)


def reasons(change: Change) -> str:
    """Why an entity changed, in words."""
    return ", ".join(change.reasons)


def what(change: Change) -> str:
    """The label of an entity that came or went; the properties that differ of one that changed."""
    if change.status is not Status.CHANGED:
        return clipped(change.label)
    properties = {shortened(line.split(" ", 2)[1][1:-1]) for line in (*change.removed, *change.added)}
    return clipped(", ".join(sorted(properties)))


def clipped(text: str) -> str:
    """A text on one line, cut where it is long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def tally(changes: Iterable[Change]) -> list[tuple[str, str, Counter[Status]]]:
    """How many entities of a kind came, went and changed, for each reason."""
    found: dict[tuple[str, str], Counter[Status]] = {}
    for change in changes:
        found.setdefault((reasons(change), kind_of(change.iri)), Counter())[change.status] += 1
    return [(reason, kind, counts) for (reason, kind), counts in sorted(found.items())]


def markdown(before: str, after: str, changes: Sequence[Change], limit: int) -> str:
    """A changelog: the figures, then for each reason the first entities."""
    lines = [f"# Changes from {before} to {after}", ""]
    if not changes:
        return "\n".join([*lines, "No fact differs.", ""])
    lines += ["| reason | kind | added | removed | changed |", "|---|---|---:|---:|---:|"]
    for reason, kind, counts in tally(changes):
        lines.append(f"| {reason} | {kind} | " + " | ".join(str(counts[status]) for status in Status) + " |")
    for reason in sorted({reasons(change) for change in changes}):
        group = [change for change in changes if reasons(change) == reason]
        lines += ["", f"## {reason[:1].upper()}{reason[1:]}", ""]
        for change in group[:limit]:
            told = what(change).replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")
            lines.append(f"- {change.status} `{named(change)}`" + (f": {told}" if told else ""))
        if len(group) > limit:
            lines.append(f"- and {len(group) - limit} more")
    return "\n".join([*lines, ""])


def as_json(before: str, after: str, changes: Iterable[Change]) -> str:
    """Every change with its N-Quads lines."""
    return json.dumps(
        {
            "before": before,
            "after": after,
            "changes": [
                {
                    "entity": change.iri,
                    "kind": kind_of(change.iri),
                    "status": change.status,
                    "label": change.label,
                    "reasons": list(change.reasons),
                    "removed": list(change.removed),
                    "added": list(change.added),
                }
                for change in changes
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def ontology_markdown(found: OntologyDiff) -> str:
    """The ontology's changes as a changelog."""
    lines = [f"# Ontology: {found.before} to {found.after}", "", verdict(found), ""]
    if found.changes:
        lines += ["| term | change | asks for | removed | added |", "|---|---|---|---|---|"]
    for change in found.changes:
        cells = (clipped("; ".join(part)).replace("|", "\\|") for part in (change.removed, change.added))
        lines.append(
            f"| `{change.term}` | {change.status} | {change.impact.name.lower()} | " + " | ".join(cells) + " |"
        )
    return "\n".join(lines) + "\n"


def ontology_json(found: OntologyDiff) -> str:
    """The ontology's changes for a program."""
    return json.dumps(
        {
            "before": str(found.before),
            "after": str(found.after),
            "breaking": found.breaking,
            "impact": found.impact.name.lower(),
            "problems": list(found.problems),
            "changes": [
                {
                    "term": change.term,
                    "status": change.status,
                    "impact": change.impact.name.lower(),
                    "removed": list(change.removed),
                    "added": list(change.added),
                }
                for change in found.changes
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def verdict(found: OntologyDiff) -> str:
    """In one line: whether the changes break anything, and whether the version says so."""
    kind = "breaking" if found.breaking else "not breaking"
    state = "; ".join(found.problems) if found.problems else "the version numbers agree"
    return f"{len(found.changes)} terms differ, {kind}: {state}."
