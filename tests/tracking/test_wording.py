"""Wordings side by side: strength by a scale, clauses aligned, added, dropped; the scale's file is read strictly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pledgegraph.cli.main import main
from pledgegraph.conversion import read_grammar
from pledgegraph.errors import InputError
from pledgegraph.extract.document import read_facts
from pledgegraph.project import Project
from pledgegraph.sources.documents import document_of
from pledgegraph.tracking.modality import Modality, Report, Scale
from pledgegraph.tracking.stage import read_reader, read_scorer
from pledgegraph.tracking.wording import Reader
from pledgegraph.tracking.wording_texts import compare, resolve
from pledgegraph.vocab import ChangeKind, Force

PROJECT = Project.find()
EARLY = "Chile will publish all port fees, train harbour pilots every year, and build new lighthouses.\n"
LATE = "Chile encouraged the publication of port fees. Chile will train harbour pilots every year. Chile will plant trees.\n"


@pytest.fixture(scope="module")
def scale() -> Scale:
    return Scale.read(PROJECT.tracking / "modality.toml")


@pytest.fixture(scope="module")
def reader() -> Reader:
    grammar = read_grammar(PROJECT)
    lexicon = read_scorer(PROJECT, grammar.registry).lexicon
    return read_reader(PROJECT, lexicon, grammar.of("action-verbs").words["verb"])


def strength(scale: Scale, verb: str, clause: str, force: Force | None = None, content: str = "") -> Modality:
    found = scale.read_clause(Report(verb=verb, content=content or clause, force=force), clause)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        (("will", "publish fees"), ("called for", "fees to be published")),
        (("called for", "fees to be published"), ("encouraged", "the publication of fees")),
        (("encouraged", "publication"), ("hoped", "to publish")),
        (("will", "publish fees"), ("will", "publish fees where appropriate")),
        (("will", "publish fees"), ("will", "consider publishing fees")),
        (("are committed", "Establish a bank"), ("are committed", "make efforts to establish a bank")),
        (("are committed", "make efforts to establish a bank"), ("aims", "to establish a bank")),
        (("announced", "that it will publish fees"), ("expressed", "a strong desire to publish fees")),
        (("stated", "that it will publish fees"), ("stated", "that all should publish fees")),
        (("goal is", "to publish fees"), ("is willing to", "publish fees")),
    ],
)
def test_the_scale_orders_wordings(scale: Scale, stronger: tuple[str, str], weaker: tuple[str, str]) -> None:
    assert strength(scale, *stronger).strength > strength(scale, *weaker).strength


@pytest.mark.parametrize(
    "clause",
    [
        "support efforts to build ports",
        "promote ports",
        "discuss ports",
        "guarantee ports",
        "encourage trade",
        "plan ports",
    ],
)
@pytest.mark.parametrize("verb", ["will", "called for", "hoped"])
def test_what_a_clause_is_about_never_counts(scale: Scale, verb: str, clause: str) -> None:
    assert strength(scale, verb, clause) == strength(scale, verb, "build ports")


@pytest.mark.parametrize("force", [Force.CALLS_FOR, Force.PROPOSES, Force.ADVOCATES, Force.ASPIRES, Force.REAFFIRMS])
@pytest.mark.parametrize("verb", ["maintained", "will", "agreed"])
def test_a_call_or_an_aim_never_binds_like_a_promise(scale: Scale, verb: str, force: Force) -> None:
    least = strength(scale, "are committed", "make efforts to build ports where appropriate", Force.COMMITS)
    assert strength(scale, verb, "that all shall build ports", force).strength < least.strength


def test_the_words_are_those_that_set_the_strength(scale: Scale) -> None:
    said = "that it will firmly support ports, and guarantee trade"
    for clause in ("firmly support ports", "guarantee trade"):
        assert strength(scale, "announced", clause, Force.COMMITS, said).words == "announced that it will"
    assert strength(scale, "are also advised", "to build ports").words == "are also advised"
    assert strength(scale, "voiced", "its support for ports").words == "voiced its support"
    assert strength(scale, "", "countries can build ports").words == "can"
    assert scale.read_clause(Report(), "a plan that will build ports") is None


@pytest.mark.parametrize(
    ("verb", "force"), [("thanked", Force.THANKS), ("invited", Force.ACTS), ("noted", Force.REPORTS), ("thanked", None)]
)
def test_words_that_bind_nobody_have_no_strength(scale: Scale, verb: str, force: Force | None) -> None:
    assert scale.read_clause(Report(verb=verb, content="Peru for its fees", force=force), "Peru for its fees") is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"shall", "will"', '"shall", "may"', "stands on two levels"),
        ("hedges = [", "hedges = []\nother = [", "other"),
        ("[[level]]", "[[stage]]", "stage"),
        ('forces = ["Aspires"', 'forces = ["Commits"', "stands on two levels"),
    ],
)
def test_a_scale_that_cannot_be_used_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "modality.toml"
    path.write_text((PROJECT.tracking / "modality.toml").read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=words):
        Scale.read(path)


def test_clauses_are_weakened_kept_dropped_and_added(reader: Reader) -> None:
    grammar = read_grammar(PROJECT)
    early, late = (
        read_facts(document_of(slug, text, slug), grammar) for slug, text in (("early", EARLY), ("late", LATE))
    )
    found = compare(resolve("early", [early, late], reader), resolve("late", [early, late], reader), reader)
    kinds = {(change.earlier or change.later).text.split()[0]: change.kind for change in found.changes}  # type: ignore[union-attr]
    assert kinds["publish"] is ChangeKind.WEAKENED
    assert kinds["train"] is None
    assert kinds["build"] is ChangeKind.DROPPED
    assert [change.later.text for change in found.changes if change.kind is ChangeKind.ADDED and change.later] == [
        "plant trees"
    ]
    for change in found.changes:
        for wording, source in ((change.earlier, early), (change.later, late)):
            if wording is not None:
                stored = source.document.text[wording.span.start : wording.span.end]
                assert " ".join(stored.split()) == wording.text


def clauses(reader: Reader, said: str) -> list[str]:
    """The clauses of everything that a text says."""
    found = read_facts(document_of("x", said, "x"), read_grammar(PROJECT))
    return [wording.text for wording in reader.document(found)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "Peru urged all parties to adhere to the plan and work together to expand equal and open partnerships in trade.",
            ["all parties to adhere to the plan", "work together to expand equal and open partnerships in trade"],
        ),
        (
            "Chile called for combating crimes at sea, and investigating and addressing piracy along borders.",
            ["combating crimes at sea", "investigating and addressing piracy along borders"],
        ),
        (
            'Peru advocated a model for ports, which is based on "sharing weal and woe, and embracing talks and trade".',
            ['a model for ports, which is based on "sharing weal and woe, and embracing talks and trade"'],
        ),
        (
            "Peru proposed to formulate attractive policies for the services regarding mobility, stay and residency, and integration.",
            [
                "to formulate attractive policies for the services regarding mobility, stay and residency, and integration"
            ],
        ),
        (
            "Chile hoped to build consensus, create a bank, and open the ports.",
            ["to build consensus", "create a bank", "open the ports"],
        ),
        (
            "Peru urged Chile to strengthen ports, thereby enhancing the security of trade.",
            ["Chile to strengthen ports, thereby enhancing the security of trade"],
        ),
        ("Peru will expand equal and open partnerships in trade.", ["expand equal and open partnerships in trade"]),
    ],
    ids=["adjectives", "two verbs with one object", "quotation", "nouns", "chain", "purpose", "commitment"],
)
def test_clauses_are_whole(reader: Reader, said: str, expected: list[str]) -> None:
    assert clauses(reader, said) == expected


def test_nothing_that_was_added_or_left_out_vanishes(reader: Reader) -> None:
    """Every clause of either text stands in the comparison, though others are closer to its nearest one."""
    grammar = read_grammar(PROJECT)
    early, late = (
        read_facts(document_of(slug, text, slug), grammar)
        for slug, text in (
            ("early", "Chile will publish all port fees. Peru will train welders."),
            (
                "late",
                "Chile will publish all port fees. Peru will abolish port fees for pilots. Peru hoped to publish all port fees each year.",
            ),
        )
    )
    texts = [resolve(slug, [early, late], reader) for slug in ("early", "late")]
    changes = compare(*texts, reader).changes
    assert {change.earlier.text for change in changes if change.earlier} == {w.text for w in texts[0].clauses}
    assert {change.later.text for change in changes if change.later} == {w.text for w in texts[1].clauses}
    (hoped,) = [change for change in changes if change.later and change.later.text.endswith("each year")]
    assert (hoped.kind, hoped.again) == (ChangeKind.WEAKENED, True)
    (abolished,) = [change for change in changes if change.later and "abolish" in change.later.text]
    assert abolished.kind is ChangeKind.ADDED


def test_a_text_beside_itself_has_no_change(reader: Reader) -> None:
    early = read_facts(document_of("early", EARLY, "x"), read_grammar(PROJECT))
    text = resolve("early", [early], reader)
    assert {change.kind for change in compare(text, text, reader).changes} == {None}


def test_the_verb_on_the_shipped_texts() -> None:
    run = CliRunner()
    one = run.invoke(main, ["wording", "12"])
    assert one.exit_code == 0 and "< weakened (earlier: are committed; later: advocated)" in one.stdout
    two = run.invoke(main, ["wording", "sub-forum-2024", "sub-forum-2025", "--json"])
    (pair,) = json.loads(two.stdout)
    assert (pair["earlier"], pair["later"]) == ("sub-forum-2024", "sub-forum-2025")
    assert {change["kind"] for change in pair["changes"]} >= {"Added", "Dropped"}


@pytest.mark.slow
def test_no_call_or_aim_of_the_shipped_texts_is_stronger_than_a_commitment() -> None:
    for number in range(1, 17):
        shown = CliRunner().invoke(main, ["wording", str(number)]).stdout
        for line in shown.splitlines():
            if "> strengthened" in line:
                assert line.endswith("will)"), line


@pytest.mark.parametrize("name", ["nothing", "99", "sub-forum-2024/statement/1-2"])
def test_an_unknown_text_is_named(name: str) -> None:
    found = CliRunner().invoke(main, ["wording", name, "conference-2025"])
    assert isinstance(found.exception, InputError)


@pytest.mark.parametrize(
    ("name", "what"),
    [("conference-2025", "document"), ("document/conference-2025", "document"), ("x/statement/1-2", "statement")],
)
def test_a_document_or_statement_alone_is_told_to_need_a_second_text(name: str, what: str) -> None:
    found = CliRunner().invoke(main, ["wording", name])
    assert isinstance(found.exception, InputError)
    assert f"'{name}' is a {what}, and a {what} is compared with a second text" in found.exception.message
    assert "Did you mean" not in found.exception.message
