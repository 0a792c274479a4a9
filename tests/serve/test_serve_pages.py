"""The pages of a server over the five texts: every kind, with its links, forms and limits."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from conftest import ROOT
from pledgegraph.build import build
from pledgegraph.project import Project
from pledgegraph.serve.pages.sections import names
from pledgegraph.serve.pages.site import Site
from pledgegraph.vocab import ENTITIES
from serve.conftest import GRAPH, HARBOUR, make_release
from serve.server import Server, served

pytestmark = pytest.mark.slow

INITIATIVE = "commitment/regional-migration-governance-initiative"
PAGES = (
    "/ /commitments /forums /documents /states /territories /organisations /persons /instruments /themes /findings "
    "/attendance /attendance?kind=organisations /queries /validate /search /search?q=border /downloads /report /about "
    f"/ontology.html /query /doc/{INITIATIVE}/12.html /doc/document/sub-forum-2025.html /doc/state/CHN.html "
    "/doc/organisation/asean.html /doc/instrument/regional-migration-governance-initiative.html "
    f"/states?all=yes /resource?iri={ENTITIES}state/CHN"
).split()
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The five texts, built, with one entity withdrawn."""
    root = tmp_path_factory.mktemp("pages") / "project"
    for name in ("data", "ontology", "queries"):
        shutil.copytree(ROOT / name, root / name)
    proven = ROOT / "build" / "ontology-proven.txt"
    if proven.is_file():
        (root / "build").mkdir()
        shutil.copy(proven, root / "build")
    (root / "data" / "withdrawn.toml").write_text(
        f'[[withdrawn]]\niri = "{ENTITIES}person/nobody"\nsince = 2026-01-02\nreason = "Two were one."\n'
        f'replaced_by = "{ENTITIES}person/somebody"\n'
    )
    made = Project.find(root)
    build(made)
    return made


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Server]:
    with served(project.current, "--project", str(project.root)) as running:
        yield running


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_and_strict(server: Server, path: str) -> None:
    answer = server.get(path, headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "form-action 'self'" in policy
    assert answer.text.count("<h1") == 1
    assert not re.search(r"""(?:src|action|href)=["'](?:javascript|data|//)""", answer.text)
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"https?://(?!w3id\.org)", answer.text)
    assert "<table" not in answer.text or re.search(r"/q/[a-z-]+\.csv|/downloads/", answer.text)
    again = server.get(path, headers={**BROWSER, "if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == policy


def test_links_within_the_pages_lead_somewhere(server: Server) -> None:
    found: set[str] = set()
    for path in ("/", "/forums", f"/doc/{INITIATIVE}/12.html", "/attendance", "/report", "/downloads", "/queries"):
        found |= {
            html.unescape(link) for link in re.findall(r'href="(/[^"#]*)', server.get(path, headers=BROWSER).text)
        }
    assert len(found) > 150
    broken = [link for link in sorted(found) if server.get(link).status_code not in {200, 303}]
    assert broken == []


def test_the_overview_is_small_and_says_what_it_counts(server: Server) -> None:
    page = server.get("/", headers=BROWSER)
    assert len(page.content) < 60_000
    number = int(re.search(r"<b>(\d+)</b> commitments", page.text)[1])  # type: ignore[index]
    rows = list(csv.DictReader(io.StringIO(server.get("/q/commitments.csv").text)))
    assert number == len(rows) > 16
    for row in rows:
        assert row["commitment"].removeprefix(ENTITIES) in page.text


def test_a_commitment_leads_to_the_marked_words(server: Server) -> None:
    page = server.get(f"/doc/{INITIATIVE}/12.html", headers=BROWSER).text
    links = re.findall(r'href="(/doc/document/[a-z0-9-]+\.html)#(char=(\d+),(\d+))"', page)
    assert len(links) > 5
    for path, mark, start, end in links:
        document = server.get(path, headers=BROWSER).text
        assert f'id="{mark}"' in document
        assert int(start) < int(end)
    assert "<svg" in page and "How to cite" in page and "reviewed" in page


def test_a_document_shows_every_character_and_every_passage(server: Server, project: Project) -> None:
    for folder in sorted(project.documents.iterdir()):
        stored = (folder / "text.txt").read_bytes().decode()
        page = server.get(f"/doc/document/{folder.name}.html", headers=BROWSER).text
        said = "".join(re.findall(r'<div class="said">(.*?)</div>', page, re.DOTALL))
        assert html.unescape(re.sub(r"<[^>]*>", "", said)) == stored
        assert server.get(f"/doc/document/{folder.name}.txt").text == stored
        query = f"SELECT ?s ?e {{ ?p <{'https://w3id.org/pledgegraph/ontology#'}inDocument> <{ENTITIES}document/{folder.name}> ; <http://www.w3.org/ns/oa#start> ?s ; <http://www.w3.org/ns/oa#end> ?e }}"
        rows = server.ask(query, accept="application/json").json()["results"]["bindings"]
        assert len(rows) > 50
        ids = set(re.findall(r'id="char=(\d+),(\d+)"', page))
        assert ids == {(row["s"]["value"], row["e"]["value"]) for row in rows}


def test_attendance_keeps_the_unknown_apart_from_the_absent(server: Server) -> None:
    page = server.get("/attendance", headers=BROWSER).text
    japan = re.search(r"<tr><th scope=\"row\"><a [^>]*>Japan</a>.*?</tr>", page, re.DOTALL)
    assert japan is not None
    assert re.findall(r'<td class="(listed|absent|unknown)"', japan[0]) == [
        "absent",
        "listed",
        "unknown",
        "absent",
        "unknown",
    ]


# --- linked data ---


@pytest.mark.parametrize(
    ("accept", "end"),
    [
        ("text/html", "html"),
        ("", "html"),
        ("text/turtle", "ttl"),
        ("text/turtle;q=0.4, application/ld+json;q=0.9", "jsonld"),
        ("application/rdf+xml, text/html;q=0.9", "rdf"),
        ("application/n-triples", "nt"),
        ("text/html;q=0, */*;q=0.1", "ttl"),
    ],
)
def test_an_address_leads_to_the_form_that_is_liked_best(server: Server, accept: str, end: str) -> None:
    answer = server.get("/id/state/CHN", headers={"accept": accept})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{server.url}/doc/state/CHN.{end}"
    assert answer.headers["vary"].startswith("Accept")
    document = server.get(f"/doc/state/CHN.{end}")
    assert document.status_code == 200
    for rel in ("cite-as", "alternate", "describedby", "license", "collection"):
        assert f'rel="{rel}"' in document.headers["link"]
    assert f"<{ENTITIES}state/CHN>" in document.headers["link"]


def test_no_form_fits_nothing_is_there_and_what_was_withdrawn(server: Server) -> None:
    refused = server.get("/id/state/CHN", headers={"accept": "image/png"})
    assert refused.status_code == 406
    assert "text/turtle" in refused.json()["detail"] and 'rel="alternate"' in refused.headers["link"]
    assert server.get("/id/state/XXX").status_code == 404
    gone = server.get("/id/person/nobody")
    assert gone.status_code == 410
    assert "Two were one" in gone.json()["detail"] and "person/somebody" in gone.json()["detail"]
    page = server.get("/doc/person/nobody.html", headers=BROWSER)
    assert page.status_code == 410 and "Two were one" in page.text


@pytest.mark.parametrize(
    ("end", "form"), [("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("rdf", RdfFormat.RDF_XML)]
)
def test_addresses_are_this_servers_own_on_the_way_out_only(server: Server, end: str, form: RdfFormat) -> None:
    own = f"{server.url}/id/{INITIATIVE}/12"
    triples = list(parse(server.get(f"/doc/{INITIATIVE}/12.{end}").content, form))
    subjects = {triple.subject.value for triple in triples}
    assert own in subjects
    assert not any(subject.startswith(ENTITIES) for subject in subjects)
    same = [t.object.value for t in triples if t.predicate.value.endswith("#sameAs") and t.subject.value == own]
    assert same == [f"{ENTITIES}{INITIATIVE}/12"]
    assert server.ask(f"ASK {{ <{ENTITIES}{INITIATIVE}/12> ?p ?o }}").json()["boolean"] is True


@pytest.mark.parametrize(
    "path",
    [
        f"{INITIATIVE}/12",
        "state/CHN",
        "document/sub-forum-2025",
        "organisation/asean",
        "instrument/regional-migration-governance-initiative",
    ],
)
def test_json_ld_is_compact_the_same_each_time_and_says_what_the_triples_say(server: Server, path: str) -> None:
    own = f"{server.url}/id/{path}"
    answer = server.get(f"/doc/{path}.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    triples = {quad.triple for quad in parse(server.get(f"/doc/{path}.nt").content, RdfFormat.N_TRIPLES)}
    assert len(triples) > 10
    assert {quad.triple for quad in parse(answer.content, RdfFormat.JSON_LD)} == triples
    graph = rdflib.Graph().parse(data=answer.text, format="json-ld")
    assert len(graph) == len(triples)
    document = answer.json()
    context = server.get("/context.jsonld").json()["@context"]
    assert document["@context"].items() <= context.items()
    assert "plg" in document["@context"] and len(document["@context"]) < 80
    node = document["@graph"][0]
    assert node["@id"] == own
    assert not [name for each in document["@graph"] for name in each if "//" in name]
    script = (
        "import sys; from pledgegraph.serve.pages.compact import compacted, context_of; from pathlib import Path; "
        "folder, about = sys.argv[1:]; data = sys.stdin.buffer.read(); "
        "sys.stdout.buffer.write(compacted(data, context_of(Path(folder)), about))"
    )
    folder = server.process.args[server.process.args.index("--release") + 1]  # type: ignore[union-attr,index]
    lines = server.get(f"/doc/{path}.nt").content.splitlines(keepends=True)
    again = subprocess.run(
        [sys.executable, "-c", script, str(folder), own],
        input=b"".join(reversed(lines)),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "3"},
    )
    assert again.stdout == answer.content


def test_machines_find_the_counts_the_examples_and_the_context(server: Server) -> None:
    counts = server.get("/.well-known/void").text
    total = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"]["value"]
    assert f"triples> {total}" in counts or f"triples {total}" in counts
    examples = list(parse(server.get("/.well-known/sparql-examples").content, RdfFormat.TURTLE))
    executables = {t.subject.value for t in examples if t.object.value.endswith("#SPARQLExecutable")}
    assert executables == {f"{server.url}/queries/{path.stem}" for path in (ROOT / "queries").glob("*.rq")}
    context = server.get("/context.jsonld")
    assert context.headers["content-type"] == "application/ld+json"
    assert context.json()["@context"]["evidence"]["@type"] == "@vocab"


def test_the_ontology_is_a_page_a_file_and_what_pylode_makes(server: Server) -> None:
    assert server.get("/ontology", headers=BROWSER).headers["location"] == f"{server.url}/ontology.html"
    turtle = server.get("/ontology", headers={"accept": "text/turtle"}).headers["location"]
    assert turtle == f"{server.url}/downloads/ontology.ttl"
    page = server.get("/ontology.html", headers=BROWSER).text
    assert 'id="Commitment"' in page and 'id="evidence"' in page
    made = server.get("/ontology/pylode", headers=BROWSER)
    assert made.status_code == 200 and "Commitment" in made.text
    assert "script-src" not in made.headers["content-security-policy"]
    assert made.headers["content-security-policy"].startswith("default-src 'none'")


def test_every_term_that_the_graph_uses_has_its_place_on_the_page(server: Server) -> None:
    page = server.get("/ontology.html", headers=BROWSER).text
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    query = """SELECT DISTINCT ?term { { ?a ?term ?b } UNION { ?a ?p ?term }
      FILTER(isIRI(?term) && STRSTARTS(STR(?term), "https://w3id.org/pledgegraph/ontology#")) }"""
    terms = [row["term"]["value"] for row in server.ask(query, accept="application/json").json()["results"]["bindings"]]
    assert len(terms) > 200
    assert {term.partition("#")[2] for term in terms} <= set(ids)
    for path in (f"/doc/{INITIATIVE}/12.html", "/doc/state/CHN.html"):
        linked = re.findall(r'href="/ontology\.html#([^"]+)"', server.get(path, headers=BROWSER).text)
        assert len(linked) > 4
        assert set(linked) <= set(ids)


# --- the catalogue ---


def test_every_question_has_a_page_and_files(server: Server) -> None:
    for path in sorted((ROOT / "queries").glob("*.rq")):
        page = server.get(f"/queries/{path.stem}", headers=BROWSER)
        assert page.status_code == 200, path.stem
        if "/q/" + path.stem + ".csv" in page.text:
            rows = list(csv.reader(io.StringIO(server.get(f"/q/{path.stem}.csv").text)))
            document = server.get(f"/q/{path.stem}.json").json()
            assert rows[0] == document["head"]["vars"]
            assert len(rows) - 1 == len(document["results"]["bindings"])
        else:
            assert list(parse(server.get(f"/q/{path.stem}.ttl").content, RdfFormat.TURTLE))


def test_parameters_are_bound_and_bad_ones_refused(server: Server) -> None:
    ten = server.get("/q/echoes-of-one-commitment.csv?number=12").text
    assert ten != server.get("/q/echoes-of-one-commitment.csv").text
    assert server.get("/q/echoes-of-one-commitment.html?number=12").headers["location"].endswith("?number=12")
    bad = server.get("/q/echoes-of-one-commitment.json?number=x%22%7D")
    assert bad.status_code == 400 and "number" in bad.json()["detail"]
    assert server.get("/q/no-such-question.csv").status_code == 404
    page = server.get("/queries/echoes-of-one-commitment?number=x", headers=BROWSER)
    assert page.status_code == 200 and 'role="alert"' in page.text


def test_a_quote_leads_to_its_mark(server: Server) -> None:
    row = next(csv.DictReader(io.StringIO(server.get("/q/attendance-matrix.csv").text)))
    found = server.get("/quotation", params={"text": row["quote"][:200], "document": row["document"]})
    assert found.status_code == 303
    assert re.search(rf"/doc/document/{row['document']}\.html#char=\d+,\d+$", found.headers["location"])
    whole = {"text": row["quote"][:200], "document": f"https://w3id.org/pledgegraph/id/document/{row['document']}"}
    assert server.get("/quotation", params=whole).headers["location"] == found.headers["location"]
    assert server.get("/quotation?text=never+said+by+anybody+here").status_code == 404


def test_the_form_asks_and_says_what_is_wrong(server: Server) -> None:
    page = server.get("/query", params={"query": "SELECT ?a { VALUES ?a { 41 42 } }"}, headers=BROWSER)
    assert ">42<" in page.text
    wrong = server.get("/query", params={"query": "SELECT ?a { ?a"}, headers=BROWSER).text
    assert "Line 1" in wrong and 'role="alert"' in wrong
    assert "<textarea" in server.get("/sparql", headers=BROWSER).text
    assert server.get("/sparql", headers={"accept": "text/turtle"}).headers["content-type"].startswith("text/turtle")


def test_a_form_checks_data_and_says_what_is_wrong_with_it(server: Server) -> None:
    bad = b"@prefix plg: <https://w3id.org/pledgegraph/ontology#> . <#x> a plg:Commitment ."
    sent = {"text": (None, bad), "syntax": (None, "turtle"), "format": (None, "html"), "data": ("", b"")}
    page = httpx.post(f"{server.url}/validate", files=sent, headers=BROWSER, timeout=60)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["pledgegraph-conforms"] == "false"
    assert "does not conform" in page.text and f'href="{server.url}/validate"' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    unread = httpx.post(f"{server.url}/validate", files={**sent, "text": (None, b"<a:a>\n x")}, headers=BROWSER)
    assert unread.status_code == 400
    assert "Line 2, column 2" in unread.text and "<h1>Bad Request</h1>" in unread.text
    for path in ("/downloads", "/about", "/report"):
        assert 'href="/validate"' in server.get(path, headers=BROWSER).text


def test_search_finds_names_quotes_and_texts(server: Server) -> None:
    page = server.get("/search?q=green+channels", headers=BROWSER).text
    assert "#char=" in page and "green channels" in page
    for text in ("green channels", "COOPERATION", "port", "the "):
        found = html.unescape(server.get("/search", params={"q": text}, headers=BROWSER).text)
        for name, quoted in (("search-quotes", "quote"), ("search-texts", "match")):
            rows = list(csv.DictReader(io.StringIO(server.get(f"/q/{name}.csv", params={"text": text.strip()}).text)))
            assert rows
            for row in rows:
                assert text.strip().lower() in row[quoted].lower()
                slug, place = row["passage"].removeprefix(f"{ENTITIES}document/").split("/passage/")
                address = f"/doc/document/{slug}.html#char={place.replace('-', ',')}"
                assert f'href="{address}"' in found
                assert f'id="{address.partition("#")[2]}"' in server.get(address, headers=BROWSER).text
    assert "<mark>Border</mark>" in server.get("/search?q=border", headers=BROWSER).text.replace(
        "<mark>border", "<mark>Border"
    )
    for odd in ('"', "\\", '"} DROP', "'", "\u202e", "%00", "a" * 300, "{{7*7}}", "?q=", "\n"):
        assert server.get("/search", params={"q": odd}, headers=BROWSER).status_code == 200
    named = [row["label"] for row in csv.DictReader(io.StringIO(server.get("/q/search-labels.csv?text=china").text))]
    assert named[0] == "China"
    assert [name.startswith("China") for name in named].index(False) > 1, "names that begin so come before others"
    for typed, name in (("curacao", "Curaçao"), ("aland", "Åland Islands"), ("Côte d’Ivoire", "Côte d'Ivoire")):
        found = html.unescape(server.get("/search", params={"q": typed}, headers=BROWSER).text)
        assert f">{name}</a>" in found, typed
    nothing = server.get("/search?q=zzzzqqq", headers=BROWSER).text
    assert "Nothing holds" in nothing


def test_every_table_that_a_page_names_is_there(project: Project) -> None:
    site = Site.read(project)
    assert names(site) == set()
    assert not set(site.tables) & set(site.catalogue)


# --- what must not become active ---


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A release whose data would like to be scripts and links."""
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    lines = [
        f"<{ENTITIES}state/ZZZ> <{kind}> <https://w3id.org/pledgegraph/ontology#State> <{GRAPH}x> .",
        f'<{ENTITIES}state/ZZZ> <{label}> "<script>alert(1)</script>\\"onload=x" <{GRAPH}x> .',
        f"<{ENTITIES}state/ZZZ> <{HARBOUR}see> <javascript:alert(1)> <{GRAPH}x> .",
        f"<{ENTITIES}state/ZZZ> <{HARBOUR}see> <data:text/html,x> <{GRAPH}x> .",
        f"<javascript:alert(2)> <{HARBOUR}see> <{ENTITIES}state/ZZZ> <{GRAPH}x> .",
    ]
    release = make_release(tmp_path_factory.mktemp("build"), "".join(f"{line}\n" for line in sorted(lines)).encode())
    with served(release) as running:
        yield running


@pytest.mark.parametrize("row", [pytest.param(52, id="fault-052")])
def test_a_script_in_a_text_is_text(hostile: Server, row: int) -> None:
    for path in ("/doc/state/ZZZ.html", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/states?all=yes"):
        page = hostile.get(path, headers=BROWSER)
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert page.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("row", [pytest.param(53, id="fault-053")])
def test_only_web_addresses_are_links(hostile: Server, row: int) -> None:
    query = "SELECT * { ?s ?p ?o }"
    for path in ("/doc/state/ZZZ.html", f"/query?query={query}", "/resource?iri=javascript:alert(1)"):
        page = hostile.get(path, headers=BROWSER).text
        assert not re.search(r"""href=["']?\s*(?:javascript|data):""", page, re.IGNORECASE)
    assert "javascript:alert(1)" in hostile.get("/doc/state/ZZZ.html", headers=BROWSER).text


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/id/a%0d%0aset-cookie:x", id="fault-050-address"),
        pytest.param("/id/..%2f..%2fetc", id="fault-057-id"),
        pytest.param("/doc/%2e%2e/x.html", id="fault-057-doc"),
        pytest.param("/id//evil.example", id="fault-055-address"),
        pytest.param("/static/..%2fapp.py", id="fault-057-static"),
        pytest.param("/static/pages.css%00", id="fault-057-nul"),
    ],
)
def test_odd_addresses_are_not_found(hostile: Server, path: str) -> None:
    answer = hostile.get(path)
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("row", [pytest.param(55, id="fault-055-accept")])
def test_no_accept_header_leads_elsewhere(hostile: Server, row: int) -> None:
    for accept in ("text/html", "text/turtle", "//evil.example/x", "text/html;x=//evil.example", "*/*, //evil.example"):
        for address in ("/id/state/ZZZ", "/ontology"):
            answer = hostile.get(address, headers={"accept": accept, "host": "evil.example"})
            assert answer.status_code in {303, 406}
            assert (
                answer.headers.get("location", hostile.url).startswith(hostile.url + "/") or answer.status_code == 406
            )
    for address in (
        "/doc//evil.example.html",
        "/id///evil.example",
        "/q//evil.example.html",
        "/ontology//evil.example",
    ):
        assert hostile.get(address).status_code == 404


@pytest.mark.parametrize("row", [pytest.param(50, id="fault-050-redirect")])
def test_a_redirect_repeats_nothing_that_splits_a_header(server: Server, row: int) -> None:
    answer = server.get("/q/echoes-of-one-commitment.html?number=12%0d%0aset-cookie:%20a=b")
    assert "set-cookie" not in answer.headers
    assert answer.status_code == 400 or "\r" not in answer.headers["location"]
    name = "a\r\nset-cookie: a=b"
    sent = {"data": (name, b"<a:a> <a:b> 1 .", "text/turtle")}
    checked = httpx.post(f"{server.url}/validate", files=sent, timeout=60)
    assert checked.status_code in {200, 400} and "set-cookie" not in checked.headers


def test_pages_say_so_when_there_is_nothing(hostile: Server) -> None:
    for path in ("/", "/commitments", "/forums", "/documents", "/attendance", "/themes", "/about", "/ontology.html"):
        page = hostile.get(path, headers=BROWSER)
        assert page.status_code == 200, path
        assert 'class="empty"' in page.text or path == "/about"


@pytest.mark.parametrize("row", [pytest.param(54, id="fault-054-page")])
def test_errors_are_pages_for_persons_and_problems_for_programs(hostile: Server, row: int) -> None:
    page = hostile.get("/no-such-page%3Cscript%3E", headers=BROWSER)
    assert page.status_code == 404 and "<h1>Not Found</h1>" in page.text and "<script" not in page.text
    document = hostile.get("/no-such-page")
    assert document.headers["content-type"] == "application/problem+json"
    assert json.loads(document.content)["status"] == 404


@pytest.mark.parametrize("row", [pytest.param(56, id="fault-056-page")])
def test_another_host_in_the_request_changes_nothing(hostile: Server, row: int) -> None:
    answer = hostile.get("/id/state/ZZZ", headers={"host": "evil.example", "accept": "text/turtle"})
    assert answer.headers["location"] == f"{hostile.url}/doc/state/ZZZ.ttl"
    assert "evil.example" not in hostile.get("/downloads", headers={"host": "evil.example"}).text
