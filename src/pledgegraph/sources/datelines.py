"""Lines of a text's head that give a place and a day: datelines, lines with a date alone, strokes between parts."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:(?i:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = r"(?:\s?[-–—]\s?| to | and )"
_RANGE = (
    rf"(?:{_DAY}(?: {_MONTH}(?:,? \d{{4}})?)?{_TO}{_DAY} {_MONTH}(?:,? \d{{4}})?"
    rf"|{_MONTH} {_DAY}{_TO}(?:{_MONTH} )?{_DAY}(?:,? \d{{4}})?)"
)
_DATED = rf"(?:{_RANGE}|{_DAY} {_MONTH},? \d{{4}}|{_MONTH} {_DAY},? \d{{4}})"
_PLACE = r"[A-Z][\w'. /-]{1,40}"
_ISO = r"\d{4}-\d{1,2}-\d{1,2}"
_DOTTED = r"\d{1,2}\.\d{1,2}\.\d{4}"
_RELEASED = r"(?:[A-Z]\w+: ?[\w ]{0,20} )? ?(?:Updated?|Published|Posted|Issued|Date|Release date): ?"

DATELINE = re.compile(
    r"\([^()]{6,120}\d{4}[^()]{0,120}\)"
    rf"|{_PLACE}, (?:{_PLACE}, )?{_WEEKDAY}{_DATED}|{_PLACE}(?:, {_PLACE})? [|–—-] {_DATED}"
    rf"|{_RANGE}, {_PLACE}(?:, {_PLACE}){{0,2}}|{_RANGE}"
)
"""A whole line with place and day ("Lima, Peru, 3-4 May 2031", "(3 May 2031, Lima)"), or with several days alone."""

PLACE_LINE = re.compile(rf"{_PLACE}(?:, {_PLACE}){{0,2}}")
"""A whole line that may be the place of the date below it."""

DATE_LINE = re.compile(
    rf"{_ISO}(?: \d{{1,2}}:\d{{2}}(?::\d{{2}})?)?|{_RELEASED}{_ISO}(?: \d{{1,2}}:\d{{2}})?"
    r"|(?:(?:Updated?|Published|Posted|Issued|Released?|Date|(?:Release|Publication) date"
    r"|Date of (?:release|issue|publication)|News)(?: on)?[:,]? )?"
    rf"(?:{_DAY} {_MONTH},? \d{{4}}|{_MONTH} {_DAY},? \d{{4}}|{_DOTTED})\.?"
    rf"|(?:Corresponding to |[A-Z][a-z]+,? )?{_DAY} {_MONTH}(?:,? \d{{4}})?(?: AD)?|{_MONTH} {_DAY}(?:,? \d{{4}})?"
)
"""A whole line that is a date, of a release as a rule."""

INLINE = re.compile(
    rf"(?:{_PLACE}, (?:{_PLACE}, )?(?:{_DATED}|{_MONTH} {_DAY}|{_DAY} {_MONTH})|{_PLACE}(?:, {_PLACE})? [–—-] {_DATED}"
    rf"|{_PLACE} / {_PLACE}"
    r"|[A-Z][A-Z. ]{2,30}[A-Z](?:, [A-Z][a-z]+)?)"
    r"(?: \([A-Z][\w ]{1,30}\))? ?(?:--|[–—]|(?<= )-) ?(?=[A-Z][a-z]*\b)"
)
"""A dateline that opens a paragraph ("LIMA, May 3 (Agency) -- The Harbour Forum ...")."""

PIPED = re.compile(r"(?=.{0,150}\d{4})[^|]{2,80}(?: \| [^|]{2,80}){1,4}")
"""A line of a page's head that sets kind, place and date of a release apart by strokes."""
