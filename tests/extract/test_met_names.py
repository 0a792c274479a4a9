"""Names met before are found from indexes just as by going through all of them."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from pledgegraph.extract.met_names import MetNames, without_initials
from pledgegraph.extraction import Extraction
from pledgegraph.model import Person
from pledgegraph.slugs import slugify
from pledgegraph.spans import Span

Read = Callable[[str], Extraction]

WORDS = st.sampled_from(["Ana", "Luis", "B.", "Soto", "Vega", "O'Brien", "al-Thani", "de", "Díaz"])
NAMES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), max_size=12, unique=True)


def met(names: list[str]) -> tuple[MetNames, dict[str, Person]]:
    made, persons = MetNames(), dict[str, Person]()
    for name in names:
        key = slugify(name)
        persons[name] = Person(key=key, label=name, name_as_written=name, span=Span(0, 1))
        made.add(name, persons[name])
    return made, persons


@given(NAMES, st.lists(WORDS, min_size=1, max_size=3))
def test_a_part_finds_everybody_whose_name_holds_it(names: list[str], words: list[str]) -> None:
    made, persons = met(names)
    part = slugify(" ".join(words)).split("-")
    wanted = "-".join(("", *part, ""))
    holding = {persons[name].key for name in names if wanted in f"-{slugify(name)}-"}
    assert {person.key for person, _ in made.with_part(part)} == holding


@given(NAMES, st.lists(WORDS, min_size=1, max_size=4).map(" ".join))
def test_initials_apart_names_are_found_if_there_are_any_initials(names: list[str], name: str) -> None:
    made, persons = met(names)
    bare = without_initials(name)
    alike = {persons[other].key for other in names if without_initials(other) == bare}
    some = bare != name or any(without_initials(other) != other for other in names)
    assert {person.key for person in made.but_for_initials(name)} == (alike if some else set())


@given(NAMES, st.lists(WORDS, max_size=12).map(" ".join))
def test_every_name_that_stands_in_a_text_is_among_those_that_may(names: list[str], text: str) -> None:
    made, _ = met(names)
    found = [name for name, _ in made.perhaps_in(text, Span(0, len(text)))] if text else []
    padded = f" {text} "
    assert {name for name in names if f" {name} " in padded} <= set(found)
    assert found == sorted(found, key=names.index)


def test_a_post_told_again_and_again_has_all_its_evidence(read: Read) -> None:
    told = "H.E. Ana Soto, Minister of Ports of Chile, thanked Peru. "
    extraction = read(told * 4)
    (post,) = extraction.posts
    assert len(post.evidence) == 4
    assert {extraction.document.text[span.start : span.end] for span in post.evidence} == {
        "Ana Soto, Minister of Ports of Chile"
    }
