"""Changes of wording in print and as plain data."""

from __future__ import annotations

import difflib

from pledgegraph.tracking.wording import Change, Rewording, Wording
from pledgegraph.vocab import ChangeKind

NOTE = "Words are compared: what was dropped was not found here, and nothing is said of what was done."
_MARKS = {
    ChangeKind.ADDED: "+ added",
    ChangeKind.DROPPED: "- dropped",
    ChangeKind.WEAKENED: "< weakened",
    ChangeKind.STRENGTHENED: "> strengthened",
    None: "= aligned",
}


def written(found: Rewording) -> str:
    """Two texts clause by clause; in aligned ones [-words left out-] and {+words put in+}."""
    lines = [f"{found.earlier} -> {found.later}"]
    for change in found.changes:
        lines.append(f"  {_MARKS[change.kind]}{' again' if change.again else ''}{_strengths(change)}")
        if change.earlier and change.later:
            lines.append(f"    {difference(change.earlier.text, change.later.text)}")
        lines += [f"    {side}" for wording in (change.earlier, change.later) if (side := _place(wording))]
    return "\n".join([*lines, f"  {NOTE}"])


def plain(found: Rewording) -> dict[str, object]:
    """The same as values that JSON has."""
    return {
        "earlier": found.earlier,
        "later": found.later,
        "changes": [
            {
                "kind": change.kind.value if change.kind else None,
                "likeness": round(change.likeness, 4),
                "again": change.again,
                "earlier": _plain(change.earlier),
                "later": _plain(change.later),
            }
            for change in found.changes
        ],
    }


def difference(earlier: str, later: str) -> str:
    """One line with both texts, word by word.

    >>> difference("publish all port fees", "consider publishing port fees")
    '[-publish all-] {+consider publishing+} port fees'
    """
    one, other = earlier.split(), later.split()
    parts: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            parts += one[a:b]
            continue
        parts += [f"[-{' '.join(one[a:b])}-]"] if b > a else []
        parts += [f"{{+{' '.join(other[c:d])}+}}"] if d > c else []
    return " ".join(parts)


def _strengths(change: Change) -> str:
    """The words that set the strength of each side, named by side."""
    sides = {"earlier": change.earlier, "later": change.later}
    words = [f"{name}: {_modality(side)}" for name, side in sides.items() if side]
    return f" ({'; '.join(words)})"


def _modality(wording: Wording) -> str:
    return wording.modality.words if wording.modality else "not on the scale"


def _place(wording: Wording | None) -> str:
    return f'"{wording.text}" ({wording.document}, character {wording.span.start})' if wording else ""


def _plain(wording: Wording | None) -> dict[str, object] | None:
    if wording is None:
        return None
    return {
        "document": wording.document,
        "start": wording.span.start,
        "end": wording.span.end,
        "text": wording.text,
        "modality": wording.modality.words if wording.modality else None,
        "strength": wording.modality.strength if wording.modality else None,
    }
