"""Candidates found by the index and remembered: the same pairs as pair by pair, and nothing scored twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pledgegraph.conversion import read_grammar, read_project_documents
from pledgegraph.errors import InputError
from pledgegraph.extract.document import read_facts
from pledgegraph.extraction import Extraction
from pledgegraph.project import Project
from pledgegraph.sources.alignments import read_alignments
from pledgegraph.sources.documents import document_of
from pledgegraph.sources.targets import Targets
from pledgegraph.tracking.candidates import Pair, ended, later_pairs
from pledgegraph.tracking.index import CommitmentIndex
from pledgegraph.tracking.memory import Memory
from pledgegraph.tracking.propose import Proposer
from pledgegraph.tracking.score import Scorer
from pledgegraph.tracking.stage import read_scorer

PROJECT = Project.find()
Key = tuple[str, int, str]


@pytest.fixture(scope="module")
def read() -> tuple[list[Extraction], Scorer]:
    grammar = read_grammar(PROJECT)
    found = [read_facts(document, grammar) for document in read_project_documents(PROJECT, grammar)]
    return sorted(found, key=ended), read_scorer(PROJECT, grammar.registry)


def keys(pairs: list[Pair]) -> dict[Key, float]:
    return {
        (pair.extraction.document.slug, pair.statement.verb.start, pair.commitment.key): pair.score.total
        for pair in pairs
    }


def test_the_index_finds_what_scoring_every_pair_finds(read: tuple[list[Extraction], Scorer]) -> None:
    extractions, scorer = read
    wanted = {
        key: total
        for key, total in keys(list(later_pairs(extractions, scorer))).items()
        if total >= scorer.weights.threshold
    }
    assert keys(list(Proposer(scorer).propose(extractions))) == wanted and len(wanted) > 100


def test_the_index_gives_the_totals_of_the_score(read: tuple[list[Extraction], Scorer]) -> None:
    extractions, scorer = read
    made = [profile for _, profile in scorer.commitments(extractions[0])]
    index = CommitmentIndex(scorer, made)
    for said in extractions[-1].statements:
        profile = scorer.statement(said, extractions[-1])
        assert index.totals(profile) == pytest.approx([scorer.score(one, profile).total for one in made])


def test_words_of_a_target_that_a_person_set_beside_a_commitment_count_for_it_alone(
    read: tuple[list[Extraction], Scorer],
) -> None:
    extractions, scorer = read
    said = extractions[-1].statements[0]
    words = scorer.passage(said.evidence[0], extractions[-1])
    first, second = (one.key for one, _ in scorer.commitments(extractions[0])[:2])
    text = extractions[-1].document.clean[said.evidence[0].start : said.evidence[0].end]
    with_target, without = replace(scorer, targets={first: text}), replace(scorer, targets={})
    scores = {
        name: {one.key: used.score(made, words) for one, made in used.commitments(extractions[0])}
        for name, used in (("with", with_target), ("without", without))
    }
    assert scores["without"][first].parts["alignments"] == 0
    assert scores["with"][first].parts["alignments"] > 0.9
    assert scores["with"][first].total > scores["without"][first].total
    assert scores["with"][second] == scores["without"][second]
    assert len({used.version for used in (scorer, with_target, without)}) == 3


NAMING = (
    "Chair's Statement\n\nThe Third Talks on Trade were held in Nairobi, Kenya, on 3 June 2031. They were attended by officials from "
    "Ghana and Peru.\n\nGhana recalled the Initiative on Regional Migration Governance. Peru welcomed regional migration governance.\n"
)


def test_a_text_that_names_the_initiative_speaks_of_all_its_commitments_and_of_no_other(
    read: tuple[list[Extraction], Scorer],
) -> None:
    extractions, scorer = read
    naming = read_facts(document_of("naming", NAMING, "x"), read_grammar(PROJECT))
    pairs = [pair for pair in Proposer(scorer).propose([*extractions, naming]) if pair.extraction is naming]
    found = [pair for pair in pairs if "recalled" in pair.statement.reporting_verb]
    assert {pair.commitment.key for pair in found} == {made.key for made in extractions[0].commitments}
    for pair in found:
        assert pair.score.parts["instruments"] == 1
        assert [naming.document.clean[one.start : one.end] for one in pair.matched["instruments"]] == [
            "Initiative on Regional Migration Governance"
        ]
        assert not scorer.same(pair.score), "the name says which text is meant, not which of its items"


def test_words_of_an_instrument_s_name_are_no_themes(read: tuple[list[Extraction], Scorer]) -> None:
    _, scorer = read
    naming = read_facts(document_of("naming", NAMING, "x"), read_grammar(PROJECT))
    recalled, welcomed = (scorer.statement(said, naming) for said in naming.statements)
    assert not recalled.themes and recalled.instruments
    assert welcomed.themes and not welcomed.instruments


def test_only_alignments_that_are_sure_enough_count(read: tuple[list[Extraction], Scorer]) -> None:
    _, scorer = read
    links = read_alignments(PROJECT.links, Targets.read(PROJECT.registry, PROJECT.ontology))
    sure = {link.commitment for link in links if float(link.confidence) >= scorer.weights.aligned_from}
    assert scorer.targets.keys() == sure < {link.commitment for link in links} | {""}
    assert all(
        (link.label in scorer.targets.get(link.commitment, ""))
        == (float(link.confidence) >= scorer.weights.aligned_from)
        for link in links
    )


def test_every_part_that_matched_names_its_stretches_within_the_clause(read: tuple[list[Extraction], Scorer]) -> None:
    extractions, scorer = read
    for pair in Proposer(scorer).propose(extractions):
        clause = pair.statement.evidence[0]
        for part, value in pair.score.parts.items():
            if part in ("force", "actor"):
                continue
            assert bool(value) == bool(pair.matched.get(part)), part
        assert all(clause.contains(span) for spans in pair.matched.values() for span in spans)


def test_a_new_document_costs_only_its_own_pairs(tmp_path: Path, read: tuple[list[Extraction], Scorer]) -> None:
    extractions, scorer = read
    path = tmp_path / "scores.sqlite"

    def run(some: list[Extraction]) -> tuple[dict[Key, float], int]:
        with Memory(path, scorer.version) as memory:
            proposer = Proposer(scorer, memory)
            found = list(proposer.propose(some))
        return keys(found), proposer.scored

    known, _ = run(extractions[:-1])
    last = extractions[-1]
    both, scored = run(extractions)
    earlier = sum(len(one.commitments) for one in extractions if ended(one) < ended(last))
    assert scored == earlier * len(last.statements) > 0
    assert both == keys(list(Proposer(scorer).propose(extractions)))
    assert run(extractions) == (both, 0)
    assert run(extractions[:-1]) == (known, 0)
    with Memory(path, "another version") as memory:
        proposer = Proposer(scorer, memory)
        list(proposer.propose(extractions))
    assert proposer.scored > scored


def test_matches_and_parts_survive_the_memory(tmp_path: Path, read: tuple[list[Extraction], Scorer]) -> None:
    extractions, scorer = read
    found = []
    for _ in range(2):
        with Memory(tmp_path / "scores.sqlite", scorer.version) as memory:
            pairs = list(Proposer(scorer, memory).propose(extractions))
        found.append({key: (pair.score, pair.matched) for key, pair in zip(keys(pairs), pairs, strict=True)})
    assert found[0] == found[1]


def test_a_broken_memory_is_made_anew(tmp_path: Path, read: tuple[list[Extraction], Scorer]) -> None:
    extractions, scorer = read
    path = tmp_path / "scores.sqlite"
    path.write_bytes(b"no database at all, and long enough to be told apart " * 40)
    with Memory(path, scorer.version) as memory:
        assert list(Proposer(scorer, memory).propose(extractions))


def test_a_memory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "scores.sqlite").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        Memory(tmp_path / "scores.sqlite", "1")


@pytest.mark.parametrize(
    ("friend", "enemy"),
    [
        ("the return of irregular migrants", "the voluntary, secure, and dignified return of refugees"),
        ("the return of irregular migrants", "the voluntary return of refugees"),
        ("the integration of immigrants", "regional economic integration"),
        ("border control", "carbon border adjustment"),
    ],
)
def test_a_negative_label_stops_a_false_friend(read: tuple[list[Extraction], Scorer], friend: str, enemy: str) -> None:
    lexicon = read[1].lexicon
    meant, other = lexicon.words(friend), lexicon.words(enemy)
    wanted = {"return-and-removal", "integration", "border-management"} & set(meant.themes)
    assert wanted and not wanted & set(other.themes)
    ring = {lexicon.synonyms.rings.get(stem) for stem in meant.stems} - {None}
    assert not {"=removal", "=border"} & ring & set(other.rings)


def test_a_memory_that_the_disk_takes_no_more_of_is_named(tmp_path: Path) -> None:
    path = tmp_path / "scores.sqlite"
    memory = Memory(path, "1")
    with pytest.raises(InputError, match=r"scores\.sqlite: cannot be written .*Free space"), memory:
        memory._store.execute("PRAGMA max_page_count = 1")
        for number in range(5000):
            memory.learn(str(number), 1, [])
