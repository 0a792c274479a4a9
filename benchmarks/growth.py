"""How conversion time grows when a text doubles: 2 is linear, 4 is quadratic.

Run by the project's own Python. Lines of real sentences, one dense with a person and two with ever new ones, are
measured at 1 and 2 MB, lists of persons and lines without an empty one among them at a quarter of that, each hostile
shape at two smaller sizes that are large enough to show its growth.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Callable, Iterator
from itertools import islice, product

from pledgegraph.conversion import convert_document, read_grammar
from pledgegraph.extract.grammar import Grammar
from pledgegraph.project import Project
from pledgegraph.sources.documents import document_of
from timing import ROOT, report

LINE = "The ministers of Chile and Peru agreed in Arica on 4 May 2031 to open all ports, and Ana Soto thanked them. "
PERSON = "H.E. {name}, Minister of Ports of Chile, thanked the Government of Kenya and will open the port. "
PROMISE = "H.E. {name}, Minister of Ports of Chile, announced that Chile would open the port. "
MEETING = "Title\n\nThe Forum was held in Arica, Chile, on 4 May 2031.\n\n"
PARTICIPANT = "{name}, Minister of Ports of Chile\n"
DELEGATION = "The delegation of Chile was led by {name}, Minister of Ports. "
WRAPPED = (
    "The ministers of all the states of the region agreed that all ports\n"
    "will be open to all ships of all states. They thanked {name} for it.\n"
)
SYLLABLES = "ba ke lo mi nu ra so ti vu ze".split()
MEGABYTE = 1_000_000
LIST = 250_000

SHAPES = {
    "dots": ("", "."),
    "brackets": ("", "("),
    "quotation_marks": ("", '"'),
    "commas": ("", "a, "),
    "capitals": ("Title\n\n", "Ab "),
    "cut_words": ("Title\n\n", "harbour-\n"),
    "offices": ("Title\n\n", "President of the "),
    "names": ("Title\n\nThe Forum was attended by ", "Chile, "),
    "numbers": ("", "1. "),
    "initials": ("", "Mr. A. B. C. "),
    "verbs": ("Title\n\nWe ", "will "),
    "reporting_verbs": ("Title\n\nChile ", "called for "),
    "counts": ("", "57 countries and regions "),
    "aliases": ("", "(hereinafter referred to as "),
    "hidden": ("", "T\u200bhe F\u200bo"),
    "in_brackets": ("Title\n\nThe Forum was ", "chaired by Ana Soto (Chile) and "),
    "rows": ("Title\n\n", "| Chile | Ana Soto |\n"),
    "items": ("Title\n\nThey agreed:\n", "1. Open ports, and close ports.\n"),
    "promises_in_items": ("Title\n\nThey met.\n\n", "1. Chile will pay.\n"),
    "both_sides": ("Title\n\n", "Chile and Peru agreed to open ports. Both countries will lower fees. "),
    "short_names": ("Title\n\n", "The African Development Bank met. The Bank will lend. "),
    "names_over_offices": ("Title\n\nParticipants\n\n", "Chile\nAna Soto\nMinister of Ports\n"),
}
"""A beginning, and what is repeated after it."""


def repeated(begin: str, unit: str) -> Callable[[int], str]:
    """Makes texts of a beginning and of what is repeated after it."""
    return lambda length: begin + unit * (length // len(unit))


def persons(sentence: str, begin: str = "") -> Callable[[int], str]:
    """Makes lines of a sentence that names another person every time, behind a beginning."""
    return lambda length: begin + "".join(_with_names(sentence, length // len(sentence)))


def _with_names(sentence: str, count: int) -> Iterator[str]:
    words = ("".join(parts).capitalize() for parts in product(SYLLABLES, repeat=6))
    names = (f"{word[:6]} {word[6:].capitalize()}" for word in words)
    return islice((sentence.format(name=name) for name in names), count)


def seconds(text: str, grammar: Grammar) -> float:
    """The time of one conversion to N-Quads."""
    document = document_of("growth", text, hashlib.sha256(text.encode()).hexdigest())
    started = time.perf_counter()
    convert_document(document, grammar)
    return time.perf_counter() - started


def main() -> None:
    """Prints the seconds at the larger size and the ratio of the two, for each shape."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=15_000, help="characters of the smaller hostile text")
    size = parser.parse_args().size
    grammar = read_grammar(Project.find(ROOT))
    seconds(LINE * 100, grammar)
    found: dict[str, float] = {}
    texts: dict[str, tuple[Callable[[int], str], int]] = {
        "line": (repeated("", LINE), MEGABYTE),
        "person": (repeated("", PERSON.format(name="Ana Soto")), MEGABYTE),
        "persons": (persons(PERSON), MEGABYTE),
        "promises": (persons(PROMISE), MEGABYTE),
        "participants": (persons(PARTICIPANT, f"{MEETING}Participants:\n"), LIST),
        "delegations": (persons(DELEGATION, MEETING), LIST),
        "wrapped": (persons(WRAPPED), LIST),
        **{name: (repeated(*shape), size) for name, shape in SHAPES.items()},
    }
    for name, (made, smaller) in texts.items():
        once, twice = (seconds(made(length), grammar) for length in (smaller, 2 * smaller))
        found[f"{name}_seconds"] = twice
        found[f"{name}_ratio"] = twice / once
    report("growth", found)


if __name__ == "__main__":
    main()
