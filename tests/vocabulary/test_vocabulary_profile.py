"""OWL 2 DL: the profile checker and the reasoner are both asked, and each notices what the other lets through."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pledgegraph.cli.main import invoke
from pledgegraph.errors import InputError, MissingToolError
from pledgegraph.reason import reason
from pledgegraph.vocabulary import profile as module
from pledgegraph.vocabulary.profile import check_profile
from pledgegraph.vocabulary.terms import FILES

ONTOLOGY = Path(__file__).parents[2] / "ontology"
SHIPPED = [ONTOLOGY / name for name in FILES]
NO_COMPILER = "the Java compiler is missing: apt-get install default-jdk-headless"
needs_compiler = pytest.mark.skipif(shutil.which("javac") is None, reason=NO_COMPILER)
HEAD = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix plg: <https://w3id.org/pledgegraph/ontology#> .
<https://w3id.org/pledgegraph/ontology> a owl:Ontology .
"""
FAULTS = {
    "one property of two kinds": ("plg:p a owl:ObjectProperty , owl:DatatypeProperty .", "plg|ontology#p"),
    "an undeclared class": ("plg:A a owl:Class ; rdfs:subClassOf plg:B .", "ontology#B"),
    "a transitive property that is counted": (
        "plg:p a owl:ObjectProperty , owl:TransitiveProperty , owl:FunctionalProperty .",
        "ontology#p",
    ),
    "a class that is a datatype": ("plg:A a owl:Class , rdfs:Datatype .", "ontology#A"),
}


@needs_compiler
def test_the_ontology_is_owl_2_dl() -> None:
    found = check_profile(SHIPPED)
    assert found.violations == ()
    assert found.axioms > 1000


@needs_compiler
@pytest.mark.parametrize("name", sorted(FAULTS))
def test_what_is_outside_the_profile_is_named(name: str, tmp_path: Path) -> None:
    axioms, term = FAULTS[name]
    file = tmp_path / "outside.ttl"
    file.write_text(HEAD + axioms, encoding="utf-8")
    found = check_profile([file])
    assert found.violations, name
    assert any(part in violation for part in term.split("|") for violation in found.violations)


@needs_compiler
def test_the_profile_checker_lets_a_date_through_that_the_reasoner_does_not_take(tmp_path: Path) -> None:
    file = tmp_path / "date.ttl"
    file.write_text(HEAD + "plg:day a owl:DatatypeProperty ; rdfs:range xsd:date .", encoding="utf-8")
    assert check_profile([file]).violations == ()
    with pytest.raises(Exception, match="date"):
        reason([file])


@needs_compiler
def test_the_check_says_what_both_say(capfd: pytest.CaptureFixture[str]) -> None:
    assert invoke(["ontology", "check"]) == 0
    shown = capfd.readouterr().out
    assert "HermiT: consistent" in shown
    assert "OWLAPI: in the OWL 2 DL profile" in shown


def test_without_a_compiler_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    with pytest.raises(MissingToolError, match="default-jdk-headless"):
        check_profile(SHIPPED)


@needs_compiler
def test_broken_turtle_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("a b", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.ttl"):
        check_profile([file])
