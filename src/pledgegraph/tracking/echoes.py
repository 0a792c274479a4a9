"""Reviewed links set on the texts: every quote found again, with the statement and the speaker it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pledgegraph.extraction import Extraction
from pledgegraph.model import Ref, Statement
from pledgegraph.slugs import slugify
from pledgegraph.sources.links import Link
from pledgegraph.sources.tables import suggestion
from pledgegraph.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A decision about a passage and a commitment, with the passage's place and what is said there."""

    link: Link
    span: Span
    statement: Statement | None
    forum: Ref | None

    @property
    def speakers(self) -> tuple[Ref, ...]:
        """The statement's speakers: one as written, and those it names where several share the verb."""
        said = self.statement
        return tuple(one for one in (said.speaker, *said.jointly) if one) if said else ()


def set_on_texts(links: Iterable[Link], extractions: Iterable[Extraction]) -> list[Echo]:
    """Every link with the span of its quote, in order.

    Raises:
        InputError: a link names an unknown document or commitment, its quote no longer stands in the text or stands
            there more than once, the passage is the commitment's own text, or overlaps one of which the same author
            says otherwise; the message names file and line.
    """
    documents = {extraction.document.slug: extraction for extraction in extractions}
    owners = {made.key: slug for slug, extraction in documents.items() for made in extraction.commitments}
    found = [_set(link, documents, owners) for link in links]
    _check_overlaps(found)
    return found


def _check_overlaps(echoes: Iterable[Echo]) -> None:
    """Refuses passages that share text, of one pair and one author, with different decisions."""
    before: dict[tuple[str, str, str], list[Echo]] = {}
    for echo in echoes:
        link = echo.link
        same = before.setdefault((link.commitment, link.document, slugify(link.author)), [])
        for one in same:
            told = one.link
            if one.span.overlaps(echo.span) and (told.rejected, told.grade) != (link.rejected, link.grade):
                raise link.refuse(
                    f"contradicts line {told.line} of {told.place.name}: the passages overlap",
                    "Keep one decision an author and passage, or quote passages that share no word.",
                )
        same.append(echo)


def _set(link: Link, documents: dict[str, Extraction], owners: dict[str, str]) -> Echo:
    if link.document not in documents:
        raise link.refuse(f"there is no document '{link.document}'", suggestion(link.document, documents))
    if link.commitment not in owners:
        raise link.refuse(f"there is no commitment '{link.commitment}'", suggestion(link.commitment, owners))
    if owners[link.commitment] == link.document:
        raise link.refuse("a document does not echo its own commitment", "Name a passage of another document.")
    extraction = documents[link.document]
    span = _find(link, extraction)
    return Echo(
        link=link,
        span=span,
        statement=statement_at(extraction, span),
        forum=extraction.forum.ref if extraction.forum else None,
    )


def _find(link: Link, extraction: Extraction) -> Span:
    """Where the quote stands in the clean text; its prefix tells two places apart."""
    text = extraction.document.clean.replace("\n", " ")
    wanted = link.prefix + link.quote
    first = text.find(wanted)
    if first < 0:
        raise link.refuse(
            f'the quote "{link.quote[:60]}" does not stand in {link.document}',
            "Copy it from text.txt, with plain quotes.",
        )
    if text.find(wanted, first + 1) >= 0:
        raise link.refuse(
            f'the quote "{link.quote[:60]}" stands in {link.document} more than once', "Give quote_prefix."
        )
    start = first + len(link.prefix)
    return Span(start, start + len(link.quote))


def statement_at(extraction: Extraction, span: Span) -> Statement | None:
    """The statement whose clause shares most with a passage; None where none shares any."""

    def shared(statement: Statement) -> int:
        clause = statement.evidence[0]
        return min(clause.end, span.end) - max(clause.start, span.start)

    best = max(extraction.statements, key=shared, default=None)
    return best if best is not None and shared(best) > 0 else None
