"""Tracking in print: the table of commitments by forum, the timeline of one, rows and plain data."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pledgegraph.tracking.track import TrackedCommitment, Tracking
from pledgegraph.tracking.tracked import FoundEcho, TrackedForum
from pledgegraph.vocab import Decision, ReviewStatus

NOTE = (
    "No echo found means: not found in these documents. An echo is a reading of a quote and says nothing of fulfilment."
)
STANDINGS = {
    "NoEchoFound": "no echo found",
    "EchoedAsTheme": "echoed as a theme",
    "RestatedSince": "restated since",
    "ActionReported": "action reported",
}
DECISIONS = {
    Decision.ACCEPTED_SAME: "same commitment",
    Decision.ACCEPTED_RELATED: "related theme",
    Decision.REJECTED: "rejected",
}
COLUMNS = (
    "commitment", "label", "standing", "forum", "ended", "grade", "kind", "status", "contested_by", "confidence",
    "speaker", "on_behalf_of", "document", "start", "quote",
)  # fmt: skip
OTHERS = "·"
_QUOTE = 110


def show_table(console: Console, found: Tracking) -> None:
    """Prints commitments by later forums with counts, standing and best quote, and the gaps."""
    made = min((one.commitment.made for one in found.commitments if one.commitment.made), default=None)
    forums = [forum for forum in found.forums if made is None or (forum.ended and forum.ended > made)]
    if found.asked:
        asked = f"Asked for: {'; '.join(found.asked)}. Standings rest on all accepted echoes by then."
        console.print(Text(asked), soft_wrap=True)
    if found.commitments:
        table = _table(forums, found.commitments)
        several = _several(found.commitments)
        source = ""
        for one in found.commitments:
            if several and one.commitment.ordinal is not None and one.commitment.source != source:
                source = one.commitment.source
                table.add_row(Text(source, style="bold"))
            cells = [_cell(one, forum) for forum in forums]
            written = (_number(one) + one.commitment.label, *cells, standing(one), _best(one.echoes))
            table.add_row(*(Text(cell) for cell in written))
        console.print(table)
    else:
        console.print("There is no such commitment.")
    if found.not_yet:
        console.print(f"Not made yet by that day, and left out: {found.not_yet} commitments.")
    _show_gaps(console, "No echo found for", (x for x in found.commitments if not x.echoes and not x.left_out))
    _show_gaps(console, "Only other echoes than those asked for", (x for x in found.commitments if _only_others(x)))


def _table(forums: list[TrackedForum], found: Iterable[TrackedCommitment]) -> Table:
    legend = "s same commitment, t related theme, ? not reviewed"
    if any(echo.dissent for one in found for echo in one.echoes):
        legend += ", ! contested by a reviewer"
    if any(one.left_out for one in found):
        legend += f", - none found, {OTHERS} only others than those asked for"
    table = Table(
        title=f"Commitments taken up later ({legend})",
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
    return table


def standing(one: TrackedCommitment) -> str:
    """A commitment's standing in words."""
    if one.standing is None:
        return "day unknown, none inferred" if one.made_yet else "not made yet"
    return STANDINGS[one.standing.value]


def _several(found: Iterable[TrackedCommitment]) -> bool:
    """Whether a number alone does not say which commitment is meant."""
    return len({one.commitment.source for one in found if one.commitment.ordinal is not None}) > 1


def _number(one: TrackedCommitment) -> str:
    made = one.commitment
    return f"{made.ordinal}. " if made.ordinal is not None else f"{made.document}: "


def _only_others(one: TrackedCommitment) -> bool:
    return not one.echoes and bool(one.left_out)


def _show_gaps(console: Console, words: str, gaps: Iterable[TrackedCommitment]) -> None:
    """Prints commitments by number below the name of their instrument, and by key where they have none."""
    numbered: dict[str, list[str]] = {}
    others: list[str] = []
    for one in gaps:
        made = one.commitment
        if made.ordinal is None:
            others.append(made.key)
        else:
            numbered.setdefault(made.source, []).append(str(made.ordinal))
    if numbered or others:
        told = [f"{', '.join(numbers)} of {source}" for source, numbers in numbered.items()]
        console.print(Text(f"{words}: {'; '.join([*told, *others])}"), soft_wrap=True)


def _cell(one: TrackedCommitment, forum: TrackedForum) -> str:
    made = one.commitment.made
    if made and forum.ended and forum.ended <= made:
        return ""
    here = [echo for echo in one.echoes if echo.forum == forum.iri]
    parts = []
    for letter, grade in (("s", "SameCommitment"), ("t", "RelatedTheme")):
        counts = Counter(_mark(echo) for echo in here if echo.grade.value == grade)
        parts += [f"{counts[mark]}{letter}{mark}" for mark in ("", "!", "?") if counts[mark]]
    if parts:
        return " ".join(parts)
    return OTHERS if any(echo.forum == forum.iri for echo in one.left_out) else "-"


def _mark(echo: FoundEcho) -> str:
    """What stands behind a count: nothing, or that reviewers disagree, or that nobody has decided."""
    return "!" if echo.dissent else "" if echo.status is ReviewStatus.ACCEPTED else "?"


def reviewed(echo: FoundEcho) -> str:
    """Whether persons have decided on an echo, and who of them says otherwise."""
    if not echo.dissent:
        return "reviewed" if echo.status is ReviewStatus.ACCEPTED else "not reviewed"
    told = [f"{one.reviewer or 'a reviewer'} says {DECISIONS[one.decision]}" for one in echo.dissent]
    counted = "" if echo.status is ReviewStatus.ACCEPTED else ", not accepted"
    return f"contested{counted} ({'; '.join(told)})"


def _best(echoes: tuple[FoundEcho, ...]) -> str:
    """The quote of the closest, surest echo, a reviewed one if there is any."""
    if not echoes:
        return ""
    agreed = [echo for echo in echoes if _mark(echo) == ""]
    accepted = [echo for echo in echoes if echo.status is ReviewStatus.ACCEPTED]
    best = max(
        agreed or accepted or echoes,
        key=lambda echo: (echo.grade.value == "SameCommitment", float(echo.confidence), -echo.start),
    )
    quote = best.quote if len(best.quote) <= _QUOTE else best.quote[: _QUOTE - 1] + "…"
    doubt = {"": "", "!": ", contested", "?": ", not reviewed"}[_mark(best)]
    return f'"{quote}" ({speaker(best)}{doubt})'


def speaker(echo: FoundEcho) -> str:
    """Who says it and for whom, as far as the text tells."""
    if not echo.speaker:
        return "no speaker named"
    return f"{echo.speaker}, on behalf of {echo.on_behalf_of}" if echo.on_behalf_of else echo.speaker


def timeline(found: Tracking) -> str:
    """One commitment with its echoes in the order of time, each with quote, speaker, grade and review status."""
    (one,) = found.commitments
    made = one.commitment
    lines = [
        f"{made.key}: {made.label}",
        f'  "{made.text}"',
        f"  made {made.made or 'on an unstated day'} in {made.document}; standing: {standing(one)}",
    ]
    if found.asked:
        lines.append(f"  asked for: {'; '.join(found.asked)}")
    forum = ""
    for echo in one.echoes:
        kind = re.sub(r"(?=[A-Z])", " ", echo.kind.value.removeprefix("Kind")).lower() + "," if echo.kind else ""
        grade = "same commitment" if echo.grade.value == "SameCommitment" else "related theme"
        heading = f"  {echo.ended or 'undated'}  {echo.forum_label or echo.document}"
        if heading != forum:
            forum = heading
            lines += ["", heading]
        lines += [
            f"    {grade},{kind} confidence {echo.confidence}, {reviewed(echo)}; {speaker(echo)}:",
            f'    "{echo.quote}" ({echo.document}, character {echo.start})',
        ]
    if one.left_out:
        lines += ["", f"{len(one.left_out)} other echoes by then are not what was asked for."]
    return "\n".join([*lines, "", NOTE])


def plain(one: TrackedCommitment) -> dict[str, object]:
    """A commitment and its echoes as values that JSON has; `left_out` counts the echoes not asked for."""
    made = one.commitment
    return {
        "iri": made.iri,
        "key": made.key,
        "label": made.label,
        "text": made.text,
        "ordinal": made.ordinal,
        "document": made.document,
        "source": made.source,
        "made": made.made.isoformat() if made.made else None,
        "made_yet": one.made_yet,
        "themes": [{"key": theme.key, "label": theme.label} for theme in made.themes],
        "standing": one.standing.value if one.standing else None,
        "echoes": [_plain_echo(echo) for echo in one.echoes],
        "left_out": len(one.left_out),
    }


def _plain_echo(echo: FoundEcho) -> dict[str, object]:
    return {
        "iri": echo.iri,
        "commitment": echo.commitment,
        "grade": echo.grade.value,
        "kind": echo.kind.value if echo.kind else None,
        "status": echo.status.value,
        "contested_by": [{"reviewer": one.reviewer, "decision": one.decision.value} for one in echo.dissent],
        "confidence": echo.confidence,
        "quote": echo.quote,
        "document": echo.document,
        "start": echo.start,
        "forum": echo.forum,
        "forum_label": echo.forum_label,
        "ended": echo.ended.isoformat() if echo.ended else None,
        "speaker": echo.speaker,
        "speaker_key": echo.speaker_key,
        "on_behalf_of": echo.on_behalf_of,
    }


def rows(found: Tracking) -> str:
    """CSV with one row an echo, and one for each commitment without any that was asked for."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found.commitments:
        head = [one.commitment.key, one.commitment.label, one.standing.value if one.standing else ""]
        for echo in one.echoes:
            kind = echo.kind.value if echo.kind else ""
            contested = "; ".join(f"{one.reviewer}: {one.decision.value}" for one in echo.dissent)
            judged = [echo.grade.value, kind, echo.status.value, contested, echo.confidence]
            place = [echo.speaker, echo.on_behalf_of, echo.document, echo.start, echo.quote]
            writer.writerow([*head, echo.forum_label, echo.ended or "", *judged, *place])
        if not one.echoes:
            writer.writerow([*head, *[""] * (len(COLUMNS) - len(head))])
    return out.getvalue()
