"""The ontology files: terms documented, value sets equal to the code's, the contract covered, external terms typed."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from pledgegraph.vocab import ONTOLOGY, VALUE_SETS

ROOT = Path(__file__).resolve().parents[2]
DESIGN = ROOT.parent / "shared" / "design"
DOCUMENTED = (SKOS.definition, SKOS.example, RDFS.isDefinedBy)
PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
DATE_PROPERTIES = ("asOf", "attestedOn", "dateline", "decidedOn", "endDate", "since", "startDate", "until")
PLG = rdflib.Namespace(ONTOLOGY)


def load(*names: str) -> rdflib.Graph:
    """The named files of `ontology/` as one graph."""
    graph = rdflib.Graph()
    for name in names:
        graph.parse(ROOT / "ontology" / f"{name}.ttl")
    return graph


SCHEMA = load("pledgegraph")
CONCEPTS = load("concepts")
THEMES = load("themes")
EVERYTHING = SCHEMA + CONCEPTS + THEMES
OWN = sorted(
    {
        subject
        for subject in EVERYTHING.subjects(RDF.type, None)
        if isinstance(subject, rdflib.URIRef) and subject.startswith("https://w3id.org/pledgegraph/")
    }
    - {rdflib.URIRef("https://w3id.org/pledgegraph/ontology")}
)


@pytest.mark.parametrize("term", OWN, ids=lambda term: term.rsplit("/", 1)[-1])
def test_term_is_documented(term: rdflib.URIRef) -> None:
    label = SKOS.prefLabel if (term, RDF.type, SKOS.Concept) in EVERYTHING else RDFS.label
    if (term, RDF.type, SKOS.ConceptScheme) in EVERYTHING:
        label = SKOS.prefLabel
    for predicate in (label, *DOCUMENTED):
        assert (term, predicate, None) in EVERYTHING, f"{term} has no {predicate}"
    labels = [each.language for each in EVERYTHING.objects(term, label) if isinstance(each, rdflib.Literal)]
    assert labels == ["en"]


def test_ontology_header() -> None:
    ontology = rdflib.URIRef("https://w3id.org/pledgegraph/ontology")
    version = SCHEMA.value(ontology, OWL.versionInfo)
    assert SCHEMA.value(ontology, OWL.versionIRI) == rdflib.URIRef(f"{ontology}/{version}")
    terms = rdflib.Namespace("http://purl.org/dc/terms/")
    assert SCHEMA.value(ontology, terms.license) == rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert (ontology, terms.creator, None) in SCHEMA
    assert (None, OWL.imports, None) not in EVERYTHING


@pytest.mark.parametrize("name", sorted(VALUE_SETS))
def test_value_set_equals_the_enumeration(name: str) -> None:
    scheme = PLG[f"{name[0].upper()}{name[1:]}Scheme"]
    concepts = {str(each).removeprefix(ONTOLOGY) for each in CONCEPTS.subjects(SKOS.inScheme, scheme)}
    assert concepts == {member.value for member in VALUE_SETS[name]}
    assert (PLG[name], RDF.type, OWL.ObjectProperty) in SCHEMA


def test_every_concept_has_one_scheme_and_no_class_bears_its_name() -> None:
    for concept in EVERYTHING.subjects(RDF.type, SKOS.Concept):
        assert len(set(EVERYTHING.objects(concept, SKOS.inScheme))) == 1, concept
        assert (concept, RDF.type, OWL.Class) not in EVERYTHING


def test_properties_have_one_type() -> None:
    for term in set(SCHEMA.subjects(RDF.type, None)):
        types = [each for each in PROPERTY_TYPES if (term, RDF.type, each) in SCHEMA]
        assert len(types) <= 1, term


def test_every_term_used_is_declared() -> None:
    known = {str(each) for each in SCHEMA.subjects(RDF.type, None)}
    builtin = ("2001/XMLSchema", "2002/07/owl", "2000/01/rdf-schema", "1999/02/22-rdf-syntax-ns")
    for subject, predicate, value in EVERYTHING:
        used = [predicate] + ([value] if predicate in (RDF.type, RDFS.range, RDFS.domain, RDFS.subClassOf) else [])
        for term in used:
            if isinstance(term, rdflib.URIRef) and not any(f"w3.org/{each}#" in term for each in builtin):
                assert str(term) in known, f"{term}, used of {subject}"


def test_date_properties_have_no_range() -> None:
    for name in DATE_PROPERTIES:
        assert (PLG[name], RDF.type, OWL.DatatypeProperty) in SCHEMA
        assert (PLG[name], RDFS.range, None) not in SCHEMA
    assert (None, None, rdflib.XSD.date) not in EVERYTHING


def test_shared_properties_have_no_domain() -> None:
    shared = "forum organisation commitment speaker theme text ordinal inDocument evidence basis confidence"
    for name in shared.split():
        assert (PLG[name], RDFS.domain, None) not in SCHEMA, name


def test_a_commitment_is_derived_from_its_statement_and_not_generated_by_it() -> None:
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    assert set(SCHEMA.objects(PLG.producedBy, RDFS.subPropertyOf)) == {prov.wasDerivedFrom}


def test_classes_are_not_softly_mapped_inside_the_ontology() -> None:
    for predicate in (SKOS.closeMatch, SKOS.exactMatch):
        assert (None, predicate, None) not in EVERYTHING


def test_themes() -> None:
    scheme = PLG.ThemeScheme
    tops = {str(each).rsplit("/", 1)[-1] for each in THEMES.subjects(SKOS.topConceptOf, scheme)}
    assert tops == {"mobility", "security", "capability", "people", "governance"}
    assert len(set(THEMES.subjects(SKOS.inScheme, scheme))) >= 25
    for concept in THEMES.subjects(SKOS.inScheme, scheme):
        assert re.fullmatch(r"https://w3id\.org/pledgegraph/id/theme/[a-z0-9]+(-[a-z0-9]+)*", str(concept))
        assert (concept, SKOS.altLabel, None) in THEMES
        for broader in THEMES.objects(concept, SKOS.broader):
            assert (broader, SKOS.topConceptOf, scheme) in THEMES
        assert (concept, SKOS.broader, None) in THEMES or (concept, SKOS.topConceptOf, scheme) in THEMES


def test_theme_phrases_are_lower_case_and_belong_to_one_theme() -> None:
    owners: dict[str, rdflib.term.Node] = {}
    for concept, phrase in THEMES.subject_objects(SKOS.altLabel):
        text = str(phrase)
        assert text == text.lower().strip()
        assert owners.setdefault(text, concept) == concept, f"{text!r} belongs to two themes"
    for concept, phrase in THEMES.subject_objects(PLG.negativeLabel):
        assert owners.get(str(phrase)) != concept, f"{phrase!r} must and must not match {concept}"


def test_alignments_name_known_terms() -> None:
    lines = (ROOT / "ontology" / "alignments.sssom.tsv").read_text(encoding="utf-8").splitlines()
    prefixes = dict(re.findall(r"^#  (\w+): (\S+)$", "\n".join(lines), flags=re.M))
    rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
    keys = [(row["subject_id"], row["object_id"]) for row in rows]
    assert keys == sorted(set(keys))
    for row in rows:
        assert (PLG[row["subject_id"].removeprefix("plg:")], RDF.type, None) in SCHEMA, row["subject_id"]
        for column in ("predicate_id", "object_id", "mapping_justification"):
            assert row[column].split(":")[0] in prefixes, row
        assert row["predicate_id"] in {"skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch"}
        label = SCHEMA.value(PLG[row["subject_id"].removeprefix("plg:")], RDFS.label)
        assert str(label) == row["subject_label"]


@pytest.mark.parametrize("name", ["VOCABULARY.md", "EXAMPLE.ttl"])
def test_contract_is_covered(name: str) -> None:
    file = DESIGN / name
    if not file.exists():
        pytest.skip(f"{name} of the shared design folder is absent")
    used = set(re.findall(r"\bplg:([A-Za-z]\w*)", file.read_text(encoding="utf-8")))
    missing = sorted(term for term in used if (PLG[term], RDF.type, None) not in EVERYTHING)
    assert missing == []
