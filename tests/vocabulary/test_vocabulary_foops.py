"""The checks of FOOPS! that can be answered without a network, one test each, named as there.

Not here, as they are about registries and answers of the web: FIND2, FIND3, FIND_3_BIS, OM4.2; of OM3 the DOI and the logo.
`ontology/README.md` lists them as steps for a person. What resolves is tested against the redirects and the files.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.vocab import ONTOLOGY
from pledgegraph.vocabulary.redirects import redirects
from pledgegraph.vocabulary.site import FORMS, PAGE, write_site
from pledgegraph.vocabulary.terms import FILES

ROOT = Path(__file__).parents[2]
TARGET = "https://harbour.example/pledgegraph"
IRI = rdflib.URIRef("https://w3id.org/pledgegraph/ontology")
VANN = rdflib.Namespace("http://purl.org/vocab/vann/")
BIBO = rdflib.Namespace("http://purl.org/ontology/bibo/")
TURTLE, HTML = "text/turtle", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    found = rdflib.Graph()
    for name in FILES:
        found.parse(ROOT / "ontology" / name)
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is put on the web, below the folder that the redirects point to."""
    out = tmp_path_factory.mktemp("web")
    made = write_site(Project.find(ROOT), out / "ontology")
    assert made.notes == ()
    return out


@pytest.fixture(scope="module")
def version(graph: rdflib.Graph) -> str:
    return str(graph.value(IRI, OWL.versionInfo))


def resolved(path: str, accept: str) -> str:
    """Where the redirects send a request, read as Apache reads them: conditions belong to the rule that follows."""
    allowed = True
    for line in redirects(TARGET).splitlines():
        words = line.split(" ")
        if words[0] == "RewriteCond":
            assert words[1] == "%{HTTP_ACCEPT}"
            allowed = re.search(words[2], accept) is not None
        elif words[0] == "RewriteRule":
            found = re.search(words[1], path)
            if found and allowed:
                assert re.search(r"\[R=30[23],L(,NE)?\]", line)
                return found.expand(words[2].replace("$", "\\"))
            allowed = True
    raise AssertionError(f"nothing answers {path}")


def file_of(site: Path, address: str) -> Path:
    assert address.startswith(f"{TARGET}/")
    return site / address.removeprefix(f"{TARGET}/")


def has(graph: rdflib.Graph, *properties: rdflib.URIRef) -> None:
    for each in properties:
        assert (IRI, each, None) in graph, each


# --- findable ---


def test_find1_a_prefix_is_declared(graph: rdflib.Graph) -> None:
    assert str(graph.value(IRI, VANN.preferredNamespacePrefix)) == "plg"
    assert str(graph.value(IRI, VANN.preferredNamespaceUri)) == ONTOLOGY


def test_purl1_the_address_is_persistent() -> None:
    assert re.match(r"https://(w3id\.org|purl\.org|doi\.org)/", str(IRI))


@pytest.mark.parametrize("accept", [TURTLE, HTML, "*/*", ""])
def test_uri1_the_address_resolves(site: Path, accept: str) -> None:
    assert file_of(site, resolved("ontology", accept)).is_file()


def test_uri2_the_address_is_the_one_that_the_ontology_bears(graph: rdflib.Graph, site: Path) -> None:
    assert set(graph.subjects(RDF.type, OWL.Ontology)) == {IRI}
    published = rdflib.Graph().parse(file_of(site, resolved("ontology", TURTLE)))
    assert set(published.subjects(RDF.type, OWL.Ontology)) == {IRI}
    assert f"{IRI}#" == ONTOLOGY


def test_ver1_there_is_a_version_iri(graph: rdflib.Graph, version: str) -> None:
    assert graph.value(IRI, OWL.versionIRI) == rdflib.URIRef(f"{IRI}/{version}")


@pytest.mark.parametrize("accept", [TURTLE, HTML])
def test_ver2_the_version_iri_resolves_to_that_version(site: Path, version: str, accept: str) -> None:
    file = file_of(site, resolved(f"ontology/{version}", accept))
    assert file.parent.name == version
    assert version in file.read_text(encoding="utf-8")


def test_om1_minimum_metadata(graph: rdflib.Graph) -> None:
    has(graph, DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionIRI, DCTERMS.creator, DCTERMS.created)
    has(graph, VANN.preferredNamespaceUri)


# --- accessible ---


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (TURTLE, "ontology.ttl"),
        ("application/rdf+xml", "ontology.rdf"),
        ("application/n-triples", "ontology.nt"),
        ("application/ld+json", "ontology.jsonld"),
        (HTML, PAGE),
    ],
)
def test_cn1_content_negotiation(site: Path, accept: str, ending: str) -> None:
    for path in ("ontology", "ontology/"):
        address = resolved(path, accept)
        assert address == f"{TARGET}/ontology/{ending}"
        assert file_of(site, address).is_file()


def test_http1_an_open_protocol(graph: rdflib.Graph) -> None:
    assert str(IRI).startswith("https://")
    assert not [line for line in redirects(TARGET).splitlines() if "Rule" in line and "https://" not in line]


# --- interoperable ---


@pytest.mark.slow
def test_rdf1_rdf_in_four_syntaxes_that_say_the_same(graph: rdflib.Graph, site: Path) -> None:
    assert len(FORMS) == 4
    for name, form in FORMS.items():
        triples = pyoxigraph.parse(path=str(site / "ontology" / name), format=form)
        lines = pyoxigraph.serialize((quad.triple for quad in triples), format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
        published = rdflib.Graph().parse(data=lines, format="nt")
        assert len(published) == len(graph)
        assert isomorphic(published, graph)


def test_voc1_known_vocabularies_describe_the_ontology(graph: rdflib.Graph) -> None:
    used = {str(predicate) for predicate in graph.predicates(IRI, None)}
    for base in (str(DCTERMS), str(VANN), str(RDFS)):
        assert any(each.startswith(base) for each in used)


def test_voc2_known_vocabularies_are_built_upon(graph: rdflib.Graph) -> None:
    above = {str(each) for each in graph.objects(None, RDFS.subClassOf)} | {
        str(each) for each in graph.objects(None, RDFS.subPropertyOf)
    }
    for base in ("http://www.w3.org/ns/prov#", "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/org#"):
        assert any(each.startswith(base) for each in above)


# --- reusable ---


def test_doc1_there_is_a_page_for_people(site: Path, version: str) -> None:
    page = file_of(site, resolved("ontology", HTML)).read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert version in page
    for term in ("Commitment", "Passage", "evidence"):
        assert re.search(rf'id="{term}"', page, re.IGNORECASE)


def test_om2_recommended_metadata(graph: rdflib.Graph) -> None:
    has(graph, VANN.preferredNamespacePrefix, OWL.versionInfo, DCTERMS.created, DCTERMS.bibliographicCitation)


def test_om3_detailed_metadata_as_far_as_it_exists(graph: rdflib.Graph) -> None:
    has(graph, DCTERMS.publisher, DCTERMS.issued, DCTERMS.modified, BIBO.status)


def test_om4_1_a_licence(graph: rdflib.Graph) -> None:
    (licence,) = graph.objects(IRI, DCTERMS.license)
    assert str(licence) in (ROOT / "ontology" / "LICENSE").read_text(encoding="utf-8")


def test_om5_1_basic_provenance(graph: rdflib.Graph) -> None:
    has(graph, DCTERMS.creator, DCTERMS.created)


def test_om5_2_detailed_provenance(graph: rdflib.Graph) -> None:
    has(graph, DCTERMS.issued, DCTERMS.publisher)
    dates = [str(graph.value(IRI, each)) for each in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)]
    assert dates == sorted(dates) or dates[2] >= dates[0]


@pytest.mark.parametrize(
    ("label", "of"), [((RDFS.label, SKOS.prefLabel), "voc3"), ((SKOS.definition, RDFS.comment), "voc4")]
)
def test_voc3_and_voc4_labels_and_definitions(graph: rdflib.Graph, label: tuple[rdflib.URIRef, ...], of: str) -> None:
    terms = {each for each in graph.subjects(RDF.type, None) if str(each).startswith(ONTOLOGY)}
    assert len(terms) > 150
    assert not [each for each in terms if not any((each, one, None) in graph for one in label)], of


def test_at_least_twenty_of_the_twenty_four_are_tests_and_the_rest_are_steps() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    every = {"CN1", "DOC1", "HTTP1", "PURL1", "RDF1", "URI1", "URI2", "VER1", "VER2", "VOC1", "VOC2", "VOC3", "VOC4"}
    every |= {"FIND1", "FIND2", "FIND3", "FIND_3_BIS", "OM1", "OM2", "OM3", "OM4.1", "OM4.2", "OM5.1", "OM5.2"}
    assert len(every) == 24
    tested = {each for each in every if re.search(rf"def test_(?:\w+_)?{each.lower().replace('.', '_')}_", text)}
    assert len(tested) == 20
    steps = (ROOT / "ontology" / "README.md").read_text(encoding="utf-8").partition("## Published, by a person")[2]
    assert all(each in steps for each in every - tested)


# --- the files and the redirects themselves ---


def test_the_same_ontology_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = write_site(Project.find(ROOT), tmp_path / "ontology")
    assert {path.name for path in again.folder.iterdir()} == {*FORMS, "classes.svg", PAGE}
    for path in (each for each in again.folder.iterdir() if each.name != PAGE):
        assert path.read_bytes() == (site / "ontology" / again.folder.name / path.name).read_bytes(), path.name
        assert path.read_bytes() == (tmp_path / "ontology" / path.name).read_bytes()


def test_a_published_version_keeps_its_content(tmp_path: Path) -> None:
    made = write_site(Project.find(ROOT), tmp_path)
    nt = made.folder / "ontology.nt"
    nt.write_bytes(nt.read_bytes() + b"<urn:a> <urn:b> <urn:c> .\n")
    changed = nt.read_bytes()
    with pytest.raises(InputError, match="there already, with other content"):
        write_site(Project.find(ROOT), tmp_path)
    assert nt.read_bytes() == changed


def test_without_pylode_there_is_a_note_in_place_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pledgegraph.vocabulary import site as module

    monkeypatch.setattr(module, "find_spec", lambda name: None)
    made = write_site(Project.find(ROOT), tmp_path)
    assert not (made.folder / PAGE).exists()
    assert "pyLODE is not installed" in made.notes[0]


@pytest.mark.parametrize(
    "target", ["http://harbour.example", "harbour.example", "https://a b", "https://a/$1", "https://a\nX"]
)
def test_redirects_point_only_to_a_plain_https_address(target: str) -> None:
    with pytest.raises(InputError, match="no address"):
        redirects(target)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("", f"{TARGET}/"),
        ("id/commitment/harbour/1", f"{TARGET}/id/commitment/harbour/1"),
        ("graph/registry", f"{TARGET}/graph/registry"),
        ("shapes", f"{TARGET}/shapes.ttl"),
        ("ontology/classes.svg", f"{TARGET}/ontology/classes.svg"),
    ],
)
def test_other_addresses_lead_to_the_same_host(path: str, address: str) -> None:
    assert resolved(path, "*/*") == address
