"""What a person means by a name: a thing whose name it is, else every thing that has it in a name, else an error."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pledgegraph.errors import InputError
from pledgegraph.vocab import ENTITIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A thing of the graph: its address, its label, the other names that are parts of speech, and its codes.

    A code is meant only where it is written whole: "PER" is no part of "Superior".
    """

    iri: str
    label: str
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The last part of the address."""
        return self.iri.rsplit("/", 1)[-1]


def meant(wanted: str, what: str, things: Iterable[Named], shown: Collection[str] = ()) -> list[Named]:
    """The things that a name or part of one stands for.

    Args:
        wanted: the name, code, key or address, in whatever case.
        what: what is looked for, for the message.
        things: all there are.
        shown: the names to offer where none is near; all labels if empty.

    Raises:
        InputError: nothing is named so; the nearest name is offered.
    """
    known = list(things)
    word = wanted.casefold().strip()
    whole = [one for one in known if word in {name.casefold() for name in (*_words(one), *one.codes, *_addresses(one))}]
    if whole:
        return whole
    part = [one for one in known if any(word in name.casefold() for name in _words(one))]
    if part and word:
        return part
    written = {name.casefold(): name for one in known for name in (*_words(one), *one.codes)}
    near = difflib.get_close_matches(word, sorted(written), n=1, cutoff=0.6)
    listed = ", ".join(sorted(set(shown) or {one.label for one in known}))
    remedy = f"Did you mean '{written[near[0]]}'?" if near else f"There are: {listed}." if listed else ""
    raise InputError(f"there is no {what} '{wanted}'", remedy=remedy)


def _words(one: Named) -> tuple[str, ...]:
    return (one.label, one.key, *one.names)


def _addresses(one: Named) -> tuple[str, ...]:
    short = one.iri.removeprefix(ENTITIES)
    return (one.iri, short, f"id:{short}")
