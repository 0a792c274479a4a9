"""Terms of the vocabularies that describe datasets, by prefixed name."""

from __future__ import annotations

from functools import cache, lru_cache

from pledgegraph.iris import Iri, external
from pledgegraph.vocab import PREFIXES as OURS

PREFIXES: dict[str, str] = {
    **OURS,
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
}


@cache
def term(curie: str) -> Iri:
    """The term that a prefixed name stands for: `term("dcat:Dataset")`."""
    prefix, _, local = curie.partition(":")
    return external(PREFIXES[prefix] + local)


@lru_cache(maxsize=8192)
def shortened(iri: str) -> str:
    """The prefixed name of an address, or the address where no prefix fits."""
    fits = max((name for name, base in PREFIXES.items() if iri.startswith(base)), key=_length, default="")
    return f"{fits}:{iri.removeprefix(PREFIXES[fits])}" if fits else iri


def _length(prefix: str) -> int:
    return len(PREFIXES[prefix])
