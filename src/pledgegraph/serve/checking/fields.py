"""What a request asks of a check, in the words of the command line: form, focus, engine, limit, severity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pledgegraph.errors import InputError
from pledgegraph.validate.engines import engine_named
from pledgegraph.validate.gate import DEFAULT_ENGINE
from pledgegraph.validate.grouping import LIMIT
from pledgegraph.validate.render import FORMATS
from pledgegraph.validate.reports import Severity

FIELDS = ("format", "focus", "fail-on", "limit", "engine", "syntax")
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How to check, and how to say what was found.

    Attributes:
        form: the form of the report.
        focus: the node to report on; "" for all.
        fail_on: the mildest severity with which the data do not conform.
        limit: findings shown of each kind; 0 for all.
        engine: the engine's name.
    """

    form: str
    focus: str
    fail_on: Severity
    limit: int
    engine: str

    @classmethod
    def of(cls, fields: Mapping[str, str], form: str) -> Asked:
        """What the fields of a request ask for; the form of the report that the client likes where they name none.

        Raises:
            InputError: a field is not known, or has a value that means nothing.
        """
        for name in fields:
            if name not in FIELDS:
                raise InputError(f"there is no field {name!r}", remedy=f"Use data, shapes, text, {', '.join(FIELDS)}.")
        chosen = fields.get("format") or form
        if chosen not in FORMATS:
            raise InputError(f"no report has the form {chosen!r}", remedy=f"Use one of: {', '.join(FORMATS)}.")
        severity = (fields.get("fail-on") or "violation").capitalize()
        if severity not in set(Severity):
            raise InputError("'fail-on' names no severity", remedy="Use violation, warning or info.")
        number = fields.get("limit") or str(LIMIT)
        if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER):
            raise InputError("'limit' is no number", remedy="Use 0 for all findings, or the number of each kind.")
        return cls(
            form=chosen,
            focus=fields.get("focus", "").strip().strip("<>"),
            fail_on=Severity(severity),
            limit=int(number),
            engine=engine_named(fields.get("engine") or DEFAULT_ENGINE).name,
        )
