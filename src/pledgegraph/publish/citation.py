"""CITATION.cff, codemeta.json and .zenodo.json, all from one publication."""

from __future__ import annotations

import html
import json
import re

from pledgegraph.publish.folders import json_bytes
from pledgegraph.publish.publication import Entry, Publication

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .'/-]*|\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?|\d{4}-\d\d-\d\d")
_RESERVED = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
SOFTWARE = "software"
DATASET = "dataset"


def citation(publication: Publication, entry: Entry, kind: str) -> bytes:
    """CITATION.cff (1.2.0) of the program (`software`) or of a release of the data (`dataset`)."""
    lines = [
        "cff-version: 1.2.0",
        f"message: {_scalar(f'If you use {publication.name} or its data, please cite it as below.')}",
        f"type: {kind}",
        f"title: {_scalar(publication.name if kind == SOFTWARE else publication.title)}",
        f"abstract: {_scalar(publication.abstract)}",
        "authors:",
        *(f"  - name: {_scalar(name)}" for name in publication.creators),
        f"version: {_scalar(entry.version)}",
        f"date-released: {entry.issued.isoformat()}",
        f"license: {_scalar(publication.licences.code if kind == SOFTWARE else publication.licences.data)}",
        f"url: {_scalar(publication.homepage)}",
        "keywords:",
        *(f"  - {_scalar(word)}" for word in publication.keywords),
    ]
    return ("\n".join(lines) + "\n").encode()


def codemeta(publication: Publication, entry: Entry) -> bytes:
    """codemeta.json (3.0): the program that makes the data."""
    return json_bytes(
        {
            "@context": "https://w3id.org/codemeta/3.0",
            "type": "SoftwareSourceCode",
            "name": publication.name,
            "description": publication.abstract,
            "author": [{"type": "Organization", "name": name} for name in publication.creators],
            "version": entry.version,
            "dateModified": entry.issued.isoformat(),
            "license": f"https://spdx.org/licenses/{publication.licences.code}",
            "url": publication.homepage,
            "keywords": publication.keywords,
            "programmingLanguage": "Python",
        }
    )


def zenodo(publication: Publication, entry: Entry) -> bytes:
    """.zenodo.json: the metadata of a deposit of a release."""
    return json_bytes(
        {
            "title": publication.title,
            "upload_type": "dataset",
            "access_right": "open",
            "description": f"<p>{html.escape(publication.abstract)}</p><p>{html.escape(publication.licences.note)}</p>",
            "creators": [{"name": name} for name in publication.creators],
            "license": publication.licences.data.lower(),
            "keywords": publication.keywords,
            "language": "eng" if publication.language == "en" else publication.language,
            "version": entry.version,
            "publication_date": entry.issued.isoformat(),
        }
    )


def _scalar(text: str) -> str:
    """A string as YAML: plain where that is safe, else between double quotes, which YAML reads as JSON does."""
    if _PLAIN.fullmatch(text) and text.lower() not in _RESERVED and not text.endswith(" "):
        return text
    return json.dumps(text, ensure_ascii=False)
