"""What a question to the pool ends in: an answer, or a refusal that says why, as HTTP will say it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from pledgegraph.serve.formats import Form


@dataclass(slots=True, weakref_slot=True, eq=False)
class Held:
    """An answer's bytes; the room they take is given back when nothing refers to this any more."""

    data: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer in full.

    Attributes:
        held: its bytes, with the room they take.
        form: how it is written.
        release: the release that gave it.
    """

    held: Held
    form: Form
    release: str

    @property
    def body(self) -> bytes:
        """The answer's bytes."""
        return self.held.data

    def json(self) -> dict[str, Any]:
        """The document of an answer that is written in JSON."""
        document: dict[str, Any] = json.loads(self.body)
        return document


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why there is no answer.

    Attributes:
        status: the HTTP status.
        kind: the kind of problem, a name in kebab case.
        detail: what is wrong, for a person.
        remedy: what to do about it.
        line: where in the query; 0 where that says nothing.
        column: the same.
        retry_after: seconds after which the same request may succeed; 0 when it will not.
    """

    status: HTTPStatus
    kind: str
    detail: str
    remedy: str = ""
    line: int = 0
    column: int = 0
    retry_after: int = 0


Outcome = Answer | Refusal
