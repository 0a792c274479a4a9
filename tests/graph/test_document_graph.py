"""The graph of whole documents: golden Turtle, quotes equal to the text, placement, evidence, no blank node."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from pledgegraph import iris
from pledgegraph.conversion import convert_document, read_grammar
from pledgegraph.graph.write import turtle
from pledgegraph.model import Document
from pledgegraph.project import Project
from pledgegraph.sources.documents import read_documents
from pledgegraph.vocab import GRAPHS

PROJECT = Project.find()
GOLDEN = Path(__file__).parents[1] / "golden"
DOCUMENTS = {document.slug: document for document in read_documents(PROJECT.documents)}
FACTS = "Forum Session Participation StatedCount PostHolding Statement Mention Commitment Clause CommitmentParty Finding".split()


@pytest.fixture(scope="module")
def quads() -> dict[str, list[ox.Quad]]:
    """The quads of every document, read back from their bytes."""
    grammar = read_grammar(PROJECT)
    return {
        slug: list(ox.parse(convert_document(document, grammar)[1], format=ox.RdfFormat.N_QUADS))
        for slug, document in DOCUMENTS.items()
    }


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_golden_turtle(slug: str, quads: dict[str, list[ox.Quad]], request: pytest.FixtureRequest) -> None:
    hashes = (iris.term("plg:contentHash"), iris.term("plg:storedText"))
    kept = [f"{quad} .\n" for quad in quads[slug] if quad.predicate not in hashes]
    made = turtle("".join(kept).encode())
    path = GOLDEN / f"{slug}.ttl"
    if request.config.getoption("--refresh-golden"):
        path.write_bytes(made)
    assert path.read_bytes() == made, "the graph changed; look at the difference and run pytest --refresh-golden"


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_every_quote_is_the_text_at_its_offsets(slug: str, quads: dict[str, list[ox.Quad]]) -> None:
    document: Document = DOCUMENTS[slug]
    store = ox.Store()
    store.extend(quads[slug])
    rows = list(
        store.query(
            "PREFIX oa: <http://www.w3.org/ns/oa#> SELECT ?exact ?start ?end ?prefix ?suffix WHERE { ?p oa:exact ?exact ; oa:start ?start ; oa:end ?end "
            "OPTIONAL { ?p oa:prefix ?prefix } OPTIONAL { ?p oa:suffix ?suffix } }",
            use_default_graph_as_union=True,
        )
    )
    assert len(rows) > 30
    for row in rows:
        start, end = int(row["start"].value), int(row["end"].value)
        assert document.text[start:end] == row["exact"].value
        assert document.text[:start].endswith(row["prefix"].value if row["prefix"] else "")
        assert document.text[end:].startswith(row["suffix"].value if row["suffix"] else "")


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_every_fact_has_evidence_or_a_curator(slug: str, quads: dict[str, list[ox.Quad]]) -> None:
    typed = {
        q.subject
        for q in quads[slug]
        if q.predicate == iris.term("rdf:type") and q.object in {iris.concept(f) for f in FACTS}
    }
    evident = {q.subject for q in quads[slug] if q.predicate == iris.term("plg:evidence")}
    assert typed and typed <= evident


def test_a_fact_lies_in_one_graph(quads: dict[str, list[ox.Quad]]) -> None:
    graphs: dict[ox.Triple, set[str]] = {}
    for several in quads.values():
        for quad in several:
            graphs.setdefault(quad.triple, set()).add(str(quad.graph_name))
    assert [triple for triple, where in graphs.items() if len(where) > 1] == []


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_facts_lie_in_their_graphs_and_nowhere_twice(slug: str, quads: dict[str, list[ox.Quad]]) -> None:
    graphs = {q.graph_name.value.removeprefix(GRAPHS) for q in quads[slug] if isinstance(q.graph_name, ox.NamedNode)}
    assert graphs == {slug, "registry", "curation"}
    triples = [q.triple for q in quads[slug]]
    assert len(triples) == len(set(triples))
    assert not any(isinstance(node, ox.BlankNode) for q in quads[slug] for node in (q.subject, q.object, q.graph_name))
