"""The files of the current release, for download: those that its manifest names, and no others."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from pledgegraph.publish.folders import MANIFEST, SUMS
from pledgegraph.serve.asking import pool_of
from pledgegraph.serve.responses import unchanged

MEDIA = MappingProxyType(
    {
        ".nq": "application/n-quads",
        ".nt": "application/n-triples",
        ".ttl": "text/turtle; charset=utf-8",
        ".jsonld": "application/ld+json",
        ".rdf": "application/rdf+xml",
        ".json": "application/json",
        ".csv": "text/csv; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".gz": "application/gzip",
        ".zst": "application/zstd",
        ".zip": "application/zip",
    }
)
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file of a release: where it is, how long, and its checksum."""

    path: Path
    size: int
    sha256: str


@lru_cache(maxsize=4)
def downloads(folder: Path) -> Mapping[str, Download]:
    """The files that a release's manifest names, by name."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: Download(path=folder / name, size=int(entry["bytes"]), sha256=str(entry["sha256"]))
            for name, entry in sorted(manifest["files"].items())
        }
    )


async def download(request: Request) -> Response:
    """One file of the current release; a link is not followed."""
    folder = pool_of(request).current.folder
    name = request.path_params["name"]
    if name in {MANIFEST, SUMS}:
        path, etag = folder / name, f'"{folder.name}-{name}"'
    else:
        listed = (await asyncio.to_thread(downloads, folder)).get(name)
        if listed is None:
            raise HTTPException(404)
        path, etag = listed.path, f'"{listed.sha256}"'
    if path.is_symlink() or not path.is_file():
        raise HTTPException(404)
    kept = unchanged(request, etag)
    headers = {"etag": etag, "cache-control": "no-cache"}
    return kept or FileResponse(path, media_type=MEDIA.get(path.suffix, _UNKNOWN), headers=headers)


ROUTES = (Route("/downloads/{name}", download),)
