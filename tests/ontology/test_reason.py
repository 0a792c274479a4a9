"""What HermiT says: yes to the schema with a sample, no to what the model keeps apart."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import to_isomorphic

from pledgegraph import reason as reasoning
from pledgegraph.errors import InputError, MissingToolError
from pledgegraph.reason import DATE_TYPES, for_reasoner, read_turtle, reason

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = tuple(ROOT / "ontology" / f"{name}.ttl" for name in ("pledgegraph", "concepts", "themes"))
SAMPLE = Path(__file__).with_name("sample.ttl")
PREFIXES = """
@prefix plg: <https://w3id.org/pledgegraph/ontology#> .
@prefix id: <https://w3id.org/pledgegraph/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
CONTRADICTIONS = {
    "territory typed as a state": "<https://w3id.org/pledgegraph/id/territory/HKG> a plg:State .",
    "attendance as a commitment party": "id:x a plg:Participation , plg:CommitmentParty .",
    "attendance as the party of a commitment": (
        "id:a a plg:Participation ; plg:capacity plg:Attended . id:p a plg:CommitmentParty ; plg:party id:a ."
    ),
    "forum as a document": "id:f a plg:Forum , plg:Document .",
    "forum that a quote stands in": "id:f a plg:Forum . id:q plg:inDocument id:f .",
    "two capacities in one participation": "id:p a plg:Participation ; plg:capacity plg:Attended , plg:Hosted .",
    "full member that is no member state": (
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . id:m a plg:Membership ; plg:member id:s ; "
        "plg:membershipKind plg:FullMembership . id:s a plg:State , id:Never . "
        "id:Never a owl:Class ; owl:disjointWith plg:MemberState ."
    ),
}
NO_JAVA = "Java is missing: apt-get install default-jre-headless"
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason=NO_JAVA)


@needs_java
def test_schema_and_sample_are_consistent() -> None:
    verdict = reason([*SCHEMA, SAMPLE])
    assert verdict.consistent
    assert verdict.unsatisfiable == ()
    assert verdict.shown + len(verdict.dropped) == len(read_turtle([*SCHEMA, SAMPLE]))


@needs_java
@pytest.mark.parametrize("fault", sorted(CONTRADICTIONS))
def test_contradiction_is_refused(fault: str) -> None:
    extra = rdflib.Graph().parse(data=PREFIXES + CONTRADICTIONS[fault], format="turtle")
    assert not reason([*SCHEMA, SAMPLE], extra).consistent


@needs_java
def test_unsatisfiable_class_is_named() -> None:
    extra = rdflib.Graph().parse(
        data=PREFIXES
        + "id:Both a <http://www.w3.org/2002/07/owl#Class> ; "
        + "<http://www.w3.org/2000/01/rdf-schema#subClassOf> plg:State , plg:Territory .",
        format="turtle",
    )
    verdict = reason(SCHEMA, extra)
    assert verdict.consistent
    assert verdict.unsatisfiable == ("https://w3id.org/pledgegraph/id/Both",)


def test_only_dates_are_left_out() -> None:
    graph = read_turtle([*SCHEMA, SAMPLE])
    copy, dropped = for_reasoner(graph)
    assert dropped
    left_out = graph - copy
    assert {str(value.datatype) for _, _, value in left_out if isinstance(value, rdflib.Literal)} == {
        str(rdflib.XSD.date)
    }
    assert sorted((str(s), str(p), str(v)) for s, p, v in left_out) == list(dropped)
    assert len(copy) + len(dropped) == len(graph)
    assert not any(isinstance(v, rdflib.Literal) and v.datatype in DATE_TYPES for v in copy.objects())
    assert to_isomorphic(copy + left_out) == to_isomorphic(graph)


def test_missing_java_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasoning.shutil, "which", lambda name: None)
    with pytest.raises(MissingToolError, match="default-jre-headless"):
        reason(SCHEMA)


def test_bad_turtle_names_file_and_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("@prefix a: <http://a/> .\na:b a:c .\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.ttl:2"):
        read_turtle([bad])
    with pytest.raises(InputError, match=r"gone\.ttl: cannot be read"):
        read_turtle([tmp_path / "gone.ttl"])
