"""English verb forms."""

from __future__ import annotations

import pytest
from hypothesis import given

from pledgegraph.sources.inflect import Inflection, inflections
from strategies import words


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("note", ["note", "notes", "noted", "noting"]),
        ("support", ["support", "supports", "supported", "supporting"]),
        ("reaffirm", ["reaffirm", "reaffirms", "reaffirmed", "reaffirming"]),
        ("stress", ["stress", "stresses", "stressed", "stressing"]),
        ("wish", ["wish", "wishes", "wished", "wishing"]),
        ("reach", ["reach", "reaches", "reached", "reaching"]),
        ("fix", ["fix", "fixes", "fixed", "fixing"]),
        ("veto", ["veto", "vetoes", "vetoed", "vetoing"]),
        ("specify", ["specify", "specifies", "specified", "specifying"]),
        ("convey", ["convey", "conveys", "conveyed", "conveying"]),
        ("agree", ["agree", "agrees", "agreed", "agreeing"]),
        ("plan", ["plan", "plans", "planned", "planning"]),
        ("stop", ["stop", "stops", "stopped", "stopping"]),
        ("join", ["join", "joins", "joined", "joining"]),
        ("allow", ["allow", "allows", "allowed", "allowing"]),
        ("call for", ["call for", "calls for", "called for", "calling for"]),
    ],
)
def test_regular_verbs(verb: str, forms: list[str]) -> None:
    assert sorted(inflections(verb, {})) == sorted(forms)


def test_irregular_verbs_and_variants() -> None:
    made = inflections("strive to", {"strive": ("strives", "strove/strived", "striven", "striving")})
    assert made == {
        "strive to": Inflection.BASE,
        "strives to": Inflection.THIRD,
        "strove to": Inflection.PAST,
        "strived to": Inflection.PAST,
        "striven to": Inflection.PARTICIPLE,
        "striving to": Inflection.GERUND,
    }


def test_past_and_participle_that_look_alike_count_as_past() -> None:
    assert inflections("note", {})["noted"] is Inflection.PAST
    assert inflections("put", {"put": ("puts", "put", "put", "putting")})["put"] is Inflection.BASE


@given(words)
def test_every_verb_has_its_four_forms(verb: str) -> None:
    forms = inflections(verb, {})
    assert {Inflection.BASE, Inflection.GERUND} <= set(forms.values())
    assert sum(form.endswith("ing") for form in forms) >= 1
    assert all(form.startswith(verb[:-1]) for form in forms)
