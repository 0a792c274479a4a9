"""The drawing of a commitment in time: when it was made, how often each forum took it up, what its standing was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pledgegraph.serve.pages.asked import Row

WIDTH = 720
LEFT = 40
RIGHT = 60
APART = 96
"""The least distance of two dates, so that what is written below them does not overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A day of the drawing: where it stands, how many echoes of each grade, and the standing from then on."""

    x: int
    day: str
    same: int
    related: int
    candidates: int
    standing: str
    made: bool

    @property
    def same_radius(self) -> float:
        """The radius of the disc for echoes of the same commitment; its area grows with their number."""
        return round(4 + 3.2 * self.same**0.5, 1) if self.same else 0

    @property
    def related_radius(self) -> float:
        """The radius of the ring for echoes of the theme."""
        return round(4 + 3.2 * (self.same + self.related) ** 0.5, 1) if self.related else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The points in time, and the drawing's width."""

    points: tuple[Point, ...]
    width: int = WIDTH


def timeline(made: str, standings: Iterable[Row], echoes: Iterable[Row]) -> Timeline:
    """The drawing from the day a commitment was made, its standings, and its echoes."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in echoes:
        accepted = row["status"].endswith("#Accepted")
        same = row["grade"].endswith("#SameCommitment")
        counts[row["held"], ("same" if same else "related") if accepted else "candidate"] += 1
    standing = {row["day"]: row["standing_label"] for row in standings}
    days = sorted({day for day, _ in counts if day} | ({made} if made else set()))
    if not days:
        return Timeline(points=())
    places = _places(days)
    return Timeline(
        points=tuple(
            Point(
                x=place,
                day=day,
                same=counts[day, "same"],
                related=counts[day, "related"],
                candidates=counts[day, "candidate"],
                standing=_from(standing, day, days),
                made=day == made,
            )
            for day, place in zip(days, places, strict=True)
        )
    )


def _from(standing: dict[str, str], day: str, days: list[str]) -> str:
    """The standing that holds from a forum's first day until the next one; standings are dated by last days."""
    after = [other for other in days if other > day]
    end = after[0] if after else "9999-12-31"
    found = [label for on, label in sorted(standing.items()) if day <= on < end]
    return found[-1] if found else ""


def _places(days: list[str]) -> list[int]:
    """Where each day stands: in proportion to time, but far enough apart to be read."""
    numbers = [date.fromisoformat(day).toordinal() for day in days]
    span = max(1, numbers[-1] - numbers[0])
    room = WIDTH - LEFT - RIGHT
    wanted = [LEFT + room * (number - numbers[0]) / span for number in numbers]
    apart = min(APART, room / max(1, len(days) - 1))
    for index in range(1, len(wanted)):
        wanted[index] = max(wanted[index], wanted[index - 1] + apart)
    over = wanted[-1] - (WIDTH - RIGHT)
    for index in range(len(wanted) - 1, -1, -1):
        limit = WIDTH - RIGHT - apart * (len(wanted) - 1 - index)
        if over > 0:
            wanted[index] = min(wanted[index], limit)
    return [round(place) for place in wanted]
