"""The RO-Crate of a release: the folder as a research object, every file with its type, size and checksum."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pledgegraph.publish.described import File, form_of
from pledgegraph.publish.folders import MANIFEST, SUMS, json_bytes
from pledgegraph.publish.publication import Entry, Publication

CRATE = "ro-crate-metadata.json"
_MAKER = "#maker-"


def crate(publication: Publication, entry: Entry, files: Iterable[File]) -> bytes:
    """`ro-crate-metadata.json` (RO-Crate 1.1)."""
    described = [_file(file) for file in files]
    described += [_untold(name) for name in (MANIFEST, SUMS)]
    makers = [{"@id": f"{_MAKER}{number}"} for number, _ in enumerate(publication.creators, 1)]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": publication.title,
        "description": publication.abstract,
        "identifier": f"{publication.name}-{entry.version}",
        "version": entry.version,
        "datePublished": entry.issued.isoformat(),
        "license": {"@id": publication.licences.data_address},
        "creator": makers,
        "publisher": makers[0],
        "keywords": ", ".join(publication.keywords),
        "url": publication.homepage,
        "hasPart": [{"@id": one["@id"]} for one in described],
    }
    graph = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        root,
        {
            "@id": publication.licences.data_address,
            "@type": "CreativeWork",
            "name": publication.licences.data,
            "description": publication.licences.note,
        },
        *(
            {"@id": f"{_MAKER}{number}", "@type": "Organization", "name": name}
            for number, name in enumerate(publication.creators, 1)
        ),
        *described,
    ]
    return json_bytes({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph})


def _file(file: File) -> dict[str, Any]:
    return _untold(file.name) | {"contentSize": str(file.bytes), "sha256": file.sha256}


def _untold(name: str) -> dict[str, Any]:
    """A file of which the crate cannot tell size and checksum, because it is written after the crate."""
    form = form_of(name)
    return {
        "@id": name,
        "@type": "File",
        "name": name.rpartition("/")[2],
        "description": form.about,
        "encodingFormat": form.packed or form.media,
    }
