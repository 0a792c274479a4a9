"""Queries stay on this machine: one that would call another server or read another data set is refused unevaluated."""

from __future__ import annotations

from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.queries.tokens import Kind, Token, position, tokens

_SERVICE = ("SERVICE would send the query to another server", "Ask that server itself.")
_FROM = ("FROM would choose another data set", "Leave it out: every query is asked of the whole release.")
_ESCAPE = ("a word is written with an escape", "Write its characters themselves.")


def refuse_reaching_out(text: str, place: Path | str) -> None:
    """Lets a query pass that neither has a SERVICE nor a FROM; words in strings, comments and addresses do not count.

    Raises:
        InputError: it has one of them, or an escape that could hide one.
    """
    before, depth = Token(Kind.SIGN, "", 0), 0
    for token in tokens(text):
        reason = _reason(token, before, depth)
        if reason is not None:
            problem, remedy = reason
            raise InputError(problem, place=place, line=position(text, token.start)[0], remedy=remedy)
        depth += (token.text in "({[") - (token.text in ")}]")
        before = token


def _reason(token: Token, before: Token, depth: int) -> tuple[str, str] | None:
    """Why a query with this token is refused.

    Evaluators read `SERVICE:x {` as `SERVICE :x {` and `FROM:x` as `FROM :x`, so a prefix of that name is refused where
    the keyword could stand.
    """
    word = token.text.upper()
    if token.kind is Kind.WORD:
        return _SERVICE if "SERVICE" in word else _FROM if word == "FROM" else None
    if token.kind is Kind.SIGN:
        if word == "\\":
            return _ESCAPE
        return _SERVICE if word == "{" and before.kind is Kind.NAME and _prefix(before) == "SERVICE" else None
    declared = before.kind is Kind.WORD and before.text.upper() == "PREFIX"
    return _FROM if token.kind is Kind.NAME and not depth and not declared and _prefix(token) == "FROM" else None


def _prefix(token: Token) -> str:
    return token.text.partition(":")[0].upper()
