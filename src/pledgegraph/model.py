"""The records every stage passes on: plain frozen values without RDF and without files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a reference points to; the value is the path segment of its IRI."""

    STATE = "state"
    TERRITORY = "territory"
    ORGANISATION = "organisation"
    PLACE = "place"
    INSTRUMENT = "instrument"
    SERIES = "series"
    PERSON = "person"
    COLLECTIVE = "collective"
    FORUM = "forum"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Ref:
    """A thing by kind and key: `Ref(kind=Kind.STATE, key="CHN")`."""

    kind: Kind
    key: str
