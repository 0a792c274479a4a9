"""The pairs whose score reaches the threshold, found without scoring a pair twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pledgegraph.extraction import Extraction
from pledgegraph.model import Commitment, Kind, Statement
from pledgegraph.spans import Span
from pledgegraph.tracking.candidates import Pair, ended
from pledgegraph.tracking.index import CommitmentIndex, above
from pledgegraph.tracking.lexicon import fingerprint
from pledgegraph.tracking.matches import matches
from pledgegraph.tracking.memory import Memory, Remembered
from pledgegraph.tracking.score import Profile, Score, Scorer

FEW = 8
"""Up to so many sources are looked up one by one, more of them in one index of all."""


class Proposer:
    """Finds the pairs from the threshold up; with a memory only those that are new are scored."""

    def __init__(self, scorer: Scorer, memory: Memory | None = None) -> None:
        self.scorer = scorer
        self.scored = 0
        self._memory = memory
        self._everything: tuple[CommitmentIndex, list[_Entry]] | None = None

    def propose(self, extractions: Iterable[Extraction]) -> Iterator[Pair]:
        """The candidates among the documents' commitments and later statements, judged or not."""
        documents = [extraction for extraction in extractions if ended(extraction)]
        sources = [_Source(extraction, self.scorer) for extraction in documents if extraction.commitments]
        if self._memory:
            for source, serial in zip(sources, self._memory.serials([one.mark for one in sources]), strict=True):
                source.serial = serial
        self._everything = None
        for extraction in documents:
            earlier = [source for source in sources if source.ended < ended(extraction)]
            if not earlier or not extraction.statements:
                continue
            if self._memory:
                yield from self._recalled(self._memory, extraction, earlier, sources)
            else:
                yield from (pair for _, pair in self._found(extraction, earlier, sources))

    def _recalled(
        self, memory: Memory, extraction: Extraction, earlier: Sequence[_Source], sources: Sequence[_Source]
    ) -> Iterator[Pair]:
        mark = later_mark(extraction)
        known, remembered = memory.recall(mark)
        new = [source for source in earlier if not known >> source.serial & 1]
        commitments = {(source.serial, one.key): one for source in earlier for one in source.extraction.commitments}
        statements = {said.verb.start: said for said in extraction.statements}
        for one in remembered:
            commitment = commitments.get((one.source, one.commitment))
            if commitment is not None:
                yield _restored(one, commitment, statements[one.verb], extraction)
        if not new:
            return
        fresh = list(self._found(extraction, new, sources))
        for source in new:
            known |= 1 << source.serial
        memory.learn(mark, known, remembered + [_kept(pair, source.serial) for source, pair in fresh])
        yield from (pair for _, pair in fresh)

    def _found(
        self, extraction: Extraction, wanted: Sequence[_Source], sources: Sequence[_Source]
    ) -> Iterator[tuple[_Source, Pair]]:
        """The candidates of one document's statements and some sources, which are scored here."""
        if len(wanted) > FEW:
            tables = [self._whole(sources)]
        else:
            tables = [(source.index, source.entries) for source in wanted]
        allowed = {source.slug for source in wanted}
        self.scored += len(extraction.statements) * sum(len(source.entries) for source in wanted)
        for said in extraction.statements:
            profile = self.scorer.statement(said, extraction)
            for index, entries in tables:
                for column in above(index.totals(profile), self.scorer.weights.threshold):
                    source, one, commitment = entries[column]
                    if source.slug not in allowed:
                        continue
                    score = self.scorer.score(commitment, profile)
                    if score.total < self.scorer.weights.threshold:
                        continue
                    yield (
                        source,
                        Pair(
                            commitment=one,
                            extraction=extraction,
                            statement=said,
                            score=score,
                            matched=matches(commitment, profile),
                        ),
                    )

    def _whole(self, sources: Sequence[_Source]) -> tuple[CommitmentIndex, list[_Entry]]:
        if self._everything is None:
            entries = [entry for source in sources for entry in source.entries]
            self._everything = CommitmentIndex(self.scorer, [profile for _, _, profile in entries]), entries
        return self._everything


class _Source:
    """A document with commitments; their profiles and index are made when they are first needed."""

    def __init__(self, extraction: Extraction, scorer: Scorer) -> None:
        self.extraction = extraction
        self.ended = ended(extraction)
        self.mark = source_mark(extraction)
        self.serial = 0
        self._scorer = scorer
        self._entries: list[_Entry] | None = None
        self._index: CommitmentIndex | None = None

    @property
    def slug(self) -> str:
        return self.extraction.document.slug

    @property
    def entries(self) -> list[_Entry]:
        if self._entries is None:
            self._entries = [(self, *one) for one in self._scorer.commitments(self.extraction)]
        return self._entries

    @property
    def index(self) -> CommitmentIndex:
        if self._index is None:
            self._index = CommitmentIndex(self._scorer, [profile for _, _, profile in self.entries])
        return self._index


_Entry = tuple[_Source, Commitment, Profile]


def source_mark(extraction: Extraction) -> str:
    """A checksum of all that a score reads of a document's commitments."""
    return fingerprint(extraction.document.slug, extraction.commitments, _instruments(extraction))


def later_mark(extraction: Extraction) -> str:
    """A checksum of all that a score reads of a document's statements."""
    document = extraction.document
    return fingerprint(document.slug, document.sha256, extraction.statements, _instruments(extraction))


def _instruments(extraction: Extraction) -> list[object]:
    return [mention for mention in extraction.mentions if mention.mentioned.kind is Kind.INSTRUMENT]


def _kept(pair: Pair, source: int) -> Remembered:
    return Remembered(
        source=source,
        commitment=pair.commitment.key,
        verb=pair.statement.verb.start,
        total=pair.score.total,
        parts=dict(pair.score.parts),
        matched={part: [(span.start, span.end) for span in spans] for part, spans in pair.matched.items()},
    )


def _restored(one: Remembered, commitment: Commitment, said: Statement, extraction: Extraction) -> Pair:
    return Pair(
        commitment=commitment,
        extraction=extraction,
        statement=said,
        score=Score(total=one.total, parts=one.parts),
        matched={part: tuple(Span(*place) for place in places) for part, places in one.matched.items()},
    )
