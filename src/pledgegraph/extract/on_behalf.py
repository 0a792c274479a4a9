"""For whom somebody undertakes: "On behalf of Chile, Ana Soto pledged", "Chile, on behalf of the Union, pledged"."""

from __future__ import annotations

import re

from pledgegraph.extract.grammar import Reading, resolved
from pledgegraph.model import BODIES, Ref, Statement
from pledgegraph.spans import Span

_FOR = r"(?:[Ss]peaking |[Aa]cting )?(?:[Oo]n behalf|[Ii]n the name) of (?:the )?(?:Governments? of (?:the )?)?"
_OPENS = re.compile(rf"{_FOR}(?P<whom>[^,;:]{{2,80}}), ")
_BEHIND = re.compile(rf",? {_FOR}(?P<whom>[^,;:]{{2,80}}?),? (?:(?:also|then|further|[a-z]+ly) )*$")
_OWN = re.compile(r"(?:his|her|its|their|our|my)\b")
_LONGEST = 240


def on_behalf(reading: Reading, statement: Statement) -> tuple[bool, Ref | None]:
    """Whether a statement is made for somebody other than its speaker, and for which state or body, where known."""
    sentence = reading.sentence_at(statement.verb.start)
    if sentence is None:
        return False, None
    start, end = sentence.span.start, statement.verb.start
    found = _OPENS.match(reading.text, start, end) or _BEHIND.search(reading.text, max(start, end - _LONGEST), end)
    if found is None or _OWN.match(found["whom"]):
        return False, None
    whom = Span(*found.span("whom"))
    name = next((one for one in reading.names_in(whom) if one.span.start == whom.start and not one.adjective), None)
    return True, resolved(name, *BODIES) if name is not None and name.span.end == whom.end else None
