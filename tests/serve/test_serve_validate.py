"""`POST /validate`: the command's own answers over HTTP, and data, shapes and bodies that mean harm."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph
import pytest

from canary import Canary, listening
from conftest import ROOT
from pledgegraph.project import Project
from pledgegraph.publish.folders import publish
from pledgegraph.serve.checking import fields, words
from pledgegraph.serve.settings import MIB
from pledgegraph.validate.engines import ENGINES
from pledgegraph.validate.foreign import SYNTAXES, Source
from pledgegraph.validate.others import check_others, own_rules, their_rules
from pledgegraph.validate.parse_child import SYNTAXES as FORMATS_OF_RDF
from pledgegraph.validate.render import FORMATS, render
from pledgegraph.validate.reports import Severity
from serve.conftest import quads
from serve.server import PATIENCE, Server, alive, served, wait_for
from serve.test_serve_faults import refused
from validate.test_validate_foreign import HOSTILE

pytestmark = pytest.mark.slow

PROJECT = Project.find(ROOT)
LIMITS: dict[str, object] = {
    "check_deadline": 4.0,
    "check_cap": MIB,
    "check_memory": 384 * MIB,
    "upload_deadline": 1.0,
    "checks_waiting": 1,
}
SHAPES = b"""@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://harbour.example/Berth> a sh:NodeShape ; sh:targetSubjectsOf <https://harbour.example/berth> ; sh:severity sh:Warning ;
  sh:property [ sh:path <https://harbour.example/depth> ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "no depth" ] ."""
BERTH = b"<https://harbour.example/ship> <https://harbour.example/berth> 7 ."
ENDLESS = b"""@prefix sh: <http://www.w3.org/ns/shacl#> .
<a:s> a sh:NodeShape ; sh:targetNode <a:0> ; sh:sparql [ sh:message "m" ;
  sh:select "SELECT $this { $this ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c + ?f + ?i + ?l < -1) }" ] ."""
MANY = b"".join(b"<a:%d> <a:p> %d .\n" % (number, number) for number in range(3000))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server would put temporary files."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory, shelf: Path) -> Iterator[Server]:
    """A server over a release with the project's shapes."""
    files = {
        "data.nq": quads(),
        "ontology.ttl": b"\n".join(path.read_bytes() for path in sorted(PROJECT.ontology.glob("*.ttl"))),
        "shapes.ttl": b"\n".join(path.read_bytes() for path in sorted(PROJECT.shapes.glob("*.ttl"))),
    }
    release = publish(tmp_path_factory.mktemp("build"), files, {"program": "a test"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(shelf))
        with served(release, limits=LIMITS) as running:
            yield running


@pytest.fixture
def server(shared_server: Server, shelf: Path) -> Iterator[Server]:
    """The server; after every check it is the same process and answers, its check is gone, and no file is left."""
    family = len(shared_server.family())
    before = Canary.hits
    yield shared_server
    wait_for(shared_server.alive)
    wait_for(lambda: len(shared_server.family()) == family)
    assert list(shelf.iterdir()) == []
    assert Canary.hits == before


@pytest.fixture(scope="module")
def canary() -> Iterator[str]:
    with listening() as address:
        yield address


def check(server: Server, body: bytes, media: str = "text/turtle", query: str = "", **headers: str) -> httpx.Response:
    """The answer to data that are the body."""
    sent = {"content-type": media, **headers}
    return httpx.post(f"{server.url}/validate{query}", content=body, headers=sent, timeout=PATIENCE)


def check_form(server: Server, parts: dict[str, object], **headers: str) -> httpx.Response:
    """The answer to a form."""
    files = {name: value if isinstance(value, tuple) else (None, value) for name, value in parts.items()}
    return httpx.post(f"{server.url}/validate", files=files, headers=headers, timeout=PATIENCE)  # type: ignore[arg-type]


def golden() -> bytes:
    return (ROOT / "tests" / "golden" / "conference-2025.ttl").read_bytes()


# --- the same check ---


@pytest.mark.parametrize(
    ("media", "syntax"), [pair for pair in words.MEDIA_TYPES.items() if "rdf" not in pair[1] or "rdf" in pair[0]]
)
def test_the_report_is_that_of_the_command_in_every_syntax(server: Server, media: str, syntax: str) -> None:
    triples = [each.triple for each in pyoxigraph.parse(golden(), format=pyoxigraph.RdfFormat.TURTLE)]
    body = pyoxigraph.serialize(triples, format=FORMATS_OF_RDF[syntax])
    assert body is not None
    answer = check(server, body, f"{media}; charset=utf-8")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    source = Source(name="data", syntax=syntax, data=body)
    expected = json.loads(render(check_others([source], own_rules(PROJECT.shapes)), "json"))
    assert len(expected["results"]) > 5
    found = answer.json()
    assert found["counts"] == expected["counts"]
    assert found["results"] == expected["results"]
    assert answer.headers["pledgegraph-conforms"] == "false"
    assert answer.headers["pledgegraph-findings"] == f"violation={found['counts']['Violation']}, warning=0, info=0"


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_report_comes_in_every_form_of_the_command(server: Server, form: str) -> None:
    source = Source(name="data", syntax="turtle", data=golden())
    expected = render(check_others([source], own_rules(PROJECT.shapes)), form)
    named = check(server, golden(), query=f"?format={form}", accept="image/png")
    assert named.text == expected
    assert named.headers["content-type"] == words.BY_NAME[form].label
    assert named.headers["cache-control"] == "no-store"
    assert named.headers["content-security-policy"].startswith("default-src 'none'")
    for offer in words.OFFERED:
        if offer.writer == form:
            liked = check(server, golden(), accept=f"{offer.media}, application/json;q=0.3")
            assert (liked.text, liked.headers["content-type"]) == (expected, offer.label)


def test_names_are_the_same_on_both_sides() -> None:
    assert set(words.SYNTAXES) == set(SYNTAXES) == set(words.MEDIA_TYPES.values())
    assert set(words.REPORTS) == set(words.BY_NAME) == set(FORMATS)
    assert fields.Asked.of({}, "json").engine == next(iter(ENGINES))


def test_own_shapes_severity_focus_and_limit(server: Server, tmp_path: Path) -> None:
    shapes = ("berths.ttl", SHAPES, "application/octet-stream")
    parts = {"data": ("ship.ttl", BERTH, "text/turtle"), "shapes": shapes}
    mild = check_form(server, parts)
    assert mild.headers["pledgegraph-conforms"] == "true"
    assert [each["message"] for each in mild.json()["results"]] == ["no depth"]
    assert mild.json()["results"][0]["mention"] == ["ship.ttl", 1]
    strict = check_form(server, {**parts, "fail-on": "warning", "format": "junit"})
    assert strict.headers["pledgegraph-conforms"] == "false"
    (tmp_path / "berths.ttl").write_bytes(SHAPES)
    source = Source(name="ship.ttl", syntax="turtle", data=BERTH)
    report = check_others([source], their_rules(tmp_path / "berths.ttl"))
    assert strict.text == render(report, "junit", fail_on=Severity.WARNING)
    pasted = check_form(server, {"text": BERTH, "shapes": shapes, "syntax": "turtle", "format": "text"})
    assert "no depth" in pasted.text and "the pasted text:1" in pasted.text
    focus = check(server, golden()).json()["results"][0]["focus"]
    some = check(server, golden(), query=f"?focus={quote(focus)}").json()["results"]
    assert {each["focus"] for each in some} == {focus}
    few = check(server, golden(), query="?format=text&limit=1").text
    assert "more of" in few


# --- what is refused ---


@pytest.mark.parametrize(
    ("body", "media", "line", "column"),
    [
        (b"<a:a> <a:b> 1 .\n<a:a> <a:b> x", "text/turtle", 2, 13),
        (b'{"@id":\n "a:a", }', "application/ld+json", 2, 9),
        (b"<a:a> <a:b> .", "application/n-triples", 1, 13),
    ],
)
def test_what_cannot_be_read_is_named_with_line_and_column(
    server: Server, body: bytes, media: str, line: int, column: int
) -> None:
    answer = check(server, body, media)
    refused(answer, 400)
    assert (answer.json()["line"], answer.json()["column"]) == (line, column)


def test_what_is_no_check_is_refused(server: Server) -> None:
    refused(check(server, BERTH, "image/png"), 415)
    assert "application/trig" in check(server, BERTH, "image/png").json()["detail"]
    refused(httpx.post(f"{server.url}/validate", content=BERTH, timeout=PATIENCE), 415)
    refused(check(server, BERTH, **{"content-encoding": "gzip"}), 415)
    refused(check_form(server, {"data": ("ship.bin", BERTH, "application/octet-stream")}), 415)
    not_liked = check(server, BERTH, accept="image/png")
    refused(not_liked, 406)
    assert "application/sarif+json" in not_liked.json()["detail"]
    for query, telling in (
        ("?format=pdf", "pdf"),
        ("?fail-on=never", "fail-on"),
        ("?limit=x", "limit"),
        ("?engine=none", "none"),
        ("?shapes=file:///etc/passwd", "no field 'shapes'"),
        ("?focus=https://harbour.example/else", "says nothing of"),
    ):
        answer = check(server, BERTH, query=query)
        refused(answer, 400)
        assert telling in answer.json()["detail"]
    refused(check(server, b""), 400)
    refused(check(server, b"x", "multipart/form-data"), 400)
    refused(check(server, b"--a\r\n\r\n", "multipart/form-data; boundary=a"), 400)
    crowd = b"<a:a> <a:p> " + b" , ".join(b"%d" % number for number in range(60_000)) + b" ."
    refused(check(server, crowd), 503)
    refused(check_form(server, {"data": ("a.ttl", BERTH, ""), "shapes": ("b.ttl", BERTH, "")}), 400)
    for method in ("PUT", "DELETE", "PATCH"):
        answer = httpx.request(method, f"{server.url}/validate", timeout=PATIENCE)
        refused(answer, 405)
        assert "POST" in answer.headers["allow"]


# --- what means harm ---


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - {"memory", "deep XML", "relative without base"}))
def test_hostile_data_are_refused_with_their_reason(server: Server, name: str) -> None:
    syntax, body, _ = HOSTILE[name]
    media = next(media for media, known in words.MEDIA_TYPES.items() if known == syntax)
    answer = check(server, body, media)
    refused(answer, 400, 413)
    assert len(answer.json()["detail"]) > 20


def test_nobody_is_asked_for_a_context_an_import_or_a_service(server: Server, canary: str) -> None:
    context = json.dumps({"@context": canary, "@id": "a:a", "a:b": "x"}).encode()
    refused(check(server, context, "application/ld+json"), 400)
    imports = b"<a:o> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://www.w3.org/2002/07/owl#imports> <%s> .\n"
    foreign = imports % canary.encode()
    service = ENDLESS.replace(b"$this ?p ?o . ?a", f"SERVICE <{canary}> {{ ?a ?b ?c }} $this ?p ?o . ?a".encode())
    for shapes in (foreign + SHAPES, service):
        for engine in ENGINES:
            parts = {"data": ("a.ttl", foreign + BERTH, ""), "shapes": ("b.ttl", shapes, ""), "engine": engine}
            assert check_form(server, parts).status_code in {200, 400, 503}


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_an_endless_check_is_killed_at_its_deadline(server: Server, engine: str) -> None:
    before = server.family()
    parts = {"data": ("a.ttl", MANY, ""), "shapes": ("b.ttl", ENDLESS, ""), "engine": engine}
    begun = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(check_form, server, parts)
        wait_for(lambda: server.family() - before)
        (child,) = server.family() - before
        assert server.ask("ASK {}").status_code == 200
        answer = asked.result()
    refused(answer, 503)
    assert "4 s" in answer.json()["detail"]
    assert time.monotonic() - begun < 4.0 + PATIENCE
    wait_for(lambda: not alive(child))


def test_a_check_that_nobody_waits_for_ends(server: Server) -> None:
    before = server.family()
    body = b"--x\r\ncontent-disposition: form-data; name=data; filename=a.ttl\r\n\r\n" + MANY
    body += (
        b"\r\n--x\r\ncontent-disposition: form-data; name=shapes; filename=b.ttl\r\n\r\n" + ENDLESS + b"\r\n--x--\r\n"
    )
    head = f"POST /validate HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: {len(body)}\r\n\r\n"
    link = server.connect()
    link.sendall(head.encode() + body)
    wait_for(lambda: server.family() - before)
    (child,) = server.family() - before
    link.close()
    wait_for(lambda: not alive(child))


def test_a_check_that_takes_too_much_is_ended(server: Server) -> None:
    deep = b"<a:s> <http://www.w3.org/ns/shacl#path> " + b"( <a:p> " * 30_000 + b")" * 30_000 + b" ."
    refused(
        check_form(server, {"data": ("a.ttl", BERTH, ""), "shapes": ("b.ttl", deep + SHAPES[49:], "")}), 400, 413, 503
    )


def test_a_body_is_neither_long_nor_slow(server: Server) -> None:
    refused(check(server, b"#" * (MIB + 1)), 413)
    head = b"POST /validate HTTP/1.1\r\nhost: x\r\ncontent-type: text/turtle\r\n"
    assert server.raw(head + b"content-length: 99999999\r\n\r\n").startswith(b"HTTP/1.1 413 ")
    piece = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    assert server.raw(head + b"transfer-encoding: chunked\r\n\r\n", *[piece] * 20).startswith(b"HTTP/1.1 413 ")
    slow = server.raw(head + b"content-length: 500\r\n\r\n", *[b"#"] * 20, pause=0.1)
    assert slow.startswith(b"HTTP/1.1 408 ")


def test_checks_are_few_at_a_time_and_others_are_told_to_come_back(server: Server) -> None:
    parts = {"data": ("a.ttl", MANY, ""), "shapes": ("b.ttl", ENDLESS, "")}
    with ThreadPoolExecutor(5) as pool:
        asked = [pool.submit(check_form, server, parts) for _ in range(5)]
        wait_for(lambda: sum(task.done() for task in asked) >= 2)
        early = [task.result() for task in asked if task.done()]
        assert server.ask("ASK {}").status_code == 200
        answers = [task.result() for task in asked]
    for answer in answers:
        refused(answer, 503)
    assert any("too many checks" in answer.json()["detail"] for answer in early)
    assert sum("was ended" in answer.json()["detail"] for answer in answers) >= 2


def test_one_client_has_one_check_and_ctrl_c_ends_it(release: Path) -> None:
    parts = {"data": ("a.ttl", MANY, ""), "shapes": ("b.ttl", ENDLESS, "")}
    with ThreadPoolExecutor(1) as pool:
        with served(release, limits={"limit_loopback": True}) as server:
            before = server.family()
            asked = pool.submit(check_form, server, parts)
            wait_for(lambda: server.family() - before)
            refused(check(server, BERTH), 429)
        ended = asked.result()  # the server's end has ended the check
        assert ended.status_code == 503
    with served(release) as other:
        answer = check(other, BERTH)
        refused(answer, 400)
        assert "no shapes" in answer.json()["detail"]


def test_after_all_this_the_front_is_small_and_holds_no_body(shared_server: Server) -> None:
    text = Path(f"/proc/{shared_server.process.pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in text.splitlines() if line.startswith("VmHWM"))
    assert int(line.split()[1]) < 150 * 1024
    handles = [os.readlink(each) for each in Path(f"/proc/{shared_server.process.pid}/fd").iterdir() if each.exists()]
    assert not [name for name in handles if "memfd" in name]
