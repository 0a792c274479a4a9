"""The tables of the pages: what a text says without a meeting, or of one without a day, is in them too."""

from __future__ import annotations

from importlib.resources import files

import pytest
from pyoxigraph import RdfFormat, Store

GRAPH = b"""
PREFIX plg: <https://w3id.org/pledgegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX e: <urn:e:>
e:text dcterms:title "A press release" . e:other dcterms:title "A report" .
e:said a plg:Statement ; plg:inDocument e:text ; plg:force plg:Commits ; plg:content e:words ; plg:speaker e:ana .
e:told a plg:Statement ; plg:inDocument e:other ; plg:force plg:Commits ; plg:content e:words ; plg:forum e:dated .
e:held a plg:Statement ; plg:inDocument e:other ; plg:force plg:Commits ; plg:content e:words ; plg:forum e:undated .
plg:Commits skos:prefLabel "commits" . plg:Attended skos:prefLabel "attended" .
e:words oa:start 3 ; oa:exact "open two ports" .
e:dated skos:prefLabel "A forum" ; plg:startDate "2031-05-04"^^xsd:date .
e:undated skos:prefLabel "Another forum" .
e:promise a plg:Commitment ; plg:text "open two ports" ; plg:producedBy e:said .
e:vow a plg:Commitment ; plg:text "open two ports" ; plg:producedBy e:told .
e:post a plg:PostHolding ; plg:person e:ana ; plg:postTitle "deputy minister" .
e:ana a plg:Person ; skos:prefLabel "Ana Soto" .
e:there a plg:Participation ; plg:forum e:undated ; plg:participant e:ana ; plg:capacity plg:Attended .
"""


@pytest.fixture(scope="module")
def store() -> Store:
    """Two texts: one without a meeting, one of a meeting with a day and one without."""
    graph = Store()
    graph.load(GRAPH, format=RdfFormat.TURTLE)
    return graph


def rows(store: Store, table: str, column: str, **bound: str) -> list[str]:
    """One column of a table, in its order, with parameters bound as the pages bind them."""
    query = (files("pledgegraph.serve") / "tables" / f"{table}.rq").read_text(encoding="utf-8")
    for name, value in bound.items():
        query = query.replace(f"VALUES ?{name} {{ UNDEF }}", f"VALUES ?{name} {{ {value} }}")
    return [row[column].value for row in store.query(query)]


@pytest.mark.parametrize(
    ("table", "column", "expected"),
    [
        ("statements", "statement", ["urn:e:told", "urn:e:held", "urn:e:said"]),
        ("commitments", "commitment", ["urn:e:vow", "urn:e:promise"]),
        ("post-holdings", "holding", ["urn:e:post"]),
        ("participations", "participation", ["urn:e:there"]),
    ],
)
def test_nothing_is_left_out_for_want_of_a_meeting_or_a_day(
    store: Store, table: str, column: str, expected: list[str]
) -> None:
    """What has no day comes behind what has one."""
    assert rows(store, table, column) == expected


def test_of_a_meeting_only_what_its_texts_say(store: Store) -> None:
    """A meeting's table has nothing of texts without one."""
    assert rows(store, "statements", "statement", forum="<urn:e:undated>") == ["urn:e:held"]
    assert rows(store, "commitments", "commitment", forum="<urn:e:dated>") == ["urn:e:vow"]
    assert rows(store, "commitments", "commitment", forum="<urn:e:undated>") == []
