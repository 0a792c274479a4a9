"""The rules that observe, on an invented world of one pledge of 2031, a new one of 2035, and echoes between."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox
import pytest

from pledgegraph.project import Project
from pledgegraph.tracking.rules import infer, read_rules

PLG = "https://w3id.org/pledgegraph/ontology#"
EX = "https://example.org/"
NAMES = (
    "compared-texts",
    "taken-up-at-forum",
    "taken-up-in-year",
    "not-found-again",
    "new-in-later-text",
    "actor-profile",
)
PREFIXES = f"""@prefix plg: <{PLG}> . @prefix ex: <{EX}> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."""
WORLD = "".join(
    f"""ex:f{year} plg:endDate "{year}-05-04"^^xsd:date ; plg:inSeries ex:talks .
ex:d{year} plg:reportsForum ex:f{year} ; dcterms:identifier "harbour-{year}" ."""
    for year in (2031, 2033, 2034, 2035)
) + "".join(
    f"""ex:{name} a plg:Commitment ; plg:producedBy ex:{name}-said ; plg:evidence ex:{name}-own .
ex:{name}-said a plg:Statement ; plg:speaker ex:peru ; plg:inDocument ex:d{year} ; plg:forum ex:f{year} .
ex:{name}-own plg:inDocument ex:d{year} ; oa:start 100 ; oa:end 200 .
ex:{name}-party plg:party ex:peru ; plg:partyRole plg:Committed ; plg:commitment ex:{name} ."""
    for name, year in (("old", 2031), ("new", 2035))
)


def echo(name: str, year: int, start: int, grade: str = "SameCommitment", status: str = "Accepted") -> str:
    return f"""ex:{name} a plg:Echo ; plg:ofCommitment ex:old ; plg:reviewStatus plg:{status} ; plg:grade plg:{grade} ;
  plg:forum ex:f{year} ; plg:speaker ex:peru ; plg:inPassage ex:p-{name} .
ex:p-{name} plg:inDocument ex:d{year} ; oa:start {start} ; oa:end {start + 9} ."""


def observed(*echoes: str) -> dict[str, dict[str, set[str]]]:
    """What every observation says, by the end of its name."""
    store = ox.Store()
    store.load("\n".join([PREFIXES, WORLD, *echoes]).encode(), format=ox.RdfFormat.TURTLE)
    data = store.dump(format=ox.RdfFormat.N_QUADS)
    assert data is not None
    rules = [rule for rule in read_rules(Project.find().queries / "rules") if rule.name in NAMES]
    assert len(rules) == len(NAMES)
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for line in infer(data, rules):
        subject, predicate, rest = line.split(" ", 2)
        if "/observation/" in subject:
            value = rest.rsplit(" <", 1)[0].strip("<>").split("^^")[0].strip('"')
            name = subject.strip("<>").removeprefix(EX)
            found[name][predicate.strip("<>").removeprefix(PLG)].add(value.removeprefix(EX).removeprefix(PLG))
    return found


def test_first_and_last_by_forum_and_by_year() -> None:
    found = observed(echo("a", 2033, 500), echo("b", 2033, 70, "RelatedTheme"), echo("c", 2034, 5))
    at = found["old/observation/taken-up-at-f2033"]
    assert (at["firstOf"], at["lastOf"], at["restsOn"], at["echoCount"]) == ({"b"}, {"a"}, {"a", "b"}, {"2"})
    assert found["old/observation/taken-up-in-2034"]["restsOn"] == {"c"}
    assert found["old/observation/taken-up-in-2033"]["inYear"] == {"2033"}


@pytest.mark.parametrize("grade", ["SameCommitment", "RelatedTheme"])
def test_candidates_and_the_own_forum_do_not_count(grade: str) -> None:
    found = observed(echo("a", 2033, 5, grade, "Candidate"), echo("b", 2031, 5, grade))
    assert not [name for name in found if "taken-up" in name or "not-found" in name]


def test_what_was_taken_up_once_is_not_found_again_later_and_rests_on_the_earlier_echoes() -> None:
    found = observed(echo("a", 2033, 5), echo("b", 2034, 5, "RelatedTheme"))
    gone = {name for name in found if "not-found-again" in name}
    assert gone == {"old/observation/not-found-again-harbour-2034", "old/observation/not-found-again-harbour-2035"}
    assert found["old/observation/not-found-again-harbour-2035"]["restsOn"] == {"a"}
    assert found["old/observation/not-found-again-harbour-2034"]["observedIn"] == {"d2034"}


def test_a_later_commitment_is_new_unless_its_words_take_up_an_earlier_one() -> None:
    found = observed(echo("a", 2035, 120, "RelatedTheme"))
    assert found["new/observation/new"]["restsOn"] == {"a"} and found["new/observation/new"]["observedIn"] == {"d2035"}
    assert "old/observation/new" not in found
    assert "new/observation/new" not in observed(echo("a", 2035, 120))
    assert "new/observation/new" in observed(echo("a", 2035, 300))


def test_a_profile_counts_what_the_actor_says() -> None:
    peru = observed(echo("a", 2033, 5), echo("b", 2034, 5, status="Candidate"))["peru/observation/profile"]
    assert (peru["statementCount"], peru["commitmentCount"], peru["echoCount"]) == ({"2"}, {"2"}, {"1"})
    assert peru["restsOn"] == {"a"} and peru["byRule"] == {"https://w3id.org/pledgegraph/id/rule/actor-profile"}
