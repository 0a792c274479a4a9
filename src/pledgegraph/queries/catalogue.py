"""The catalogue: every `queries/*.rq` file by its name, with its header checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Store

from pledgegraph.errors import InputError
from pledgegraph.queries.guard import refuse_reaching_out
from pledgegraph.queries.header import Header, has_header, read_header
from pledgegraph.queries.params import bind, check_blocks
from pledgegraph.slugs import SLUG
from pledgegraph.sources.tables import read_text, suggestion

_SYNTAX = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One query: its name, where it was read, its header if it has one, and its text."""

    name: str
    place: str
    header: Header | None
    text: str

    def bound(self, values: Mapping[str, str]) -> str:
        """The text with parameter values in place, the defaults where none is given."""
        return bind(self.text, self.header.params if self.header else (), values, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The queries of a folder, by name."""

    folder: Path
    queries: Mapping[str, Query]

    @classmethod
    def read(cls, folder: Path) -> Catalogue:
        """The catalogue of a folder's `.rq` files.

        Raises:
            InputError: the folder has none, or a file's name, header or syntax is wrong.
        """
        paths = sorted(folder.glob("*.rq"))
        if not paths:
            raise InputError("no query file (*.rq) is here", place=folder, remedy="Name a folder with queries.")
        return cls(folder=folder, queries=MappingProxyType({path.stem: read_query(path) for path in paths}))

    def find(self, name: str) -> Query:
        """The query of a name; an unknown one is refused with the nearest."""
        if name not in self.queries:
            raise InputError(f"there is no query '{name}'", place=self.folder, remedy=suggestion(name, self.queries))
        return self.queries[name]


def read_query(path: Path) -> Query:
    """The query in a catalogue file; its header is required."""
    if not SLUG.fullmatch(path.stem):
        raise InputError(
            f"'{path.stem}' is not a query name", place=path, remedy="Use lower-case words joined by hyphens."
        )
    return parse_query(read_text(path), path.stem, path, header=True)


def parse_query(text: str, name: str, place: Path | str, *, header: bool = False) -> Query:
    """The query of a text, its syntax and its header checked.

    Args:
        text: the SPARQL query.
        name: what to call it.
        place: where it was read, for messages.
        header: whether it must have a header; a query typed in may come without one.

    Raises:
        InputError: the header or the syntax is wrong, or it is no query but an update.
    """
    head = read_header(text, place) if header or has_header(text) else None
    if head is not None:
        check_blocks(text, head.params, place)
    refuse_reaching_out(text, place)
    try:
        Store().query(text, use_default_graph_as_union=True)
    except SyntaxError as error:
        found = _SYNTAX.search(str(error))
        raise InputError(
            f"not a SPARQL query: {found[3] if found else error}",
            place=place,
            line=int(found[1]) if found else None,
            remedy="Correct the syntax.",
        ) from None
    except (RuntimeError, ValueError, OSError):
        pass  # what cannot be evaluated here, as a function of some server, may be asked elsewhere
    return Query(name=name, place=str(place), header=head, text=text)
