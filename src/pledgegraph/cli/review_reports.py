"""What `pledgegraph review` prints of reviewers side by side and of lost quotes."""

from __future__ import annotations

import json
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
        click.echo(
            f'  To judge the same ones: pledgegraph review --author "{found.second}" --judged-by "{found.first}"'
        )
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


def agreements_as_json(echoes: Sequence[Echo]) -> str:
    """The reviewers, and for every two of them their kappas and the decisions that differ."""
    pairs = [
        {
            "first": found.first,
            "second": found.second,
            "judgedByBoth": len(found.both),
            "accepted": _kappa_values(found.accepted),
            "grades": _kappa_values(found.grades),
            "disagreements": [[_decision(one), _decision(other)] for one, other in found.disagreements],
        }
        for found in agreements(echoes)
    ]
    return json.dumps({"reviewers": list(reviewers(echoes)), "pairs": pairs}, indent=2, ensure_ascii=False)


def drift_as_json(lost: Sequence[Drifted], decisions: int) -> str:
    """How many decisions there are, and every one that lost its quote."""
    rows = [
        {
            "file": str(one.link.place),
            "line": one.link.line,
            "commitment": one.link.commitment,
            "document": one.link.document,
            "quote": one.link.quote,
            "times": one.times,
            "nearest": one.nearest,
            "likeness": round(one.likeness, 4),
        }
        for one in lost
    ]
    return json.dumps({"decisions": decisions, "lost": rows}, indent=2, ensure_ascii=False)


def _kappa_values(found: Kappa) -> dict[str, object]:
    return {"agreed": found.agreed, "pairs": found.pairs, "kappa": found.value}


def _decision(echo: Echo) -> dict[str, object]:
    link = echo.link
    return {
        "commitment": link.commitment,
        "document": link.document,
        "author": link.author,
        "verdict": verdict(echo),
        "confidence": link.confidence,
        "note": link.comment,
        "quote": link.quote,
        "file": str(link.place),
        "line": link.line,
    }
