"""The gate: files and shapes in, a report out; a violation blocks publication, a warning is printed and counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.validate.engines import engine_named
from pledgegraph.validate.places import with_places
from pledgegraph.validate.reading import background, union
from pledgegraph.validate.reports import Report

DEFAULT_ENGINE = "turbo"


def check(files: Sequence[Path], shapes: Path, engine: str = DEFAULT_ENGINE) -> Report:
    """The report on the union of all graphs of the files, each result with its place in the source text if it has one.

    Args:
        files: Turtle, N-Triples, N-Quads, TriG or JSON-LD.
        shapes: the folder of shapes; the ontology is looked for in the folder around it.
        engine: `turbo` or `pyshacl`.

    Raises:
        InputError: a file cannot be read, there are no shapes, or the engine is unknown.
    """
    data = union(files)
    if not data.strip():
        raise InputError("holds no statements", place=", ".join(map(str, files)), remedy="Name files with RDF in them.")
    return validate(data, shapes, engine)


def validate(data: bytes, shapes: Path, engine: str = DEFAULT_ENGINE) -> Report:
    """The report on data that are N-Triples already."""
    chosen = engine_named(engine)
    report = chosen.validate(data + background(ontology_files(shapes)), union(shape_files(shapes)))
    return with_places(report, data)


def shape_files(shapes: Path) -> list[Path]:
    """The Turtle files of a folder of shapes, in order; a single file stands for itself."""
    found = [shapes] if shapes.is_file() else sorted(shapes.glob("*.ttl"))
    if not found:
        raise InputError("holds no shapes", place=shapes, remedy="Name a folder of Turtle files with SHACL shapes.")
    return found


def ontology_files(shapes: Path) -> list[Path]:
    """The Turtle files beside the folder of shapes: the ontology that the shapes speak of."""
    return sorted(shapes.parent.glob("*.ttl")) if shapes.is_dir() else []
