"""Named inferences: SPARQL CONSTRUCT rules from `queries/rules/*.rq`, whose results are the inference graph.

A rule's file begins with `#+` lines: `label`, `description`, `inputs` and `version`. What it constructs is inferred and
names the rule (`plg:byRule`). Rules are tried in the order of their names; each reads what those before it inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from pledgegraph import iris
from pledgegraph.errors import InputError
from pledgegraph.graph.sink import Sink, named, text
from pledgegraph.iris import term
from pledgegraph.slugs import SLUG
from pledgegraph.sources.tables import suggestion
from pledgegraph.sources.tomlfile import read_text

KEYS = ("label", "description", "inputs", "version")
_HEADER = re.compile(r"#\+ (?P<key>[a-z]+): (?P<value>.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class InferenceRule:
    """One CONSTRUCT query and what its header says of it."""

    name: str
    place: Path
    header: dict[str, str]
    query: str


def read_rules(folder: Path) -> list[InferenceRule]:
    """The rules of a folder, by name.

    Raises:
        InputError: a name is no slug, a header key is missing, unknown or doubled.
    """
    return [_read(path) for path in sorted(folder.glob("*.rq"))]


def infer(data: bytes, rules: Iterable[InferenceRule]) -> list[str]:
    """The lines of the inference graph: what the rules construct from N-Quads, one rule after the other.

    Raises:
        InputError: a rule is no CONSTRUCT query or cannot be evaluated.
    """
    store = ox.Store()
    store.bulk_load(data, format=ox.RdfFormat.N_QUADS)
    sink = Sink()
    graph = named("inferences")
    for rule in rules:
        node = iris.rule(rule.name)
        sink.add(
            graph,
            node,
            ("rdf:type", term("plg:Rule")),
            ("skos:prefLabel", text(rule.header["label"], "en")),
            ("skos:definition", text(rule.header["description"], "en")),
            ("owl:versionInfo", text(rule.header["version"])),
        )
        found = list(_construct(store, rule))
        store.extend(ox.Quad(one.subject, one.predicate, one.object, graph) for one in found)
        sink.lines += [f"{triple.subject} {triple.predicate} {triple.object} {graph} .\n" for triple in found]
    return sink.lines


def _construct(store: ox.Store, rule: InferenceRule) -> Iterable[ox.Triple]:
    try:
        answer = store.query(rule.query, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise InputError(f"not a SPARQL query: {error}", place=rule.place, remedy="Correct the syntax.") from None
    if not isinstance(answer, ox.QueryTriples):
        raise InputError("is no CONSTRUCT query", place=rule.place, remedy="Let it construct triples.")
    return answer


def _read(path: Path) -> InferenceRule:
    if not SLUG.fullmatch(path.stem):
        raise InputError("is no name of a rule", place=path, remedy="Use lower-case words joined by hyphens.")
    content = read_text(path)
    header: dict[str, str] = {}
    for number, line in enumerate(content.splitlines(), 1):
        if not line.startswith("#+"):
            break
        found = _HEADER.fullmatch(line)
        if not found or found.group("key") not in KEYS:
            key = line.removeprefix("#+").partition(":")[0].strip()
            raise InputError(f"the unknown header key '{key}'", place=path, line=number, remedy=suggestion(key, KEYS))
        if found.group("key") in header:
            raise InputError(f"'{found.group('key')}' stands twice", place=path, line=number, remedy="Keep one line.")
        header[found.group("key")] = found.group("value")
    missing = [key for key in KEYS if key not in header]
    if missing:
        raise InputError(f"the header lacks '{missing[0]}'", place=path, remedy=f"Add '#+ {missing[0]}: ...'.")
    return InferenceRule(name=path.stem, place=path, header=header, query=content)
