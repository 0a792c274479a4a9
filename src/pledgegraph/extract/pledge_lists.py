"""Lists of pledges: actors with their sums, in lines below words that announce them or in brackets behind names.

"The following pledges were made: Canada: CAD 60 million", "Pledges were made by Canada (CAD 60 million), ...".
"""

from __future__ import annotations

import re
from bisect import bisect_left

from pledgegraph.extract.grammar import Reading, resolved
from pledgegraph.extract.names import Named
from pledgegraph.extract.themes import theme_attestation
from pledgegraph.extraction import Extraction
from pledgegraph.model import BODIES, Statement
from pledgegraph.sources.blocks import Block, BlockKind
from pledgegraph.spans import Span
from pledgegraph.vocab import Force

RULE = "list-of-pledges"
GAPPED_RULE = "sum-behind-another"
BRACKETS_RULE = "pledges-were-made-by"
LINE_RULE = "pledge-behind-a-name"
TABLE_RULE = "row-of-a-table-of-pledges"
_ROW = re.compile(r"(?P<who>[^,]{2,80}), (?=[^,\s–-])")
_LONGEST_HEADER = 160
_LONGEST_NAME = 120
_PARTED = re.compile(r"(?: \([A-Z][\w. ]{0,20}\))?(?::| [–—-]|,) ?(?=\S)")
_SUM = re.compile(r"\d")
_PLEDGE = re.compile(r"(?i)\b(?:pledge[sd]?|contributions?|commitments?)\b")
_IN_BRACKETS = re.compile(r" \((?P<sum>[^()]*\d[^()]*)\)")
_OTHER = re.compile(r",? (?:and )?(?:the )?")
_AMOUNT = (
    r"(?:another |an additional |up to )?(?:[A-Z]{3} ?|[A-Z]{0,2}[$€£¥] ?)\d[\d,.]*(?: (?:thousand|million|billion))?\b"
)
_OWN_SUM = re.compile(rf"{_AMOUNT}(?:(?!\bto\b)[^,;])*$")
_OTHER_SUM = re.compile(rf" (?P<sum>{_AMOUNT}[^,;.]*?)(?=,? and (?:the )?[A-Z]|[,;.]|$)")
_NEXT = re.compile(r"(?:, (?:and )?| and )(?:the )?")
_LINES = (BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.ITEM)


def read_pledges(reading: Reading, extraction: Extraction) -> list[Statement]:
    """A commissive statement of each actor in such a list; its sum is what it undertakes."""
    opens = reading.grammar.of("connectives").rule("opens-list-of-pledges")
    said = sorted(one.verb.start for one in extraction.statements)
    found: list[Statement] = []
    made_by = reading.grammar.of("connectives").rule(BRACKETS_RULE)
    for sentence in reading.sentences:
        lead = sentence.span
        if by := made_by.search(reading.text[lead.start : lead.end]):
            found += _in_brackets(reading, lead, Span(lead.start + by.start("word"), lead.start + by.end()))
            continue
        if lead.end != sentence.block.span.end or not reading.text.endswith(":", lead.start, lead.end):
            continue
        if not opens.search(reading.text[lead.start : lead.end]):
            continue
        number = reading.block_number(sentence.block)
        for line in reading.blocks[number + 1 :]:
            made = _pledge(reading, lead, line) if line.kind in _LINES else None
            if made is None or bisect_left(said, line.span.start) < bisect_left(said, line.span.end):
                break
            found.append(made)
            reading.used += [line.span, lead]
            if made.themes:
                extraction.attestations.append(theme_attestation(reading.themes, made.verb, line.span))
    found += _in_tables(reading, [*extraction.statements, *found])
    found += _behind_names(reading, [*extraction.statements, *found])
    for statement in extraction.statements:
        if statement.force is Force.COMMITS and statement.content is not None:
            found += _of_others(reading, statement, statement.content)
    return found


def _in_tables(reading: Reading, known: list[Statement]) -> list[Statement]:
    """What the rows of a table of pledges say, each of an actor that is known: "Kenya, Implement the Plan, by 2036"."""
    said = sorted(one.verb.start for one in known)
    opens = reading.grammar.of("connectives").rule("opens-table-of-pledges").pattern
    found: list[Statement] = []
    header: Block | None = None
    for line in reading.blocks:
        written = reading.text[line.body : line.span.end]
        if line.kind in _LINES and len(written) <= _LONGEST_HEADER and opens.match(written):
            header = line
            continue
        row = _ROW.match(written) if header is not None and line.kind in _LINES else None
        if header is None or row is None or bisect_left(said, line.span.start) < bisect_left(said, line.span.end):
            header = None
            continue
        first = next(iter(reading.names_in(Span(line.body, line.body + row.end("who")))), None)
        if first is None or first.adjective or not resolved(first, *BODIES):
            continue
        if (first.span.start, first.span.end) != (line.body, line.body + row.end("who")):
            continue
        content = Span(line.body + row.end(), line.span.end)
        word = _PLEDGE.search(reading.text, header.body, header.span.end)
        verb = reading.stored(Span(*word.span())) if word else ""
        found.append(_statement(reading, first, verb, content, (line.span, header.span), TABLE_RULE))
        reading.used += [line.span, header.span]
    return found


def _behind_names(reading: Reading, known: list[Statement]) -> list[Statement]:
    """What lines promise that name who and then only what: "Guatemala - Will open three offices"."""
    said = sorted(one.verb.start for one in known)
    rule = reading.grammar.of("connectives").rule("pledge-behind-a-name")
    found: list[Statement] = []
    for line in reading.blocks:
        if line.kind not in _LINES or bisect_left(said, line.span.start) < bisect_left(said, line.span.end):
            continue
        first = next(iter(reading.names_in(Span(line.body, min(line.span.end, line.body + _LONGEST_NAME)))), None)
        if first is None or first.span.start != line.body or first.adjective or not resolved(first, *BODIES):
            continue
        parted = _PARTED.match(reading.text, first.span.end, line.span.end)
        told = rule.pattern.match(reading.text[parted.end() : line.span.end]) if parted else None
        if parted is None or told is None:
            continue
        end = line.span.end - reading.text.endswith(".", line.body, line.span.end)
        content = Span(parted.end() + told.start("content"), end)
        found.append(_statement(reading, first, told["verb"], content, (line.span,), LINE_RULE))
        reading.used.append(line.span)
    return found


def _of_others(reading: Reading, said: Statement, content: Span) -> list[Statement]:
    """What others undertake by the same verb, each with a sum ("announced EUR 10 million, France EUR 8 million").

    Not behind a sum that is said to go to somebody: another name may be that of another who receives one.
    """
    sentence = reading.sentence_at(said.verb.start)
    if sentence is None or not _OWN_SUM.match(reading.text, content.start, content.end):
        return []
    found: list[Statement] = []
    at = content.end
    for name in reading.names_in(Span(at, sentence.span.end)) if at < sentence.span.end else ():
        behind = _OTHER.fullmatch(reading.text, at, name.span.start)
        amount = _OTHER_SUM.match(reading.text, name.span.end, sentence.span.end) if behind else None
        if amount is None or name.adjective or not resolved(name, *BODIES):
            break
        evidence = (Span(name.span.start, amount.end()), said.verb)
        found.append(_statement(reading, name, said.reporting_verb, Span(*amount.span("sum")), evidence, GAPPED_RULE))
        at = amount.end()
    return found


def _in_brackets(reading: Reading, sentence: Span, by: Span) -> list[Statement]:
    """What those undertake who are named behind words for their pledges, each with a sum in brackets."""
    found: list[Statement] = []
    at = by.end
    for name in reading.names_in(Span(by.end, sentence.end)):
        amount = _IN_BRACKETS.match(reading.text, name.span.end, sentence.end) if name.span.start == at else None
        if amount is None or name.adjective or not resolved(name, *BODIES):
            break
        word = reading.text[by.start : by.end].split()[0]
        evidence = (Span(name.span.start, amount.end()), by)
        found.append(_statement(reading, name, word, Span(*amount.span("sum")), evidence, BRACKETS_RULE))
        following = _NEXT.match(reading.text, amount.end(), sentence.end)
        at = following.end() if following else amount.end()
    if found:
        reading.used.append(sentence)
    return found


def _pledge(reading: Reading, lead: Span, line: Block) -> Statement | None:
    """What one line pledges; None where it names no actor and sum."""
    names = reading.names_in(Span(line.body, line.span.end))
    first = names[0] if names else None
    if first is None or first.span.start != line.body or first.adjective or not resolved(first, *BODIES):
        return None
    parted = _PARTED.match(reading.text, first.span.end, line.span.end)
    if parted is None or not _SUM.search(reading.text, parted.end(), line.span.end):
        return None
    word = _PLEDGE.search(reading.text, lead.start, lead.end)
    content = Span(parted.end(), line.span.end)
    written = reading.stored(Span(*word.span())) if word else ""
    return _statement(reading, first, written, content, (line.span, lead), RULE)


def _statement(
    reading: Reading, name: Named, written: str, content: Span, evidence: tuple[Span, ...], rule: str
) -> Statement:
    return Statement(
        verb=name.span,
        force=Force.COMMITS,
        speaker=name.ref,
        reporting_verb=written,
        content=content,
        themes=reading.themes.within(content),
        evidence=evidence,
        rule=rule,
    )
