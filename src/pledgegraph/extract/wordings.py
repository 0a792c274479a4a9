"""Statements found by their wording alone: without a speaker, with a noun for the verb, or deeds that are told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgspec.structs import replace

from pledgegraph.extract.actors import ACROSS_RULE, Actor, Actors, Form
from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.openings import Openings
from pledgegraph.extract.themes import theme_attestation
from pledgegraph.extraction import Extraction
from pledgegraph.model import STATED, Attestation, Known, Ref, Statement
from pledgegraph.sources.rules import Rule
from pledgegraph.spans import Span
from pledgegraph.vocab import Basis, Force

_THE_COUNTRY = re.compile(r"[Tt]he (?:country|nation)\b")
_TAIL = re.compile(
    r"(?:[,;.: \t\n]| [–—](?= )|(?<!\w)(?:and(?: (?:have|has|had|are|is|were|was)|,? (?:to (?:this|that) end"
    r"|in this (?:regard|context|respect|connection)))?|but|while|whereas|although"
    r"|(?:in|under|through|by|on|at|for|ahead of) which|including specifically"
    r"|(?<=, )(?:which(?: is why)?|who|where|whom))(?!\w))+$"
)
_ADVERBS = re.compile(r"(?<=\band)(?: (?:also|further|then|again|hereby|[a-z]{3,}ly))+ $")
"""What belongs to the verb behind, where a span ends right before one ("share data and strongly | condemned")."""
_ABBREVIATED = re.compile(r".?\b(?:[A-Z]\.){1,2}[A-Z]\.$")
_NEAR = 40


@dataclass(kw_only=True)
class Wordings:
    """Reads the patterns of `statement-patterns.toml` in one document."""

    reading: Reading
    extraction: Extraction
    actors: Actors
    openings: Openings

    def read(self, sentence: Sentence, persons: list[Appearance], known: list[Statement]) -> list[Statement]:
        """The statements of a sentence by their wording, besides those that are known."""
        start, end, found = sentence.span.start, sentence.span.end, list[Statement]()
        for rule in self.reading.tried("statement-patterns", start, end):
            match = rule.search(self.reading.text[start:end])
            if not match:
                continue
            verb = _at(sentence, match, "verb")
            if any(verb.overlaps(statement.verb) or statement.evidence[0].contains(verb) for statement in known):
                continue
            if any(verb.overlaps(one.verb) for one in found):
                continue
            recited = "recital" in match.re.groupindex
            if recited and not self.openings.recital(sentence):
                continue
            roles = (self.openings.subject(verb), None) if recited else self._roles(sentence, persons, match)
            if roles is not None:
                said = _at(sentence, match, "content") if match.groupdict().get("content") else None
                stop = min((one.evidence[0].start for one in known if one.evidence[0].start > verb.end), default=end)
                found.append(self._statement(Span(start, stop), rule, verb, said, *roles))
        return found

    def _statement(
        self,
        whole: Span,
        rule: Rule,
        verb: Span,
        said: Span | None,
        actor: Actor | None,
        addressee: Ref | None,
    ) -> Statement:
        text = self.reading.text
        clause = trimmed(text, whole.start, whole.end)
        after = trimmed(text, verb.end, clause.end) if verb.end < clause.end else None
        statement = Statement(
            verb=verb,
            force=Force(rule.value),
            speaker=actor.ref if actor else None,
            jointly=actor.members if actor else (),
            addressees=(addressee,) if addressee else (),
            reporting_verb=self.reading.stored(verb),
            content=said or (left_trimmed(text, after) if after else self._before(whole, verb)),
            themes=self.reading.themes.within(clause),
            evidence=(clause,),
            rule=rule.id,
        )
        attest(self.reading, self.extraction, statement, actor)
        self.reading.used.append(clause)
        return statement

    def _before(self, whole: Span, verb: Span) -> Span | None:
        """What is said where it stands before the verb ("The growth was noted"); nothing for a lead-in."""
        text = self.reading.text
        opens = text.endswith(":", whole.start, whole.end) or verb.start <= whole.start
        return None if opens else trimmed(text, whole.start, verb.start)

    def _roles(
        self, sentence: Sentence, persons: list[Appearance], match: re.Match[str]
    ) -> tuple[Actor | None, Ref | None] | None:
        """Speaker and addressee that a pattern's groups stand for; None where one of them is nobody that is known.

        `actor` speaks, and `teller` or `told` ("told by"), who must be known; `addressee` is addressed as a collective,
        `named` by name; `agent` is somebody with a name whose deed is told, who therefore does not speak; `own` must be
        a state or body that the teller speaks for. A pattern with the group `recital` counts in a preamble alone.
        """
        groups = match.groupdict()
        actor = addressee = None
        if groups.get("actor"):
            actor = self._actor_at(sentence, persons, _at(sentence, match, "actor"))
            if actor is None:
                return None
        told = next((name for name in ("teller", "told") if groups.get(name)), "")
        if told:
            actor = self._teller(sentence, persons, _at(sentence, match, told))
            if actor is None or (groups.get("own") and not self._is_own(sentence, persons, actor, match)):
                return None
        if groups.get("addressee"):
            addressee = self.actors.collective(_at(sentence, match, "addressee"))
        for name in ("named", "agent"):
            if groups.get(name):
                known = self._actor_at(sentence, [], _at(sentence, match, name))
                if known is None or known.ref is None or known.form not in (Form.NAME, Form.PERSON):
                    return None
                addressee = known.ref if name == "named" else None
        return actor, addressee

    def _teller(self, sentence: Sentence, persons: list[Appearance], span: Span) -> Actor | None:
        """Who is said to have said a quotation, with styles before the name; nobody where it is not known who."""
        for actor in self.actors.find(sentence, persons):
            whole = actor.span == span
            person = actor.form is Form.PERSON and (actor.span.end == span.end or actor.span.start == span.start)
            if whole or person:
                known = self.actors.resolve(actor)
                if known.ref is None and known.form is Form.COLLECTIVE:
                    known = replace(known, ref=self.actors.collective(known.span))
                if known.ref is None or (known.antecedent and not self._just_named(sentence, known.antecedent)):
                    return None
                self.actors.subject(known)
                return known
        return self.actors.listed(span)

    def _is_own(self, sentence: Sentence, persons: list[Appearance], teller: Actor, match: re.Match[str]) -> bool:
        """Whether what a quotation says will act is the state or body that the one who is quoted speaks for."""
        own = _at(sentence, match, "own")
        name = next((one for one in sentence.names if one.span == own), None)
        return name is not None and name.ref in self.actors.speaks_for(sentence, persons, teller)

    def _just_named(self, sentence: Sentence, antecedent: Span) -> bool:
        """Whether somebody is named in the sentence right before one, so that "she" is nobody else."""
        place = self.reading.sentence_at(antecedent.start)
        block = self.reading.sentences_of(sentence.block)
        return place in block and block.index(sentence) - block.index(place) == 1

    def _actor_at(self, sentence: Sentence, persons: list[Appearance], span: Span) -> Actor | None:
        """The actor that a stretch of text is, and no more than it."""
        for actor in self.actors.find(sentence, persons):
            if actor.span == span:
                return self.actors.resolve(actor)
        if _THE_COUNTRY.fullmatch(self.reading.text, span.start, span.end):
            return self.actors.resolve(Actor(form=Form.PRONOUN, span=span, ref=None, plural=False))
        return None


def attest(reading: Reading, extraction: Extraction, statement: Statement, actor: Actor | None) -> None:
    """Notes how speaker and themes of a statement are known, where that differs from the statement itself."""
    if actor is not None and actor.form is Form.PRONOUN and actor.ref is not None:
        evidence = (actor.span, actor.antecedent) if actor.antecedent else (actor.span,)
        known = Known(basis=Basis.INFERRED, rule=actor.rule, confidence="0.7" if actor.rule == ACROSS_RULE else "0.9")
        extraction.attestations.append(
            Attestation(about=statement.verb, on_property="speaker", known=known, evidence=evidence)
        )
    elif actor is not None and actor.ref is not None and not statement.evidence[0].overlaps(actor.span):
        extraction.attestations.append(
            Attestation(about=statement.verb, on_property="speaker", known=STATED, evidence=(actor.span,))
        )
    if statement.themes:
        extraction.attestations.append(theme_attestation(reading.themes, statement.verb, statement.evidence[0]))


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without the punctuation and conjunctions at its end, and without what belongs to a verb behind it."""
    near = max(start, end - _NEAR)
    if text[end : end + 1].isalpha() and (adverb := _ADVERBS.search(text, near, end)):
        end = adverb.start()
    last = _TAIL.search(text, near, end)
    stop = last.start() if last else end
    if _ABBREVIATED.match(text, stop - 4 if stop - 4 > start else start, stop + 1) and text[stop : stop + 1] == ".":
        stop += 1
    return Span(start, stop) if stop > start else Span(start, end)


def left_trimmed(text: str, span: Span) -> Span:
    """The span without the punctuation at its beginning."""
    start = span.start
    while start < span.end - 1 and text[start] in " ,:":
        start += 1
    return Span(start, span.end)


def _at(sentence: Sentence, match: re.Match[str], group: str) -> Span:
    """Where a group of a match in the sentence's text stands in the document."""
    return Span(sentence.span.start + match.start(group), sentence.span.start + match.end(group))
