"""Collectives, meetings and pronouns as noun phrases, found from their nouns outwards.

One automaton finds every noun and pronoun that can head such a phrase; the words before it are looked at one by one.
A regular expression that tries to begin a phrase at every word took a third of a conversion's time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import StrEnum
from functools import lru_cache

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from pledgegraph.extract.grammar import Grammar
from pledgegraph.sources.rules import RuleFile
from pledgegraph.spans import Span

_EVERY = ("each", "every")


class PhraseKind(StrEnum):
    """What heads a phrase."""

    GROUP = "group"
    SINGLE = "single"
    EACH = "each"
    STATE = "state"
    FORUM = "forum"
    PRONOUN = "pronoun"


class Phrase(msgspec.Struct, frozen=True, gc=False):
    """A noun phrase with the place of its noun."""

    kind: PhraseKind
    span: Span
    noun: Span


LEFT_OUT = r",? (?:except(?: for)?|other than|apart from|excluding|with the exception of)\b"
"""What opens the names of those whom a group does not count ("all members, except Chile")."""
PROPER = r"(?:(?:(?:[A-Z]\.){2,} )?[A-Z][\w'.-]*[\w](?:\.(?=[ ,][a-z]))?(?: (?:of (?:the )?|d['’])?[A-Z][\w'.-]*\w)*)"
_MODIFIER = re.compile(r"[A-Z][\w-]*(?:\.[A-Z]\.?)?|[a-z-]+")
_CAPITALISED = re.compile(r"[A-Z][\w.-]+")
_SMALL = re.compile(r"[a-z]+")
_DETERMINERS = frozenset(("the", "this", "its", "our", "my", "one", "another"))
_FORUM_DETERMINERS = frozenset(("the", "this"))
_PRONOUNS = ("She", "she", "He", "he", "It", "it", "They", "they", "We", "we", "WE", "who")
_NO_MODIFIER = frozenset(
    "as in at by for with and but that of on to from under when while where after before between among or the than"
    " is are was were be will who which if not no into its their his her our this these those including against"
    " whereas"
    " through".split()
)
_LOOK_BACK = 70
_BOUND = re.compile(
    r"(?i:parties|signatories) to (?:the|this) (?:[A-Z][\w-]*|[a-z]+)(?: (?:(?:on|of|for|and|against) )?[A-Z][\w-]*)*"
)
"""Those whom an instrument binds, with its name ("Parties to the Convention on Ports")."""
_LITTLE = re.compile(r"(?<=\w )(?:Of|The|And|For|In)(?= )")


class PhraseFinder:
    """The noun phrases of a text, by automaton."""

    def __init__(self, grammar: Grammar) -> None:
        words = grammar.of("actors")
        kinds = {
            PhraseKind.PRONOUN: list(_PRONOUNS),
            PhraseKind.FORUM: either_case(words, "forum-noun"),
            PhraseKind.STATE: list(words.words["state-noun"]),
            PhraseKind.EACH: either_case(words, "each"),
            PhraseKind.SINGLE: either_case(words, "single"),
            PhraseKind.GROUP: either_case(words, "group"),
        }
        self._kinds: dict[str, PhraseKind] = {form: kind for kind, forms in kinds.items() for form in forms}
        self._forms = list(self._kinds)
        self._automaton = AhoCorasick(self._forms, matchkind=MatchKind.LeftmostLongest)
        self._quantifiers = frozenset(word.lower() for word in words.words["quantifier"])
        self._tail = _tail(words)
        self._both = _before_a_verb(grammar)
        self._verbs = frozenset(
            form.split(" ", 1)[0] for form in grammar.speech_forms if form.split(" ", 1)[0].isupper()
        )

    def nouns(self, text: str) -> list[tuple[int, int, PhraseKind]]:
        """Every head of a phrase in a text, whole words only, in order."""
        return [
            (start, end, self._kinds[self._forms[index]])
            for index, start, end in self._automaton.find_matches_as_indexes(text)
            if not (_joins(text[start - 1 : start]) or _joins(text[end : end + 1]))
        ]

    def phrases(self, text: str, nouns: list[tuple[int, int, PhraseKind]], sentence: Span) -> list[Phrase]:
        """The phrases of a sentence in order, none overlapping another."""
        found: list[Phrase] = []
        last = sentence.start
        low = bisect_left(nouns, sentence.start, key=lambda noun: noun[0])
        high = bisect_left(nouns, sentence.end, low, key=lambda noun: noun[0])
        for start, end, kind in nouns[low:high]:
            if end > sentence.end:
                break
            if start < last:
                continue
            phrase = self._phrase(text, Span(start, end), kind, last, sentence.end)
            if phrase is not None:
                found.append(phrase)
                last = phrase.span.end
        return found

    def _phrase(self, text: str, noun: Span, kind: PhraseKind, low: int, end: int) -> Phrase | None:
        if kind is PhraseKind.PRONOUN:
            return Phrase(kind, noun, noun)
        words = _words_before(text, max(low, noun.start - _LOOK_BACK), noun.start)
        named = len(words) > 1 and words[0].text[0].isupper()
        every = next((word for word in words[: 1 + named] if word.text.lower() in _EVERY), None)
        if every is not None:
            return Phrase(PhraseKind.GROUP, Span(every.start, noun.end), noun)
        if kind is PhraseKind.EACH:
            alone = text.startswith("Both ", noun.start) and self._both.match(text, noun.end, end)
            return Phrase(PhraseKind.GROUP, noun, noun) if alone else None
        if kind is PhraseKind.GROUP:
            begin: int | None = self._group_start(words, noun.start)
        elif kind is PhraseKind.STATE:
            begin = words[0].start if words and text[words[0].start : words[0].end] in ("the", "The") else None
        else:
            begin = _determined(text, words, _DETERMINERS if kind is PhraseKind.SINGLE else _FORUM_DETERMINERS, kind)
        if begin is None or (kind in (PhraseKind.STATE, PhraseKind.FORUM) and text[noun.end : noun.end + 1] == "'"):
            return None
        stop = noun.end
        if kind in (PhraseKind.GROUP, PhraseKind.SINGLE) and (tail := self._tail.match(text, noun.end, end)):
            stop = self._before_verb(text, noun.end, tail.end())
        elif kind is PhraseKind.GROUP and (bound := _BOUND.match(text, noun.start, end)):
            stop = bound.end()
        return Phrase(kind, Span(begin, stop), noun)

    def _before_verb(self, text: str, start: int, stop: int) -> int:
        """The end of a phrase without a verb in capitals that its names run into ("of Chile and Peru | DECLARE")."""
        space = text.rfind(" ", start, stop)
        return space if space > start and text[space + 1 : stop] in self._verbs else stop

    def _group_start(self, words: list[_Word], noun: int) -> int:
        """Where a group begins: with its quantifier, at most two modifiers before the noun, else with one modifier."""
        first = 0
        for _ in range(3):
            for size in (3, 2, 1):
                if len(words) >= first + size:
                    phrase = " ".join(word.text for word in reversed(words[first : first + size])).lower()
                    if phrase in self._quantifiers:
                        return words[first + size - 1].start
            step = _modifier(words, first)
            if step == 0:
                break
            first += step
        one = _modifier(words, 0)
        return words[one - 1].start if one else noun


class _Word(msgspec.Struct, frozen=True, gc=False):
    start: int
    end: int
    text: str


def _words_before(text: str, low: int, start: int) -> list[_Word]:
    """The words that stand before a place, the nearest first, each parted from the next by one space."""
    found: list[_Word] = []
    end = start
    while len(found) < 6 and end > low and text[end - 1] == " ":
        begin = text.rfind(" ", low, end - 1) + 1
        begin = max(begin, low)
        if begin >= end - 1:
            break
        found.append(_Word(begin, end - 1, text[begin : end - 1]))
        end = begin
    return found


def _modifier(words: list[_Word], first: int) -> int:
    """How many words a modifier takes from `first` on ("senior", "Chilean and Peruvian"); 0 if there is none."""
    if len(words) <= first or not _is_modifier(words[first].text):
        return 0
    if len(words) > first + 2 and words[first + 1].text == "and" and _is_modifier(words[first + 2].text):
        return 3
    return 1


def _is_modifier(word: str) -> bool:
    return _MODIFIER.fullmatch(word) is not None and word.lower() not in _NO_MODIFIER


def _determined(text: str, words: list[_Word], determiners: frozenset[str], kind: PhraseKind) -> int | None:
    """Where "the (Chilean) government" or "the (Harbour) Forum" begins."""
    if not words:
        return None
    if words[0].text.lower() in determiners:
        return words[0].start
    between = _CAPITALISED.fullmatch(words[0].text) or (kind is PhraseKind.SINGLE and _SMALL.fullmatch(words[0].text))
    if between and len(words) > 1 and words[1].text.lower() in determiners:
        return words[1].start
    return None


@lru_cache(maxsize=4)
def _before_a_verb(grammar: Grammar) -> re.Pattern[str]:
    """A reporting verb right behind a word that stands for several ("Both | reaffirm")."""
    first = {form.split(" ", 1)[0] for form in grammar.speech_acts if form[0].islower()}
    finite = sorted(word for word in first if not word.endswith("ing"))
    return re.compile(rf" (?:also |[a-z]+ly )?(?:{'|'.join(map(re.escape, finite))})\b(?! (?:of|and)\b)")


def _joins(char: str) -> bool:
    return char.isalnum() or char == "_"


def either_case(words: RuleFile, name: str) -> list[str]:
    """A word list with each entry also capitalised, in title case, its little words small or not, and in capitals."""
    every = words.words[name]
    forms = (form for word in every for form in (word, word[0].upper() + word[1:], word.title(), word.upper()))
    return list({written for form in forms for written in (form, _LITTLE.sub(lambda one: one[0].lower(), form))})


def alternation_in_either_case(words: RuleFile, name: str) -> str:
    """The same as a regular expression, longest first."""
    forms = sorted(either_case(words, name), key=lambda form: (-len(form), form))
    return "(?:" + "|".join(map(re.escape, forms)) + ")"


def _tail(words: RuleFile) -> re.Pattern[str]:
    """What belongs to a noun behind it: whose members ("of Chile and Peru"), where ("of the region"), who not."""
    forum = alternation_in_either_case(words, "forum-noun")
    held = rf"(?! (?:of|for|from) (?:the )?(?:[A-Z][\w-]* )*{forum}\b)"
    listed = rf"(?:the )?{PROPER}(?:(?:, (?:and )?| and )(?:the )?{PROPER}){{0,40}}"
    members = rf"{held} (?:of|for|from|OF|FOR|FROM) {listed}"
    counted = r" from (?:[a-z]+ ){0,3}(?:\d+ )?(?:countries|states|nations|governments|agencies|organi[sz]ations)"
    charge = r"(?: (?:responsible for|in charge of) (?:the )?[a-z]+(?: (?:and |of )?[a-z]+){0,3}?)?"
    kinds = (
        r"(?i:of (?:the |all )?(?:member|participating|partner|contracting) (?:states|countries|parties|governments))"
    )
    members = rf"(?:{charge}{members}| {kinds}(?: (?i:of|to) (?:the )?{PROPER})?)"
    whose = rf"(?:{members}|{counted}| {words.alternation('of-place')})"
    without = rf"{LEFT_OUT} {listed}"
    return re.compile(rf"(?:{whose}(?:{without})?|{without})(?!\w)")


@lru_cache(maxsize=4)
def phrase_finder(grammar: Grammar) -> PhraseFinder:
    """The finder of a grammar, made once."""
    return PhraseFinder(grammar)
