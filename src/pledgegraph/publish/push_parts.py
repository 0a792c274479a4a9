"""A dump taken apart for sending: one file of N-Triples for each named graph, read back in pieces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from pledgegraph.errors import InputError
from pledgegraph.iris import Iri
from pledgegraph.publish.dumps import opened

PIECE = 8 << 20
"""The longest request body in bytes; Virtuoso and others refuse or slow down at some 20 million."""
_HELD = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One named graph: its address, how many statements it has, and the file that holds them."""

    graph: str
    triples: int
    path: Path

    def pieces(self, longest: int = PIECE) -> Iterator[bytes]:
        """The statements as N-Triples, in pieces of whole lines; at least one piece, empty for an empty graph."""
        with self.path.open("rb") as handle:
            piece = b"".join(handle.readlines(longest))
            while True:
                following = b"".join(handle.readlines(longest)) if piece else b""
                yield piece
                if not following:
                    return
                piece = following


def parts(dump: Path, folder: Path, expected: Mapping[str, int]) -> list[Part]:
    """The named graphs of a dump, written into a folder, in the order of their addresses.

    Args:
        dump: N-Quads, plain or compressed with Zstandard.
        folder: an empty folder for the files.
        expected: how many statements each graph has by the release's manifest.

    Raises:
        InputError: the dump is cut short or damaged, or is not what the manifest says.
    """
    paths = {graph: folder / f"{number}.nt" for number, graph in enumerate(sorted(expected))}
    found: dict[str, int] = defaultdict(int)
    held: dict[str, list[ox.Triple]] = defaultdict(list)
    waiting = 0
    try:
        with opened(dump) as handle:
            for quad in ox.parse(handle, format=ox.RdfFormat.N_QUADS):
                graph = quad.graph_name.value if isinstance(quad.graph_name, Iri) else ""
                found[graph] += 1
                held[graph].append(quad.triple)
                waiting += 1
                if waiting >= _HELD:
                    _flush(held, paths)
                    waiting = 0
    except SyntaxError as error:
        raise InputError(f"not N-Quads: {error}", place=dump, remedy="Take a whole copy of the release.") from None
    if dict(found) != dict(expected):
        raise InputError(
            "does not hold the graphs and counts that its manifest names",
            place=dump,
            remedy="Take a whole copy of the release.",
        )
    _flush(held, paths)
    return [Part(graph=graph, triples=found[graph], path=path) for graph, path in paths.items()]


def _flush(held: dict[str, list[ox.Triple]], paths: Mapping[str, Path]) -> None:
    """Adds what is held to the graphs' files; statements of a graph without a file are counted, not kept."""
    for graph, triples in held.items():
        if graph in paths:
            with paths[graph].open("ab") as handle:
                ox.serialize(triples, handle, format=ox.RdfFormat.N_TRIPLES)
    held.clear()
