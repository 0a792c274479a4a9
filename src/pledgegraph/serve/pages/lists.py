"""The pages that list one kind of thing each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pledgegraph.serve.pages.asked import Asked, Table
from pledgegraph.serve.pages.frame import page


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page with one table.

    Attributes:
        name: the path of the page and the name of its query.
        title: its title.
        lead: what the table says, in a sentence or two.
        empty: what it means that there is none.
        whole: whether the page can also show what no text names, by `?all=yes`.
    """

    name: str
    title: str
    lead: str
    empty: str
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A listing with its table."""

    listing: Listing
    table: Table
    all: bool


_COUNTS = "Only those that a text names are here; every number leads to what it counts."
LISTINGS = (
    Listing(
        name="commitments",
        title="Commitments",
        lead="Every commitment with the sentence that makes it. Attending a forum or calling for something is none.",
        empty="No document of this release makes a commitment.",
    ),
    Listing(
        name="forums",
        title="Forums",
        lead="Meetings that the documents report, in time.",
        empty="No document of this release reports a forum.",
    ),
    Listing(
        name="documents",
        title="Documents",
        lead="The texts that everything is read from. Each page shows the whole text, every passage marked.",
        empty="This release holds no document.",
    ),
    Listing(name="states", title="States", lead=_COUNTS, empty="No text names a state.", whole=True),
    Listing(
        name="territories",
        title="Territories and regions",
        lead=f"Participants that the texts name beside states. {_COUNTS}",
        empty="No text names a territory or region.",
        whole=True,
    ),
    Listing(name="organisations", title="Organisations", lead=_COUNTS, empty="No text names one.", whole=True),
    Listing(
        name="persons",
        title="Persons",
        lead="Those whom a text names, with a post as attested. Nothing is added about anybody.",
        empty="No text names a person.",
    ),
    Listing(
        name="instruments",
        title="Named texts",
        lead="Initiatives, agendas, compacts and plans that the documents set out or mention.",
        empty="No text mentions one.",
        whole=True,
    ),
    Listing(
        name="themes",
        title="Themes",
        lead="What commitments and statements are about. A theme is assigned by its terms in the text.",
        empty="The ontology names no theme.",
    ),
    Listing(
        name="findings",
        title="Findings in the sources",
        lead="Discrepancies, slips and open references in the texts themselves, kept as written.",
        empty="Nothing odd was found in the texts.",
    ),
)


def _endpoint(listing: Listing) -> Callable[[Request], Awaitable[Response]]:
    """The page of a listing."""

    @page("listing.html")
    async def gather(asked: Asked) -> Listed:
        everything = listing.whole and asked.request.query_params.get("all") == "yes"
        values = {"also_unnamed": "yes"} if everything else {}
        return Listed(listing=listing, table=await asked.table(listing.name, **values), all=everything)

    return gather


ROUTES = tuple(Route(f"/{listing.name}", _endpoint(listing)) for listing in LISTINGS)
