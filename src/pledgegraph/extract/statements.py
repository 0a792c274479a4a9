"""Speech acts: reporting verbs in predicate position with their subject, force, content and addressee.

A verb counts where its subject stands right before it, or where it goes on a chain of verbs of the same tense that one
subject began ("introduced A, proposed B, and shared C"). What stands inside a "that" clause belongs to its reporting
verb. Forces follow Searle, "A classification of illocutionary acts" (1976), as the rules assign them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from msgspec.structs import replace

from pledgegraph.extract.actors import Actor, Actors, Form
from pledgegraph.extract.addressees import addressees
from pledgegraph.extract.chains import Hit, in_a_clause_between, in_an_infinitive_before, is_noun
from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.modality import asserted, quoted
from pledgegraph.extract.openings import Openings
from pledgegraph.extract.persons import Appearance
from pledgegraph.extract.phrases import LEFT_OUT
from pledgegraph.extract.subjects import before, in_a_list_of_nouns, joined, takes_base, tense
from pledgegraph.extract.wordings import Wordings, attest, left_trimmed, trimmed
from pledgegraph.model import Extraction, Statement
from pledgegraph.sources.inflect import Inflection
from pledgegraph.sources.rules import Rule
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

_BE = re.compile(r"\b(?:is|are|was|were|be|been|being|am)(?: [a-z]+ly| also| further| now| hereby)*$")
_JOINT = re.compile(r"(?:, and|,| and|, but| but|; and|;)$")
_MAIN = re.compile(
    r"(?:^|[,;:]| and| while| but| which| whereas|\bin which"
    r"|^(?:And|But|So|Yet)|(?:^|, )(?:[Tt]oday|[Tt]ogether|[Nn]ow|[Bb]oth))$"
)
_ARTICLE_BEFORE = re.compile(r"\b[Tt]he $")
_HAVE = re.compile(r"\bhave\b")
_NEAR = 40
_PARENTHESIS = re.compile(
    r", (?:which|who|whose|under|for|in|as|during|at|on|through|with|while|the|[a-z]+ing|together with|along with"
    r"|alongside|including|joined by)"
    r' (?:[^,;"]|"[^"]*")*,'
)
_POST_GOES_ON = re.compile(r"(?:,? (?:[A-Z(][\w().&/'-]*|and|of|the|for|on|in|to)){1,16},")
"""The rest of a post behind what was read of it: ", Chair of the Forum and Minister of Ports of Chile (MPC),"."""
_AS_WELL = re.compile(r", as well as (?:the )?$")
_APPOSITION = re.compile(r", [^;:]{2,600},")
_OTHER_VERB = re.compile(r" (?:are|have|continue to|work|stand) [^;:]{3,200}?,? and")
_WE = re.compile(r"(?:We|WE|we)\b")
_LEFT_OUT = re.compile(rf"\w{LEFT_OUT}")
_OWN, _UNDERTAKEN = "own", "undertaken"


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
        statements = [
            self._statement(sentence, hit, following) for hit, following in zip(hits, [*hits[1:], None], strict=False)
        ]
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
        if opening and hits and hits[0].actor is not None and hits[0].inflection is not Inflection.GERUND:
            hits.insert(0, replace(self._opening(*opening), actor=hits[0].actor))
        elif opening and not hits and self.openings.accepts(sentence, opening[0], opening[2]):
            hits.append(self._opening(*opening))
        return hits

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
        subject = self._subject(sentence, actors, hits, left, verb.start, Inflection.PAST)
        speaker = self.actors.resolve(subject) if subject else hits[-1].actor if hits else None
        if speaker is None:
            return False
        here = [one for one in persons if one.person.ref == speaker.ref]
        posts = [post for one in here for post in one.posts]
        if not here:
            posts = [post for post in self.extraction.posts if post.person == speaker.ref]
        theirs = {post.represents for post in posts} | {post.organisation for post in posts} | {speaker.ref}
        theirs |= {one.represents for one in here}
        theirs |= {one.ref for one in sentence.names if speaker.span.contains(one.span)}
        return own.ref in theirs

    def _rule(self, form: str, span: Span, end: int, *, own: bool = True) -> tuple[Rule, Inflection] | None:
        """The first rule of a form whose continuation fits; without `own` none that asks for whom somebody speaks."""
        forms = self.reading.grammar.speech_acts
        for rule, inflection in forms.get(form) or forms.get(form[0].lower() + form[1:]) or forms.get(form.lower(), []):
            if rule.follows.match(self.reading.text, span.end, end) and (own or _OWN not in rule.follows.groupindex):
                return rule, inflection
        return None

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
        if inflection is not Inflection.GERUND:
            actor = self._subject(sentence, actors, hits, left, span.start, inflection)
            if actor is not None:
                resolved = self.actors.resolve(actor)
                if resolved.ref is None and self._needs_actor(actor, rule, inflection):
                    return None
                if resolved.form is Form.COLLECTIVE and resolved.ref is None:
                    resolved = replace(actor, form=Form.COLLECTIVE, ref=self.actors.collective(actor.span))
                self.actors.subject(resolved)
                article = _ARTICLE_BEFORE.search(text, max(sentence.span.start, actor.span.start - 4), actor.span.start)
                begin = article.start() if article else actor.span.start
                return Hit(span=span, rule=rule, inflection=inflection, actor=resolved, clause_start=begin)
        return self._coordinated(sentence, actors, hits, span, rule, inflection, left)

    def _only_gathered(self, sentence: Sentence, verb: Span) -> bool:
        """Whether a verb only says where those who speak below are: "We, the Ministers, gathered in Lima:"."""
        text = self.reading.text
        opens = text.endswith((":", ",", ";"), sentence.span.start, sentence.span.end)
        return opens and text[verb.start : verb.end].lower() in ("gathered", "assembled", "convened", "met")

    def _needs_actor(self, actor: Actor, rule: Rule, inflection: Inflection) -> bool:
        """A commitment needs somebody who makes it, a relative clause somebody it speaks of; a collective will do.

        What a meeting decides stands without a speaker; what it "will" do is no promise.
        """
        word = self.reading.text[actor.span.start : actor.span.end]
        if word == "who":
            return True
        decided = actor.form is Form.FORUM and inflection is not Inflection.FIXED
        return rule.value == Force.COMMITS and actor.form is not Form.COLLECTIVE and not decided

    def _stripped(self, start: int, end: int) -> int:
        """The offset before the adverbs that stand right before a verb."""
        near = max(start, end - _NEAR)
        left = self.reading.text[near:end].rstrip()
        while left.endswith(self._adverb_ends) and (found := self._adverbs.search(left)):
            left = left[: found.start()].rstrip()
        return near + len(left)

    def _subject(
        self, sentence: Sentence, actors: list[Actor], hits: list[Hit], left: int, verb: int, inflection: Inflection
    ) -> Actor | None:
        """The actor that ends where the verb group begins and stands at the head of a main clause."""
        text = self.reading.text
        ends = {left, left - 1} if text[left - 1 : left] == "," else {left}
        candidates = [actor for actor in actors if actor.span.end in ends]
        if text[left - 1 : left] == ",":
            candidates += [
                actor
                for actor in actors
                if _PARENTHESIS.fullmatch(text, actor.span.end, left) or self._only_post(actors, actor, left)
            ]
            candidates += self._with_apposition(sentence, actors, hits, left, inflection)
        beside = [
            one
            for one in candidates
            if one.span.end == left - 1 and _AS_WELL.search(text, max(0, one.span.start - _NEAR), one.span.start)
        ]
        others = [
            one
            for one in candidates
            if one.span.end != left - 1
            or one.form is Form.PERSON
            or _LEFT_OUT.search(text, one.span.start, one.span.end)
        ]
        for last in (*beside, *sorted(others, key=lambda one: one.span.start)):
            actor = joined(text, actors, last)
            lead = before(text, sentence.span.start, actor.span.start)
            if not _MAIN.search(lead) or lead.endswith(" that"):
                continue
            if inflection is Inflection.BASE and not takes_base(text, actor):
                continue
            if not actor.plural and actor.form is Form.NAME and _HAVE.search(text, actor.span.end, verb):
                continue
            return actor
        return None

    def _only_post(self, actors: list[Actor], actor: Actor, left: int) -> bool:
        """Whether nothing but the rest of a person's post stands between the person and a verb, nobody else's name."""
        if actor.form is not Form.PERSON or not _POST_GOES_ON.fullmatch(self.reading.text, actor.span.end, left):
            return False
        gap = Span(actor.span.end, left)
        return not any(one.form is Form.PERSON and one.ref != actor.ref and gap.contains(one.span) for one in actors)

    def _with_apposition(
        self, sentence: Sentence, actors: list[Actor], hits: list[Hit], left: int, inflection: Inflection
    ) -> list[Actor]:
        """The "we" that opens a sentence and says who it is before its verb: "We, Chile and Peru, recognise ...".

        A preamble, which ends with a comma, only says for whom the text below it speaks.
        """
        text, first = self.reading.text, actors[0] if actors else None
        if first is None or hits or inflection not in (Inflection.BASE, Inflection.PAST, Inflection.FIXED):
            return []
        if not text.endswith((".", "!"), sentence.span.start, sentence.span.end):
            return []
        opens = first.span.start == sentence.span.start and _WE.fullmatch(text, first.span.start, first.span.end)
        return [first] if opens and _APPOSITION.fullmatch(text, first.span.end, left) else []

    def _last_of_lead_in(
        self, sentence: Sentence, actors: list[Actor], span: Span, rule: Rule, inflection: Inflection, left: int
    ) -> Hit | None:
        """The verb that a lead-in ends with, after others of which nothing is said: "we are working and commit to:"."""
        text = self.reading.text
        if inflection is not Inflection.BASE or text[sentence.span.end - 1] != ":":
            return None
        for actor in actors:
            lead = before(text, sentence.span.start, actor.span.start)
            subject = _WE.fullmatch(text, actor.span.start, actor.span.end) and _MAIN.search(lead)
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
            return self._last_of_lead_in(sentence, actors, span, rule, inflection, left)
        text, last = self.reading.text, hits[-1]
        between = text[last.span.end : left]
        joint = _JOINT.search(between, max(0, len(between) - _NEAR))
        if not joint or text.startswith(" by ", span.end) or self._undertaken(last, span.end) == span.start:
            return None
        if inflection is Inflection.GERUND:
            if joint.group(0) != "," and last.inflection is not Inflection.GERUND:
                return None
            if text.startswith((",", " and "), span.end):
                return None
        elif tense(inflection) != tense(last.inflection) or in_a_list_of_nouns(between[: joint.start()]):
            return None
        elif inflection is Inflection.BASE and last.actor is not None and not takes_base(text, last.actor):
            return None
        words = Span(last.span.end, stop) if last.span.end < (stop := left - len(joint.group(0))) else None
        gap = Span(left, span.start) if left < span.start else None
        if in_a_clause_between(text, actors, words, joint.group(0), rule.value, gap):
            return None
        if inflection is Inflection.BASE:
            rules = self.reading.grammar.of("speech-acts")
            inside = in_an_infinitive_before(text, last, words, span, joint.group(0), rule.value, rules)
            if inside or is_noun(text, words, span, rules):
                return None
        return Hit(span=span, rule=rule, inflection=inflection, actor=last.actor, clause_start=span.start)

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

    def _statement(self, sentence: Sentence, hit: Hit, following: Hit | None) -> Statement:
        text = self.reading.text
        stop = following.clause_start if following else sentence.span.end
        clause = trimmed(text, hit.clause_start, stop)
        begin = self._undertaken(hit, clause.end)
        content = trimmed(text, min(begin, clause.end - 1), clause.end) if begin < clause.end else None
        if content:
            content = left_trimmed(text, content)
        force = Force(hit.rule.value)
        addressed = addressees(self.actors, force, hit.span, clause.end)
        themes = self.reading.themes.within(clause)
        speaker = hit.actor.ref if hit.actor else None
        statement = Statement(
            verb=hit.span,
            force=force,
            speaker=speaker,
            jointly=hit.actor.members if hit.actor else (),
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
        found = hit.rule.follows.match(self.reading.text, hit.span.end, end)
        inner = found is not None and _UNDERTAKEN in hit.rule.follows.groupindex
        return found.start(_UNDERTAKEN) if found is not None and inner else hit.span.end


@lru_cache(maxsize=4)
def _adverbs(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:[a-z]+ly|{grammar.of('actors').alternation('adverb')})$")
