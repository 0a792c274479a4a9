"""Who took part where the names stand in brackets behind the word for all of them: "Member States (Chile, Peru)"."""

from __future__ import annotations

import re

from pledgegraph.spans import Span

_GROUP = (
    r"(?:[Tt]he )?(?:[\w-]+ ){0,5}(?:[Ss]tates|[Cc]ountries|[Mm]embers|[Oo]bservers|[Pp]artners|[Oo]rgani[sz]ations"
    r"|[Ee]conomies|[Pp]articipants|[Dd]elegations|[Gg]overnments|[Pp]arties)"
    r"(?: (?:of|to|from|in) (?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,5})?"
)
_AND = r"(?:,|;|,? and|,? as well as)"
_WHOLE = rf"{_GROUP} \([^()]{{2,600}}\)"
_OPEN = re.compile(rf" ?(?:{_WHOLE}{_AND} ){{0,4}}{_GROUP} (?:\(|[–—-] )(?:the )?")
_CLOSED = re.compile(
    rf"(?:\)| [–—-])(?:{_AND} {_WHOLE}){{0,4}}(?:,? (?:and|as well as|together with) (?:(?!\b(?:who|which)\b)[^.;:()])"
    r"{3,200}?)?,? (?:also |both |each |all |then |jointly |virtually |remotely )?(?:has |have )?"
)
_DASHED = re.compile(r"(?:[—–(]| -) ?(?:the )?$")
_DASH = re.compile(r" ?[—–)] ?| - ")
_OBSERVERS = re.compile(r"\b[Oo]bservers?\b[\w'’ -]{0,60} \((?:the )?$")
_AS_OBSERVERS = re.compile(r",? as (?:an? )?(?:special |invited )?observers?\b")
_REACH = 80


def more_in_brackets(text: str, start: int, first: int) -> bool:
    """Whether a name at `first` begins a list in brackets, with nothing but such lists from `start` on before it."""
    return _OPEN.fullmatch(text, start, first) is not None


def subject_in_brackets(text: str, start: int, names: Span, verb: Span) -> bool:
    """Whether names are set off by brackets or dashes in the subject, which is all that stands before the verb."""
    if _DASH.fullmatch(text, names.end, verb.start) and _DASHED.search(text, start, names.start):
        return True
    return more_in_brackets(text, start, names.start) and _CLOSED.fullmatch(text, names.end, verb.start) is not None


def said_to_observe(text: str, names: Span, delegation: str) -> bool:
    """Whether the words before or behind names say so: "observers from", "observers (", "as observers"."""
    if "observer" in delegation.lower() or _AS_OBSERVERS.match(text, names.end):
        return True
    return _OBSERVERS.search(text, max(0, names.start - _REACH), names.start) is not None
