"""The report graph of an engine read into records: from an rdflib graph, or from the N-Quads that one was made of.

A term is written so that its kind shows: an IRI bare, a literal in quotation marks, a blank node after `_:`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph
import rdflib

from pledgegraph.validate.reports import Report, Result, Severity, in_order
from pledgegraph.vocab import PREFIXES

Facts = Mapping[str, Mapping[str, list[str]]]
"""Subject, predicate, values in the order in which they were found."""

_SH = PREFIXES["sh"]
_RDF = PREFIXES["rdf"]
_BLANK = "_:"
_UNSAID = frozenset({f"{PREFIXES['xsd']}string", f"{_RDF}langString", f"{_RDF}dirLangString"})
_MARKS = {"inversePath": "^{}", "zeroOrMorePath": "{}*", "oneOrMorePath": "{}+", "zeroOrOnePath": "{}?"}


def read_report(graph: rdflib.Graph, *, engine: str = "", triples: int = 0) -> Report:
    """The report that an engine's report graph holds."""
    return _report(_gathered((_of_rdflib(s), str(p), _of_rdflib(o)) for s, p, o in graph), engine, triples)


def read_lines(lines: str, *, engine: str = "", triples: int = 0) -> Report:
    """The report that N-Quads hold: the same as from a graph of them, in a fraction of its time and memory."""
    found = pyoxigraph.parse(input=lines, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
    return _report(
        _gathered((_of_quads(q.subject), q.predicate.value, _of_quads(q.object)) for q in found), engine, triples
    )


def _gathered(found: Iterable[tuple[str, str, str]]) -> Facts:
    """Statements by subject and predicate; equal words are kept once."""
    facts: dict[str, dict[str, list[str]]] = {}
    words: dict[str, str] = {}
    for subject, predicate, value in found:
        values = facts.setdefault(subject, {}).setdefault(words.setdefault(predicate, predicate), [])
        values.append(words.setdefault(value, value))
    return facts


def _report(facts: Facts, engine: str, triples: int) -> Report:
    results = [_result(facts, facts.get(node, {})) for node in _results(facts)]
    return Report(results=in_order(results), engine=engine, triples=triples)


def _results(facts: Facts) -> Iterator[str]:
    """The nodes of all results, each once for each report that it is in."""
    for said in facts.values():
        if f"{_SH}ValidationReport" in said.get(f"{_RDF}type", ()):
            yield from dict.fromkeys(said.get(f"{_SH}result", ()))


def _result(facts: Facts, said: Mapping[str, list[str]]) -> Result:
    messages = sorted({_lexical(each) for each in said.get(f"{_SH}resultMessage", ())})
    return Result(
        focus=_term(_first(said, "focusNode")),
        path=_path(facts, _first(said, "resultPath")),
        value=_term(_first(said, "value")),
        shape=_term(_first(said, "sourceShape")),
        component=_term(_first(said, "sourceConstraintComponent")).rpartition("#")[2],
        constraint=_term(_first(said, "sourceConstraint")),
        severity=_severity(_first(said, "resultSeverity")),
        message=" ".join(messages),
    )


def _first(said: Mapping[str, list[str]], name: str) -> str:
    """The first value of a property of SHACL's, or nothing."""
    return next(iter(said.get(f"{_SH}{name}", ())), "")


def _path(facts: Facts, node: str) -> str:
    """A property path as text, structural nodes spelled out; empty for none."""
    if not node.startswith(_BLANK):
        return node
    said = facts.get(node, {})
    if f"{_RDF}first" in said:
        return "/".join(_path(facts, step) for step in _members(facts, node))
    for name, mark in _MARKS.items():
        if inner := _first(said, name):
            return mark.format(_path(facts, inner))
    alternatives = _first(said, "alternativePath")
    return "|".join(_path(facts, each) for each in _members(facts, alternatives)) if alternatives else _BLANK


def _members(facts: Facts, node: str) -> Iterator[str]:
    """The members of a list; one that leads back to itself ends there."""
    seen: set[str] = set()
    while node not in seen and (first := facts.get(node, {}).get(f"{_RDF}first")):
        seen.add(node)
        yield first[0]
        node = next(iter(facts[node].get(f"{_RDF}rest", ())), "")


def _severity(value: str) -> Severity:
    """The severity a term stands for; a severity of a shape's own counts as a violation."""
    name = value.rpartition("#")[2]
    return Severity(name) if name in set(Severity) else Severity.VIOLATION


def _term(written: str) -> str:
    """A term in a form that does not depend on an engine's blank-node labels."""
    return _BLANK if written.startswith(_BLANK) else written


def _lexical(written: str) -> str:
    """The words of a literal without language and datatype; another term as it is."""
    return written[1 : written.rindex('"')] if written.startswith('"') else written


def _of_rdflib(node: rdflib.term.Node) -> str:
    if isinstance(node, rdflib.BNode):
        return _BLANK + node
    if isinstance(node, rdflib.Literal):
        return _literal(node, node.language or "", node.datatype or "")
    return str(node)


def _of_quads(node: object) -> str:
    if isinstance(node, pyoxigraph.NamedNode):
        return node.value
    if isinstance(node, pyoxigraph.Literal):
        datatype = node.datatype.value
        return _literal(node.value, node.language or "", "" if datatype in _UNSAID else datatype)
    return str(node)


def _literal(words: str, language: str, datatype: str) -> str:
    return f'"{words}"' + (f"@{language.lower()}" if language else "") + (f"^^{datatype}" if datatype else "")
