"""Where on this server the page of an IRI is; an IRI that is no web address is never a link."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from pledgegraph.vocab import ENTITIES, GRAPHS, ONTOLOGY, PREFIXES

_PASSAGE = re.compile(r"document/([a-z0-9-]+)/passage/(\d+)-(\d+)")
_SAFE = "/-._~"


def page_path(iri: str) -> str:
    """The path of an IRI's page, the address itself for one elsewhere on the web, "" for what must not be a link.

    >>> page_path("https://w3id.org/pledgegraph/id/document/x/passage/3-9")
    '/doc/document/x.html#char=3,9'
    >>> page_path("javascript:alert(1)")
    ''
    """
    if iri.startswith(ENTITIES):
        path = iri.removeprefix(ENTITIES)
        passage = _PASSAGE.fullmatch(path)
        if passage:
            return f"/doc/document/{passage[1]}.html#char={passage[2]},{passage[3]}"
        return f"/doc/{quote(path, safe=_SAFE)}.html"
    if iri.startswith(GRAPHS):
        return f"/graph/{quote(iri.removeprefix(GRAPHS), safe=_SAFE)}"
    if iri.startswith(ONTOLOGY):
        return f"/ontology.html#{quote(iri.removeprefix(ONTOLOGY), safe=_SAFE)}"
    return iri if _is_web(iri) else ""


def shown(iri: str) -> str:
    """An IRI for human eyes: with its prefix, or without the part that all of ours share."""
    if iri.startswith(ENTITIES):
        return iri.removeprefix(ENTITIES)
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def local_name(iri: str) -> str:
    """The last part of an IRI."""
    return re.split(r"[#/]", iri)[-1]


def root_of(public: str) -> str:
    """The path below which the server is seen from outside; "" where it has a host of its own."""
    return urlsplit(public).path.rstrip("/")


def _is_web(iri: str) -> bool:
    """Whether an IRI is an ordinary web address."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
