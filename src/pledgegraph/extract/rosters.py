"""Lists of participants that stand apart: lines of names under a label ("Participants:", "Observers: Fiji, Tonga")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.delegations import representing
from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.participants import Participant, alike, office, participants_in, record, record_list
from pledgegraph.extract.persons import PersonFinder
from pledgegraph.extract.signatures import signatory
from pledgegraph.extraction import Extraction
from pledgegraph.model import Kind, Participation, Ref
from pledgegraph.sources.blocks import BlockKind
from pledgegraph.sources.rules import Rule
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity

_LABEL = re.compile(r"(?P<label>[^:;.\n]{3,90}?)(?::[ \n]*|,$)")
_BETWEEN = re.compile(
    r"[\s,;.()&*•·–—-]|\b(?:and|as well as|also|from|the|The|of|for|its|by|acting on behalf of|on behalf of"
    r"|representing|Senator"
    r"|virtual|virtually|online)\b"
)
_LONGEST_REST = 0.5
"""Which part of a line may be neither a name nor between names: offices without a name, bodies nobody knows."""
_BEHIND = "roster-behind-a-sentence"
_ROLES = ("roster-chair", "roster-host", "roster-organiser")
"""Labels over one line alone ("Chair: Peru")."""
_PART = re.compile(r"\b(?:[Ss]ession|[Pp]anel|[Ww]orkshop|[Ss]egment|SESSION|PANEL|[Ii]tem|[Rr]oundtable)\b")
_NEAR = 3
_LONGEST_HEADING = 60
_LONGEST_PART = 40
_NEAR_NAME = 16
_ENTRY = re.compile(r"[^;]+")
_ABSENT = "roster-of-absent"
_PROPER = re.compile(r"[A-Z][\w'.-]*(?: (?:and|of|the|for|&|[A-Z][\w'.-]*)){0,5}")
_COLUMN_HEADS = re.compile(
    r"(?:(?:Members?|Countr(?:y|ies)|States?|Names?|Delegations?|Organi[sz]ations?|Represented by|Titles?|Positions?"
    r"|Representatives?|Heads? of [Dd]elegation|Participants?|Delegates?|Functions?|Designations?|Ranks?|No\.?|/|,|and)"
    r"\s*)+"
)
"""The first row of a table of participants."""
_PARTED = re.compile(r"\*?(?: ?\([A-Z][\w.]{0,10}\))?(?: ?:| [–—-]|,)? +")
_IN_THE_CHAIR = re.compile(r",? \((?:[Cc]o-?)?[Cc]hair(?:person|man|woman)?\)")
_ANNEX = re.compile(r"^(?:Annex|ANNEX|Appendix|APPENDIX|Attachment)(?: [\dIVXA-Z]{1,4})?[:.]? ?[–—-]? ?(?=\w)")
_COUNTRY_KINDS = (Kind.STATE, Kind.TERRITORY)
_ASIDE = re.compile(r"\([^()]*\)|acting on behalf of|, representing\b")
_REPRESENTS = re.compile(r",? (?:representing|(?:acting )?on behalf of) (?:[^,;:.]{3,60} of )?(?:the )?$")
"""What stands between somebody's post and the state whom the line says that the person came for."""
_TO_COME = re.compile(r"\bto be (?:named|confirmed|announced|designated|determined)\b")
_VERBLIKE = re.compile(r"\b[a-z]+(?:ed|ing)\b|\b(?:is|are|was|were|will|has|have|that|which|who)\b")


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose persons the lines of a list name: a state or territory, and where the list says so."""

    ref: Ref
    span: Span


@dataclass(kw_only=True)
class RosterReader:
    """Reads a text's sentences in order and knows whether the last line belonged to a list of participants."""

    reading: Reading
    extraction: Extraction
    finder: PersonFinder
    _capacity: Capacity | None = None
    _block: int = -1
    _owner: _Owner | None = None
    _alone: bool = False
    _lone: bool | None = None
    _by_state: bool = False
    _rows: int = -1
    _office: int = -1

    def read(self, sentence: Sentence, persons: list[Appearance]) -> bool:
        """Adds those whom a line of such a list names; whether the sentence is such a line."""
        number = self.reading.block_number(sentence.block)
        if number and self._block < number - 1:
            self._headed(number)
        if number == self._office:
            self._block = number
            return True
        if self._capacity is not None and not persons and number == self._block + 1:
            persons = self._over_office(number)
        if (titled := self._titled(sentence)) is not None:
            self._capacity, self._block, self._owner = Capacity(titled.value) if titled.value else None, number, None
            self._lone = None
            return True
        if self._is_title_inside(sentence, persons):
            self._capacity, self._block, self._owner = Capacity.ATTENDED, number, None
            return True
        labelled = self._labelled(sentence)
        if labelled is None and self._opens(sentence):
            self._capacity, self._block, self._owner = Capacity.ATTENDED, number, None
            return False
        start = labelled if labelled is not None else sentence.span.start
        if labelled is None and (self._capacity is None or number not in (self._block, self._block + 1)):
            self._capacity = self._owner = None
            return False
        return self._read_line(sentence, persons, number, start, fresh=labelled is not None)

    def _read_line(
        self, sentence: Sentence, persons: list[Appearance], number: int, start: int, *, fresh: bool
    ) -> bool:
        """Adds those whom a line of an open list names from `start` on; whether it names hardly anything else."""
        if self._capacity is not None and not persons:
            persons = self._behind_state(sentence)
        line = None
        if self._capacity is not None:
            line = self._owner_of_line(sentence, persons) or self._came_for(sentence, persons)
        everyone = [one for one in participants_in(self.reading, sentence, persons) if one.span.start >= start]
        if start < sentence.span.end and not self._all_names(Span(start, sentence.span.end), everyone):
            if not self._is_row(sentence, everyone, number):
                self._capacity = self._owner = None
                return False
            everyone = everyone[:1]
        self._rows = number if line is not None or len(everyone) == 1 else -1
        if fresh and self._block != number:
            self._owner = None
        self._block = number
        self._follow(sentence, everyone, fresh=fresh)
        if self._capacity is not None:
            self._record(everyone, self._capacity, line or self._owner)
            self.reading.used.append(sentence.span)
        if fresh and self._alone:
            self._capacity = None
        return True

    def _follow(self, sentence: Sentence, everyone: list[Participant], *, fresh: bool) -> None:
        """Takes a line that names one state or body alone as whose persons the lines below it name.

        Only in a list that begins so, and up to two such lines in a row, which only list whom they name.
        """
        whole = Span(sentence.span.start, sentence.span.end - self.reading.text.endswith(":", 0, sentence.span.end))
        lone = len(everyone) == 1 and everyone[0].person is None and everyone[0].span == whole
        if fresh or self._lone is None:
            self._by_state = lone
        elif lone and self._lone:
            self._by_state = False
        if lone and everyone[0].ref is not None:
            self._owner = _Owner(everyone[0].ref, everyone[0].span) if self._by_state else None
        self._lone = None if fresh and not everyone else lone

    def _titled(self, sentence: Sentence) -> Rule | None:
        """The rule of a short line by itself, without a colon, that speaks of the lines below it ("Participants").

        Whose role is named ("Co-Chairs") only inside a list; the rule for those excused ends it.
        """
        text = self._line(sentence)
        rule = self._rule(text) if text else None
        if rule is None or rule.id == _BEHIND or (rule.id in _ROLES and self._capacity is None):
            return None
        return rule if rule.value or rule.id == _ABSENT else None

    def _is_title_inside(self, sentence: Sentence, persons: list[Appearance]) -> bool:
        """Whether a line inside a list only parts it ("Western Balkans", "Member   Represented by")."""
        number = self.reading.block_number(sentence.block)
        text = self._line(sentence)
        if not text or self._capacity is None or self._block != number - 1 or persons or sentence.names:
            return False
        if _COLUMN_HEADS.fullmatch(text):
            return True
        return len(text) <= _LONGEST_PART and _PROPER.fullmatch(text) is not None and not self._is_last(sentence)

    def _is_last(self, sentence: Sentence) -> bool:
        """Whether an empty line follows a line, so that it parts no list."""
        after = self.reading.text[sentence.span.end : sentence.span.end + 2]
        return len(after) < 2 or after == "\n\n"

    def _line(self, sentence: Sentence) -> str:
        """The text of a short block that the sentence is all of, without an end; else empty."""
        block = sentence.block
        whole = sentence.span.start == block.body and sentence.span.end == block.span.end
        text = self.reading.text[sentence.span.start : sentence.span.end]
        return text if whole and len(text) <= _LONGEST_HEADING and text[-1] not in ".,;:" else ""

    def _labelled(self, sentence: Sentence) -> int | None:
        """Where the names begin behind a label that opens a list or goes on with one; None without a label."""
        self._alone = False
        if sentence.span.start != sentence.block.body:
            return None
        found = _LABEL.match(self.reading.text, sentence.span.start, sentence.span.end)
        if found is None:
            return None
        rule = self._rule(found.group("label"))
        if rule is not None and (rule.id == _BEHIND or (rule.id in _ROLES and self._in_a_part(sentence))):
            rule = None
        if rule is None or (not rule.value and self._capacity is None):
            return None
        self._alone = rule.id in _ROLES
        if rule.value or rule.id == _ABSENT:
            self._capacity = Capacity(rule.value) if rule.value else None
        elif sentence.block.kind is not BlockKind.BULLET:
            self._capacity = Capacity.ATTENDED
        return found.end()

    def _in_a_part(self, sentence: Sentence) -> bool:
        """Whether a label stands below the title of a session or panel, so that it names the chair of that alone."""
        number = self.reading.block_number(sentence.block)
        above = self.reading.blocks[max(0, number - _NEAR) : number]
        return any(_PART.search(self.reading.text, block.span.start, block.span.end) for block in above)

    def _opens(self, sentence: Sentence) -> bool:
        """Whether a sentence of its own ends with the words that open a list in the lines below."""
        said = self.reading.text[sentence.span.start : sentence.span.end]
        if not said.endswith(":"):
            return False
        rule = self._rule(said)
        return rule is not None and rule.id == _BEHIND

    def _headed(self, number: int) -> None:
        """Takes what the headings above a block say: a capacity, whose persons follow, or that the list goes on."""
        first = number
        while first and self.reading.blocks[first - 1].kind is BlockKind.HEADING:
            first -= 1
        on = self._capacity is not None and self._block == first - 1
        for block in self.reading.blocks[first:number]:
            span = Span(block.body, block.span.end)
            rule = self._rule(self.reading.text[span.start : span.end])
            owner = self._owner_named(span)
            if rule is not None and rule.value and rule.id not in _ROLES:
                self._capacity, self._owner, on = Capacity(rule.value), None, True
            elif on and (owner is not None or rule is not None):
                self._owner = owner
            else:
                on = False
        if on:
            self._block = number - 1

    def _owner_of_line(self, sentence: Sentence, persons: list[Appearance]) -> _Owner | None:
        """The state or territory that opens a line with its persons ("Japan: Ms. Ana Soto", "Fiji – Luis Vega")."""
        first = sentence.names[0] if sentence.names else None
        if first is None or first.ref is None or first.adjective or first.ref.kind not in _COUNTRY_KINDS:
            return None
        if first.span.start != sentence.span.start or sentence.span.start != sentence.block.body:
            return None
        parted = _PARTED.match(self.reading.text, first.span.end, sentence.span.end)
        named = parted and any(person.full.start >= parted.end() for person in persons)
        return _Owner(first.ref, first.span) if named else None

    def _came_for(self, sentence: Sentence, persons: list[Appearance]) -> _Owner | None:
        """The state that a line's only person came for ("Ana Soto, Minister, representing the President of Peru")."""
        last = sentence.names[-1] if len(persons) == 1 and sentence.names else None
        if last is None or last.ref is None or last.adjective or last.ref.kind not in _COUNTRY_KINDS:
            return None
        said = _REPRESENTS.search(self.reading.text, persons[0].span.end, last.span.start)
        return _Owner(last.ref, last.span) if said else None

    def _behind_state(self, sentence: Sentence) -> list[Appearance]:
        """The person whom a line of a list names by state and name alone ("Peru: Luis Vega")."""
        first = sentence.names[0] if sentence.names else None
        parted = _PARTED.match(self.reading.text, first.span.end, sentence.span.end) if first else None
        person = self.finder.listed(Span(parted.end(), sentence.span.end)) if parted else None
        return [person] if person is not None else []

    def _over_office(self, number: int) -> list[Appearance]:
        """The person whose name is a line of a list, with the office on the next ("Luis Vega", "Minister of Ports")."""
        person = signatory(self.reading, self.finder, number, None)
        if person is None:
            return []
        self._office = number + 1
        return [replace(person, full=person.span)]

    def _is_row(self, sentence: Sentence, everyone: list[Participant], number: int) -> bool:
        """Whether a line goes on rows of states and persons, with a state and somebody unknown ("Fiji: to be told")."""
        first = everyone[0] if everyone else None
        if first is None or first.span.start != sentence.span.start or self._rows != number - 1:
            return False
        rest = Span(first.span.end, sentence.span.end)
        short = rest.end - rest.start <= _LONGEST_HEADING and self.reading.text[rest.end - 1] not in ".;:"
        said = _VERBLIKE.search(_TO_COME.sub("", self.reading.text[rest.start : rest.end]))
        return short and said is None and _PARTED.match(self.reading.text, rest.start, rest.end) is not None

    def _owner_named(self, span: Span) -> _Owner | None:
        """The state, territory or body that a stretch names and nothing else; that of a country also in capitals."""
        written = " ".join(self.reading.text[span.start : span.end].strip(" *_#:.").split())
        ref = _countries(self.reading.grammar).get(written.casefold().removeprefix("the "))
        bodies = self.reading.grammar.registry.names.get(written.removeprefix("the ").removeprefix("The "), ())
        if ref is None and len(bodies) == 1 and bodies[0].kind is Kind.ORGANISATION:
            ref = bodies[0]
        return _Owner(ref, span) if ref is not None else None

    def _rule(self, label: str) -> Rule | None:
        plain = _ANNEX.sub("", " ".join(label.strip(" *_#:").split()))
        return next((rule for rule in self.reading.grammar.of("rosters") if rule.search(plain)), None)

    def _all_names(self, span: Span, everyone: list[Participant]) -> bool:
        """Whether a stretch is a list of names and hardly anything else."""
        rest, position = "", span.start
        for one in everyone:
            rest += " " + self.reading.text[position : one.span.start]
            position = max(position, one.span.end)
        rest += " " + self.reading.text[position : span.end]
        left = _BETWEEN.sub("", re.sub(office(self.reading.grammar), "", rest))
        few = len(left) <= _LONGEST_REST * (span.end - span.start)
        said = _VERBLIKE.search(_ASIDE.sub("", rest)) is not None
        return bool(everyone) and not said and (few or self._some_known(span, everyone))

    def _some_known(self, span: Span, everyone: list[Participant]) -> bool:
        """Whether at least half of what semicolons part is known, and the rest looks like names of bodies."""
        known = parts = 0
        for found in _ENTRY.finditer(self.reading.text, span.start, span.end):
            here = Span(*found.span())
            parts += 1
            if any(here.contains(one.span) for one in everyone):
                known += 1
            elif not _PROPER.fullmatch(_ASIDE.sub("", found.group()).strip()):
                return False
        return parts > 1 and 2 * known >= parts

    def _record(self, everyone: list[Participant], capacity: Capacity, owner: _Owner | None) -> None:
        """The participations of a line, and that of the state whose persons it names."""
        people = any(one.person is not None for one in everyone)
        if owner is not None and people:
            everyone = [self._on_behalf(one, owner) for one in everyone if one.ref != owner.ref]
            sent = Participant(span=owner.span, written=owner.span, ref=owner.ref)
            record(self.reading, self.extraction, sent, capacity, owner.span)
        for one, following in zip(everyone, [*everyone[1:], None], strict=False):
            stop = following.span.start if following else one.span.end + _NEAR_NAME
            if _IN_THE_CHAIR.search(self.reading.text, one.written.end, stop):
                record(self.reading, self.extraction, one, Capacity.CHAIRED, one.span)
        for entries in alike(self.reading, everyone):
            made = [record(self.reading, self.extraction, one, capacity, one.span) for one in entries]
            listed: list[Participation] = [one for one in made if one is not None]
            if listed:
                span = Span(entries[0].span.start, entries[-1].span.end)
                record_list(self.extraction, listed, span, partial=False)

    def _on_behalf(self, one: Participant, owner: _Owner) -> Participant:
        """Somebody of the list with the state that it lists them under, where the office tells of none."""
        if one.person is None or one.person.represents is not None:
            return one
        posts = tuple(representing(self.extraction, post, owner.ref, owner.span) for post in one.person.posts)
        return replace(one, person=replace(one.person, posts=posts))


@lru_cache(maxsize=4)
def _countries(grammar: Grammar) -> dict[str, Ref]:
    """States and territories by name in small letters, as far as a name means one alone."""
    names = grammar.registry.names.items()
    return {name.casefold(): refs[0] for name, refs in names if len(refs) == 1 and refs[0].kind in _COUNTRY_KINDS}
