"""Invented texts of the genre: what a careful reader asserts is found, and nothing else is.

Each case of `tests/genre/*.toml` gives a text, the facts that must be found (`finds`) and further facts that the text bears out
though no rule finds them yet (`allows`). Any other fact that the reading asserts is an invention and fails the case. `bodies`,
where a case has it, are the organisations that the text names: all of them, and no other. `jointly` are the named ones of
each statement's joint subject.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pledgegraph.extraction import Extraction
from pledgegraph.model import Kind, Participation, Ref
from pledgegraph.vocab import Basis, Mode

Read = Callable[[str], Extraction]

FOLDER = Path(__file__).parents[1] / "genre"
LONGEST = 60


def cases() -> Iterator[Any]:
    """Every case of every file, under its file and name."""
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield pytest.param(case, id=f"{path.stem}-{case['name']}")


def facts(extraction: Extraction) -> set[str]:
    """What a reading asserts, one line a fact."""
    forum = extraction.forum
    lines = {_participation(one) for one in extraction.participations}
    if forum is not None:
        day = f"{forum.start or '-'} {forum.end or '-'}"
        lines.add(f"forum {forum.label} | {day} | {_key(forum.city)} {_key(forum.country)}")
    for person in extraction.persons:
        lines.add(f"person {person.label}")
    names = {person.ref: person.label for person in extraction.persons}
    for post in extraction.posts:
        place = f"of {_key(post.organisation)} for {_key(post.represents)} to {_key(post.accredited_to)}"
        lines.add(f"post {names[post.person]}: {post.title} {place}")
    lines |= {f"count {count.count_of.value} {count.qualifier.value} {count.value}" for count in extraction.counts}
    for statement in extraction.statements:
        lines.add(f"{statement.force.value} {_key(statement.speaker)}: {statement.reporting_verb}")
    for commitment in extraction.commitments:
        parties = ", ".join(_key(party.party) for party in commitment.parties)
        lines.add(f"commitment {parties}: {commitment.text[:LONGEST]}")
    return lines


def bodies(extraction: Extraction) -> set[str]:
    """The organisations that a reading finds named: keys of the registry, labels of those it lacks."""
    named = {one.mentioned for one in extraction.mentions} | {one.organisation for one in extraction.posts}
    own = {one.ref: one.label for one in extraction.organisations}
    return {own.get(ref, ref.key) for ref in named if ref is not None and ref.kind is Kind.ORGANISATION}


def _key(ref: Ref | None) -> str:
    return ref.key if ref else "-"


def _participation(one: Participation) -> str:
    kind = f" {one.speech_kind.value}" if one.speech_kind else ""
    mode = f" {one.mode.value}" if one.mode is not Mode.UNSTATED else ""
    inferred = " inferred" if one.known.basis is Basis.INFERRED else ""
    return f"{one.capacity.value} {one.participant.key}{kind}{mode}{inferred}"


@pytest.mark.parametrize("case", list(cases()))
def test_a_text_of_the_genre(case: dict[str, Any], read_whole: Read) -> None:
    extraction = read_whole(case["text"].strip("\n"))
    found = facts(extraction)
    asked, allowed = set(case.get("finds", [])), set(case.get("allows", []))
    assert sorted(asked - found) == [], "missed"
    assert sorted(found - asked - allowed) == [], "invented"
    jointly = [" ".join(ref.key for ref in statement.jointly) for statement in extraction.statements]
    assert "jointly" not in case or jointly == case["jointly"]
    assert "bodies" not in case or sorted(bodies(extraction)) == sorted(case["bodies"])


def test_there_are_enough_cases() -> None:
    assert len(list(cases())) >= 40
