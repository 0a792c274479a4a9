"""What describes a release is true: every figure is counted again from the dumps, every checksum taken again."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard

from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.publish.citation import DATASET, SOFTWARE, citation
from pledgegraph.publish.folders import read_manifest
from pledgegraph.publish.publication import Entry, Publication
from pledgegraph.publish.versions import Version

ROOT = Path(__file__).parents[2]
PREFIXES = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX plg: <https://w3id.org/pledgegraph/ontology#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
"""
RELEASE = "<https://w3id.org/pledgegraph/id/dataset/pledgegraph/0-1-0>"


@pytest.fixture(scope="module")
def quads(packaged: Path) -> list[ox.Quad]:
    data = zstandard.ZstdDecompressor().decompressobj().decompress((packaged / "data.nq.zst").read_bytes())
    return list(ox.parse(data, format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def described(packaged: Path) -> ox.Store:
    store = ox.Store()
    for name in ("void.ttl", "dcat.ttl", "prov.ttl"):
        store.load(path=packaged / name, format=ox.RdfFormat.TURTLE)
    return store


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(term.value for term in row) for row in found]


# --- VoID ---


def test_the_totals_are_those_of_the_dump(described: ox.Store, quads: list[ox.Quad]) -> None:
    triples = {quad.triple for quad in quads}
    types = {t.object for t in triples if t.predicate.value.endswith("22-rdf-syntax-ns#type")}
    expected = {
        "triples": len(triples),
        "distinctSubjects": len({t.subject for t in triples}),
        "distinctObjects": len({t.object for t in triples}),
        "properties": len({t.predicate for t in triples}),
        "classes": len(types),
        "entities": len({t.subject for t in triples if t.subject.value.startswith("https://w3id.org/pledgegraph/id/")}),
    }
    for name, number in expected.items():
        assert rows(described, f"SELECT ?n {{ {RELEASE} void:{name} ?n }}") == [(str(number),)], name


def test_the_partitions_by_class_and_property_are_those_of_the_dump(described: ox.Store, quads: list[ox.Quad]) -> None:
    triples = {quad.triple for quad in quads}
    classes = Counter(t.object.value for t in triples if t.predicate.value.endswith("22-rdf-syntax-ns#type"))
    found = rows(
        described, f"SELECT ?c ?n {{ {RELEASE} void:classPartition ?p . ?p void:class ?c ; void:entities ?n }}"
    )
    assert {name: int(number) for name, number in found} == dict(classes)
    assert len(found) == len(classes)
    properties = Counter(t.predicate.value for t in triples)
    subjects = defaultdict(set)
    for triple in triples:
        subjects[triple.predicate.value].add(triple.subject)
    found = rows(
        described,
        f"SELECT ?q ?n ?s {{ {RELEASE} void:propertyPartition ?p . ?p void:property ?q ; void:triples ?n ; "
        "void:distinctSubjects ?s }",
    )
    assert {(name, int(number), int(count)) for name, number, count in found} == {
        (name, number, len(subjects[name])) for name, number in properties.items()
    }


def test_the_named_graphs_are_those_of_the_dump(described: ox.Store, quads: list[ox.Quad]) -> None:
    graphs = Counter(quad.graph_name.value for quad in quads)
    found = rows(described, f"SELECT ?g ?n {{ {RELEASE} sd:namedGraph ?p . ?p sd:name ?g ; void:triples ?n }}")
    assert {name: int(number) for name, number in found} == dict(graphs)


# --- DCAT ---


def test_every_data_file_is_a_distribution_with_its_size_and_checksum(described: ox.Store, packaged: Path) -> None:
    found = rows(
        described,
        f"SELECT ?name ?size ?sum {{ {RELEASE} dcat:distribution ?d . ?d dcterms:title ?name ; dcat:byteSize ?size ; "
        "spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue ?sum ] }",
    )
    told = {name: (int(size), digest) for name, size, digest in found}
    assert {"data.nq.gz", "data.jsonld.zst", "pledgegraph.db", "tables/commitments.csv", "ontology.ttl"} <= set(told)
    for name, (size, digest) in told.items():
        data = (packaged / name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (size, digest)
    described_only = {"void.ttl", "dcat.ttl", "prov.ttl", "CITATION.cff", "codemeta.json", ".zenodo.json"}
    assert set(read_manifest(packaged)["files"]) - set(told) == described_only | {"ro-crate-metadata.json"}


def test_every_distribution_names_its_form(described: ox.Store) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?d a dcat:Distribution "
    whole = rows(described, count + "}")
    assert rows(described, count + "; dcat:mediaType ?m ; dcterms:license ?l ; dcterms:description ?t }") == whole
    packed = rows(described, "SELECT ?n ?f { ?d dcterms:title ?n ; dcat:compressFormat ?f } ORDER BY ?n")
    assert len(packed) == 10
    assert all(form.endswith("gzip" if name.endswith(".gz") else "zstd") for name, form in packed)


def test_the_release_is_in_its_series(described: ox.Store) -> None:
    series = "<https://w3id.org/pledgegraph/id/dataset/pledgegraph>"
    found = rows(
        described,
        f"SELECT ?v ?d ?k {{ {RELEASE} a dcat:Dataset ; dcat:inSeries {series} ; dcat:version ?v ; dcterms:issued ?d ; "
        f"dcterms:license ?k . {series} a dcat:DatasetSeries ; dcat:last {RELEASE} }}",
    )
    assert found == [("0.1.0", "2026-11-22", "https://creativecommons.org/licenses/by/4.0/")]


def test_no_description_has_a_node_without_a_name(described: ox.Store) -> None:
    assert not rows(described, "SELECT ?s { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }")


# --- PROV ---


def test_the_run_used_the_documents_and_the_rules(described: ox.Store, five: Project) -> None:
    manifest = read_manifest(five.current)
    used = rows(
        described,
        f"SELECT ?used ?sum {{ {RELEASE} prov:wasGeneratedBy ?run ; prov:wasDerivedFrom ?build . ?run prov:used ?build . "
        "?build prov:wasGeneratedBy ?made . ?made prov:used ?used . ?used plg:sha256 ?sum }",
    )
    sums = {iri.rpartition("/")[2]: digest for iri, digest in used}
    assert {slug: sums[slug] for slug in manifest["documents"]} == manifest["documents"]
    assert set(manifest["inputs"].values()) <= set(sums.values())
    rules = rows(described, "SELECT ?v ?h { ?r a prov:Plan ; owl:versionInfo ?v ; plg:contentHash ?h }")
    assert rules == [(manifest["ruleSet"]["version"], manifest["ruleSet"]["contentHash"])]


# --- citations, all from one source ---


@pytest.fixture(scope="module")
def publication() -> Publication:
    return Publication.read(ROOT / "data" / "publication.toml")


def test_the_citation_of_the_repository_is_the_publications(publication: Publication) -> None:
    assert (ROOT / "CITATION.cff").read_bytes() == citation(publication, publication.releases[-1], SOFTWARE)


def test_the_package_and_the_publication_have_one_version(publication: Publication) -> None:
    import pledgegraph

    assert publication.releases[-1].version == pledgegraph.__version__


def test_a_citation_quotes_what_yaml_would_misread() -> None:
    from pledgegraph.publish import citation as module

    for plain in ("pledgegraph", "migration governance", "0.1.0", "2026-11-22"):
        assert module._scalar(plain) == plain
    for odd in ("a: b", "- a", "yes", "No", "1.10", "#x", "'a", '"a"', "a #b", "{a}", "a\nb", "", " a", "null"):
        assert json.loads(module._scalar(odd)) == odd


def test_the_citation_file_has_the_parts_that_the_format_requires(packaged: Path) -> None:
    lines = (packaged / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    keys = {line.partition(":")[0] for line in lines if re.match(r"[a-z]", line)}
    assert keys >= {"cff-version", "message", "title", "authors", "version", "date-released", "license"}
    assert "type: dataset" in lines and "license: CC-BY-4.0" in lines


def test_all_descriptions_tell_the_same(packaged: Path, publication: Publication) -> None:
    entry = publication.releases[-1]
    codemeta, zenodo = (json.loads((packaged / name).read_bytes()) for name in ("codemeta.json", ".zenodo.json"))
    crate = {node["@id"]: node for node in json.loads((packaged / "ro-crate-metadata.json").read_bytes())["@graph"]}
    assert codemeta["version"] == zenodo["version"] == crate["./"]["version"] == entry.version
    assert codemeta["keywords"] == zenodo["keywords"] == crate["./"]["keywords"].split(", ") == publication.keywords
    names = [node["name"] for node in zenodo["creators"]]
    assert names == [node["name"] for node in codemeta["author"]] == publication.creators
    assert zenodo["license"] == "cc-by-4.0" and codemeta["license"].endswith("/Apache-2.0")
    assert crate["./"]["license"]["@id"] == publication.licences.data_address


def test_the_crate_describes_every_file(packaged: Path) -> None:
    graph = json.loads((packaged / "ro-crate-metadata.json").read_bytes())["@graph"]
    nodes = {node["@id"]: node for node in graph}
    assert nodes["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert len(nodes) == len(graph)
    parts = {part["@id"] for part in nodes["./"]["hasPart"]}
    there = {path.relative_to(packaged).as_posix() for path in packaged.rglob("*") if path.is_file()}
    assert parts == there - {"ro-crate-metadata.json"}
    for name in parts - {"MANIFEST.json", "SHA256SUMS"}:
        data = (packaged / name).read_bytes()
        assert nodes[name]["sha256"] == hashlib.sha256(data).hexdigest()
        assert nodes[name]["contentSize"] == str(len(data))
    references = {
        value["@id"] for node in graph for value in node.values() if isinstance(value, dict) and "@id" in value
    }
    assert references - set(nodes) == {"https://w3id.org/ro/crate/1.1"}


# --- the publication file and version numbers ---


def test_an_older_release_is_told_before_a_newer_one(publication: Publication, packaged: Path) -> None:
    first, second = (Entry(version=version, issued=date(2027, 1, day)) for day, version in ((1, "1.0.0"), (2, "1.1.0")))
    both = type(publication)(**{**_fields(publication), "releases": [first, second]})
    assert both.before(first) is None and both.before(second) == first
    assert b"1.1.0" in citation(both, second, DATASET)


def _fields(publication: Publication) -> dict[str, object]:
    return {name: getattr(publication, name) for name in publication.__struct_fields__}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('version = "0.1.0"', 'version = "one"', "is no version"),
        ('version = "0.1.0"', 'number = "0.1.0"', "unknown field"),
        ("issued = 2026-11-22", 'issued = "soon"', "nvalid"),
        (
            "issued = 2026-11-22",
            'issued = 2026-11-22\n[[releases]]\nversion = "0.0.9"\nissued = 2027-01-01',
            "in order",
        ),
        (
            "issued = 2026-11-22",
            'issued = 2026-11-22\n[[releases]]\nversion = "0.2.0"\nissued = 2025-01-01',
            "in order",
        ),
        ('creators = ["The pledgegraph maintainers"]', "creators = []", "no creator"),
    ],
)
def test_a_wrong_publication_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = (ROOT / "data" / "publication.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "publication.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=problem) as caught:
        Publication.read(path)
    assert str(path) in caught.value.message


def test_versions_are_ordered_by_number_and_stage() -> None:
    written = ["0.1.0", "0.2.0-alpha.1", "0.2.0-beta.1", "0.2.0-rc.2", "0.2.0-rc.10", "0.2.0", "0.10.0", "1.0.0"]
    assert [str(version) for version in sorted(map(Version.of, reversed(written)))] == written
