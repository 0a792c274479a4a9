"""A large release with the shape of the real one: its documents, persons and commitments repeated under new names."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from pledgegraph.publish.folders import publish

_NAMED = re.compile(
    rb"<https://w3id\.org/pledgegraph/"
    rb"(id/(?:document|commitment|wording-change|person|forum|echo|instrument|series)/"
    rb"|graph/(?!registry|ontology|curation|candidates|inferences))"
)


def repeated(data: bytes, triples: int) -> bytes:
    """Sorted N-Quads of at least so many triples; states, organisations, themes and the ontology stay as they are."""
    lines = data.splitlines(keepends=True)
    kept = set(lines)
    copy = 0
    while len(kept) < triples:
        copy += 1
        kept.update(_NAMED.sub(rb"<https://w3id.org/pledgegraph/\1c%d-" % copy, line) for line in lines)
    return b"".join(sorted(kept))


def release_of(source: Path, build: Path, triples: int) -> Path:
    """A release folder below `build` with the repeated data of another release; made once."""
    done = build / "current"
    if not done.exists():
        shutil.rmtree(build, ignore_errors=True)
        publish(build, {"data.nq": repeated((source / "data.nq").read_bytes(), triples)}, {"program": "a benchmark"})
    return done.resolve()
