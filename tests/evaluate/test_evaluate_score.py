"""The scorer on a small graph: perfect, with a fact missing, wrong or too many, and with must-nots violated."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from pledgegraph.errors import InputError
from pledgegraph.evaluate import Evaluation, Tally, evaluate
from pledgegraph.evaluate.render import as_json, as_markdown, as_table, error_lines
from pledgegraph.evaluate.score import FIELDS

Change = Callable[[str], str]
Scored = Callable[..., Evaluation]


@pytest.fixture
def scored(tmp_path: Path, harbour) -> Scored:
    """The evaluation of the harbour's graph after a change."""

    def score(change: Change = lambda data: data) -> Evaluation:
        golds, documents = harbour.project(tmp_path)
        return evaluate(harbour.graph(tmp_path / "data.nq", change), golds, documents)

    return score


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(data: str) -> str:
        assert data.count(old) == 1, old
        return data.replace(old, new)

    return change


def without(node: str) -> Callable[[str], str]:
    """The graph without the statements about one node."""
    return lambda data: "".join(
        part + " .\n" for part in data.split(" .\n") if part.strip() and not part.strip().startswith(f"e:{node} ")
    )


def test_a_perfect_graph_has_no_difference(scored: Scored) -> None:
    evaluation = scored()
    assert not evaluation.differences
    assert all(not tally.wrong and not tally.missed for tally in evaluation.total.values())
    assert evaluation.total["statement"] == Tally(3, 0, 0)
    assert evaluation.total["must-not"] == Tally(2, 0, 0)


@pytest.mark.parametrize(
    ("node", "field", "missed"),
    [
        ("p1", "participation", 1),
        ("p3", "speech", 1),
        ("list", "list", 1),
        ("count", "count", 1),
        ("post", "post", 1),
        ("s2", "statement", 1),
        ("c", "commitment", 1),
        ("c", "clause", 1),
        ("c", "party", 1),
        ("k", "clause", 1),
        ("party", "party", 1),
        ("m", "mention", 1),
        ("doc", "forum", 1),
    ],
)
def test_what_is_missing_is_missed(scored: Scored, node: str, field: str, missed: int) -> None:
    evaluation = scored(without(node))
    assert evaluation.total[field].missed == missed
    assert evaluation.total[field].wrong == 0
    assert any(one.field == field and one.fault == "missed" and one.expected for one in evaluation.differences)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('plg:startDate "2031-05-04"', 'plg:startDate "2031-05-03"', "forum dates"),
        ("plg:country e:one", "plg:country e:two", "country"),
        ("plg:capacity plg:AddressedByVideo ; plg:mode plg:ByVideo", "plg:capacity plg:AddressedByVideo", "speech"),
        ("plg:completeness plg:Enumerated", "plg:completeness plg:Partial", "list"),
        ("plg:listed e:p1, e:p2", "plg:listed e:p1", "list size"),
        ("plg:qualifier plg:About", "plg:qualifier plg:Exactly", "count"),
        ('plg:postTitle "Director"', 'plg:postTitle "Deputy Director"', "post"),
        ("plg:organisation e:body", "plg:organisation e:one", "body"),
        ("plg:represents e:two", "plg:represents e:one", "represents"),
        ("plg:force plg:CallsFor", "plg:force plg:Proposes", "force"),
        ("plg:speaker e:they", "plg:speaker e:two", "speaker"),
        ("plg:documentType plg:PressRelease", "plg:documentType plg:Declaration", "document"),
    ],
)
def test_a_wrong_value_is_wrong_and_the_right_one_missed(scored: Scored, old: str, new: str, field: str) -> None:
    evaluation = scored(replaced(old, new))
    assert (evaluation.total[field].wrong, evaluation.total[field].missed) == (1, 1)
    wrong = next(one for one in evaluation.differences if one.field == field)
    assert wrong.expected and wrong.found and wrong.fault == "wrong"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (
            "e:x a plg:Participation ; plg:participant e:two ; plg:capacity plg:Hosted ; plg:evidence {Peru called} .",
            "participation",
        ),
        ('e:x a plg:Session ; skos:prefLabel "Fees" ; plg:evidence {lower fees} .', "session"),
        ('e:x a plg:PostHolding ; plg:person e:she ; plg:postTitle "Guest" ; plg:evidence {Ana Soto} .', "post"),
        (
            'e:x a plg:Statement ; plg:force plg:Acts ; plg:reportingVerb "came" ; plg:evidence {guests came} .',
            "statement",
        ),
        ("e:forum plg:province e:port .", "province"),
        ('e:forum plg:quotedTheme "Fees" .', "theme"),
        ('e:doc dcterms:issued "2031-05-05"^^xsd:date .', "document"),
        ("e:s1 plg:addressee e:one .", "addressee"),
        ("e:x a plg:Finding ; plg:findingKind plg:SourceDefect ; plg:evidence {lower fees} .", "finding"),
        (
            'e:n a plg:Instrument ; skos:prefLabel "Fees" .'
            " e:x a plg:Mention ; plg:mentioned e:n ; plg:evidence {lower fees} .",
            "mention",
        ),
    ],
)
def test_what_is_not_there_is_wrong(scored: Scored, data: str, field: str) -> None:
    evaluation = scored(lambda graph: f"{graph}\n{data}\n")
    assert (evaluation.total[field].wrong, evaluation.total[field].missed) == (1, 0)
    assert [one.fault for one in evaluation.differences] == ["extra"]


def test_violated_must_nots_are_listed(scored: Scored) -> None:
    more = """
e:x a plg:Participation ; plg:participant e:she ; plg:capacity plg:Attended ; plg:evidence {Ana Soto} .
e:d a plg:Commitment ; plg:text "lower fees" ; plg:evidence {lower fees} .
"""
    evaluation = scored(lambda graph: graph + more)
    assert evaluation.total["must-not"] == Tally(0, 2, 0)
    said = [one.expected for one in evaluation.differences if one.fault == "forbidden"]
    assert said == ["a video speech is not attendance", "only one sentence commits"]


def test_facts_of_other_documents_do_not_count(scored: Scored) -> None:
    more = """
e:other a plg:Document ; dcterms:identifier "other" .
e:span plg:inDocument e:other ; oa:start 0 ; oa:end 400 .
e:x a plg:Participation ; plg:participant e:two ; plg:capacity plg:Hosted ; plg:evidence e:span .
"""
    assert not scored(lambda graph: graph + more).differences


def test_a_graph_without_the_document_misses_everything(tmp_path: Path, harbour) -> None:
    golds, documents = harbour.project(tmp_path)
    (tmp_path / "data.nq").write_text("", encoding="utf-8")
    evaluation = evaluate(tmp_path / "data.nq", golds, documents)
    assert evaluation.total["participation"] == Tally(0, 0, 3)
    assert evaluation.total["participation"].f1 == 0.0
    assert evaluation.total["must-not"] == Tally(2, 0, 0)


def test_an_unusable_graph_or_must_not_is_refused(tmp_path: Path, harbour) -> None:
    golds, documents = harbour.project(tmp_path)
    with pytest.raises(InputError, match="Build the graph first"):
        evaluate(tmp_path / "none.nq", golds, documents)
    (tmp_path / "bad.nq").write_text("this is no quad", encoding="utf-8")
    with pytest.raises(InputError, match="not N-Quads"):
        evaluate(tmp_path / "bad.nq", golds, documents)
    gold = golds / "harbour-2031.toml"
    gold.write_text(gold.read_text().replace('fact = "commitment"', 'fact = "promise"'), encoding="utf-8")
    with pytest.raises(InputError, match="unknown fact 'promise'"):
        evaluate(harbour.graph(tmp_path / "data.nq"), golds, documents)


def test_all_three_renderings_tell_the_same(scored: Scored) -> None:
    evaluation = scored(replaced("plg:force plg:CallsFor", "plg:force plg:Proposes"))
    markdown = as_markdown(evaluation)
    assert "| force | 2 | 1 | 1 | 0.667 | 0.667 | 0.667 |" in markdown
    assert "| must-not | 2 | 0 |" in markdown
    data = json.loads(as_json(evaluation))
    assert list(data["total"]) == list(FIELDS)
    assert data["documents"]["harbour-2031"]["force"]["wrong"] == 1
    assert list(error_lines(evaluation)) == [
        "harbour-2031:6: force wrong, expected 'CallsFor', found 'Proposes', at 'Peru called for lower fees'"
    ]
    console = Console(width=100, record=True)
    console.print(as_table(evaluation))
    assert "0.667" in console.export_text()


def test_a_field_without_facts_counts_as_perfect() -> None:
    assert Tally(0, 0, 0).f1 == 1.0
    assert Tally(1, 1, 1) + Tally(1, 0, 0) == Tally(2, 1, 1)
