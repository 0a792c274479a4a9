"""The shipped rules on an invented world: the first and the last accepted echo of a commitment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pledgegraph.project import Project
from pledgegraph.tracking.rules import infer, read_rules

PLG = "https://w3id.org/pledgegraph/ontology#"
EX = "https://example.org/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DATE = "http://www.w3.org/2001/XMLSchema#date"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
START = "http://www.w3.org/ns/oa#start"
IDENTIFIER = "http://purl.org/dc/terms/identifier"
Echo = tuple[str, str, int, str]  # its name, its document, where it begins, its review status


def quads(*triples: tuple[str, str, str]) -> str:
    return "".join(
        f"<{EX}{subject}> <{predicate}> {value if value.startswith(chr(34)) else f'<{value}>'} <{EX}graph> .\n"
        for subject, predicate, value in triples
    )


def world(echoes: list[Echo]) -> bytes:
    """Forums of three years, each with its document of the same name, a pledge made at the first, and its echoes."""
    lines = ""
    for year in ("2031", "2033", "2035"):
        lines += quads(
            (f"f{year}", TYPE, PLG + "Forum"),
            (f"f{year}", PLG + "endDate", f'"{year}-05-04"^^<{DATE}>'),
            (f"d{year}", IDENTIFIER, f'"harbour-{year}"'),
            (f"d{year}", PLG + "reportsForum", f"{EX}f{year}"),
        )
    lines += quads(
        ("pledge", TYPE, PLG + "Commitment"),
        ("pledge", PLG + "evidence", EX + "own"),
        ("own", PLG + "inDocument", EX + "d2031"),
    )
    for name, year, start, status in echoes:
        lines += quads(
            (name, TYPE, PLG + "Echo"),
            (name, PLG + "ofCommitment", EX + "pledge"),
            (name, PLG + "reviewStatus", PLG + status),
            (name, PLG + "forum", f"{EX}f{year}"),
            (name, PLG + "inPassage", f"{EX}passage-{name}"),
            (f"passage-{name}", START, f'"{start}"^^<{INTEGER}>'),
            (f"passage-{name}", PLG + "inDocument", f"{EX}d{year}"),
        )
    return lines.encode()


@pytest.fixture
def ends() -> Callable[[list[Echo]], dict[str, set[str]]]:
    rules = [rule for rule in read_rules(Project.find().queries / "rules") if rule.name in ("first-echo", "last-echo")]

    def inferred(echoes: list[Echo]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {"firstEcho": set(), "lastEcho": set()}
        for line in infer(world(echoes), rules):
            _, predicate, value = line.split(" ")[:3]
            name = predicate.strip("<>").removeprefix(PLG)
            if name in found:
                found[name].add(value.strip("<>").removeprefix(EX))
        return found

    return inferred


@pytest.mark.parametrize(
    ("echoes", "first", "last"),
    [
        ([], set(), set()),
        ([("a", "2033", 5, "Accepted")], {"a"}, {"a"}),
        ([("a", "2035", 5, "Accepted"), ("b", "2033", 900, "Accepted")], {"b"}, {"a"}),
        ([("a", "2033", 1000, "Accepted"), ("b", "2033", 200, "Accepted")], {"b"}, {"a"}),
        ([("a", "2033", 7, "Accepted"), ("b", "2033", 7, "Accepted")], {"a", "b"}, {"a", "b"}),
        ([("a", "2033", 1, "Candidate"), ("b", "2033", 9, "Accepted"), ("c", "2035", 1, "Candidate")], {"b"}, {"b"}),
        ([("a", "2031", 1, "Accepted")], set(), set()),
    ],
    ids=["none", "one", "by-day", "by-number-not-digits", "same-place", "candidates-do-not-count", "own-forum"],
)
def test_first_and_last_echo(
    ends: Callable[[list[Echo]], dict[str, set[str]]], echoes: list[Echo], first: set[str], last: set[str]
) -> None:
    assert ends(echoes) == {"firstEcho": first, "lastEcho": last}


def test_rules_are_described_and_say_that_an_echo_is_no_fulfilment() -> None:
    for rule in read_rules(Project.find().queries / "rules"):
        assert all(rule.header[key] for key in ("label", "description", "inputs", "version"))
        if rule.name.endswith("-echo"):
            assert "no fulfilment" in rule.header["description"]
