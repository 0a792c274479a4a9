"""Sample queries: the fresh graph answers questions of the catalogue before it is published."""

from __future__ import annotations

import pyoxigraph as ox

from pledgegraph.queries.catalogue import Catalogue, Query
from pledgegraph.queries.results import Table
from pledgegraph.queries.run import run


def chosen(catalogue: Catalogue) -> list[Query]:
    """The first query of each leading tag, of those that need no value."""
    found: dict[str, Query] = {}
    for query in catalogue.queries.values():
        header = query.header
        if header is not None and not header.params and header.tags:
            found.setdefault(header.tags[0], query)
    return sorted(found.values(), key=lambda query: query.name)


def sample_rows(catalogue: Catalogue, data: bytes) -> dict[str, int]:
    """The number of rows that each sample query finds in the N-Quads.

    Raises:
        InputError: a query cannot be evaluated, or gives other columns than its header names.
    """
    store = ox.Store()
    store.bulk_load(data, format=ox.RdfFormat.N_QUADS)
    rows = {}
    for query in chosen(catalogue):
        answer = run(store, query)
        rows[query.name] = len(answer.rows) if isinstance(answer, Table) else len(answer.triples)
    return rows
