"""A graph as compact JSON-LD: short names, the entity first, and within it the part of our context that it uses.

The context stands in the document, not behind an address: a reader without network, or one that follows no address of
others (as ours does not), gets the same triples as everybody else. rdflib compacts; here nothing but order is added.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pledgegraph.publish.context import read_context

MOST = 1 << 20
"""The longest N-Triples that are compacted; more would take the server's memory and time from others."""

_FIRST = ("@context", "@id", "@type")
Context = dict[str, Any]


@lru_cache(maxsize=2)
def context_of(folder: Path) -> Context | None:
    """The context made from a release's ontology and shapes; the release does not change, so neither does this."""
    ontology, shapes = folder / "ontology.ttl", folder / "shapes.ttl"
    return read_context(ontology, shapes) if ontology.is_file() and shapes.is_file() else None


def compacted(triples: bytes, context: Context, about: str) -> bytes:
    """N-Triples as JSON-LD; the same triples give the same bytes.

    Args:
        triples: the graph.
        context: the whole context.
        about: the address of the entity that the graph is about.
    """
    import rdflib  # noqa: PLC0415 - a tenth of a second and much memory where nobody asks for JSON-LD
    from rdflib.plugins.serializers import jsonld  # noqa: PLC0415

    from pledgegraph.validate.engines import as_written  # noqa: PLC0415

    compact: Any = jsonld.from_rdf
    with as_written():
        graph = rdflib.Graph().parse(data=triples, format="nt")
        made = compact(graph, context)
    nodes = made.get("@graph", [made]) if isinstance(made, dict) else made
    for node in nodes:
        node.pop("@context", None)
    written = sorted((_in_order(node) for node in nodes), key=lambda node: _rank(node, about))
    return (
        json.dumps({"@context": _used(context, written), "@graph": written}, ensure_ascii=False, indent=1).encode()
        + b"\n"
    )


def _rank(node: Context, about: str) -> tuple[bool, str]:
    """The entity itself before the others, these by their addresses."""
    name = str(node.get("@id", ""))
    return name != about, name


def _in_order(value: Any) -> Any:  # noqa: ANN401 - JSON
    """JSON-LD with its names and values in order; a list keeps its own."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
        return {name: value[name] if name == "@list" else _in_order(value[name]) for name in names}
    if isinstance(value, list):
        return sorted((_in_order(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    return value


def _used(context: Context, document: object) -> Context:
    """The entries of a context that a document can refer to, by a name or by a prefix."""
    waiting, found = set(_strings(document)), {"@version"} & context.keys()
    while waiting:
        text = waiting.pop()
        for name in (text, text.partition(":")[0]):
            if name in context and name not in found:
                found.add(name)
                waiting |= set(_strings(context[name]))
    return {name: context[name] for name in sorted(found)}


def _strings(value: object) -> Iterator[str]:
    """Every name and text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
