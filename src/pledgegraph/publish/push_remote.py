"""What a remote store holds, asked in queries that every server answers: counts by graph, samples of the catalogue."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from pledgegraph.errors import RemoteError
from pledgegraph.publish.dumps import loaded
from pledgegraph.publish.samples import chosen
from pledgegraph.queries.catalogue import Catalogue, Query, parse_query
from pledgegraph.queries.remote import Endpoint
from pledgegraph.queries.results import Answer, Table
from pledgegraph.queries.run import run

PAGE = 1000
"""Graphs asked for at one time: fewer than any server's limit of rows."""
_UNNAMED = "ASK { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"


def counts(endpoint: Endpoint) -> dict[str, int]:
    """The statements of every named graph of a store.

    Raises:
        RemoteError: it does not answer, or not with numbers.
    """
    found: dict[str, int] = {}
    after = ""
    while True:
        rows = _rows(endpoint.run(_page(after)))
        try:
            found |= {graph: int(count) for graph, count in rows}
        except ValueError:
            raise RemoteError(
                "a count is no number", place=endpoint.url, remedy="Is this a SPARQL 1.1 endpoint?"
            ) from None
        if len(rows) < PAGE:
            return found
        after = max(graph for graph, _ in rows)


def holds_unnamed(endpoint: Endpoint) -> bool:
    """Whether a store shows statements that are in no named graph."""
    return _rows(endpoint.run(parse_query(_UNNAMED, "unnamed", "-"))) == [("true",)]


def sample_differences(catalogue: Catalogue, release: Path, endpoint: Endpoint) -> tuple[int, list[str]]:
    """How many sample queries were asked, and those that the store answers with more or fewer rows than the release."""
    store = loaded(release)
    wrong = []
    samples = chosen(catalogue)
    for query in samples:
        here, there = _length(run(store, query)), _length(endpoint.run(query))
        if here != there:
            wrong.append(f"'{query.name}' gives {there} rows in place of {here}")
    return len(samples), wrong


def _page(after: str) -> Query:
    """The counts of the next graphs in the order of their addresses."""
    quoted = str(ox.Literal(after))
    text = (
        "SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } "
        f"FILTER (STR(?graph) > {quoted}) }} GROUP BY ?graph ORDER BY STR(?graph) LIMIT {PAGE}"
    )
    return parse_query(text, "counts", "-")


def _rows(answer: Answer) -> list[tuple[str, ...]]:
    return list(answer.texts()) if isinstance(answer, Table) else []


def _length(answer: Answer) -> int:
    return len(answer.rows) if isinstance(answer, Table) else len(answer.triples)
