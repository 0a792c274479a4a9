"""`pledgegraph explain`."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledgegraph.cli.options import project_option, release_of

if TYPE_CHECKING:
    from pledgegraph.queries.explain import Explanation, Quote

_LONGEST = 300
_MOST = 25


@click.command(epilog="Example: pledgegraph explain id:state/CHN")
@click.argument("iri")
@project_option
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
def command(iri: str, folder: Path | None, as_json: bool) -> None:
    """Print what the current release says of IRI, the quotes it rests on in context, the rule and the confidence.

    IRI may be whole, prefixed (id:state/CHN) or from the kind on (commitment/...).
    """
    from pledgegraph.queries.explain import explain
    from pledgegraph.queries.run import load

    _, release = release_of(folder)
    found = explain(load(release), iri)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), indent=2, ensure_ascii=False))
    else:
        _print(found)


def _print(found: Explanation) -> None:
    click.echo(found.iri)
    click.echo(f"  {', '.join(found.types)}" + (f': "{_clip(found.label)}"' if found.label else ""))
    click.echo(f"  in graph: {', '.join(found.graphs)}")
    for predicate, value, label in found.facts:
        click.echo(f"  {predicate:<24} {_clip(value)}" + (f"  ({_clip(label, 90)})" if label else ""))
    _known(found, "  ")
    for quote in found.quotes:
        _quote(quote, "  ")
    for predicate, node, label in found.pointed_at[:_MOST]:
        click.echo(f"  pointed at by {predicate:<20} {node}" + (f"  ({_clip(label, 90)})" if label else ""))
    if len(found.pointed_at) > _MOST:
        click.echo(f"  and by {len(found.pointed_at) - _MOST} more")
    for attested in found.attestations:
        click.echo(f"  {attested.about} is known otherwise:")
        _known(attested, "    ")
        for quote in attested.quotes:
            _quote(quote, "    ")


def _known(found: Explanation, indent: str) -> None:
    if found.basis:
        click.echo(f"{indent}basis: {found.basis.removeprefix('plg:').lower()}", nl=False)
        click.echo(f", by rule {found.rule}" if found.rule else "", nl=False)
        click.echo(f", confidence {found.confidence}" if found.confidence else "")


def _quote(quote: Quote, indent: str) -> None:
    click.echo(f"{indent}{quote.document}, line {quote.line}, characters {quote.start}-{quote.end}:")
    before, after = " ".join(quote.before.split()), " ".join(quote.after.split())
    shown = click.style(" ".join(quote.exact.split()), bold=True)
    click.echo(f"{indent}  ...{before} [[{shown}]] {after}...")


def _clip(text: str, width: int = _LONGEST) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= width else plain[: width - 1] + "…"
