"""The gold files load, every quote stands exactly once, and bad ones are refused with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgegraph.errors import InputError
from pledgegraph.evaluate import read_gold, read_gold_folder
from pledgegraph.evaluate.references import fold, references

ROOT = Path(__file__).parents[2]
GOLDS = read_gold_folder(ROOT / "data" / "gold", ROOT / "data" / "documents")


def test_every_document_has_its_gold() -> None:
    folders = {path.name for path in (ROOT / "data" / "documents").iterdir() if path.is_dir()}
    assert {gold.slug for gold in GOLDS} == folders


@pytest.mark.parametrize("gold", GOLDS, ids=lambda gold: gold.slug)
def test_quotes_give_back_their_words(gold) -> None:
    for entry in (
        *gold.file.participation,
        *gold.file.post,
        *gold.file.statement,
        *gold.file.mention,
        *gold.file.finding,
    ):
        span = gold.span(entry)
        assert gold.text[span.start : span.end] == entry.quote
    for entry in gold.file.statement:
        span = gold.verb_span(entry)
        assert gold.text[span.start : span.end] == entry.verb


@pytest.mark.parametrize("gold", GOLDS, ids=lambda gold: gold.slug)
def test_no_fact_is_annotated_twice(gold) -> None:
    taking_part = [(entry.who, entry.capacity) for entry in gold.file.participation]
    assert len(set(taking_part)) == len(taking_part)
    verbs = [gold.verb_span(entry) for entry in gold.file.statement]
    assert len(set(verbs)) == len(verbs)


@pytest.mark.parametrize("gold", GOLDS, ids=lambda gold: gold.slug)
def test_must_nots_contradict_nothing_expected(gold) -> None:
    expected = {(entry.who, entry.capacity) for entry in gold.file.participation}
    for entry in gold.file.must_not:
        if entry.fact == "participation" and entry.who:
            assert not {pair for pair in expected if pair[0] == entry.who and entry.capacity in (None, pair[1])}
        if entry.fact == "statement" and entry.speaker and entry.force:
            assert not [one for one in gold.file.statement if (one.speaker, one.force) == (entry.speaker, entry.force)]


@pytest.mark.parametrize("gold", GOLDS, ids=lambda gold: gold.slug)
def test_commitments_follow_commissive_statements(gold) -> None:
    commissive = [entry for entry in gold.file.statement if entry.force == "Commits" and not entry.optional]
    assert len(commissive) == len(gold.file.commitment)
    for entry in gold.file.commitment:
        assert any(party.role == "Committed" for party in entry.party) and entry.clause


def test_forty_things_must_not_be_asserted() -> None:
    assert sum(len(gold.file.must_not) for gold in GOLDS) >= 40


def test_the_announced_items_are_all_there() -> None:
    for gold in GOLDS:
        if gold.file.document.expected_items:
            numbers = [entry.number for entry in gold.file.commitment]
            assert numbers == list(range(1, gold.file.document.expected_items + 1))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('capacity = "Attended"', 'capacty = "Attended"', "Did you mean 'capacity'?"),
        ('quote = "Ana Soto"', 'quote = "Anna Soto"', "the text does not say 'Anna Soto'"),
        ('prefix = "officials from "\n', "", "'Chile' stands 4 times in the text"),
        ('verb = "called for"', 'verb = "calls for"', "does not stand once in its quote"),
        ('who = "state:PER"', 'who = "country:PER"', "is no reference"),
        ('addressee = ["state:CHL"]', 'addressee = ["Chile"]', "is no reference"),
        ('slug = "harbour-2031"', 'slug = "harbour-2032"', "is not the file's name"),
        ('quote = "Attendees will publish port fees"', "number = 1", "neither a quote nor number"),
        ('capacity = "Attended"', 'capacity = "Slept"', "Slept"),
        ("[document]", "[document", "not valid TOML"),
    ],
)
def test_a_bad_gold_file_is_refused(tmp_path: Path, harbour, old: str, new: str, says: str) -> None:
    assert old in harbour.gold
    golds, documents = harbour.project(tmp_path, gold=harbour.gold.replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        read_gold(golds / f"{harbour.slug}.toml", documents)
    assert says in caught.value.message
    assert str(golds / f"{harbour.slug}.toml") in caught.value.place
    assert caught.value.remedy


def test_a_missing_quote_is_placed_on_its_line(tmp_path: Path, harbour) -> None:
    golds, documents = harbour.project(tmp_path, text=harbour.text.replace("About 40", "About 41"))
    with pytest.raises(InputError) as caught:
        read_gold(golds / f"{harbour.slug}.toml", documents)
    line = harbour.gold.splitlines().index("[[count]]") + 1
    assert caught.value.place == f"{golds / harbour.slug}.toml:{line}"


def test_missing_folder_and_document_are_named(tmp_path: Path, harbour) -> None:
    with pytest.raises(InputError, match="no gold files"):
        read_gold_folder(tmp_path / "nowhere", tmp_path)
    golds, documents = harbour.project(tmp_path)
    (documents / harbour.slug / "text.txt").unlink()
    with pytest.raises(InputError, match="there is no document"):
        read_gold(golds / f"{harbour.slug}.toml", documents)


def test_names_compare_without_case_accents_and_the() -> None:
    assert fold("The S\u00e1ndor G\u00f6mb\u00f6s") == fold("sandor gombos")
    assert [one.kind for one in references("none || organisation:A|B")] == ["none", "organisation"]
