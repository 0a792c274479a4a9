"""Who stands behind a whole text: those it says endorse or joined it.

Only lists of names count. "The following States endorse this statement: ..." makes each an endorser of what the
text commits to; who endorses another text endorses nothing of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pledgegraph.extract.grammar import Reading, Sentence, resolved
from pledgegraph.extract.names import Named
from pledgegraph.extraction import Extraction
from pledgegraph.model import BODIES, Commitment, Kind, Known, Party, Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import Basis, PartyRole

ENDORSER_RULE = "endorser-of-the-text"

_JOINT = re.compile(r"(?: \([^()]{1,60}\))?(?:, and |, | and |; and |; )(?:the )?")
_KIND = (
    r"(?:[a-z-]+ ){0,3}(?:[Jj]oint )?"
    r"(?:statement|Statement|declaration|Declaration|communiqué|Communiqué|commitment|pledge|Pledge)"
)
_TEXT = rf"this {_KIND}"
_CUE = re.compile(rf"[Tt](?<!\w[Tt])his {_KIND}\b")
_ENDORSE = (
    r"(?:endorse|endorsed|support|join|joined|sign|signed|co-sign|co-signed|subscribe to|subscribed to|align with"
    r"|aligns? (?:itself|themselves) with|aligned (?:itself|themselves) with|associates? (?:itself|themselves) with)"
)
_BY = re.compile(
    rf"\b[Tt]his {_KIND} (?:is|was|has been|has also been|is also) (?:endorsed|supported|joined|co-signed|signed) by"
    r":? ?(?:the )?$"
)
_FOLLOWING = re.compile(
    rf"[Tt]he following (?:\w+ )?(?:countries|states|States|governments|Governments|members|parties|participants)"
    rf"(?: and (?:international )?organi[sz]ations)? (?:have |also )?{_ENDORSE} {_TEXT}:?(?: the)? ?$"
)
_LABELLED = re.compile(
    r"(?:(?:[Aa]lso )?(?:[Ee]ndorsed|[Ss]igned|[Cc]o-signed|[Ss]upported|[Jj]oined) by"
    r"|[Ss]ignatories|[Ee]ndorsers|[Ee]ndorsing [Ss]tates|[Cc]o-signatories):"
)
_LABEL = re.compile(_LABELLED.pattern + r" ?(?:the )?")
"""A line that opens with a label and lists those who stand behind the text that it ends."""
_OF_WHOM = re.compile(
    r"(?:[A-Z][a-z]+ ){0,2}(?:Governments|States|Countries|Cities|Regions|Organi[sz]ations|Partners|Institutions)"
    r"(?::.*)?",
    re.S,
)
"""A line below such a label that says of what kind those after it are ("Governments: ...")."""
_LIST_START = re.compile(rf"(?:{_OF_WHOM.pattern.replace('(?::.*)?', ': ?')})?(?:[Tt]he )?")
_HAVE = re.compile(rf" (?:have |has |also |have also )?{_ENDORSE} {_TEXT}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """Names that one stretch of text gives as a list."""

    members: tuple[Ref, ...]
    span: Span


def read_endorsers(reading: Reading, extraction: Extraction) -> None:
    """Adds the parties that the text itself names for all it commits to, not for what somebody named commits to."""
    if not extraction.commitments:
        return
    endorsing = [found for sentence in reading.sentences for found in _endorsing(reading, sentence)]
    if not endorsing:
        return
    reading.used.extend(one.span for one in endorsing)
    keys = {one.key for one in extraction.collectives if one.surface_form.lower() == "we"}
    extraction.commitments[:] = [_bound(made, endorsing, keys) for made in extraction.commitments]


def _bound(made: Commitment, endorsing: list[_List], keys: set[str]) -> Commitment:
    parties = list(made.parties)
    taken = {party.party for party in parties}
    ours = next((one for one in parties if one.role is PartyRole.COMMITTED and one.party.key in keys), None)
    known = Known(basis=Basis.INFERRED, rule=ENDORSER_RULE, confidence="0.9")
    own = any(one.role is PartyRole.COMMITTED and one.party.kind is not Kind.COLLECTIVE for one in made.parties)
    for one in () if own and ours is None else endorsing:
        parties += [
            Party(party=ref, role=PartyRole.ENDORSER, evidence=(one.span,), known=known)
            for ref in one.members
            if ref not in taken
        ]
        taken.update(one.members)
    return replace(made, parties=tuple(parties)) if len(parties) > len(made.parties) else made


def _endorsing(reading: Reading, sentence: Sentence) -> Iterator[_List]:
    """The lists of those who endorse this text: behind the verb, before it, or in the lines below."""
    text, span = reading.text, sentence.span
    labelled = span.start == sentence.block.body and _LABELLED.match(text, span.start, span.end)
    if not labelled and not _CUE.search(text, span.start, span.end):
        return
    lead = text[span.start : span.end]
    if _FOLLOWING.fullmatch(lead) or _BY.fullmatch(lead) or _LABEL.fullmatch(lead):
        yield from _below(reading, sentence)
        return
    for name in sentence.names:
        before = text[span.start : name.span.start]
        if name.adjective or not resolved(name, *BODIES):
            continue
        chain = _chain(text, sentence.names, name)
        if labelled and not _LABEL.fullmatch(before):
            return
        if (
            labelled
            or _BY.search(before)
            or _FOLLOWING.fullmatch(before)
            or _HAVE.match(text, chain[-1].span.end, span.end)
        ):
            yield _listed(chain, span.start if _FOLLOWING.fullmatch(before) else name.span.start, stop=span.end)
            return


def _below(reading: Reading, sentence: Sentence) -> Iterator[_List]:
    """The names in the blocks that follow a sentence, as long as these hold nothing but names."""
    place = reading.block_number(sentence.block) + 1
    members: list[Ref] = []
    end = sentence.span.end
    for block in reading.blocks[place:]:
        names = reading.names_in(Span(block.body, block.span.end))
        first = next(iter(names), None)
        if first is None and _OF_WHOM.fullmatch(reading.text, block.body, block.span.end):
            continue
        if first is None or not _LIST_START.fullmatch(reading.text, block.body, first.span.start):
            break
        chain = _chain(reading.text, names, first)
        if reading.text[chain[-1].span.end : block.span.end].strip(" .,;") not in ("", "and"):
            break
        members += [ref for name in chain if (ref := resolved(name, *BODIES))]
        end = block.span.end
    if members:
        yield _List(members=tuple(dict.fromkeys(members)), span=Span(sentence.span.start, end))


def _chain(text: str, names: list[Named], first: Named) -> list[Named]:
    """The names of a list from one on, each parted from the next by a comma or "and"."""
    chain = [first]
    for name in names[names.index(first) + 1 :]:
        if (
            name.adjective
            or not resolved(name, *BODIES)
            or not _JOINT.fullmatch(text, chain[-1].span.end, name.span.start)
        ):
            break
        chain.append(name)
    return chain


def _listed(chain: list[Named], start: int, stop: int = 0) -> _List:
    members = tuple(dict.fromkeys(ref for name in chain if (ref := resolved(name, *BODIES))))
    return _List(members=members, span=Span(start, stop or chain[-1].span.end))
