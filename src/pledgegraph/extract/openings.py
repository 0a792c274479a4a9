"""Sentences that open with their verb: recitals ("RECALLING ..."), operative clauses and items under a subject above.

A preamble that ends open ("WE, the Ministers of ..., meeting in ...,") or a line like "The Ministers:" leaves its actor
standing for the paragraphs and items below that have no subject of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgspec.structs import replace

from pledgegraph.extract.actors import Actor, Actors, Form
from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.subjects import before, joined
from pledgegraph.model import Ref
from pledgegraph.sources.blocks import BlockKind
from pledgegraph.sources.inflect import Inflection
from pledgegraph.spans import Span

STANDING_RULE = "standing-actor"
_LEAD = re.compile(
    r"(?:(?:and|also|further|hereby|therefore|thus|have|has|do|then|jointly|again|[a-z]+ly)[, ]+)*", re.I
)
_TO = re.compile(r"[Tt]o ")
_RECITAL_END = re.compile(r"(?:[,;]|[,;] (?:and|or)|\band)$")
_OPEN_END = re.compile(r"[,:;]$")
_AFTER_ACTOR = re.compile(
    r"(?:(?: (?!(?:that|which|who|whose|will|would|shall|have|has|had|is|are|was|were|be|to|not|held|met|made)\b)"
    r"[\w'’&-]+){1,20}(?=,$|, (?:meeting|gathered|gathering|assembled|having|convened|united|met)\b))?"
    r"(?: (?:on|for|of) (?:the )?[A-Z][\w'-]*(?: (?:and |of |for |the )*[A-Z][\w'-]*){0,6})?"
    r"(?: \([^()]{1,60}\)){0,2}(?: and their (?:[a-z]+ ){0,2}[a-z]+)?"
    r"(?:,? (?:[A-Z][\w.]+ |[a-z]+ly )*(?i:meeting|gathered|gathering|assembled|having|convened|united|met"
    r"|participating|representing|represented|attending|present)\b"
    r"|(?:,? (?:also|further|furthermore|therefore|thus|hereby|then|have|has|in addition|[a-z]+ly)\b,?)*[,:]$"
    r"|, (?:the|having|on)\b"
    r"|, (?:after|before|upon|by|following|further to|pursuant to|based on|in accordance with|in line with|as|at|in"
    r"|with) [^;:]{2,200}[,:]$|, (?=[A-Z])|, or their (?:representatives|equivalents|delegates)\b)"
)
_INTRO = re.compile(
    r"(?:As|In|At|On|During|Following|After|Against|Under|Pursuant|To this end|With|Accordingly|Therefore|Further"
    r"|Furthermore|Moreover|Additionally|Also|Finally|Lastly|In addition"
    r"|[A-Z][a-z]+ing)\b[^,;:]{0,120}, "
)
_THEY = re.compile(r"They[,:]")
_FARTHEST = 40
_RESOLVED = ("determined", "resolved", "committed")
"""What a recital only wishes ("Determined to end piracy;"), below a line like "The Ministers:" they did."""
_MODAL = ("will", "shall")
_RECITED = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.BULLET)


@dataclass(kw_only=True)
class Openings:
    """The standing actor of a document as it is read block by block, and the verbs that open blocks.

    An actor of a line ("The United States:") stands until the next such line, whoever that names.
    `infinitive` while an item is read that may open with "to".
    """

    reading: Reading
    actors: Actors
    standing: Actor | None = None
    infinitive: bool = False
    _of_line: bool = False

    def recital(self, sentence: Sentence) -> bool:
        """Whether a sentence is a whole block that ends as one of a series does."""
        if sentence.block.kind not in _RECITED or sentence.span.start != sentence.block.body:
            return False
        return bool(
            _RECITAL_END.search(self.reading.text, max(sentence.span.start, sentence.span.end - 6), sentence.span.end)
        )

    def opens(self, sentence: Sentence, verb: Span) -> bool:
        """Whether a verb opens a sentence, perhaps behind adverbs."""
        start = sentence.span.start
        if self.infinitive and (to := _TO.match(self.reading.text, start, verb.start)):
            start = to.end()
        return verb.start - start <= _FARTHEST and _LEAD.fullmatch(self.reading.text, start, verb.start) is not None

    def accepts(self, sentence: Sentence, verb: Span, inflection: Inflection) -> bool:
        """Whether an opening verb may stand without a subject: a participle in a recital, any form below an actor."""
        if sentence.span.start != sentence.block.body:
            return False
        if inflection is Inflection.GERUND:
            return self.standing is not None or self.recital(sentence)
        resolve = self.reading.text[verb.start : verb.end].lower().startswith(_RESOLVED)
        if inflection is Inflection.PAST and resolve and not self._of_line and self.recital(sentence):
            return False
        if inflection is Inflection.FIXED:
            return self.standing is not None and self.reading.text[verb.start : verb.end].lower() in _MODAL
        return self.standing is not None

    def stand_in(self, sentence: Sentence, speaker: Ref | None) -> None:
        """The speaker of a lead-in stands for the items below it."""
        if speaker is not None:
            self.standing = Actor(form=Form.PRONOUN, span=sentence.span, ref=speaker, plural=True)

    def subject(self, verb: Span) -> Actor | None:
        """The standing actor as the subject of an opening verb."""
        if self.standing is None:
            return None
        return replace(self.standing, form=Form.PRONOUN, span=verb, antecedent=self.standing.span, rule=STANDING_RULE)

    def note(self, sentence: Sentence, actors: list[Actor], has_statements: bool) -> None:
        """Keeps the actor of a preamble, and lets it go where a paragraph has a subject of its own."""
        text, span = self.reading.text, sentence.span
        opens_list = sentence.block.kind is BlockKind.ITEM and text.endswith(":", span.start, span.end)
        if sentence.block.kind is not BlockKind.PARAGRAPH and not opens_list:
            return
        if (
            not has_statements
            and span.end == sentence.block.span.end
            and _OPEN_END.search(text, span.end - 1, span.end)
        ):
            first, line = self._first(sentence, actors), text[span.end - 1] == ":"
            if first is not None:
                self.standing, self._of_line = first, line
                self.reading.used.append(first.span)
                return
            if line and self._of_line:
                self.standing = None
        if has_statements and self.standing is not None and actors and self._first(sentence, actors) is not None:
            self.standing = None

    def _first(self, sentence: Sentence, actors: list[Actor]) -> Actor | None:
        """The actor that opens a sentence, several joined kept together, if the sentence goes on as a preamble does."""
        text = self.reading.text
        start = sentence.span.start
        if (intro := _INTRO.match(text, start, sentence.span.end)) and text.endswith(":", start, sentence.span.end):
            start = intro.end()
        heads = [one for one in actors if before(text, start, one.span.start) == ""]
        if not heads:
            return None
        chain = [joined(text, actors, one) for one in actors if one.span.start >= heads[0].span.start]
        opening = sorted((one for one in chain if before(text, start, one.span.start) == ""), key=lambda one: one.span)
        whole = next((one for one in reversed(opening) if self._goes_on(one, sentence.span)), None)
        if whole is None:
            return None
        resolved = self.actors.resolve(whole)
        if resolved.ref is None and (
            resolved.form in (Form.COLLECTIVE, Form.FORUM)
            or _THEY.fullmatch(text, sentence.span.start, sentence.span.end)
        ):
            resolved = replace(resolved, ref=self.actors.collective(resolved.span))
        return resolved if resolved.ref is not None else None

    def _goes_on(self, whole: Actor, span: Span) -> bool:
        """Whether a sentence goes on behind an actor as a preamble does; a meeting stands alone ("The Conference:")."""
        text = self.reading.text
        alone = whole.span.end >= span.end - 1 and text[span.end - 1] == ":"
        return (alone or whole.form is not Form.FORUM) and _AFTER_ACTOR.match(
            text, whole.span.end, span.end
        ) is not None
