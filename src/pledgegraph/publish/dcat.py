"""DCAT 3: the series, the release in it, and a distribution for every data file, with size and checksum."""

from __future__ import annotations

import pyoxigraph as ox

from pledgegraph import iris
from pledgegraph.publish.described import Package, Statements, Value, day, form_of
from pledgegraph.publish.terms import term

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_ENGLISH = "http://publications.europa.eu/resource/authority/language/ENG"


def dcat(package: Package) -> bytes:
    """The DCAT description as Turtle."""
    publication, entry = package.publication, package.entry
    statements = Statements()
    series, release = iris.series(), iris.release(entry.version)
    makers = [iris.agent(_slug(name)) for name in publication.creators]
    for maker, name in zip(makers, publication.creators, strict=True):
        statements.add(maker, ("rdf:type", term("foaf:Agent")), ("foaf:name", name))
    shared: list[tuple[str, Value]] = [
        ("dcterms:title", ox.Literal(publication.title, language=publication.language)),
        ("dcterms:description", ox.Literal(publication.abstract, language=publication.language)),
        ("dcterms:license", iris.external(publication.licences.data_address)),
        ("dcterms:publisher", makers[0]),
        *(("dcterms:creator", maker) for maker in makers),
        *(("dcat:keyword", ox.Literal(word, language=publication.language)) for word in publication.keywords),
    ]
    statements.add(series, ("rdf:type", term("dcat:DatasetSeries")), *shared, ("dcat:last", release))
    before = publication.before(entry)
    statements.add(
        release,
        ("rdf:type", term("dcat:Dataset")),
        *shared,
        ("dcterms:identifier", f"{publication.name}-{entry.version}"),
        ("dcterms:issued", day(entry)),
        ("dcterms:rights", publication.licences.note),
        ("dcterms:language", iris.external(_ENGLISH) if publication.language == "en" else None),
        ("dcat:version", entry.version),
        ("dcat:inSeries", series),
        ("dcat:landingPage", iris.external(publication.homepage)),
        ("dcat:prev", iris.release(before.version) if before else None),
        ("dcat:previousVersion", iris.release(before.version) if before else None),
        ("prov:wasGeneratedBy", iris.release_part(entry.version, "run", "packaging")),
    )
    _distributions(statements, package)
    return statements.turtle()


def _distributions(statements: Statements, package: Package) -> None:
    version = package.entry.version
    for file in package.files:
        form = form_of(file.name)
        node = iris.release_part(version, "distribution", file.name)
        checksum = iris.release_part(version, "checksum", file.name)
        statements.add(iris.release(version), ("dcat:distribution", node))
        statements.add(
            node,
            ("rdf:type", term("dcat:Distribution")),
            ("dcterms:title", file.name),
            ("dcterms:description", form.about),
            ("dcterms:license", iris.external(package.publication.licences.data_address)),
            ("dcat:mediaType", iris.external(MEDIA_TYPES + form.media)),
            ("dcat:compressFormat", iris.external(MEDIA_TYPES + form.packed) if form.packed else None),
            ("dcat:byteSize", ox.Literal(str(file.bytes), datatype=term("xsd:nonNegativeInteger"))),
            ("dcterms:issued", day(package.entry)),
            ("spdx:checksum", checksum),
        )
        statements.add(
            checksum,
            ("rdf:type", term("spdx:Checksum")),
            ("spdx:algorithm", term("spdx:checksumAlgorithm_sha256")),
            ("spdx:checksumValue", ox.Literal(file.sha256, datatype=term("xsd:hexBinary"))),
        )


def _slug(name: str) -> str:
    """A creator's name as a key: small letters and digits joined by hyphens."""
    return "-".join(
        "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in name.lower()).split()
    )
