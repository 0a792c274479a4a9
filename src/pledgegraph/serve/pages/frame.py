"""Pages from templates: escaped, with the headers that every page has, kept by release once rendered."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from functools import wraps
from http import HTTPStatus

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from pledgegraph.serve.asking import pool_of
from pledgegraph.serve.formats import Form, Shape
from pledgegraph.serve.outcomes import Refusal
from pledgegraph.serve.pages.addresses import local_name, page_path, root_of, shown
from pledgegraph.serve.pages.asked import Asked
from pledgegraph.serve.pages.site import site_of
from pledgegraph.serve.problems import CLOSING
from pledgegraph.serve.responses import etag_of, freshness, unchanged

HTML = Form(media="text/html", label="text/html; charset=utf-8", writer="", shape=Shape.TABLE)
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No script, no frame, nothing from elsewhere."""
_ROOM = 8 << 20
_MONTHS = (
    "January February March April May June July August September October November December".split()  # no locale needed
)

Gather = Callable[[Asked], Awaitable[object]]
Endpoint = Callable[[Request], Awaitable[Response]]


class Kept:
    """Rendered pages up to a number of bytes; the one not asked for the longest goes first."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._pages: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def get(self, release: str, address: str) -> bytes | None:
        """A page of a release, if it is kept."""
        key = (release, address)
        if key in self._pages:
            self._pages.move_to_end(key)
        return self._pages.get(key)

    def put(self, release: str, address: str, page: bytes) -> None:
        """Keeps a page, and forgets those of other releases."""
        for key in [key for key in self._pages if key[0] != release]:
            del self._pages[key]
        self._pages[release, address] = page
        while sum(map(len, self._pages.values())) > self._room:
            self._pages.popitem(last=False)


def environment(public: str) -> Environment:
    """The templates of a server that clients see at an address."""
    root = root_of(public)
    made = Environment(
        loader=PackageLoader("pledgegraph.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def href(iri: str) -> str:
        path = page_path(iri)
        return root + path if path.startswith("/") else path

    made.filters |= {"href": href, "shown": shown, "local": local_name, "day": day, "plural": plural, "words": words}
    made.globals |= {"root": root, "public": public}
    return made


def page(template: str, *, policy: str = POLICY) -> Callable[[Gather], Endpoint]:
    """An endpoint from a function that gathers what a template shows."""

    def made(gather: Gather) -> Endpoint:
        @wraps(gather)
        async def endpoint(request: Request) -> Response:
            pool = pool_of(request)
            async with pool.pinned() as release:
                address = f"{request.url.path}?{request.url.query}"
                etag = etag_of(release.name, HTML, address)
                same = unchanged(request, etag)
                if same is not None:
                    same.headers["content-security-policy"] = policy  # a browser takes what a 304 says for the page
                    return same
                kept: Kept = request.app.state.kept
                body = kept.get(release.name, address)
                if body is None:
                    asked = Asked(request=request, release=release, site=site_of(request))
                    body = rendered(request, template, {"view": await gather(asked)})
                    kept.put(release.name, address, body)
                return html(body, {**freshness(etag), "content-security-policy": policy})

        return endpoint

    return made


def rendered(request: Request, template: str, more: Mapping[str, object]) -> bytes:
    """A template filled in."""
    templates: Environment = request.app.state.templates
    return (
        templates.get_template(template)
        .render(
            site=site_of(request),
            release=pool_of(request).current.name,
            path=request.url.path,
            **more,
        )
        .encode()
    )


def html(body: bytes, headers: Mapping[str, str], status: int = 200) -> Response:
    """A page as an answer."""
    return Response(body, status, {"content-security-policy": POLICY, **headers}, media_type=HTML.label)


def failure(request: Request, refusal: Refusal) -> Response:
    """A refusal as a page."""
    headers = {"cache-control": "no-store", "vary": "Accept"}
    if refusal.status in CLOSING:
        headers["connection"] = "close"
    if refusal.retry_after:
        headers["retry-after"] = str(refusal.retry_after)
    if refusal.status is HTTPStatus.NOT_MODIFIED:
        return Response(status_code=304)
    return html(rendered(request, "refusal.html", {"view": refusal}), headers, int(refusal.status))


def words(kind: str) -> str:
    """The name of a class as words.

    >>> words("CommitmentDetail")
    'commitment detail'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower()


def day(written: str) -> str:
    """An ISO date for a reader: `2025-10-26` as `26 October 2025`; anything else as it is."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def plural(number: int | str, one: str, many: str = "") -> str:
    """A number with its noun: `1 echo`, `3 echoes`."""
    return f"{int(number):,} {one if int(number) == 1 else many or one + 's'}"
