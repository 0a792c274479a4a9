"""The release of the five texts as an OWL reasoner sees it: consistent with the ontology, dates aside."""

from __future__ import annotations

import shutil

import pyoxigraph as ox
import pytest
import rdflib
from tests.build.conftest import SHIPPED

from pledgegraph.build import ONTOLOGY_FILES, build
from pledgegraph.project import Project
from pledgegraph.reason import reason

CANDIDATES = ox.NamedNode("https://w3id.org/pledgegraph/graph/candidates")
SAMPLE = 10


def reasoned_over(quads: list[ox.Quad]) -> set[ox.Triple]:
    """Every fact, and of the candidates, which assert nothing and are all alike, ten with their parts and passages."""
    echoes = sorted(
        {str(quad.subject).split("/score/")[0].rstrip(">") for quad in quads if quad.graph_name == CANDIDATES}
    )
    some = tuple(echoes[:SAMPLE])
    kept = [quad for quad in quads if quad.graph_name != CANDIDATES or str(quad.subject).startswith(some)]
    named = {quad.object for quad in kept if isinstance(quad.object, ox.NamedNode)}
    return {quad.triple for quad in kept if "/passage/" not in str(quad.subject) or quad.subject in named}


@pytest.mark.slow
def test_the_release_does_not_contradict_the_ontology(project: Project) -> None:
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: apt-get install default-jre-headless")
    shutil.rmtree(project.documents)
    shutil.copytree(SHIPPED.documents, project.documents)
    release = build(project).release
    triples = reasoned_over(list(ox.parse(path=release / "data.nq", format=ox.RdfFormat.N_QUADS)))
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert written is not None
    graph = rdflib.Graph().parse(data=written, format="nt")
    verdict = reason([project.ontology / name for name in ONTOLOGY_FILES], graph)
    assert verdict.consistent and verdict.unsatisfiable == ()
    assert verdict.shown > 10_000
