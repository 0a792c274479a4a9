"""What the frame of a document says: title, type, dateline, page date and byline."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from pledgegraph.extract.dates import find_dates
from pledgegraph.extract.grammar import Grammar, Reading, resolved
from pledgegraph.extract.opening_lists import in_small
from pledgegraph.extract.places import Venue, read_venue
from pledgegraph.model import Heading, Kind, Ref
from pledgegraph.sources.blocks import Block, BlockKind
from pledgegraph.spans import Span
from pledgegraph.vocab import DocumentType

_CAPITALS = re.compile(r"\(?(?P<city>[A-Z][A-Z'-]+(?: [A-Z][A-Z'-]+){0,2})(?=,| --| [–—-])")
_BY = re.compile(r"(?:(?:[Ii]ssued |[Pp]ublished |[Pp]repared )?[Bb]y )?(?:[Tt]he )?")
_GOVERNMENT = re.compile(_BY.pattern + r"Government of (?:the )?")
_WHOSE = re.compile(r"\W*(?:\([^()]{1,40}\)\W*)?(?:(?:,? of (?:the )?|, )[A-Z][^,;:]{2,60})?\W*")
"""What may follow a body: its acronym and whose it is."""
_HEAD = 6
_LONGEST = 220
_LONGEST_GENRE = 60
_NO_TITLE = (BlockKind.FURNITURE, BlockKind.DATELINE, BlockKind.DATE)
_TITLES = (BlockKind.BYLINE, BlockKind.HEADING, BlockKind.PARAGRAPH)
_DATES = (BlockKind.DATE, BlockKind.DATELINE)
_PLACE_AND_REGION = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}, [A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}")
"""How a place of which the registry knows nothing stands below a day: "Arica, Tarapacá"."""
_GOES_ON = re.compile(r"(?:on the occasion of|at the (?:end|conclusion|close) of|following|issued|adopted) ", re.I)
"""What goes on from the line above rather than opens a title ("ON THE OCCASION OF THE VISIT")."""


def read_heading(reading: Reading) -> Heading:
    """The heading as the text gives it; a title or type from `document.toml` completes what the text lacks."""
    document = reading.document
    heading = Heading(title=document.title or document.slug, document_type=document.document_type)
    for block in reading.blocks:
        match block.kind:
            case BlockKind.TITLE:
                heading = _titled(reading, heading, block)
            case BlockKind.DATELINE if heading.dateline is None:
                heading = _datelined(reading, heading, block)
            case BlockKind.DATE if heading.issued is None:
                heading = _dated(reading, heading, block)
    if heading.document_type is None:
        heading = replace(heading, document_type=_genre_below(reading))
    heading = _issued_by(reading, _with_year(reading, heading))
    if document.sets_out:
        heading = replace(heading, sets_out=Ref(kind=Kind.INSTRUMENT, key=document.sets_out))
    elif heading.title_span and heading.document_type in (DocumentType.INITIATIVE_TEXT, DocumentType.ACTION_PLAN):
        named = reading.names_in(heading.title_span)
        heading = replace(heading, sets_out=resolved(named[0] if named else None, Kind.INSTRUMENT))
    reading.used.extend(
        span for span in (heading.title_span, heading.dateline, heading.issued_span, heading.issuer_span) if span
    )
    return heading


def title_type(grammar: Grammar, title: str) -> DocumentType | None:
    """The genre that the words of a title name, or None."""
    for rule in grammar.of("forums"):
        if rule.id.startswith("title-type-") and rule.pattern.search(title):
            return DocumentType(rule.value)
    return None


def _genre_below(reading: Reading) -> DocumentType | None:
    """The genre that a line of its own below the title names ("FINAL COMMUNIQUÉ", "Co-Chairs' Statement"), or None."""
    for block in reading.blocks[:_HEAD]:
        written = " ".join(reading.text[block.span.start : block.span.end].split())
        if block.kind in _NO_TITLE or block.kind is BlockKind.TITLE:
            continue
        if block.kind not in _TITLES or len(written) > _LONGEST_GENRE or written.endswith((".", ",", ";", ":")):
            return None
        if kind := title_type(reading.grammar, written):
            return kind
    return None


def _titled(reading: Reading, heading: Heading, block: Block) -> Heading:
    """The heading with a title; a line that is a place and nothing else is none, nor is a letterhead over another."""
    written = reading.text[block.span.start : block.span.end]
    section = reading.grammar.of("forums").rule("section-alone").search(written)
    if read_venue(reading, block.span).span == block.span or section:
        return heading
    above = reading.blocks[reading.block_number(block) - 1] if reading.block_number(block) else None
    if above is not None and above.kind in _DATES and _PLACE_AND_REGION.fullmatch(written):
        return heading
    block, kind = _below_letterhead(reading, block)
    heading = replace(heading, document_type=heading.document_type or kind)
    written = reading.stored(block.span)
    return replace(
        heading,
        title=reading.document.title or " ".join(written.split()),
        title_span=block.span,
        document_type=heading.document_type
        or title_type(reading.grammar, reading.text[block.span.start : block.span.end]),
    )


def _below_letterhead(reading: Reading, first: Block) -> tuple[Block, DocumentType | None]:
    """The line that is the title where the first one only says who publishes the text, with the genre told between."""
    rules = reading.grammar.of("forums")
    letterhead, genre = rules.rule("letterhead"), rules.rule("genre-alone")
    kind: DocumentType | None = None
    begin, best = reading.block_number(first), first
    for block in reading.blocks[begin : begin + _HEAD]:
        written = " ".join(reading.text[block.span.start : block.span.end].split())
        if (
            block.kind in _NO_TITLE
            or letterhead.search(written)
            or (block is not first and _is_state(reading, written))
        ):
            continue
        if genre.search(written):
            kind, best = kind or title_type(reading.grammar, written), block if best is first else best
            continue
        plain = len(written) <= _LONGEST and not written.endswith((".", ",", ";", ":")) and not _GOES_ON.match(written)
        return (block, kind) if block is not first and plain and block.kind in _TITLES else (best, kind)
    return best, kind


def _is_state(reading: Reading, written: str) -> bool:
    """Whether a line is the name of a state and nothing else."""
    names = reading.grammar.names.find(in_small(written))
    return len(names) == 1 and names[0].kind is Kind.STATE and names[0].span == Span(0, len(written))


def _datelined(reading: Reading, heading: Heading, block: Block) -> Heading:
    dates = find_dates(reading.text, block.span.start, block.span.end)
    venue = read_venue(reading, block.span)
    span = block.span
    above = reading.blocks[max(0, reading.block_number(block) - 1)]
    if venue.span is None and reading.text[above.span.end : span.start].count("\n") == 1:
        place = read_venue(reading, above.span)
        if place.span == above.span:
            venue, span = place, Span(above.span.start, span.end)
    if venue.span is None:
        venue = _in_capitals(reading, block.span)
    whole = dates[-1] if dates else None
    return replace(
        heading,
        dateline=span,
        dateline_start=whole.start if whole and whole.start != whole.end else None,
        dateline_date=whole.end if whole else None,
        dateline_place=venue.city or venue.province,
        dateline_country=venue.country,
        places=(venue.found,) if venue.found else (),
    )


def _in_capitals(reading: Reading, span: Span) -> Venue:
    """The city that opens a dateline in capitals, as news agencies write it ("LIMA, May 3 --")."""
    found = _CAPITALS.match(reading.text, span.start, span.end)
    refs = reading.grammar.registry.names.get(found["city"].title(), ()) if found else ()
    if found is None or len(refs) != 1 or refs[0].kind is not Kind.PLACE:
        return Venue()
    return Venue(city=refs[0], span=Span(*found.span("city")))


def _with_year(reading: Reading, heading: Heading) -> Heading:
    """The days of a dateline without a year in the year of the release, where they lie before it."""
    if heading.dateline is None or heading.dateline_date is not None or heading.issued is None:
        return heading
    dates = find_dates(reading.text, heading.dateline.start, heading.dateline.end)
    whole = dates[-1].in_year(heading.issued.year) if dates and dates[-1].year is None else None
    if whole is None or whole.start is None or whole.end is None or whole.end > heading.issued:
        return heading
    return replace(heading, dateline_start=whole.start if whole.start != whole.end else None, dateline_date=whole.end)


def _dated(reading: Reading, heading: Heading, block: Block) -> Heading:
    dates = find_dates(reading.text, block.span.start, block.span.end)
    issued: date | None = dates[0].start if dates else None
    return replace(heading, issued=issued, issued_span=block.span if issued else None)


def _issued_by(reading: Reading, heading: Heading) -> Heading:
    """The heading with its issuer: a body, or a government, that opens the line below the title and is all of it.

    A state inside such a line is a place ("Rabat, Kingdom of Morocco") or one of several ("of the ASEAN-India Talks").
    """
    lines = [block.span for block in reading.blocks if block.kind is BlockKind.BYLINE]
    if not lines:
        return heading
    whole = Span(lines[0].start, lines[-1].end)
    flat = reading.text[whole.start : whole.end].replace("\n", " ")
    for name in reading.grammar.names.find(flat):
        issuer = resolved(name, Kind.ORGANISATION, Kind.STATE)
        lead, rest = flat[: name.span.start], flat[name.span.end :]
        government = _GOVERNMENT.fullmatch(lead) is not None
        if issuer and (government if issuer.kind is Kind.STATE else _BY.fullmatch(lead)) and _WHOSE.fullmatch(rest):
            return replace(heading, issuer=issuer, issuer_span=whole)
    return heading
