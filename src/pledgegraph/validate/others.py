"""The check of other people's data: read in a limited process, validated, each result with its places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.validate.engines import engine_named
from pledgegraph.validate.foreign import ENDINGS, Limits, Source, source_of, union_of
from pledgegraph.validate.gate import DEFAULT_ENGINE, ontology_files, shape_files
from pledgegraph.validate.places import with_places
from pledgegraph.validate.reading import background, union
from pledgegraph.validate.reports import Report
from pledgegraph.validate.texts import Texts

_MENTIONED = 1000
_OF_ANYTHING = frozenset({".json", ".xml"})
_SHAPES_NEEDED = "Name a file of SHACL shapes, or a folder of such files."


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What data are checked against: shapes as N-Triples, and what these ask of the ontology."""

    shapes: bytes
    background: bytes = b""


def own_rules(shapes: Path) -> Rules:
    """The project's shapes, with the ontology around them."""
    return Rules(shapes=union(shape_files(shapes)), background=background(ontology_files(shapes)))


def their_rules(shapes: Path, limits: Limits | None = None) -> Rules:
    """Other people's shapes: a file, or the RDF files of a folder, read as carefully as data.

    Raises:
        InputError: there are none, or one cannot be read.
    """
    if shapes.is_dir():
        paths = sorted(path for path in shapes.iterdir() if path.suffix.lower() in ENDINGS.keys() - _OF_ANYTHING)
    else:
        paths = [shapes]
    return shapes_of(union_of((source_of(path) for path in paths), limits), shapes)


def shapes_of(found: bytes, place: str | Path) -> Rules:
    """Other people's shapes that have been read.

    Raises:
        InputError: there are none.
    """
    if b"<http://www.w3.org/ns/shacl#" not in found:
        raise InputError("holds no shapes", place=place, remedy=_SHAPES_NEEDED)
    return Rules(shapes=found)


def check_others(
    sources: Sequence[Source],
    rules: Rules,
    *,
    engine: str = DEFAULT_ENGINE,
    focus: str = "",
    texts: Texts | None = None,
    limits: Limits | None = None,
) -> Report:
    """The report on the union of the sources, or on one node of it, each result with its place in text and data.

    Raises:
        InputError: a source cannot be read within the limits, there are no statements, or the focus is not in them.
    """
    return check_union(union_of(sources, limits), sources, rules, engine=engine, focus=focus, texts=texts)


def check_union(
    data: bytes,
    sources: Sequence[Source],
    rules: Rules,
    *,
    engine: str = DEFAULT_ENGINE,
    focus: str = "",
    texts: Texts | None = None,
) -> Report:
    """The same, where the union of the sources has been read already.

    Raises:
        InputError: the engine refuses, there are no statements, or the focus is not in them.
    """
    chosen = engine_named(engine)
    names = tuple(source.name for source in sources)
    if not data.strip():
        raise InputError("holds no statements", place=", ".join(names), remedy="Name files with RDF in them.")
    if focus and f"<{focus}>".encode() not in data:
        raise InputError(
            f"says nothing of <{focus}>", place=", ".join(names), remedy="Write the whole IRI, as it is in the data."
        )
    report = chosen.validate(data + rules.background, rules.shapes)
    if focus:
        report = replace(report, results=tuple(each for each in report.results if each.focus == focus))
    return with_mentions(replace(with_places(report, data, texts), files=names), sources)


def with_mentions(report: Report, sources: Sequence[Source]) -> Report:
    """The same report, the first results with the line of the data that first speaks of their focus.

    Only whole addresses are looked for, as N-Triples and most other files have them; a prefixed name is not found.
    """
    wanted = {result.focus for result in report.results[:_MENTIONED] if ":" in result.focus and result.focus != "_:"}
    if not wanted:
        return report
    found: dict[str, tuple[str, int]] = {}
    pattern = re.compile(
        rb"""[<"'](""" + b"|".join(re.escape(each.encode()) for each in sorted(wanted)) + rb""")[>"']"""
    )
    for source in sources:
        content = source.data or (source.path.read_bytes() if source.path else b"")
        line, last = 1, 0
        for match in pattern.finditer(content):
            line += content.count(b"\n", last, match.start())
            last = match.start()
            found.setdefault(match[1].decode(), (source.name, line))
            if len(found) == len(wanted):
                break
    results = (replace(each, mention=found.get(each.focus)) if each.focus in found else each for each in report.results)
    return replace(report, results=tuple(results))
