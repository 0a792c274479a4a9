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
from pledgegraph.tracking.modality import Scale
from pledgegraph.tracking.stage import read_reader, read_scorer
from pledgegraph.tracking.wording import Reader
from pledgegraph.tracking.wording_texts import compare, resolve
from pledgegraph.vocab import ChangeKind

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


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        (("will", "publish fees"), ("called for", "fees to be published")),
        (("called for", "fees to be published"), ("encouraged", "the publication of fees")),
        (("encouraged", "publication"), ("hoped", "to publish")),
        (("will", "publish fees"), ("will", "publish fees where appropriate")),
        (("will", "publish fees"), ("will", "consider publishing fees")),
        (("are committed", "Establish a bank"), ("are committed", "Support efforts to establish a bank")),
    ],
)
def test_the_scale_orders_wordings(scale: Scale, stronger: tuple[str, str], weaker: tuple[str, str]) -> None:
    high, low = scale.read_clause(*stronger), scale.read_clause(*weaker)
    assert high is not None and low is not None
    assert high.strength > low.strength


def test_words_that_bind_nobody_have_no_strength(scale: Scale) -> None:
    assert scale.read_clause("thanked", "Peru for its fees") is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"shall", "will"', '"shall", "may"', "stands on two levels"),
        ("hedges = [", "hedges = []\nother = [", "other"),
        ("[[level]]", "[[stage]]", "stage"),
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


def test_a_text_beside_itself_has_no_change(reader: Reader) -> None:
    early = read_facts(document_of("early", EARLY, "x"), read_grammar(PROJECT))
    text = resolve("early", [early], reader)
    assert {change.kind for change in compare(text, text, reader).changes} == {None}


def test_the_verb_on_the_shipped_texts() -> None:
    run = CliRunner()
    one = run.invoke(main, ["wording", "12"])
    assert one.exit_code == 0 and "< weakened (are committed | advocated)" in one.stdout
    two = run.invoke(main, ["wording", "sub-forum-2024", "sub-forum-2025", "--json"])
    (pair,) = json.loads(two.stdout)
    assert (pair["earlier"], pair["later"]) == ("sub-forum-2024", "sub-forum-2025")
    assert {change["kind"] for change in pair["changes"]} >= {"Added", "Dropped"}


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
