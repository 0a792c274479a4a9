"""Dates of the genre: single days and ranges, with or without a year. A missing part is never filled by guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pledgegraph.spans import Span

_MONTHS = "January February March April May June July August September October November December".split()
_NUMBER = {written: number for number, name in enumerate(_MONTHS, 1) for written in (name, name[:3], name.upper())}
_NUMBER["Sept"] = 9
_MONTH = (
    r"(?:"
    + "|".join((*_MONTHS, *map(str.upper, _MONTHS)))
    + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = (
    r"(?: ?[-\u2013\u2014] ?| to | and | through | until )(?:the )?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?)?"
)
_DAYS = rf"(?:, {_DAY}(?!\d)){{1,6}}"
"""Days between the first and the last: "4, 5 and 6 March"."""
_DATE = re.compile(
    rf"\b(?P<iso>(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}}))\b"
    r"|(?<![\d.])(?P<d5>\d{1,2})\.(?P<m5>\d{1,2})\.(?P<y5>\d{4})\b"
    rf"|\b(?P<m1>{_MONTH}) (?P<d1>{_DAY})(?!\d)"
    rf"(?:(?:,? (?P<y2>\d{{4}})(?! and))?(?:{_TO}|{_DAYS},? and )(?:(?P<m2>{_MONTH}) )?(?P<d2>{_DAY})(?!\d))?"
    rf"(?:,? (?P<y1>\d{{4}}))?\b"
    rf"|\b(?P<d3>{_DAY})(?:(?: (?P<m3>{_MONTH})(?:,? (?P<y3>\d{{4}})(?! and))?)?(?:{_TO}|{_DAYS},? and )"
    rf"(?P<d4>{_DAY}))? (?:of )?(?P<m4>{_MONTH})(?:,? (?P<y4>\d{{4}}))?\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date or a range as written; `start` and `end` are None while the year is missing or the day is impossible."""

    span: Span
    start: date | None
    end: date | None
    months: tuple[int, int]
    days: tuple[int, int]
    year: int | None
    impossible: bool = False

    def in_year(self, year: int) -> Dated:
        """The same date with a year that the text states elsewhere."""
        return _dated(self.span, self.months, self.days, year)


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[Dated]:
    """Every date and range in a stretch of text, in order."""
    found: list[Dated] = []
    for match in _matches(text, start, len(text) if end is None else end):
        parts = match.groupdict()
        span = Span(*match.span())
        if parts["iso"]:
            found.append(_dated(span, (int(parts["m"]),) * 2, (int(parts["d"]),) * 2, int(parts["y"])))
            continue
        if parts["d5"]:
            found.append(_dated(span, (int(parts["m5"]),) * 2, (int(parts["d5"]),) * 2, int(parts["y5"])))
            continue
        if parts["m1"]:
            first, last = _month(parts["m1"]), _month(parts["m2"] or parts["m1"])
            days = (_day(parts["d1"]), _day(parts["d2"] or parts["d1"]))
            year, first_year = parts["y1"], parts["y2"]
        else:
            first, last = _month(parts["m3"] or parts["m4"]), _month(parts["m4"])
            days = (_day(parts["d3"]), _day(parts["d4"] or parts["d3"]))
            year, first_year = parts["y4"], parts["y3"]
        found.append(_dated(span, (first, last), days, _year(year), _year(first_year)))
    return found


def _matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The dates as written; a number before the first of two days is none of them ("Rule 12, 5 and 6 March")."""
    while match := _DATE.search(text, start, end):
        first, last = match["d3"], match["d4"]
        listed = first and last and "," in text[match.end("d3") : match.start("d4")]
        if listed and match["m3"] is None and _day(first) > _day(last):
            start = match.end("d3")
            continue
        start = match.end()
        yield match


def _month(name: str) -> int:
    return _NUMBER[name.rstrip(".")]


def _year(written: str | None) -> int | None:
    return int(written) if written else None


def _day(written: str) -> int:
    return int(re.sub(r"\D", "", written))


def _dated(
    span: Span, months: tuple[int, int], days: tuple[int, int], year: int | None, first_year: int | None = None
) -> Dated:
    if year is None:
        return Dated(span=span, start=None, end=None, months=months, days=days, year=None)
    try:
        first, last = date(first_year or year, months[0], days[0]), date(year, months[1], days[1])
    except ValueError:
        return Dated(span=span, start=None, end=None, months=months, days=days, year=year, impossible=True)
    return Dated(span=span, start=first, end=last, months=months, days=days, year=year, impossible=last < first)
