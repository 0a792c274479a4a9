"""Search over names, quotes and whole texts, and the way from a quote to its mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from pyoxigraph import Literal
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pledgegraph.queries.catalogue import Query
from pledgegraph.serve.asking import pool_of
from pledgegraph.serve.pages.addresses import page_path
from pledgegraph.serve.pages.asked import Asked, Table, nothing
from pledgegraph.serve.pages.frame import page
from pledgegraph.serve.pages.site import site_of
from pledgegraph.slugs import as_typed

_AROUND = 150
_LONGEST = 200
_QUOTED = 300
_FIND = """PREFIX plg: <https://w3id.org/pledgegraph/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?passage WHERE {{
  ?passage a plg:Passage ; oa:exact ?exact ; plg:inDocument ?document .
  ?document dcterms:identifier ?slug .
  FILTER(STRSTARTS(?exact, {text}) || STRSTARTS({text}, ?exact) && STRLEN(?exact) > 20)
  FILTER({slug} = "" || ?slug = {slug} || STR(?document) = {slug})
}} ORDER BY ABS(STRLEN(?exact) - STRLEN({text})) ?passage LIMIT 1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found."""

    text: str
    labels: Table | None
    quotes: Table | None
    texts: Table | None

    @property
    def number(self) -> int:
        """The number of findings."""
        return sum(len(table.rows) for table in (self.labels, self.quotes, self.texts) if table)

    def shown(self, quote: str) -> tuple[tuple[str, bool], ...]:
        """A quote, or the part of a long one around the first finding, in pieces that say whether they are findings.

        >>> Found(text="port", labels=None, quotes=None, texts=None).shown("A Port.")
        (('A ', False), ('Port', True), ('.', False))
        """
        found = re.search(re.escape(self.text), quote, re.IGNORECASE)
        start = max(0, found.start() - _AROUND) if found else 0
        end = (found.end() if found else 0) + 2 * _AROUND
        part = ("… " if start else "") + quote[start:end] + (" …" if end < len(quote) else "")
        pieces = re.split(f"({re.escape(self.text)})", part, flags=re.IGNORECASE)
        return tuple((piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece)


@page("search.html")
async def search(asked: Asked) -> Found:
    """The search page, with what was found for `?q=`; names are found without regard to diacritics."""
    text = " ".join(asked.request.query_params.get("q", "").split())[:_LONGEST]
    if not text:
        return Found(text="", labels=None, quotes=None, texts=None)
    labels, quotes, texts = await asked.tables(
        (name, {"text": text}) for name in ("search-labels", "search-quotes", "search-texts")
    )
    if not labels.rows and as_typed(text) != text:
        (labels,) = await asked.tables([("search-labels", {"text": as_typed(text)})])
    return Found(text=text, labels=labels, quotes=quotes, texts=texts)


async def quotation(request: Request) -> Response:
    """`303 See Other` to the mark of a quote, by its first words and its document's identifier or IRI."""
    text = request.query_params.get("text", "")[:_QUOTED]
    if not text:
        raise nothing("no quote is asked for")
    query = _FIND.format(text=Literal(text), slug=Literal(request.query_params.get("document", "")))
    async with pool_of(request).pinned() as release:
        asked = Asked(request=request, release=release, site=site_of(request))
        found = await asked.answer(Query(name="quotation", place="", header=None, text=query), {})
    if not found.rows:
        raise nothing("no passage begins with these words")
    public = pool_of(request).settings.public
    return RedirectResponse(public + page_path(found.rows[0]["passage"]), HTTPStatus.SEE_OTHER)


ROUTES = (Route("/search", search), Route("/quotation", quotation))
