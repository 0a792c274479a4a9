"""The gate from files to report: syntaxes, the union, places in the text, severities, and what bad input says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.validate import FORMATS, Report, Result, Severity, SourcePlace, check, render
from pledgegraph.validate.reading import union
from pledgegraph.validate.reports import in_order

ROOT = Path(__file__).resolve().parents[2]
SHAPES = ROOT / "ontology" / "shapes"
SAMPLE = ROOT / "tests" / "ontology" / "sample.ttl"
ID = "https://w3id.org/pledgegraph/id/"
PLG = "https://w3id.org/pledgegraph/ontology#"
BAD_QUOTE = f"<{ID}document/harbour-2031/passage/785-825> <http://www.w3.org/ns/oa#exact> "
SYNTAXES = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}


def faulty(tmp_path: Path) -> Path:
    """A file with one wrong quote, one missing date (a warning) and one speaker without a type."""
    lines = union([SAMPLE]).decode("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(BAD_QUOTE) and "third-harbour" not in line[:70]]
    kept += [line for line in lines if "third-harbour" in line[:70] and "#endDate>" not in line]
    kept.append(f'{BAD_QUOTE}"The chair will lose a register of ships." .')
    file = tmp_path / "faulty.nt"
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("ending", sorted(SYNTAXES))
def test_every_syntax_is_read(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"sample.{ending}"
    triples = [quad.triple for quad in pyoxigraph.parse(path=str(SAMPLE))]
    quads = [pyoxigraph.Quad(each.subject, each.predicate, each.object) for each in triples]
    file.write_bytes(pyoxigraph.serialize(quads, format=SYNTAXES[ending]) or b"")
    report = check([file], SHAPES)
    assert report.conforms
    assert report.results == ()
    assert report.engine == "turbo"
    assert set(union([file]).splitlines()) == set(union([SAMPLE]).splitlines())


def test_named_graphs_are_one_union(tmp_path: Path) -> None:
    lines = union([SAMPLE]).decode("utf-8").splitlines()
    graphs = ("https://w3id.org/pledgegraph/graph/registry", "https://w3id.org/pledgegraph/graph/harbour-2031")
    split = [f"{line[:-1]}<{graphs[number % 2]}> ." for number, line in enumerate(lines)]
    doubled = [f"{line[:-1]}<{graphs[0]}> ." for line in lines]
    file = tmp_path / "data.nq"
    file.write_text("\n".join(split + doubled) + "\n", encoding="utf-8")
    report = check([file], SHAPES)
    assert report.results == ()
    assert union([file]).count(b"\n") == len(lines)


def test_files_are_one_union(tmp_path: Path) -> None:
    lines = union([SAMPLE]).decode("utf-8").splitlines()
    files = [tmp_path / "one.nt", tmp_path / "two.nt"]
    for number, file in enumerate(files):
        file.write_text("\n".join(lines[number::2]) + "\n", encoding="utf-8")
    assert check(files, SHAPES).results == ()
    assert not check(files[:1], SHAPES).conforms


def test_structural_blank_nodes_of_the_ontology_are_no_data(tmp_path: Path) -> None:
    quads = [
        f"{line[:-1]}<https://w3id.org/pledgegraph/graph/harbour> ." for line in union([SAMPLE]).decode().splitlines()
    ]
    blank = f"_:a <{PLG}about> <{ID}state/CHL> <https://w3id.org/pledgegraph/graph/"
    file = tmp_path / "data.nq"
    file.write_text("\n".join([*quads, f"{blank}ontology> ."]) + "\n", encoding="utf-8")
    assert check([file], SHAPES).results == ()
    file.write_text("\n".join([*quads, f"{blank}harbour> ."]) + "\n", encoding="utf-8")
    assert "blankNode" in "".join(each.constraint for each in check([file], SHAPES).results)


@pytest.mark.parametrize("engine", ["turbo", pytest.param("pyshacl", marks=pytest.mark.slow)])
def test_place_in_the_source_text(tmp_path: Path, engine: str) -> None:
    report = check([faulty(tmp_path)], SHAPES, engine)
    quote = next(each for each in report.results if each.constraint.endswith("Passage-quote-rule"))
    assert quote.place == SourcePlace(
        document="harbour-2031",
        start=785,
        end=825,
        line=7,
        column=75,
        end_line=7,
        end_column=115,
        quote="The chair will lose a register of ships.",
    )
    assert str(quote.place) == "harbour-2031 line 7 [785-825]"
    date = next(each for each in report.results if each.severity is Severity.WARNING)
    assert date.shape.endswith("Forum-endDate-known")
    assert date.place is not None
    assert date.place.document == "harbour-2033"
    assert not report.conforms
    assert report.count(Severity.WARNING) == 1


def test_warnings_do_not_block() -> None:
    warning = Result(
        focus=f"{ID}forum/f",
        path="",
        value="",
        shape="s",
        component="c",
        constraint="",
        severity=Severity.WARNING,
        message="m",
    )
    assert Report(results=(warning,)).conforms
    assert Report(results=(warning,)).count(Severity.WARNING) == 1


def test_gravest_first(tmp_path: Path) -> None:
    report = check([faulty(tmp_path)], SHAPES)
    severities = [each.severity for each in report.results]
    assert severities == sorted(severities, key=list(Severity).index)
    assert report.results == in_order(list(reversed(report.results)))


def test_text_names_shape_focus_value_message_place(tmp_path: Path) -> None:
    text = render(check([faulty(tmp_path)], SHAPES))
    assert "Violation: The quote is not what the stored text says at these offsets" in text
    for part in ("id:document/harbour-2031/passage/785-825", "plg-shape:PassageShape", "harbour-2031 line 7 [785-825]"):
        assert part in text
    assert text.rstrip().endswith("(turbo)")
    assert "does not conform" in text


def test_table_and_json(tmp_path: Path) -> None:
    report = check([faulty(tmp_path)], SHAPES)
    table = render(report, "table")
    assert "Warning" in table
    assert "does not conform" in table
    value = json.loads(render(report, "json"))
    assert value["conforms"] is False
    assert value["counts"]["Warning"] == 1
    assert len(value["results"]) == len(report.results)
    assert {"focus", "shape", "value", "message", "place", "severity"} <= set(value["results"][0])


def test_turtle_is_a_validation_report(tmp_path: Path) -> None:
    report = check([faulty(tmp_path)], SHAPES)
    graph = rdflib.Graph().parse(data=render(report, "turtle"), format="turtle", publicID="https://example.org/report")
    assert len(set(graph.subjects(RDF.type, SH.ValidationResult))) == len(report.results)
    assert len(set(graph.objects(None, SH.result))) == len(report.results)
    assert [str(each) for each in graph.objects(None, SH.conforms)] == ["false"]
    messages = sorted(str(each) for each in graph.objects(None, SH.resultMessage))
    assert messages == sorted(each.message for each in report.results)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_form_of_an_empty_report(form: str) -> None:
    assert re.search("conform", render(Report(engine="turbo"), form))


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("gone.ttl", None, r"gone\.ttl: cannot be read"),
        ("data.csv", "a,b", r"data\.csv: is of no RDF format known here"),
        ("bad.ttl", "@prefix a: <http://a/> .\na:b a:c .\n", r"bad\.ttl:2: does not follow its syntax"),
        ("bad.nq", "<http://a> <http://b> <http://c> .\n<http://a> <http://b> .\n", r"bad\.nq:2: does not follow"),
        ("space.nt", "<http://a b> <http://b> <http://c> .\n", r"space\.nt:1: does not follow"),
        ("remote.jsonld", '{"@context": "http://example.invalid/c.jsonld", "@id": "x"}', r"remote\.jsonld.*: "),
    ],
)
def test_bad_input_names_file_and_line(tmp_path: Path, name: str, body: str | None, says: str) -> None:
    file = tmp_path / name
    if body is not None:
        file.write_text(body, encoding="utf-8")
    with pytest.raises(InputError, match=says) as caught:
        check([file], SHAPES)
    assert caught.value.exit_code == 2
    assert caught.value.remedy


def test_no_shapes_and_no_such_engine(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no shapes"):
        check([SAMPLE], tmp_path)
    with pytest.raises(InputError, match="no SHACL engine is called 'jena'"):
        check([SAMPLE], SHAPES, "jena")


def test_broken_shapes_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://s> a sh:NodeShape ; sh:targetClass <http://c> ; "
        '<http://www.w3.org/ns/shacl#sparql> <http://q> . <http://q> sh:select "SELECT nothing" .',
        encoding="utf-8",
    )
    data = tmp_path / "data.nt"
    data.write_text("<http://x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://c> .\n", encoding="utf-8")
    for engine in ("turbo", "pyshacl"):
        with pytest.raises(InputError, match=f"the engine {engine} refuses the shapes"):
            check([data], tmp_path / "broken.ttl", engine)


def test_a_file_without_statements_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.ttl"
    empty.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no statements"):
        check([empty], Project.find().shapes)
