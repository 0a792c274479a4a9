"""What became of a wording: the clauses of two texts side by side, those added or dropped, weakened or strengthened.

Clauses are aligned by the likeness of their words, synonyms and themes, closest first, each once. What is left is set
beside a clause that it nearly repeats, though that has its partner; if there is none it was added or dropped.
Strength is read from a scale in data. A comparison of words says nothing of what was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from pledgegraph.extraction import Extraction
from pledgegraph.model import Commitment, Statement
from pledgegraph.spans import Span
from pledgegraph.tracking.clauses import Cutter
from pledgegraph.tracking.echoes import Echo
from pledgegraph.tracking.lexicon import Lexicon, Vector, cosine, weighted
from pledgegraph.tracking.modality import Modality, Report, Scale
from pledgegraph.vocab import ChangeKind, Force, Grade

LIKE = 0.3
"""From this likeness on two clauses speak of the same thing."""

AGAIN = 0.7
"""From this likeness on a clause nearly repeats one that has its partner already."""

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
    """A clause beside the one it became; without the other it was added or dropped.

    No kind: as strong as before, or one side is not on the scale.
    """

    earlier: Wording | None
    later: Wording | None
    kind: ChangeKind | None
    likeness: float = 0.0
    again: bool = False
    """Whether one of the two clauses has a closer partner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads clauses and compares them."""

    lexicon: Lexicon
    scale: Scale
    cutter: Cutter

    @property
    def version(self) -> str:
        """The versions of the lexicon, the scale and the words that tell clauses apart."""
        return f"{self.lexicon.version}, modality {self.scale.version}, clauses {self.cutter.version}"

    def commitment(self, made: Commitment, extraction: Extraction) -> list[Wording]:
        """The clauses of a commitment; each is reported by the verb that made it."""
        said = next((one for one in extraction.statements if one.verb == made.produced_by), None)
        spans = [clause.span for clause in made.clauses] or [made.span]
        return [self._wording(extraction, span, said) for span in spans]

    def statement(self, said: Statement, extraction: Extraction) -> list[Wording]:
        """The clauses of what a statement says."""
        return self.passage(said.content or said.evidence[0], said, extraction)

    def passage(self, span: Span, said: Statement | None, extraction: Extraction) -> list[Wording]:
        """The clauses of a stretch of text, as the statement reports it that it stands in."""
        content = said.content if said else None
        parts = self.cutter.parts(extraction.document.clean, span, content)
        return [self._wording(extraction, part, said) for part in parts]

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

    def compare(self, earlier: Sequence[Wording], later: Sequence[Wording], again: float = AGAIN) -> list[Change]:
        """The clauses side by side: aligned ones in the earlier order, then dropped ones, then added ones.

        `again` is the likeness from which a later clause is set beside one that has its partner already.
        """
        one, other = [self._vectors(w.text) for w in earlier], [self._vectors(w.text) for w in later]
        likeness = {
            (a, b): value
            for a, b in product(range(len(one)), range(len(other)))
            if (value := _likeness(one[a], other[b])) >= LIKE
        }
        closest = sorted(likeness, key=lambda pair: (-likeness[pair], pair))
        first, second = _partners(closest), set[tuple[int, int]]()
        for place, least in ((0, AGAIN), (1, again)):
            taken = {pair[place] for pair in first | second}
            for pair in closest:
                if pair[place] not in taken and likeness[pair] >= least:
                    taken.add(pair[place])
                    second.add(pair)
        changes = [
            Change(
                earlier=earlier[a],
                later=later[b],
                kind=_kind(earlier[a], later[b]),
                likeness=likeness[a, b],
                again=(a, b) in second,
            )
            for a, b in sorted(first | second)
        ]
        met, matched = {a for a, _ in first | second}, {b for _, b in first | second}
        changes += [
            Change(earlier=w, later=None, kind=ChangeKind.DROPPED) for a, w in enumerate(earlier) if a not in met
        ]
        return changes + [
            Change(earlier=None, later=w, kind=ChangeKind.ADDED) for b, w in enumerate(later) if b not in matched
        ]

    def _wording(self, extraction: Extraction, span: Span, said: Statement | None) -> Wording:
        text = _written(extraction, span)
        report = Report()
        if said is not None:
            content = _written(extraction, said.content) if said.content else ""
            report = Report(verb=said.reporting_verb, content=content, force=said.force)
        return Wording(
            document=extraction.document.slug,
            span=span,
            text=text,
            modality=self.scale.read_clause(report, text),
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
    """The changes of wording from every commitment to every later document that takes the same one up.

    Several passages may take up one clause: a reader has said that each is about the same.
    """
    documents = {extraction.document.slug: extraction for extraction in extractions}
    owners = {made.key: (made, source) for source in documents.values() for made in source.commitments}
    passages: dict[tuple[str, str], dict[Span, Statement | None]] = {}
    for echo in echoes:
        if not echo.link.rejected and echo.link.grade is Grade.SAME_COMMITMENT:
            passages.setdefault((echo.link.commitment, echo.link.document), {})[echo.span] = echo.statement
    found: list[Rewording] = []
    for (key, document), spans in sorted(passages.items()):
        made, source = owners[key]
        later: list[Wording] = []
        for span in sorted(spans):
            later += reader.passage(span, spans[span], documents[document])
        changes = reader.compare(reader.commitment(made, source), list(dict.fromkeys(later)), LIKE)
        found.append(Rewording(earlier=key, later=document, changes=tuple(changes)))
    return found


def _partners(closest: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Pairs in the order given, each side once."""
    partner: dict[int, int] = {}
    for a, b in closest:
        if a not in partner and b not in partner.values():
            partner[a] = b
    return set(partner.items())


def _written(extraction: Extraction, span: Span) -> str:
    return " ".join(extraction.document.clean[span.start : span.end].split())


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
