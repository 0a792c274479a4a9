"""Any text converts: real statements of other meetings, hostile strings, and pages made at random."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pledgegraph.conversion import convert_document, read_grammar
from pledgegraph.extract.document import read_facts
from pledgegraph.extract.grammar import Grammar
from pledgegraph.extraction import Extraction
from pledgegraph.project import Project
from pledgegraph.sources.documents import read_file
from pledgegraph.spans import Span
from strategies import document, pages

HELD = "The Second Harbour Forum was held in Valparaiso, Chile, on 4 May 2031. "
TITLE = "Press Release of the Second Harbour Forum\n\n"
GRAMMAR: Grammar = read_grammar(Project.find(Path(__file__).parents[2]))

SHAPES = {
    "open brackets": "(" * 100_000,
    "closed brackets": ")" * 100_000,
    "quotation marks": '"' * 100_000,
    "letters without a space": "A" * 200_000,
    "digits": "1" * 100_000,
    "spaces": "a" + " " * 100_000 + "b",
    "odd spaces": "a" + "\u00a0" * 100_000 + "b",
    "line ends": "a" + "\n" * 100_000 + "b",
    "dots": "." * 5_000,
    "commas": "a, " * 33_000,
    "capitals and commas": TITLE + "A, " * 5_000,
    "a list without end": TITLE + "The Forum was attended by " + "Chile, " * 5_000 + "and Peru.",
    "joined names": TITLE + "Chile and " * 5_000 + "agreed to open ports.",
    "names with joining words": TITLE + "Port of the " * 5_000 + "was held in.",
    "titles": TITLE + "President " * 5_000,
    "posts": TITLE + "Ana Soto, " + "Minister of " * 5_000 + "Chile, said.",
    "initials": "Mr. A. B. C. " * 5_000,
    "numerals": "I. V. X. " * 5_000,
    "numbers": "1. " * 5_000,
    "dates": TITLE + "from 4 to 5 May 2031, " * 3_000,
    "verbs": TITLE + "We " + "will " * 2_000,
    "reporting verbs": TITLE + "Chile " + "called for " * 1_000,
    "counts": "57 countries and regions " * 1_000,
    "aliases": "(hereinafter referred to as " * 500,
    "mottos": 'under the theme of "' * 3_000,
    "passives": "The importance of " + "trust " * 5_000 + "was underscored.",
    "items": TITLE + "They agreed:\n" + "1. Open ports, and close ports.\n" * 500,
    "the same forum again and again": HELD * 500,
}
"""Strings that make careless patterns run for ever; a test that hangs on one names it."""

HOSTILE = {
    "zero width": "T\u200bhe Sec\u200bond Har\u200bbour Forum was held in Arica, Chi\u200ble, on 4 May 2031.",
    "bidirectional": "\u202e" + HELD + "\u202c\u2066" + HELD + "\u2069",
    "combining": "Cafe" + "\u0301" * 500 + " Forum was held in Arica, Chile, on 4 May 2031.",
    "beyond the basic plane": "\U0001f6a2 " + HELD + "\U00010348\U0010fffd",
    "HTML": "<html><script>alert('x')</script><p onclick=\"x()\">" + HELD + '</p><!-- " --> &amp; &#x202e;',
    "Turtle": '@prefix plg: <https://example.org/> .\nplg:a plg:b "c\\"d"@en , """e""" .\n' + HELD,
    "SPARQL": 'DROP ALL; INSERT DATA { <a> <b> "c" } # ' + HELD,
    "N-Quads": '<a> <b> "c" <d> .\n<https://w3id.org/pledgegraph/id/state/CHL> <b> <c> .\n' + HELD,
    "escapes": "\\u0022 \\n \\ \\\\ %22 %0A ${jndi:x} {{x}} {actor} {verb} (?P<x>a) \\1 $1 " + HELD,
    "format strings": "%s %n {0} {} {self.x} " + HELD,
    "a path": "../../../etc/passwd was held in ../../tmp, on 4 May 2031.",
    "an address as a name": "The https://w3id.org/pledgegraph/id/state/CHL Forum was held in <Arica>, Chile.",
    "impossible dates": "The Harbour Forum was held in Arica, Chile, on 31 February 2031 and from 9 to 3 May 0000.",
    "huge numbers": f"The Harbour Forum was held in Arica, Chile, on 4 May 2031. {'9' * 400} countries attended.",
    "a number as a name": "The 12345 Forum was held in 678, 90, on 4 May 2031. 1 said 2. 3 thanked 4.",
    "only a title": "Press Release",
    "one letter": "a",
    "right to left": "عقد المنتدى في أريكا، تشيلي، في 4 مايو 2031. " + HELD,
    "Chinese": "第二届港口论坛于2031年5月4日在智利瓦尔帕莱索举行。" + HELD,
    "all capitals": HELD.upper(),
    "small letters": HELD.lower(),
    "broken quotation marks": 'Ana Soto said "open ports. ' + HELD + "'Never\" said Peru.",
    "nested brackets": 'The Harbour Forum (the Forum (the "F" (Arica))) was held in Arica (Chile), on 4 May 2031.',
    "Windows line ends": (TITLE + HELD + "\nChile will open its ports.\n").replace("\n", "\r\n"),
}


def spans(extraction: Extraction) -> Iterator[Span]:
    """Every span of every record."""
    pending: list[object] = [extraction]
    while pending:
        value = pending.pop()
        if isinstance(value, Span):
            yield value
        elif isinstance(value, list | tuple):
            pending.extend(value)
        elif hasattr(value, "__dataclass_fields__"):
            pending.extend(getattr(value, name) for name in value.__dataclass_fields__)


def converted(text: str) -> Extraction:
    """The records of a text that became N-Quads; every span lies in the text and every line is one quad."""
    extraction, data = convert_document(document(text), GRAMMAR)
    assert all(span.end <= len(text) for span in spans(extraction))
    assert data.endswith(b" .\n")
    assert b"_:" not in data.split(b'"')[0]
    return extraction


@pytest.mark.parametrize("name", SHAPES)
def test_long_and_empty_of_sense(name: str) -> None:
    converted(SHAPES[name])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str) -> None:
    converted(HOSTILE[name])
    converted(TITLE + HOSTILE[name])


def test_nothing_is_asserted_of_senseless_text() -> None:
    for name in ("open brackets", "commas", "digits", "dots", "numbers", "titles", "initials"):
        found = converted(SHAPES[name])
        assert found.forum is None, name
        assert not (found.participations or found.counts or found.commitments), name


def test_markup_and_queries_make_no_facts_but_those_of_the_sentence() -> None:
    plain = converted(TITLE + HELD)
    assert plain.forum is not None
    for name in ("SPARQL", "N-Quads", "Turtle", "format strings"):
        found = converted(TITLE + HOSTILE[name])
        assert not (found.participations or found.commitments or found.persons), name


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(pages)
def test_random_pages_convert_and_twice_the_same(text: str) -> None:
    assert converted(text) == read_facts(document(text), GRAMMAR)


@pytest.mark.slow
def test_every_statement_of_the_corpus_converts(statements: list[Path]) -> None:
    assert len(statements) == 206
    for path in statements:
        made = read_file(path)
        extraction, data = convert_document(made, GRAMMAR)
        assert data
        assert all(span.end <= len(made.text) for span in spans(extraction)), path.name


WITHOUT_A_MEETING = (
    "001 009 010 012 024 029 033 038 041 042 044 047 061 064 091 094 099 122 134 136 140 146 148 150 157 165 "
    "167 174 182 187 188 190 193 194 195 198 199 200 201 203 204 206"
).split()
"""Statements that report no meeting of their own, found by reading: a call, a plan, an anniversary, an agreement."""


@pytest.mark.slow
def test_the_corpus_yields_no_forum_where_none_is_reported(statements: list[Path]) -> None:
    with_forum = {path.name[:3] for path in statements if read_facts(read_file(path), GRAMMAR).forum is not None}
    assert with_forum & set(WITHOUT_A_MEETING) == set()
    assert len(with_forum) > 50


def test_a_text_with_its_accents_apart_tells_the_same() -> None:
    whole = (
        "Chair's Summary of the Third Harbour Dialogue\nValparaíso, Chile, 4-5 May 2031\n\n"
        "The Third Harbour Dialogue was held in Valparaíso, Chile, on 4 and 5 May 2031. H.E. Ana Sotó, Minister of Transport "
        "of Chile, chaired the Dialogue. Côte d'Ivoire agreed to open an office in Yaoundé.\n"
    )
    read, apart = (
        read_facts(document(unicodedata.normalize(form, whole), slug="harbour"), GRAMMAR) for form in ("NFC", "NFD")
    )
    assert apart.forum is not None and read.forum is not None
    assert (apart.forum.key, apart.forum.city) == (read.forum.key, read.forum.city)
    assert [(one.key, one.label) for one in apart.persons] == [(one.key, one.label) for one in read.persons]
    assert read.persons and read.persons[0].label == "Ana Sotó"
    assert [(one.title, one.represents) for one in apart.posts] == [(one.title, one.represents) for one in read.posts]
    assert [(one.key.partition("/")[0], one.text) for one in apart.commitments] == [
        (one.key.partition("/")[0], one.text) for one in read.commitments
    ]
    for one, other in zip(apart.statements, read.statements, strict=True):
        assert (one.speaker, one.force) == (other.speaker, other.force)
        stored = apart.document.text[one.evidence[0].start : one.evidence[0].end]
        assert (
            unicodedata.normalize("NFC", stored) == read.document.text[other.evidence[0].start : other.evidence[0].end]
        )
