"""Pushing: the whole release arrives, goes on where it stopped, and touches nothing that is not ours."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from pledgegraph.build import build
from pledgegraph.errors import GateError, InputError, LockedError, RemoteError
from pledgegraph.project import Project
from pledgegraph.publish.folders import locked, read_manifest
from pledgegraph.publish.push import Pushed, Target, push
from pledgegraph.publish.push_journal import Journal
from pledgegraph.publish.push_parts import parts
from pledgegraph.publish.push_remote import counts
from pledgegraph.publish.push_store import GraphStore
from pledgegraph.publish.release import release as package
from pledgegraph.queries.catalogue import Catalogue, parse_query
from pledgegraph.queries.remote import PASSWORD, USER, Endpoint
from pledgegraph.queries.results import Table
from pledgegraph.queries.run import load, run
from publish.conftest import TEXT, add_document, call
from publish.stores import Gate, free_port, gated, oxigraph, virtuoso


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(USER, raising=False)
    monkeypatch.delenv(PASSWORD, raising=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[str]:
    with oxigraph(tmp_path / "store") as address:
        yield address


def pushed_to(project: Project, address: str, release: Path | None = None, **options: object) -> Pushed:
    target = Target(store=address, retries=1, pause=0.01, timeout=60, **options)  # type: ignore[arg-type]
    return push(project, release or project.current.resolve(), target, lambda _: None)


def put(address: str, graph: str, triples: str) -> None:
    where = f"?graph={urllib.parse.quote(graph, safe='')}" if graph else "?default"
    request = urllib.request.Request(
        f"{address}/store{where}", data=triples.encode(), headers={"Content-Type": "text/turtle"}, method="PUT"
    )
    urllib.request.urlopen(request, timeout=10).close()


# --- what arrives ---


def test_a_release_arrives_whole_and_a_second_push_sends_nothing(project: Project, store: str) -> None:
    graphs = read_manifest(project.current)["graphs"]
    first = pushed_to(project, f"{store}/store")
    assert first.sent == tuple(sorted(graphs))
    assert first.triples == sum(graphs.values())
    assert first.samples > 5
    assert counts(Endpoint(url=f"{store}/query")) == graphs
    second = pushed_to(project, f"{store}/store")
    assert second.sent == ()
    assert second.there == first.sent


def test_a_packaged_release_arrives_too(project: Project, store: str) -> None:
    folder = package(project).folder
    assert not (folder / "data.nq").exists()
    assert pushed_to(project, f"{store}/store", folder).triples == read_manifest(folder)["quads"]


def test_a_graph_that_somebody_changed_is_sent_anew(project: Project, store: str) -> None:
    sent = pushed_to(project, f"{store}/store").sent
    put(store, sent[0], "<urn:a> <urn:b> <urn:c> .")
    assert pushed_to(project, f"{store}/store").sent == (sent[0],)


def test_another_release_replaces_only_when_told_and_withdrawn_graphs_go(project: Project, store: str) -> None:
    add_document(project, "harbour-2032", TEXT.replace("Second", "Third").replace("2031", "2032"))
    build(project)
    two = pushed_to(project, f"{store}/store").sent
    for path in sorted((project.documents / "harbour-2032").iterdir()):
        path.unlink()
    (project.documents / "harbour-2032").rmdir()
    build(project)
    with pytest.raises(InputError, match=r"graphs of another release.*--replace"):
        pushed_to(project, f"{store}/store")
    assert len(counts(Endpoint(url=f"{store}/query"))) == len(two)
    done = pushed_to(project, f"{store}/store", replaces=True)
    assert done.removed == ("https://w3id.org/pledgegraph/graph/harbour-2032",)
    assert counts(Endpoint(url=f"{store}/query")) == read_manifest(project.current)["graphs"]


def test_long_graphs_go_in_pieces(project: Project, tmp_path: Path) -> None:
    expected = read_manifest(project.current)["graphs"]
    for part in parts(project.current / "data.nq", tmp_path, expected):
        pieces = list(part.pieces(2000))
        assert len(pieces) > 1 or part.path.stat().st_size < 3000
        assert all(piece.endswith(b"\n") for piece in pieces)
        lines = b"".join(pieces).splitlines()
        assert len(lines) == len(set(lines)) == part.triples


# --- what is refused ---


@pytest.mark.parametrize(("graph", "named"), [("urn:theirs", "urn:theirs"), ("", "no named graph")])
def test_a_store_with_other_data_is_left_alone(project: Project, store: str, graph: str, named: str) -> None:
    put(store, graph, "<urn:a> <urn:b> <urn:c> .")
    with pytest.raises(InputError, match=rf"holds other data.*{named}.*--beside-others"):
        pushed_to(project, f"{store}/store")
    pushed_to(project, f"{store}/store", beside_others=True, replaces=True)
    ask = "ASK { <urn:a> <urn:b> <urn:c> }" if not graph else f"ASK {{ GRAPH <{graph}> {{ <urn:a> <urn:b> <urn:c> }} }}"
    answer = Endpoint(url=f"{store}/query").run(parse_query(ask, "-", "-"))
    assert isinstance(answer, Table)
    assert graph == "" or answer.texts() == (("true",),)


def test_a_store_without_the_union_is_named_after_its_counts_agreed(project: Project, tmp_path: Path) -> None:
    with oxigraph(tmp_path / "store", union=False) as address, pytest.raises(RemoteError, match="not the union"):
        pushed_to(project, f"{address}/store")


def test_nobody_there_and_nothing_to_write_to(project: Project, store: str) -> None:
    with pytest.raises(RemoteError, match="Is the server running"):
        pushed_to(project, f"http://127.0.0.1:{free_port()}/store")
    with pytest.raises(RemoteError, match="no graph store that can be written to"):
        pushed_to(project, f"{store}/query", query=f"{store}/query")
    with pytest.raises(InputError, match="--query"):
        pushed_to(project, f"{store}/graphs")


def test_addresses_hold_no_credentials(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    done = call(project, "push", "http://ana:sea-salt@127.0.0.1:9/store")
    assert done.returncode == 2
    assert "must not hold credentials" in done.stderr
    assert "sea-salt" not in done.stderr + done.stdout
    assert call(project, "push", "harbour").returncode == 2


def test_one_push_at_a_time(project: Project, store: str) -> None:
    with locked(project.build / "pushes", "push"), pytest.raises(LockedError, match="a push is running"):
        pushed_to(project, f"{store}/store")


def test_a_changed_release_is_not_sent(project: Project, store: str) -> None:
    dump = project.current / "data.nq"
    dump.write_bytes(dump.read_bytes()[:-50])
    with pytest.raises(InputError, match="was changed after the build"):
        pushed_to(project, f"{store}/store")
    assert not counts(Endpoint(url=f"{store}/query"))


@pytest.mark.parametrize("content", [b"<urn:a> <urn:b> <urn:c> <urn:g> .\n", b"<urn:a> <urn:b"])
def test_a_dump_that_is_not_what_the_manifest_says_is_not_sent(tmp_path: Path, content: bytes) -> None:
    dump = tmp_path / "data.nq"
    dump.write_bytes(content)
    with pytest.raises(InputError, match="whole copy of the release"):
        parts(dump, tmp_path, {"urn:g": 2})


# --- credentials, and a store that stops ---


def test_credentials_are_sent_when_asked_for_and_never_shown(
    project: Project, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gated(store, Gate(password="sea-salt")) as gate:
        with pytest.raises(RemoteError, match=f"wants credentials. Set {USER}"):
            pushed_to(project, f"{gate.address}/store")
        wrong = call(project, "push", f"{gate.address}/store", **{USER: "ana", PASSWORD: "pepper"})
        assert wrong.returncode == 2
        assert "the credentials are refused" in wrong.stderr
        assert not counts(Endpoint(url=f"{store}/query"))
        right = call(project, "push", f"{gate.address}/store", "--json", **{USER: "ana", PASSWORD: "sea-salt"})
        assert right.returncode == 0, right.stderr
        assert json.loads(right.stdout)["verified"] is True
        for shown in (wrong, right):
            assert not {"pepper", "sea-salt"} & set((shown.stdout + shown.stderr).replace(".", " ").split())
    journals = "".join(path.read_text() for path in (project.build / "pushes").glob("*.jsonl"))
    assert "sea-salt" not in journals


def test_a_push_goes_on_where_the_store_stopped(project: Project, store: str) -> None:
    graphs = read_manifest(project.current)["graphs"]
    with gated(store, Gate(writes=2)) as gate:
        done = call(project, "push", f"{gate.address}/store")
        assert done.returncode == 4
        assert "2 graphs sent" in done.stdout
        assert f"{len(graphs) - 2} are left" in done.stdout
        assert "the store failed with status 500. the harbour is closed" in done.stderr
        gate.writes = 1_000_000
        gate.seen.clear()
        again = call(project, "push", f"{gate.address}/store")
        assert again.returncode == 0, again.stderr
        assert f"{len(graphs) - 2} graphs sent, 2 were there" in again.stdout
        assert sum(method == "PUT" for method, _ in gate.seen) == len(graphs) - 2
    assert counts(Endpoint(url=f"{store}/query")) == graphs


def test_what_a_cut_off_request_left_is_known_as_ours(project: Project, store: str) -> None:
    """A graph that was begun and stored in part is sent anew without --replace."""
    graphs = read_manifest(project.current)["graphs"]
    with gated(store, Gate(writes=1)) as gate:
        failed = pushed_to(project, f"{gate.address}/store")
        assert failed.failure is not None
        put(store, failed.left[0], "<urn:half> <urn:of> <urn:it> .")
        gate.writes = 100
        assert pushed_to(project, f"{gate.address}/store").sent == failed.left
    assert counts(Endpoint(url=f"{store}/query")) == graphs


def test_somebody_else_who_writes_is_noticed(project: Project, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = GraphStore.replace

    def meddled(self: GraphStore, graph: str, pieces: object) -> None:
        replace(self, graph, pieces)  # type: ignore[arg-type]
        put(store, graph, "<urn:a> <urn:b> <urn:c> .")

    monkeypatch.setattr(GraphStore, "replace", meddled)
    with pytest.raises(GateError, match="has 1 statements in place of"):
        pushed_to(project, f"{store}/store")


def test_a_journal_survives_a_crash_and_ends_with_its_release(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path, "http://store", "one")
    journal.begin("urn:a")
    journal.finish("urn:a")
    journal.begin("urn:b")
    with journal.path.open("a", encoding="utf-8") as handle:
        handle.write('{"done": "ur')
    found = Journal.open(tmp_path, "http://store", "one")
    assert (found.begun, found.done) == ({"urn:a", "urn:b"}, {"urn:a"})
    found.finish("urn:b")
    assert Journal.open(tmp_path, "http://store", "one").done == {"urn:a", "urn:b"}
    found.begin("urn:a")
    assert Journal.open(tmp_path, "http://store", "one").done == {"urn:b"}
    other = Journal.open(tmp_path, "http://store", "two")
    assert not other.begun
    other.begin("urn:c")
    assert not Journal.open(tmp_path, "http://store", "one").begun


# --- Virtuoso ---


@pytest.fixture(scope="module")
def virtuoso_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@pytest.mark.slow
def test_virtuoso_takes_the_five_texts(five: Project, virtuoso_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By digest authentication; its results call literals with a datatype `typed-literal`."""
    address = f"{virtuoso_store}/sparql-graph-crud-auth"
    with pytest.raises(RemoteError, match="wants credentials"):
        pushed_to(five, address)
    monkeypatch.setenv(USER, "dba")
    monkeypatch.setenv(PASSWORD, "wrong")
    with pytest.raises(RemoteError, match="credentials are refused"):
        pushed_to(five, address)
    monkeypatch.setenv(PASSWORD, "dba")
    done = pushed_to(five, address)
    graphs = read_manifest(five.current)["graphs"]
    assert done.failure is None
    assert done.triples == sum(graphs.values())
    assert done.samples > 5
    assert pushed_to(five, address).there == tuple(sorted(graphs))
    endpoint = Endpoint(url=f"{virtuoso_store}/sparql", timeout=60)
    here = load(five.current)
    catalogue = Catalogue.read(five.queries)
    for name in ("commitments-of-an-instrument", "echoes-by-commitment-and-document", "standings-over-time"):
        assert endpoint.run(catalogue.find(name)) == run(here, catalogue.find(name)), name


@pytest.mark.slow
def test_virtuoso_takes_a_graph_longer_than_one_request(
    virtuoso_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(USER, "dba")
    monkeypatch.setenv(PASSWORD, "dba")
    triples = 5_000
    dump = tmp_path / "data.nq"
    dump.write_text(
        "".join(f'<urn:ship:{n}> <urn:cargo> "{"salt " * 20}{n}" <urn:harbour> .\n' for n in range(triples))
    )
    (part,) = parts(dump, tmp_path, {"urn:harbour": triples})
    with GraphStore(f"{virtuoso_store}/sparql-graph-crud-auth") as remote:
        remote.open(part.graph)
        remote.replace(part.graph, part.pieces(100_000))
        assert counts(Endpoint(url=f"{virtuoso_store}/sparql", timeout=60))["urn:harbour"] == triples
        remote.remove(part.graph)
    assert "urn:harbour" not in counts(Endpoint(url=f"{virtuoso_store}/sparql", timeout=60))
