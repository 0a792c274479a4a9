"""The pages as a browser shows them: no error, no foreign request, nothing that a policy forbids, nothing inaccessible."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from pledgegraph.project import Project
from serve.server import Server, served
from serve.test_serve_pages import INITIATIVE, PAGES, project

__all__ = ["project"]

pytestmark = pytest.mark.slow

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
EDITOR = ROOT / "node_modules" / "@zazuko" / "yasgui" / "build"
PICTURES = ROOT / "build" / "screenshots"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
OF_EVERY_KIND = [*PAGES, "/queries/attendance-matrix", "/queries/graph-of-one-commitment", "/no-such-page"]


@dataclass(slots=True)
class Seen:
    """A page, and what went wrong while it was open."""

    page: Any
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no browser: install the package chromium (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        running = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Server]:
    """The five texts, with the editor where npm has fetched it."""
    if EDITOR.is_dir():
        folder = project.build / "editor"
        folder.mkdir(exist_ok=True)
        for name in ("yasgui.min.js", "yasgui.min.css"):
            shutil.copy(EDITOR / name, folder)
    with served(project.current, "--project", str(project.root)) as running:
        yield running


def opened(browser: Any, server: Server, size: dict[str, int], **more: Any) -> Seen:
    """A page of the browser that reports every error, foreign request and violation of a policy."""
    context = browser.new_context(viewport=size, **more)
    context.set_default_timeout(20_000)
    seen = Seen(page=context.new_page())
    seen.page.on("console", lambda said: said.type == "error" and seen.faults.append(f"console: {said.text}"))
    seen.page.on("pageerror", lambda error: seen.faults.append(f"script: {error}"))
    seen.page.on(
        "request",
        lambda sent: sent.url.startswith((server.url, "data:", "blob:")) or seen.faults.append(f"foreign: {sent.url}"),
    )
    return seen


def picture(seen: Seen, path: str, kind: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "overview"
    seen.page.screenshot(path=PICTURES / f"{name[:80]}-{kind}.png", full_page=False)


def expected(faults: list[str], path: str) -> list[str]:
    """The faults of a page; that a missing page is reported as missing is none."""
    return [fault for fault in faults if path != "/no-such-page" or "404" not in fault]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_opens_without_a_fault(browser: Any, server: Server, size: dict[str, int]) -> None:
    seen = opened(browser, server, size)
    for path in OF_EVERY_KIND:
        seen.page.goto(server.url + path)
        assert seen.page.locator("h1").count() == 1, path
        assert expected(seen.faults, path) == [], path
        seen.faults.clear()
        width = seen.page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{path} is {width} wide"
        picture(seen, path, "phone" if size is PHONE else "desktop")


def test_every_page_works_without_scripts(browser: Any, server: Server) -> None:
    seen = opened(browser, server, DESKTOP, java_script_enabled=False)
    seen.page.goto(f"{server.url}/query")
    seen.page.fill("#query", "SELECT ?answer { VALUES ?answer { 42 } }")
    seen.page.click("#form button")
    assert seen.page.locator("td.number").inner_text() == "42"
    seen.page.fill("#find", "green channels")
    seen.page.click(".find button")
    assert "Texts" in seen.page.locator("main").inner_text()


def test_data_are_checked_without_scripts(browser: Any, server: Server) -> None:
    seen = opened(browser, server, PHONE, java_script_enabled=False)
    seen.page.goto(f"{server.url}/validate")
    seen.page.fill("#text", "<#x> a <https://w3id.org/pledgegraph/ontology#Commitment> .")
    seen.page.click("form.params button")
    seen.page.wait_for_selector("h1:has-text('Validation report')")
    assert "does not conform" in seen.page.locator("main").inner_text()
    picture(seen, "/validate", "report")
    assert seen.faults == []
    seen.page.click("main a:has-text('Check other data')")
    seen.page.wait_for_selector("#text")


def test_an_echo_leads_to_the_marked_quote(browser: Any, server: Server) -> None:
    seen = opened(browser, server, DESKTOP)
    seen.page.goto(f"{server.url}/doc/{INITIATIVE}/12.html")
    echo = seen.page.locator(".echoes > li").first
    quote = echo.locator("q").first.inner_text().strip("“”")
    echo.get_by_text("in the text").first.click()
    seen.page.wait_for_url(re.compile(r"#char=\d+,\d+$"))
    mark = seen.page.locator("mark:target")
    assert mark.count() == 1
    shown = re.sub(r"\s+", " ", mark.inner_text())
    assert shown.startswith(re.sub(r"\s+", " ", quote)[:60])
    box = mark.bounding_box()
    assert 0 <= box["y"] < DESKTOP["height"]
    plain = seen.page.locator("mark.m:not(:target)").first
    colour = "element => getComputedStyle(element).backgroundColor"
    assert mark.evaluate(colour) != plain.evaluate(colour)
    assert seen.faults == []


@pytest.mark.parametrize("term", ["Echo", "evidence", "RestatedSince", "StandingScheme"])
def test_the_address_of_a_term_leads_to_the_term(browser: Any, server: Server, term: str) -> None:
    seen = opened(browser, server, DESKTOP)
    seen.page.goto(f"{server.url}/ontology#{term}")
    assert seen.page.url == f"{server.url}/ontology.html#{term}"
    target = seen.page.locator(":target")
    assert f"plg:{term}" in target.inner_text()
    box = target.bounding_box()
    assert 0 <= box["y"] < DESKTOP["height"]
    seen.page.goto(f"{server.url}/doc/{INITIATIVE}/12.html")
    seen.page.locator("#facts a[href*='/ontology.html#']").first.click()
    assert seen.page.locator(":target").count() == 1
    assert seen.faults == []


def test_the_editor_asks_a_query_and_nobody_else(browser: Any, server: Server) -> None:
    if not EDITOR.is_dir():
        pytest.skip("no editor: install the package npm (Debian: apt-get install npm) and run 'make editor'")
    seen = opened(browser, server, DESKTOP)
    seen.page.goto(f"{server.url}/query")
    seen.page.wait_for_selector("html[data-editor=ready]")
    assert seen.page.locator("#form").is_hidden()
    seen.page.click(".yasqe_queryButton")
    seen.page.wait_for_selector(".yasr table tbody tr")
    assert "21 results" in seen.page.locator(".yasr").inner_text()
    seen.page.click(".yasqe .CodeMirror-lines")
    seen.page.keyboard.press("Control+A")
    seen.page.keyboard.type("SELECT * WHERE { ?s a <https://w3id.org/pledgegraph/ontology#Comm", delay=5)
    seen.page.keyboard.press("Control+Space")
    hints = seen.page.locator(".CodeMirror-hints")
    hints.wait_for()
    assert "ontology#Commitment" in hints.inner_text()
    picture(seen, "/query", "editor")
    assert seen.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, server: Server, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("no axe-core: install the package npm (Debian: apt-get install npm) and run 'make editor'")
    seen = opened(browser, server, DESKTOP, color_scheme=scheme)
    source = AXE.read_text(encoding="utf-8")
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    found = []
    for path in OF_EVERY_KIND:
        if path == "/query":
            continue  # the editor brings its own markup; its plain form is the page without scripts
        seen.page.goto(server.url + path)
        seen.page.evaluate(source)
        report = seen.page.evaluate(f"axe.run(document, {json.dumps(rules)})")
        found += [
            f"{path}: {each['id']} {each['nodes'][0]['html'][:160]} ({len(each['nodes'])})"
            for each in report["violations"]
            if each["impact"] in {"serious", "critical"}
        ]
    assert not found, "\n".join(found)


def test_pages_print_and_the_keyboard_reaches_the_content(browser: Any, server: Server, tmp_path: Path) -> None:
    seen = opened(browser, server, DESKTOP)
    seen.page.goto(f"{server.url}/doc/{INITIATIVE}/12.html")
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.id") == "main"
    seen.page.emulate_media(media="print")
    assert not seen.page.locator("nav").first.is_visible()
    seen.page.pdf(path=tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").stat().st_size > 10_000
