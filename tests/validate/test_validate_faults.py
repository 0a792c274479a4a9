"""Faults laid into a valid graph: each is noticed by the shape it should be, and both engines say the same."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib

from pledgegraph.validate import ENGINES
from pledgegraph.validate.engines import as_written
from pledgegraph.validate.reading import background, union
from pledgegraph.vocab import ENTITIES, PREFIXES

ROOT = Path(__file__).resolve().parents[2]
FAULTS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("faults.toml").read_text(encoding="utf-8"))[
    "fault"
]
HEAD = f"@base <{ENTITIES}> .\n" + "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())


@cache
def sample() -> tuple[str, ...]:
    """The sample as N-Triples lines."""
    return tuple(union([ROOT / "tests" / "ontology" / "sample.ttl"]).decode("utf-8").splitlines())


@cache
def shapes() -> bytes:
    """All shapes."""
    return union(sorted((ROOT / "ontology" / "shapes").glob("*.ttl")))


@cache
def ontology() -> bytes:
    """What the shapes need of the ontology."""
    return background(sorted((ROOT / "ontology").glob("*.ttl")))


def start_of_line(subject: str, predicate: str) -> str:
    """How the N-Triples lines begin that a fault takes away."""
    if not predicate:
        return f"<{ENTITIES}{subject}> "
    prefix, _, name = predicate.partition(":")
    return f"<{ENTITIES}{subject}> <{PREFIXES[prefix]}{name}> "


def with_faults(*faults: dict[str, Any]) -> bytes:
    """The sample with the faults in it, and the ontology."""
    starts = tuple(start_of_line(*pair) for fault in faults for pair in fault.get("without", []))
    kept = [line for line in sample() if not (starts and line.startswith(starts))]
    if starts:
        assert all(any(line.startswith(start) for line in sample()) for start in starts)
    added = rdflib.Graph()
    with as_written():
        for fault in faults:
            added.parse(data=HEAD + fault.get("add", ""), format="turtle")
    return ("\n".join(kept) + "\n" + added.serialize(format="nt")).encode() + ontology()


def names(results: Any) -> set[str]:
    """The shapes, or their SPARQL constraints, that have results."""
    return {(each.constraint or each.shape).rpartition("#")[2] for each in results}


def test_there_are_thirty_kinds() -> None:
    assert len({fault["name"] for fault in FAULTS}) == len(FAULTS) >= 30


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_fault_is_noticed(fault: dict[str, Any]) -> None:
    report = ENGINES["turbo"].validate(with_faults(fault), shapes())
    assert set(fault["noticed"]) <= names(report.results)


def test_engines_agree_on_all_faults_at_once() -> None:
    data = with_faults(*FAULTS)
    turbo, pyshacl = (ENGINES[name].validate(data, shapes()) for name in ("turbo", "pyshacl"))
    assert len(turbo.results) > len(FAULTS)
    assert turbo.multiset == pyshacl.multiset


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_engines_agree_on_the_fault(fault: dict[str, Any]) -> None:
    data = with_faults(fault)
    assert ENGINES["turbo"].validate(data, shapes()).multiset == ENGINES["pyshacl"].validate(data, shapes()).multiset
