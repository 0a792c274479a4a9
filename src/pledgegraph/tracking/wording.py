"""What became of a wording: the clauses of two texts side by side, those added or dropped, weakened or strengthened.

Clauses are aligned by the likeness of their words, synonyms and themes, closest first, each once. What is like a clause
that is taken already is neither added nor dropped. Strength is read from a scale in data. A comparison of words says
nothing of what was done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from pledgegraph.model import Commitment, Extraction, Statement
from pledgegraph.spans import Span
from pledgegraph.tracking.echoes import Echo
from pledgegraph.tracking.lexicon import Lexicon, Vector, cosine, weighted
from pledgegraph.tracking.modality import Modality, Scale
from pledgegraph.vocab import ChangeKind, Force, Grade

LIKE = 0.3
"""From this likeness on two clauses speak of the same thing."""

FEWEST = 3
"""Words that a part of a sentence needs to be a clause of its own."""

_BINDING = frozenset({Force.COMMITS, Force.CALLS_FOR, Force.PROPOSES, Force.ADVOCATES, Force.ASPIRES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One clause of a text with its place and strength."""

    document: str
    span: Span
    text: str
    modality: Modality | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A clause beside the one it became; without the other it was added or dropped. No kind: as strong as before."""

    earlier: Wording | None
    later: Wording | None
    kind: ChangeKind | None
    likeness: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads clauses and compares them."""

    lexicon: Lexicon
    scale: Scale
    cuts: re.Pattern[str]

    @property
    def version(self) -> str:
        """The versions of the lexicon and the scale."""
        return f"{self.lexicon.version}, modality {self.scale.version}"

    def commitment(self, made: Commitment, extraction: Extraction) -> list[Wording]:
        """The clauses of a commitment; each is reported by the verb that made it."""
        verb = next((one.reporting_verb for one in extraction.statements if one.verb == made.produced_by), "")
        spans = [clause.span for clause in made.clauses] or [made.span]
        return [self._wording(extraction, span, verb) for span in spans]

    def statement(self, said: Statement, extraction: Extraction) -> list[Wording]:
        """The clauses of what a statement says."""
        return self.passage(said.content or said.evidence[0], said.reporting_verb, extraction)

    def passage(self, span: Span, verb: str, extraction: Extraction) -> list[Wording]:
        """The clauses of a stretch of text that a verb reports."""
        return [self._wording(extraction, part, verb) for part in _parts(extraction.document.clean, span, self.cuts)]

    def document(self, extraction: Extraction) -> list[Wording]:
        """The clauses of everything that a document commits to, calls for, proposes, supports or hopes."""
        made = {one.produced_by: one for one in extraction.commitments}
        found: list[Wording] = []
        for said in extraction.statements:
            if said.verb in made:
                found += self.commitment(made[said.verb], extraction)
            elif said.force in _BINDING:
                found += self.statement(said, extraction)
        return found

    def compare(self, earlier: Sequence[Wording], later: Sequence[Wording]) -> list[Change]:
        """The clauses side by side: aligned ones in the earlier order, then dropped ones, then added ones."""
        one, other = [self._vectors(w.text) for w in earlier], [self._vectors(w.text) for w in later]
        likeness = {
            (a, b): value
            for a, b in product(range(len(one)), range(len(other)))
            if (value := _likeness(one[a], other[b])) >= LIKE
        }
        partner: dict[int, int] = {}
        for a, b in sorted(likeness, key=lambda pair: (-likeness[pair], pair)):
            if a not in partner and b not in partner.values():
                partner[a] = b
        changes = [
            Change(earlier=earlier[a], later=later[b], kind=_kind(earlier[a], later[b]), likeness=likeness[a, b])
            for a, b in sorted(partner.items())
        ]
        met, matched = {a for a, _ in likeness}, {b for _, b in likeness}
        changes += [
            Change(earlier=w, later=None, kind=ChangeKind.DROPPED) for a, w in enumerate(earlier) if a not in met
        ]
        return changes + [
            Change(earlier=None, later=w, kind=ChangeKind.ADDED) for b, w in enumerate(later) if b not in matched
        ]

    def _wording(self, extraction: Extraction, span: Span, verb: str) -> Wording:
        text = " ".join(extraction.document.clean[span.start : span.end].split())
        return Wording(
            document=extraction.document.slug, span=span, text=text, modality=self.scale.read_clause(verb, text)
        )

    def _vectors(self, text: str) -> tuple[Vector, Vector, Vector]:
        words = self.lexicon.words(text)
        return (
            weighted(words.stems, self.lexicon.rarity),
            weighted(words.rings, lambda _: 1.0),
            weighted(words.themes, lambda _: 1.0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """Two texts by name, a commitment by its key and a document by its slug, and the clauses side by side."""

    earlier: str
    later: str
    changes: tuple[Change, ...]


def rewordings(echoes: Iterable[Echo], extractions: Iterable[Extraction], reader: Reader) -> list[Rewording]:
    """The changes of wording from every commitment to every later document that takes the same one up."""
    documents = {extraction.document.slug: extraction for extraction in extractions}
    owners = {made.key: (made, source) for source in documents.values() for made in source.commitments}
    passages: dict[tuple[str, str], dict[Span, str]] = {}
    for echo in echoes:
        if not echo.link.rejected and echo.link.grade is Grade.SAME_COMMITMENT:
            verb = echo.statement.reporting_verb if echo.statement else ""
            passages.setdefault((echo.link.commitment, echo.link.document), {})[echo.span] = verb
    found: list[Rewording] = []
    for (key, document), spans in sorted(passages.items()):
        made, source = owners[key]
        later: list[Wording] = []
        for span, verb in sorted(spans.items()):
            later += reader.passage(span, verb, documents[document])
        changes = reader.compare(reader.commitment(made, source), list(dict.fromkeys(later)))
        found.append(Rewording(earlier=key, later=document, changes=tuple(changes)))
    return found


def _likeness(one: tuple[Vector, Vector, Vector], other: tuple[Vector, Vector, Vector]) -> float:
    """The mean of the cosines over stems, synonyms and themes; over the first two where a clause has no theme."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True)]
    if not one[2] or not other[2]:
        pairs = pairs[:2]
    return sum(cosine(a, b) for a, b in pairs) / len(pairs)


def _kind(earlier: Wording, later: Wording) -> ChangeKind | None:
    if earlier.modality is None or later.modality is None:
        return None
    before, after = earlier.modality.strength, later.modality.strength
    return None if before == after else ChangeKind.WEAKENED if after < before else ChangeKind.STRENGTHENED


def cuts_before(verbs: Iterable[str]) -> re.Pattern[str]:
    """Where one clause ends: at a semicolon, and at a comma or "and" before one of the verbs or a gerund."""
    verb = "|".join(sorted(map(re.escape, verbs), key=lambda one: (-len(one), one)))
    opening = rf"(?:to |thus |thereby |will |also )*(?:[a-z]+ly )*(?:(?:{verb})s?|[a-z]{{3,}}ing)\b(?!,)"
    return re.compile(rf"; (?:and )?|,? and (?={opening})|, (?=(?:and )?{opening})")


def _parts(text: str, span: Span, cuts: re.Pattern[str]) -> list[Span]:
    """A stretch cut into its clauses; a short part stays with the one before it."""
    ends = [span.start + found.end() for found in cuts.finditer(text[span.start : span.end])]
    borders = [span.start, *ends, span.end]
    parts: list[tuple[int, int]] = []
    for start, stop in pairwise(borders):
        if parts and len(text[start:stop].split()) < FEWEST:
            parts[-1] = (parts[-1][0], stop)
        elif parts and len(text[slice(*parts[-1])].split()) < FEWEST:
            parts[-1] = (parts[-1][0], stop)
        else:
            parts.append((start, stop))
    return [trimmed for start, stop in parts if (trimmed := _trimmed(text, start, stop))]


def _trimmed(text: str, start: int, stop: int) -> Span | None:
    written = text[start:stop]
    body = re.sub(r"(?:[\s,;.:]|\band\b)+$", "", written)
    start += len(body) - len(body.lstrip())
    body = body.strip()
    return Span(start, start + len(body)) if body else None
