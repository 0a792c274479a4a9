"""Scoring foreign statements: each kind of right and wrong is counted where it belongs, and files are checked."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pledgegraph.conversion import read_grammar, read_one
from pledgegraph.errors import InputError
from pledgegraph.evaluate.statement_gold import read_statement_gold
from pledgegraph.evaluate.statements import StatementEvaluation, as_json, as_markdown, error_lines, evaluate_statements
from pledgegraph.evaluate.tally import Tally
from pledgegraph.extract.document import read_facts
from pledgegraph.extract.grammar import Grammar
from pledgegraph.project import Project

TEXT = (
    "Joint Statement\n\nPresident Ana Soto of Peru hosted Prime Minister Luis Vega of Chile for a meeting in Lima on 3 May 2031.\n\n"
    "Peru will open two ports. They thanked Japan. The sea was calm. Peru condemned the attack.\n\n"
    "The ministers agreed to:\n\n1. publish fees;\n\n2. train pilots.\n"
)


def at(words: str, skip: int = 0) -> str:
    start = TEXT.index(words) + skip
    return f"at = [{start}, {start + len(words) - skip}]"


GOLD = f"""
[document]
file = "made.txt"
sha256 = "{hashlib.sha256(TEXT.encode()).hexdigest()}"
set = "open"
states = ["PER", "CHL", "FRA"]
organisations = ["Harbour Union|HU"]

[[event]]
start = "2031-05-03"
end = "2031-05-04"
city = "Lima"
{at("President Ana")}

[[participation]]
who = "person:Luis Vega"
capacity = "Attended"
{at("Luis Vega")}

[[person]]
name = "Ana B. Soto"
roles = ["President"]
affiliations = ["state:PER"]
{at("Ana Soto")}

[[person]]
name = "Eva Novak"
{at("Luis")}

[[sentence]]
force = "Thanks"
speaker = "collective:they"
{at("They thanked Japan.")}

[[sentence]]
force = "Commits"
speaker = "state:PER"
{at("Peru will open two ports.")}

[[sentence]]
force = "None"
{at("The sea was calm.")}

[[sentence]]
force = "Thanks"
{at("Peru condemned the attack.")}

[[sentence]]
force = "Commits"
speaker = "collective:ministers"
{at("publish fees;")}

[[commitment]]
party = "state:PER"
{at("Peru will open two ports.")}

[[commitment]]
{at("The sea was calm.")}

[[commitment]]
{at("publish fees;")}

[[commitment]]
{at("train pilots.")}

[[item]]
label = "1."
ordinal = "1"
{at("1. publish")}

[[must-not]]
fact = "state"
value = "JPN"
why = "made to fail"
{at("Japan")}
"""


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return read_grammar(Project.find(Path(__file__).parents[2]))


def written(folder: Path, gold: str = GOLD, text: str = TEXT) -> tuple[Path, Path]:
    (folder / "gold").mkdir()
    (folder / "texts").mkdir()
    (folder / "gold" / "001.toml").write_text(gold, encoding="utf-8")
    (folder / "texts" / "made.txt").write_bytes(text.encode())
    return folder / "gold", folder / "texts"


@pytest.fixture
def found(tmp_path: Path, grammar: Grammar) -> StatementEvaluation:
    gold, texts = written(tmp_path)
    return evaluate_statements(
        gold, texts, "open", "abc", grammar.registry, lambda path: read_facts(read_one(path, grammar), grammar)
    )


def test_every_kind_of_right_and_wrong_is_counted(found: StatementEvaluation) -> None:
    total = found.total
    assert total["states"] == Tally(right=2, wrong=1, missed=1)
    assert total["organisations"] == Tally(missed=1)
    assert total["event"] == Tally(right=1)
    assert (total["event date"], total["event end"]) == (Tally(right=1), Tally(wrong=1, missed=1))
    assert total["participation"] == Tally(right=1, wrong=3)  # the host, and both states by inference
    assert total["persons"] == Tally(right=1, wrong=1, missed=1)
    assert (total["roles"], total["affiliations"]) == (Tally(right=1), Tally(right=1))
    assert total["sentence exact"] == Tally(right=5)
    assert total["force"] == Tally(right=3, wrong=1, missed=1)
    assert total["speaker"] == Tally(right=2, missed=1)
    assert total["commitments"] == Tally(right=3, missed=1)
    assert total["items"] == Tally(right=1, wrong=1)
    assert total["must-not"] == Tally(wrong=1)
    assert found.forces["Commits"] == Tally(right=2)


def test_every_error_is_listed_with_its_place(found: StatementEvaluation) -> None:
    lines = list(error_lines(found))
    assert "made: states missed, expected 'FRA'" in lines
    assert any(line.startswith("made:5: force wrong, expected 'Thanks', found 'ExpressesConcern'") for line in lines)
    assert sum("must-not" in line for line in lines) == 1
    assert as_json(found).count('"macroF1"') == len(found.total)
    assert as_markdown(found).startswith("| field |")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("sea was calm", "sea is calm"), "not the text that was annotated"),
        (('force = "None"', 'force = "Nothing"'), "'Nothing' is no force"),
        (('"state:PER"\n', '"state"\n'), "no reference"),
        (("at = [0,", "at = [9000,"), "no place 9000"),
        (('set = "open"', 'set = "closed"'), "set"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    gold, text = GOLD, TEXT
    if change[0] in TEXT:
        text = TEXT.replace(*change)
    elif change[0] == "at = [0,":
        gold = GOLD.replace(at("Luis Vega"), "at = [9000, 9001]")
    else:
        gold = GOLD.replace(change[0], change[1], 1)
    folder, texts = written(tmp_path, gold, text)
    with pytest.raises(InputError, match=problem) as raised:
        read_statement_gold(folder, texts)
    assert raised.value.remedy


def test_the_annotations_are_of_the_corpus_as_it_stands(statements: list[Path]) -> None:
    read = read_statement_gold(Project.find().gold / "corpus", statements[0].parent)
    kept = [one.file.document.set for one in read]
    assert (kept.count("aside"), kept.count("open")) == (13, 13)


@pytest.mark.parametrize(
    ("speaker", "tally"),
    [
        ("person:Ana Soto || person:Luis Vega", Tally(right=1)),
        ("person:Ana Soto", Tally(wrong=1, missed=1)),
    ],
)
def test_several_who_share_a_verb_are_right_where_each_of_them_is(
    tmp_path: Path, grammar: Grammar, speaker: str, tally: Tally
) -> None:
    text = "Joint Statement\n\nPresident Ana Soto and President Luis Vega condemned the attack.\n"
    start = text.index("President")
    gold = f"""
[document]
file = "made.txt"
sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"
set = "open"

[[sentence]]
force = "ExpressesConcern"
speaker = "{speaker}"
at = [{start}, {len(text) - 1}]
"""
    folder, texts = written(tmp_path, gold, text)
    scored = evaluate_statements(
        folder, texts, "open", "abc", grammar.registry, lambda path: read_facts(read_one(path, grammar), grammar)
    )
    assert scored.total["speaker"] == tally
