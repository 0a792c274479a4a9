"""What a query may be, told from its tokens before a worker sees it.

Refused are updates, calls of other servers (SERVICE), control characters, strings without an end, and what would
exhaust a parser: deep nesting, thousands of groups, alternatives, path steps or rows. A worker can reach nothing
outside in any case; the guard gives the refusal its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus

from pledgegraph.queries.tokens import Kind, Token, position, tokens
from pledgegraph.serve.formats import Shape
from pledgegraph.serve.outcomes import Refusal

DEPTH = 64
GROUPS = 2000
UNIONS = 256
ROWS = 10_000
STEPS = 1000
TOKENS = 60_000
SHORT = 8192
REMEMBERED = 512

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FORMS = {"SELECT": Shape.TABLE, "ASK": Shape.TABLE, "CONSTRUCT": Shape.GRAPH, "DESCRIBE": Shape.GRAPH}
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])
_VOLATILE = frozenset(["NOW", "RAND", "UUID", "STRUUID", "BNODE"])
_TERMS = frozenset([Kind.IRI, Kind.STRING, Kind.NAME, Kind.NUMBER, Kind.BLANK])


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A query that passed.

    Attributes:
        text: as it was sent.
        shape: whether its answer is a table or a graph.
        own_dataset: whether it names graphs of its own (FROM).
        volatile: whether two answers of one release may differ (NOW, RAND and the like).
    """

    text: str
    shape: Shape
    own_dataset: bool
    volatile: bool


def check(text: str) -> Checked | Refusal:
    """The query as it may be sent to a worker, or why it may not.

    The text alone decides, so what was decided of the last short texts is remembered.
    """
    return _remembered(text) if len(text) <= SHORT else _decided(text)


@lru_cache(maxsize=REMEMBERED)
def _remembered(text: str) -> Checked | Refusal:
    return _decided(text)


def _decided(text: str) -> Checked | Refusal:
    control = _CONTROL.search(text)
    if control:
        return _refusal(text, control.start(), "control-character", "a control character stands here", "Remove it.")
    reading = _Reading(text)
    for token in tokens(text):
        refusal = reading.take(token)
        if refusal is not None:
            return refusal
    return Checked(
        text=text,
        shape=reading.shape or Shape.TABLE,
        own_dataset=reading.own_dataset,
        volatile=reading.volatile,
    )


class _Reading:
    """What has been seen of a query so far."""

    def __init__(self, text: str) -> None:
        self.shape: Shape | None = None
        self.own_dataset = False
        self.volatile = False
        self._text = text
        self._taken = 0
        self._depth = 0
        self._groups = 0
        self._unions = 0
        self._steps = 0
        self._rows = 0
        self._values = False
        self._values_depth = 0
        self._run = 0
        self._before = Token(Kind.SIGN, "", 0)

    def take(self, token: Token) -> Refusal | None:
        """Counts a token; the reason when it is one too many."""
        self._taken += 1
        if self._taken > TOKENS:
            return self._too_much(
                token, f"the query has more than {TOKENS} words and signs", HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            )
        refusal = self._by_kind(token)
        self._before = token
        return refusal

    def _by_kind(self, token: Token) -> Refusal | None:
        if token.kind is Kind.OPEN_STRING:
            return _refusal(self._text, token.start, "syntax", "a string begins here and does not end", "End it.")
        if token.kind is Kind.WORD:
            return self._word(token)
        if token.kind is Kind.SIGN:
            return self._sign(token)
        return self._row(token) if token.kind in _TERMS else None

    # --- words ---

    def _word(self, token: Token) -> Refusal | None:
        word = token.text.upper()
        if "SERVICE" in word:
            return self._service(token)
        if self.shape is None:
            return self._before_form(word, token)
        if word == "FROM":
            self.own_dataset = True
        elif word in _VOLATILE:
            self.volatile = True
        elif word == "VALUES":
            self._values, self._values_depth = True, self._depth
        elif word == "UNION":
            self._unions += 1
            if self._unions > UNIONS:
                return self._too_much(token, f"the query has more than {UNIONS} UNION")
        elif word in {"TRUE", "FALSE", "UNDEF"}:
            return self._row(token)
        return None

    def _before_form(self, word: str, token: Token) -> Refusal | None:
        """The prologue's words, the form of the query, or that it is none."""
        if word in _FORMS:
            self.shape = _FORMS[word]
        elif word in _UPDATES:
            return _refusal(
                self._text, token.start, "update", f"{word} is an update", "This endpoint only answers queries."
            )
        return None

    def _service(self, token: Token) -> Refusal:
        return _refusal(
            self._text,
            token.start,
            "service",
            "SERVICE would send the query to another server",
            "Ask that server itself.",
        )

    # --- signs ---

    def _sign(self, token: Token) -> Refusal | None:
        sign = token.text
        if sign in "({[":
            return self._open(token)
        if sign in ")}]":
            self._close(sign)
            return None
        if sign in "/|^":
            self._steps += 1
            if self._steps > STEPS:
                return self._too_much(token, f"the query has more than {STEPS} path steps")
        return self._repeated(token) if sign in "!^+-*?" else None

    def _open(self, token: Token) -> Refusal | None:
        self._depth += 1
        if token.text == "{":
            self._groups += 1
            before = self._before
            if before.kind is Kind.NAME and before.text.partition(":")[0].upper().endswith("SERVICE"):
                return self._service(before)  # the evaluator reads `SERVICE:x {` as `SERVICE :x {`
        if self._depth > DEPTH:
            return self._too_much(token, f"the query nests deeper than {DEPTH} brackets")
        if self._groups > GROUPS:
            return self._too_much(token, f"the query has more than {GROUPS} groups")
        return self._row(token) if token.text == "(" else None

    def _close(self, sign: str) -> None:
        self._depth = max(0, self._depth - 1)
        if sign == "}" and self._depth <= self._values_depth:
            self._values = False

    def _repeated(self, token: Token) -> Refusal | None:
        """Counts signs that follow each other, each of which a parser would nest."""
        self._run = self._run + 1 if self._before.text == token.text else 0
        if self._run > DEPTH:
            return self._too_much(token, f"'{token.text}' is repeated more than {DEPTH} times")
        return None

    def _row(self, token: Token) -> Refusal | None:
        """Counts values and rows where VALUES lists them."""
        if not self._values or self._depth <= self._values_depth:
            return None
        self._rows += 1
        if self._rows > ROWS:
            return self._too_much(token, f"VALUES lists more than {ROWS} values", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return None

    def _too_much(self, token: Token, detail: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> Refusal:
        return _refusal(self._text, token.start, "query-too-large", detail, "Divide the query.", status)


def _refusal(
    text: str, start: int, kind: str, detail: str, remedy: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST
) -> Refusal:
    line, column = position(text, start)
    return Refusal(status=status, kind=kind, detail=detail, remedy=remedy, line=line, column=column)
