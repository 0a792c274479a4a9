"""The pages as plain files: whole, closed in themselves, the same bytes each time, and never in the place of other files."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from conftest import ROOT
from pledgegraph.cli.main import invoke
from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.publish.folders import publish
from pledgegraph.serve import site_folder
from pledgegraph.serve.pages.site import Site
from pledgegraph.serve.site import Written, file_of, write_site
from pledgegraph.serve.site_folder import MARK
from pledgegraph.serve.site_links import Fate, broken, edited, read
from pledgegraph.vocab import ENTITIES, ONTOLOGY
from serve.conftest import GRAPH

PROJECT = Project.find(ROOT)
TEXT = "conference-2025"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of one text and the ontology."""
    graphs = {
        f"{GRAPH}{TEXT}": ROOT / "tests" / "golden" / f"{TEXT}.ttl",
        f"{GRAPH}ontology": PROJECT.ontology / "pledgegraph.ttl",
    }
    ontology = b"\n".join(path.read_bytes() for path in sorted(PROJECT.ontology.glob("*.ttl")))
    shapes = b"\n".join(path.read_bytes() for path in sorted(PROJECT.shapes.glob("*.ttl")))
    quads = {
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(name))
        for name, path in graphs.items()
        for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        if not isinstance(triple.subject, ox.BlankNode) and not isinstance(triple.object, ox.BlankNode)
    }
    text = ox.Literal((PROJECT.documents / TEXT / "text.txt").read_bytes().decode())
    about = ox.NamedNode(f"{ENTITIES}document/{TEXT}")
    quads.add(ox.Quad(about, ox.NamedNode(f"{ONTOLOGY}storedText"), text, ox.NamedNode(f"{GRAPH}{TEXT}")))
    data = "".join(sorted(f"{quad} .\n" for quad in quads)).encode()
    report = b'{"conforms": true, "counts": {}, "groups": [], "results": []}'
    files = {"data.nq": data, "ontology.ttl": ontology, "shapes.ttl": shapes, "report.json": report}
    return publish(tmp_path_factory.mktemp("build"), files, {"program": "a test", "graphs": dict.fromkeys(graphs, 9)})


@pytest.fixture(scope="module")
def written(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write_site(release, Site.read(PROJECT), tmp_path_factory.mktemp("web") / "site")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_every_link_leads_to_a_file_and_every_fragment_to_an_anchor(written: Written) -> None:
    assert broken(written.folder) == []
    assert not [address for address in written.refused if "quotation" in address], "a quote leads to its mark"
    links = [link for path in written.folder.rglob("*.html") for link in read(path.read_text()).links]
    assert sum("#char=" in link for link in links) > 100
    assert sum(link.endswith(".css") for link in links) >= written.pages > 100
    assert len(contents(written.folder)) == written.files
    names = {
        "index.html",
        "commitments/index.html",
        "static/pages.css",
        f"doc/document/{TEXT}.html",
        "downloads/data.nq",
    }
    assert names | {"queries/index.html", "q/commitments.csv", f"graph/{TEXT}.ttl"} <= set(contents(written.folder))


@pytest.mark.slow
def test_an_entity_lies_there_in_every_form_with_the_addresses_of_the_data(written: Written) -> None:
    there = written.folder / "doc" / "document"
    forms = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdf": ox.RdfFormat.RDF_XML,
    }
    found = [{quad.triple for quad in ox.parse(path=there / f"{TEXT}.{end}", format=forms[end])} for end in forms]
    assert len(found[0]) > 50
    assert all(each == found[0] for each in found)
    assert ox.NamedNode(f"{ENTITIES}document/{TEXT}") in {triple.subject for triple in found[0]}


@pytest.mark.slow
def test_nothing_asks_for_a_server_or_a_script(written: Written) -> None:
    pages = {name: data.decode() for name, data in contents(written.folder).items() if name.endswith(".html")}
    assert not [name for name, page in pages.items() if re.search(r"<(form|script|textarea|button)\b", page)]
    assert all("pledgegraph serve" in page for page in pages.values())
    assert "<code>/query</code>" in pages["query/index.html"]
    assert not [name for name in pages if name.startswith("validate")]
    assert not [name for name, page in pages.items() if any("validate" in link for link in read(page).links)]
    assert "check data of your own" in pages["about/index.html"]


@pytest.mark.slow
def test_the_verb_writes_the_same_bytes_over_an_older_site(written: Written, release: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / MARK).write_text('{"release": "older"}')
    (out / "gone.html").write_text("old")
    words = [sys.executable, "-m", "pledgegraph", "site", str(out), "--project", str(ROOT), "--release", str(release)]
    env = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT / "src")}
    made = subprocess.run(words, capture_output=True, text=True, env=env, check=False, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert f"{written.pages} pages, {written.files} files" in made.stdout
    assert contents(out) == contents(written.folder)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.slow
def test_with_a_server_its_address_stands_where_files_cannot_answer(release: Path, tmp_path: Path) -> None:
    server = "https://ask.example/pledges"
    made = write_site(release, Site.read(PROJECT), tmp_path / "site", server=server + "/")
    page = (made.folder / "doc" / "document" / f"{TEXT}.html").read_text()
    assert f'href="{server}/search"' in page
    assert f'href="{server}/q/facts.csv?node=' in page
    assert f"{server}/sparql" in (made.folder / "query" / "index.html").read_text()


@pytest.mark.slow
def test_too_many_pages_end_the_run_and_leave_nothing(release: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"more than 30 pages.*--most"):
        write_site(release, Site.read(PROJECT), tmp_path / "site", most=30)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_what_a_killed_run_left_is_put_in_order(release: Path, tmp_path: Path) -> None:
    aside = tmp_path / ".old-site"
    aside.mkdir()
    (aside / MARK).write_text('{"release": "older"}')
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / f".new-{ended.pid}").mkdir()
    with pytest.raises(InputError, match="more than 3 pages"):
        write_site(release, Site.read(PROJECT), tmp_path / "site", most=3)
    assert contents(tmp_path) == {f"site/{MARK}": b'{"release": "older"}'}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.slow
def test_a_site_that_cannot_be_moved_in_leaves_the_old_one(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / MARK).write_text('{"release": "older"}')

    def full(fresh: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(site_folder, "move_in", full)
    with pytest.raises(InputError, match="No space left"):
        write_site(release, Site.read(PROJECT), out)
    assert contents(tmp_path) == {f"site/{MARK}": b'{"release": "older"}'}


@pytest.mark.parametrize("mark", [None, "{}", "no JSON", "[]"])
def test_a_folder_of_somebody_else_is_refused(
    mark: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    if mark is not None:
        (tmp_path / MARK).write_text(mark)
    before = contents(tmp_path)
    assert invoke(["site", str(tmp_path), "--project", str(ROOT)]) == 2
    assert "no site of ours" in capsys.readouterr().err
    assert contents(tmp_path) == before


def test_a_file_or_an_address_without_scheme_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("mine")
    assert invoke(["site", str(tmp_path / "file"), "--project", str(ROOT)]) == 2
    assert invoke(["site", str(tmp_path / "new"), "--project", str(ROOT), "--server", "ask.example"]) == 2
    said = capsys.readouterr().err
    assert "no folder" in said and "http://" in said


def test_the_link_check_finds_what_is_broken(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "index.html").write_text(
        '<p id="char=1,2"><a href="../b.html#there">good</a><a href="#char=1,2">good</a>'
        '<a href="https://elsewhere.example/">good</a><a href="gone.html">1</a><a href="../b.html#nowhere">2</a>'
        '<a href="/b.html">3</a><a href="../../outside.txt">4</a><a href="javascript:alert(1)">5</a>'
        '<a href="../one">6</a><img src="no.svg"><a href="?page=2">7</a>'
    )
    (tmp_path / "b.html").write_text('<h2 id="there">x</h2><link rel="canonical" href="/not/a/link">')
    found = [line.partition(": ")[2] for line in broken(tmp_path)]
    assert found == [
        *("gone.html", "../b.html#nowhere", "/b.html", "../../outside.txt", "javascript:alert(1)"),
        *("../one", "no.svg", "?page=2"),
    ]


def test_only_what_is_replaced_changes() -> None:
    text = (
        "<!doctype html>\n<p class=a>Å &amp; &lt;b&gt; &copy <svg viewBox='0 0 1 1'><circle r=\"1\"/></svg>\n"
        '<a class="x" href="/one?a=1&amp;b=2">one</a> <a href="/two">two <b>too</b></a> <a href="/three">three</a>'
        '<form action="/ask"><input name="q"><a href="/within">w</a></form><script src="/s.js">if (a < b) {}</script>'
    )
    fates = {"/one?a=1&b=2": "uno.html?x&y", "/two": Fate.PLAIN, "/three": Fate.DROPPED}
    assert edited(text, lambda link: fates[link], lambda action: f"[{action}]") == (
        "<!doctype html>\n<p class=a>Å &amp; &lt;b&gt; &copy <svg viewBox='0 0 1 1'><circle r=\"1\"/></svg>\n"
        '<a class="x" href="uno.html?x&amp;y">one</a> <span>two <b>too</b></span> [/ask]'
    )
    kept = text.partition("<form")[0]
    assert edited(kept, lambda link: link, str) == kept


def test_no_address_leaves_the_folder() -> None:
    assert file_of("/queries/gap") == "queries/gap/index.html"
    assert file_of("/graph/registry") == "graph/registry.ttl"
    with pytest.raises(InputError, match="no file"):
        file_of("/doc/%2e%2e/%2e%2e/etc/passwd")
