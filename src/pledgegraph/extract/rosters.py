"""Lists of participants that stand apart: lines of names under a label ("Participants:", "Observers: Fiji, Tonga")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.participants import Participant, participants_in, record, record_list
from pledgegraph.extract.persons import Appearance
from pledgegraph.model import Extraction, Participation
from pledgegraph.sources.blocks import BlockKind
from pledgegraph.sources.rules import Rule
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity, ParticipantKind

_LABEL = re.compile(r"(?P<label>[^:;.\n]{3,90}?)(?::[ \n]*|,$)")
_BETWEEN = re.compile(
    r"[\s,;.()&*•·–—-]|\b(?:and|as well as|also|from|the|The|of|for|its|by|acting on behalf of|on behalf of|Senator"
    r"|virtual|virtually|online)\b"
)
_LONGEST_REST = 0.5
"""Which part of a line may be neither a name nor between names: offices without a name, bodies nobody knows."""
_BEHIND = "roster-behind-a-sentence"
_ASIDE = re.compile(r"\([^()]*\)|acting on behalf of")
_VERBLIKE = re.compile(r"\b[a-z]+(?:ed|ing)\b|\b(?:is|are|was|were|will|has|have|that|which|who)\b")


@dataclass(kw_only=True)
class RosterReader:
    """Reads a text's sentences in order and knows whether the last line belonged to a list of participants."""

    reading: Reading
    extraction: Extraction
    _capacity: Capacity | None = None
    _block: int = -1

    def read(self, sentence: Sentence, persons: list[Appearance]) -> bool:
        """Adds those whom a line of such a list names; whether the sentence is such a line."""
        number = self.reading.block_number(sentence.block)
        labelled = self._labelled(sentence)
        if labelled is None and self._opens(sentence):
            self._capacity, self._block = Capacity.ATTENDED, number
            return False
        if labelled is None and number and self._block != number and (capacity := self._headed(number - 1)):
            self._capacity, self._block = capacity, number
        start = labelled if labelled is not None else sentence.span.start
        if labelled is None and (self._capacity is None or number not in (self._block, self._block + 1)):
            self._capacity = None
            return False
        everyone = [one for one in participants_in(self.reading, sentence, persons) if one.span.start >= start]
        if start < sentence.span.end and not self._all_names(Span(start, sentence.span.end), everyone):
            self._capacity = None
            return False
        self._block = number
        if self._capacity is not None:
            self._record(everyone, self._capacity)
            self.reading.used.append(sentence.span)
        return self._capacity is not None

    def _labelled(self, sentence: Sentence) -> int | None:
        """Where the names begin behind a label that opens a list or goes on with one; None without a label."""
        if sentence.span.start != sentence.block.body:
            return None
        found = _LABEL.match(self.reading.text, sentence.span.start, sentence.span.end)
        if found is None:
            return None
        rule = self._rule(found.group("label"))
        if rule is not None and rule.id == _BEHIND:
            rule = None
        if rule is None or (not rule.value and self._capacity is None):
            return None
        if rule.value:
            self._capacity = Capacity(rule.value)
        elif sentence.block.kind is not BlockKind.BULLET:
            self._capacity = Capacity.ATTENDED
        return found.end()

    def _opens(self, sentence: Sentence) -> bool:
        """Whether a sentence of its own ends with the words that open a list in the lines below."""
        said = self.reading.text[sentence.span.start : sentence.span.end]
        if not said.endswith(":"):
            return False
        rule = self._rule(said)
        return rule is not None and rule.id == _BEHIND

    def _headed(self, number: int) -> Capacity | None:
        """The capacity that a heading without a colon gives the lines below it."""
        block = self.reading.blocks[number]
        if block.kind is not BlockKind.HEADING:
            return None
        rule = self._rule(self.reading.text[block.body : block.span.end])
        return Capacity(rule.value) if rule and rule.value else None

    def _rule(self, label: str) -> Rule | None:
        plain = " ".join(label.strip(" *_#:").split())
        return next((rule for rule in self.reading.grammar.of("rosters") if rule.search(plain)), None)

    def _all_names(self, span: Span, everyone: list[Participant]) -> bool:
        """Whether a stretch is a list of names and hardly anything else."""
        rest, position = "", span.start
        for one in everyone:
            rest += " " + self.reading.text[position : one.span.start]
            position = max(position, one.span.end)
        rest += " " + self.reading.text[position : span.end]
        left = _BETWEEN.sub("", rest)
        return (
            bool(everyone)
            and not _VERBLIKE.search(_ASIDE.sub("", rest))
            and len(left) <= _LONGEST_REST * (span.end - span.start)
        )

    def _record(self, everyone: list[Participant], capacity: Capacity) -> None:
        for kind in (ParticipantKind.STATES, ParticipantKind.ORGANISATIONS, ParticipantKind.PERSONS):
            entries = [one for one in everyone if one.kind is kind]
            made = [record(self.reading, self.extraction, one, capacity, one.span) for one in entries]
            listed: list[Participation] = [one for one in made if one is not None]
            if listed:
                span = Span(entries[0].span.start, entries[-1].span.end)
                record_list(self.extraction, listed, span, partial=False)
