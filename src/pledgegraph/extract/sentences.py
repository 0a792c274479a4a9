"""Sentence boundaries in a block of clean text."""

from __future__ import annotations

import re

from pledgegraph.spans import Span

_CANDIDATE = re.compile(
    r"[.!?](?:(?<![.!?]{2})[.!?]*+[\"')\]]*+(?=\s++[*_]{0,2}[\"'(\[]?[A-Z0-9À-ÖØ-Þ])"
    r"|(?:(?<=[a-z]{3}\.)|(?<=\d{4}\.))"
    r"(?=(?:We|It|In|On|To|[A-Z][a-z]{2,}) (?:[a-z]{2}|[A-Z])))"
)
"""Where a sentence may end; a full stop without a space counts between whole words ("by 2033.The Ministers")."""
_TITLES = (
    "Mr Ms Mrs Messrs Dr Drs Dra Sra Prof Hon Rev St Gen Brig Col Lt Maj Capt Sgt Adm Cmdr Cdr Rtd Retd Ret"
    " Sen Rep Gov Amb Ag Actg Adv Pol Smt Lic Ing Engr Barr Atty Jr Sr"
)
_DAYS = "Jan Feb Apr Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun"
_OTHERS = "No Nos Art vs cf approx incl Inc Ltd Co H.E U.S U.N U.K D.C E.U a.m p.m i.e e.g"
_WRITTEN = "|".join(map(re.escape, f"{_TITLES} {_DAYS} {_OTHERS}".split()))
_ABBREVIATION = re.compile(
    rf"(?:\b(?:{_WRITTEN}|(?<!-)(?:MR|MS|MRS|DR|PROF|HON))|a\.i"
    r"|(?:^|\s)(?:[A-Z]\.){0,3}[A-Z]|(?:^|\s)[A-Z]\. [A-Z][a-z])$"
)
"""What ends with a full stop and no sentence: abbreviations and initials."""
_WORDLIKE = re.compile(
    r"\b(?:DR|MS|Sen|Rep|Gov|Rev|Art|No|Hon|Sat|Sun|Mon|Gen|Co|Maj|Ltd|Inc|Jr|Sr|Rtd|Retd|Ret|a\.m|p\.m"
    r"|D\.C|U\.S|U\.N|U\.K|E\.U)$"
)
"""Abbreviations that end a sentence as well, where one begins behind them."""
_OPENING = re.compile(
    r"\s+(?:(?:The|This|These|It|They|We|He|She|In|On|At|Both)\b"
    r"|(?<=D\.C\. )(?=[A-Z])|(?:Ministers|Participants|Delegations|Delegates|Leaders|Members|Speakers) [a-z])"
)
"""Names and words can look like abbreviations ("Ms. Sen. The Ministers ..."): these never follow one."""


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text` from `start` to `end`, without the white space around them.

    A full stop after an abbreviation or an initial ends no sentence.
    """
    found: list[Span] = []
    begin, last = start, len(text) if end is None else end
    for stop in _CANDIDATE.finditer(text, start, last):
        if stop.group(0).startswith(".") and _ABBREVIATION.search(text, max(begin, stop.start() - 12), stop.start()):
            if not (_OPENING.match(text, stop.end()) and _WORDLIKE.search(text, begin, stop.start())):
                continue
        _append(found, text, begin, stop.end())
        begin = stop.end()
    _append(found, text, begin, last)
    return found


def _append(found: list[Span], text: str, begin: int, end: int) -> None:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        found.append(Span(begin, end))
