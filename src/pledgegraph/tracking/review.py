"""What a person is asked in a review: the open pairs in order, each with its context and why it was proposed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pledgegraph.errors import InputError
from pledgegraph.extraction import Extraction
from pledgegraph.model import Commitment, Statement
from pledgegraph.slugs import slugify
from pledgegraph.sources.link_writing import Decision
from pledgegraph.sources.links import Link
from pledgegraph.sources.tables import suggestion
from pledgegraph.spans import Span
from pledgegraph.tracking.candidates import Pair, candidates
from pledgegraph.tracking.drift import occurrences, plain
from pledgegraph.tracking.echoes import Echo
from pledgegraph.tracking.terms import stems
from pledgegraph.vocab import EchoKind, Force, Grade

AROUND = 160
"""Characters of context on each side of a quote."""

KINDS = {
    Force.COMMITS: EchoKind.COMMITTED_ANEW,
    Force.CALLS_FOR: EchoKind.CALLED_FOR,
    Force.PROPOSES: EchoKind.CALLED_FOR,
    Force.ADVOCATES: EchoKind.CALLED_FOR,
    Force.ASPIRES: EchoKind.CALLED_FOR,
    Force.REAFFIRMS: EchoKind.RESTATED,
    Force.RECOGNISES: EchoKind.REPORTED,
    Force.REPORTS: EchoKind.REPORTED,
    Force.THANKS: EchoKind.REPORTED,
    Force.ACTS: EchoKind.ENACTED,
    Force.EXPRESSES_CONCERN: EchoKind.DISCUSSED,
}
"""The kind that is offered for a statement's force; the reader changes it where the text says otherwise."""

_WORD = re.compile(r"[A-Za-z][A-Za-z-]*[A-Za-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a review is limited to; an empty value leaves everything in."""

    commitments: frozenset[str] = frozenset()
    document: str = ""

    def holds(self, commitment: str, document: str) -> bool:
        """Whether a pair lies within."""
        return (not self.commitments or commitment in self.commitments) and self.document in ("", document)


def scope(extractions: Sequence[Extraction], commitment: str, document: str) -> Scope:
    """The scope that a key or number of a commitment and a document's slug stand for.

    Raises:
        InputError: there is no such commitment or document, or several commitments bear the number.
    """
    slugs = [extraction.document.slug for extraction in extractions]
    if document and document not in slugs:
        raise InputError(f"there is no document '{document}'", remedy=suggestion(document, slugs))
    return Scope(commitments=_named(extractions, commitment), document=document)


def _named(extractions: Iterable[Extraction], wanted: str) -> frozenset[str]:
    made = [one for extraction in extractions for one in extraction.commitments]
    wanted = wanted.removeprefix("commitment:")
    keys = {one.key for one in made}
    if not wanted or wanted in keys:
        return frozenset({wanted} - {""})
    numbered = sorted(one.key for one in made if one.ordinal is not None and str(one.ordinal) == wanted)
    if not numbered:
        raise InputError(f"there is no commitment '{wanted}'", remedy=suggestion(wanted, keys))
    if len(numbered) > 1:
        raise InputError(f"'{wanted}' names several commitments", remedy=f"Write {' or '.join(numbered)}.")
    return frozenset(numbered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Who decides: the name, and the author id of earlier decisions, empty where the name gives the agent."""

    name: str
    author_id: str = ""


def reviewer(author: str, links: Iterable[Link]) -> Reviewer:
    """The author as earlier decisions name and identify one, else as given.

    Raises:
        InputError: the name is empty or has no Latin letter or digit, of which an address could be made.
    """
    author = " ".join(author.split())
    if not slugify(author):
        raise InputError(
            f"'{author}' is no author's name" if author else "who decides is not said",
            remedy='Give the name in Latin letters: --author "Ana Soto".',
        )
    for link in links:
        if slugify(link.author) == slugify(author):
            own = link.author_id.startswith("agent:")
            return Reviewer(name=link.author, author_id=link.author_id if own else "")
    return Reviewer(name=author)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A commitment beside a later passage that a person is asked about.

    It is a candidate with its score, or the passage of another's `decision`, quoted as there.
    """

    commitment: Commitment
    extraction: Extraction
    span: Span
    statement: Statement | None
    pair: Pair | None = None
    decision: Link | None = None


def open_pairs(
    pairs: Iterable[Pair], echoes: Sequence[Echo], author: str, threshold: float, within: Scope
) -> list[Question]:
    """The candidates that this author has not judged: those that nobody has judged first, each by falling score."""
    own = [echo for echo in echoes if slugify(echo.link.author) == slugify(author)]
    inside = [pair for pair in pairs if within.holds(pair.commitment.key, pair.extraction.document.slug)]
    untouched = {id(pair) for pair in candidates(inside, echoes, threshold)}

    def order(pair: Pair) -> tuple[bool, float, str, str, int]:
        clause = pair.statement.evidence[0]
        score = -round(pair.score.total, 9)
        return id(pair) not in untouched, score, pair.commitment.key, pair.extraction.document.slug, clause.start

    return [
        Question(
            commitment=pair.commitment,
            extraction=pair.extraction,
            span=pair.statement.evidence[0],
            statement=pair.statement,
            pair=pair,
        )
        for pair in sorted(candidates(inside, own, threshold), key=order)
    ]


def judged_by(
    other: str, echoes: Sequence[Echo], author: str, extractions: Sequence[Extraction], within: Scope
) -> list[Question]:
    """The passages that another has judged and this author has not, accepted and rejected alike, as the texts go.

    Raises:
        InputError: nobody of that name has judged anything, or it is the author.
    """
    names = {slugify(echo.link.author): echo.link.author for echo in echoes}
    if slugify(other) not in names:
        known = sorted(names.values())
        remedy = suggestion(other, known) if known else "Nobody has decided yet: leave --judged-by out."
        raise InputError(f"there are no decisions of '{other}'", remedy=remedy)
    if slugify(other) == slugify(author):
        raise InputError("a second opinion is another person's", remedy="Name somebody else with --judged-by.")
    own = [echo for echo in echoes if slugify(echo.link.author) == slugify(author)]
    documents = {extraction.document.slug: extraction for extraction in extractions}
    made = {one.key: one for extraction in extractions for one in extraction.commitments}
    return [
        Question(
            commitment=made[echo.link.commitment],
            extraction=documents[echo.link.document],
            span=echo.span,
            statement=echo.statement,
            decision=echo.link,
        )
        for echo in sorted(echoes, key=lambda one: (one.link.document, one.span, one.link.commitment))
        if slugify(echo.link.author) == slugify(other)
        and within.holds(echo.link.commitment, echo.link.document)
        and not any(_same_pair(mine, echo) and mine.span.overlaps(echo.span) for mine in own)
    ]


def _same_pair(one: Echo, other: Echo) -> bool:
    return (one.link.commitment, one.link.document) == (other.link.commitment, other.link.document)


def quoted(asked: Question) -> tuple[str, str]:
    """The passage as a quote, and the prefix that tells it from the same words elsewhere, mostly empty."""
    if asked.decision:
        return asked.decision.prefix, asked.decision.quote
    text, clause = plain(asked.extraction.document), asked.span
    written = text[clause.start : clause.end]
    start = clause.start + len(written) - len(written.lstrip())
    quote = written.strip()
    begin = start
    while begin and occurrences(text, text[begin : start + len(quote)]) > 1:
        begin = max(text.rfind(" ", 0, begin - 1) + 1, 0)
    return text[begin:start], quote


def context(asked: Question) -> tuple[str, str, str]:
    """What stands before the passage, the passage, and what stands after it."""
    text, clause = plain(asked.extraction.document), asked.span
    before, after = text[max(clause.start - AROUND, 0) : clause.start], text[clause.end : clause.end + AROUND]
    if clause.start > AROUND:
        before = "…" + before.partition(" ")[2]
    if clause.end + AROUND < len(text):
        after = after.rpartition(" ")[0] + "…"
    return before, text[clause.start : clause.end], after


def reasons(asked: Question) -> list[str]:
    """Why it is asked: the score with its parts, and the words of the text that each part rests on.

    Of another's decision nothing is told, so that it does not lead.
    """
    pair = asked.pair
    if pair is None:
        return ["another reviewer has judged this passage; what was decided is not shown"]
    parts = ", ".join(f"{name} {value:.2f}" for name, value in pair.score.parts.items())
    _, quote, _ = context(asked)
    themes = sorted(set(pair.commitment.themes) & set(pair.statement.themes))
    wanted = set(stems(pair.commitment.text))
    words = dict.fromkeys(word for word in _WORD.findall(quote) if wanted.intersection(stems(word)))
    told = [f"score {pair.score.total:.2f} ({parts})"]
    told += [f"shared themes: {', '.join(themes)}"] if themes else []
    told += [f"shared words: {', '.join(words)}"] if words else []
    text = plain(pair.extraction.document)
    for part, spans in pair.matched.items():
        told.append(f"{part} rest on: {', '.join(text[span.start : span.end] for span in spans)}")
    return told


def kind_for(asked: Question) -> EchoKind:
    """The kind to offer."""
    return KINDS[asked.statement.force] if asked.statement else EchoKind.DISCUSSED


def decide(
    asked: Question,
    author: Reviewer,
    day: date,
    *,
    grade: Grade | None,
    kind: EchoKind | None,
    confidence: str,
    note: str,
) -> Decision:
    """The decision on a pair, ready to be written; without a grade it rejects."""
    document = asked.extraction.document
    prefix, quote = quoted(asked)
    return Decision(
        document=document.slug,
        document_label=document.title,
        commitment=asked.commitment.key,
        commitment_label=_label(asked.commitment),
        quote=quote,
        prefix=prefix,
        grade=grade,
        kind=kind,
        confidence=confidence,
        author=author.name,
        author_id=author.author_id,
        day=day,
        note=note,
    )


def _label(made: Commitment) -> str:
    return made.label or made.key
