"""What `pledgegraph review` prints of reviewers side by side and of lost quotes."""

from __future__ import annotations

from collections.abc import Sequence

import click

from pledgegraph.sources.links import Link
from pledgegraph.tracking.agreement import Agreement, Kappa, agreements, reviewers, verdict
from pledgegraph.tracking.drift import Drifted
from pledgegraph.tracking.echoes import Echo


def show_agreements(echoes: Sequence[Echo]) -> None:
    """Prints for every two reviewers how far they agree and where they do not."""
    names = list(reviewers(echoes))
    if len(names) < 2:
        who = f"Only {names[0]} has" if names else "Nobody has"
        click.echo(f"{who} decided here: there is nothing to compare.")
        return
    for found in agreements(echoes):
        _show_agreement(found)


def _show_agreement(found: Agreement) -> None:
    click.echo(f"{found.first} and {found.second}: {len(found.both)} pairs judged by both (overlapping passages)")
    if not found.both:
        return
    click.echo(f"  accepted or rejected: {_kappa(found.accepted)}")
    click.echo(f"  same, related or rejected: {_kappa(found.grades)}")
    for one, other in found.disagreements:
        click.echo(f"  {one.link.commitment} in {one.link.document}")
        for echo in (one, other):
            click.echo(f'    {echo.link.author}: {_said(echo)} "{echo.link.quote}" ({_place(echo.link)})')


def _kappa(found: Kappa) -> str:
    value = "undefined, both always said the same" if found.value is None else f"{found.value:.2f}"
    return f"agree on {found.agreed} of {found.pairs}, Cohen's kappa {value}"


def _said(echo: Echo) -> str:
    note = f", {echo.link.comment}" if echo.link.comment else ""
    return f"{verdict(echo)}, confidence {echo.link.confidence}{note}"


def _place(link: Link) -> str:
    return f"{link.place}:{link.line}"


def show_drift(lost: Sequence[Drifted], decisions: int) -> None:
    """Prints every decision that lost its quote, with the passage that comes closest."""
    for one in lost:
        click.echo(f'{_place(one.link)}: {_why(one)} in {one.link.document}: "{one.link.quote}"')
        if one.nearest:
            click.echo(f'  nearest ({one.likeness:.2f} alike): "{one.nearest}"')
    click.echo(f"{len(lost)} of {decisions} decisions have lost their quote.")


def _why(one: Drifted) -> str:
    return "no longer stands" if one.times == 0 else f"stands {one.times} times, needs another quote_prefix,"
