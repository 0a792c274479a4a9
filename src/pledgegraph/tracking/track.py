"""What became of each commitment, read from a release: its echoes by forum, and its standing as of a day.

What is asked for narrows which echoes are shown, never what became of a commitment: its standing is the one that the
release publishes, and an echo that was not asked for is left out, not denied.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from pledgegraph.errors import InputError
from pledgegraph.sources.tables import suggestion
from pledgegraph.tracking import tracked
from pledgegraph.tracking.names import Named, meant
from pledgegraph.tracking.tracked import FoundEcho, MadeCommitment, TrackedForum
from pledgegraph.vocab import ENTITIES, ReviewStatus, StandingValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which echoes to look at; an empty field leaves its question open."""

    as_of: date | None = None
    forum: str = ""
    actor: str = ""
    theme: str = ""
    accepted_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedCommitment:
    """A commitment with the echoes asked for, in the order of their forums, and those that the question leaves out.

    `standing` is the one inferred as of the last forum that counts; None where none can be: the commitment had not been
    made by the day, or the day it was made on is unknown.
    """

    commitment: MadeCommitment
    standing: StandingValue | None
    made_yet: bool = True
    echoes: tuple[FoundEcho, ...] = ()
    left_out: tuple[FoundEcho, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """Commitments in order, the forums asked for that can hold their echoes, and what was asked, in words."""

    commitments: tuple[TrackedCommitment, ...]
    forums: tuple[TrackedForum, ...] = ()
    asked: tuple[str, ...] = ()
    not_yet: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """What the names of a question stand for; None leaves a question open."""

    as_of: date | None
    forums: frozenset[str] | None
    actors: frozenset[str] | None
    accepted_only: bool

    def in_time(self, echo: FoundEcho) -> bool:
        return self.as_of is None or (echo.ended is not None and echo.ended <= self.as_of)

    def takes(self, echo: FoundEcho) -> bool:
        heard = {iri for one in echo.speakers for iri in (one.iri, *(behalf.iri for behalf in one.behalf))}
        return (
            (self.forums is None or echo.forum in self.forums)
            and (self.actors is None or not self.actors.isdisjoint(heard))
            and (echo.status is ReviewStatus.ACCEPTED or not self.accepted_only)
        )


def track(store: ox.Store, wanted: Wanted, commitment: str = "") -> Tracking:
    """Every commitment, or the one named by number, key or address, with the echoes that are wanted.

    Commitments that had not been made by the day are left out, but for the one that is named.

    Raises:
        InputError: no commitment, forum, actor or theme has that name, or several commitments have.
    """
    forums, echoes = tracked.forums(store), tracked.echoes(store)
    at = _forums(forums, wanted.forum) if wanted.forum else None
    by = _actors(store, echoes, wanted.actor) if wanted.actor else None
    on = meant(wanted.theme, "theme", tracked.themes(store)) if wanted.theme else None
    choice = _Choice(
        as_of=wanted.as_of,
        forums=frozenset(one.iri for one in at) if at is not None else None,
        actors=frozenset(one.iri for one in by) if by is not None else None,
        accepted_only=wanted.accepted_only,
    )
    every = tracked.commitments(store)
    if commitment:
        chosen = _one_named(every, commitment)
        _check_theme(chosen[0], on, wanted.theme)
    else:
        chosen = [one for one in every if on is None or {t.iri for t in on} & {t.iri for t in one.themes}]
    chosen.sort(key=lambda one: (one.made or date.max, one.document, one.ordinal or 0, one.iri))
    made = [one for one in chosen if commitment or _made_yet(one, wanted.as_of)]
    by_commitment: dict[str, list[FoundEcho]] = {}
    for echo in echoes:
        if choice.in_time(echo):
            by_commitment.setdefault(echo.commitment, []).append(echo)
    return Tracking(
        commitments=tuple(_tracked(one, by_commitment.get(one.iri, []), choice) for one in made),
        forums=tuple(
            one
            for one in forums
            if (choice.as_of is None or (one.ended and one.ended <= choice.as_of))
            and (choice.forums is None or one.iri in choice.forums)
        ),
        asked=tuple(_asked(wanted, at, by, on)),
        not_yet=len(chosen) - len(made),
    )


def _tracked(made: MadeCommitment, echoes: Iterable[FoundEcho], choice: _Choice) -> TrackedCommitment:
    made_yet = _made_yet(made, choice.as_of)
    found = list(echoes) if made_yet else []
    return TrackedCommitment(
        commitment=made,
        standing=_standing(made, choice.as_of) if made_yet else None,
        made_yet=made_yet,
        echoes=tuple(echo for echo in found if choice.takes(echo)),
        left_out=tuple(echo for echo in found if not choice.takes(echo)),
    )


def _standing(made: MadeCommitment, as_of: date | None) -> StandingValue | None:
    """The standing published as of the last day that counts; before any later forum no echo can be found."""
    by_then = [value for day, value in made.standings if as_of is None or day <= as_of]
    if by_then:
        return by_then[-1]
    return StandingValue.NO_ECHO_FOUND if made.made else None


def _made_yet(made: MadeCommitment, as_of: date | None) -> bool:
    return as_of is None or made.made is None or made.made <= as_of


def _forums(forums: Sequence[TrackedForum], wanted: str) -> list[Named]:
    documents: dict[str, list[str]] = {}
    for one in forums:
        documents.setdefault(one.iri, []).append(one.document)
    labels = {one.iri: one.label for one in forums}
    known = [Named(iri=iri, label=labels[iri], names=tuple(slugs)) for iri, slugs in documents.items()]
    return meant(wanted, "forum", known, [one.document for one in forums])


def _actors(store: ox.Store, echoes: Iterable[FoundEcho], wanted: str) -> list[Named]:
    heard = {name for echo in echoes for one in echo.speakers for name in (one.label, *(b.label for b in one.behalf))}
    return meant(wanted, "actor", tracked.actors(store), heard)


def _check_theme(made: MadeCommitment, themes: list[Named] | None, wanted: str) -> None:
    if themes is not None and not {one.iri for one in themes} & {one.iri for one in made.themes}:
        own = ", ".join(one.label for one in made.themes)
        raise InputError(
            f"commitment '{made.key}' is not on the theme '{wanted}'",
            remedy=f"Its themes: {own}." if own else "It has no theme.",
        )


def _asked(wanted: Wanted, at: list[Named] | None, by: list[Named] | None, on: list[Named] | None) -> Iterable[str]:
    """The question in words: what each name was taken for."""
    if wanted.as_of:
        yield f"as of {wanted.as_of}"
    if on is not None:
        yield f"commitments on {_either(on)}"
    if at is not None:
        yield f"echoes at {_either(at)}"
    if by is not None:
        yield f"echoes by {_either(by)}, or by those who speak on its behalf"
    if wanted.accepted_only:
        yield "accepted echoes"


def _either(things: list[Named]) -> str:
    labels = sorted({one.label for one in things})
    return " or ".join(labels) if len(labels) <= 3 else f"{', '.join(labels[:3])} or {len(labels) - 3} more"


def _one_named(made: list[MadeCommitment], wanted: str) -> list[MadeCommitment]:
    key = wanted.removeprefix(ENTITIES).removeprefix("id:").removeprefix("commitment/")
    found = [one for one in made if one.key == key] or [
        one for one in made if one.ordinal is not None and str(one.ordinal) == key
    ]
    if not found:
        raise InputError(f"there is no commitment '{wanted}'", remedy=suggestion(key, [one.key for one in made]))
    if len(found) > 1:
        raise InputError(
            f"'{wanted}' is the number of several commitments", remedy=f"Write {' or '.join(one.key for one in found)}."
        )
    return found
