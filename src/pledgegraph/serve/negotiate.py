"""Which media type on offer a client prefers, and which codings it takes, by quality values (RFC 9110, 12.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

_MOST_RANGES = 64
_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*(?:;(.*))?", re.ASCII | re.DOTALL)
_CODING = re.compile(r"\s*([\w!#$&^.+*-]+)\s*(?:;(.*))?", re.ASCII | re.DOTALL)
_QUALITY = re.compile(r"(?:^|;)\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.ASCII | re.IGNORECASE)


class Offer(Protocol):
    """Something that has a media type."""

    @property
    def media(self) -> str:
        """The media type, without parameters."""


T = TypeVar("T", bound=Offer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """One part of an Accept header."""

    kind: str
    subkind: str
    quality: float

    def fit(self, media: str) -> int:
        """How closely this names a media type: 3 exactly, 2 its kind, 1 anything, 0 not at all."""
        kind, _, subkind = media.partition("/")
        if (self.kind, self.subkind) == (kind, subkind):
            return 3
        if (self.kind, self.subkind) == (kind, "*"):
            return 2
        return 1 if self.kind == self.subkind == "*" else 0


def ranges(accept: str) -> tuple[Range, ...]:
    """The parts of an Accept header that can be read, the first few dozen of them."""
    found = []
    for part in accept.split(",", _MOST_RANGES)[:_MOST_RANGES]:
        match = _RANGE.fullmatch(part)
        if match:
            kind, subkind, parameters = match.groups()
            found.append(Range(kind=kind.lower(), subkind=subkind.lower(), quality=_quality(parameters or "")))
    return tuple(found)


def choose(accept: str, offers: Sequence[T]) -> T | None:
    """The offer that a client likes best, the first one of equals; None when it likes none."""
    wanted = ranges(accept)
    if not accept.strip():
        return offers[0]
    best = max(offers, key=lambda offer: _liking(offer.media, wanted))
    return best if _liking(best.media, wanted) > 0 else None


def takes(accept_encoding: str, coding: str) -> bool:
    """Whether a client takes a content coding by its Accept-Encoding header (RFC 9110, 12.5.3).

    >>> takes("gzip;q=0, *", "gzip"), takes("br, *;q=0.1", "gzip"), takes("", "gzip")
    (False, True, False)
    """
    parts = (_CODING.fullmatch(part) for part in accept_encoding.split(",", _MOST_RANGES)[:_MOST_RANGES])
    found = {match[1].lower(): _quality(match[2] or "") for match in parts if match}
    return found.get(coding, found.get("*", 0.0)) > 0


def listed(offers: Iterable[Offer]) -> str:
    """The media types on offer, for a person."""
    return ", ".join(dict.fromkeys(offer.media for offer in offers))


def _liking(media: str, wanted: Sequence[Range]) -> float:
    """The quality that the closest part gives a media type."""
    closest = max(wanted, key=lambda part: part.fit(media), default=None)
    return closest.quality if closest is not None and closest.fit(media) else 0.0


def _quality(parameters: str) -> float:
    """The quality value among a range's parameters; 1 without one, 0 where it cannot be read."""
    if not re.search(r"(?:^|;)\s*q\s*=", parameters, re.IGNORECASE):
        return 1.0
    match = _QUALITY.search(parameters)
    return float(match.group(1)) if match else 0.0
