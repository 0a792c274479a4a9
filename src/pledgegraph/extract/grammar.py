"""The grammar: rules, registry, themes and curation compiled once, and one document's text as the extractors see it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from ahocorasick_rs import AhoCorasick, MatchKind

from pledgegraph.extract.cues import CueFinder, Cues
from pledgegraph.extract.names import Named, NameFinder, of_states_named
from pledgegraph.extract.sentences import sentences
from pledgegraph.extract.themes import ThemeFinder, ThemeHits
from pledgegraph.model import Document, Kind, Ref
from pledgegraph.sources.blocks import SPOKEN, Block, BlockKind, flow, read_blocks
from pledgegraph.sources.curation import Curation
from pledgegraph.sources.inflect import Inflection
from pledgegraph.sources.registry import Registry
from pledgegraph.sources.rules import Rule, RuleFile, Rules
from pledgegraph.sources.themes import Themes
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity

_QUOTATION = re.compile('"')
LONGEST_SENTENCE = 5_000
"""Characters; what is longer is no sentence, and reading it would take time that grows with its square."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Grammar:
    """What every document is read with."""

    rules: Rules
    registry: Registry
    themes: Themes
    curation: Curation

    @cached_property
    def names(self) -> NameFinder:
        """The finder of registry names."""
        return NameFinder(self.registry)

    @cached_property
    def theme_finder(self) -> ThemeFinder:
        """The finder of themes."""
        return ThemeFinder(self.themes)

    @cached_property
    def cue_finder(self) -> CueFinder:
        """The finder of the rules' cues."""
        return CueFinder(self.rules)

    def of(self, name: str) -> RuleFile:
        """One rule file."""
        return self.rules[name]

    @cached_property
    def speech_acts(self) -> dict[str, list[tuple[Rule, Inflection]]]:
        """Every surface form of a reporting verb with its rules, in their order."""
        forms: dict[str, list[tuple[Rule, Inflection]]] = {}
        for rule in self.of("speech-acts"):
            for form, inflection in rule.forms.items():
                forms.setdefault(form, []).append((rule, inflection))
        return forms

    @cached_property
    def speech_forms(self) -> dict[str, None]:
        """Every surface form of a reporting verb, also with a capital or in capitals."""
        return dict.fromkeys(written for form in self.speech_acts for written in _written(form))

    @cached_property
    def speech_verbs(self) -> AhoCorasick:
        """An automaton over every surface form of a reporting verb."""
        return AhoCorasick(list(self.speech_forms), matchkind=MatchKind.LeftmostLongest)


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of a block, with the names in it. Offsets are the document's."""

    span: Span
    block: Block
    names: list[Named]
    verbs: list[Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """The sentence that says who met, its verb, and in which capacity the subject of that verb took part."""

    sentence: Span
    verb: Span
    capacity: Capacity


@dataclass(kw_only=True)
class Reading:
    """One document being read: its blocks, sentences and names, and what has been used as evidence so far.

    `met` says who met, where a forum is known by that alone. `elsewhere` are the sentences that speak of another
    occasion than the reported meeting, `own_words` the words of that meeting's names. `bodies` are the names
    of bodies that the registry lacks, `acronyms` those that the text defines beside them.
    """

    document: Document
    grammar: Grammar
    text: str
    blocks: list[Block]
    sentences: list[Sentence]
    unread: list[Span] = field(default_factory=list)
    used: list[Span] = field(default_factory=list)
    elsewhere: frozenset[Span] = frozenset()
    own_words: frozenset[str] = frozenset()
    met: Encounter | None = None
    bodies: list[Span] = field(default_factory=list)
    acronyms: dict[str, Ref] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document, grammar: Grammar) -> Reading:
        """The document cut into blocks and sentences, with every name found."""
        blocks = read_blocks(document, grammar.of("furniture"))
        text = _titles_in_small(flow(document.layer.text, blocks), blocks, grammar)
        names = of_states_named(grammar.registry, grammar.names.find(text))
        verbs = _verbs(grammar, text)
        read: list[Sentence] = []
        unread: list[Span] = []
        for block in blocks:
            if block.kind not in SPOKEN:
                continue
            for span in sentences(text, block.body, block.span.end):
                if span.end - span.start > LONGEST_SENTENCE:
                    unread.append(span)
                    continue
                inside = [name for name in _within(names, span) if name.span.end <= span.end]
                read.append(Sentence(span=span, block=block, names=inside, verbs=_between(verbs, span)))
        return cls(document=document, grammar=grammar, text=text, blocks=blocks, sentences=read, unread=unread)

    @cached_property
    def named(self) -> frozenset[Ref]:
        """Everything of the registry that the text names anywhere, also by an adjective."""
        return frozenset(name.ref for sentence in self.sentences for name in sentence.names if name.ref)

    @cached_property
    def themes(self) -> ThemeHits:
        """The theme phrases of the document."""
        return self.grammar.theme_finder.read(self.text)

    @cached_property
    def _cues(self) -> Cues:
        return self.grammar.cue_finder.read(self.text)

    def cued(self, rule: Rule, start: int, end: int) -> bool:
        """Whether a stretch of the text has a cue of a rule, or the rule needs none."""
        return self._cues.has(rule, start, end)

    def tried(self, name: str, start: int, end: int) -> list[Rule]:
        """The rules of a file that a stretch of the text has a cue of, and those that need none."""
        return self._cues.tried(self.grammar.of(name), start, end)

    @cached_property
    def _quotes(self) -> list[int]:
        return [found.start() for found in _QUOTATION.finditer(self.text)]

    def quotes_between(self, start: int, end: int) -> int:
        """How many quotation marks stand in a stretch of text."""
        return bisect_left(self._quotes, end) - bisect_left(self._quotes, start)

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]

    def sentence_at(self, position: int) -> Sentence | None:
        """The sentence in which a place of the text lies, None outside of all."""
        number = bisect_right(self._starts, position) - 1
        found = self.sentences[number] if number >= 0 else None
        return found if found is not None and position < found.span.end else None

    @cached_property
    def _numbers(self) -> dict[Span, int]:
        return {block.span: number for number, block in enumerate(self.blocks)}

    @cached_property
    def _by_block(self) -> dict[Span, list[Sentence]]:
        found: dict[Span, list[Sentence]] = {}
        for sentence in self.sentences:
            found.setdefault(sentence.block.span, []).append(sentence)
        return found

    def block_number(self, block: Block) -> int:
        """Which block of the document a block is, from 0."""
        return self._numbers[block.span]

    def sentences_of(self, block: Block) -> list[Sentence]:
        """The sentences of a block."""
        return self._by_block.get(block.span, [])

    def names_in(self, span: Span) -> list[Named]:
        """The registry names inside a span, found afresh (a longer name may hide a shorter one elsewhere)."""
        return [
            Named(
                ref=name.ref,
                span=Span(span.start + name.span.start, span.start + name.span.end),
                written=name.written,
                expected=name.expected,
                adjective=name.adjective,
            )
            for name in self.grammar.names.find(self.text[span.start : span.end])
        ]

    def stored(self, span: Span) -> str:
        """The words under a span as stored, without mark-up and with plain white space."""
        return " ".join(self.document.written(span).split())


def _written(form: str) -> tuple[str, ...]:
    """A form of a verb as texts write it, also "AGREED to" where only the word itself is in capitals."""
    first, space, rest = form.partition(" ")
    return form, form[0].upper() + form[1:], form.upper(), first.upper() + space + rest


def resolved(name: Named | None, *kinds: Kind) -> Ref | None:
    """The reference of a name if it is one of the kinds."""
    return name.ref if name is not None and name.ref is not None and name.ref.kind in kinds else None


def _titles_in_small(text: str, blocks: list[Block], grammar: Grammar) -> str:
    """The text, still as long, with the words small that a title capitalises though they are part of no name."""
    words = "|".join(map(re.escape, grammar.of("posts").words["small-in-titles"]))
    for block in blocks:
        span = block.span
        if block.kind is BlockKind.TITLE and not text[span.start : span.end].isupper():
            title = re.sub(rf"(?<= )(?:{words})\b", lambda one: one[0].lower(), text[span.start : span.end])
            text = text[: span.start] + title + text[span.end :]
    return text


def _verbs(grammar: Grammar, text: str) -> list[Span]:
    """Every whole-word surface form of a reporting verb in a text, in order: of "agreed today" not "agreed to"."""
    places = grammar.speech_verbs.find_matches_as_indexes(text)
    whole = (
        (start, _word_end(text, start, end))
        for _, start, end in places
        if text[start] == "'" or not text[start - 1 : start].isalnum()
    )
    return [Span(start, end) for start, end in whole if end > start and text[start:end] in grammar.speech_forms]


def _word_end(text: str, start: int, end: int) -> int:
    """Where the last whole word of a match ends; not behind `start` where there is none."""
    while end > start and (text[end : end + 1].isalnum() or text[end : end + 1] == "-"):
        end = text.rfind(" ", start, end)
    return end


def _within(names: list[Named], span: Span) -> list[Named]:
    low = bisect_left(names, span.start, key=lambda name: name.span.start)
    return names[low : bisect_left(names, span.end, low, key=lambda name: name.span.start)]


def _between(spans: list[Span], span: Span) -> list[Span]:
    low = bisect_left(spans, span.start, key=lambda one: one.start)
    return spans[low : bisect_left(spans, span.end, low, key=lambda one: one.start)]
