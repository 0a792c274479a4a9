"""Style sheets, pictures and the editor's files: each by its name in a fixed table, so that nothing else is read."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from pledgegraph.serve.pages.asked import nothing
from pledgegraph.serve.pages.site import site_of
from pledgegraph.serve.responses import unchanged

_FOLDER = Path(__file__).parents[1] / "static"
_MEDIA = MappingProxyType(
    {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
)
EDITOR = frozenset(["yasgui.min.js", "yasgui.min.css"])
"""What the set-up of the editor puts in its folder."""


async def static(request: Request) -> Response:
    """One of the package's own files, or of the editor's."""
    name = request.path_params["name"]
    editor = site_of(request).editor
    if name in EDITOR and editor is not None:
        path = editor / name
    elif name in _own():
        path = _FOLDER / name
    else:
        raise nothing("nothing is here")
    if not path.is_file():
        raise nothing("nothing is here")
    etag = _etag(path, path.stat().st_mtime_ns)
    headers = {"etag": etag, "cache-control": "no-cache"}
    return unchanged(request, etag) or FileResponse(path, media_type=_MEDIA[path.suffix], headers=headers)


@cache
def _own() -> frozenset[str]:
    """The names of the package's own files."""
    return frozenset(path.name for path in _FOLDER.iterdir() if path.suffix in _MEDIA)


@cache
def _etag(path: Path, changed: int) -> str:
    """The ETag of a file as it was changed last."""
    return f'"{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"'


ROUTES = (Route("/static/{name}", static),)
