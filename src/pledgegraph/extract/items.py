"""Items under a lead-in: what they inherit from it, and what they say for themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.commitments import ItemNumber
from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.persons import PersonFinder
from pledgegraph.extract.statements import StatementReader
from pledgegraph.extract.themes import theme_attestation
from pledgegraph.extraction import Extraction
from pledgegraph.model import Finding, Statement
from pledgegraph.sources.blocks import Block, BlockKind
from pledgegraph.spans import Span
from pledgegraph.vocab import FindingKind, Force

_OPENING = re.compile(
    r"(?:(?:by|until|in|from) (?:the end of |mid-)?(?:[A-Z][a-z]+ )?\d{4}, "
    r"|(?:together|in (?:close )?(?:cooperation|collaboration|partnership|coordination)) with [^,;:]{2,80}, "
    r"|(?:where|as|if) (?:appropriate|possible|necessary), |subject to [^,;:]{2,80}, "
    r"|[A-Z][\w ,'&-]{2,50}: |on [a-z][\w ,'&-]{2,50}: )?"
    r"[\"']?(?P<to>[Tt]o )?(?:(?:[A-Za-z][a-z]+ly|also|further|both|in particular),? )*"
    r"(?P<word>[A-Za-z-]+)(?![,;]| of\b)(?![A-Za-z-])"
)
_LABEL = re.compile(
    r"(?P<label>(?P<word>[A-Z][a-z]+) [^.:;]{3,120}):\*{0,2} "
    r"(?=[A-Z][^.]{3,200}? (?:is|are|was|were|has|have|will|remains?)\b)"
)
"""What an item says to do before a sentence that only explains it: "Clean the ports: Trade is vital."."""
_TO = re.compile(r"[Tt]o (?!the\b)(?=[a-z])")
_FRONTED = re.compile(r"(?:[A-Z][^,;:.]{2,90}, )(?:[a-z][^,;:.]{2,90}, )?(?:the )?")
"""What stands in an item before its own subject: "As early as 2035, | Chile and Peru plan to begin"."""
_BEGINNING = re.compile(r"(?:Beginning|Starting|Commencing) (?:in|on|from|with|at)\b")
_COUNTED = re.compile(r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Final|Last)(?:ly)?, ")
_NOMINAL = re.compile(r"(?:[A-Z][a-z]+(?:al|ment|tion|sion|ance)|Launch|Adoption) of\b")
_LIKE_A_VERB = re.compile(
    r"(?!(?i:the|an?|all|any|no|each|every|both|its|their|our|this|these|those|with|without|upon|under|in|on|at|by|for|from"
    r"|within|through|during|after|before|as|where|when|while|if|of)\b)(?:[A-Z]?[a-z]+ly )?"
    r"[A-Z]?[a-z]+(?<!tion)(?<!sion)(?<!ment)(?<!ity)(?<!ness)(?<!ance)(?<!ence)(?<!ship)(?<!ism)"
    r"(?<!al)(?<!ive)(?<!ing)(?<!ed)(?<!s) (?!of\b|and\b|or\b|for\b|is\b|are\b|was\b|were\b|will\b|has\b|have\b)"
    r"[\w\"']+ [\w\"']"
)
"""How an item that opens with a verb nobody listed looks: no noun or adjective by its ending, and an object behind."""
_WITH_OBJECT = re.compile(r"[A-Za-z]?[a-z]{2,} (?:an?|the|its|their|our|this|these|all|each|any|with|on|up|out|for)\b")
_VOICED = re.compile(r"(?i:express|convey|voice|extend)")
_MOSTLY = 0.75
_SUBHEADING = 60
_DECLARED = re.compile(
    r"(?:(?P<noun>(?:Their|Our|Its|The) (?:[a-z]+ )?(?:decision|commitment|determination|intention|resolve)) [Tt]o|To)"
    r" (?P<do>(?!be\b)[a-z])"
)
_NOUN = "noun-"
_DECLARING = (Force.REPORTS, Force.ACTS, Force.RECOGNISES)
_AGREEING = ("agree", "decide", "resolve", "undert")
_WILL_DO = re.compile(
    r"(?:[Tt]hey|[Ww]e|[Ee]ach of them|[Bb]oth sides|(?P<other>(?:[Tt]he )?[A-Z][\w' ,-]{1,80}?)) (?:would|will|shall)"
    r" (?:(?:also|jointly|then|further) )*(?!(?:be|not|have|need|remain|require|depend|never)\b)(?P<do>[a-z])"
)
_LETTERED = re.compile(r"[A-Z]\. [A-Z]")
_ITEM_KINDS = (BlockKind.ITEM, BlockKind.BULLET)
_UNMARKED_ITEM = re.compile(r"(?:;|; and|; or|, and)$")
_OWN_FORCES = (Force.CALLS_FOR, Force.THANKS, Force.EXPRESSES_CONCERN, Force.RECOGNISES, Force.REAFFIRMS)
"""What an item's own opening verb says even below a lead-in that commits ("call on the FAO to ...")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadIn:
    """A sentence that ends with a colon and gives the items below it its force and speaker."""

    statement: Statement
    sentence: Sentence
    items: list[Block]


@dataclass(kw_only=True)
class ItemReader:
    """Reads the items below the lead-ins of a document."""

    reading: Reading
    extraction: Extraction
    finder: PersonFinder
    reader: StatementReader
    lists: int = 0

    def find_lead_in(self, sentence: Sentence, statements: list[Statement]) -> LeadIn | None:
        """The lead-in that a sentence is, with the items right below it; None where there are none.

        A sentence without a colon goes on in marked lines below it ("Ministers decided to" over items). What one
        "declares" is read by itself where the items are sentences of their own.
        """
        text = self.reading.text
        if not statements or sentence.block.span.end != sentence.span.end:
            return None
        closed = text[sentence.span.end - 1] != ":"
        if closed and statements[-1].content is not None:
            return None
        items = self.items_below(self.reading.block_number(sentence.block) + 1)
        if closed and not (items and items[0].kind in _ITEM_KINDS):
            return None
        lead = LeadIn(statement=statements[-1], sentence=sentence, items=items)
        own = items and not self._mostly_verbs(lead) and not any(self._declared(item) for item in items)
        told = own and lead.statement.force is Force.REPORTS
        return lead if items and not told and not self._undertakes(lead) else None

    def _undertakes(self, lead: LeadIn) -> bool:
        """Whether a lead-in names the undertaking itself, which its items describe ("set up a fund that will:")."""
        content = lead.statement.content
        if lead.statement.force is not Force.COMMITS or content is None:
            return False
        said = self.reading.text[content.start : lead.sentence.span.end].rstrip(" :")
        handed_down = self.reading.grammar.of("connectives").rule("hands-lead-in-down")
        return bool(said) and handed_down.pattern.search(said) is None

    def items_below(self, start: int) -> list[Block]:
        """Marked items up to the first other block; without marks, paragraphs up to the one that ends the series."""
        blocks, text = self.reading.blocks, self.reading.text
        items: list[Block] = []
        headed = False
        for block in blocks[start:]:
            if block.kind in _ITEM_KINDS and (not items or items[0].kind in _ITEM_KINDS):
                if items and block.style != items[0].style and block.kind is items[0].kind and block.ordinal == 1:
                    if items[0].kind is BlockKind.ITEM and text[items[-1].span.end - 1] == ".":
                        break
                items.append(block)
                continue
            if self._is_subheading(block, items, headed=headed):
                headed = headed or not items
                continue
            if block.kind is not BlockKind.PARAGRAPH or (items and items[0].kind in _ITEM_KINDS):
                break
            goes_on = _UNMARKED_ITEM.search(text, max(block.span.start, block.span.end - 6), block.span.end)
            if (not items and not goes_on) or text[block.span.end - 1] == ":":
                break
            items.append(block)
            if not goes_on:
                break
        return [item for item, below in pairwise((*items, None)) if item and not self._heads(item, below)]

    def _heads(self, item: Block, below: Block | None) -> bool:
        """Whether a marked line only heads the items with marks of another style below it ("1. Ports" over "1.1")."""
        text = self.reading.text[item.body : item.span.end]
        return (
            below is not None
            and item.kind is BlockKind.ITEM
            and item.style != below.style
            and len(text) <= _SUBHEADING
            and text[-1:].isalnum()
            and not text[0].islower()
            and text.split()[0].lower() not in _doing(self.reading.grammar)
        )

    def _is_subheading(self, block: Block, items: list[Block], *, headed: bool) -> bool:
        """Whether a block only heads the items below it, which go on with those before ("B. Skills" over "B.1").

        Bullets below a short line go on with those before where such a line stood over the first ones (`headed`).
        """
        number = self.reading.block_number(block) + 1
        following = self.reading.blocks[number] if number < len(self.reading.blocks) else None
        text = self.reading.text[block.span.start : block.span.end]
        return (
            following is not None
            and block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
            and len(text) <= _SUBHEADING
            and text[-1].isalnum()
            and following.kind in _ITEM_KINDS
            and (
                (block.kind is BlockKind.HEADING and following.kind is BlockKind.ITEM)
                or (headed if items else True)
                or following.style == "decimal"
                or bool(_LETTERED.match(text))
            )
            and (not items or items[0].style == following.style)
        )

    def read(self, lead: LeadIn) -> tuple[list[Statement], dict[Span, ItemNumber], list[Appearance]]:
        """The statements of the items, the numbers of those that have one, and the persons in them."""
        self.lists += 1
        statements: list[Statement] = []
        numbers: dict[Span, ItemNumber] = {}
        persons: list[Appearance] = []
        top = next((block.style for block in lead.items if block.kind is BlockKind.ITEM), "")
        parallel = self._mostly_verbs(lead)
        above = 0
        for item in lead.items:
            if item.style == top and item.style != "decimal" and item.ordinal == 1 and above:
                self.lists += 1
            above = item.ordinal or above if item.style == top else above
            read = self._own(item, lead, persons)
            read = read or self._named(item, lead)
            declared = None if read else self._declared(item)
            if declared and (declared["noun"] or lead.statement.force in _DECLARING):
                read = [self._promised(item, lead, declared)]
            alike = parallel and _LIKE_A_VERB.match(self.reading.text, item.body, item.span.end)
            if not read and (alike or self._says_what_to_do(item, lead)):
                read = [self._inherited(item, lead)]
            later = self._later(item, persons)
            if later and len(read) == 1 and read[0].content is not None:
                read = [self._first_alone(item, read[0])]
            statements.extend(read)
            statements.extend(later)
            if not read:
                continue
            if item.marker is not None and item.ordinal is not None and item.style == top:
                letter = item.style.startswith(("letter", "capital", "decimal"))
                numbers[read[0].verb] = ItemNumber(self.lists, item.ordinal, item.label, letter)
        return statements, numbers, persons

    def _mostly_verbs(self, lead: LeadIn) -> bool:
        """Whether two of the items at least, and three of four, say what to do: the others are built alike."""
        told = sum(self._says_what_to_do(item, lead) for item in lead.items)
        return told >= max(2, _MOSTLY * len(lead.items))

    def _own(self, item: Block, lead: LeadIn, persons: list[Appearance]) -> list[Statement]:
        """What an item says with a subject or a directive verb of its own; else nothing."""
        reading, extraction = self.reading, self.extraction
        used, attested = len(reading.used), len(extraction.attestations)
        standing = self.reader.openings.standing
        self.reader.openings.stand_in(lead.sentence, lead.statement.speaker)
        self.reader.openings.infinitive = True
        found: list[Statement] = []
        for sentence in reading.sentences_of(item)[:1]:
            here = self.finder.find(sentence)
            persons.extend(here)
            found.extend(self.reader.read(sentence, here))
        self.reader.openings.standing, self.reader.openings.infinitive = standing, False
        first = found[0] if found else None
        to = _TO.match(reading.text, item.body, item.span.end) or _COUNTED.match(reading.text, item.body, item.span.end)
        fronted = first and _FRONTED.fullmatch(reading.text, item.body, first.evidence[0].start)
        begins = first is not None and first.evidence[0].start <= (to.end() if to else item.body) + 1
        if first is not None and (begins or fronted):
            opens_with_verb = first.evidence[0].start == first.verb.start
            voiced = _VOICED.match(reading.text, first.verb.start, first.verb.end)
            if not opens_with_verb or first.force in _OWN_FORCES or voiced:
                return [replace(first, evidence=(*first.evidence, lead.sentence.span)), *found[1:]]
        del reading.used[used:], extraction.attestations[attested:]
        return []

    def _later(self, item: Block, persons: list[Appearance]) -> list[Statement]:
        """What the sentences behind an item's first one say by themselves."""
        found: list[Statement] = []
        for sentence in self.reading.sentences_of(item)[1:]:
            here = self.finder.find(sentence)
            persons.extend(here)
            found.extend(self.reader.read(sentence, here))
        return found

    def _first_alone(self, item: Block, said: Statement) -> Statement:
        """What an item inherits, without the sentences behind its first one, which speak for themselves."""
        first, content = self.reading.sentences_of(item)[0].span, said.content
        if content is None or not first.contains(Span(content.start, content.start + 1)) or content.end <= first.end:
            return said
        evidence = tuple(Span(one.start, first.end) if one == item.span else one for one in said.evidence)
        return replace(said, content=Span(content.start, first.end), evidence=evidence)

    def _says_what_to_do(self, item: Block, lead: LeadIn) -> bool:
        """Whether an item goes on the lead-in's sentence with a verb; a mere thing ("Fair trade") does nothing.

        Behind "agreed to:" a word with an object is a verb; a noun made of one ("Approval of") tells a decision.
        """
        text = self.reading.text
        asked = text.endswith((" to:", " to"), lead.sentence.span.start, lead.sentence.span.end)
        if asked and _WITH_OBJECT.match(text, item.body, item.span.end):
            return True
        if text.endswith(" that:", lead.sentence.span.start, lead.sentence.span.end):
            return True
        if _NOMINAL.match(text, item.body, item.span.end) and lead.statement.force in (Force.ACTS, Force.COMMITS):
            return True
        found = _OPENING.match(self.reading.text, item.body, item.span.end)
        if found is None or _BEGINNING.match(text, item.body, item.span.end):
            return False
        word = found["word"].lower()
        alone = found.end() == item.span.end
        return bool(found["to"]) or (word.endswith("ing") and not alone) or word in _doing(self.reading.grammar)

    def _declared(self, item: Block) -> re.Match[str] | None:
        """What an item declares to be decided: "Their decision to open ...", "To open ..."."""
        return _DECLARED.match(self.reading.text, item.body, item.span.end)

    def _promised(self, item: Block, lead: LeadIn, declared: re.Match[str]) -> Statement:
        """An undertaking that an item declares in the lead-in's name."""
        made, content = self._inherited(item, lead), Span(declared.start("do"), item.span.end)
        verb = declared["noun"] or lead.statement.reporting_verb
        force = Force.COMMITS if declared["noun"] else self._done(content, Force.COMMITS)
        return replace(made, force=force, reporting_verb=verb, content=content)

    def _named(self, item: Block, lead: LeadIn) -> list[Statement]:
        """What an item says by a noun for a speech act: "Their gratitude to Chile", "Our concern about the fees"."""
        written = self.reading.text[item.body : item.span.end]
        for rule in self.reading.grammar.of("connectives"):
            if rule.id.startswith(_NOUN) and (found := rule.pattern.match(written)):
                content = Span(item.body + found.end(), item.span.end)
                made = self._inherited(item, lead)
                return [replace(made, force=Force(rule.value), reporting_verb=found[0].strip(), content=content)]
        return []

    def _done(self, said: Span, force: Force) -> Force:
        """The force of what is decided: what is done by deciding it ("adopt the Plan") is no promise."""
        done = self.reading.grammar.of("connectives").rule("performed-in-saying").pattern
        performed = force is Force.COMMITS and done.match(self.reading.text[said.start : said.end])
        return Force.ACTS if performed else force

    def _undertaken(self, body: Span, lead: LeadIn) -> Span | None:
        """What an item below "agreed that:" says that they, or somebody named, will do ("they will | meet again")."""
        text = self.reading.text
        asserted = text.endswith(" that:", lead.sentence.span.start, lead.sentence.span.end)
        agreed = text[lead.statement.verb.start : lead.statement.verb.end].lower().startswith(_AGREEING)
        found = _WILL_DO.match(text, body.start, body.end) if asserted and agreed else None
        return Span(found.start("other") if found["other"] else found.start("do"), body.end) if found else None

    def _inherited(self, item: Block, lead: LeadIn) -> Statement:
        """The item's number, or its first word, stands for the verb; force and speaker come from the lead-in."""
        reading, said = self.reading, lead.statement
        to = _TO.match(reading.text, item.body, item.span.end)
        label = _LABEL.match(reading.text, item.body, item.span.end)
        stop = label.end("label") if label and label["word"].lower() in _doing(reading.grammar) else item.span.end
        body = Span(to.end() if to else min(item.body, item.span.end - 1), stop)
        verb = item.marker or _first_word(reading.text, body)
        found = reading.themes.within(body)
        if found:
            self.extraction.attestations.append(theme_attestation(reading.themes, verb, body))
        reading.used.append(item.span)
        undertaken = self._undertaken(body, lead)
        told = said.force is not Force.ACTS or _NOMINAL.match(reading.text, body.start, body.end)
        to_do = not told and _LIKE_A_VERB.match(reading.text, body.start, body.end)
        return Statement(
            verb=verb,
            force=self._done(body, Force.COMMITS if to_do or undertaken else said.force),
            speaker=said.speaker,
            jointly=said.jointly,
            reporting_verb=said.reporting_verb,
            content=undertaken or body,
            themes=found,
            evidence=(item.span, lead.sentence.span),
            rule=said.rule,
        )


def numbering_findings(reading: Reading) -> list[Finding]:
    """A finding for every number that repeats or is left out; to begin again with 1, or below a heading, is legal.

    Marks of another style below an item are a list of their own: when the outer number goes on, they begin anew.
    """
    found: list[Finding] = []
    last: dict[str, int] = {}
    for block in reading.blocks:
        if block.kind is BlockKind.HEADING:
            last = {}
        if block.kind is not BlockKind.ITEM or block.ordinal is None or block.marker is None:
            continue
        before = last.get(block.style)
        if before is not None and block.ordinal != before + 1 and (block.ordinal != 1 or before == 1):
            found.append(
                Finding(
                    kind=FindingKind.NUMBERING_REPEAT if block.ordinal <= before else FindingKind.NUMBERING_GAP,
                    span=block.marker,
                    written=reading.stored(block.marker),
                    expected=str(before + 1),
                )
            )
        styles = list(last)
        below = styles[styles.index(block.style) + 1 :] if block.style in last else []
        for style in below:
            del last[style]
        last[block.style] = block.ordinal
    return found


@lru_cache(maxsize=4)
def _doing(grammar: Grammar) -> frozenset[str]:
    """The first words of all verbs that open an undertaking or a speech act."""
    verbs = {verb.split()[0] for verb in grammar.of("action-verbs").words["verb"]}
    return frozenset(verbs | {form.split()[0] for form in grammar.speech_acts} | {"do", "not", "be", "that"})


def _first_word(text: str, body: Span) -> Span:
    found = re.compile(r"[\w'-]+").search(text, body.start, body.end)
    return Span(*found.span()) if found else Span(body.start, body.start + 1)
