"""The tokens of a SPARQL text, in one pass whose time grows with its length alone.

Strings, addresses, comments, prefixed names, variables and language tags are tokens of their own, so that a word
inside them is never taken for a keyword. The reader knows no grammar; what it cannot read is for the evaluator to
refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a token is; white space and comments are left out."""

    IRI = "iri"
    STRING = "string"
    OPEN_STRING = "open"
    VARIABLE = "variable"
    LANGUAGE = "language"
    BLANK = "blank"
    NAME = "name"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"


_KINDS = {kind.value: kind for kind in Kind}
_LONGEST_PREFIX = 255  # bounds what is read twice where no colon follows
_NAME_START = r"[^\W\d_]"
_LOCAL = r"(?:[\w\-.:\u0080-\U0010ffff]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_TOKEN = re.compile(
    rf"""
      (?P<skip>[\x20\t\r\n]++|\#[^\r\n]*+)
    | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*+(?:\\[uU][0-9A-Fa-f]++[^<>"{{}}|^`\\\x00-\x20]*+)*+>)
    | (?P<string>
          \"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*+\"\"\"
        | '''(?:[^'\\]|\\.|'(?!''))*+'''
        | "(?!"")(?:[^"\\\r\n]|\\.)*+"
        | '(?!'')(?:[^'\\\r\n]|\\.)*+'
      )
    | (?P<open>["'])
    | (?P<variable>[?$]\w++)
    | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    | (?P<blank>_:[\w\-.\u00b7\u0300-\u036f\u203f\u2040]++)
    | (?P<name>(?:{_NAME_START}[\w\-.\u00b7\u0300-\u036f\u203f\u2040]{{0,{_LONGEST_PREFIX}}}+)?:{_LOCAL}*+)
    | (?P<number>[0-9]++(?:\.[0-9]*+)?(?:[eE][+-]?[0-9]++)?|\.[0-9]++(?:[eE][+-]?[0-9]++)?)
    | (?P<word>\w++)
    | (?P<sign>&&|\|\||\^\^|[<>!]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One token: what it is, its text, and where it begins."""

    kind: Kind
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, in order."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield Token(_KINDS[match.lastgroup or "sign"], match.group(), match.start())


def position(text: str, start: int) -> tuple[int, int]:
    """The line and the column of a place in a text, both counted from one."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
