"""Whether the ontology, with individuals if wanted, is consistent: the one place that speaks to an OWL reasoner.

The Turtle goes through rdflib to N-Triples, the one syntax that owlready2 reads without loss, into a world of its own.
HermiT stops at `xsd:date`, which is no OWL 2 datatype, so triples with a date literal are left out of its copy; they
are named in the verdict, and nothing else is left out. Dates are checked by the shapes.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import owlready2  # type: ignore[import-untyped]
import rdflib
from rdflib.namespace import OWL, XSD
from rdflib.plugins.parsers.notation3 import BadSyntax

from pledgegraph.errors import InputError, MissingToolError

HERMIT = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
"""The reasoner, with OWLAPI in it."""

DATE_TYPES = frozenset({XSD.date, XSD.gYear, XSD.gYearMonth})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the reasoner says: consistent or not, classes that can have no member, triples it saw and was not shown."""

    consistent: bool
    shown: int
    unsatisfiable: tuple[str, ...] = ()
    dropped: tuple[tuple[str, str, str], ...] = ()


def read_turtle(files: Iterable[Path]) -> rdflib.Graph:
    """One graph of all the Turtle files."""
    graph = rdflib.Graph()
    for file in files:
        try:
            graph.parse(file, format="turtle")
        except OSError as error:
            raise InputError("cannot be read", place=file, remedy="Name a Turtle file.") from error
        except BadSyntax as error:
            raise InputError("is no valid Turtle", place=file, line=error.lines + 1, remedy="Mend the line.") from error
    return graph


def for_reasoner(graph: rdflib.Graph) -> tuple[rdflib.Graph, tuple[tuple[str, str, str], ...]]:
    """The reasoner's copy of a graph, and the triples left out of it: those whose object is a date."""
    copy = rdflib.Graph()
    dropped: list[tuple[str, str, str]] = []
    for subject, predicate, value in graph:
        if isinstance(value, rdflib.Literal) and value.datatype in DATE_TYPES:
            dropped.append((str(subject), str(predicate), str(value)))
        else:
            copy.add((subject, predicate, value))
    return copy, tuple(sorted(dropped))


def reason(files: Sequence[Path], extra: rdflib.Graph | None = None) -> Verdict:
    """HermiT's verdict on the Turtle files together, and on `extra` triples if there are any.

    Raises:
        MissingToolError: Java is not installed.
        InputError: a file is missing or is no Turtle.
    """
    if shutil.which(owlready2.JAVA_EXE) is None:
        raise MissingToolError(
            "the reasoner needs Java, which is not installed", remedy="Install it: apt-get install default-jre-headless"
        )
    graph = read_turtle(files)
    if extra is not None:
        graph += extra
    copy, dropped = for_reasoner(graph)
    world = owlready2.World()
    try:
        ontology = world.get_ontology("https://w3id.org/pledgegraph/ontology")
        ontology.load(fileobj=io.BytesIO(copy.serialize(format="nt", encoding="utf-8")), format="ntriples")
        shown = len(ontology.graph)
        try:
            owlready2.sync_reasoner_hermit(world, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return Verdict(consistent=False, shown=shown, dropped=dropped)
        empty = {str(each.iri) for each in world.inconsistent_classes()} - {str(OWL.Nothing)}
    finally:
        world.close()
    return Verdict(consistent=True, shown=shown, unsatisfiable=tuple(sorted(empty)), dropped=dropped)
