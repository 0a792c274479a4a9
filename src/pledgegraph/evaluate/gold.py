"""The gold files: a reader's annotation of one document, every place given by a quote that stands once in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.evaluate.references import references
from pledgegraph.sources.clean import clean
from pledgegraph.sources.decoding import decode
from pledgegraph.sources.tomlfile import read_text, read_toml
from pledgegraph.spans import Span
from pledgegraph.vocab import (
    Capacity,
    Completeness,
    CountOf,
    DocumentType,
    FindingKind,
    Force,
    Mode,
    ParticipantKind,
    PartyRole,
    Qualifier,
    SpeechKind,
)


class _Keys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Any table of a gold file: unknown keys are errors."""


class Entry(_Keys, frozen=True, kw_only=True):
    """A fact with its place: a quote, told apart by the text right before it where it would stand twice."""

    quote: str
    prefix: str = ""
    optional: bool = False
    note: str = ""


class DocumentGold(_Keys, frozen=True, kw_only=True):
    """`[document]`: the frame of the text."""

    slug: str
    title: str
    type: DocumentType
    dateline: str = ""
    dateline_place: str = ""
    issued: str = ""
    issuer: str = ""
    sets_out: str = ""
    expected_items: int = 0


class ForumGold(Entry, frozen=True, kw_only=True):
    """`[[forum]]`: a meeting that the document reports."""

    name: str
    start: str
    end: str
    city: str = ""
    province: str = ""
    country: str = ""
    theme: str = ""
    parent: str = ""


class ParticipationGold(Entry, frozen=True, kw_only=True):
    """`[[participation]]`: who took part in one capacity."""

    who: str
    capacity: Capacity
    mode: Mode
    name: str
    delegation: str = ""


class SpeechGold(Entry, frozen=True, kw_only=True):
    """`[[speech]]`: a person's speech."""

    person: str
    kind: SpeechKind
    mode: Mode


class PostGold(Entry, frozen=True, kw_only=True):
    """`[[post]]`: a person's office as the text gives it."""

    person: str
    title: str
    body: str = ""
    represents: str = ""
    accredited_to: str = ""


class ListGold(Entry, frozen=True, kw_only=True):
    """`[[list]]`: a list of participants, or only their number."""

    capacity: Capacity
    kind: ParticipantKind
    also: tuple[ParticipantKind, ...] = ()
    completeness: Completeness
    size: int


class CountGold(Entry, frozen=True, kw_only=True):
    """`[[count]]`: a stated number."""

    value: int
    qualifier: Qualifier
    of: CountOf
    written: str


class SessionGold(Entry, frozen=True, kw_only=True):
    """`[[session]]`: the quote is the topic."""


class StatementGold(Entry, frozen=True, kw_only=True):
    """`[[statement]]`: one speech act."""

    force: Force
    also: tuple[Force, ...] = ()
    speaker: str
    addressee: tuple[str, ...] = ()
    verb: str
    content: str = ""
    item: bool = False


class ClauseGold(Entry, frozen=True, kw_only=True):
    """`[[commitment.clause]]`: one undertaking, by its action verb."""

    verb: str


class PartyGold(_Keys, frozen=True, kw_only=True):
    """`[[commitment.party]]`: who is bound, and how."""

    role: PartyRole
    who: str
    optional: bool = False
    note: str = ""


class CommitmentGold(_Keys, frozen=True, kw_only=True):
    """`[[commitment]]`: an item with its first and last words, or the quote of an announcement."""

    number: int = 0
    first: str = ""
    last: str = ""
    quote: str = ""
    prefix: str = ""
    optional: bool = False
    note: str = ""
    clause: tuple[ClauseGold, ...] = ()
    party: tuple[PartyGold, ...] = ()


class MentionGold(Entry, frozen=True, kw_only=True):
    """`[[mention]]`: an instrument or a body named in the text."""

    kind: str
    registry: str = ""
    name: str = ""


class FindingGold(Entry, frozen=True, kw_only=True):
    """`[[finding]]`: a discrepancy or doubt in the source."""

    kind: FindingKind
    also: tuple[FindingKind, ...] = ()
    written: str
    expected: str = ""


class MustNotGold(_Keys, frozen=True, kw_only=True):
    """`[[must-not]]`: a kind of fact with the fields that would make it wrong; fields left out match anything."""

    fact: str
    why: str
    who: str = ""
    capacity: Capacity | None = None
    role: PartyRole | None = None
    force: Force | None = None
    speaker: str = ""
    verb: str = ""
    kind: str = ""
    label: str = ""
    value: int | None = None
    qualifier: Qualifier | None = None
    more_than: int = 0


class GoldFile(_Keys, frozen=True, kw_only=True, rename={"must_not": "must-not"}):
    """A whole gold file."""

    document: DocumentGold
    notes: dict[str, str] = {}
    forum: tuple[ForumGold, ...] = ()
    participation: tuple[ParticipationGold, ...] = ()
    list: tuple[ListGold, ...] = ()
    count: tuple[CountGold, ...] = ()
    session: tuple[SessionGold, ...] = ()
    speech: tuple[SpeechGold, ...] = ()
    post: tuple[PostGold, ...] = ()
    statement: tuple[StatementGold, ...] = ()
    commitment: tuple[CommitmentGold, ...] = ()
    mention: tuple[MentionGold, ...] = ()
    finding: tuple[FindingGold, ...] = ()
    must_not: tuple[MustNotGold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A checked gold file with the text its quotes stand in."""

    path: Path
    file: GoldFile
    text: str

    @property
    def slug(self) -> str:
        """The document's slug."""
        return self.file.document.slug

    def span(self, entry: Entry) -> Span:
        """Where an entry's quote stands."""
        return _find(self.text, entry.quote, entry.prefix)

    def verb_span(self, entry: StatementGold | ClauseGold) -> Span:
        """Where the verb of a statement or clause stands."""
        start = self.span(entry).start + entry.quote.index(entry.verb)
        return Span(start, start + len(entry.verb))

    def content_span(self, entry: StatementGold) -> Span | None:
        """Where the content of a statement stands, if it is annotated."""
        return _find(self.text, entry.content, "") if entry.content else None

    def commitment_span(self, entry: CommitmentGold) -> Span:
        """From an item's first to its last words, or an announcement's quote."""
        if entry.quote:
            return _find(self.text, entry.quote, entry.prefix)
        return Span(_find(self.text, entry.first, "").start, _find(self.text, entry.last, "").end)

    def line(self, span: Span) -> int:
        """The line of the text where a span begins, from 1."""
        return self.text.count("\n", 0, span.start) + 1


def read_gold_folder(gold_folder: Path, documents_folder: Path) -> list[Gold]:
    """Every gold file of a folder, sorted by name.

    Raises:
        InputError: no gold file there, or one that cannot be used.
    """
    paths = sorted(gold_folder.glob("*.toml")) if gold_folder.is_dir() else []
    if not paths:
        raise InputError("no gold files", place=gold_folder, remedy="Add <document slug>.toml there.")
    return [read_gold(path, documents_folder) for path in paths]


def read_gold(path: Path, documents_folder: Path) -> Gold:
    """One gold file, its references read and every quote found exactly once in the document's text.

    Raises:
        InputError: unknown key, wrong value, a quote that does not stand exactly once, or no such document.
    """
    file = read_toml(path, GoldFile)
    if file.document.slug != path.stem:
        raise InputError(
            f"the slug '{file.document.slug}' is not the file's name", place=path, remedy="Name the file <slug>.toml."
        )
    stored = documents_folder / path.stem / "text.txt"
    try:
        data = stored.read_bytes()
    except OSError as error:
        raise InputError(
            f"there is no document '{path.stem}' ({error.strerror})",
            place=stored,
            remedy="Add its text, or remove the gold.",
        ) from error
    gold = Gold(path=path, file=file, text=clean(decode(data, stored)))
    _check(gold, read_text(path))
    return gold


def _find(text: str, quote: str, prefix: str) -> Span:
    start = text.index(prefix + quote) + len(prefix)
    return Span(start, start + len(quote))


def _check(gold: Gold, source: str) -> None:
    for table, number, entry in _tables(gold.file):
        problem, remedy = _problem(gold.text, entry)
        if problem:
            line = _table_line(source, table, number)
            raise InputError(f"[[{table}]] no. {number}: {problem}", place=gold.path, line=line, remedy=remedy)


def _tables(file: GoldFile) -> Iterator[tuple[str, int, _Keys]]:
    """Every entry with its table's name and its number within the file."""
    for name in GoldFile.__struct_fields__:
        value = getattr(file, name)
        if isinstance(value, tuple):
            for number, entry in enumerate(value, 1):
                yield name.replace("_", "-"), number, entry
    for part in ("clause", "party"):
        inner = [entry for commitment in file.commitment for entry in getattr(commitment, part)]
        for number, entry in enumerate(inner, 1):
            yield f"commitment.{part}", number, entry


def _problem(text: str, entry: _Keys) -> tuple[str, str]:
    """What is wrong with an entry and how to mend it; two empty strings if nothing is."""
    for quote, prefix in _quotes(entry):
        found = text.count(prefix + quote)
        if not found:
            return (
                f"the text does not say '{prefix}{quote}'",
                "Copy the words from text.txt, with plain quotes and spaces.",
            )
        if found > 1:
            return (
                f"'{prefix}{quote}' stands {found} times in the text",
                "Add `prefix`, the text right before it, or a longer quote.",
            )
    verb = getattr(entry, "verb", "")
    if isinstance(entry, StatementGold | ClauseGold) and entry.quote.count(verb) != 1:
        return f"the verb '{verb}' does not stand once in its quote '{entry.quote}'", "Shorten or lengthen the quote."
    for key in ("who", "person", "represents", "accredited_to", "speaker"):
        try:
            references(getattr(entry, key, ""))
        except ValueError as error:
            return f"{key}: {error}", "Mend the reference."
    if isinstance(entry, CommitmentGold) and not entry.quote and not (entry.number and entry.first and entry.last):
        return "neither a quote nor number, first and last words", "Give one of the two."
    return _addressee_problem(entry)


def _addressee_problem(entry: _Keys) -> tuple[str, str]:
    try:
        for value in getattr(entry, "addressee", ()):
            references(value)
    except ValueError as error:
        return f"addressee: {error}", "Mend the reference."
    return "", ""


def _quotes(entry: _Keys) -> Iterator[tuple[str, str]]:
    if isinstance(entry, Entry):
        yield entry.quote, entry.prefix
    if isinstance(entry, StatementGold) and entry.content:
        yield entry.content, ""
    if isinstance(entry, CommitmentGold):
        yield from ((quote, "") for quote in (entry.first, entry.last) if quote)
        if entry.quote:
            yield entry.quote, entry.prefix


def _table_line(source: str, table: str, number: int) -> int | None:
    heads = [
        source.count("\n", 0, found.start()) + 1 for found in re.finditer(rf"(?m)^\[\[{re.escape(table)}\]\]", source)
    ]
    return heads[number - 1] if number <= len(heads) else None
