"""Tracking in print: the table of commitments by forum, the timeline of one, rows and plain data."""

from __future__ import annotations

import csv
import dataclasses
import io
import re

from rich.console import Console
from rich.table import Table

from pledgegraph.tracking.track import FoundEcho, TrackedCommitment, TrackedForum, Tracking

NOTE = (
    "No echo found means: not found in these documents. An echo is a reading of a quote and says nothing of fulfilment."
)
STANDINGS = {
    "NoEchoFound": "no echo found",
    "EchoedAsTheme": "echoed as a theme",
    "RestatedSince": "restated since",
    "ActionReported": "action reported",
}
COLUMNS = (
    "commitment", "label", "standing", "forum", "ended", "grade", "kind", "status", "confidence", "speaker",
    "document", "start", "quote",
)  # fmt: skip
_QUOTE = 110


def show_table(console: Console, found: Tracking) -> None:
    """Prints commitments by later forums with counts, standing and best quote, and the gaps."""
    made = min((one.made for one in found.commitments if one.made), default=None)
    forums = [forum for forum in found.forums if made is None or (forum.ended and forum.ended > made)]
    table = Table(
        title="Commitments taken up later (s same commitment, t related theme, ? not reviewed)",
        title_justify="left",
        title_style="bold",
        header_style="bold",
        caption=NOTE,
        caption_justify="left",
        pad_edge=False,
        expand=True,
    )
    table.add_column("commitment", ratio=3)
    for forum in forums:
        table.add_column(forum.document.replace("-", " "), justify="center", ratio=1)
    table.add_column("standing", ratio=1)
    table.add_column("best quote", ratio=3)
    for one in found.commitments:
        number = f"{one.ordinal}. " if one.ordinal is not None else f"{one.document}: "
        cells = [_cell(one, forum) for forum in forums]
        table.add_row(number + one.label, *cells, STANDINGS[one.standing.value], _best(one.echoes))
    console.print(table)
    gaps = [str(one.ordinal or one.key) for one in found.commitments if not one.echoes]
    if gaps:
        console.print(f"No echo found for: {', '.join(gaps)}")


def _cell(one: TrackedCommitment, forum: TrackedForum) -> str:
    if one.made and forum.ended and forum.ended <= one.made:
        return ""
    here = [echo for echo in one.echoes if echo.forum == forum.iri]
    parts = []
    for letter, grade in (("s", "SameCommitment"), ("t", "RelatedTheme")):
        accepted = sum(echo.grade.value == grade and echo.status.value == "Accepted" for echo in here)
        candidates = sum(echo.grade.value == grade and echo.status.value == "Candidate" for echo in here)
        parts += [f"{accepted}{letter}"] if accepted else []
        parts += [f"{candidates}{letter}?"] if candidates else []
    return " ".join(parts) or "-"


def _best(echoes: tuple[FoundEcho, ...]) -> str:
    """The quote of the closest, surest echo, a reviewed one if there is any."""
    if not echoes:
        return ""
    reviewed = [echo for echo in echoes if echo.status.value == "Accepted"]
    best = max(
        reviewed or echoes, key=lambda echo: (echo.grade.value == "SameCommitment", float(echo.confidence), -echo.start)
    )
    quote = best.quote if len(best.quote) <= _QUOTE else best.quote[: _QUOTE - 1] + "…"
    doubt = "" if reviewed else ", not reviewed"
    return f'"{quote}" ({best.speaker or "no speaker named"}{doubt})'


def timeline(one: TrackedCommitment) -> str:
    """One commitment with its echoes in the order of time, each with quote, speaker, grade and review status."""
    when = one.made or "on an unstated day"
    lines = [
        f"{one.key}: {one.label}",
        f'  "{one.text}"',
        f"  made {when} in {one.document}; standing: {STANDINGS[one.standing.value]}",
    ]
    for echo in one.echoes:
        kind = re.sub(r"(?=[A-Z])", " ", echo.kind.value.removeprefix("Kind")).lower() + "," if echo.kind else ""
        grade = "same commitment" if echo.grade.value == "SameCommitment" else "related theme"
        status = "reviewed" if echo.status.value == "Accepted" else "not reviewed"
        speaker = echo.speaker or "no speaker named"
        lines += [
            "",
            f"  {echo.ended or 'undated'}  {echo.forum_label or echo.document}",
            f"    {grade},{kind} confidence {echo.confidence}, {status}; {speaker}:",
            f'    "{echo.quote}" ({echo.document}, character {echo.start})',
        ]
    return "\n".join([*lines, "", NOTE])


def plain(one: TrackedCommitment) -> dict[str, object]:
    """A commitment and its echoes as values that JSON has."""
    data = dataclasses.asdict(one)
    data["made"] = one.made.isoformat() if one.made else None
    data["standing"] = one.standing.value
    data["echoes"] = [{**dataclasses.asdict(e), "ended": e.ended.isoformat() if e.ended else None} for e in one.echoes]
    return data


def rows(found: Tracking) -> str:
    """CSV with one row an echo, and one for each commitment without any."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found.commitments:
        head = [one.key, one.label, one.standing.value]
        for echo in one.echoes:
            kind = echo.kind.value if echo.kind else ""
            judged = [echo.grade.value, kind, echo.status.value, echo.confidence]
            place = [echo.speaker, echo.document, echo.start, echo.quote]
            writer.writerow([*head, echo.forum_label, echo.ended or "", *judged, *place])
        if not one.echoes:
            writer.writerow([*head, *[""] * (len(COLUMNS) - len(head))])
    return out.getvalue()
