"""Whom a collective that commits itself stands for, where the text itself names them one by one.

"We, the Ministers of Chile and Peru, ..." and "Joint Statement by Chile and Peru" say who "we" are; "the governments of
Chile and Peru" says it by itself; "both leaders" are the two named before. The collective stays who it is as written;
those it stands for become parties of what it commits to, by inference. A group that only its own name tells of stays
whole: "ASEAN member states" are nobody in particular, and "the Leaders of the G7" are the G7.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cached_property

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.grammar import Reading, resolved
from pledgegraph.extract.opening_lists import opening_list
from pledgegraph.extract.ourselves import BY_OFFICE, FEWEST, Several, joined, named_in, ourselves, several
from pledgegraph.extraction import Extraction
from pledgegraph.model import BODIES, Commitment, Kind, Known, Party, PostHolding, Ref, Statement
from pledgegraph.sources.rules import RuleFile
from pledgegraph.spans import Span
from pledgegraph.vocab import Basis, PartyRole

PHRASE_RULE = "members-that-the-phrase-names"
BEFORE_RULE = "members-named-before"
BEHIND_RULE = "states-behind-their-leaders"

_WE = "we"
_GAP = 2
"""Characters back from a sentence that lie within the one before it."""
_IN_BRACKETS = re.compile(r"\([^()]*$")
_EACH_GOVERNMENT = re.compile(r"(?:[Tt]he )?Government of ")
_NUMBERS = {"both": 2, "three": 3}
_OFTEN = 3
"""How often several must speak together for "the leaders", without a number, to mean them."""


def read_members(reading: Reading, extraction: Extraction, persons: list[Appearance]) -> None:
    """Adds to what a collective commits to, as parties by inference, those whom the text names as its members.

    What leaders or ministers of several states commit to together commits these states too.
    """
    if any(len(made.parties) > 1 or _collective(made) for made in extraction.commitments):
        known = _Members(reading=reading, extraction=extraction, persons=persons)
        extraction.commitments[:] = [known.with_states(known.bound(made)) for made in extraction.commitments]


def _collective(made: Commitment) -> Party | None:
    """The collective that alone commits itself, if one does."""
    bound = [party for party in made.parties if party.role is PartyRole.COMMITTED]
    return bound[0] if len(bound) == 1 and bound[0].party.kind is Kind.COLLECTIVE else None


@dataclass(kw_only=True, eq=False)
class _Members:
    """Finds those whom the collectives of one text stand for."""

    reading: Reading
    extraction: Extraction
    persons: list[Appearance]
    _phrases: dict[Ref, Several | None] = field(default_factory=dict)
    _offices: dict[str, Several | None] = field(default_factory=dict)

    def bound(self, made: Commitment) -> Commitment:
        """A commitment with those for whom its collective stands."""
        ours = _collective(made)
        several = self._standing_for(ours) if ours else None
        if ours is None or several is None:
            return made
        known = Known(basis=Basis.INFERRED, rule=several.rule, confidence=several.confidence)
        told = () if several.span in self._attended else (several.span,)
        evidence = tuple(dict.fromkeys((*ours.evidence, *told)))
        taken = {party.party for party in made.parties}
        more = (
            Party(party=ref, role=PartyRole.COMMITTED, evidence=evidence, known=known)
            for ref in several.members
            if ref not in taken
        )
        return replace(made, parties=(*made.parties, *more))

    @cached_property
    def _attended(self) -> frozenset[Span]:
        """What shows that somebody took part, which shows no promise."""
        return frozenset(span for one in self.extraction.participations for span in one.evidence)

    def with_states(self, made: Commitment) -> Commitment:
        """A commitment of several persons with the states that they bind by their offices, where each binds one."""
        bound = [party for party in made.parties if party.role is PartyRole.COMMITTED]
        persons = tuple(party.party for party in bound if party.party.kind is Kind.PERSON)
        if len(persons) < FEWEST or any(party.party.kind in BODIES for party in bound):
            return made
        binds = self._rules.rule("title-that-binds").pattern
        held = [[post for post in self.extraction.posts.about(one) if binds.match(post.title)] for one in persons]
        states = [{post.represents for post in posts} for posts in held]
        if any(len(one) != 1 or not all(ref and ref.kind is Kind.STATE for ref in one) for one in states):
            return made
        known = Known(basis=Basis.INFERRED, rule=BEHIND_RULE, confidence=BY_OFFICE)
        more = tuple(
            Party(
                party=post.represents,
                role=PartyRole.COMMITTED,
                evidence=bound[0].evidence,
                known=known,
            )
            for post in (posts[0] for posts in held)
            if post.represents is not None
        )
        return replace(made, parties=(*made.parties, *more)) if len({one.party for one in more}) == len(more) else made

    def _standing_for(self, ours: Party) -> Several | None:
        key, at = ours.party.key, ours.evidence[-1].start
        if key == _WE:
            return None if self._quoted(at) else self._we
        return self._of_phrase(ours.party) or self._referred(key.replace("-", " "), at)

    def _quoted(self, at: int) -> bool:
        """Whether a place lies within quotation marks, where "we" are the ones who are quoted."""
        sentence = self.reading.sentence_at(at)
        return sentence is not None and self.reading.quotes_between(sentence.block.body, at) % 2 == 1

    @cached_property
    def _we(self) -> Several | None:
        return ourselves(self.reading, self.extraction)

    @property
    def _rules(self) -> RuleFile:
        return self.reading.grammar.of("members")

    def _of_phrase(self, collective: Ref) -> Several | None:
        """The states that a phrase names with their offices: "the Ministers of Chile and Peru", "both ... leaders"."""
        if collective not in self._phrases:
            written = self.extraction.collectives.first(collective)
            self._phrases[collective] = self._with_offices(written.span) if written else None
        return self._phrases[collective]

    def _with_offices(self, span: Span) -> Several | None:
        text, names = self.reading.text, self.reading.names_in(span)
        bare = [name for name in names if not _IN_BRACKETS.search(text, span.start, name.span.start)]
        listed = opening_list(text, span.start, bare)
        if len(listed) == len(bare) >= FEWEST and all(resolved(name, Kind.STATE) for name in listed):
            if _EACH_GOVERNMENT.match(text, span.start, span.end):
                return several(listed, span, PHRASE_RULE)
        chain = joined(text, names)
        if len(chain) < FEWEST or len(chain) < len(names):
            return None
        before, behind = text[span.start : chain[0].span.start], text[chain[-1].span.end : span.end]
        offices, office = self._rules.rule("offices-of-several"), self._rules.rule("several-before-their-office")
        of_them = not behind and offices.pattern.match(before)
        theirs = before in ("", "the ", "The ", "both ", "Both ") and office.pattern.match(behind)
        return several(chain, span, PHRASE_RULE) if of_them or theirs else None

    def _referred(self, words: str, at: int) -> Several | None:
        """Those whom "both leaders" or "the three governments" mean: named right before, or whose text it is."""
        found = self._rules.rule("number-of-several").pattern.match(words)
        if found is None:
            return self._holding(words)
        count = next((number for name, number in _NUMBERS.items() if found[name]), None)
        states, plain = bool(found["states"]), count is None and not found["our"]
        near = [] if plain or found["our"] else self._near(at)
        alike = next((one for one in near if one.persons is not states), None)
        if alike is not None:
            return alike if len(alike.members) == count and not self._others(alike, at) else None
        persons = None if states else self._leading(found["holders"] or "", plain=plain)
        met = self._states_there if count is not None else None
        meant: list[Several | None] = [
            self._of_office(found["holders"]),
            persons,
            *([] if states else near),
            self._principals(plain=plain),
            met,
        ]
        for one in meant:
            if one is not None and count in (None, len(one.members)) and not self._others(one, at):
                return replace(one, rule=BEFORE_RULE)
        return None

    def _holding(self, words: str) -> Several | None:
        """The holders of two offices where the text has one of each: "the President and the Prime Minister"."""
        titles = [title.removeprefix("the ") for title in words.split(" and ")]
        if len(titles) != FEWEST:
            return None
        held = [self._titled.get(title, []) for title in titles]
        persons = [{post.person for post in posts} for posts in held]
        if any(len(one) != 1 for one in persons) or persons[0] == persons[1]:
            return None
        members = tuple(next(iter(one)) for one in persons)
        return Several(members=members, span=held[0][0].evidence[0], rule=BEFORE_RULE)

    @cached_property
    def _titled(self) -> dict[str, list[PostHolding]]:
        """The posts of the text by their titles in small letters."""
        found: dict[str, list[PostHolding]] = {}
        for post in self.extraction.posts:
            found.setdefault(post.title.lower(), []).append(post)
        return found

    def _of_office(self, holders: str | None) -> Several | None:
        """The states whose office a subject names once in full: "the Ministers", behind "the Ministers of A and B"."""
        if not holders:
            return None
        if holders not in self._offices:
            self._offices[holders] = self._in_office(holders)
        return self._offices[holders]

    def _in_office(self, holders: str) -> Several | None:
        opening = (f"{holders.replace(' ', '-')}-of-", f"{holders.replace(' ', '-')}-for-")
        called = {said.speaker for said in self.extraction.statements if said.speaker is not None}
        full = (self._of_phrase(ref) for ref in called if ref.kind is Kind.COLLECTIVE and ref.key.startswith(opening))
        named = [one for one in full if one is not None]
        return min(named, key=_start) if len({frozenset(one.members) for one in named}) == 1 else None

    def _leading(self, holders: str, *, plain: bool) -> Several | None:
        """The persons whose text it is, if they hold the office that a phrase names, or may be called its leaders."""
        persons = self._persons(plain=plain)
        if persons is None or not (plain or holders):
            return persons
        titles = [{post.title for post in self.extraction.posts.about(one)} for one in persons.members]
        leads = self._rules.words["head-of-state"]
        if not holders:
            return persons if all(any(_head(title) in leads for title in held) for held in titles) else None
        named = [word.removesuffix("s").lower() for word in holders.split(" and ")]
        return persons if all(any(_is_of(title, named) for title in held) for held in titles) else None

    def _near(self, at: int) -> list[Several]:
        """The last persons and the last states named as one subject earlier in the same paragraph, the nearer first."""
        here = self.reading.sentence_at(at)
        begin, end = (here.block.span.start, here.span.start) if here else (at, at)
        found: list[Several] = []
        for alike in self._by_kind.values():
            last = bisect_left(alike, end, key=_start) - 1
            if last >= 0 and alike[last].start >= begin:
                found.append(alike[last])
        return sorted(found, key=_start, reverse=True)

    @cached_property
    def _by_kind(self) -> dict[bool, list[Several]]:
        """Those named together, by whether they are persons."""
        return {kind: [one for one in self._subjects if one.persons is kind] for kind in (True, False)}

    @cached_property
    def _subjects(self) -> list[Several]:
        """Those whom the statements of the text name together as their subject, with the words that name them."""
        found: list[Several] = []
        named: dict[frozenset[Ref], Span] = {}
        for said in sorted(self.extraction.statements, key=lambda one: one.evidence[0].start):
            together = self._together(said)
            if len({ref.kind is Kind.PERSON for ref in together}) != 1:
                continue
            clause = said.evidence[0]
            if named_in(self.reading, said):
                named.setdefault(frozenset(together), clause)
            span = named.get(frozenset(together))
            if span is not None:
                found.append(Several(members=together, span=span, rule=BEFORE_RULE, start=clause.start))
        return found

    def _together(self, said: Statement) -> tuple[Ref, ...]:
        """The several whom a statement has as its subject, nobody where it has one or whom nothing names."""
        if len(said.jointly) >= FEWEST or said.speaker is None or said.speaker.kind is not Kind.COLLECTIVE:
            return said.jointly
        named = self._of_phrase(said.speaker)
        return named.members if named else ()

    def _persons(self, *, plain: bool) -> Several | None:
        """The persons whose text it is: those who met, or the only ones that speak together."""
        return self._who_met or self._only(persons=True, plain=plain)

    def _principals(self, *, plain: bool) -> Several | None:
        """The states and bodies whose text it is: "we", those behind its persons, or the only that speak together."""
        we = self._we
        if we is not None and len(we.members) >= FEWEST and not we.persons:
            return we
        behind = self._persons(plain=plain)
        theirs = self._represented(behind) if behind else None
        if theirs is not None and not (plain and self._there(BODIES) - set(theirs.members)):
            return theirs
        return self._only(persons=False, plain=plain)

    @cached_property
    def _who_met(self) -> Several | None:
        """The persons who took part by the sentence that says who met; who invited, if with one visitor."""
        met = self.reading.met
        if met is None:
            return None
        there = {one.participant for one in self.extraction.participations if met.sentence.contains(one.evidence[0])}
        told = list(dict.fromkeys(one.person.ref for one in self.persons if met.sentence.contains(one.span)))
        persons = told if len(told) == FEWEST else [one for one in told if one in there]
        return Several(members=tuple(persons), span=met.sentence, rule=BEFORE_RULE) if len(persons) >= FEWEST else None

    def _only(self, *, persons: bool, plain: bool) -> Several | None:
        """Those who speak together, if only these ever do and nobody else of their kind attended; often, if `plain`."""
        often, one = self._together_alone[persons]
        return one if often >= (_OFTEN if plain else 1) else None

    @cached_property
    def _together_alone(self) -> dict[bool, tuple[int, Several | None]]:
        """By whether they are persons: how often those speak together who alone do, and who they are."""
        found: dict[bool, tuple[int, Several | None]] = {}
        for persons, kinds in ((True, (Kind.PERSON,)), (False, BODIES)):
            alike = self._by_kind[persons]
            alone = len({frozenset(one.members) for one in alike}) == 1 and self._there(kinds) <= set(alike[0].members)
            found[persons] = (len(alike), alike[0] if alone else None)
        return found

    @cached_property
    def _states_there(self) -> Several | None:
        """The states that alone took part in the meeting, whom "both sides" or "the three countries" of it are."""
        there = [one for one in self.extraction.participations if one.participant.kind in BODIES]
        states = tuple(dict.fromkeys(one.participant for one in there))
        if len(states) < FEWEST or any(one.kind is not Kind.STATE for one in states):
            return None
        return Several(members=states, span=there[0].evidence[0], rule=BEFORE_RULE)

    def _there(self, kinds: tuple[Kind, ...]) -> set[Ref]:
        """Those of some kinds who took part."""
        return {one.participant for one in self.extraction.participations if one.participant.kind in kinds}

    def _represented(self, persons: Several) -> Several | None:
        """The states for which persons hold their posts, one for each."""
        posts = self.extraction.posts
        told = [{post.represents for post in posts.about(one)} - {None} for one in persons.members]
        states = [one for found in told if len(found) == 1 for one in found if one is not None]
        if len(states) < len(persons.members) or len(set(states)) < len(states):
            return None
        return replace(persons, members=tuple(states))

    def _others(self, several: Several, at: int) -> bool:
        """Whether this sentence or the one before names as many others, whom a phrase like "both" may mean."""
        here = self.reading.sentence_at(at)
        if here is None:
            return False
        before = self.reading.sentence_at(max(0, here.span.start - _GAP))
        near = [one for one in (before, here) if one is not None and one.block is here.block]
        names = [name for one in near for name in one.names if name.span.start < at and not name.adjective]
        others = {name.ref for name in names if resolved(name, Kind.STATE, Kind.TERRITORY)} - set(several.members)
        return len(others) >= FEWEST and not several.persons


def _start(several: Several) -> int:
    return several.start


def _head(title: str) -> str:
    """A title without whose or what it is."""
    return title.partition(" of ")[0].partition(" for ")[0]


def _is_of(title: str, offices: list[str]) -> bool:
    """Whether a title is that of an office, also with whose or what it is: "Minister of Ports" of "minister"."""
    small = title.lower()
    return _head(small).removesuffix("s") in offices or small.removesuffix("s").endswith(tuple(offices))
