"""Links in pages: read, replaced without touching anything else, and checked where pages lie as files.

Pages are read by the standard library's parser; every character that no rule replaces stays as it was.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

PAGE = "index.html"
_NAMES = ("href", "src")
_GONE = frozenset(["form", "script"])
"""What a file on a plain web host cannot do anything with."""

Attributes = list[tuple[str, str | None]]


class Fate(Enum):
    """What becomes of a link that leads nowhere here."""

    PLAIN = "its words stay, without the link"
    DROPPED = "it goes with its words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page refers to, and what can be referred to in it."""

    links: tuple[str, ...]
    ids: frozenset[str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self._within: str = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._within = self._within or (tag if tag in _GONE else "")
        if not self._within:
            self.links += _links(tag, attrs)
            self.ids |= {value for name, value in attrs if name == "id" and value}

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = ""


class _Editor(HTMLParser):
    """Finds what is to be replaced: pairs of a range of characters and what comes there."""

    def __init__(self, text: str, target: Callable[[str], str | Fate], sentence: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=False)
        self.edits: list[tuple[int, int, str]] = []
        self._text = text
        self._target = target
        self._sentence = sentence
        self._open: tuple[str, int, str] | None = None
        self._plain = False
        self._lines = [0, *(index + 1 for index, each in enumerate(text) if each == "\n")]

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._open:
            return
        start = self._offset()
        raw = self.get_starttag_text() or ""
        if tag in _GONE:
            said = self._sentence(dict(attrs).get("action") or "") if tag == "form" else ""
            self._open = (tag, start, said)
            return
        for link in _links(tag, attrs):
            self._replace(tag, attrs, link, (start, start + len(raw)))

    def _replace(self, tag: str, attrs: Attributes, link: str, where: tuple[int, int]) -> None:
        found = self._target(link)
        if found == link:
            return
        if isinstance(found, str):
            said = "".join(
                f' {name}="{html.escape(found if name in _NAMES else value)}"' if value is not None else f" {name}"
                for name, value in attrs
            )
            self.edits.append((*where, f"<{tag}{said}>"))
        elif tag != "a":
            self.edits.append((*where, ""))
        elif found is Fate.DROPPED:
            self._open = (tag, where[0], "")
        else:
            self._plain = True
            self.edits.append((*where, "<span>"))

    def handle_endtag(self, tag: str) -> None:
        start = self._offset()
        end = self._text.index(">", start) + 1
        if self._open and tag == self._open[0]:
            self.edits.append((self._open[1], end, self._open[2]))
            self._open = None
        elif self._plain and tag == "a":
            self.edits.append((start, end, "</span>"))
            self._plain = False

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def read(text: str) -> Page:
    """The links and anchors of a page; those within forms do not count, since forms are replaced."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return Page(links=tuple(dict.fromkeys(reader.links)), ids=frozenset(reader.ids))


def edited(text: str, target: Callable[[str], str | Fate], sentence: Callable[[str], str]) -> str:
    """A page with other links, without scripts, and with a sentence instead of each form.

    Args:
        text: the page.
        target: the new link for a link, or what becomes of it.
        sentence: what stands for a form that is sent to an address, as HTML.
    """
    editor = _Editor(text, target, sentence)
    editor.feed(text)
    editor.close()
    pieces, last = [], 0
    for start, end, new in sorted(editor.edits):
        pieces += [text[last:start], new]
        last = end
    return "".join([*pieces, text[last:]])


def broken(folder: Path) -> list[str]:
    """Every link of the pages in a folder that leads to no file of it or to no anchor, as `page: link`.

    Links to other sites are not followed. A link from the root of a host is broken: nobody knows where the folder
    will lie.
    """
    top = folder.resolve()
    pages = {path: read(path.read_text(encoding="utf-8")) for path in sorted(top.rglob("*.html"))}
    return [
        f"{path.relative_to(top).as_posix()}: {link}"
        for path, page in pages.items()
        for link in page.links
        if not _leads(path, link, pages, top)
    ]


def _leads(path: Path, link: str, pages: dict[Path, Page], top: Path) -> bool:
    """Whether a link leads to a file and, if it names one, to an anchor in it."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return parts.scheme in {"http", "https", "mailto"} or link.startswith("data:image/")
    if parts.path.startswith("/") or parts.query:
        return False
    found = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if found != path and not (found.is_relative_to(top) and found.is_file()):
        return False
    if not parts.fragment or found not in pages:
        return True
    return unquote(parts.fragment) in pages[found].ids


def _links(tag: str, attrs: Attributes) -> list[str]:
    """What a tag refers to on the web; a canonical address is a name."""
    if tag == "link" and ("rel", "canonical") in attrs:
        return []
    return [value for name, value in attrs if name in _NAMES and value]
