"""VoID: the counts of a release, by class, by property and by named graph."""

from __future__ import annotations

from pledgegraph import iris
from pledgegraph.publish.described import Package, Statements, day
from pledgegraph.publish.terms import shortened, term
from pledgegraph.vocab import ENTITIES, ONTOLOGY


def void(package: Package) -> bytes:
    """The VoID description as Turtle; every figure is counted from the dump."""
    counts, entry, publication = package.counts, package.entry, package.publication
    statements = Statements()
    release = iris.release(entry.version)
    statements.add(
        release,
        ("rdf:type", term("void:Dataset")),
        ("dcterms:title", publication.title),
        ("dcterms:issued", day(entry)),
        ("dcterms:license", iris.external(publication.licences.data_address)),
        ("void:uriSpace", ENTITIES),
        ("void:vocabulary", iris.external(ONTOLOGY)),
        ("void:triples", counts.triples),
        ("void:entities", counts.entities),
        ("void:classes", len(counts.classes)),
        ("void:properties", len(counts.properties)),
        ("void:distinctSubjects", counts.subjects),
        ("void:distinctObjects", counts.objects),
        *(
            ("void:dataDump", iris.release_part(entry.version, "distribution", file.name))
            for file in package.files
            if file.name.startswith("data.")
        ),
    )
    for name, instances in counts.classes.items():
        node = iris.release_part(entry.version, "class", shortened(name))
        statements.add(release, ("void:classPartition", node))
        statements.add(node, ("void:class", iris.external(name)), ("void:entities", instances))
    for name, triples in counts.properties.items():
        node = iris.release_part(entry.version, "property", shortened(name))
        statements.add(release, ("void:propertyPartition", node))
        statements.add(
            node,
            ("void:property", iris.external(name)),
            ("void:triples", triples),
            ("void:distinctSubjects", counts.property_subjects[name]),
        )
    _graphs(statements, package)
    return statements.turtle()


def _graphs(statements: Statements, package: Package) -> None:
    """The named graphs, as subsets of the dataset and as parts of a SPARQL dataset."""
    version = package.entry.version
    release = iris.release(version)
    statements.add(release, ("rdf:type", term("sd:Dataset")))
    for name, triples in package.manifest["graphs"].items():
        node = iris.release_part(version, "graph", name.rpartition("/")[2])
        statements.add(release, ("void:subset", node), ("sd:namedGraph", node))
        statements.add(
            node,
            ("rdf:type", term("void:Dataset")),
            ("rdf:type", term("sd:NamedGraph")),
            ("sd:name", iris.external(name)),
            ("void:triples", triples),
        )
