"""The source texts behind data: which file on the disk a document is, and the line and column of a character in it."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.slugs import SLUG
from pledgegraph.sources.decoding import decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A source text with its file, if that is known, and where its lines begin."""

    content: str
    file: str = ""
    starts: tuple[int, ...] = field(default=(0,))

    @classmethod
    def of(cls, content: str, file: str = "") -> Text:
        """A text whose lines are counted."""
        starts = [0]
        while (found := content.find("\n", starts[-1])) >= 0:
            starts.append(found + 1)
        return cls(content=content, file=file, starts=tuple(starts))

    def position(self, offset: int) -> tuple[int, int]:
        r"""The line and the column of a character, both counted from 1.

        >>> Text.of("Ports.\nFees.").position(9)
        (2, 3)
        """
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


class Texts:
    """Folders that may hold the texts: `<slug>/text.txt` as in a project, or `<slug>.txt`."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders = tuple(folders)
        self._known: dict[str, Text | None] = {}

    def find(self, slug: str, stored: str, sha256: str) -> Text | None:
        """The text of a document: its file if one holds these very words, else the text that the data bring along."""
        if slug not in self._known:
            self._known[slug] = self._file(slug, stored, sha256) or (Text.of(stored) if stored else None)
        return self._known[slug]

    def _file(self, slug: str, stored: str, sha256: str) -> Text | None:
        if not SLUG.fullmatch(slug) or not (stored or sha256):
            return None  # a name from foreign data must not lead out of the folders; words must be the same
        for folder in self.folders:
            for path in (folder / slug / "text.txt", folder / f"{slug}.txt"):
                content = _words(path, sha256)
                if content and stored in ("", content):
                    return Text.of(content, _shown(path))
        return None


def _words(path: Path, sha256: str) -> str:
    """The words of a file, empty if it is none, or another than the data speak of."""
    try:
        data = path.read_bytes()
        if sha256 and hashlib.sha256(data).hexdigest() != sha256:
            return ""
        return decode(data, path)
    except (OSError, InputError):
        return ""


def _shown(path: Path) -> str:
    """A path as a report names it: from the current folder where it lies below that."""
    whole = path.resolve()
    here = Path.cwd()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else whole.as_posix()
