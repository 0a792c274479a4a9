"""The score of a commitment and a later statement: parts that a person can check, weighted by data.

Content is compared by cosine (Salton and Buckley 1988) over stems, over synonyms and over themes, for the whole
commitment and for its closest clause, by shared instruments, and by the words of the agreed targets that a person has
set beside the commitment; force and speaker only scale it. A score ranks
candidates for review and asserts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pledgegraph.extraction import Extraction
from pledgegraph.model import Commitment, Kind, Ref, Statement
from pledgegraph.sources.registry import Registry
from pledgegraph.spans import Span
from pledgegraph.tracking.echoes import statement_at
from pledgegraph.tracking.embeddings import Embedder, Embedding, dot
from pledgegraph.tracking.lexicon import Lexicon, Vector, Words, cosine, distinctive, fingerprint, weighted
from pledgegraph.tracking.weights import Weights
from pledgegraph.vocab import Force


@dataclass(frozen=True, slots=True, kw_only=True)
class Clausal:
    """One clause of a commitment as vectors."""

    terms: Vector
    themes: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A text as the score sees it.

    Only a commitment has clauses and the words of its targets, only a statement a force and words with places.
    """

    terms: Vector
    synonyms: Vector
    themes: Vector
    instruments: Mapping[str, tuple[Span, ...]]
    actors: frozenset[Ref]
    clauses: tuple[Clausal, ...] = ()
    targets: Vector = field(default_factory=dict)
    force: Force | None = None
    span: Span | None = None
    words: Words | None = None
    embedding: Embedding = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The total, and every part between 0 and 1 before its weight."""

    total: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """Scores pairs with one lexicon and one set of weights; `targets` puts those of each commitment in words."""

    lexicon: Lexicon
    weights: Weights
    registry: Registry
    targets: Mapping[str, str] = field(default_factory=dict)
    embedder: Embedder | None = None

    @property
    def version(self) -> str:
        """The versions of everything that a score depends on, which a candidate carries."""
        model = f", embeddings {self.embedder.version}" if self.embedder else ""
        targets = fingerprint(*sorted(self.targets.items()))[:8]
        return f"{self.lexicon.version}, weights {self.weights.version}, targets {targets}{model}"

    def commitments(self, extraction: Extraction) -> list[tuple[Commitment, Profile]]:
        """The profiles of a document's commitments: words weigh by how well they tell these apart."""
        read = {one.key: self.lexicon.words(one.text) for one in extraction.commitments}
        stems = distinctive(words.stems for words in read.values())
        rings = distinctive(words.rings for words in read.values())
        themes = distinctive(words.themes for words in read.values())
        targets = {key: self.lexicon.words(self.targets.get(key, "")) for key in read}
        telling = distinctive(words.stems for words in targets.values())

        def rare(term: str) -> float:
            return stems(term) * self.lexicon.rarity(term)

        def rare_target(term: str) -> float:
            return telling(term) * self.lexicon.rarity(term)

        made: list[tuple[Commitment, Profile]] = []
        for one in extraction.commitments:
            words, clauses = read[one.key], [self.lexicon.words(clause.text) for clause in one.clauses]
            parties = {party.party for party in one.parties}
            profile = Profile(
                terms=weighted(words.stems, rare),
                synonyms=weighted(words.rings, rings),
                themes=weighted(words.themes, themes),
                instruments=_bound_by(one, extraction),
                actors=frozenset(parties | {state for party in parties if (state := self._state(party))}),
                clauses=tuple(
                    Clausal(terms=weighted(clause.stems, rare), themes=weighted(clause.themes, themes))
                    for clause in clauses
                ),
                targets=weighted(targets[one.key].stems, rare_target),
                embedding=self._embedding(one.text),
            )
            made.append((one, profile))
        return made

    def statement(self, said: Statement, extraction: Extraction) -> Profile:
        """The profile of a statement: the words of its clause, instruments in it, speaker and force."""
        return self._passage(said.evidence[0], extraction, said)

    def passage(self, span: Span, extraction: Extraction) -> Profile:
        """The profile of any stretch of a document; force and speaker are of the statement it shares most with."""
        return self._passage(span, extraction, statement_at(extraction, span))

    def _passage(self, span: Span, extraction: Extraction, said: Statement | None) -> Profile:
        text = extraction.document.clean[span.start : span.end]
        instruments = _instruments(extraction, span)
        names = [name for places in instruments.values() for name in places]
        words = self.lexicon.words(text, [(name.start - span.start, name.end - span.start) for name in names])
        return Profile(
            terms=weighted(words.stems, self.lexicon.rarity),
            synonyms=weighted(words.rings, _evenly),
            themes=weighted(words.themes, _evenly),
            instruments=instruments,
            actors=frozenset(one for one in (said.speaker, *said.jointly) if one) if said else frozenset(),
            force=said.force if said else None,
            span=span,
            words=words,
            embedding=self._embedding(text),
        )

    def score(self, commitment: Profile, statement: Profile) -> Score:
        """How closely a statement takes a commitment up."""
        clauses = commitment.clauses
        parts = {
            "terms": cosine(commitment.terms, statement.terms),
            "clause": max((cosine(one.terms, statement.terms) for one in clauses), default=0.0),
            "synonyms": cosine(commitment.synonyms, statement.synonyms),
            "themes": cosine(commitment.themes, statement.themes),
            "clause-themes": max((cosine(one.themes, statement.themes) for one in clauses), default=0.0),
            "alignments": cosine(commitment.targets, statement.terms),
            "instruments": 1.0 if commitment.instruments.keys() & statement.instruments.keys() else 0.0,
        }
        if self.embedder:
            parts["embeddings"] = max(dot(commitment.embedding, statement.embedding), 0.0)
        content = self.weights.content
        base = sum(getattr(content, name.replace("-", "_")) * value for name, value in parts.items())
        parts["force"] = self.strength(statement)
        parts["actor"] = 1.0 if commitment.actors & statement.actors else 0.0
        return Score(total=base * self.factor(parts["force"], parts["actor"]), parts=parts)

    def same(self, score: Score) -> bool:
        """Whether a pair may be the same commitment: a shared instrument says which text is meant, not which item."""
        shared = self.weights.content.instruments * score.parts["instruments"]
        alike = score.total - shared * self.factor(score.parts["force"], score.parts["actor"])
        return alike >= self.weights.same_threshold

    def strength(self, statement: Profile) -> float:
        """What the statement's force counts."""
        return self.weights.force.get(statement.force, 0.0) if statement.force else 0.0

    def factor(self, strength: float, actor: float) -> float:
        """By how much force and speaker scale the content."""
        scale = self.weights.scale
        return scale.least + scale.force * strength + scale.actor * actor

    def _embedding(self, text: str) -> Embedding:
        return self.embedder.embed(text) if self.embedder else ()

    def _state(self, party: Ref) -> Ref | None:
        if party.kind is not Kind.ORGANISATION or party.key not in self.registry.organisations:
            return None
        return self.registry.organisations[party.key].of


def _evenly(_: str) -> float:
    return 1.0


def _bound_by(made: Commitment, extraction: Extraction) -> Mapping[str, tuple[Span, ...]]:
    """The instruments that a commitment names, and the one it is an item of: who names that speaks of all its items."""
    own = {made.instrument.key: (made.span,)} if made.instrument else {}
    return own | dict(_instruments(extraction, made.span))


def _instruments(extraction: Extraction, span: Span) -> Mapping[str, tuple[Span, ...]]:
    found: dict[str, tuple[Span, ...]] = {}
    for mention in extraction.mentions:
        if mention.mentioned.kind is Kind.INSTRUMENT and span.contains(mention.span):
            found[mention.mentioned.key] = (*found.get(mention.mentioned.key, ()), mention.span)
    return found
