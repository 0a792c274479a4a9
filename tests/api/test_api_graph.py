"""`pledgegraph.open`: the same code on a folder and on an endpoint, values of Python, tables that show themselves."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import pledgegraph
from pledgegraph.api.graph import KnowledgeGraph
from pledgegraph.api.results import SHOWN, Result, html_table, value
from pledgegraph.errors import InputError, MissingToolError, RemoteError
from pledgegraph.project import Project
from pledgegraph.publish.release import release
from pledgegraph.queries.results import Cell, CellKind, Table
from pledgegraph.vocab import PREFIXES
from publish.stores import free_port, oxigraph

ROOT = Path(__file__).parents[2]
COMMITMENT = "commitment/regional-migration-governance-initiative/12"


@pytest.fixture(scope="module", params=["folder", "endpoint"])
def graph(request: pytest.FixtureRequest, five: Project) -> KnowledgeGraph:
    place = five.root if request.param == "folder" else request.getfixturevalue("endpoint")
    return pledgegraph.open(place)


def test_a_named_question(graph: KnowledgeGraph) -> None:
    found = graph.query("commitments-of-an-instrument")
    assert found.columns == ("number", "commitment", "document", "quote")
    assert [row["number"] for row in found] == list(range(1, 17))
    assert len(found) == len(found.rows) == 16
    assert "commitments-of-an-instrument" in graph.questions


def test_parameters_are_values_of_python(graph: KnowledgeGraph) -> None:
    members = graph.query("members-of-an-organisation-on-a-day", day=date(1968, 1, 1))
    later = graph.query("members-of-an-organisation-on-a-day", day="2020-01-01")
    assert 0 < len(members) < len(later)
    assert all(isinstance(row["since"], date) for row in members)


def test_a_query_of_ones_own_and_its_triples(graph: KnowledgeGraph) -> None:
    asked = graph.query("ASK { ?document a <https://w3id.org/pledgegraph/ontology#Document> }")
    assert asked.rows == [{"answer": True}]
    built = graph.query(
        "CONSTRUCT { ?d a ?class } WHERE { ?d a <https://w3id.org/pledgegraph/ontology#Document>, ?class }"
    )
    assert built.columns == ("subject", "predicate", "object")
    assert len(built) >= 5
    assert "plg:Document" in built.to_turtle()
    with pytest.raises(InputError, match="cannot show"):
        asked.to_turtle()


def test_an_entity_with_its_quotes(graph: KnowledgeGraph, five: Project) -> None:
    found = graph.entity(COMMITMENT)
    assert found.iri == PREFIXES["id"] + COMMITMENT
    assert found.types == ("plg:Commitment",)
    assert found.label
    assert all(theme.startswith(PREFIXES["id"] + "theme/") for theme in found.values("plg:theme"))
    (quote, *_) = found.quotes.rows
    text = (five.documents / str(quote["document"]) / "text.txt").read_bytes().decode("utf-8")
    assert text[quote["start"] : quote["end"]] == quote["quote"]  # type: ignore[misc]
    passage = graph.entity(str(quote["passage"]))
    assert passage.label == quote["quote"]
    assert passage.quotes.rows == [quote]
    assert COMMITMENT.rpartition("/")[2] in str(found)


def test_folder_and_endpoint_give_the_same(five: Project, endpoint: str) -> None:
    here, there = pledgegraph.open(five.current), pledgegraph.open(endpoint)
    for name, query in here.catalogue.queries.items():
        if query.header is not None and not query.header.params:
            assert here.query(name).rows == there.query(name).rows, name
    assert here.entity(COMMITMENT).facts.rows == there.entity(COMMITMENT).facts.rows


@pytest.mark.slow
def test_every_kind_of_folder_opens(five: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release(five, out=tmp_path / "dist")
    monkeypatch.chdir(five.root)
    sizes = {
        len(pledgegraph.open(place).query("SELECT ?s ?p ?o { ?s ?p ?o }"))
        for place in ("", five.root, str(five.build), five.current, tmp_path / "dist", tmp_path / "dist" / "latest")
    }
    assert len(sizes) == 1
    assert sizes.pop() > 10_000


# --- what is wrong ---


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("commitments-of-an-instrumen", "there is no query.*commitments-of-an-instrument"),
        ("SELECT ?s { ?s ?p", "not a SPARQL query"),
        ("DELETE WHERE { ?s ?p ?o }", "not a SPARQL query"),
        ("SELECT ?s { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE would send"),
    ],
)
def test_a_wrong_question(graph: KnowledgeGraph, asked: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        graph.query(asked)


def test_a_wrong_parameter_and_a_wrong_entity(graph: KnowledgeGraph) -> None:
    with pytest.raises(InputError, match="is not a value for parameter 'day'"):
        graph.query("members-of-an-organisation-on-a-day", day="yesterday")
    with pytest.raises(InputError, match="unknown parameter 'port'"):
        graph.query("ASK { ?s ?p ?o }", port=1)
    for wrong, says in (("state/NOWHERE", "nothing is known of"), ("a> ?p ?o } #", "is not a value")):
        with pytest.raises(InputError, match=says):
            graph.entity(wrong)


def test_a_place_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no release"):
        pledgegraph.open(tmp_path)
    with pytest.raises(RemoteError, match="Is the server running"):
        pledgegraph.open(f"http://127.0.0.1:{free_port()}/query", retries=0)
    with oxigraph(tmp_path / "empty") as address, pytest.raises(RemoteError, match="holds no documents"):
        pledgegraph.open(f"{address}/query")


# --- values and tables ---


@pytest.mark.parametrize(
    ("written", "datatype", "read"),
    [
        ("7", "integer", 7),
        ("0.80", "decimal", Decimal("0.80")),
        ("1e3", "double", 1000.0),
        ("1", "boolean", True),
        ("2031-05-04", "date", date(2031, 5, 4)),
        ("someday", "date", "someday"),
        ("perhaps", "boolean", "perhaps"),
        ("2031", "gYear", "2031"),
    ],
)
def test_values_by_their_datatype(written: str, datatype: str, read: object) -> None:
    found = value(Cell(kind=CellKind.LITERAL, value=written, datatype=PREFIXES["xsd"] + datatype))
    assert (found, type(found)) == (read, type(read))
    assert value(None) is None


def test_a_notebooks_table_is_escaped_and_short() -> None:
    literal = Cell(kind=CellKind.LITERAL, value="<script>alert('ahoy')</script>")
    address = Cell(kind=CellKind.URI, value='https://example.org/a"onclick=')
    other = Cell(kind=CellKind.URI, value="javascript:alert(1)")
    shown = html_table(("a", "b", "<c>"), ((literal, address, other),) * (SHOWN + 1))
    assert "<script>" not in shown
    assert 'href="https://example.org/a&quot;onclick="' in shown
    assert 'href="javascript' not in shown
    assert shown.count("<tr>") == SHOWN + 1
    assert f"{SHOWN + 1} rows, {SHOWN} shown" in shown


def test_a_data_frame_keeps_columns_when_there_is_no_row() -> None:
    pytest.importorskip("pandas")
    empty = Result(answer=Table(columns=("a", "b"), rows=())).to_pandas()
    assert list(empty.columns) == ["a", "b"]


def test_without_pandas_the_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingToolError, match=r"pip install pledgegraph\[pandas\]"):
        Result(answer=Table(columns=("a",), rows=())).to_pandas()


def test_importing_the_package_imports_nothing_else() -> None:
    script = "import sys, pledgegraph; print([n for n in sys.modules if n.startswith(('pledgegraph.', 'pyoxigraph', 'pandas'))])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- the example notebook ---


def cells(notebook: dict[str, list[dict[str, list[str]]]]) -> list[str]:
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]  # type: ignore[comparison-overlap]


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.ipynb")), ids=lambda path: path.name)
def test_the_notebooks_cells_run_in_order(path: Path, five: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    assert not any(cell.get("outputs") for cell in notebook["cells"])
    monkeypatch.chdir(five.root)
    run: Callable[[str, dict[str, object]], None] = exec
    names: dict[str, object] = {}
    for cell in cells(notebook):
        run(cell, names)
    assert len(cells(notebook)) > 5
