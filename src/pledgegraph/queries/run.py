"""Queries asked of a release: its quads in an in-memory store whose default graph is the union of all graphs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Store, Triple

from pledgegraph.errors import InputError
from pledgegraph.queries.catalogue import Query
from pledgegraph.queries.results import Answer, Cell, CellKind, Graph, Table
from pledgegraph.vocab import PREFIXES

XSD_STRING = PREFIXES["xsd"] + "string"
XSD_BOOLEAN = PREFIXES["xsd"] + "boolean"
LANG_STRING = PREFIXES["rdf"] + "langString"
DATA = "data.nq"


def load(release: Path) -> Store:
    """A store with the quads of a release folder, or of an N-Quads file.

    Raises:
        InputError: there is no such file, or it is not N-Quads.
    """
    path = release / DATA if release.is_dir() else release
    if not path.is_file():
        raise InputError("no release is here", place=path, remedy="Run 'pledgegraph build' first.")
    store = Store()
    try:
        store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        raise InputError(f"not N-Quads: {error}", place=path, remedy="Run 'pledgegraph build' again.") from None
    except OSError as error:
        raise InputError(f"file cannot be read: {error}", place=path, remedy="Check its permissions.") from None
    return store


def run(store: Store, query: Query, values: Mapping[str, str] | None = None) -> Answer:
    """The answer of a store to a query, with the parameters' values bound.

    Raises:
        InputError: a parameter is wrong, or the columns are not those the header names.
    """
    text = query.bound(values or {})
    try:
        return _answer(store, query, text)
    except SyntaxError as error:
        raise InputError(f"not a SPARQL query: {error}", place=query.place, remedy="Correct the syntax.") from None
    except (RuntimeError, OSError, ValueError) as error:
        raise InputError(
            f"the query cannot be evaluated: {error}",
            place=query.place,
            remedy="Use standard SPARQL 1.1 functions only.",
        ) from None


def _answer(store: Store, query: Query, text: str) -> Answer:
    """The answer to a query's text, read to its end."""
    result = store.query(text, use_default_graph_as_union=True)
    if isinstance(result, QueryBoolean):
        return boolean(bool(result))
    if not isinstance(result, QuerySolutions):
        return Graph.of(result)
    columns = tuple(variable.value for variable in result.variables)
    check_columns(query, columns)
    return Table(columns=columns, rows=tuple(tuple(_cell(term) for term in solution) for solution in result))


def boolean(answer: bool) -> Table:
    """The answer of an ASK as a table of one cell."""
    cell = Cell(kind=CellKind.LITERAL, value="true" if answer else "false", datatype=XSD_BOOLEAN)
    return Table(columns=("answer",), rows=((cell,),))


def triples_table(graph: Graph) -> Table:
    """The triples of a graph as a table of three columns."""
    rows = ((triple.subject, triple.predicate, triple.object) for triple in graph.triples)
    return Table(columns=("subject", "predicate", "object"), rows=tuple(tuple(map(_cell, row)) for row in rows))


def check_columns(query: Query, columns: tuple[str, ...]) -> None:
    """Refuses an answer whose columns are not the header's."""
    if query.header is not None and columns != query.header.columns:
        raise InputError(
            f"the query gives the columns {', '.join(columns)}, its header names {', '.join(query.header.columns)}",
            place=query.place,
            remedy="Make SELECT and '#+ columns:' agree.",
        )


def _cell(term: NamedNode | BlankNode | Literal | Triple | None) -> Cell | None:
    """The term as a cell."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return Cell(kind=CellKind.URI, value=term.value)
    if isinstance(term, BlankNode):
        return Cell(kind=CellKind.BNODE, value=term.value)
    if isinstance(term, Literal):
        plain = term.datatype.value in (XSD_STRING, LANG_STRING)
        return Cell(
            kind=CellKind.LITERAL,
            value=term.value,
            datatype="" if plain else term.datatype.value,
            language=term.language or "",
        )
    return Cell(kind=CellKind.LITERAL, value=str(term))
