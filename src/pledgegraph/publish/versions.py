"""Version numbers in the order of Semantic Versioning 2.0."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

from pledgegraph.errors import InputError

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-(alpha|beta|rc)\.(0|[1-9]\d*))?")
_FINAL = ("zz", 0)


@total_ordering
@dataclass(frozen=True, slots=True)
class Version:
    """A version number; one before the final release (`1.0.0-rc.1`) comes before it.

    >>> Version.of("1.10.0") > Version.of("1.9.0") > Version.of("1.9.0-rc.2")
    True
    """

    numbers: tuple[int, int, int]
    stage: tuple[str, int] = _FINAL

    @classmethod
    def of(cls, written: str, place: object = "") -> Version:
        """The version that is written.

        Raises:
            InputError: it is none.
        """
        found = _VERSION.fullmatch(written)
        if not found:
            raise InputError(
                f"'{written}' is no version",
                place=str(place),
                remedy="Write it as 1.2.3 or 1.2.3-rc.1 (alpha, beta, rc).",
            )
        major, minor, patch, stage, number = found.groups()
        return cls((int(major), int(minor), int(patch)), (stage, int(number)) if stage else _FINAL)

    def __lt__(self, other: Version) -> bool:
        return (self.numbers, self.stage) < (other.numbers, other.stage)

    def __str__(self) -> str:
        tail = "" if self.stage == _FINAL else f"-{self.stage[0]}.{self.stage[1]}"
        return ".".join(map(str, self.numbers)) + tail
