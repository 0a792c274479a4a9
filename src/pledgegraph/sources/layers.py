r"""The cleaned layer: a text without mark-up, hidden characters and hyphenation, with an exact way back.

Real pages carry remnants of mark-up (`**bold**`, `1\.`, `&amp;`, tags) and words cut at a line's end. The layer leaves
them out, and the indentation of wrapped lines; a letter and the accents behind it are one character. Each character
knows the stretch of the stored text it stands for, so evidence points into that.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from pledgegraph.sources.clean import hidden_characters
from pledgegraph.sources.remnants import Edit, remnants
from pledgegraph.sources.typed_tables import rows
from pledgegraph.spans import Layer

_USUAL = 100_000
_SUSPECT = re.compile(
    r"[*_#\\<&\[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufffe]"
    r"|(?<!^)\ufeff|[a-z]-[ ]*\n|^[ ]*[>|]|\S[ ]{2,}\S|\S[ ]+\n[ ]*\S|\S\n[ ]+\S",
    re.M,
)
_EMPHASIS = re.compile(
    r"(?<![\\*])(?P<bold>\*{1,3})(?=[^\s*])(?P<bold_text>(?:[^*\n]|\n(?![ ]*\n)){1,600}?)"
    r"(?:(?<=[^\s\\])|(?<=[ ])(?=\*\*+[ ]*(?:\n|$))"
    r"|(?:(?<=[.!?:][ ])|(?<=[.!?:][ ][ ]))(?=\*\*[A-Z]))(?P=bold)(?!\*)"
    r"|(?<![\w\\])(?P<score>_{1,3})(?=[^\s_])(?P<score_text>(?:[^_\n]|\n(?![ ]*\n)){1,600}?)"
    r"(?<=[^\s\\])(?P=score)(?!\w)"
)
_EMPHASIS_MARK = re.compile(r"[*_]")
_EMPTY_EMPHASIS = re.compile(r"\*\*(?<![\\*]\*\*)(?P<space>[ ]*)\*\*(?!\*)")
_HEADING = re.compile(r"(?m)^[ ]*(?P<mark>#{1,6}[ ]+)(?=\S)(?P<title>[^\n]*?)(?P<close>[ ]*#*[ ]*)$")
_QUOTED_LINE = re.compile(r"(?m)^[ ]*(?P<mark>(?:>[ ]?)+)")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!|>~<&$\"'])|\\(?=[ ]*\n)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ACCENTED = re.compile(r"[^\W\d_][\u0300-\u036f]{1,4}")
_WIDE = re.compile(r"[ ][ ](?<=\S[ ][ ])[ ]*(?=\S)")
_SPACED_BREAK = re.compile(r"\n(?:(?<=[ ]\n)|(?=[ ]))")
_WRAPPED = re.compile(r"(?<=\S)(?P<before>[ ]*)\n(?P<indent>[ ]*)(?=\S)")
_SOFT = re.compile("[\u00ad\ufffe](?:[ ]*\n[ ]*)?")
_WHOLE_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)?")
_CUT = re.compile(r"-[ ]*\n")
_CUT_WORD = re.compile(
    r"(?P<before>[A-Za-zÀ-ÿ]*[a-zß-ÿ])(?P<hyphen>-)(?P<gap>[ ]*\n[ ]*)(?P<after>[A-Za-zÀ-ÿ][a-zß-ÿ]*)"
)
# First halves of compounds that English writes with a hyphen wherever the line ends.
_COMPOUNDS = frozenset(
    "all anti co counter cross decision ever evidence ex far fact first follow free full gender half high "
    "human inter ill large law legal life long low macro market medium micro mid multi near non one off "
    "on open over people policy post pre private pro public quasi result rights risk round rule science "
    "second self semi short single small so socio state sub third time trans two ultra under up value "
    "vice victim well whole wide year zero".split()
)
_COMPOUND_WORDS = frozenset({"in-country", "in-depth", "in-house", "in-kind", "in-person"})


def cleaned_layer(clean: str, raw: str = "") -> Layer:
    """The layer of a clean text; its offsets are None where nothing had to be left out.

    `raw` is the text that was cleaned, in which tabs can still be told from spaces.
    """
    if not _SUSPECT.search(clean) and next(chain(rows(clean, raw), remnants(clean)), None) is None:
        return Layer(text=clean)
    emphasised = _outer_emphasis(clean)
    edits = _disjoint(_edits(clean, raw, emphasised))
    if not edits:
        return Layer(text=clean)
    places = _places(len(clean) + 1)
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    begin = 0
    for edit in edits:
        pieces.append(clean[begin : edit.start])
        starts += places[begin : edit.start]
        ends += places[begin + 1 : edit.start + 1]
        if edit.put:
            pieces.append(edit.put)
            starts.append(edit.start)
            ends.append(edit.end)
        begin = edit.end
    pieces.append(clean[begin:])
    starts += places[begin : len(clean)]
    ends += places[begin + 1 : len(clean) + 1]
    headings = frozenset(_headings(clean, emphasised))
    return Layer(text="".join(pieces), starts=starts, ends=ends, headings=headings)


def _places(count: int) -> array[int]:
    """The numbers below `count` at least, to be copied by stretches."""
    return _usual_places() if count <= _USUAL else array("l", range(count))


@lru_cache(maxsize=1)
def _usual_places() -> array[int]:
    """Places enough for nearly every text, kept from one to the next."""
    return array("l", range(_USUAL))


def _outer_emphasis(clean: str) -> list[re.Match[str]]:
    """The bold and italic words that stand in no others."""
    return list(_emphasised(clean, 0, len(clean)))


def _emphasised(clean: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The bold and italic words of a stretch, tried where a mark stands."""
    for mark in _EMPHASIS_MARK.finditer(clean, start, end):
        if mark.start() >= start and (found := _EMPHASIS.match(clean, mark.start(), end)):
            yield found
            start = found.end()


def _headings(clean: str, emphasised: Sequence[re.Match[str]]) -> Iterator[int]:
    """Where lines begin that mark-up makes headings, `# ...` or wholly bold: offsets of their first letter."""
    for found in _HEADING.finditer(clean) if "#" in clean else ():
        yield found.start("title") + _markers(found["title"])
    for found in emphasised:
        if not found["bold"] or len(found["bold"]) < 2:
            continue
        before = clean.rfind("\n", 0, found.start()) + 1
        after = clean.find("\n", found.end())
        rest = clean[found.end() : after if after >= 0 else len(clean)]
        if not clean[before : found.start()].strip(" *_#") and rest.strip(" *_:\\") == "":
            yield found.start("bold_text") + _markers(found["bold_text"])


def _markers(title: str) -> int:
    return len(title) - len(title.lstrip("*_ \\"))


def _edits(clean: str, raw: str, emphasised: Sequence[re.Match[str]]) -> Iterator[Edit]:
    yield from rows(clean, raw)
    for at in hidden_characters(clean):
        if clean[at] != "\u00ad":
            yield Edit(at, at + 1)
    for found in _SOFT.finditer(clean):
        yield Edit(*found.span())
    for found in _WIDE.finditer(clean):
        yield Edit(found.start(), found.end() - 1)
    yield from _composed(clean)
    yield from _wrapped(clean)
    if "&" in clean:
        yield from _entities(clean)
    yield from remnants(clean)
    yield from _line_marks(clean)
    yield from _emphasis(clean, emphasised)
    yield from _cut_words(clean)


def _composed(clean: str) -> Iterator[Edit]:
    """Letters with the accents behind them that make one letter together, as other texts write it."""
    for found in _ACCENTED.finditer(clean):
        for end in range(found.end(), found.start() + 1, -1):
            letter = unicodedata.normalize("NFC", clean[found.start() : end])
            if len(letter) == 1:
                yield Edit(found.start(), end, letter)
                break


def _wrapped(clean: str) -> Iterator[Edit]:
    """The spaces before and behind the line breaks of a paragraph."""
    for found in _SPACED_BREAK.finditer(clean):
        begin = found.start()
        while begin and clean[begin - 1] == " ":
            begin -= 1
        if wrapped := _WRAPPED.match(clean, begin):
            yield Edit(*wrapped.span("before"))
            yield Edit(*wrapped.span("indent"))


def _entities(clean: str) -> Iterator[Edit]:
    for found in _ENTITY.finditer(clean):
        meant = html.unescape(found[0])
        if meant != found[0] and len(meant) == 1:
            yield Edit(*found.span(), {"\u00a0": " ", "\u2019": "'", "\u201c": '"', "\u201d": '"'}.get(meant, meant))


def _line_marks(clean: str) -> Iterator[Edit]:
    for found in _HEADING.finditer(clean) if "#" in clean else ():
        yield Edit(*found.span("mark"))
        if found["close"].strip():
            yield Edit(*found.span("close"))
    for found in _QUOTED_LINE.finditer(clean) if ">" in clean else ():
        yield Edit(*found.span("mark"))
    for found in _ESCAPE.finditer(clean):
        yield Edit(*found.span())
    for found in _EMPTY_EMPHASIS.finditer(clean) if "**" in clean else ():
        yield Edit(found.start(), found.start("space") or found.start() + 2)
        yield Edit(found.end() - 2, found.end())


def _emphasis(clean: str, emphasised: Iterable[re.Match[str]]) -> Iterator[Edit]:
    """The marks of bold and italic words, also one inside the other."""
    for found in emphasised:
        text = "bold_text" if found["bold"] else "score_text"
        start, end = found.span(text)
        yield Edit(found.start(), start)
        yield Edit(end, found.end())
        yield from _emphasis(clean, _emphasised(clean, start, end))


def _cut_words(clean: str) -> Iterator[Edit]:
    """Words cut at a line's end; names, what stands with its hyphen elsewhere or begins as compounds do keep it."""
    if not _CUT.search(clean):
        return
    words: set[str] | None = None
    for found in _CUT_WORD.finditer(clean):
        if words is None:
            words = set(_WHOLE_WORD.findall(clean))
        before, after = found["before"], found["after"]
        whole = f"{before}-{after}"
        compound = whole in words or before.lower() in _COMPOUNDS or whole.lower() in _COMPOUND_WORDS
        if after[0].isupper() or (compound and before + after not in words):
            yield Edit(*found.span("gap"))
        else:
            yield Edit(found.start("hyphen"), found.end("gap"))


def _disjoint(edits: Iterator[Edit]) -> list[Edit]:
    """The edits in order, none overlapping another: of two that meet the wider, then the earlier."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda one: (one.start, -one.end)):
        if edit.start == edit.end or (kept and edit.start < kept[-1].end):
            continue
        kept.append(edit)
    return kept
