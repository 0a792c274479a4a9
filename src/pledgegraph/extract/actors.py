"""Who may be the subject of a statement: names, persons, collectives kept as written, pronouns with an antecedent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache

import msgspec
from msgspec.structs import replace

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.extract.pairs import BOTH_RULE, pair_who_met
from pledgegraph.extract.participants import whole_of
from pledgegraph.extract.person_patterns import person_patterns
from pledgegraph.extract.phrases import Phrase, PhraseKind, alternation_in_either_case, phrase_finder
from pledgegraph.extract.short_names import SHORT_RULE, ShortNames
from pledgegraph.extraction import Extraction
from pledgegraph.model import BODIES, Collective, Kind, PostHolding, Ref
from pledgegraph.slugs import slugify
from pledgegraph.sources.blocks import BlockKind
from pledgegraph.spans import Span

PRONOUN_RULE = "pronoun-antecedent"
ACROSS_RULE = "pronoun-antecedent-in-the-paragraph-before"

_STYLES = {"he": r"Mr\.|Sir|King|Prince|His [A-Z][a-z]+", "she": r"Ms\.|Mrs\.|Dame|Queen|Princess|Her [A-Z][a-z]+"}
_MET_WITH = re.compile(
    r"\b(?:met|meets?|spoke|speaks?|talk(?:s|ed)|consulted|negotiated|meeting|consultations|discussions|negotiations)"
    r" (?:[\w-]+ ){0,4}?with\b"
)
HOLDER_RULE = "holder-of-the-office-named-before"
_THE = ("the ", "The ")
_LONGEST_STYLES = 40
_OURSELVES = "we"
BEFORE = (" ", " the ", "", "the ")
_BETWEEN = (", ", ", the ", " and ", " and the ", ", and ", ", and the ")


class Form(StrEnum):
    """How an actor is referred to."""

    NAME = "name"
    PERSON = "person"
    COLLECTIVE = "collective"
    FORUM = "forum"
    PRONOUN = "pronoun"


_FORMS = {
    PhraseKind.GROUP: Form.COLLECTIVE,
    PhraseKind.SINGLE: Form.COLLECTIVE,
    PhraseKind.STATE: Form.PRONOUN,
    PhraseKind.FORUM: Form.FORUM,
    PhraseKind.PRONOUN: Form.PRONOUN,
}


class Actor(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A noun phrase that could be a subject: what it refers to, if that is known, and whether it is plural.

    `members` are those that the phrase names one by one ("Chile and Peru").
    """

    form: Form
    span: Span
    ref: Ref | None
    plural: bool
    antecedent: Span | None = None
    rule: str = PRONOUN_RULE
    members: tuple[Ref, ...] = ()


@dataclass(kw_only=True)
class Actors:
    """Finds the actors of each sentence and resolves pronouns within a block."""

    reading: Reading
    extraction: Extraction
    _block: object = None
    _subjects: list[Actor] = field(default_factory=list)
    _before: list[Actor] = field(default_factory=list)
    _nearest: int = 0
    _begun: int = 0
    _crowded: list[Span] = field(default_factory=list)
    _nouns: list[tuple[int, int, PhraseKind]] | None = None
    _asked: dict[str, str] = field(default_factory=dict)
    persons: list[Actor] = field(default_factory=list)
    _persons_before: list[Actor] = field(default_factory=list)

    @cached_property
    def _short_names(self) -> ShortNames:
        return ShortNames(reading=self.reading)

    def find(self, sentence: Sentence, persons: list[Appearance]) -> list[Actor]:
        """Every actor noun phrase of a sentence, pronouns unresolved."""
        if sentence.block is not self._block:
            if self._subjects:
                self._before = self._subjects
            self._block, self._subjects, self._crowded = sentence.block, [], []
            self._begun = sentence.span.start
        if sentence.span.start != self._begun:
            self._nearest, self._begun = self._begun, sentence.span.start
        if len({person.person.key for person in persons}) > 1:
            self._crowded.append(sentence.span)
        found: list[Actor] = []
        for person in persons:
            whole = whole_of(self.reading, sentence, person)
            for span in dict.fromkeys(self._with_styles(sentence, one) for one in (whole, person.full, person.span)):
                found.append(Actor(form=Form.PERSON, span=span, ref=person.person.ref, plural=False))
        self._persons_before, self.persons = self.persons, list(found)
        for name in sentence.names:
            if name.ref is not None and name.ref.kind in BODIES and not name.adjective:
                found.append(Actor(form=Form.NAME, span=name.span, ref=name.ref, plural=False))
        for short in self._short_names.within(sentence.span):
            whose = Actor(form=Form.PRONOUN, span=short.span, ref=short.body, plural=False, antecedent=short.named)
            found.append(replace(whose, rule=SHORT_RULE))
        found.extend(self._phrases(sentence, found))
        return sorted(found, key=lambda actor: actor.span)

    def _with_styles(self, sentence: Sentence, span: Span) -> Span:
        """A person's place with what honours the person before it ("H.E. Ms. Ana Soto", "Mr. Luis Vega, Minister")."""
        begin = max(sentence.span.start, span.start - _LONGEST_STYLES)
        found = _styles(self.reading.grammar).search(self.reading.text, begin, span.start)
        return Span(found.start(), span.end) if found else span

    def speaks_for(self, sentence: Sentence, persons: list[Appearance], speaker: Actor) -> set[Ref | None]:
        """A speaker with the states and bodies that the speaker's posts, or the words for the speaker, tell of."""
        here = [one for one in persons if one.person.ref == speaker.ref]
        posts = self.extraction.posts.about(speaker.ref) if speaker.ref else []
        posts += [post for one in here for post in one.posts]
        theirs = {post.represents for post in posts} | {post.organisation for post in posts} | {speaker.ref}
        theirs |= {one.represents for one in here}
        return theirs | {one.ref for one in sentence.names if speaker.span.contains(one.span)}

    def subject(self, actor: Actor) -> None:
        """Remember an actor as a possible antecedent for the pronouns that follow in its block."""
        if actor.form is not Form.PRONOUN or actor.ref is not None:
            self._subjects.append(actor)

    def resolve(self, actor: Actor) -> Actor:
        """The actor with a pronoun's antecedent; an unresolved pronoun keeps no reference."""
        if actor.form is not Form.PRONOUN or actor.rule == SHORT_RULE:
            return actor
        word = self.reading.text[actor.span.start : actor.span.end].lower()
        if word == "we":
            return Actor(form=Form.COLLECTIVE, span=actor.span, ref=self.collective(actor.span), plural=True)
        if word == "who" and (named := self._named_right_before(actor)):
            return named
        if word == "they" and (both := self._both_who_met(actor)):
            return both
        for known in reversed(self._subjects):
            if not self._near(word, known) or (word == "who" and not self._right_before(known, actor)):
                break
            if known.span.start < actor.span.start and _fits(word, known):
                if word == "they" and self._with_others(known):
                    break
                if word == "they" and known.ref is not None and known.ref.key == _OURSELVES:
                    continue
                first = known.antecedent or known.span
                return replace(known, form=Form.PRONOUN, span=actor.span, antecedent=first, rule=PRONOUN_RULE)
        return self._from_before(actor) if word in ("they", "it") and not self._subjects else actor

    def _named_right_before(self, who: Actor) -> Actor | None:
        """The person whom a relative pronoun follows, unless that is only the last of several."""
        text = self.reading.text
        named = next((one for one in self.persons if text[one.span.end : who.span.start] in (", ", " ")), None)
        if named is None or text.endswith(" and ", 0, named.span.start):
            return None
        return replace(named, form=Form.PRONOUN, span=who.span, antecedent=named.span, rule=PRONOUN_RULE)

    def _both_who_met(self, they: Actor) -> Actor | None:
        """The two of whom the sentence before tells that one met or spoke with the other."""
        persons = [(one.span, one.ref) for one in self._persons_before if one.ref is not None]
        found = pair_who_met(self.reading, they.span, persons)
        if found is None:
            return None
        ours = self.collective(they.span)
        return replace(they, ref=ours, plural=True, members=found[0], antecedent=found[1], rule=BOTH_RULE)

    def _right_before(self, known: Actor, who: Actor) -> bool:
        """Whether a relative pronoun speaks of somebody: nobody else is named between, and nothing said or done."""
        between = Span(known.span.end, who.span.start) if known.span.end <= who.span.start else who.span
        sentence = self.reading.sentence_at(who.span.start)
        others = [one for one in self.persons if one.ref != known.ref and between.contains(one.span)]
        return not others and not any(between.contains(verb) for verb in (sentence.verbs if sentence else ()))

    def _from_before(self, actor: Actor) -> Actor:
        """A "they" or "it" that opens a paragraph, where the one before it, or the list below that, has one subject."""
        last = self._before[-1] if self._before else None
        if last is None or last.ref is None or actor.span.start != self._begun or last.ref.key == _OURSELVES:
            return actor
        it = self.reading.text[actor.span.start : actor.span.end].lower() == "it"
        if it and (last.form is not Form.NAME or last.ref.kind is not Kind.ORGANISATION):
            return actor
        subjects = [one for one in self._before if one is last or not last.span.contains(one.span)]
        if not all(one.plural is not it and one.ref == last.ref for one in subjects) or not self._follows(last):
            return actor
        first = last.antecedent or last.span
        return replace(last, form=Form.PRONOUN, span=actor.span, antecedent=first, rule=ACROSS_RULE)

    def _follows(self, last: Actor) -> bool:
        """Whether nothing but the items of a list stand between a subject's paragraph and the present one."""
        sentence, here = self.reading.sentence_at(last.span.start), self.reading.sentence_at(self._begun)
        if sentence is None or here is None:
            return False
        between = self.reading.blocks[
            self.reading.block_number(sentence.block) + 1 : self.reading.block_number(here.block)
        ]
        return all(block.kind in (BlockKind.ITEM, BlockKind.BULLET) for block in between)

    def _near(self, word: str, known: Actor) -> bool:
        """Whether an antecedent is near enough: in this sentence or the one before it, or for a person the only one."""
        if word in ("she", "he"):
            crowded = any(crowd.contains(known.span) for crowd in self._crowded)
            return not crowded and self._styled(known) in ("", word)
        return known.span.start >= self._nearest

    def _with_others(self, known: Actor) -> bool:
        """Whether a subject met somebody in its sentence: "they" are both then, whom no words name together."""
        sentence = self.reading.sentence_at(known.span.start)
        return sentence is not None and bool(_MET_WITH.search(self.reading.text, known.span.end, sentence.span.end))

    def _styled(self, actor: Actor) -> str:
        """The pronoun that a style before the name asks for anywhere in the text ("Mr.", "Ms."), or nothing."""
        known = self.extraction.persons.first(actor.ref)
        label = known.label if known else ""
        if label not in self._asked:
            last = re.escape(label.rpartition(" ")[2])
            asked = (
                word
                for word, styles in _STYLES.items()
                if label and re.search(rf"\b(?:{styles}) (?:[\w.-]+ ){{0,3}}{last}\b", self.reading.text)
            )
            self._asked[label] = next(asked, "")
        return self._asked[label]

    def holder(self, actor: Actor) -> Actor | None:
        """The one person named so far who holds the office that a phrase names ("the Secretary-General", "of Peru")."""
        text = self.reading.text
        span = Span(actor.span.start + len("the ") * text.startswith(_THE, actor.span.start), actor.span.end)
        phrase = " ".join(text[span.start : span.end].split())
        shared = self.reading.grammar.of("actors").words["shared-title"]
        found: dict[Ref, Span] = {}
        for post in self._posts_titled(phrase):
            before = [one for one in post.evidence if one.end <= actor.span.start]
            if not before or post.title in shared:
                continue
            behind = phrase[len(post.title) :]
            whose = [name.ref for name in self.reading.names_in(span) if name.ref and not name.adjective]
            if behind and (not behind.startswith(" of ") or whose not in ([post.represents], [post.organisation])):
                continue
            found[post.person] = before[0]
        if len(found) != 1:
            return None
        person, told = next(iter(found.items()))
        return replace(actor, form=Form.PRONOUN, ref=person, antecedent=told, rule=HOLDER_RULE)

    def _posts_titled(self, phrase: str) -> Iterator[PostHolding]:
        """The posts whose title a phrase begins with ("Minister", "Minister of Ports": "Minister of Ports of Peru")."""
        words = phrase.split()
        for count in range(1, len(words) + 1):
            yield from self.extraction.posts.about(" ".join(words[:count]))

    def collective(self, span: Span) -> Ref:
        """The collective that a phrase names, recorded once per document and surface form."""
        written = self.reading.stored(span)
        key = slugify(re.sub(r"^(?:the|The|THE) ", "", self.reading.text[span.start : span.end]))
        collective = Collective(key=key, surface_form=written, span=span)
        if not self.extraction.collectives.places(collective.ref):
            self.extraction.collectives.append(collective)
        return collective.ref

    def addressed(self, start: int, end: int, closers: str, *, unknown: bool = True) -> tuple[Ref, ...]:
        """Who is named from `start` on up to one of the words `closers`: a phrase, or one or several names.

        Without `unknown` no body that only its own name tells of.
        """
        text = self.reading.text
        if start >= end:
            return ()
        found = _addressee(self.reading.grammar).match(text, start, end)
        if found and re.match(closers, text[found.end() : end]):
            return (self.collective(Span(found.start("phrase"), found.end())),)
        names = self.reading.names_in(Span(start, end))
        if named := self._names_from(start, end, names, closers):
            return named
        short = next(iter(self._short_names.within(Span(start, end))), None)
        if short and text[start : short.span.start] in BEFORE and re.match(closers, text[short.span.end : end]):
            return (short.body,)
        begin = start + (text[start] == " ")
        phrases = phrase_finder(self.reading.grammar).phrases(text, self.nouns, Span(begin, end)) if begin < end else []
        for phrase in phrases[:1]:
            common = phrase.kind in (PhraseKind.GROUP, PhraseKind.SINGLE)
            proper = any(name.ref is not None and name.span.overlaps(phrase.noun) for name in names)
            if common and not proper and phrase.span.start == begin and re.match(closers, text[phrase.span.end : end]):
                return (self.collective(phrase.span),)
        body = _mandated(self.reading.grammar).match(text, start, end) if unknown else None
        if body and re.match(closers, text[body.end() : end]):
            return (self.collective(Span(body.start("phrase"), body.end())),)
        return ()

    def listed(self, span: Span) -> Actor | None:
        """Several states or bodies that a stretch of text lists and nothing else, as one actor with its members."""
        names = self._names_from(span.start, span.end, self.reading.names_in(span), "$")
        if len(names) < 2:
            return None
        return Actor(form=Form.COLLECTIVE, span=span, ref=self.collective(span), plural=True, members=names)

    def _names_from(self, start: int, end: int, names: list[Named], closers: str) -> tuple[Ref, ...]:
        """The names that stand from `start` on, joined as in a list, up to one of the words `closers`."""
        text, last = self.reading.text, start
        found: list[Ref] = []
        for name in names:
            if text[last : name.span.start] not in (_BETWEEN if found else BEFORE):
                break
            if name.ref is None or name.adjective or name.ref.kind not in BODIES:
                break
            found.append(name.ref)
            last = name.span.end
            if re.match(closers, text[last:end]):
                return tuple(found)
        return ()

    @property
    def nouns(self) -> list[tuple[int, int, PhraseKind]]:
        """Every noun and pronoun of the document that can head a phrase, found once."""
        if self._nouns is None:
            self._nouns = phrase_finder(self.reading.grammar).nouns(self.reading.text)
        return self._nouns

    def _phrases(self, sentence: Sentence, taken: list[Actor]) -> list[Actor]:
        finder = phrase_finder(self.reading.grammar)
        found: list[Actor] = []
        for phrase in finder.phrases(self.reading.text, self.nouns, sentence.span):
            span = self._before_persons(phrase, taken)
            if span is None:
                continue
            group = phrase.kind is PhraseKind.GROUP
            common = phrase.kind in (PhraseKind.GROUP, PhraseKind.SINGLE)
            if common and any(one.span.start < phrase.noun.start < one.span.end for one in taken):
                continue
            if any(one.rule == SHORT_RULE and one.span == phrase.noun for one in taken):
                continue
            several = common and " and the " in self.reading.text[phrase.noun.end : span.end]
            found.append(Actor(form=_FORMS[phrase.kind], span=span, ref=None, plural=group or several))
        return found

    def _before_persons(self, phrase: Phrase, taken: list[Actor]) -> Span | None:
        """A phrase up to the comma before persons that it runs into ("Presidents of Chile and Peru, | Ana Soto")."""
        into = [one.span.start for one in taken if one.form is Form.PERSON and one.span.overlaps(phrase.span)]
        if not into:
            return phrase.span
        comma = self.reading.text.rfind(", ", phrase.noun.end, min(into))
        return Span(phrase.span.start, comma) if comma >= 0 and phrase.kind is PhraseKind.GROUP else None


def _fits(word: str, known: Actor) -> bool:
    if word in ("she", "he", "who"):
        return known.form is Form.PERSON or (known.ref is not None and known.ref.kind is Kind.PERSON)
    if word == "they":
        return known.plural
    if word in ("the country", "the nation"):
        return known.ref is not None and known.ref.kind in (Kind.STATE, Kind.TERRITORY)
    return (
        not known.plural and known.form is not Form.PERSON and (known.ref is None or known.ref.kind is not Kind.PERSON)
    )


@lru_cache(maxsize=4)
def _styles(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){person_patterns(grammar).before}$")


@lru_cache(maxsize=4)
def _addressee(grammar: Grammar) -> re.Pattern[str]:
    words = grammar.of("actors")
    group, place = alternation_in_either_case(words, "group"), words.alternation("of-place")
    audience = rf"(?:{group}|{words.alternation('addressee')})"
    return re.compile(
        rf"\s?(?P<phrase>(?:(?:the|all|national|relevant|various|other|its|their|our|both|every|each|participating|concerned|member"
        rf"|developed|developing|international|interested|regional|local) )*"
        rf"(?:(?!(?:to|for|and|of|in|on|with|by)\b)[a-z-]+ ){{0,2}}?{audience}(?: {place})?)\b"
    )


@lru_cache(maxsize=4)
def _mandated(grammar: Grammar) -> re.Pattern[str]:
    """A body by its name that the registry does not know ("the Forum Secretariat", "a Joint Steering Committee")."""
    body = grammar.of("actors").alternation("mandated")
    return re.compile(
        rf"\s?(?P<phrase>(?:the |a |an |its |their |our )?(?:[A-Z][\w'’-]* ){{1,5}}{body}(?: \([A-Z]{{2,8}}\))?)"
    )
