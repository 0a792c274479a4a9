"""Gold of foreign statements: a reader's annotation by place alone, of texts that are not part of the project."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.evaluate.references import references
from pledgegraph.sources.tomlfile import read_toml
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

Kept = Literal["aside", "open"]
NO_ACT = "None"
_FORCES = frozenset((*Force, NO_ACT))


class _Keys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Any table: unknown keys are errors."""


class _Placed(_Keys, frozen=True, kw_only=True):
    at: tuple[int, int]

    @property
    def span(self) -> Span:
        """Where the entry stands in the text."""
        return Span(*self.at)


class DocumentEntry(_Keys, frozen=True, kw_only=True):
    """`[document]`: which text, and what it names anywhere."""

    file: str
    sha256: str
    set: Kept
    states: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


class EventEntry(_Placed, frozen=True, kw_only=True):
    """`[[event]]`: a meeting that the text reports as its own."""

    name: str = ""
    start: str = ""
    end: str = ""
    city: str = ""
    country: str = ""


class ParticipationEntry(_Placed, frozen=True, kw_only=True):
    """`[[participation]]`: who took part, issued or endorsed, in one capacity."""

    who: str
    capacity: str


class PersonEntry(_Placed, frozen=True, kw_only=True):
    """`[[person]]`: a person with offices and what these belong to."""

    name: str
    roles: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()


class SentenceEntry(_Placed, frozen=True, kw_only=True):
    """`[[sentence]]`: a sentence or item with the force of its main clause, or `None` where there is no act."""

    force: str
    also: tuple[str, ...] = ()
    speaker: str = "none"


class CommitmentEntry(_Placed, frozen=True, kw_only=True):
    """`[[commitment]]`: an undertaking and who is bound."""

    party: str = "none"
    deadline: str = ""
    condition: str = ""


class ItemEntry(_Placed, frozen=True, kw_only=True):
    """`[[item]]`: a number or letter that the text gives."""

    label: str
    ordinal: str
    section: int = 1


class MustNotEntry(_Placed, frozen=True, kw_only=True):
    """`[[must-not]]`: what a careless reader would assert."""

    fact: str
    value: str
    why: str


class StatementFile(_Keys, frozen=True, kw_only=True, rename={"must_not": "must-not"}):
    """A whole file."""

    document: DocumentEntry
    event: tuple[EventEntry, ...] = ()
    participation: tuple[ParticipationEntry, ...] = ()
    person: tuple[PersonEntry, ...] = ()
    sentence: tuple[SentenceEntry, ...] = ()
    commitment: tuple[CommitmentEntry, ...] = ()
    item: tuple[ItemEntry, ...] = ()
    must_not: tuple[MustNotEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementGold:
    """A checked file with the place of the text it speaks of."""

    path: Path
    file: StatementFile
    text_path: Path


def read_statement_gold(folder: Path, texts: Path) -> list[StatementGold]:
    """Every annotation of a folder, its text found among `texts` and unchanged.

    Raises:
        InputError: no annotation, one that cannot be used, a text that is missing or another than was annotated.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise InputError("no annotated statements", place=folder, remedy="Add <number>.toml there.")
    return [_read(path, texts) for path in paths]


def _read(path: Path, texts: Path) -> StatementGold:
    file = read_toml(path, StatementFile)
    text_path = texts / file.document.file
    try:
        data = text_path.read_bytes()
    except OSError as error:
        raise InputError(
            f"the annotated text is not there ({error.strerror})",
            place=text_path,
            remedy="Name the folder that holds the statements.",
        ) from error
    if hashlib.sha256(data).hexdigest() != file.document.sha256:
        raise InputError(
            "is not the text that was annotated (its SHA-256 differs)", place=text_path, remedy="Put that text back."
        )
    length = len(data.decode("utf-8"))
    entries = (*file.event, *file.participation, *file.person, *file.sentence, *file.commitment, *file.item)
    for entry in entries:
        start, end = entry.at
        if not 0 <= start < end <= length:
            raise InputError(f"no place {start}-{end} in a text of {length}", place=path, remedy="Mend the offsets.")
    _check_values(path, file)
    return StatementGold(path=path, file=file, text_path=text_path)


def _check_values(path: Path, file: StatementFile) -> None:
    """Refuses references and forces that cannot be read."""
    try:
        for sentence in file.sentence:
            references(sentence.speaker)
            for force in (sentence.force, *sentence.also):
                if force not in _FORCES:
                    raise ValueError(f"'{force}' is no force")
        for commitment in file.commitment:
            references(commitment.party)
        for part in file.participation:
            references(part.who)
    except ValueError as error:
        raise InputError(str(error), place=path, remedy="Mend the reference.") from error
