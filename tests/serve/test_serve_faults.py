"""Faults and attacks on the running server: each gets its answer, and afterwards the front lives and answers."""

from __future__ import annotations

import gzip
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from canary import Canary, listening
from pledgegraph.publish.folders import publish
from pledgegraph.serve.settings import MIB, Settings
from serve.conftest import ENDLESS, GRAPH, HARBOUR, quads
from serve.server import PATIENCE, Server, alive, read_all, served, wait_for

pytestmark = pytest.mark.slow

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
STEP = f"(<{HARBOUR}berth>|!<{HARBOUR}berth>)*"
FORM = "application/x-www-form-urlencoded"
LIMITS = {
    "deadline": 2.0,
    "patience": 0.06,
    "worker_memory": 192 * MIB,
    "answer_cap": 12 * MIB,
    "head_deadline": 1.5,
    "body_deadline": 1.0,
    "send_deadline": 1.0,
    "connections": 60,
    "cache": 0,
}


@pytest.fixture(scope="module")
def canary() -> Iterator[str]:
    with listening() as address:
        yield address


@pytest.fixture(scope="module")
def shared_server(release: Path) -> Iterator[Server]:
    with served(release, limits=LIMITS) as running:
        yield running


@pytest.fixture
def server(shared_server: Server) -> Iterator[Server]:
    """The server; after every attack it is the same process, answers, and nothing outside was reached."""
    before = Canary.hits
    yield shared_server
    wait_for(shared_server.alive)
    assert Canary.hits == before


def fault(*numbers: int) -> Callable[[object], object]:
    """A test of these rows of the list of faults."""
    return pytest.mark.parametrize("row", [pytest.param(number, id=f"fault-{number:03}") for number in numbers])


def refused(answer: httpx.Response, *statuses: int) -> None:
    """The answer is a problem document with one of the statuses."""
    assert answer.status_code in statuses, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    assert answer.headers["x-content-type-options"] == "nosniff"
    if answer.status_code in {429, 503}:
        assert int(answer.headers["retry-after"]) > 0


def rows(answer: httpx.Response) -> list[object]:
    assert answer.status_code == 200, answer.text[:300]
    found = answer.json()["results"]["bindings"]
    assert isinstance(found, list)
    return found


# --- what would reach outside ---


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("SERVICE <{url}> {{ ?a ?b ?c }}", id="fault-001"),
        pytest.param("SERVICE SILENT <{url}> {{ ?a ?b ?c }}", id="fault-002"),
        pytest.param("VALUES ?u {{ <{url}> }} SERVICE ?u {{ ?a ?b ?c }}", id="fault-003"),
        pytest.param("service\n#c\n<{url}> {{ ?a ?b ?c }}", id="fault-004-comment"),
        pytest.param("\\u0053ERVICE <{url}> {{ ?a ?b ?c }}", id="fault-004-escape"),
        pytest.param("?a ?b trueSERVICE SILENT <{url}> {{ ?a ?b ?c }}", id="fault-004-glued"),
    ],
)
def test_no_other_server_is_asked(server: Server, canary: str, pattern: str) -> None:
    query = "SELECT * { " + pattern.format(url=canary) + " }"
    refused(server.ask(query), 400)
    refused(server.post(query), 400)


@fault(5)
def test_the_word_alone_is_no_service(server: Server, row: int) -> None:
    query = 'SELECT ?service { ?service ?p "SERVICE <x:x>" OPTIONAL { ?service <x:SERVICE> ?o } } # SERVICE <x:x>'
    assert rows(server.ask(query)) == []


@pytest.mark.parametrize(
    "clause",
    [
        pytest.param("FROM <{url}>", id="fault-006"),
        pytest.param("FROM NAMED <{url}>", id="fault-006-named"),
        pytest.param("FROM <file:///etc/hostname>", id="fault-007"),
    ],
)
def test_a_graph_that_is_not_here_is_empty(server: Server, canary: str, clause: str) -> None:
    assert rows(server.ask(f"SELECT * {clause.format(url=canary)} {{ ?s ?p ?o }}")) == []


@fault(8)
def test_a_remote_default_graph_is_empty(server: Server, canary: str, row: int) -> None:
    asked = {"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": canary}
    assert rows(server.get("/sparql", params=asked)) == []


@pytest.mark.parametrize("text", ["LOAD <{url}>", "INSERT DATA {{ <a:a> <a:a> <a:a> }}", "CLEAR ALL"])
@fault(9)
def test_an_update_is_no_query(server: Server, canary: str, text: str, row: int) -> None:
    refused(server.ask(text.format(url=canary)), 400)
    refused(server.post(text.format(url=canary)), 400)


@fault(10, 35)
def test_updates_are_refused(server: Server, row: int) -> None:
    if row == 35:
        refused(server.get("/sparql?update=CLEAR%20ALL"), 403)
        refused(server.get("/sparql?query=ASK%7B%7D&update=CLEAR%20ALL"), 403)
    else:
        refused(server.post("update=CLEAR%20ALL", FORM), 403)
        refused(server.post("CLEAR ALL", "application/sparql-update"), 403)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@fault(11)
def test_graphs_are_not_written(server: Server, method: str, row: int) -> None:
    for path in ("/graph-store?default", f"/graph-store?graph={GRAPH}north", "/graph/north"):
        answer = httpx.request(method, server.url + path, timeout=PATIENCE)
        refused(answer, 405)
        assert "GET" in answer.headers["allow"]


# --- what would exhaust ---

HEAVY = {
    "fault-012": ENDLESS,
    "fault-013": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "fault-014": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "fault-015": "SELECT (STRLEN(?a24) AS ?n) { BIND('0123456789abcdef' AS ?a0) "
    + "".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1}) " for n in range(24))
    + "}",
    "fault-016": f"SELECT (COUNT(*) AS ?n) {{ ?a {STEP} ?b . ?c {STEP} ?d . ?e {STEP} ?f . ?g {STEP} ?h }}",
}


@pytest.mark.parametrize("query", [pytest.param(query, id=name) for name, query in HEAVY.items()])
def test_a_heavy_query_is_ended_in_time_and_within_its_memory(server: Server, query: str) -> None:
    allowed = max(map(_resident, server.family())) + LIMITS["worker_memory"]
    took, most = [], 0
    for turn in range(3):  # a busy machine may be late once, not each time
        begun = time.monotonic()
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(server.post, f"{query} # {turn}")
            while not asked.done():
                most = max(most, *map(_resident, server.family()))
                time.sleep(0.02)
        took.append(time.monotonic() - begun)
        refused(asked.result(), 503)
        if took[-1] <= LIMITS["deadline"] + 0.5:
            break
    assert min(took) <= LIMITS["deadline"] + 0.5
    assert 0 < most <= allowed
    wait_for(lambda: _bounded(server) == 2)  # both workers; the process that holds the release is not


def _resident(pid: int) -> int:
    """The bytes of memory that a process has in use; 0 when it has ended."""
    try:
        text = Path(f"/proc/{pid}/statm").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _bounded(server: Server) -> int:
    """How many of the server's processes have a limit of memory near the one that was set."""
    limits = [_most_data(pid) for pid in server.family()]
    return len([limit for limit in limits if limit is not None and limit < 1024 * MIB])


def _most_data(pid: int) -> int | None:
    """The limit of what a process allocates; None when it has none, or has ended."""
    try:
        text = Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
    except OSError:
        return None
    (line,) = (line for line in text.splitlines() if line.startswith("Max data size"))
    value = line.split()[3]
    return None if value == "unlimited" else int(value)


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        pytest.param("ASK { ?s <a:a>" + "/<a:a>" * 5000 + " ?o }", (400, 503), id="fault-017"),
        pytest.param("ASK { ?s " + "(" * 200 + "<a:a>" + ")*" * 200 + " ?o }", (400,), id="fault-018"),
        pytest.param("ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }", (400,), id="fault-019"),
        pytest.param("ASK {" + "{" * 10_000 + "}" * 10_000 + "}", (400,), id="fault-020-nested"),
        pytest.param("ASK {" + "{}" * 10_000 + "}", (400,), id="fault-020-in-a-row"),
        pytest.param("ASK { FILTER(" + "!" * 100_000 + "true) }", (400,), id="fault-021"),
        pytest.param("ASK { {}" + " UNION {}" * 10_000 + " }", (400,), id="fault-022"),
        pytest.param("ASK { VALUES ?x {" + " 1" * 200_000 + " } }", (413,), id="fault-023"),
        pytest.param("ASK { VALUES (?x) {" + "(1)" * 200_000 + " } }", (413,), id="fault-023-rows"),
        pytest.param("ASK {} # " + "x" * MIB, (413,), id="fault-026"),
        pytest.param("ASK { ?s ?p 'a\0b' }", (400,), id="fault-031"),
        pytest.param("ASK { ?s ?p 'a\x1bb' }", (400,), id="fault-031-escape"),
    ],
)
def test_an_oversized_or_odd_query_is_refused_before_a_worker_sees_it(
    server: Server, query: str, statuses: tuple[int, ...]
) -> None:
    workers = server.family()
    refused(server.post(query), *statuses)
    if len(query) < 4000:
        refused(server.ask(query), *statuses)
    assert server.family() == workers


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        pytest.param('ASK { FILTER(REGEX("' + "a" * 5000 + '!", "^(a+)+$")) }', (200, 503), id="fault-024"),
        pytest.param('ASK { FILTER(REGEX("aaaa", "((a{1000}){1000}){1000}")) }', (200, 400), id="fault-025"),
    ],
)
def test_a_hostile_pattern_harms_nobody(server: Server, query: str, statuses: tuple[int, ...]) -> None:
    assert server.post(query).status_code in statuses


# --- what is no request ---


@fault(26)
def test_a_long_body_is_refused_before_it_is_read(server: Server, row: int) -> None:
    head = b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\ncontent-length: %d\r\n\r\n"
    assert server.raw(head % (1 << 40)).startswith(b"HTTP/1.1 413 ")
    chunked = b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\ntransfer-encoding: chunked\r\n\r\n"
    piece = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    assert server.raw(chunked, *[piece] * 20).startswith(b"HTTP/1.1 413 ")


@fault(27, 28)
def test_a_long_head_is_refused(server: Server, row: int) -> None:
    if row == 27:
        refused(server.get("/sparql?query=ASK%7B%7D&x=" + "y" * 9000), 414)
        assert server.raw(b"GET /" + b"x" * 60_000).startswith(b"HTTP/1.1 414 ")
    else:
        refused(server.get("/sparql?query=ASK%7B%7D", headers={"x-long": "y" * 20_000}), 431)
        many = {f"x-{number}": "y" * 100 for number in range(200)}
        refused(server.get("/sparql?query=ASK%7B%7D", headers=many), 431)
        endless = server.raw(b"GET / HTTP/1.1\r\nx: ", *[b"y" * 8000] * 8)
        assert endless.startswith(b"HTTP/1.1 431 ")


@fault(29, 30)
def test_what_is_not_utf8_is_refused(server: Server, row: int) -> None:
    if row == 29:
        refused(server.post(b"ASK { ?s ?p '\xff' }"), 400)
        refused(server.post(b"query=ASK+%7B+%3Fs+%3Fp+%27%FF%27+%7D", FORM), 400)
        refused(server.get("/sparql?query=ASK%20%7B%7D%20%23%FF"), 400)
    else:
        refused(server.post("ASK {}".encode("utf-16")), 400, 415)
        refused(server.post("ASK {}".encode("utf-16"), "application/sparql-query; charset=utf-16"), 400, 415)


@fault(32, 33, 40)
def test_an_unknown_body_is_refused(server: Server, row: int) -> None:
    if row == 32:
        refused(server.post("ASK {}", "text/plain"), 415)
    elif row == 33:
        refused(httpx.post(f"{server.url}/sparql", content=b"ASK {}", timeout=PATIENCE), 415)
    else:
        bomb = gzip.compress(b" " * (20 * MIB))
        assert len(bomb) < 64 * 1024
        refused(server.post(bomb, **{"content-encoding": "gzip"}), 415)


@fault(34)
def test_two_queries_are_none(server: Server, row: int) -> None:
    refused(server.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D"), 400)
    refused(server.post("query=ASK%7B%7D&query=ASK%7B%7D", FORM), 400)
    both = httpx.post(
        f"{server.url}/sparql?query=ASK%7B%7D",
        content="ASK {}",
        headers={"content-type": "application/sparql-query"},
        timeout=PATIENCE,
    )
    refused(both, 400)


@fault(36)
def test_other_methods_are_named(server: Server, row: int) -> None:
    for method in ("PUT", "TRACE", "DELETE", "PATCH", "PROPFIND"):
        answer = httpx.request(method, f"{server.url}/sparql?query=ASK%7B%7D", timeout=PATIENCE)
        refused(answer, 405)
        assert set(answer.headers["allow"].replace(" ", "").split(",")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert b"HTTP/1.1 400 " in server.raw(b"NONSENSE\r\n\r\n")


@fault(37)
def test_head_is_get_without_a_body(server: Server, row: int) -> None:
    asked = f"{server.url}/sparql?query=ASK%7B%7D"
    head, get = httpx.head(asked, timeout=PATIENCE), httpx.get(asked, timeout=PATIENCE)
    assert (head.status_code, head.content) == (200, b"")
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}
    bad = httpx.head(f"{server.url}/sparql?query=ASK", timeout=PATIENCE)
    assert (bad.status_code, bad.content) == (400, b"")


@fault(38, 39)
def test_what_no_form_fits_is_refused(server: Server, row: int) -> None:
    if row == 38:
        answer = server.ask("ASK {}", accept="image/png")
        refused(answer, 406)
        assert "application/sparql-results+json" in answer.json()["detail"]
    else:
        refused(server.ask("ASK {}", accept="a/b;q=0.1," * 1400), 406)
        assert server.ask("ASK {}", accept="text/csv," + "a/b;q=0.1," * 1400).status_code == 200
        refused(server.ask("ASK {}", accept="a/b;q=0.1," * 1400 + "text/csv"), 406)  # the end is not read
        refused(server.ask("ASK {}", accept="text/csv," * 3000), 431)


# --- connections ---


@fault(41)
def test_a_slow_head_is_given_up(server: Server, row: int) -> None:
    assert Settings().head_deadline <= 10
    assert server.raw(b"GET /sparql HTTP/1.1\r\nhost: x\r\n").startswith(b"HTTP/1.1 408 ")
    dripped = server.raw(*[b"GET /sparql HTTP/1.1\r\n"] + [b"x: y\r\n"] * 40, pause=0.1)
    assert dripped.startswith(b"HTTP/1.1 408 ")
    whole = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nhost: x\r\n\r\n"
    second = server.raw(whole, b"GET", pause=0.3)
    assert second.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in second


@fault(42)
def test_a_slow_body_is_given_up(server: Server, row: int) -> None:
    assert Settings().body_deadline <= 10
    head = b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\ncontent-length: 600\r\n\r\n"
    assert server.raw(head, *[b"A"] * 30, pause=0.1).startswith(b"HTTP/1.1 408 ")


@fault(43)
def test_a_slow_reader_holds_no_worker(server: Server, row: int) -> None:
    assert Settings().buffers <= 64 * MIB
    wide = "SELECT * { ?a ?b ?c VALUES ?x { " + " ".join(map(str, range(60))) + " } }"
    target = httpx.URL(f"{server.url}/sparql", params={"query": wide}).raw_path
    links = []
    for _ in range(6):
        link = socket.socket()
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.connect(("127.0.0.1", server.port))
        link.sendall(b"GET " + target + b" HTTP/1.1\r\nhost: x\r\n\r\n")
        links.append(link)
    for _ in range(10):
        assert rows(server.ask(COUNT))
    for link in links:  # the first byte of each answer: from here on the time to take it runs
        link.settimeout(PATIENCE)
        assert link.recv(1, socket.MSG_PEEK)
    time.sleep(LIMITS["send_deadline"] * 1.5)
    whole = len(server.ask(wide).content)
    assert whole > 4 * MIB
    for link in links:
        assert len(read_all(link)) < whole  # the rest was dropped with the connection
        link.close()


@fault(44)
def test_nobody_works_for_a_client_that_has_gone(server: Server, row: int) -> None:
    for pause in (0.1, 0.6):  # in the fast lane, and in the slow one
        assert min(_freed_after(server, f"{ENDLESS} # {pause} {turn}", pause) for turn in range(3)) <= 1.0


def _freed_after(server: Server, query: str, pause: float) -> float:
    """Seconds from a client's going until the worker of its query has ended."""
    wait_for(lambda: len(server.family()) == 4)
    before = server.family()
    link = server.connect()
    target = httpx.URL("/sparql", params={"query": query}).raw_path
    link.sendall(b"GET " + target + b" HTTP/1.1\r\nhost: x\r\n\r\n")
    time.sleep(pause)
    link.close()
    gone = time.monotonic()
    wait_for(lambda: before - server.family())
    took = time.monotonic() - gone
    (freed,) = before - server.family()
    assert not alive(freed)
    return took


@fault(45)
def test_idle_connections_are_counted_and_closed(server: Server, row: int) -> None:
    links = [server.connect() for _ in range(120)]
    try:
        answer = b""
        with server.connect() as late:
            answer = read_all(late)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after:" in answer
    finally:
        for link in links:
            link.settimeout(PATIENCE)
        idle = [read_all(link) for link in links]
        for link in links:
            link.close()
    assert {text[:13] for text in idle} == {b"HTTP/1.1 503 ", b"HTTP/1.1 408 "}


@fault(46)
def test_a_flood_from_one_client_is_held_back(release: Path, row: int) -> None:
    limits = {"client_rate": 5, "client_burst": 10, "limit_loopback": True, "client_connections": 5}
    with served(release, limits=limits) as server:
        with httpx.Client(timeout=PATIENCE) as client:
            answers = [client.get(f"{server.url}/sparql?query=ASK%7B%7D") for _ in range(30)]
            assert answers[0].status_code == 200
            held = [answer for answer in answers if answer.status_code != 200]
            assert held
            for answer in held:
                refused(answer, 429)
        links = [server.connect() for _ in range(5)]
        with server.connect() as late:
            assert read_all(late).startswith(b"HTTP/1.1 429 ")
        for link in links:
            link.close()
        wait_for(lambda: httpx.get(f"{server.url}/sparql?query=ASK%7B%7D", timeout=5).status_code == 200)


# --- lanes and whole answers ---


@fault(47)
def test_short_queries_pass_while_slow_ones_hold_every_slot(server: Server, row: int) -> None:
    with ThreadPoolExecutor(6) as pool:
        slow = [pool.submit(server.post, f"{ENDLESS} # {turn}") for turn in range(6)]
        time.sleep(0.3)
        assert rows(server.ask(COUNT))
        assert not all(task.done() for task in slow)
        for task in slow:
            refused(task.result(), 503)


@fault(48)
def test_an_answer_that_is_too_long_is_an_error(server: Server, row: int) -> None:
    refused(server.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }"), 422)


@fault(49)
def test_a_worker_that_dies_leaves_no_half_answer(server: Server, row: int) -> None:
    wait_for(lambda: len(server.family()) == 4)
    family = server.family()
    template = min(family - {server.process.pid})
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(server.post, ENDLESS + " # killed")
        time.sleep(0.1)
        for pid in family - {server.process.pid, template}:
            os.kill(pid, signal.SIGKILL)
        refused(asked.result(), 503)


# --- what a browser could be led to ---


@fault(50)
def test_no_header_is_smuggled_in(server: Server, row: int) -> None:
    smuggled = "%0d%0aset-cookie:%20a=b"
    for path in (
        f"/graph/north{smuggled}",
        f"/graph-store?graph=http://x.example/{smuggled}",
        f"/downloads/{smuggled}",
        f"/sparql{smuggled}",
        f"/sparql?query=ASK%7B%7D&default-graph-uri=http://x.example/{smuggled}",
    ):
        answer = server.get(path)
        assert answer.status_code in {400, 404}
        assert "set-cookie" not in answer.headers


@fault(51)
def test_other_origins_read_without_credentials(server: Server, row: int) -> None:
    evil = {"origin": "https://evil.example"}
    answer = server.ask("ASK {}", **evil)
    assert answer.headers["access-control-allow-origin"] == "*"
    for method in ("PUT", "DELETE", "PATCH"):
        written = httpx.request(method, f"{server.url}/sparql", headers=evil, timeout=PATIENCE)
        assert "access-control-allow-origin" not in written.headers
        flight = {**evil, "access-control-request-method": method}
        preflight = httpx.options(f"{server.url}/sparql", headers=flight, timeout=PATIENCE)
        assert method not in preflight.headers.get("access-control-allow-methods", "")
    assert "access-control-allow-credentials" not in answer.headers


@fault(52, 54)
def test_a_script_is_never_a_page(server: Server, row: int) -> None:
    if row == 52:
        answer = server.ask('SELECT ?note { ?pier ?p ?note FILTER(CONTAINS(STR(?note), "<script>")) }')
        assert rows(answer)
        assert server.ask("ASK {}", accept="text/html").status_code == 406
    else:
        answer = server.ask("SELECT <script>alert(1)</script>")
        refused(answer, 400)
    assert not answer.headers["content-type"].startswith("text/html")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@fault(55, 56)
def test_the_request_does_not_say_where_the_server_is(server: Server, row: int) -> None:
    if row == 55:
        for path in ("//evil.example/", "//evil.example/%2e%2e", "/graph//evil.example", "/sparql//evil.example"):
            answer = server.get(path)
            assert answer.status_code == 404
            assert "location" not in answer.headers
    else:
        for headers in (
            {"host": "evil.example"},
            {"x-forwarded-host": "evil.example"},
            {"forwarded": "host=evil.example"},
        ):
            described = server.get("/sparql", headers=headers).text
            assert "evil.example" not in described
            assert f"<{server.url}/sparql>" in described


@fault(57)
def test_only_files_of_the_release_are_sent(server: Server, row: int) -> None:
    for name in (
        "../MANIFEST.json", "%2e%2e/MANIFEST.json", "..%2fMANIFEST.json", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "data.nq%00",
        "data.nq%00.txt", "%2fetc%2fpasswd", "", ".", "..", "nothing.nq", "DATA.NQ",
    ):  # fmt: skip
        raw = server.raw(f"GET /downloads/{name} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
        assert raw.startswith(b"HTTP/1.1 404 "), name


@fault(58)
def test_a_link_is_not_followed(tmp_path: Path, row: int) -> None:
    secret = tmp_path / "outside.csv"
    secret.write_bytes(b"a,b\n")
    release = publish(tmp_path / "build", {"data.nq": quads(5), "table.csv": b"a,b\n"}, {})
    (release / "table.csv").unlink()
    (release / "table.csv").symlink_to(secret)
    (release / "unlisted.csv").symlink_to(secret)
    with served(release) as server:
        assert server.get("/downloads/data.nq").status_code == 200
        refused(server.get("/downloads/table.csv"), 404)
        refused(server.get("/downloads/unlisted.csv"), 404)


@fault(59)
def test_a_thousand_ranges_are_not_sent(server: Server, row: int) -> None:
    whole = len(server.get("/downloads/data.nq").content)
    answer = server.get("/downloads/data.nq", headers={"range": "bytes=" + "0-," * 1000 + "0-"})
    assert answer.status_code in {200, 416}
    assert len(answer.content) <= whole


@fault(60)
def test_a_forged_etag_changes_nothing(server: Server, release: Path, row: int) -> None:
    etag = server.ask(COUNT).headers["etag"]
    assert release.name in etag
    assert server.ask(COUNT, **{"if-none-match": etag}).status_code == 304
    assert server.ask(COUNT, **{"if-none-match": etag.removeprefix("W/")}).status_code == 304
    for forged in (f'"{release.name}"', '"x"', etag[:-2] + '"', "W/", '"' * 50, etag.upper()):
        assert rows(server.ask(COUNT, **{"if-none-match": forged}))
    refused(server.ask("SELECT", **{"if-none-match": etag}), 400)


def test_after_all_this_the_front_is_small(server: Server) -> None:
    text = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in text.splitlines() if line.startswith("VmHWM"))
    assert int(line.split()[1]) < 150 * 1024
