"""The reviewed links: they can be read, their quotes stand in the texts, and no decision contradicts another."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS

from pledgegraph.conversion import read_grammar
from pledgegraph.extract.document import read_facts
from pledgegraph.project import Project
from pledgegraph.sources.clean import clean
from pledgegraph.sources.documents import read_documents
from pledgegraph.sources.link_writing import ORDER
from pledgegraph.sources.links import read_links
from pledgegraph.tracking.candidates import candidates
from pledgegraph.tracking.echoes import set_on_texts
from pledgegraph.tracking.propose import Proposer
from pledgegraph.tracking.stage import read_scorer

ROOT = Path(__file__).parents[2]
ECHOES = ROOT / "data" / "links" / "initiative-echoes.sssom.tsv"
ALIGNMENTS = ROOT / "data" / "links" / "alignments.sssom.tsv"
CANDIDATES = ROOT / "data" / "links" / "candidates.sssom.tsv"
FILES = (ALIGNMENTS, CANDIDATES, ECHOES)
PLG = Namespace("https://w3id.org/pledgegraph/ontology#")
COMPACT = "https://w3id.org/pledgegraph/id/global-compact"
INITIATIVE = "commitment:regional-migration-governance-initiative/"
LATER_TEXTS = {"asean-plus-three-forum-2024", "sub-forum-2024", "conference-2025", "sub-forum-2025"}
TARGET = re.compile(r"sdg:(1[0-7]|[1-9])\.(\d{1,2}|[a-d])")

Row = dict[str, str]


def lines_of(path: Path) -> list[str]:
    """The lines of a file that ends every line with LF and has no byte order mark."""
    content = path.read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert not content.startswith(b"\xef\xbb\xbf")
    return content.decode("utf-8").splitlines(keepends=True)


def metadata(path: Path) -> Row:
    """The commented block on top: `key` to value, and what is nested below a key as `key.name` or `key.0.name`."""
    found: Row = {}
    key, entry = "", -1
    for line in lines_of(path):
        if not line.startswith("#"):
            break
        parts = re.fullmatch(r"#(  |- )?(\w+):(?: (.+))?\n", line)
        assert parts, line
        mark, name, value = parts.groups()
        if mark is None:
            key, entry = name, -1
            full = name
        else:
            entry += mark == "- "
            full = f"{key}.{entry}.{name}" if entry >= 0 else f"{key}.{name}"
        assert full not in found, full
        found[full] = value or ""
    return found


def rows(path: Path) -> list[Row]:
    """The rows below the block; each has as many cells as the header."""
    body = [line for line in lines_of(path) if not line.startswith("#")]
    found = list(csv.DictReader(body, delimiter="\t", strict=True))
    assert all(None not in row and None not in row.values() for row in found)
    return found


def judged() -> list[Row]:
    """The decisions on passages: those of the first reading, and those on what the score proposed."""
    return [*rows(ECHOES), *rows(CANDIDATES)]


def concepts(scheme: str) -> set[str]:
    graph = Graph().parse(ROOT / "ontology" / "concepts.ttl")
    return {str(concept).removeprefix(PLG) for concept in graph.subjects(SKOS.inScheme, PLG[scheme])}


def stored(slug: str) -> str:
    return clean((ROOT / "data" / "documents" / slug / "text.txt").read_bytes().decode("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_metadata_names_what_the_rows_use(path: Path) -> None:
    head = metadata(path)
    assert head["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert re.fullmatch(r"\d+\.\d+\.\d+", head["mapping_set_version"])
    assert head["mapping_set_id"] == f"https://w3id.org/pledgegraph/links/{path.name.partition('.')[0]}"
    assert head["mapping_set_title"]
    assert head["mapping_set_description"]
    prefixes = [key.removeprefix("curie_map.") for key in head if key.startswith("curie_map.")]
    assert prefixes == sorted(prefixes)
    curies = [value for key, value in head.items() if key.endswith((".property", ".type_hint"))]
    for row in rows(path):
        columns = ("subject_id", "predicate_id", "object_id", "mapping_justification", "author_id")
        curies.extend(row[column] for column in columns)
    assert {curie.split(":")[0] for curie in curies} == set(prefixes)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_row_is_signed_and_justified(path: Path) -> None:
    found = rows(path)
    assert found
    for row in found:
        proposed = path == CANDIDATES
        assert row["mapping_justification"] == f"semapv:{'MappingReview' if proposed else 'ManualMappingCuration'}"
        assert row["author_id"] == "agent:maintainers"
        assert row["author_label"] == "pledgegraph maintainers"
        assert date.fromisoformat(row["mapping_date"]) >= date(2026, 1, 1)
        assert 0 < float(row["confidence"]) <= 1
        assert row["comment"].endswith("."), row["comment"]
        assert row["subject_label"]
        assert row["object_label"]
        assert all(cell == cell.strip() for cell in row.values())


def test_extension_columns_are_declared() -> None:
    head = metadata(ECHOES)
    declared = [head[f"extension_definitions.{number}.slot_name"] for number in range(4)]
    assert declared == list(rows(ECHOES)[0])[-4:]
    assert all(head[f"extension_definitions.{number}.property"] for number in range(4))


def test_rows_are_sorted() -> None:
    keys = [(row["subject_id"], row["object_id"], row["quote"], row["quote_prefix"]) for row in rows(ECHOES)]
    assert keys == sorted(keys)
    found = [[row[name] for name in ORDER] for row in rows(CANDIDATES)]
    assert found == sorted(found)
    pairs = [(row["subject_id"], row["object_id"]) for row in rows(ALIGNMENTS)]
    assert pairs == sorted(pairs)


def test_no_decision_is_made_twice_or_contradicted() -> None:
    keys = Counter((row["subject_id"], row["object_id"], row["quote"], row["quote_prefix"]) for row in judged())
    assert [key for key, count in keys.items() if count > 1] == []
    pairs = Counter((row["subject_id"], row["object_id"]) for row in rows(ALIGNMENTS))
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_quotes_that_overlap_agree_whether_there_is_an_echo() -> None:
    spans: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for row in judged():
        start = place(row)
        key = (row["subject_id"], row["object_id"])
        spans.setdefault(key, []).append((start, start + len(row["quote"]), row["predicate_modifier"]))
    for key, found in spans.items():
        found.sort()
        for (_, end, first), (start, _, second) in pairwise(found):
            assert start >= end or first == second, key


def place(row: Row) -> int:
    """Where the quote stands: exactly once, with its prefix if it has one."""
    text = stored(row["subject_id"].removeprefix("doc:"))
    needle = row["quote_prefix"] + row["quote"]
    assert row["quote"], row
    assert text.count(needle) == 1, row
    return text.index(needle) + len(row["quote_prefix"])


def test_every_quote_stands_exactly_once() -> None:
    found = judged()
    assert {row["subject_id"].removeprefix("doc:") for row in found} == LATER_TEXTS
    for row in found:
        assert place(row) >= 0
        if row["quote_prefix"]:
            assert stored(row["subject_id"].removeprefix("doc:")).count(row["quote"]) > 1, row


def test_grades_and_kinds_are_of_the_vocabulary() -> None:
    grades, kinds = concepts("GradeScheme"), concepts("EchoKindScheme")
    assert grades
    assert kinds
    for row in judged():
        assert row["predicate_id"] == "plg:echoes"
        if row["predicate_modifier"]:
            assert (row["predicate_modifier"], row["grade"], row["echo_kind"]) == ("Not", "", "")
        else:
            assert row["grade"] in grades, row
            assert row["echo_kind"] in kinds, row


def test_every_commitment_exists() -> None:
    numbers = set(re.findall(r"(?m)^(\d+)\.", stored("initiative-2023")))
    for row in judged():
        document, name = row["object_id"].removeprefix("commitment:").split("/")
        if name.startswith("at-"):
            text, start = stored(document), int(name.removeprefix("at-"))
            assert re.search(r"[\s,]$", text[:start]), row["object_id"]
            assert re.search(r"\bwill\b", text[start : start + 40]), row["object_id"]
            assert row["subject_id"].removeprefix("doc:") in {"conference-2025", "sub-forum-2025"}
        else:
            assert f"commitment:{document}/" == INITIATIVE
            assert name in numbers
    covered = {row["object_id"] for row in judged() if row["object_id"].startswith(INITIATIVE)}
    assert len(covered) == len(numbers)


def test_every_candidate_of_the_shipped_texts_is_judged() -> None:
    project = Project(root=ROOT)
    grammar = read_grammar(project)
    extractions = [read_facts(document, grammar) for document in read_documents(project.documents)]
    scorer = read_scorer(project, grammar.registry)
    echoes = set_on_texts(read_links(project.links), extractions)
    proposed = list(Proposer(scorer).propose(extractions))
    assert len(proposed) > 300
    assert candidates(proposed, echoes, scorer.weights.threshold) == []


def test_objectives_of_the_compact_are_complete() -> None:
    graph = Graph().parse(ROOT / "ontology" / "global-compact.ttl")
    scheme = URIRef(COMPACT)
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    members = set(graph.subjects(SKOS.inScheme, scheme))
    assert members == {URIRef(f"{COMPACT}/{number}") for number in range(1, 24)}
    for member in members:
        assert str(graph.value(member, SKOS.notation)) == str(member).rpartition("/")[2]
        for predicate in (SKOS.prefLabel, SKOS.definition, DCTERMS.source, SKOS.topConceptOf):
            assert len(list(graph.objects(member, predicate))) == 1
    assert len(set(graph.objects(None, SKOS.prefLabel))) == len(members) + 1


def test_alignments_name_known_targets() -> None:
    graph = Graph().parse(ROOT / "ontology" / "global-compact.ttl")
    found = rows(ALIGNMENTS)
    assert {row["subject_id"] for row in found} == {f"{INITIATIVE}{number}" for number in range(1, 17)}
    for row in found:
        assert row["predicate_id"] in {"skos:closeMatch", "skos:relatedMatch"}
        if row["object_id"].startswith("gcm:"):
            objective = URIRef(f"{COMPACT}/{row['object_id'].removeprefix('gcm:')}")
            assert str(graph.value(objective, SKOS.prefLabel)) == row["object_label"]
        else:
            assert TARGET.fullmatch(row["object_id"]), row
    for subject in {row["subject_id"] for row in found}:
        kinds = {row["object_id"].split(":")[0] for row in found if row["subject_id"] == subject}
        assert kinds == {"gcm", "sdg"}, subject


def test_labels_of_a_target_are_the_same_everywhere() -> None:
    labels: dict[str, set[str]] = {}
    for row in [*rows(ALIGNMENTS), *judged()]:
        labels.setdefault(row["object_id"], set()).add(row["object_label"])
        labels.setdefault(row["subject_id"], set()).add(row["subject_label"])
    assert {key: found for key, found in labels.items() if len(found) > 1} == {}


def test_readme_names_every_file() -> None:
    text = (ROOT / "data" / "links" / "README.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "data" / "links").glob("*.tsv")):
        assert path.name in text
    assert tomllib.loads((ROOT / "data" / "gold" / "links" / "corpus.toml").read_text(encoding="utf-8"))
