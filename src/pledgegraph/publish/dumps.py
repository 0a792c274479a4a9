"""Compressed dumps, written piece by piece: gzip without a time stamp and Zstandard, the same bytes every time."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import pyoxigraph as ox
import zstandard

from pledgegraph.errors import InputError
from pledgegraph.vocab import ENTITIES

PIECE = 1 << 22
GZIP_LEVEL = 6
ZSTD_LEVEL = 3
_GZIP_HEADER = 31
_DOCUMENT = f"<{ENTITIES}document/".encode()

Write = Callable[[bytes], object]


@contextmanager
def compressed(path: Path) -> Iterator[Write]:
    """Writes what it is given to `<path>.gz` and `<path>.zst`; neither holds a time or a name."""
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, _GZIP_HEADER)
    with ExitStack() as stack:
        zipped = stack.enter_context(path.with_name(f"{path.name}.gz").open("wb"))
        raw = stack.enter_context(path.with_name(f"{path.name}.zst").open("wb"))
        squeezed = stack.enter_context(
            zstandard.ZstdCompressor(level=ZSTD_LEVEL, write_checksum=True).stream_writer(raw, closefd=False)
        )

        def write(piece: bytes) -> None:
            zipped.write(packer.compress(piece))
            squeezed.write(piece)

        yield write
        zipped.write(packer.flush())


def pack(source: Path, target: Path) -> None:
    """A file as `<target>.gz` and `<target>.zst`."""
    with source.open("rb") as handle, compressed(target) as write:
        while piece := handle.read(PIECE):
            write(piece)


def split(source: Path, core: Path, quotes: Path) -> None:
    """N-Quads in two compressed dumps: `quotes` has what is said of passages, `core` everything else."""
    with source.open("rb") as handle, compressed(core) as to_core, compressed(quotes) as to_quotes:
        for piece in _whole_lines(handle):
            facts: list[bytes] = []
            passages: list[bytes] = []
            for line in piece.splitlines(keepends=True):
                (passages if _is_of_a_passage(line) else facts).append(line)
            to_core(b"".join(facts))
            to_quotes(b"".join(passages))


def _is_of_a_passage(line: bytes) -> bool:
    """Whether a line's subject is a passage, by its address."""
    return line.startswith(_DOCUMENT) and line.find(b"/passage/", len(_DOCUMENT), line.index(b">")) > 0


def _whole_lines(handle: IO[bytes]) -> Iterator[bytes]:
    """The content in large pieces that end with a line."""
    while piece := handle.read(PIECE):
        yield piece + handle.readline()


def dump_of(release: Path) -> Path:
    """The whole graph of a release folder, as a build or as a packaged release has it.

    Raises:
        InputError: it has none.
    """
    for name in ("data.nq", "data.nq.zst"):
        if (release / name).is_file():
            return release / name
    raise InputError("holds no data.nq", place=release, remedy="Name a release that 'build' or 'release' made.")


def loaded(release: Path) -> ox.Store:
    """The whole graph of a release folder, in memory.

    Raises:
        InputError: it has none, or one that cannot be read.
    """
    dump = dump_of(release)
    store = ox.Store()
    try:
        with opened(dump) as handle:
            store.bulk_load(handle, format=ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise InputError(f"not N-Quads: {error}", place=dump, remedy="Take a whole copy of the release.") from None
    return store


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """A dump for reading, plain or compressed with Zstandard.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with ExitStack() as stack:
            raw = stack.enter_context(path.open("rb"))
            if path.suffix == ".zst":
                plain = zstandard.ZstdDecompressor().stream_reader(raw, closefd=False)
                yield stack.enter_context(io.BufferedReader(plain, PIECE))
            else:
                yield raw
    except zstandard.ZstdError as error:
        raise InputError(
            f"is cut short or damaged ({error})", place=path, remedy="Take a whole copy of the release."
        ) from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", place=path, remedy="Check its permissions.") from error
