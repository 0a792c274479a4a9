"""What the pages need beside the release: the catalogue, their own tables, the publication's facts, withdrawals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import msgspec
from starlette.requests import Request

from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.publish.publication import Publication
from pledgegraph.queries.catalogue import Catalogue, Query
from pledgegraph.sources.tomlfile import read_toml
from pledgegraph.vocab import ENTITIES

_TABLES = Path(__file__).parents[1] / "tables"


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An entity that was published once and is no more: since when, why, and what stands in its place."""

    iri: str
    since: date
    reason: str
    replaced_by: str = ""


class Withdrawals(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file `data/withdrawn.toml`."""

    withdrawn: list[Withdrawal] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that pages show or use and that no release holds.

    Attributes:
        catalogue: the project's questions, by name.
        tables: the queries behind the pages' own tables, by name.
        publication: title, licences and how to cite.
        withdrawn: withdrawn entities, by IRI.
        editor: the folder with the query editor's files, if it has been set up.
    """

    catalogue: Mapping[str, Query]
    tables: Mapping[str, Query]
    publication: Publication
    withdrawn: Mapping[str, Withdrawal]
    editor: Path | None

    @classmethod
    def read(cls, project: Project) -> Site:
        """The site of a project.

        Raises:
            InputError: the catalogue, the publication or the list of withdrawn entities is wrong.
        """
        editor = project.editor
        return cls(
            catalogue=Catalogue.read(project.queries).queries,
            tables=Catalogue.read(_TABLES).queries,
            publication=Publication.read(project.publication),
            withdrawn=_withdrawn(project.root / "data" / "withdrawn.toml"),
            editor=editor if (editor / "yasgui.min.js").is_file() else None,
        )

    def find(self, name: str) -> Query | None:
        """A query of the catalogue, or the one behind a page's table."""
        return self.catalogue.get(name) or self.tables.get(name)


def site_of(request: Request) -> Site:
    """The site of the application that a request came to."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


def _withdrawn(path: Path) -> Mapping[str, Withdrawal]:
    """The withdrawn entities of a file, by IRI; none where there is no file."""
    if not path.is_file():
        return MappingProxyType({})
    found = read_toml(path, Withdrawals).withdrawn
    for entry in found:
        if not entry.iri.startswith(ENTITIES):
            raise InputError(f"'{entry.iri}' is no entity of ours", place=path, remedy=f"Begin it with {ENTITIES}.")
    return MappingProxyType({entry.iri: entry for entry in found})
