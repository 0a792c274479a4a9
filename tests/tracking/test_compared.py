"""Which texts are compared, on an invented world: what ties two of them, and what is told of those that nothing ties."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from pledgegraph.project import Project
from pledgegraph.tracking.rules import infer, read_rules

PLG = "https://w3id.org/pledgegraph/ontology#"
EX = "https://example.org/"
WORLD = f"""@prefix plg: <{PLG}> . @prefix ex: <{EX}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:league a plg:Organisation . ex:chile a plg:State . ex:peru a plg:State . ex:ghana a plg:State . ex:kenya a plg:State .
""" + "".join(
    f"""ex:f{year} a plg:Forum ; plg:endDate "{year}-05-04"^^xsd:date . ex:d{year} plg:reportsForum ex:f{year} ; dcterms:identifier "d{year}" .
ex:pledge{year} a plg:Commitment ; plg:producedBy ex:s{year} ; plg:evidence ex:own{year} .
ex:s{year} plg:forum ex:f{year} ; plg:inDocument ex:d{year} .
ex:own{year} plg:inDocument ex:d{year} ; oa:start 1 ; oa:end 9 .
"""
    for year in (2031, 2033)
)


def took_part(year: int, *participants: str, capacity: str = "Attended") -> str:
    return "".join(
        f"[] a plg:Participation ; plg:participant ex:{one} ; plg:capacity plg:{capacity} ; plg:forum ex:f{year} .\n"
        for one in participants
    )


ECHO = """ex:echo a plg:Echo ; plg:reviewStatus plg:%s ; plg:ofCommitment ex:pledge2031 ; plg:grade plg:RelatedTheme ;
  plg:forum ex:f2033 ; plg:inPassage ex:there . ex:there plg:inDocument ex:d2033 ; oa:start 50 ; oa:end 60 .
"""
TIES = {
    "series": "ex:f2031 plg:inSeries ex:talks . ex:f2033 plg:inSeries ex:talks .",
    "parent": "ex:f2031 plg:inSeries ex:talks . ex:f2033 plg:partOf ex:week . ex:week plg:inSeries ex:talks .",
    "part of the earlier": "ex:f2033 plg:partOf ex:f2031 .",
    "name": """ex:f2031 skos:prefLabel "First Conference on Ports 2031"@en .
        ex:f2033 skos:prefLabel "2nd Conference on Ports"@en .""",
    "named instrument": """ex:d2031 plg:setsOut ex:pact . ex:m a plg:Mention ; plg:mentioned ex:pact ; plg:evidence ex:p .
        ex:p plg:inDocument ex:d2033 .""",
    "issuer": "ex:d2031 plg:issuedBy ex:league . ex:d2033 plg:issuedBy ex:league .",
    "host": took_part(2031, "league", capacity="Hosted") + took_part(2033, "league", capacity="Chaired"),
    "states": took_part(2031, "chile", "peru", "ghana", "kenya") + took_part(2033, "chile", "peru"),
    "accepted echo": ECHO % "Accepted",
}
NOTHING = {
    "nothing": "",
    "another series": "ex:f2031 plg:inSeries ex:talks . ex:f2033 plg:inSeries ex:games .",
    "a short name": 'ex:f2031 skos:prefLabel "First Meeting"@en . ex:f2033 skos:prefLabel "Second Meeting"@en .',
    "a body that attended": took_part(2031, "league") + took_part(2033, "league"),
    "one state": took_part(2031, "chile", "ghana") + took_part(2033, "chile", "peru"),
    "few states": took_part(2031, "chile", "peru", "a", "b", "c", "d", "e")
    + took_part(2033, "chile", "peru", "v", "w", "x", "y", "z")
    + "".join(f"ex:{one} a plg:State .\n" for one in "abcdevwxyz"),
    "another instrument": """ex:d2031 plg:setsOut ex:pact . ex:m a plg:Mention ; plg:mentioned ex:deal ; plg:evidence ex:p .
        ex:p plg:inDocument ex:d2033 .""",
    "a candidate": ECHO % "Candidate",
}


def told(tie: str) -> set[tuple[str, str]]:
    """What is compared, and of which pledge a standing is told or that it is new."""
    store = ox.Store()
    store.load((WORLD + tie).encode(), format=ox.RdfFormat.TURTLE)
    data = store.dump(format=ox.RdfFormat.N_QUADS)
    assert data is not None
    lines = [
        [part.strip("<>").removeprefix(EX).removeprefix(PLG) for part in line.split(" ")[:3]]
        for line in infer(data, read_rules(Project.find().queries / "rules"))
    ]
    return {
        (subject, value)
        for subject, predicate, value in lines
        if predicate == "comparedWith"
        or (predicate == "observationKind" and value == "NewInLaterText")
        or predicate == "asOf"
    }


@pytest.mark.parametrize("tie", TIES)
def test_a_tie_lets_a_later_text_be_compared(tie: str) -> None:
    found = told(TIES[tie])
    assert ("d2033", "d2031") in found and ("d2031", "d2033") not in found
    assert {subject for subject, _ in found} == {
        "d2033",
        "pledge2031/standing/2033-05-04",
        "pledge2033/observation/new",
    }


@pytest.mark.parametrize("tie", NOTHING)
def test_of_texts_that_nothing_ties_nothing_is_told(tie: str) -> None:
    assert told(NOTHING[tie]) == set()
