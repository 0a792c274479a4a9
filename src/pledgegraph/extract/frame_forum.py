"""The meeting as a document's frame tells it: its name in a title or a line below, days and place in a dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pledgegraph.extract.contradictions import after_dateline
from pledgegraph.extract.dates import find_dates
from pledgegraph.extract.grammar import Reading
from pledgegraph.extract.identity import is_distinctive, meeting_key
from pledgegraph.extract.places import read_venue
from pledgegraph.extraction import Extraction
from pledgegraph.model import Attestation, Forum, Heading, Kind, Known
from pledgegraph.sources.blocks import BlockKind
from pledgegraph.spans import Span
from pledgegraph.vocab import Basis, DocumentType, FindingKind

DATELINE_RULE = "days-of-the-dateline"
TODAY_RULE = "today-is-the-release-date"

_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
}
_EDITION = re.compile(r"(?:(?P<digits>\d{1,3})(?:st|nd|rd|th|ST|ND|RD|TH)|(?P<word>[A-Z][A-Za-z]+))\b")
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset("of the and on for in to at by with from between among its their".split())
_FRAME = (BlockKind.TITLE, BlockKind.BYLINE, BlockKind.HEADING)
_ADOPTED = (
    DocumentType.DECLARATION,
    DocumentType.JOINT_STATEMENT,
    DocumentType.COMMUNIQUE,
    DocumentType.OUTCOME_DOCUMENT,
    DocumentType.ACTION_PLAN,
)
_OUTSIDE = (BlockKind.FURNITURE, BlockKind.DATELINE, BlockKind.DATE)
_LONGEST_LINE = 220
_MOSTLY = 0.7
_ROMAN = re.compile(r"[IVXL]{1,7} ")
_RANGE = re.compile(r"\d(?:st|nd|rd|th)?(?: [A-Z]\w+)?(?: ?[-–—] ?| to | and )(?:[A-Z]\w+ )?\d")


def named_by_frame(reading: Reading, behind: str = "") -> str:
    """The meeting's name in a title ("Declaration of the Harbour Summit") or on a line of its own; empty without one.

    A name with a number goes before one without, which may be that of a series; a line in capitals, which may as well
    name a process, counts less than a name that stands `behind` who met.
    A meeting without a name is known by its document: many are told of by a "Joint Statement" of the same day.
    """
    names = [name for _, name in _names(reading)]
    told = [behind] if is_distinctive(reading.grammar, behind) else []
    written = [name for name in names if not _is_in_capitals(name)]
    numbered = [name for name in written if edition(name) or _ROMAN.match(name)]
    return next(iter([*numbered, *written, *told, *names, behind]), "")


def full_name(reading: Reading, called: str) -> str:
    """The name in a title of what a sentence calls "the Meeting" alone; empty for a name, or if no title has it."""
    if is_distinctive(reading.grammar, called):
        return ""
    name = named_by_frame(reading)
    words = set(name.lower().split())
    fits = is_distinctive(reading.grammar, name) and words.issuperset(called.lower().split())
    return name if fits else ""


def told_by_frame(reading: Reading, heading: Heading, extraction: Extraction) -> Forum | None:
    """The meeting that only the frame tells of, with day or place in the title or in a dateline of several days."""
    return _told_by_title(reading, heading, extraction) or _told_by_lines(reading, heading)


def by_dateline(reading: Reading, heading: Heading, extraction: Extraction, forum: Forum) -> Forum:
    """The meeting with the days and the place of a dateline, where that gives several days: no release takes so long.

    A city that both name lies in the state that the dateline names beside it; the sentence's own days are kept, and
    where the dateline gives the same ones its place is the meeting's.
    """
    if heading.dateline and heading.dateline_place and _is_named_alike(reading, extraction, forum, heading.dateline):
        forum = replace(forum, city=heading.dateline_place)
    elsewhere = forum.city and heading.dateline_place and forum.city != heading.dateline_place
    if heading.dateline is None or elsewhere:
        return forum
    if forum.country is None and forum.city and forum.city == heading.dateline_place and heading.dateline_country:
        forum = replace(forum, country=heading.dateline_country, evidence=(*forum.evidence, heading.dateline))
    first, last = heading.dateline_start, heading.dateline_date
    if first is None and _adopted_there(reading, heading):
        first = last
    today = any(one.about == forum.ref and one.known.rule == TODAY_RULE for one in extraction.attestations)
    doubted = any(one.kind is FindingKind.CONTRADICTORY_DATES for one in extraction.findings)
    if doubted or first is None or last is None:
        return forum
    if forum.start and (forum.start, forum.end) != (first, last) and not (today and first <= forum.start <= last):
        return forum
    if (forum.start, forum.end) != (first, last):
        known = Known(basis=Basis.INFERRED, rule=DATELINE_RULE, confidence="0.9")
        extraction.attestations[:] = [one for one in extraction.attestations if one.about != forum.ref]
        key = meeting_key(reading, forum.label if forum.named else "", first)
        forum = replace(forum, key=key, start=first, end=last)
        for name in ("startDate", "endDate"):
            extraction.attestations.append(
                Attestation(about=forum.ref, on_property=name, known=known, evidence=(heading.dateline,))
            )
    if forum.city is None and heading.dateline_place:
        forum = replace(forum, city=heading.dateline_place, country=forum.country or heading.dateline_country)
    return replace(forum, evidence=tuple(dict.fromkeys((*forum.evidence, heading.dateline))))


def _adopted_there(reading: Reading, heading: Heading) -> bool:
    """Whether a dateline of one day stands right below the name of a meeting that adopted the text: then it met there.

    A declaration bears the day and the place of its adoption, a press release those of its release.
    """
    if heading.document_type not in _ADOPTED or heading.dateline is None or heading.dateline_place is None:
        return False
    rule = reading.grammar.of("forums").rule("line-names-meeting")
    above = [span for span in _lines(reading) if span.end <= heading.dateline.start]
    last = above[-1] if above else None
    if last is None or reading.text[last.end : heading.dateline.start].strip(" \n(|-–"):
        return False
    found = rule.pattern.search(reading.text[last.start : last.end])
    return found is not None and found.end() == last.end - last.start


def _is_named_alike(reading: Reading, extraction: Extraction, forum: Forum, dateline: Span) -> bool:
    """Whether the meeting's city, which the sentence puts in no state, opens the dateline; it is forgotten then."""
    found = next((one for one in extraction.places if one.ref == forum.city and one.within is None), None)
    written = reading.text[dateline.start : dateline.end].lstrip("(")
    if found is None or not re.match(rf"{re.escape(found.label)}\b", written):
        return False
    extraction.places.remove(found)
    return True


def _names(reading: Reading) -> Iterator[tuple[Span, str]]:
    """The lines of the frame that name a meeting, with the name."""
    rules = [rule for rule in reading.grammar.of("forums") if rule.id in ("title-names-meeting", "line-names-meeting")]
    for span in _lines(reading):
        written = reading.text[span.start : span.end]
        capitals = _is_in_capitals(written)
        text = _WORD.sub(_in_title_case, written) if capitals else written
        for rule in rules:
            found = rule.pattern.search(text)
            name = " ".join(written[slice(*found.span("name"))].split()) if found else ""
            if name and (not capitals or is_distinctive(reading.grammar, name)):
                yield span, name


def _is_in_capitals(line: str) -> bool:
    """Whether a line is in capitals but for a word or two ("HARBOUR MEETING (25 and 26 March 2032)")."""
    return sum(map(str.isupper, line)) > _MOSTLY * sum(map(str.isalpha, line))


def _in_title_case(word: re.Match[str]) -> str:
    """A word of a line in capitals as a title has it; as long as it was."""
    small = word[0].lower()
    made = small if small in _SMALL or word[0][0].isdigit() else small.capitalize()
    return made if len(made) == len(word[0]) else word[0]


def _lines(reading: Reading) -> Iterator[Span]:
    """The title and what stands between it and the first sentence."""
    for block in reading.blocks:
        text = reading.text[block.span.start : block.span.end]
        if block.kind in _OUTSIDE:
            continue
        plain = (
            block.kind is BlockKind.PARAGRAPH and len(text) < _LONGEST_LINE and not text.endswith((".", ":", ",", ";"))
        )
        if block.kind not in _FRAME and not plain:
            return
        yield block.span


def _told_by_lines(reading: Reading, heading: Heading) -> Forum | None:
    """The meeting that a line of the frame names, over or under a dateline of several days."""
    if heading.dateline is None or not _RANGE.search(reading.text, heading.dateline.start, heading.dateline.end):
        return None
    span, label = next(_names(reading), (None, ""))
    if span is None:
        return None
    reading.used.extend((span, heading.dateline))
    start, last = heading.dateline_start, heading.dateline_date
    forum = Forum(
        key=meeting_key(reading, label, start),
        label=label,
        start=start,
        end=last if start else None,
        city=heading.dateline_place,
        country=heading.dateline_country,
        edition=edition(label),
        evidence=(span, heading.dateline),
    )
    return in_series(reading, forum)


def _told_by_title(reading: Reading, heading: Heading, extraction: Extraction) -> Forum | None:
    """The meeting that only the title tells of, with its day or place."""
    span, rules = heading.title_span, reading.grammar.of("forums")
    title = reading.text[span.start : span.end] if span else ""
    plain = _WORD.sub(_in_title_case, title) if _is_in_capitals(title) else title
    tries = (rules.rule(name).pattern.search(plain) for name in ("title-tells-meeting", "title-is-meeting-with-days"))
    found = next((one for one in tries if one), None)
    if span is None or found is None:
        return None
    told = Span(span.start + found.start("told"), span.start + found.end("told"))
    dates = find_dates(reading.text, told.start, told.end)
    when = dates[0] if dates and not dates[0].impossible and dates[0].year else None
    doubted = when is not None and after_dateline(reading, heading, extraction, when)
    venue = read_venue(reading, told)
    if when is None and venue.span is None:
        return None
    if venue.found:
        extraction.places.append(venue.found)
    label = " ".join(title[slice(*found.span("name"))].split())
    start = when.start if when and not doubted else None
    reading.used.append(span)
    forum = Forum(
        key=meeting_key(reading, label, start),
        label=label,
        start=start,
        end=when.end if when and not doubted else None,
        city=venue.city,
        province=venue.province,
        country=venue.country,
        edition=edition(label),
        evidence=(span,),
    )
    return in_series(reading, forum)


def edition(label: str) -> int | None:
    """Which one of its series a meeting is by its name ("Third Harbour Forum"), or None."""
    found = _EDITION.match(label)
    if not found:
        return None
    return int(found.group("digits")) if found.group("digits") else _ORDINALS.get(found.group("word").lower())


def in_series(reading: Reading, forum: Forum) -> Forum:
    """The meeting with its series, where the registry knows exactly one by its name."""
    refs = [ref for ref in reading.grammar.registry.names.get(forum.label, ()) if ref.kind is Kind.SERIES]
    if len(refs) != 1:
        return forum
    return replace(forum, series=refs[0])
