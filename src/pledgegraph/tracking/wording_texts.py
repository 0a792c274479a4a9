"""The texts whose wordings a person wants compared: a document, a commitment or a statement, by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pledgegraph.errors import InputError
from pledgegraph.extraction import Extraction
from pledgegraph.model import Commitment
from pledgegraph.sources.tables import suggestion
from pledgegraph.tracking.wording import Reader, Rewording, Wording
from pledgegraph.vocab import ENTITIES

_STATEMENT = re.compile(r"(?:document/)?(?P<slug>[a-z0-9-]+)/statement/(?P<start>\d+)-(?P<end>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedText:
    """A text's name and its clauses."""

    name: str
    clauses: tuple[Wording, ...]


def resolve(wanted: str, extractions: Sequence[Extraction], reader: Reader) -> NamedText:
    """The text that a slug, a statement's address, or a commitment's number, key or address stands for.

    Raises:
        InputError: nothing has that name, or several commitments bear the number, or it has no clause to compare.
    """
    documents = {extraction.document.slug: extraction for extraction in extractions}
    key = wanted.removeprefix(ENTITIES).removeprefix("id:")
    statement = _STATEMENT.fullmatch(key)
    slug = key.removeprefix("document/")
    if slug in documents:
        name, clauses = slug, reader.document(documents[slug])
    elif statement and statement["slug"] in documents:
        extraction = documents[statement["slug"]]
        place = int(statement["start"]), int(statement["end"])
        said = next((one for one in extraction.statements if (one.verb.start, one.verb.end) == place), None)
        if said is None:
            raise InputError(f"there is no statement '{wanted}'", remedy="Copy its address from a query's answer.")
        name, clauses = key, reader.statement(said, extraction)
    else:
        made, source = commitment_named(wanted, extractions)
        name, clauses = made.key, reader.commitment(made, source)
    if not clauses:
        raise InputError(f"'{wanted}' says nothing that could be compared", remedy="Name a text that binds or calls.")
    return NamedText(name=name, clauses=tuple(clauses))


def alone(wanted: str, extractions: Sequence[Extraction]) -> Commitment:
    """The commitment that a name stands for where nothing is named to compare it with.

    Raises:
        InputError: the name is that of a document or statement, which needs a second text, or of nothing.
    """
    key = wanted.removeprefix(ENTITIES).removeprefix("id:")
    slugs = {extraction.document.slug for extraction in extractions}
    what = "document" if key.removeprefix("document/") in slugs else "statement" if _STATEMENT.fullmatch(key) else ""
    if what:
        raise InputError(
            f"'{wanted}' is a {what}, and a {what} is compared with a second text",
            remedy=f"Name one: pledgegraph wording {wanted} LATER. Only a commitment can stand alone.",
        )
    return commitment_named(wanted, extractions)[0]


def commitment_named(wanted: str, extractions: Sequence[Extraction]) -> tuple[Commitment, Extraction]:
    """The commitment of a number, key or address, with the document that made it.

    Raises:
        InputError: there is none, or several bear the number.
    """
    made = [(one, extraction) for extraction in extractions for one in extraction.commitments]
    key = wanted.removeprefix(ENTITIES).removeprefix("id:").removeprefix("commitment/").removeprefix("commitment:")
    found = [pair for pair in made if pair[0].key == key] or [
        pair for pair in made if pair[0].ordinal is not None and str(pair[0].ordinal) == key
    ]
    if not found:
        names = [one.key for one, _ in made] + [extraction.document.slug for extraction in extractions]
        raise InputError(f"no document, commitment or statement is named '{wanted}'", remedy=suggestion(key, names))
    if len(found) > 1:
        keys = " or ".join(one.key for one, _ in found)
        raise InputError(f"'{wanted}' is the number of several commitments", remedy=f"Write {keys}.")
    return found[0]


def compare(earlier: NamedText, later: NamedText, reader: Reader) -> Rewording:
    """Two texts clause by clause."""
    changes = reader.compare(earlier.clauses, later.clauses)
    return Rewording(earlier=earlier.name, later=later.name, changes=tuple(changes))
