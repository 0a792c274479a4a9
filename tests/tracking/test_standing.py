"""The rule on standings, on an invented pledge of 2031 and what later texts do with it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from pledgegraph.conversion import read_grammar, read_project_documents
from pledgegraph.extract.document import read_facts
from pledgegraph.project import Project
from pledgegraph.sources.links import read_links
from pledgegraph.tracking.echoes import set_on_texts
from pledgegraph.tracking.rules import infer, read_rules
from pledgegraph.vocab import EchoKind, Force

PLG = "https://w3id.org/pledgegraph/ontology#"
EX = "https://example.org/"
WORLD = f"""@prefix plg: <{PLG}> . @prefix ex: <{EX}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix dcterms: <http://purl.org/dc/terms/> .
ex:f2031 a plg:Forum ; plg:endDate "2031-05-04"^^xsd:date . ex:d2031 plg:reportsForum ex:f2031 .
ex:f2033 a plg:Forum ; plg:endDate "2033-05-04"^^xsd:date . ex:d2033 plg:reportsForum ex:f2033 .
ex:pledge a plg:Commitment ; plg:producedBy ex:said . ex:said plg:forum ex:f2031 ; plg:inDocument ex:d2031 .
"""


def echo(kind: str, force: str = "", grade: str = "SameCommitment", name: str = "echo") -> str:
    said = f"ex:{name} plg:inStatement ex:{name}-said . ex:{name}-said plg:force plg:{force} ." if force else ""
    return f"""ex:{name} a plg:Echo ; plg:ofCommitment ex:pledge ; plg:reviewStatus plg:Accepted ; plg:grade plg:{grade} ;
  plg:echoKind plg:{kind} ; plg:forum ex:f2033 ; plg:inPassage ex:p-{name} . ex:p-{name} plg:inDocument ex:d2033 . {said}
"""


def standing(*echoes: str) -> tuple[str, int]:
    """The value inferred as of the later forum's last day, and on how many echoes it rests."""
    store = ox.Store()
    store.load((WORLD + "".join(echoes)).encode(), format=ox.RdfFormat.TURTLE)
    data = store.dump(format=ox.RdfFormat.N_QUADS)
    assert data is not None
    lines = infer(data, read_rules(Project.find().queries / "rules"))
    said = [line.split(" ")[1:3] for line in lines if line.startswith(f"<{EX}pledge/standing/2033-05-04>")]
    (value,) = [value for predicate, value in said if predicate == f"<{PLG}standing>"]
    return value.strip("<>").removeprefix(PLG), sum(predicate == f"<{PLG}restsOn>" for predicate, _ in said)


@pytest.mark.parametrize(
    ("kind", "force", "expected"),
    [
        ("KindEnacted", "Acts", "ActionReported"),
        ("KindReported", "Reports", "ActionReported"),
        ("KindReported", "Thanks", "ActionReported"),
        ("KindReported", "", "ActionReported"),
        ("KindReported", "Aspires", "EchoedAsTheme"),
        ("KindEnacted", "CallsFor", "EchoedAsTheme"),
        ("KindReported", "Proposes", "EchoedAsTheme"),
        ("KindReported", "Advocates", "EchoedAsTheme"),
        ("KindReported", "Commits", "EchoedAsTheme"),
        ("KindRestated", "Reaffirms", "RestatedSince"),
        ("KindCommittedAnew", "Commits", "RestatedSince"),
        ("KindCalledFor", "CallsFor", "EchoedAsTheme"),
        ("KindCalledFor", "Aspires", "EchoedAsTheme"),
        ("KindDiscussed", "Reports", "EchoedAsTheme"),
    ],
)
def test_what_an_echo_of_the_same_commitment_amounts_to(kind: str, force: str, expected: str) -> None:
    assert standing(echo(kind, force)) == (expected, 1)


@pytest.mark.parametrize("kind", ["KindEnacted", "KindCommittedAnew", "KindRestated"])
def test_a_related_theme_is_never_more_than_a_theme(kind: str) -> None:
    assert standing(echo(kind, "Reports", "RelatedTheme")) == ("EchoedAsTheme", 1)


def test_the_strongest_echo_decides_and_the_standing_rests_on_all() -> None:
    called, anew = echo("KindCalledFor", "CallsFor", name="a"), echo("KindCommittedAnew", "Commits", name="b")
    assert standing(called, anew) == ("RestatedSince", 2)
    assert standing(anew, echo("KindEnacted", "Acts", name="c")) == ("ActionReported", 2)


def test_no_aim_or_wish_of_the_shipped_texts_is_linked_as_a_report() -> None:
    project = Project.find()
    grammar = read_grammar(project)
    extractions = [read_facts(document, grammar) for document in read_project_documents(project, grammar)]
    told = {EchoKind.REPORTED, EchoKind.ENACTED}
    assert not [
        (echo.link.commitment, echo.link.quote)
        for echo in set_on_texts(read_links(project.links), extractions)
        if echo.link.kind in told and echo.statement and echo.statement.force is Force.ASPIRES
    ]
