"""Headers and parameters: what is read, and every way to be refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from pledgegraph.errors import InputError
from pledgegraph.queries.catalogue import Catalogue, parse_query, read_query
from pledgegraph.queries.header import has_header, read_header
from pledgegraph.queries.params import Param, ParamType, bind, read_params, term

GOOD = """#+ summary: Ports
#+ description: All ports.
#+ question: Which ports are there?
#+ tags: ports, two-words
#+ params: state (state) = CHL; since (date) optional
#+ columns: port, opened
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?port ?opened
WHERE {
  VALUES ?state { "CHL" }
  VALUES ?since { UNDEF }
  ?p <https://example.org/state> ?state ; <https://example.org/name> ?port ; <https://example.org/opened> ?opened .
}
ORDER BY ?port
"""


def test_a_good_header_is_read() -> None:
    header = read_header(GOOD, "ports.rq")
    assert header.summary == "Ports"
    assert header.tags == ("ports", "two-words")
    assert header.columns == ("port", "opened")
    assert header.params == (
        Param(name="state", type=ParamType.STATE, default="CHL", optional=False),
        Param(name="since", type=ParamType.DATE, default=None, optional=True),
    )


BAD = [
    ("#+ tags:", "#+ tag:", 4, "unknown header key 'tag'. Did you mean 'tags'?"),
    ("#+ tags: ports, two-words\n", "", 1, "header key 'tags' is missing"),
    ("#+ tags: ports, two-words", "#+ tags:", 4, "header key 'tags' is empty"),
    ("#+ description: All ports.", "#+ summary: All ports.", 2, "header key 'summary' is there twice"),
    ("#+ summary: Ports", "#+summary: Ports", 1, "is not a header line"),
    ("#+ summary: Ports", "#+ summary Ports", 1, "is not a header line"),
    ("are there?", "are there.", 3, "does not end with '?'"),
    ("two-words", "two words", 4, "'two words' is not a tag name"),
    ("ports, two-words", "ports, ports", 4, "a tag is named twice"),
    ("port, opened", "port, Opened", 6, "'Opened' is not a column name"),
    ("SELECT ?port ?opened", "#+ tags: x\nSELECT ?port ?opened", 8, "stands below the query"),
    ("state (state)", "state state", 5, "'state state = CHL' is not a parameter"),
    ("state (state)", "state (country)", 5, "unknown parameter type 'country'"),
    ("state (state)", "state (stat)", 5, "Did you mean 'state'?"),
    ("= CHL", "= Chile", 5, "'Chile' is not a value for parameter 'state' of type state"),
    ("since (date) optional", "state (date) optional", 5, "parameter 'state' is there twice"),
]


@pytest.mark.parametrize(("old", "new", "line", "says"), BAD, ids=[says for *_, says in BAD])
def test_a_bad_header_is_refused(old: str, new: str, line: int, says: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        parse_query(GOOD.replace(old, new, 1), "ports", "ports.rq", header=True)
    assert says in caught.value.message
    assert caught.value.place == f"ports.rq:{line}"


BAD_BODIES = [
    ('VALUES ?state { "CHL" }', "", "parameter 'state' has 0 VALUES blocks"),
    ("VALUES ?since { UNDEF }", "VALUES ?since { UNDEF }\n  VALUES ?since { UNDEF }", "has 2 VALUES blocks"),
    ('VALUES ?state { "CHL" }', 'VALUES ?state { "PER" }', 'holds "PER", its header says "CHL"'),
    ("ORDER BY", "ORDERED BY", "not a SPARQL query"),
    ("SELECT ?port ?opened\nWHERE", "INSERT { ?p a ?state } WHERE", "not a SPARQL query"),
]


@pytest.mark.parametrize(("old", "new", "says"), BAD_BODIES, ids=[says for *_, says in BAD_BODIES])
def test_a_bad_body_is_refused(old: str, new: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_query(GOOD.replace(old, new, 1), "ports", "ports.rq", header=True)
    assert says in caught.value.message
    assert caught.value.place.startswith("ports.rq")


def test_a_query_typed_in_needs_no_header() -> None:
    query = parse_query("ASK { ?s ?p ?o }", "-", "-")
    assert query.header is None
    assert not has_header(query.text)
    with pytest.raises(InputError, match=r"unknown parameter 'x'\. It has none"):
        query.bound({"x": "1"})


def test_values_are_bound_as_whole_terms() -> None:
    query = parse_query(GOOD, "ports", "ports.rq", header=True)
    text = query.bound({"state": "PER", "since": "2031-05-04"})
    assert 'VALUES ?state { "PER" }' in text
    assert 'VALUES ?since { "2031-05-04"^^<http://www.w3.org/2001/XMLSchema#date> }' in text
    assert query.bound({}) == GOOD


def test_a_missing_value_is_named() -> None:
    params = read_params("name (string)", "x.rq", 1)
    with pytest.raises(InputError, match="parameter 'name' needs a value"):
        bind("VALUES ?name { UNDEF }", params, {}, "x.rq")
    with pytest.raises(InputError, match=r"unknown parameter 'nam'\. Did you mean 'name'"):
        bind("VALUES ?name { UNDEF }", params, {"nam": "x"}, "x.rq")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("string", 'a "b" } \\ \n?x', '"a \\"b\\" } \\\\ \\n?x"'),
        ("string", "", '""'),
        ("integer", "-007", "-7"),
        ("integer", "1.5", None),
        ("integer", "9" * 40, None),
        ("date", "2025-10-26", '"2025-10-26"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("date", "20251026", None),
        ("date", "2025-02-30", None),
        ("iri", "https://example.org/a", "<https://example.org/a>"),
        ("iri", "id:state/CHN", "<https://w3id.org/pledgegraph/id/state/CHN>"),
        ("iri", "https://example.org/a> } #", None),
        ("iri", "state/CHN", None),
        ("iri", "x y", None),
        ("state", "CHN", '"CHN"'),
        ("state", "chn", None),
        ("string", "a\udcff", None),
        ("state", 'C"N', None),
    ],
)
def test_terms_by_type(kind: str, value: str, expected: str | None) -> None:
    param = Param(name="p", type=ParamType(kind), default=None, optional=False)
    if expected is None:
        with pytest.raises(InputError, match="is not a value for parameter 'p'"):
            term(param, value)
    else:
        assert term(param, value) == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_as_a_string_parameter(value: str) -> None:
    param = Param(name="p", type=ParamType.STRING, default=None, optional=False)
    text = bind("SELECT ?p {\n VALUES ?p { UNDEF }\n}", [param], {"p": value}, "x.rq")
    (row,) = Store().query(text)
    assert row["p"].value == value


@given(st.text(), st.sampled_from(list(ParamType)))
def test_any_text_is_bound_or_refused_by_name(value: str, kind: ParamType) -> None:
    param = Param(name="p", type=kind, default=None, optional=False)
    try:
        text = bind("SELECT ?p {\n VALUES ?p { UNDEF }\n}", [param], {"p": value}, "x.rq")
    except InputError as error:
        assert "parameter 'p'" in error.message
    else:
        assert len(list(Store().query(text))) == 1


def test_a_hostile_value_stays_a_value(harbour) -> None:
    from pledgegraph.queries.run import run

    text = GOOD.replace("(state) = CHL", "(string) = CHL")
    query = parse_query(text, "ports", "ports.rq", header=True)
    answer = run(harbour, query, {"state": '" } ?s ?p ?port . ?s ?p ?opened . VALUES ?x { "'})
    assert answer.rows == ()


def test_the_catalogue_names_the_nearest_query(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match="Did you mean 'attendance-matrix'"):
        catalogue.find("atendance-matrix")
    assert catalogue.find("attendance-matrix").header is not None


def test_an_empty_folder_and_a_bad_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no query file"):
        Catalogue.read(tmp_path)
    path = tmp_path / "Bad_Name.rq"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(InputError, match="'Bad_Name' is not a query name"):
        read_query(path)
    path = tmp_path / "no-header.rq"
    path.write_text("ASK {}", encoding="utf-8")
    with pytest.raises(InputError, match="'summary' is missing"):
        read_query(path)
