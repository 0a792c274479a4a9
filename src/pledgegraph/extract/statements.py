"""Speech acts: reporting verbs in predicate position with their subject, force, content and addressee.

A verb counts where its subject stands right before it, or where it goes on a chain of verbs of the same tense that one
subject began ("introduced A, proposed B, and shared C"). What stands inside a "that" clause belongs to its reporting
verb. Forces follow Searle, "A classification of illocutionary acts" (1976), as the rules assign them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from msgspec.structs import replace

from pledgegraph.extract.actors import Actor, Actors, Form
from pledgegraph.extract.addressees import addressees
from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.chains import Hit, goes_on, joint_before
from pledgegraph.extract.clause_ends import NOT_SHARED, before_other_subject, relative_object, sharing
from pledgegraph.extract.deeds import behind_a_deed
from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.modality import asserted, quoted
from pledgegraph.extract.openings import Openings
from pledgegraph.extract.subjects import before, heads_clause, subject_of
from pledgegraph.extract.wordings import Wordings, attest, left_trimmed, trimmed
from pledgegraph.extraction import Extraction
from pledgegraph.model import Statement
from pledgegraph.sources.inflect import Inflection
from pledgegraph.sources.rules import Rule
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

_BE = re.compile(r"\b(?:is|are|was|were|be|been|being|am)(?: [a-z]+ly| also| further| now| hereby)*$")
_ARTICLE_BEFORE = re.compile(r"\b[Tt]he $")
_NEAR = 40
_OTHER_VERB = re.compile(r" (?:are|have|continue to|work|stand) [^;:]{3,200}?,? and")
_WE = re.compile(r"(?:We|WE|we)\b")
_GATHERING = ("meeting", "gathering", "convening", "assembling")
"""What only says where those were who speak ("Meeting in Lima, ...")."""
_LABEL = re.compile(r" [^.;:]{3,90}:\*{0,2} [A-Z]")
"""What closes a title that a participle opens: "Establishing a Dialogue: Chile and Peru intend"."""
_LABEL_WITHIN = 12
_DECIDED = (Force.COMMITS, Force.ACTS, Force.CALLS_FOR)
"""What a conference does as one, of those who meet in it ("The Conference decided")."""
_RESPECTIVELY = re.compile(r"\brespectively\b")
"""What says that of several each does something of its own: not all of them do all of it."""
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_WITHOUT_OBJECT = re.compile(r" (?:at|in|on|during|last|earlier|today|yesterday|this)\b|[.,;]")
_OBJECT_BEFORE = re.compile(r", (?:which|that) [^,;]{2,80}$")
"""A relative clause of what somebody did something with: "the Fund, which President Soto | announced at the Forum"."""
_FAR = 120
_OWN, _UNDERTAKEN = "own", "undertaken"

_DEEDS = (Force.ACTS, Force.REPORTS)
"""What a participle behind a promise tells of is how it will be kept ("will cut dues, including by ending ...")."""


@dataclass(kw_only=True)
class StatementReader:
    """Reads the statements of one document, sentence by sentence in order."""

    reading: Reading
    extraction: Extraction
    actors: Actors
    openings: Openings = field(init=False)
    wordings: Wordings = field(init=False)
    _adverbs: re.Pattern[str] = field(init=False)
    _adverb_ends: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._adverbs = _adverbs(self.reading.grammar)
        self._adverb_ends = ("ly", *self.reading.grammar.of("actors").words["adverb"])
        self.openings = Openings(reading=self.reading, actors=self.actors)
        self.wordings = Wordings(
            reading=self.reading, extraction=self.extraction, actors=self.actors, openings=self.openings
        )

    def read(self, sentence: Sentence, persons: list[Appearance]) -> list[Statement]:
        """The statements of a sentence, in order; collectives and attestations go to the extraction."""
        actors = self.actors.find(sentence, persons)
        for actor in actors:
            if actor.form is Form.PERSON and actor.span == actors[0].span:
                self.actors.subject(actor)
        hits = self._hits(sentence, actors, persons)
        statements = [self._statement(sentence, actors, hits, number) for number in range(len(hits))]
        statements += self.wordings.read(sentence, persons, statements)
        statements.sort(key=lambda one: one.verb.start)
        if not hits:
            self._note_subject(sentence, actors)
        self.openings.note(sentence, actors, bool(statements))
        return statements

    # --- verbs -------------------------------------------------------------------------------------------------

    def _hits(self, sentence: Sentence, actors: list[Actor], persons: list[Appearance]) -> list[Hit]:
        hits: list[Hit] = []
        opening: tuple[Span, Rule, Inflection] | None = None
        for span in sentence.verbs:
            if any(person.full.overlaps(span) for person in persons) or quoted(self.reading, sentence, span.start):
                continue
            chosen = self._chosen(sentence, actors, persons, hits, span)
            if chosen is None:
                continue
            rule, inflection = chosen
            if inflection is Inflection.GERUND and self._only_opens(sentence, span):
                continue
            if not asserted(self.reading, self.extraction, sentence, span, rule, inflection):
                continue
            first = not hits and opening is None and self.openings.opens(sentence, span)
            if first and inflection is Inflection.GERUND and not self.openings.recital(sentence):
                opening = (span, rule, inflection)
                continue
            hit = self._opened(sentence, span, rule, inflection) if first else None
            hit = hit or self._accepted(sentence, actors, hits, span, rule, inflection)
            if hit is not None:
                hits.append(hit)
        return self._with_opening(sentence, opening, hits)

    def _with_opening(
        self, sentence: Sentence, opening: tuple[Span, Rule, Inflection] | None, hits: list[Hit]
    ) -> list[Hit]:
        """The verbs of a sentence with the participle that opens it, which has the first subject behind it."""
        if opening is None:
            return hits
        if not hits:
            alone = self.openings.accepts(sentence, opening[0], opening[2])
            return [self._opening(*opening)] if alone else []
        first = hits[0]
        joined = self.reading.text.endswith((" and ", " and the "), opening[0].end, first.clause_start)
        if joined or first.actor is None or first.inflection is Inflection.GERUND:
            return hits
        return [replace(self._opening(*opening), actor=first.actor), *hits]

    def _only_opens(self, sentence: Sentence, verb: Span) -> bool:
        """Whether a participle only says where those met who speak, or is the title of what follows it on its line."""
        text = self.reading.text
        if text[verb.start : verb.end].lower() in _GATHERING:
            return True
        return (
            verb.start - sentence.span.start < _LABEL_WITHIN
            and _LABEL.match(text, verb.end, sentence.span.end) is not None
        )

    def _opened(self, sentence: Sentence, span: Span, rule: Rule, inflection: Inflection) -> Hit | None:
        return self._opening(span, rule, inflection) if self.openings.accepts(sentence, span, inflection) else None

    def _opening(self, span: Span, rule: Rule, inflection: Inflection) -> Hit:
        """A verb that opens its sentence, with the actor that stands for the whole text above it."""
        actor = self.openings.subject(span)
        return Hit(span=span, rule=rule, inflection=inflection, actor=actor, clause_start=span.start)

    def _chosen(
        self, sentence: Sentence, actors: list[Actor], persons: list[Appearance], hits: list[Hit], verb: Span
    ) -> tuple[Rule, Inflection] | None:
        """The rule of a verb; one for what the speaker's own state or body will do only where the speaker has it."""
        form, end = self.reading.text[verb.start : verb.end], sentence.span.end
        chosen = self._rule(form, verb, end)
        if chosen is None or _OWN not in chosen[0].follows.groupindex:
            return chosen
        own = self._for_own(sentence, actors, persons, hits, verb, chosen[0])
        return chosen if own else self._rule(form, verb, end, own=False)

    def _for_own(
        self,
        sentence: Sentence,
        actors: list[Actor],
        persons: list[Appearance],
        hits: list[Hit],
        verb: Span,
        rule: Rule,
    ) -> bool:
        """Whether what is said to act is the speaker ("it"), or what the speaker speaks for: the own state or body."""
        found = rule.follows.match(self.reading.text, verb.end, sentence.span.end)
        if found is None or found[_OWN] is None:
            return found is not None
        own = next((one for one in sentence.names if one.span == Span(*found.span(_OWN))), None)
        if own is None or own.ref is None:
            return False
        left = self._stripped(sentence.span.start, verb.start)
        subject = subject_of(self.reading, sentence.span, actors, left, verb.start, Inflection.PAST, first=not hits)
        speaker = self.actors.resolve(subject) if subject else hits[-1].actor if hits else None
        if speaker is None:
            return False
        return own.ref in self.actors.speaks_for(sentence, persons, speaker)

    def _rule(self, form: str, span: Span, end: int, *, own: bool = True) -> tuple[Rule, Inflection] | None:
        """The first rule of a form whose continuation fits; without `own` none that asks for whom somebody speaks."""
        forms = self.reading.grammar.speech_acts
        for rule, inflection in forms.get(form) or forms.get(form[0].lower() + form[1:]) or forms.get(form.lower(), []):
            if self._follows(rule, span, end) and (own or _OWN not in rule.follows.groupindex):
                return rule, inflection
        return None

    def _follows(self, rule: Rule, verb: Span, end: int) -> re.Match[str] | None:
        """What must follow a verb, matched; behind one in capitals ("EXPRESSING DEEP CONCERN") as in small letters."""
        text = self.reading.text
        if text[verb.start : verb.end].isupper():
            return rule.follows.match(self._small, verb.end, end)
        return rule.follows.match(text, verb.end, end)

    @cached_property
    def _small(self) -> str:
        return _CAPITALS.sub(lambda word: word.group().lower(), self.reading.text)

    def _accepted(
        self, sentence: Sentence, actors: list[Actor], hits: list[Hit], span: Span, rule: Rule, inflection: Inflection
    ) -> Hit | None:
        text = self.reading.text
        left = self._stripped(sentence.span.start, span.start)
        passive = inflection in (Inflection.PAST, Inflection.PARTICIPLE) and _BE.search(
            text, max(sentence.span.start, span.start - _NEAR), span.start - 1
        )
        if passive or (inflection is Inflection.PAST and text.startswith(" by ", span.end)):
            return None
        if text[left - 1 : left] == "," and self._only_gathered(sentence, span):
            return None
        told = rule.value in (Force.REPORTS, Force.ACTS) and _WITHOUT_OBJECT.match(text, span.end)
        if told or (rule.value not in (Force.COMMITS, Force.ASPIRES) and text[span.end : span.end + 1] in ".,;"):
            if _OBJECT_BEFORE.search(text, max(sentence.span.start, left - _FAR), left):
                return None
        if inflection is not Inflection.GERUND:
            actor = subject_of(self.reading, sentence.span, actors, left, span.start, inflection, first=not hits)
            if actor is not None:
                resolved = self.actors.resolve(actor)
                if resolved.ref is None and self._needs_actor(actor, rule, inflection):
                    return None
                decided = resolved.form is Form.FORUM and rule.value in _DECIDED and inflection is not Inflection.FIXED
                if resolved.form is Form.COLLECTIVE and resolved.ref is None:
                    resolved = self.actors.holder(actor) or resolved
                if (decided or resolved.form is Form.COLLECTIVE) and resolved.ref is None:
                    resolved = replace(actor, form=Form.COLLECTIVE, ref=self.actors.collective(actor.span))
                self.actors.subject(resolved)
                article = _ARTICLE_BEFORE.search(text, max(sentence.span.start, actor.span.start - 4), actor.span.start)
                begin = article.start() if article else actor.span.start
                return Hit(span=span, rule=rule, inflection=inflection, actor=resolved, clause_start=begin)
        return self._coordinated(sentence, actors, hits, span, rule, inflection, left)

    def _only_gathered(self, sentence: Sentence, verb: Span) -> bool:
        """Whether a verb only says where those met who speak behind it: "We, the Ministers, gathered in Lima, urge"."""
        text = self.reading.text
        if text[verb.start : verb.end].lower() not in ("gathered", "assembled", "convened", "met"):
            return False
        if text.endswith((":", ",", ";"), sentence.span.start, sentence.span.end):
            return True
        behind = (one for one in sentence.verbs if one.start > verb.end and text.startswith(", ", one.start - 2))
        said = (self._rule(text[one.start : one.end], one, sentence.span.end) for one in behind)
        return any(one is not None and one[1] in (Inflection.BASE, Inflection.FIXED, Inflection.THIRD) for one in said)

    def _needs_actor(self, actor: Actor, rule: Rule, inflection: Inflection) -> bool:
        """A commitment needs somebody who makes it, a relative clause somebody it speaks of; a collective will do.

        What a meeting decides stands without a speaker; what it, or a body just made, "will" do is no promise.
        """
        word = self.reading.text[actor.span.start : actor.span.end]
        if word == "who":
            return True
        if rule.value != Force.COMMITS:
            return False
        if inflection is Inflection.FIXED:
            return actor.form is not Form.COLLECTIVE or bool(_new_body(self.reading.grammar).search(word))
        return actor.form not in (Form.COLLECTIVE, Form.FORUM)

    def _stripped(self, start: int, end: int) -> int:
        """The offset before the adverbs that stand right before a verb."""
        near = max(start, end - _NEAR)
        left = self.reading.text[near:end].rstrip()
        while left.endswith(self._adverb_ends) and (found := self._adverbs.search(left)):
            left = left[: found.start()].rstrip()
        return near + len(left)

    def _last_of_lead_in(
        self, sentence: Sentence, actors: list[Actor], span: Span, rule: Rule, inflection: Inflection, left: int
    ) -> Hit | None:
        """The verb that a lead-in ends with, after others of which nothing is said: "we are working and commit to:"."""
        text = self.reading.text
        if inflection is not Inflection.BASE or text[sentence.span.end - 1] != ":":
            return None
        for actor in actors:
            heads = heads_clause(self.reading, sentence.span.start, actor)
            subject = heads and _WE.fullmatch(text, actor.span.start, actor.span.end)
            if subject and _OTHER_VERB.fullmatch(text, actor.span.end, left):
                resolved = self.actors.resolve(actor)
                self.actors.subject(resolved)
                return Hit(span=span, rule=rule, inflection=inflection, actor=resolved, clause_start=span.start)
        return None

    def _coordinated(
        self,
        sentence: Sentence,
        actors: list[Actor],
        hits: list[Hit],
        span: Span,
        rule: Rule,
        inflection: Inflection,
        left: int,
    ) -> Hit | None:
        """A verb that goes on the chain of the last accepted one, in the same tense."""
        if not hits:
            lead_in = self._last_of_lead_in(sentence, actors, span, rule, inflection, left)
            one = Hit(span=span, rule=rule, inflection=inflection, actor=None, clause_start=span.start)
            return lead_in or behind_a_deed(self.actors, sentence, actors, one, left)
        last, grammar = hits[-1], self.reading.grammar
        one = Hit(span=span, rule=rule, inflection=inflection, actor=last.actor, clause_start=span.start)
        if inflection is Inflection.GERUND and rule.value in _DEEDS and last.rule.value == Force.COMMITS:
            if not grammar.of("clauses").pattern("participle-of-speech").match(self.reading.text, span.start):
                return None
        if self._undertaken(last, span.end) == span.start:
            return None
        joint = joint_before(self.reading.text, last, left)
        if joint is not None and joint["aside"]:
            one = replace(one, clause_start=joint.start("aside") + len(", "))
        return one if goes_on(self.reading.text, actors, last, one, left, grammar) else None

    def _note_subject(self, sentence: Sentence, actors: list[Actor]) -> None:
        """Without a statement, the actor that opens the sentence is still what a later pronoun may mean."""
        for actor in actors:
            lead = before(self.reading.text, sentence.span.start, actor.span.start)
            if lead == "" or lead.endswith(","):
                known = actor
                if actor.form is Form.COLLECTIVE:
                    known = replace(actor, ref=self.actors.collective(actor.span))
                self.actors.subject(self.actors.resolve(known))
                return

    # --- statements --------------------------------------------------------------------------------------------

    def _statement(self, sentence: Sentence, actors: list[Actor], hits: list[Hit], number: int) -> Statement:
        text, hit = self.reading.text, hits[number]
        last = sharing(text, hits, number)
        stop = sentence.span.end
        if last + 1 < len(hits):
            following = hits[last + 1]
            stop = following.clause_start if following.clause_start > hit.span.start else following.span.start
        said = hits[last].span.end
        stop = before_other_subject(text, actors, said, stop, self.reading.grammar) if said < stop else stop
        promised = relative_object(text, hit, stop)
        clause = trimmed(text, promised.start if promised else hit.clause_start, promised.end if promised else stop)
        begin = promised.start if promised else said
        if last == number and not promised:
            begin = self._undertaken(hit, clause.end)
        content = trimmed(text, min(begin, clause.end - 1), clause.end) if begin < clause.end else None
        if content:
            content = left_trimmed(text, content)
        if last != number and hits[last].rule.value in NOT_SHARED:
            content = None
        force = Force(hit.rule.value)
        addressed = addressees(
            self.actors, force, hit.span, clause.end if last == number else hits[number + 1].clause_start
        )
        themes = self.reading.themes.within(clause)
        speaker = hit.actor.ref if hit.actor else None
        statement = Statement(
            verb=hit.span,
            force=force,
            speaker=speaker,
            jointly=hit.actor.members if hit.actor and not _RESPECTIVELY.search(text, clause.start, clause.end) else (),
            addressees=addressed,
            reporting_verb=self.reading.stored(hit.span),
            content=content,
            themes=themes,
            evidence=(clause,),
            rule=hit.rule.id,
        )
        attest(self.reading, self.extraction, statement, hit.actor)
        self.reading.used.append(clause)
        return statement

    def _undertaken(self, hit: Hit, end: int) -> int:
        """Where what is said begins: behind the verb, or where the rule says so ("announced that it will | open")."""
        found = self._follows(hit.rule, hit.span, end)
        inner = found is not None and _UNDERTAKEN in hit.rule.follows.groupindex
        return found.start(_UNDERTAKEN) if found is not None and inner else hit.span.end


@lru_cache(maxsize=4)
def _adverbs(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:[a-z]+ly|{grammar.of('actors').alternation('adverb')})$")


@lru_cache(maxsize=4)
def _new_body(grammar: Grammar) -> re.Pattern[str]:
    """A body that the text makes and says what for: "this Working Group", "the task force"."""
    organ, made = (grammar.of("actors").alternation(name) for name in ("organ", "made"))
    return re.compile(
        rf"^[Tt]his .*(?i:{organ}|{made})$|(?i:companies|firms|enterprises)$|^[Tt]he (?:[a-z-]+ )*{organ}$"
    )
