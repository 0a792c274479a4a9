"""Which tables stand on the page of which kind of entity, with what they say when they are empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pledgegraph.serve.pages.asked import Asked, Table
from pledgegraph.serve.pages.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A table that stands on a page: title, query, the parameter that takes the entity, and what empty means."""

    title: str
    table: str
    param: str
    empty: str
    id: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table with its title, as a page shows it."""

    plan: Plan
    table: Table


def _plan(title: str, table: str, param: str, empty: str) -> Plan:
    return Plan(title=title, table=table, param=param, empty=empty, id=title.lower().replace(" ", "-"))


_NOT_NAMED = "No text names it in this way. That says nothing about what it did: only what the texts say is here."
_SPEAKS = _plan("Statements", "statements", "of_speaker", "No text reports a statement with this speaker.")
_ECHOES = _plan("Takes up commitments", "echoes", "of_speaker", "No passage of this speaker takes up a commitment.")
_TAKES_PART = _plan("Takes part", "participations", "participant", _NOT_NAMED)
_REPRESENTED = _plan(
    "Represented by",
    "participations",
    "for_whom",
    "No speaker is named as representing it. Being represented by a speaker is not attendance.",
)
_NAMED = _plan("Mentions", "mentions", "mentioned", "No text mentions it by name outside the facts above.")
_BOUND = _plan("Party of commitments", "commitments", "of_party", "It is no party of a commitment in these texts.")
_POSTS_FOR = _plan("Posts", "post-holdings", "for_whom", "No text names a person in a post of it.")
_MEMBER = _plan("Memberships", "memberships", "member", "The registry holds no membership.")
_ADDRESSED = _plan("Addressed by statements", "statements", "of_addressee", "No statement is addressed to it.")

PLANS: Mapping[str, tuple[Plan, ...]] = MappingProxyType(
    {
        "forum": (
            _plan("Documents", "documents", "of_forum", "No document reports this forum."),
            _plan("Commitments made here", "commitments", "forum", "The text of this forum makes no commitment."),
            _plan("Numbers as stated", "stated-counts", "forum", "The text states no number of participants."),
            _plan(
                "Attendance lists",
                "lists",
                "forum",
                "The text lists nobody, so nothing can be said about who attended.",
            ),
            _plan("Participations", "participations", "forum", "The text names no participant."),
            _plan("Sessions", "sessions", "forum", "The text names no session."),
            _plan("Statements", "statements", "forum", "The text reports no statement."),
            _plan("Echoes of commitments", "echoes", "of_forum", "No passage of this forum takes up a commitment."),
        ),
        "state": (_TAKES_PART, _REPRESENTED, _BOUND, _SPEAKS, _ECHOES, _ADDRESSED, _POSTS_FOR, _MEMBER, _NAMED),
        "territory": (_TAKES_PART, _REPRESENTED, _BOUND, _SPEAKS, _NAMED),
        "organisation": (
            _TAKES_PART,
            _REPRESENTED,
            _BOUND,
            _SPEAKS,
            _ECHOES,
            _plan("Posts", "post-holdings", "of_body", "No text names a person in a post of this body."),
            _plan("Members", "memberships", "organisation", "The registry holds no membership of it."),
            _NAMED,
        ),
        "person": (
            _plan("Posts as attested", "post-holdings", "person", "No text names a post of this person."),
            _TAKES_PART,
            _SPEAKS,
            _ECHOES,
        ),
        "instrument": (
            _plan("Commitments", "commitments", "of_instrument", "No document at hand sets out this text."),
            _plan("Documents", "documents", "of_instrument", "No document at hand sets out this text."),
            _NAMED,
        ),
        "theme": (
            _plan("Commitments", "commitments", "of_theme", "No commitment is about this theme."),
            _plan("Statements", "statements", "of_theme", "No statement is about this theme."),
            _plan("Echoes", "echoes", "of_theme", "No commitment on this theme was taken up."),
        ),
        "series": (_plan("Forums", "forums", "of_series", "No forum of this series is reported."), _NAMED),
        "echo": (_plan("Why it was proposed", "scores", "echo", "A reader chose this passage; it has no score."),),
    }
)
"""The tables of each kind of entity."""

ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "forum": "Forum",
        "state": "State",
        "territory": "Territory or region",
        "organisation": "Organisation",
        "person": "Person",
        "instrument": "Named text",
        "theme": "Theme",
        "series": "Series of forums",
        "echo": "Echo",
        "place": "Place",
    }
)


async def sections(asked: Asked, kind: str, iri: str) -> list[Section]:
    """The tables of an entity's page."""
    plans = PLANS.get(kind, ())
    tables = await asked.tables((plan.table, {plan.param: iri}) for plan in plans)
    return [Section(plan=plan, table=table) for plan, table in zip(plans, tables, strict=True)]


def names(site: Site) -> set[str]:
    """The queries that the plans name; each must be there."""
    return {plan.table for plans in PLANS.values() for plan in plans} - set(site.tables)
