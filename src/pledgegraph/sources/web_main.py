"""The main text of a page: the paragraphs that the library chooses, and those it overlooks among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import trafilatura
from lxml.etree import _Element, iterwalk
from lxml.html import HtmlElement

_LEAVES = ("p", "h1", "h2", "h3", "h4", "h5", "h6")
_INLINE = frozenset({"hi", "ref", "lb", "graphic", "del"})
"""What the library's tree calls parts of a paragraph; everything else in it stands apart."""
_BREAK = "\x0b"
"""Stands for a line break that a page asks for, unlike one in its source."""
_NEARLY_ALL = 0.95
_LONGEST_RUN = 10_000
_LONGEST_GAP = 3
_ABOVE = 12


class _Leaf(NamedTuple):
    """A paragraph or heading of the page: its text, that without white space, its element's name and parent."""

    text: str
    letters: str
    name: str
    parent: _Element | None


def main_paragraphs(tree: HtmlElement, title: str) -> list[str]:
    """The paragraphs of the main text of a page whose text is set in paragraphs, each as it is shown.

    The library chooses them. It overlooks single paragraphs among others, and headings above them: what stands between
    two that it chose in one box is taken too, and the heading that is the page's `title` or stands in the box.
    """
    leaves = list(_leaves(tree))
    found = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, favor_recall=True)
    main = getattr(found, "body", None)
    chosen = [] if main is None else list(_paragraphs(main))
    kept = _kept(leaves, chosen)
    if sum(len(leaves[at].letters) for at in kept) < _NEARLY_ALL * len(_letters("".join(chosen))):
        return chosen
    overlooked = {at for above, below in pairwise(kept) for at in _between(leaves, above, below)}
    return [leaves[at].text for at in sorted({*kept, *overlooked, *_heading(leaves, kept, title)})]


def _leaves(tree: HtmlElement) -> Iterator[_Leaf]:
    for element in tree.iter(*_LEAVES):
        if text := "\n".join(_paragraphs(element)):
            yield _Leaf(text, _letters(text), str(element.tag), element.getparent())


def _kept(leaves: Sequence[_Leaf], chosen: Sequence[str]) -> list[int]:
    """Which paragraphs of the page the library chose; of a short page it gives one run of text."""
    known = {leaf.letters for leaf in leaves}
    wanted = {_letters(one) for one in chosen}
    run = "\n".join(one for one in wanted if one not in known)[:_LONGEST_RUN]
    return [at for at, leaf in enumerate(leaves) if leaf.letters in wanted or leaf.letters in run]


def _between(leaves: Sequence[_Leaf], above: int, below: int) -> Iterator[int]:
    """The few paragraphs between two that were chosen, where all stand in one box."""
    parents = {id(leaf.parent) for leaf in leaves[above : below + 1]} if below - above <= _LONGEST_GAP + 1 else set()
    if len(parents) == 1:
        yield from range(above + 1, below)


def _heading(leaves: Sequence[_Leaf], kept: Sequence[int], title: str) -> Iterator[int]:
    """The main heading above the first paragraph chosen, where it is the page's title or stands in the same box."""
    if not kept or any(leaves[at].name == "h1" for at in kept):
        return
    for at in range(kept[0] - 1, max(-1, kept[0] - _ABOVE), -1):
        leaf = leaves[at]
        if leaf.name == "h1":
            named = title and (leaf.letters in _letters(title) or _letters(title) in leaf.letters)
            if named or leaf.parent is leaves[kept[0]].parent:
                yield at
            return


def _letters(text: str) -> str:
    return "".join(text.split())


def _paragraphs(root: _Element) -> Iterator[str]:
    """The paragraphs of a tree in reading order; only breaks that the page asks for are line ends."""
    pieces: list[str] = []
    for event, element in iterwalk(root, events=("start", "end")):
        if element.tag not in _INLINE and root.tag not in _LEAVES:
            yield from _joined(pieces)
            pieces = []
        if event == "start":
            pieces += (_BREAK if element.tag in ("br", "lb") else "", element.text or "")
        elif element is not root:
            pieces.append(element.tail or "")
    yield from _joined(pieces)


def _joined(pieces: list[str]) -> Iterator[str]:
    lines = (" ".join(line.split()) for line in "".join(pieces).split(_BREAK))
    if text := "\n".join(line for line in lines if line):
        yield text
