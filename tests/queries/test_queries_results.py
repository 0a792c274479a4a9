"""Answers as text: tables, CSV, SPARQL JSON and Turtle; and answers from a store."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from pledgegraph.errors import InputError
from pledgegraph.queries.catalogue import Catalogue, parse_query
from pledgegraph.queries.results import Cell, CellKind, Format, Graph, Table, render, shortened
from pledgegraph.queries.run import load, run

XSD = "http://www.w3.org/2001/XMLSchema#"
TABLE = Table(
    columns=("who", "when", "note"),
    rows=(
        (
            Cell(kind=CellKind.URI, value="https://w3id.org/pledgegraph/id/state/CHN"),
            Cell(kind=CellKind.LITERAL, value="2025-09-17", datatype=XSD + "date"),
            Cell(kind=CellKind.LITERAL, value='a, "b" [red]c[/red]', language="en"),
        ),
        (Cell(kind=CellKind.BNODE, value="b0"), None, Cell(kind=CellKind.LITERAL, value="x\ny")),
    ),
)


def test_csv_can_be_read_back() -> None:
    rows = list(csv.reader(io.StringIO(render(TABLE, Format.CSV))))
    assert rows[0] == ["who", "when", "note"]
    assert rows[1:] == [list(row) for row in TABLE.texts()]


def test_json_is_the_sparql_results_format() -> None:
    document = json.loads(render(TABLE, Format.JSON))
    assert document["head"] == {"vars": ["who", "when", "note"]}
    first, second = document["results"]["bindings"]
    assert first["who"] == {"type": "uri", "value": "https://w3id.org/pledgegraph/id/state/CHN"}
    assert first["when"] == {"type": "literal", "value": "2025-09-17", "datatype": XSD + "date"}
    assert first["note"]["xml:lang"] == "en"
    assert "when" not in second


def test_a_table_shows_prefixes_rows_and_square_brackets() -> None:
    drawn = render(TABLE, Format.TABLE, width=120)
    assert "id:state/CHN" in drawn
    assert 'a, "b" [red]c[/red]' in drawn
    assert drawn.rstrip().endswith("2 rows")
    assert shortened(None) == ""


def test_a_narrow_terminal_gets_lines_instead_of_slivers() -> None:
    drawn = render(TABLE, Format.TABLE, width=30)
    assert drawn.splitlines()[:3] == ["who   id:state/CHN", "when  2025-09-17", 'note  a, "b" [red]c[/red]']
    assert drawn.endswith("2 rows\n")


def test_formats_that_do_not_fit_are_refused(harbour: Store) -> None:
    graph = run(harbour, parse_query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "-", "-"))
    assert isinstance(graph, Graph)
    with pytest.raises(InputError, match="builds a graph"):
        render(graph, Format.CSV)
    with pytest.raises(InputError, match="gives rows"):
        render(TABLE, Format.TTL)


def test_turtle_has_prefixes_and_holds_every_triple(harbour: Store, catalogue: Catalogue) -> None:
    graph = run(harbour, catalogue.find("graph-of-one-commitment"))
    assert isinstance(graph, Graph)
    turtle = render(graph, Format.TTL)
    assert "@prefix plg:" in turtle
    assert "@prefix owl:" not in turtle
    assert "\\/" not in turtle
    assert "Keep calm" in turtle
    assert set(parse(turtle, format=RdfFormat.TURTLE)) and len(graph.triples) == len(
        set(parse(turtle, format=RdfFormat.TURTLE))
    )
    assert "Publish port fees" not in turtle


def test_an_ask_is_a_table_of_one_cell(harbour: Store) -> None:
    answer = run(harbour, parse_query("ASK { ?s ?p ?o }", "-", "-"))
    assert isinstance(answer, Table)
    assert (answer.columns, answer.texts()) == (("answer",), (("true",),))


def test_columns_must_be_those_of_the_header(harbour: Store, catalogue: Catalogue) -> None:
    text = catalogue.find("speakers-by-video").text.replace("SELECT ?person ?document", "SELECT ?document ?person")
    with pytest.raises(InputError, match="its header names person, document"):
        run(harbour, parse_query(text, "x", "x.rq", header=True))


def test_a_missing_or_broken_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no release is here"):
        load(tmp_path)
    (tmp_path / "data.nq").write_text("<a> <b>\n", encoding="utf-8")
    with pytest.raises(InputError, match="not N-Quads"):
        load(tmp_path)


def test_the_default_graph_is_the_union(tmp_path: Path) -> None:
    line = '<https://e.org/{0}> <https://e.org/p> "{0}" <https://e.org/g{0}> .\n'
    (tmp_path / "data.nq").write_text(line.format(1) + line.format(2), encoding="utf-8")
    answer = run(load(tmp_path), parse_query("SELECT ?o { ?s ?p ?o } ORDER BY ?o", "-", "-"))
    assert isinstance(answer, Table)
    assert answer.texts() == (("1",), ("2",))
