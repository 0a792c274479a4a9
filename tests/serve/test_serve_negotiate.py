"""Content negotiation by quality, closeness and order."""

from __future__ import annotations

import pytest

from pledgegraph.serve.formats import GRAPHS, TABLES
from pledgegraph.serve.negotiate import choose, ranges


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV ; Q=0.5", "text/csv"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/*;q=0.9, text/csv;q=0.1, */*;q=0.2", "text/tab-separated-values"),
        ("*/*, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        ("application/json", "application/json"),
        ("image/png, */*;q=0.001", "application/sparql-results+json"),
        ("nonsense, text/csv", "text/csv"),
        ('text/csv;header="absent";q=0.3, image/png', "text/csv"),
        ("text/csv;q=banana, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
    ],
)
def test_the_best_table(accept: str, media: str) -> None:
    chosen = choose(accept, TABLES)
    assert chosen is not None
    assert chosen.media == media


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "*/*;q=0", "nonsense"])
def test_nothing_fits(accept: str) -> None:
    assert choose(accept, TABLES) is None


def test_graphs_and_tables_are_told_apart() -> None:
    turtle = choose("text/turtle", GRAPHS)
    assert turtle is not None and turtle.writer == "TURTLE"
    assert choose("text/turtle", TABLES) is None


def test_a_long_header_is_read_up_to_a_bound() -> None:
    assert len(ranges("a/b," * 5000)) == 64
