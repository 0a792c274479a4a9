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


@pytest.mark.slow
def test_the_release_does_not_contradict_the_ontology(project: Project) -> None:
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: apt-get install default-jre-headless")
    shutil.rmtree(project.documents)
    shutil.copytree(SHIPPED.documents, project.documents)
    release = build(project).release
    triples = {quad.triple for quad in ox.parse(path=release / "data.nq", format=ox.RdfFormat.N_QUADS)}
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert written is not None
    graph = rdflib.Graph().parse(data=written, format="nt")
    verdict = reason([project.ontology / name for name in ONTOLOGY_FILES], graph)
    assert verdict.consistent and verdict.unsatisfiable == ()
    assert verdict.shown > 10_000
