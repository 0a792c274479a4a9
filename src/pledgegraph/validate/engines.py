"""The two SHACL engines behind one interface: pyshacl as the reference, pyshacl-turbo as the default.

Both take N-Triples bytes (or the path of a document in Turtle, for the conformance suite) and give a `Report`. They are
imported when first used: a command that validates nothing does not pay for them.
"""

from __future__ import annotations

import importlib
import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import rdflib

from pledgegraph.errors import InputError
from pledgegraph.validate.report_graph import read_lines, read_report
from pledgegraph.validate.reports import Report

RdfInput = Path | bytes
"""A document to parse, or N-Triples."""


class Engine(Protocol):
    """Anything that validates data against shapes."""

    name: str

    def validate(self, data: RdfInput, shapes: RdfInput) -> Report:
        """The report on the data.

        Raises:
            InputError: the shapes, or the data, cannot be used by the engine.
        """
        ...


class Turbo:
    """pyshacl-turbo, the default engine: compiled shapes, native evaluation."""

    name = "turbo"

    def validate(self, data: RdfInput, shapes: RdfInput) -> Report:
        """The report of pyshacl-turbo on the data."""
        turbo: Any = importlib.import_module("pyshacl_turbo")
        try:
            with as_written():
                compiled = copy(_compiled(shapes))
                native = compiled._native = _Native(compiled._native)
                _, graph, _ = compiled.validate(_turbo_input(data))
        except (turbo.ValidationFailure, turbo.ReportableRuntimeError, ValueError, RuntimeError) as error:
            raise _unusable(self.name, error) from error
        if native.lines:
            return read_lines(native.lines, engine=self.name, triples=_lines(data))
        return read_report(graph, engine=self.name, triples=_lines(data))


class Pyshacl:
    """pyshacl, the reference engine: slow, and what the other one is compared with."""

    name = "pyshacl"

    def validate(self, data: RdfInput, shapes: RdfInput) -> Report:
        """The report of pyshacl on the data."""
        pyshacl: Any = importlib.import_module("pyshacl")
        errors: Any = importlib.import_module("pyshacl.errors")
        parsing: Any = importlib.import_module("pyparsing")
        refusals = (
            errors.ReportableRuntimeError,
            parsing.ParseBaseException,
            re.error,
            RecursionError,
            ValueError,
            NotImplementedError,
        )
        try:
            with as_written():
                _, graph, text = pyshacl.validate(_graph(data), shacl_graph=_graph(shapes), inference="none")
        except refusals as error:
            raise _unusable(self.name, error) from error
        if not isinstance(graph, rdflib.Graph):
            raise _unusable(self.name, str(text))
        return read_report(graph, engine=self.name, triples=_lines(data))


ENGINES: Mapping[str, Engine] = MappingProxyType({"turbo": Turbo(), "pyshacl": Pyshacl()})
"""The engines by name; the first is the default."""


def engine_named(name: str) -> Engine:
    """The engine of that name.

    Raises:
        InputError: there is none.
    """
    if name not in ENGINES:
        raise InputError(f"no SHACL engine is called {name!r}", remedy=f"Use one of: {', '.join(ENGINES)}.")
    return ENGINES[name]


class _Native:
    """What evaluates within pyshacl-turbo, its report kept as the lines it comes in.

    The wrapper would make a graph of rdflib's of them, which for 100,000 results takes longer than to find these.
    """

    def __init__(self, native: Any) -> None:  # noqa: ANN401 - an object without types
        self.lines = ""
        self._native = native

    def validate(self, *arguments: object) -> tuple[object, ...]:
        """The outcome, without its report where that is lines."""
        conforms, found, *rest = self._native.validate(*arguments)
        if not isinstance(found, str):
            return conforms, found, *rest
        self.lines = found
        return conforms, "", *rest


class _Compiled(Protocol):
    """What pyshacl-turbo makes of shapes."""

    _native: Any

    def validate(self, data_graph: object) -> tuple[bool, rdflib.Graph, str]:
        """Verdict, report graph and report text."""
        ...


@lru_cache(maxsize=4)
def _compiled(shapes: RdfInput) -> _Compiled:
    """Shapes that pyshacl-turbo has compiled; the same bytes are compiled once."""
    turbo: Any = importlib.import_module("pyshacl_turbo")
    source, form = (str(shapes), None) if isinstance(shapes, Path) else (shapes, "nt")
    compiled: _Compiled = turbo.compile_shapes(source, shacl_graph_format=form)
    return compiled


def _turbo_input(source: RdfInput) -> object:
    """The data as pyshacl-turbo takes them; N-Triples in its own wrapper, which saves a detour through rdflib."""
    if isinstance(source, Path):
        return str(source)
    module: Any = importlib.import_module("pyshacl_turbo.rdf")
    wrapped: object = module.Input(source.decode("utf-8"), "nt", None, {}, preserve_ids=True)
    return wrapped


@contextmanager
def as_written() -> Iterator[None]:
    """Within it rdflib keeps literals as they are written, and says nothing of those it cannot convert.

    Otherwise it would turn a bad boolean into `false` and hide the fault, and print a traceback for a bad date. Engines
    warn of shapes that refer to themselves, in Python's own words with lines of code; users are spared those.
    """
    logger = logging.getLogger("rdflib.term")
    before = logger.level, rdflib.NORMALIZE_LITERALS
    logger.setLevel(logging.ERROR)
    rdflib.NORMALIZE_LITERALS = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before[0])
        rdflib.NORMALIZE_LITERALS = before[1]


def _graph(source: RdfInput) -> rdflib.Graph:
    """An rdflib graph of the source."""
    graph = rdflib.Graph()
    if isinstance(source, Path):
        return graph.parse(source, format="turtle", publicID=source.resolve().as_uri())
    return graph.parse(data=source, format="nt")


def _lines(source: RdfInput) -> int:
    return 0 if isinstance(source, Path) else source.count(b"\n")


def _unusable(name: str, error: object) -> InputError:
    """What a user reads when an engine refuses shapes or data."""
    problem = " ".join(str(error).split())
    return InputError(f"the engine {name} refuses the shapes or the data: {problem}", remedy="Check the shapes first.")
