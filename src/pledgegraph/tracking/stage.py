"""The stage of a build that tracks: the scorer from versioned data, what it and the reviewers say as lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pledgegraph.extraction import Extraction
from pledgegraph.graph.write import nquads
from pledgegraph.project import Project
from pledgegraph.sources.alignments import AlignmentLink, read_alignments
from pledgegraph.sources.links import Link
from pledgegraph.sources.registry import Registry
from pledgegraph.sources.targets import Targets
from pledgegraph.sources.themes import Themes
from pledgegraph.tracking.candidates import candidates
from pledgegraph.tracking.clauses import Cutter
from pledgegraph.tracking.consensus import accepted, settle
from pledgegraph.tracking.echoes import set_on_texts
from pledgegraph.tracking.embeddings import read_embedder
from pledgegraph.tracking.lexicon import Lexicon
from pledgegraph.tracking.memory import Memory
from pledgegraph.tracking.modality import Scale
from pledgegraph.tracking.propose import Proposer
from pledgegraph.tracking.score import Scorer
from pledgegraph.tracking.weights import Weights
from pledgegraph.tracking.wording import Reader, rewordings
from pledgegraph.tracking.wording_write import wording_lines
from pledgegraph.tracking.write import alignment_lines, candidate_lines, echo_lines

MEMORY = "scores.sqlite"


def read_scorer(project: Project, registry: Registry) -> Scorer:
    """The scorer of candidates, from versioned data.

    Raises:
        InputError: the weights, the lexicon, an alignment or a model that the weights name cannot be used.
        MissingToolError: the weights name a model and the extra for it is not installed.
    """
    weights = Weights.read(project.tracking / "weights.toml")
    targets: dict[str, str] = {}
    for link in _alignments(project):
        if float(link.confidence) >= weights.aligned_from:
            targets[link.commitment] = f"{targets.get(link.commitment, '')}{link.label}. "
    model = weights.embeddings_model
    return Scorer(
        lexicon=Lexicon.read(project.tracking, Themes.read(project.ontology / "themes.ttl")),
        weights=weights,
        registry=registry,
        targets=targets,
        embedder=read_embedder(project.root / model) if model else None,
    )


def _alignments(project: Project) -> tuple[AlignmentLink, ...]:
    return read_alignments(project.links, Targets.read(project.registry, project.ontology))


def read_reader(project: Project, lexicon: Lexicon, verbs: Iterable[str]) -> Reader:
    """The reader of wordings, with the scorer's lexicon and the verbs that open a clause.

    Raises:
        InputError: the scale of modality or the words that tell clauses apart cannot be used.
    """
    return Reader(
        lexicon=lexicon,
        scale=Scale.read(project.tracking / "modality.toml"),
        cutter=Cutter.read(project.tracking / "clauses.toml", verbs),
    )


def tracking_lines(
    project: Project, links: Iterable[Link], extractions: Sequence[Extraction], scorer: Scorer, reader: Reader
) -> set[bytes]:
    """Reviewed echoes, candidates, changes of wording and alignments as N-Quads lines.

    Pairs that an earlier build has scored are remembered.

    Raises:
        InputError: a link does not fit the texts, or the memory of scores cannot be written.
    """
    echoes = set_on_texts(links, extractions)
    with Memory(project.build / MEMORY, scorer.version) as memory:
        found = candidates(Proposer(scorer, memory).propose(extractions), echoes, scorer.weights.threshold)
    settled = settle(echoes)
    lines = echo_lines(echoes, settled, extractions) + candidate_lines(found, scorer, extractions)
    lines += wording_lines(rewordings(accepted(settled), extractions, reader), extractions, reader)
    lines += alignment_lines(_alignments(project), extractions)
    return set(nquads(lines).splitlines(keepends=True))
