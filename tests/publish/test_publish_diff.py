"""Differences between releases: every fact, once, with its reason; a patch that can be applied; ontologies and versions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publish.conftest import TEXT, add_document, call

from pledgegraph.build import build
from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.publish.diff import Causes, Change, Reason, Status, diff, find_release, patch
from pledgegraph.publish.diff_render import as_json, kind_of, markdown
from pledgegraph.publish.ontology_diff import Impact, ontology_diff
from pledgegraph.publish.release import release


def lines(folder: Path) -> set[str]:
    return set((folder / "data.nq").read_text(encoding="utf-8").splitlines())


def applied(before: set[str], steps: Iterable[str]) -> set[str]:
    """The statements after an RDF Patch; what it deletes must be there, what it adds must not."""
    found, begun = set(before), False
    for step in steps:
        operation, _, rest = step.partition(" ")
        if operation in ("TX", "TC"):
            assert rest == "." and begun == (operation == "TC")
            begun = not begun
        elif operation == "D":
            found.remove(rest)
        else:
            assert operation == "A" and rest not in found
            found.add(rest)
    assert not begun
    return found


def rebuilt(project: Project) -> tuple[Path, Path]:
    """The build before and the build now."""
    before = project.current.resolve()
    return before, build(project).release


def all_reasons(changes: list[Change]) -> set[Reason]:
    return {reason for change in changes for reason in change.reasons}


def test_a_release_does_not_differ_from_itself(project: Project) -> None:
    folder = project.current.resolve()
    assert list(diff(folder, folder)) == []
    assert list(diff(folder, release(project).folder)) == []
    assert "No fact differs" in markdown("a", "b", [], 5)


def test_a_new_text_is_the_reason_of_its_facts(project: Project) -> None:
    add_document(project, "harbour-2033", TEXT.replace("2031", "2033"))
    before, after = rebuilt(project)
    changes = list(diff(before, after))
    assert applied(lines(before), patch(iter(changes))) == lines(after)
    of_document = [change for change in changes if "/document/harbour-2033" in change.iri]
    assert len(of_document) > 10
    assert all(change.status is Status.ADDED and change.reasons == (Reason.NEW_TEXT,) for change in of_document)
    assert all_reasons(changes) == {Reason.NEW_TEXT}
    title = next(change for change in changes if change.iri.endswith("/document/harbour-2033"))
    assert title.label == "Press Release of the Second Harbour Forum"
    back = list(diff(after, before))
    assert {change.status for change in back if "/document/harbour-2033" in change.iri} == {Status.REMOVED}
    assert all_reasons(back) == {Reason.TEXT_WITHDRAWN}
    assert applied(lines(after), patch(iter(back))) == lines(before)


def test_a_changed_text_is_a_new_text(project: Project) -> None:
    path = project.documents / "harbour-2031" / "text.txt"
    path.write_text(TEXT.replace("Chile and Peru", "Chile, Ecuador and Peru"), encoding="utf-8")
    before, after = rebuilt(project)
    changes = list(diff(before, after))
    came = [change for change in changes if "/state-ECU/" in change.iri]
    assert came and all(change.status is Status.ADDED for change in came)
    assert Status.CHANGED in {change.status for change in changes}
    assert all_reasons(changes) == {Reason.NEW_TEXT}


def test_a_changed_registry_is_the_reason(project: Project) -> None:
    path = project.registry / "states.csv"
    text = path.read_text(encoding="utf-8")
    assert "Republic of Chile" in text
    path.write_text(text.replace("Republic of Chile", "Republic of Chile and the Sea"), encoding="utf-8")
    before, after = rebuilt(project)
    changes = list(diff(before, after))
    (state,) = [change for change in changes if change.iri.endswith("/state/CHL")]
    assert state.status is Status.CHANGED and state.reasons == (Reason.REGISTRY,)
    assert len(state.removed) == len(state.added) == 1 and "and the Sea" in state.added[0]


def test_a_changed_ontology_is_the_reason(project: Project) -> None:
    path = project.ontology / "pledgegraph.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('rdfs:label "Pledgegraph ontology"@en', 'rdfs:label "Our ontology"@en'), encoding="utf-8"
    )
    from tests.build.conftest import prove

    prove(project)
    before, after = rebuilt(project)
    (change,) = list(diff(before, after))
    assert change.reasons == (Reason.ONTOLOGY,) and change.status is Status.CHANGED


@pytest.mark.parametrize(
    ("key", "graph", "reason"),
    [
        ("rules", "harbour-2031", Reason.RULE_SET),
        ("curation", "harbour-2031", Reason.CURATION),
        ("links", "curation", Reason.CURATION),
        ("registry", "registry", Reason.REGISTRY),
        ("tracking", "candidates", Reason.SCORING),
        ("inferenceRules", "inferences", Reason.INFERENCE_RULES),
    ],
)
def test_the_reason_is_the_input_that_reaches_the_graph(key: str, graph: str, reason: Reason) -> None:
    old = {"program": "p 1", "documents": {"harbour-2031": "x"}, "inputs": {key: "1", "other": "2"}}
    line = f"<https://example.org/a> <https://example.org/b> <https://example.org/c> <https://w3id.org/pledgegraph/graph/{graph}> ."
    new = {**old, "inputs": {key: "9", "other": "2"}}
    assert Causes.between(old, new).of((line,)) == (reason,)
    assert Causes.between(old, old).of((line,)) == (Reason.UNKNOWN,)
    assert Causes.between(old, {**old, "program": "p 2"}).of((line,)) == (Reason.PROGRAM,)


TERM = st.sampled_from(["a", "a/b", "ab", "b", "B"])


@given(st.sets(st.tuples(TERM, TERM, TERM)), st.sets(st.tuples(TERM, TERM, TERM)))
def test_any_two_dumps_are_told_apart_exactly(tmp_path_factory: pytest.TempPathFactory, one, two) -> None:
    folder = tmp_path_factory.mktemp("pair")
    sides = []
    for name, triples in (("one", one), ("two", two)):
        (folder / name).mkdir()
        text = sorted(f"<x:{s}> <x:{p}> <x:{o}> <x:g> ." for s, p, o in triples)
        (folder / name / "data.nq").write_text("".join(f"{line}\n" for line in text), encoding="utf-8")
        (folder / name / "MANIFEST.json").write_text("{}", encoding="utf-8")
        sides.append(folder / name)
    changes = list(diff(sides[0], sides[1]))
    assert applied(lines(sides[0]), patch(iter(changes))) == lines(sides[1])
    assert len({change.iri for change in changes}) == len(changes)
    for change in changes:
        had, has = (any(f"x:{s}" == change.iri for s, _, _ in side) for side in (one, two))
        assert change.status is (Status.CHANGED if had and has else Status.ADDED if has else Status.REMOVED)
    shutil.rmtree(folder)


def test_a_dump_that_is_not_sorted_is_refused(project: Project, tmp_path: Path) -> None:
    good = project.current.resolve()
    shutil.copytree(good, tmp_path / "odd")
    dump = tmp_path / "odd" / "data.nq"
    dump.write_bytes(b"".join(reversed(dump.read_bytes().splitlines(keepends=True))))
    with pytest.raises(InputError, match="not sorted"):
        list(diff(good, tmp_path / "odd"))


def test_a_damaged_release_is_not_compared(project: Project) -> None:
    folder = release(project).folder
    assert find_release(project, "0.1.0") == find_release(project, "latest") == folder.resolve()
    assert find_release(project, "current") == find_release(project, project.current.resolve().name)
    dump = folder / "data.nq.zst"
    dump.write_bytes(dump.read_bytes()[:-9])
    with pytest.raises(InputError, match=r"data\.nq\.zst: is missing or was changed"):
        find_release(project, "0.1.0")
    with pytest.raises(InputError, match="there is no release 'nothing'"):
        find_release(project, "nothing")


def test_the_forms(project: Project) -> None:
    add_document(project, "harbour-2033", TEXT.replace("2031", "2033"))
    before, after = rebuilt(project)
    changes = list(diff(before, after))
    told = json.loads(as_json("a", "b", changes))
    assert len(told["changes"]) == len(changes)
    assert {line for change in told["changes"] for line in change["added"]} == lines(after) - lines(before)
    text = markdown("a", "b", changes, 2)
    assert "| new text | document | 1 | 0 | 0 |" in text and "## New text" in text and " more" in text
    assert kind_of(f"{ENTITIES}commitment/x/1/party/state-CHL/issuer") == "party"
    assert kind_of(f"{ENTITIES}commitment/x/1") == "commitment"
    assert kind_of("https://w3id.org/pledgegraph/ontology#force") == "plg"


ENTITIES = "https://w3id.org/pledgegraph/id/"


def test_the_verb_prints_every_form(project: Project) -> None:
    before = project.current.resolve().name
    add_document(project, "harbour-2033", TEXT.replace("2031", "2033"))
    build(project)
    table = call(project, "diff", before, "current", "--limit", "3")
    assert table.returncode == 0 and "new text" in table.stdout and " more (--limit)" in table.stdout
    shown = call(project, "diff", before, "current", "--format", "rdf-patch").stdout.splitlines()
    old, new = (project.build / "releases" / name for name in (before, project.current.resolve().name))
    assert applied(lines(old), shown) == lines(new)
    assert json.loads(call(project, "diff", before, "current", "--format", "json").stdout)["before"] == before
    assert call(project, "diff", before, "current", "--format", "markdown").stdout.startswith(
        f"# Changes from {before}"
    )
    assert "no fact differs" in call(project, "diff", "current", "current").stdout
    wrong = call(project, "diff", "nothing", "current")
    assert wrong.returncode == 2 and "there is no release 'nothing'" in wrong.stderr and "Traceback" not in wrong.stderr


# --- ontologies ---

HEAD = """@prefix plg: <https://w3id.org/pledgegraph/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<https://w3id.org/pledgegraph/ontology> a owl:Ontology ;
    owl:versionIRI <https://w3id.org/pledgegraph/ontology/VERSION> ; owl:versionInfo "VERSION" .
"""
BODY = """plg:Port a owl:Class ; rdfs:label "port"@en .
plg:Ship a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty plg:calls ; owl:minCardinality 1 ] .
plg:calls a owl:ObjectProperty ; rdfs:domain plg:Ship ; rdfs:range plg:Port .
plg:Open a skos:Concept ; skos:inScheme plg:States .
[] a owl:AllDisjointClasses ; owl:members ( plg:Port plg:Ship ) .
"""


def written(path: Path, version: str, body: str = BODY) -> Path:
    path.write_text(HEAD.replace("VERSION", version) + body, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "impact"),
    [
        ('"port"@en', '"harbour"@en', Impact.PATCH),
        ('rdfs:label "port"@en', 'rdfs:label "port"@en ; skos:altLabel "harbour"@en', Impact.PATCH),
        ("plg:Port a owl:Class ;", "plg:Quay a owl:Class . plg:Port a owl:Class ;", Impact.MINOR),
        ("plg:Port a owl:Class ;", "plg:Port a owl:Class ; rdfs:subClassOf plg:Place ;", Impact.MINOR),
        (
            "plg:Port a owl:Class ;",
            "plg:Port a owl:Class ; owl:deprecated true ; dcterms:isReplacedBy plg:Ship ;",
            Impact.MINOR,
        ),
        ("plg:Port a owl:Class ;", "plg:Port a owl:Class ; skos:exactMatch <https://example.org/Port> ;", Impact.MINOR),
        ('plg:Port a owl:Class ; rdfs:label "port"@en .\n', "", Impact.MAJOR),
        ("rdfs:domain plg:Ship ;", "", Impact.MAJOR),
        ("rdfs:range plg:Port", "rdfs:range plg:Ship", Impact.MAJOR),
        ("a owl:ObjectProperty", "a owl:DatatypeProperty", Impact.MAJOR),
        ("a owl:ObjectProperty", "a owl:ObjectProperty , owl:FunctionalProperty", Impact.MAJOR),
        ("owl:minCardinality 1", "owl:minCardinality 2", Impact.MAJOR),
        ("; skos:inScheme plg:States", "", Impact.MAJOR),
        ("plg:Port plg:Ship )", "plg:Port plg:Ship plg:Open )", Impact.MAJOR),
        ("[] a owl:AllDisjointClasses ; owl:members ( plg:Port plg:Ship ) .\n", "", Impact.MINOR),
    ],
)
def test_a_change_asks_for_a_version(tmp_path: Path, old: str, new: str, impact: Impact) -> None:
    assert old in BODY
    before = written(tmp_path / "before.ttl", "1.2.3")
    raised = {Impact.PATCH: "1.2.4", Impact.MINOR: "1.3.0", Impact.MAJOR: "2.0.0"}
    for level, version in raised.items():
        found = ontology_diff(before, written(tmp_path / "after.ttl", version, BODY.replace(old, new)))
        assert found.impact is impact
        assert found.breaking is (impact is Impact.MAJOR)
        assert bool(found.problems) is (level < impact)
    unraised = ontology_diff(before, written(tmp_path / "after.ttl", "1.2.3", BODY.replace(old, new)))
    assert f"a new {impact.name.lower()} version" in unraised.problems[0]


def test_blank_nodes_written_otherwise_are_no_change(tmp_path: Path) -> None:
    body = BODY.replace("[ a owl:Restriction ; owl:onProperty plg:calls ; owl:minCardinality 1 ]", "_:x") + (
        "_:x owl:minCardinality 1 ; owl:onProperty plg:calls ; a owl:Restriction .\n"
    )
    found = ontology_diff(written(tmp_path / "a.ttl", "1.0.0"), written(tmp_path / "b.ttl", "1.0.0", body))
    assert found.changes == () and found.problems == () and found.impact is Impact.NONE


def test_versions_that_go_back_or_disagree_are_told(tmp_path: Path) -> None:
    before = written(tmp_path / "a.ttl", "1.2.0")
    assert "goes back" in ontology_diff(before, written(tmp_path / "b.ttl", "1.1.9")).problems[0]
    odd = written(tmp_path / "c.ttl", "1.3.0")
    odd.write_text(odd.read_text().replace("ontology/1.3.0", "ontology/1.2.9"), encoding="utf-8")
    assert "owl:versionIRI" in ontology_diff(before, odd).problems[0]
    odd.write_text("<x:a> <x:b> <x:c> .", encoding="utf-8")
    with pytest.raises(InputError, match=r"no single owl:versionInfo"):
        ontology_diff(before, odd)


def test_before_the_first_version_a_minor_number_is_enough(tmp_path: Path) -> None:
    before = written(tmp_path / "a.ttl", "0.4.0")
    gone = BODY.replace("rdfs:domain plg:Ship ;", "")
    assert ontology_diff(before, written(tmp_path / "b.ttl", "0.5.0", gone)).problems == ()
    assert ontology_diff(before, written(tmp_path / "c.ttl", "0.4.1", gone)).problems


def test_the_verb_ends_with_1_when_a_breaking_change_has_no_new_major_version(project: Project) -> None:
    before = project.current.resolve()
    after = project.root / "after"
    shutil.copytree(before, after)
    path = after / "ontology.ttl"
    text = path.read_text(encoding="utf-8")
    assert "plg:Forum a owl:Class" in text
    path.write_text(text.replace("plg:Forum a owl:Class", "plg:Gathering a owl:Class"), encoding="utf-8")
    _reseal(after)
    for form in ("table", "markdown", "json"):
        done = call(project, "diff", "current", str(after), "--ontology", "--format", form)
        assert done.returncode == 1, done.stderr
        assert "plg:Forum" in done.stdout and "breaking" in done.stdout
    patched = call(project, "diff", "current", str(after), "--ontology", "--format", "rdf-patch")
    assert patched.returncode == 2 and "cannot address" in patched.stderr
    same = call(project, "diff", "current", "current", "--ontology")
    assert same.returncode == 0 and "0 terms differ, not breaking" in same.stdout


def _reseal(folder: Path) -> None:
    """Writes the checksums anew, as of a release that was made so."""
    import hashlib

    names = sorted(path.name for path in folder.iterdir() if path.name != "SHA256SUMS")
    sums = "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
