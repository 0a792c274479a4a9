"""Words as stems, and how rare each is in texts of the genre: a table in versioned data, so that scores do not move.

The table counts in how many sentences of a reference collection a stem stands. A document added later changes no count
and so no older score. `python -m pledgegraph.tracking.terms FOLDER` counts a folder of texts anew.
"""

from __future__ import annotations

import csv
import io
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import snowballstemmer  # type: ignore[import-untyped]

from pledgegraph.errors import InputError
from pledgegraph.extract.sentences import sentences
from pledgegraph.sources.clean import clean
from pledgegraph.sources.tomlfile import read_text

RAREST_KEPT = 3
"""Stems in fewer sentences than this are left out of the table: all of them count as equally rare."""

_WORD = re.compile(r"[A-Za-z][A-Za-z-]*[A-Za-z]")
_HEAD = re.compile(r"# version (?P<version>\S+), (?P<total>\d+) sentences")
_STEMMER = snowballstemmer.stemmer("english")
STOP = frozenset(
    "a about above after again against all also among an and any are as at be because been before being between "
    "both but by can could did do does doing down during each few for from further had has have having he her "
    "here hers herself him himself his how i if in into is it its itself just me more most my myself no nor not "
    "now of off on once only or other our ours ourselves out over own same she should so some such than that the "
    "their theirs them themselves then there these they this those through to too under until up very was we were "
    "what when where which while who whom why will with would you your shall may must upon within including as "
    "well relevant various".split()
)


@cache
def stem(word: str) -> str:
    """The stem of a lower-case word (Porter's second English stemmer)."""
    return str(_STEMMER.stemWord(word))


def stems(text: str) -> list[str]:
    """The stems of a text's words in order; hyphenated words also give their parts, stop words are left out."""
    return [found for found, _ in placed_stems(text)]


def placed_stems(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The same stems, each with the place of its word; the parts of a hyphenated word have the place of the whole."""
    for match in _WORD.finditer(text.lower()):
        word = match.group(0)
        for part in [word, *word.split("-")] if "-" in word else [word]:
            if part not in STOP and len(part) > 1:
                yield stem(part), match.span()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermTable:
    """In how many of `total` sentences each stem stands."""

    version: str
    total: int
    counts: Mapping[str, int]

    def rarity(self, term: str) -> float:
        """The inverse sentence frequency of a stem, smoothed: near 0 for a common one, highest for an unknown one."""
        return math.log((1 + self.total) / (1 + self.counts.get(term, RAREST_KEPT - 1)))

    @classmethod
    def read(cls, path: Path) -> TermTable:
        """The table in a CSV file that begins with a line on its version and size.

        Raises:
            InputError: the file is missing, or its first line or a row is not as it must be.
        """
        head, _, body = read_text(path).partition("\n")
        found = _HEAD.fullmatch(head)
        if not found:
            raise InputError("lacks '# version X, N sentences'", place=path, line=1, remedy="Count it anew.")
        counts: dict[str, int] = {}
        for number, row in enumerate(csv.reader(io.StringIO(body)), 2):
            if len(row) != 2 or not row[1].isdigit():
                raise InputError("is no stem with its count", place=path, line=number, remedy="Count the table anew.")
            counts[row[0]] = int(row[1])
        return cls(version=found.group("version"), total=int(found.group("total")), counts=counts)


def count(texts: Iterable[str], version: str) -> str:
    """The table of a collection as CSV: a line on version and size, then the stems in order with their counts."""
    total, counts = 0, Counter[str]()
    for text in texts:
        flat = clean(text).replace("\n", " ")
        for span in sentences(flat):
            total += 1
            counts.update(set(stems(flat[span.start : span.end])))
    rows = "".join(f"{term},{number}\n" for term, number in sorted(counts.items()) if number >= RAREST_KEPT)
    return f"# version {version}, {total} sentences\n{rows}"


if __name__ == "__main__":
    sys.stdout.write(count((read_text(path) for path in sorted(Path(sys.argv[1]).glob("*.txt"))), sys.argv[2]))
