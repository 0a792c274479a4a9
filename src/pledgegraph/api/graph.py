"""The graph in a folder or behind an endpoint, asked by the same code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from pledgegraph.api.entity import FACTS, QUOTES, Entity
from pledgegraph.api.results import Result
from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.publish.dumps import loaded
from pledgegraph.publish.folders import SUMS, verify
from pledgegraph.queries.catalogue import Catalogue, Query, parse_query
from pledgegraph.queries.explain import full_iri
from pledgegraph.queries.params import Param, ParamType, term
from pledgegraph.queries.remote import Endpoint
from pledgegraph.queries.results import Answer
from pledgegraph.queries.run import run
from pledgegraph.slugs import SLUG

_ENTITY = Param(name="iri", type=ParamType.IRI, default=None, optional=False)


class Answerer(Protocol):
    """What answers queries."""

    def run(self, query: Query, values: Mapping[str, str] | None = None) -> Answer:
        """The answer to a query with its parameters bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A release in memory."""

    store: ox.Store

    def run(self, query: Query, values: Mapping[str, str] | None = None) -> Answer:
        """The answer of the release."""
        return run(self.store, query, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeGraph:
    """A graph that can be asked.

    Attributes:
        place: the folder or address that was opened.
        catalogue: the questions that have a name.
        source: what answers.
    """

    place: str
    catalogue: Catalogue
    source: Answerer

    def query(self, name_or_text: str, **params: str | int | date) -> Result:
        """The answer to a question of the catalogue, by its name, or to a SPARQL query.

        Args:
            name_or_text: a name of the catalogue (see `questions`), or the text of a query.
            params: values for the parameters that the question names.

        Raises:
            InputError: there is no such question, a parameter is wrong, or the query cannot be evaluated.
            RemoteError: the endpoint does not answer.
        """
        named = SLUG.fullmatch(name_or_text) is not None
        query = self.catalogue.find(name_or_text) if named else parse_query(name_or_text, "-", "the query")
        return Result(answer=self.source.run(query, {name: str(value) for name, value in params.items()}))

    def entity(self, iri: str) -> Entity:
        """What the graph says of an entity: its whole address, with a prefix, or from its kind on (`state/CHN`).

        Raises:
            InputError: it is no address, or nothing is known of it.
            RemoteError: the endpoint does not answer.
        """
        full = full_iri(iri)
        node = term(_ENTITY, full)
        facts, quotes = (
            Result(answer=self.source.run(parse_query(text.replace("$ENTITY", node), "entity", full)))
            for text in (FACTS, QUOTES)
        )
        if not len(facts):
            raise InputError(f"nothing is known of {full}", place=self.place, remedy="A query's answer names entities.")
        return Entity(iri=full, facts=facts, quotes=quotes)

    @property
    def questions(self) -> dict[str, str]:
        """The names of the catalogue with what they ask."""
        return {name: query.header.question if query.header else "" for name, query in self.catalogue.queries.items()}

    def __repr__(self) -> str:
        return f"<pledgegraph {self.place}: {len(self.catalogue.queries)} questions>"


def open_graph(path_or_url: str | Path = "", *, timeout: int = 30, retries: int = 2) -> KnowledgeGraph:
    """The graph of a folder or an endpoint; the folder's checksums, the endpoint's union of graphs are verified.

    Raises:
        InputError: there is no whole release.
        RemoteError: the endpoint does not answer, or not over the union of its graphs.
    """
    written = str(path_or_url)
    if written.startswith(("http://", "https://")):
        endpoint = Endpoint(url=written, timeout=timeout, retries=retries)
        endpoint.check()
        return KnowledgeGraph(place=written, catalogue=Catalogue.read(Project.find().queries), source=endpoint)
    project, release = _release(Path(written) if written else None)
    verify(release)
    return KnowledgeGraph(
        place=str(release), catalogue=Catalogue.read(project.queries), source=Stored(store=loaded(release))
    )


def _release(folder: Path | None) -> tuple[Project, Path]:
    """A project and a release: the folder itself, the newest in it, or the current build of the project it holds.

    Raises:
        InputError: the folder is none of these.
    """
    if folder is None:
        project = Project.find()
        return project, project.current.resolve()
    if (folder / "data" / "registry").is_dir():
        project = Project.find(folder)
        return project, project.current.resolve()
    for candidate in (folder, folder / "latest", folder / "current"):
        if (candidate / SUMS).is_file():
            return Project.find(), candidate.resolve()
    raise InputError(
        "is no release, no folder of releases and no project",
        place=folder,
        remedy="Name a folder such as build/current or dist/latest, a project, or an endpoint's address.",
    )
