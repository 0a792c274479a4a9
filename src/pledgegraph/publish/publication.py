"""What the world is told of a release, from one file: title, creators, licences, keywords, versions and their days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.publish.versions import Version
from pledgegraph.sources.tomlfile import read_toml


class Licences(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The licences of data and code, as SPDX identifiers with their addresses."""

    data: str
    data_address: str
    code: str
    code_address: str
    note: str


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One release: its version and its day of issue."""

    version: str
    issued: date


class Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file `data/publication.toml`."""

    name: str
    title: str
    abstract: str
    keywords: list[str]
    creators: list[str]
    language: str
    homepage: str
    licences: Licences
    releases: list[Entry]

    @classmethod
    def read(cls, path: Path) -> Publication:
        """The publication as the file describes it.

        Raises:
            InputError: the file is missing or wrong, has no release, or its releases are not in order.
        """
        found = read_toml(path, cls)
        if not found.releases or not found.creators:
            raise InputError("names no release or no creator", place=path, remedy="Add one.")
        versions = [Version.of(entry.version, path) for entry in found.releases]
        days = [entry.issued for entry in found.releases]
        if sorted(set(versions)) != versions or sorted(days) != days:
            raise InputError(
                "the releases are not in order", place=path, remedy="Write each once, oldest first, with rising days."
            )
        return found

    def entry(self, version: str | None, place: Path) -> Entry:
        """The release of a version, or the last one.

        Raises:
            InputError: the file has no such version.
        """
        if version is None:
            return self.releases[-1]
        wanted = str(Version.of(version))
        for entry in self.releases:
            if entry.version == wanted:
                return entry
        raise InputError(
            f"names no release {version}; the last is {self.releases[-1].version}",
            place=place,
            remedy="Add a [[releases]] entry with the version and its day of issue.",
        )

    def before(self, entry: Entry) -> Entry | None:
        """The release before one, if there was any."""
        place = self.releases.index(entry)
        return self.releases[place - 1] if place else None
