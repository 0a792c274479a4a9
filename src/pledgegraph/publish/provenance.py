"""PROV: the run that packaged a release, the build it used, and what that build was made from and with."""

from __future__ import annotations

from pledgegraph import iris
from pledgegraph.iris import Iri
from pledgegraph.publish.described import Package, Statements
from pledgegraph.publish.terms import term


def provenance(package: Package) -> bytes:
    """The provenance as Turtle. No times: the same inputs give the same release at any time."""
    statements = Statements()
    version, manifest = package.entry.version, package.manifest
    release = iris.release(version)
    packaging, building = (iris.release_part(version, "run", name) for name in ("packaging", "build"))
    built = iris.release_part(version, "build", package.build)
    program = iris.release_part(version, "program", manifest["program"])
    rules = iris.release_part(version, "input", f"rule-set-{manifest['ruleSet']['name']}")
    statements.add(
        program,
        ("rdf:type", term("prov:SoftwareAgent")),
        ("rdfs:label", manifest["program"]),
    )
    for run, label in ((building, "Building the graph"), (packaging, "Packaging the release")):
        statements.add(
            run, ("rdf:type", term("prov:Activity")), ("rdfs:label", label), ("prov:wasAssociatedWith", program)
        )
    statements.add(release, ("rdf:type", term("prov:Entity")), ("prov:wasGeneratedBy", packaging))
    statements.add(release, ("prov:wasDerivedFrom", built))
    statements.add(packaging, ("prov:used", built))
    statements.add(
        built,
        ("rdf:type", term("prov:Entity")),
        ("rdfs:label", f"Build {package.build}"),
        ("dcterms:identifier", package.build),
        ("prov:wasGeneratedBy", building),
    )
    statements.add(
        rules,
        ("rdf:type", term("prov:Plan")),
        ("rdfs:label", f"Rule set {manifest['ruleSet']['name']}"),
        ("owl:versionInfo", manifest["ruleSet"]["version"]),
        ("plg:contentHash", manifest["ruleSet"]["contentHash"]),
    )
    statements.add(building, ("prov:used", rules))
    for name, digest in manifest.get("inputs", {}).items():
        node = iris.release_part(version, "input", name)
        statements.add(building, ("prov:used", node))
        _entity(statements, node, f"Inputs: {name}", digest)
    for slug, digest in manifest["documents"].items():
        document = iris.document(slug)
        statements.add(building, ("prov:used", document))
        statements.add(document, ("rdf:type", term("prov:Entity")), ("plg:sha256", digest))
    return statements.turtle()


def _entity(statements: Statements, node: Iri, label: str, digest: str) -> None:
    statements.add(node, ("rdf:type", term("prov:Entity")), ("rdfs:label", label), ("plg:sha256", digest))
