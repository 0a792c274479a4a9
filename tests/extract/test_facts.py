"""Facts are found by what they are about just as by going through all of them, whatever is done to their list."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from pledgegraph.facts import Facts


class Pairs(Facts[tuple[str, int]]):
    """Pairs, found by the first of the two."""

    @staticmethod
    def keys(fact: tuple[str, int]) -> tuple[str]:
        return (fact[0],)


PAIRS = st.tuples(st.sampled_from("abc"), st.integers(0, 9))
CHANGES = st.lists(st.tuples(st.sampled_from(["add", "replace", "extend", "keep"]), PAIRS), max_size=20)


@given(st.lists(PAIRS, max_size=6), CHANGES)
def test_what_is_about_something_is_found(
    first: list[tuple[str, int]], changes: list[tuple[str, tuple[str, int]]]
) -> None:
    pairs, plain = Pairs(first), list(first)
    for change, pair in changes:
        for facts in (pairs, plain):
            if change == "add":
                facts.append(pair)
            elif change == "extend":
                facts += [pair, pair]
            elif change == "replace" and facts:
                facts[pair[1] % len(facts)] = pair
            elif change == "keep":
                facts[:] = [one for one in facts if one[0] != pair[0]]
        for about in "abcd":
            found = [place for place, one in enumerate(plain) if one[0] == about]
            assert list(pairs.places(about)) == found
            assert pairs.about(about) == [plain[place] for place in found]
            assert pairs.first(about) == (plain[found[0]] if found else None)


def test_another_process_gets_the_facts() -> None:
    pairs = Pairs([("a", 1), ("b", 2)])
    pairs.places("a")
    again = pickle.loads(pickle.dumps(pairs))
    assert again == pairs
    assert isinstance(again, Pairs)
    assert again.about("b") == [("b", 2)]
