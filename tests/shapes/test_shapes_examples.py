"""Every constraint has an example that fails it and goes unnoticed without it; every shape has one that passes."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, SH

from pledgegraph.validate import ENGINES, Report
from pledgegraph.validate.reading import union
from shapes.examples import (
    HERE,
    NAMES,
    SAMPLE,
    Constraint,
    Pair,
    all_shapes,
    constraints,
    covered,
    expected,
    focus_nodes,
    laid_over,
    local,
    ontology,
    reachable,
    referring,
    shapes_graph,
)

FAILING = sorted((HERE / "fail").glob("*.ttl"))
PASSING = sorted((HERE / "pass").glob("*.ttl"))
TURBO = ENGINES["turbo"]
PYSHACL = ENGINES["pyshacl"]


def pairs(report: Report) -> Counter[Pair]:
    """The results as examples name them."""
    return Counter((local(each.constraint or each.shape), each.component) for each in report.results)


@cache
def with_examples() -> dict[Pair, list[Path]]:
    """The failing examples of each constraint."""
    found: dict[Pair, list[Path]] = {}
    for file in FAILING:
        found.setdefault(covered(file), []).append(file)
    return found


def part_of(file: Path) -> rdflib.Graph:
    """The shapes that the example's constraint and results belong to."""
    names = {covered(file)[0]} | {name for name, _ in expected(file)}
    roots = {shape for name in names for shape in referring(next(term for term in terms() if local(term) == name))}
    return reachable(roots)


@cache
def terms() -> frozenset[rdflib.term.Node]:
    """Everything that has a name in the shapes."""
    return frozenset(each for each in shapes_graph().subjects() if str(each).startswith(NAMES))


def run(data: bytes, shapes: rdflib.Graph, engine: str = "turbo") -> Report:
    """A report on part of the shapes."""
    return ENGINES[engine].validate(data + ontology(), shapes.serialize(format="nt", encoding="utf-8"))


def test_the_sample_passes() -> None:
    assert TURBO.validate(union([SAMPLE]) + ontology(), all_shapes()).results == ()


def test_every_constraint_has_a_failing_example() -> None:
    assert sorted({each.pair for each in constraints()} - set(with_examples())) == []


def test_every_node_shape_has_a_passing_example() -> None:
    names = {local(each).removesuffix("Shape") for each in shapes_graph().subjects(RDF.type, SH.NodeShape)}
    assert names == {file.stem for file in PASSING}


@pytest.mark.parametrize("file", FAILING, ids=lambda file: file.stem)
def test_failing_example_fails_as_it_says(file: Path) -> None:
    report = TURBO.validate(laid_over(file) + ontology(), all_shapes())
    assert pairs(report) == expected(file)
    assert all(result.message for result in report.results)


@pytest.mark.parametrize("file", PASSING, ids=lambda file: file.stem)
def test_passing_example_passes(file: Path) -> None:
    data = laid_over(file)
    assert TURBO.validate(data + ontology(), all_shapes()).results == ()
    shape = next(term for term in terms() if local(term) == f"{file.stem}Shape")
    targeted = referring(shape)
    assert any(focus_nodes(data, each) for each in targeted)


@pytest.mark.parametrize("constraint", constraints(), ids=lambda each: f"{each.owner}-{each.component[:-19]}")
def test_mutant_is_noticed(constraint: Constraint) -> None:
    """Without the constraint, its example no longer has the result that it says it has."""
    for file in with_examples()[constraint.pair]:
        data = laid_over(file)
        due = expected(file)
        name = next(iter(due))
        whole = part_of(file)
        assert pairs(run(data, whole))[name] == due[name]
        whole.remove(constraint.triple)
        assert pairs(run(data, whole))[name] < due[name]


@pytest.mark.slow
@pytest.mark.parametrize("file", FAILING + PASSING, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_engines_agree_on_the_example(file: Path) -> None:
    data = laid_over(file)
    if file.parent.name == "fail":
        shapes = part_of(file)
    else:
        shapes = reachable(referring(next(term for term in terms() if local(term) == f"{file.stem}Shape")))
    assert run(data, shapes, "pyshacl").multiset == run(data, shapes, "turbo").multiset
