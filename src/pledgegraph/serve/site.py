"""The pages as plain files for any web host: every page and file that can be reached, with links that work anywhere.

The application itself is asked, in this process, so that a file holds what the server would answer. What only a server
can do (search, values for a question, SPARQL) is replaced by a sentence that says where to ask.
"""

from __future__ import annotations

import asyncio
import html
import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import httpx
import pyoxigraph as ox

from pledgegraph.errors import InputError
from pledgegraph.publish.beside import fresh_folder
from pledgegraph.publish.folders import json_bytes
from pledgegraph.serve.app import create
from pledgegraph.serve.pages.compact import Context, compacted, context_of
from pledgegraph.serve.pages.site import Site
from pledgegraph.serve.pages.statics import EDITOR
from pledgegraph.serve.pool import Pool
from pledgegraph.serve.settings import Settings
from pledgegraph.serve.site_folder import MARK, must_be_ours, recover, replace
from pledgegraph.serve.site_links import PAGE, Fate, broken, edited, read
from pledgegraph.vocab import ENTITIES, PREFIXES

MOST = 50_000
ENTRIES = (
    "/ /commitments /forums /attendance /documents /states /territories /organisations /persons /instruments /themes "
    "/findings /queries /query /downloads /report /about /ontology.html /context.jsonld"
).split()
FORMS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_PUBLIC = ENTITIES.removesuffix("/id/")
"""Pages are asked for as if they were served at the address of the data, so that RDF files have the data's own IRIs."""
_ROOT = urlsplit(_PUBLIC).path
_ASKED = re.compile(r"/(sparql|search|graph-store|resource|validate|id|\.well-known|ontology/pylode)(/|$)")
"""What needs a server, or describes one, or (pyLODE's page) is not the same each time."""
_ANSWER = re.compile(r"/(q|queries)/")
_MANY = 4
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_UNKNOWN = "SERVER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a run wrote.

    Attributes:
        folder: the site.
        release: the name of the release that it shows.
        pages: the number of pages.
        files: the number of files, pages among them.
        refused: addresses that pages link to and that the server does not know; their links were taken away.
    """

    folder: Path
    release: str
    pages: int
    files: int
    refused: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Crawl:
    """What is known on the way: addresses to fetch, where each lies, where others lead, what is refused."""

    folder: Path
    most: int
    server: str
    told: Callable[[int, int], None]
    context: Context | None = None
    waiting: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    files: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def want(self, addresses: Iterable[str]) -> None:
        """Puts addresses on the list that are not there yet."""
        for address in addresses:
            if address in self.files:
                continue
            if len(self.files) >= self.most:
                raise InputError(
                    f"the site has more than {self.most} pages and files",
                    remedy="Allow more with --most, or serve the release with 'pledgegraph serve'.",
                )
            self.files[address] = file_of(address)
            self.waiting.put_nowait(address)


def write_site(
    source: Path,
    site: Site,
    out: Path,
    *,
    server: str = "",
    most: int = MOST,
    told: Callable[[int, int], None] = lambda _fetched, _known: None,
) -> Written:
    """Writes the pages of a release into a folder, beside it first; an older site there is replaced at once.

    Args:
        source: the release's folder, or the link to it.
        site: what the pages need beside the release.
        out: the folder.
        server: the address of a server to ask what files cannot answer; "" if there is none.
        most: how many pages and files may be fetched.
        told: called after each, with how many are fetched and of how many that are known by then.

    Raises:
        InputError: the folder holds something else or cannot be written, the release cannot be used, the site is too
            large, or a link in it would be broken. What was there stays.
    """
    target = out.absolute()
    try:
        recover(target)
        must_be_ours(target)
        with fresh_folder(target.parent) as fresh:
            crawl = _Crawl(folder=fresh, most=most, server=server.rstrip("/"), told=told)
            made = asyncio.run(_fill(source, site, crawl))
            wrong = broken(fresh)
            if wrong:
                raise InputError(
                    f"{len(wrong)} links would be broken, first {wrong[0]}",
                    place=out,
                    remedy="Nothing was written. Please report it.",
                )
            replace(fresh, target)
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror or error})", place=out, remedy="Free space or name another folder."
        ) from error
    return Written(
        folder=out,
        release=made[0],
        pages=sum(1 for _ in target.rglob("*.html")),
        files=sum(path.is_file() for path in target.rglob("*")),
        refused=made[1],
    )


async def _fill(source: Path, site: Site, crawl: _Crawl) -> tuple[str, tuple[str, ...]]:
    """Fetches everything into the folder; the release's name and what was refused."""
    pool = Pool(source, Settings(public=_PUBLIC, workers=_MANY, deadline=120.0))
    try:
        await pool.start()
        app = create(pool, site)
        app.state.templates.globals["public"] = crawl.server or _UNKNOWN
        release = pool.current.name
        crawl.context = context_of(pool.current.folder)
        transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            await _crawled(client, crawl)
    finally:
        await pool.close()
    for address, name in sorted(crawl.files.items()):
        path = crawl.folder / name
        if path.suffix == ".html" and path.is_file():
            _settle(path, name, address, crawl)
    mark = {"form": 1, "release": release, "server": crawl.server}
    (crawl.folder / MARK).write_bytes(json_bytes(mark))
    return release, tuple(sorted(crawl.refused))


async def _crawled(client: httpx.AsyncClient, crawl: _Crawl) -> None:
    """Follows every link from the entry pages until there is none left."""
    crawl.want(ENTRIES)

    async def work() -> None:
        while True:
            address = await crawl.waiting.get()
            await _fetch(client, address, crawl)
            crawl.waiting.task_done()
            crawl.told(len(crawl.files) - crawl.waiting.qsize(), len(crawl.files))

    tasks = [asyncio.ensure_future(work()) for _ in range(_MANY)]
    running = {asyncio.ensure_future(crawl.waiting.join()), *tasks}
    try:
        ended, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _fetch(client: httpx.AsyncClient, address: str, crawl: _Crawl) -> None:
    """Asks for one address, and writes what comes."""
    liked = "text/turtle" if address.startswith("/graph/") else "text/html, */*;q=0.5"
    answer = await client.get(address, headers={"accept": liked})
    if answer.status_code in _GONE:
        crawl.refused.add(address)
    elif answer.status_code == HTTPStatus.SEE_OTHER:
        leads = answer.headers["location"].removeprefix(_PUBLIC)
        crawl.moved[address] = leads
        crawl.want(_wanted([_ROOT + leads], crawl.server))
    elif answer.status_code == HTTPStatus.OK:
        crawl.want(_wanted(_keep(answer, address, crawl), crawl.server))
    else:
        raise InputError(
            f"this page cannot be made: the application answers {answer.status_code}",
            place=address,
            remedy="See what 'pledgegraph serve' says of it.",
        )


def _keep(answer: httpx.Response, address: str, crawl: _Crawl) -> tuple[str, ...]:
    """Writes an answer to its file, a graph in all its forms; the links of a page."""
    path = crawl.folder / crawl.files[address]
    path.parent.mkdir(parents=True, exist_ok=True)
    if address.startswith("/doc/") and path.suffix == ".nt":
        for end, form in FORMS.items():
            path.with_suffix(end).write_bytes(_graph(answer.content, ox.RdfFormat.N_TRIPLES, form))
        if crawl.context is not None:
            about = ENTITIES + address.removeprefix("/doc/").removesuffix(".nt")
            path.with_suffix(".jsonld").write_bytes(compacted(answer.content, crawl.context, about))
    elif path.suffix == ".ttl" and not address.startswith("/downloads/"):
        path.write_bytes(_graph(answer.content, ox.RdfFormat.TURTLE, ox.RdfFormat.TURTLE))
    else:
        path.write_bytes(answer.content)
    if path.suffix != ".html":
        return ()
    page = read(answer.text)
    crawl.ids[address] = page.ids
    return page.links


def _graph(data: bytes, read_as: ox.RdfFormat, form: ox.RdfFormat) -> bytes:
    """A graph in a form, its triples in order: the same graph gives the same bytes."""
    triples = sorted({quad.triple for quad in ox.parse(data, format=read_as)}, key=str)
    written = ox.serialize(triples, format=form, prefixes=None if form is ox.RdfFormat.N_TRIPLES else PREFIXES)
    assert written is not None
    return written


def _wanted(links: Iterable[str], server: str) -> list[str]:
    """The addresses to fetch for links; those that only a server can answer are none."""
    found = (_address(link, server) for link in links)
    return [address for address in found if isinstance(address, str) and address.startswith("/")]


def _address(link: str, server: str) -> str | Fate:
    """The address to fetch for a link, without its fragment; the link itself if it leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path.startswith(_ROOT):
        return link if not link.startswith("/") else Fate.PLAIN
    path = parts.path.removeprefix(_ROOT) or "/"
    if path.removeprefix("/static/") in EDITOR:
        return Fate.DROPPED
    asked = _ASKED.match(path) or (_ANSWER.match(path) and parts.query)
    if asked and server:
        return f"{server}{path}?{parts.query}".rstrip("?")
    if asked:
        if path.startswith("/queries/"):
            return path
        return Fate.DROPPED if path.startswith("/q/") else Fate.PLAIN
    if path.startswith("/doc/") and Path(path).suffix in FORMS:
        return str(Path(path).with_suffix(".nt"))
    return f"{path}?{parts.query}".rstrip("?")


def file_of(address: str) -> str:
    """Where the answer to an address lies in a site.

    >>> file_of("/states?all=yes")
    'states/all-yes/index.html'
    >>> file_of("/doc/state/CHN.html")
    'doc/state/CHN.html'
    """
    parts = urlsplit(address)
    path = unquote(parts.path).strip("/")
    if ".." in path.split("/") or "\0" in path:
        raise InputError("no file can have this name", place=address, remedy="Please report this address.")
    if parts.query:
        path = posixpath.join(path, re.sub(r"[^A-Za-z0-9]+", "-", unquote(parts.query)))
    if path.startswith("graph/"):
        return f"{path}.ttl"
    if path.startswith(("doc/", "q/", "downloads/", "static/")) or path.endswith((".html", ".jsonld")):
        return path
    return posixpath.join(path, PAGE)


def _settle(path: Path, name: str, address: str, crawl: _Crawl) -> None:
    """Gives a page links to files, and sentences for its forms."""

    def target(link: str) -> str | Fate:
        found = _address(_ROOT + address if link.startswith("#") else link, crawl.server)
        if isinstance(found, Fate) or not found.startswith("/"):
            return found
        fragment = urlsplit(link).fragment
        if found in crawl.moved:
            fragment = urlsplit(crawl.moved[found]).fragment or fragment
            again = _address(_ROOT + crawl.moved[found], crawl.server)
            if isinstance(again, Fate) or not again.startswith("/"):
                return again
            found = again
        if found in crawl.refused or found not in crawl.files:
            return Fate.PLAIN
        file = crawl.files[found]
        end = Path(urlsplit(link).path).suffix
        if file.startswith("doc/") and end in FORMS:
            file = str(Path(file).with_suffix(end))
        if fragment and found in crawl.ids and unquote(fragment) not in crawl.ids[found]:
            crawl.refused.add(f"{found}#{fragment}")
            fragment = ""
        leads = "" if file == name else quote(posixpath.relpath(file, posixpath.dirname(name) or "."), safe="/-._~")
        return f"{leads}#{fragment}" if fragment else leads or posixpath.basename(name)

    text = path.read_text(encoding="utf-8")
    path.write_text(edited(text, target, lambda action: _sentence(action, crawl.server)), encoding="utf-8")


def _sentence(action: str, server: str) -> str:
    """Where to ask what a form would ask."""
    path = action.removeprefix(_ROOT)
    if server:
        there = html.escape(server + path)
        return f'<p class="meta">These pages are files; a server answers at <a href="{there}">{there}</a>.</p>'
    if path == "/search":
        return '<p class="meta">To search, run <code>pledgegraph serve</code>.</p>'
    return (
        '<p class="meta">These pages are files and cannot be asked. Run <code>pledgegraph serve</code> over the same '
        f"release and open <code>{html.escape(path)}</code> there.</p>"
    )
