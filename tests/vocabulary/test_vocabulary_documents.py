"""The ontology's README and diagram are those that the Turtle gives; what is missing or broken is named."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pledgegraph.cli.main import invoke
from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.vocabulary.diagram import diagram
from pledgegraph.vocabulary.questions import NAME, read_questions
from pledgegraph.vocabulary.readme import DIAGRAM, README, generated
from pledgegraph.vocabulary.terms import Kind, Term, Vocabulary

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.read(ROOT / "ontology")


@pytest.fixture
def copy(tmp_path: Path) -> Project:
    """A project with an ontology of its own to change."""
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    (tmp_path / "data" / "registry").mkdir(parents=True)
    shutil.copytree(ROOT / "queries", tmp_path / "queries")
    return Project.find(tmp_path)


@pytest.mark.parametrize("name", [README, DIAGRAM])
def test_the_committed_file_is_up_to_date(name: str, project: Project) -> None:
    assert (project.ontology / name).read_text(encoding="utf-8") == generated(project)[name], (
        "run: pledgegraph ontology readme"
    )


def test_every_term_is_in_the_readme(vocabulary: Vocabulary) -> None:
    text = (ROOT / "ontology" / README).read_text(encoding="utf-8")
    for term in vocabulary.terms:
        if term.kind is Kind.CONCEPT:
            assert term.label in text
        else:
            assert f"| `{term.name}` |" in text


def test_the_readme_points_only_to_files_that_exist() -> None:
    text = (ROOT / "ontology" / README).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", text)
    assert len(targets) > 50
    assert not [target for target in targets if not (ROOT / "ontology" / target).exists()]
    named = re.findall(r"`(tests/[\w/.-]+|shapes/[\w.-]+)`", text)
    assert not [each for each in named if not ((ROOT / each).exists() or (ROOT / "ontology" / each).exists())]


def test_terms_are_read_as_they_are_written(vocabulary: Vocabulary) -> None:
    by_name = {term.name: term for term in vocabulary.terms}
    assert by_name["plg:Passage"].parents == ("oa:TextPositionSelector", "oa:TextQuoteSelector")
    assert by_name["plg:inDocument"].kind is Kind.OBJECT_PROPERTY
    assert by_name["plg:inDocument"].range == ("plg:Document",)
    assert by_name["plg:within"].range == ("plg:Place", "plg:State", "plg:Territory")
    assert by_name["plg:Commits"].scheme == "plg:ForceScheme"
    assert all(term.label and term.definition for term in vocabulary.terms)
    assert "owl:Ontology" not in {term.kind for term in vocabulary.terms}


# --- the diagram ---


def boxes(svg: str) -> dict[str, tuple[float, float, float, float]]:
    root = ElementTree.fromstring(svg)
    found = {}
    for group in root.iter(f"{SVG}g"):
        rect = group.find(f"{SVG}rect[@class='box']")
        assert rect is not None
        found[group.get("id", "")] = (
            float(rect.get("x", "")),
            float(rect.get("y", "")),
            float(rect.get("width", "")),
            float(rect.get("height", "")),
        )
    return found


def test_every_class_has_a_box_and_no_two_overlap(vocabulary: Vocabulary) -> None:
    svg = diagram(vocabulary)
    found = boxes(svg)
    assert set(found) == {term.name.removeprefix("plg:") for term in vocabulary.of(Kind.CLASS)}
    placed = list(found.values())
    for number, (x, y, width, height) in enumerate(placed):
        for other_x, other_y, other_width, other_height in placed[number + 1 :]:
            apart = (
                x + width <= other_x
                or other_x + other_width <= x
                or y + height <= other_y
                or other_y + other_height <= y
            )
            assert apart
    _, _, whole_width, whole_height = map(float, (ElementTree.fromstring(svg).get("viewBox") or "").split())
    assert all(x + width <= whole_width and y + height <= whole_height for x, y, width, height in placed)


def test_a_line_joins_every_class_with_its_parent_and_words_say_the_same(vocabulary: Vocabulary) -> None:
    root = ElementTree.fromstring(diagram(vocabulary))
    ours = {term.name for term in vocabulary.of(Kind.CLASS)}
    below = [term for term in vocabulary.of(Kind.CLASS) if ours & set(term.parents)]
    assert len(root.findall(f"{SVG}path[@class='line']")) == len(below) > 5
    words = root.findtext(f"{SVG}desc") or ""
    assert root.get("role") == "img"
    assert all(f"{term.name.removeprefix('plg:')} is a kind of" in words for term in below)
    assert root.findtext(f"{SVG}title")


def test_text_stays_within_its_box(vocabulary: Vocabulary) -> None:
    long = Term(name="plg:" + "x" * 30, kind=Kind.OBJECT_PROPERTY, label="x", definition="x <&>", example="x",
                domain=("plg:Place",), range=("plg:" + "y" * 80,))  # fmt: skip
    svg = diagram(Vocabulary(header=vocabulary.header, terms=(*vocabulary.terms, long)))
    root = ElementTree.fromstring(svg)
    assert max(len(text.text or "") for text in root.iter(f"{SVG}text")) <= 47
    assert "…" in svg


# --- competency questions ---


def test_every_competency_question_has_queries_and_most_classes_are_asked_about(vocabulary: Vocabulary) -> None:
    catalogue = Catalogue.read(ROOT / "queries")
    questions = read_questions(ROOT / "ontology" / NAME, catalogue)
    assert len(questions) >= 20
    assert len({each.question for each in questions}) == len(questions)
    asked = "\n".join(catalogue.find(name).text for each in questions for name in each.queries)
    unasked = {
        term.name for term in vocabulary.of(Kind.CLASS) if not re.search(rf"{term.name}\b", asked)
    } - reached_by_property(vocabulary, asked)
    asked_by_nobody = {
        "Attestation",
        "CollectiveActor",
        "CommitmentDetail",
        "Conversion",
        "ForumSeries",
        "Initiative",
        "MemberState",
    }
    assert unasked <= {f"plg:{name}" for name in asked_by_nobody}


def reached_by_property(vocabulary: Vocabulary, asked: str) -> set[str]:
    """Classes that a query meets without naming them: as what a property has or gives."""
    properties = [*vocabulary.of(Kind.OBJECT_PROPERTY), *vocabulary.of(Kind.DATATYPE_PROPERTY)]
    return {name for term in properties if re.search(rf"{term.name}\b", asked) for name in (*term.domain, *term.range)}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a,Who?,no-such-query", "unknown query 'no-such-query'"),
        ("a,No question,coverage-per-document", "question mark"),
        ("a,Who?,", "question mark"),
    ],
)
def test_a_wrong_question_is_named_with_its_line(copy: Project, row: str, problem: str) -> None:
    path = copy.ontology / NAME
    path.write_text(f"topic,question,queries\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=problem) as caught:
        generated(copy)
    assert caught.value.place.endswith(f"{NAME}:2")


# --- making them again ---


def test_a_change_of_the_turtle_changes_the_readme_only_where_it_is_made(
    copy: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    path = copy.ontology / "pledgegraph.ttl"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            'rdfs:label "session"@en',
            'owl:deprecated true ; <http://purl.org/dc/terms/isReplacedBy> plg:Forum ; rdfs:label "session"@en',
        ),
        encoding="utf-8",
    )
    before = (copy.ontology / README).read_text(encoding="utf-8")
    assert invoke(["ontology", "readme", "--project", str(copy.root)]) == 0
    after = (copy.ontology / README).read_text(encoding="utf-8")
    assert "| `plg:Session` | `plg:Forum` |" in after
    assert "`plg:Session` (deprecated)" in after
    assert (
        before.partition("## To add")[2].partition("## Made")[0]
        == after.partition("## To add")[2].partition("## Made")[0]
    )
    assert "Session (deprecated)" in (copy.ontology / DIAGRAM).read_text(encoding="utf-8")
    capfd.readouterr()
    assert invoke(["ontology", "readme", "--project", str(copy.root)]) == 0
    assert capfd.readouterr().out.count("up to date") == 2


def test_a_readme_without_its_marks_is_refused(copy: Project) -> None:
    (copy.ontology / README).write_text("# Ours\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"no place for the header.*made by"):
        generated(copy)


def test_broken_turtle_is_named_with_its_line(copy: Project) -> None:
    (copy.ontology / "themes.ttl").write_text("@prefix a: <urn:a> .\na:b a:c .\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"themes\.ttl:2"):
        Vocabulary.read(copy.ontology)
