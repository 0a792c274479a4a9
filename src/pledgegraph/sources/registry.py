"""The registry: states, territories, organisations, instruments, series, places and memberships, by name and by key."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.model import Kind, Ref
from pledgegraph.sources.entries import (
    Entry,
    Instrument,
    Membership,
    Organisation,
    Place,
    Series,
    State,
    Territory,
)
from pledgegraph.sources.registry_rows import FILES, Tables, read_tables

__all__ = [
    "Entry",
    "Instrument",
    "Membership",
    "Organisation",
    "Place",
    "Registry",
    "Series",
    "State",
    "Territory",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry(Tables):
    """Everything the registry files say, checked; `sha256` is a hash over the names and contents of the files."""

    sha256: str

    def entry(self, ref: Ref) -> Entry:
        """The row that a reference points to."""
        tables: dict[Kind, Mapping[str, Entry]] = {
            Kind.STATE: self.states,
            Kind.TERRITORY: self.territories,
            Kind.ORGANISATION: self.organisations,
            Kind.INSTRUMENT: self.instruments,
            Kind.SERIES: self.series,
            Kind.PLACE: self.places,
        }
        found = tables.get(ref.kind, {}).get(ref.key)
        if found is None:
            raise InputError(f"the registry has no {ref.kind.value} '{ref.key}'", remedy="Add it to data/registry.")
        return found

    def label(self, ref: Ref) -> str:
        """The preferred label of what a reference points to."""
        return self.entry(ref).label

    def kind_of(self, ref: Ref) -> str:
        """The finer kind of a thing ("initiative", "city", "government-body"), else the kind of the reference."""
        found = self.entry(ref)
        return found.kind if isinstance(found, Organisation | Instrument | Place) else ref.kind.value

    @classmethod
    def read(cls, folder: Path) -> Registry:
        """The registry that a folder's CSV files hold.

        Raises:
            InputError: a file is missing or wrong, or two rows claim one name; the message names file and line.
        """
        tables = read_tables(folder)
        digest = hashlib.sha256()
        for name in FILES:
            content = (folder / name).read_bytes()
            digest.update(f"{name}\n{len(content)}\n".encode())
            digest.update(content)
        return cls(**{each.name: getattr(tables, each.name) for each in fields(tables)}, sha256=digest.hexdigest())
