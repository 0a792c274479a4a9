"""Queries stay on this machine: one that would call another server or read another data set is refused unevaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pyparsing import ParseBaseException, ParseResults
from rdflib.plugins.sparql.parserutils import CompValue

from pledgegraph.errors import InputError

_REACHES_OUT = {
    "ServiceGraphPattern": ("SERVICE would send the query to another server", "Ask that server itself."),
    "DatasetClause": ("FROM would choose another data set", "Leave it out: every query is asked of the whole release."),
}
_SUSPECT = re.compile(r"service|from|\\u", re.IGNORECASE)


def refuse_reaching_out(text: str, place: Path | str) -> None:
    """Lets a query pass that neither has a SERVICE nor a FROM; words in strings, comments and addresses do not count.

    Raises:
        InputError: it has one of them, or it cannot be read well enough to tell.
    """
    if not _SUSPECT.search(text):
        return
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415

    try:
        names = set(_names(parseQuery(text)))
    except (ParseBaseException, RecursionError) as error:
        raise InputError(f"not a SPARQL query: {error}", place=place, remedy="Correct the syntax.") from None
    for name, (problem, remedy) in _REACHES_OUT.items():
        if name in names:
            raise InputError(problem, place=place, remedy=remedy)


def _names(node: object) -> Iterator[str]:
    """The names of the grammar's parts in a parsed query."""
    if isinstance(node, CompValue):
        yield node.name
        for value in node.values():
            yield from _names(value)
    elif isinstance(node, list | ParseResults):
        for value in node:
            yield from _names(value)
