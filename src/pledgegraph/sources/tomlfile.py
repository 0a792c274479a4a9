"""Reading TOML files strictly: every key known, every value of its type, or one message that says where."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import TypeVar

import msgspec

from pledgegraph.errors import InputError

T = TypeVar("T")

_UNKNOWN = re.compile(r"unknown field `([^`]+)`")
_ENUM = re.compile(r"[Ii]nvalid enum value '(?P<value>[^']*)' - at `\$\.(?P<field>[\w-]+)`")
_SYNTAX = re.compile(r"at line (\d+)")
_PATH = re.compile(r"at `\$\.([^`]+)`")
_STEP = re.compile(r"(?:^|\.)([\w-]+)(?:\[(\d+)\])?")
_FORMS = (
    ("missing required field", "Add it."),
    ("xpected `str", "Put the value in quotes."),
    ("xpected `int", "Write a whole number, without quotes."),
    ("xpected `array", "Put the values in square brackets."),
)
"""What to do about a value of the wrong type, by what the message says."""


def read_text(path: Path) -> str:
    """The UTF-8 text of a file, newlines as stored.

    Raises:
        InputError: the file is missing, a folder, unreadable or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 text (byte {error.start})", place=path, remedy="Save the file as UTF-8."
        ) from error
    except FileNotFoundError as error:
        raise InputError("no such file", place=path, remedy="Check the name.") from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", place=path, remedy="Check its permissions.") from error


def read_toml(path: Path, schema: type[T]) -> T:
    """The file decoded into `schema`, a msgspec structure that forbids unknown keys.

    Raises:
        InputError: missing file, bad TOML, unknown key (with the nearest known one), wrong type.
    """
    text = read_text(path)
    if text.startswith("\ufeff"):
        raise InputError(
            "a byte order mark is in the file", place=path, line=1, remedy="Save it as UTF-8 without byte order mark."
        )
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"not valid TOML ({error})",
            place=path,
            line=_syntax_line(text, str(error)),
            remedy="Mend the syntax there.",
        ) from error
    try:
        return msgspec.convert(data, schema)
    except msgspec.ValidationError as error:
        message = str(error)
        raise InputError(
            _wording(message), place=path, line=_line(text, message), remedy=_nearest(message, schema)
        ) from error


def line_of(path: Path, key: str) -> int | None:
    """The line of a key of a file, for a message about its value."""
    at = _first(read_text(path).splitlines(), key, 0)
    return None if at is None else at + 1


def _syntax_line(text: str, message: str) -> int | None:
    if message.endswith("(at end of document)"):
        return len(text.splitlines())
    found = _SYNTAX.search(message)
    return int(found.group(1)) if found else None


def _wording(message: str) -> str:
    message = message.replace("Object contains ", "").replace("Object missing ", "missing ")
    return message[:1].lower() + message[1:]


def _line(text: str, message: str) -> int | None:
    """The line of the key that a message speaks of, else of the table it stands in."""
    lines = text.splitlines()
    at = _place(lines, message)
    if found := _UNKNOWN.search(message):
        at = _first(lines, found.group(1), at or 0)
    return None if at is None else at + 1


def _place(lines: Sequence[str], message: str) -> int | None:
    """Where the path of a message leads, such as `$.rule[2].finds`: the third table, and the key in it."""
    path, at = _PATH.search(message), None
    for name, number in _STEP.findall(path.group(1)) if path else ():
        tables = [count for count, line in enumerate(lines) if re.match(rf"\s*\[\[{re.escape(name)}\]\]", line)]
        at = tables[int(number)] if number and tables else _first(lines, name, at or 0)
    return at


def _first(lines: Sequence[str], key: str, start: int) -> int | None:
    """The first line from a start on that begins with a key or the head of a table."""
    begins = re.compile(rf"\s*\[*{re.escape(key)}\b")
    return next((count for count in range(start, len(lines)) if begins.match(lines[count])), None)


def _nearest(message: str, schema: type) -> str:
    found = _UNKNOWN.search(message)
    if not found:
        forms = (remedy for wrong, remedy in _FORMS if wrong in message)
        return _allowed(message, schema) or next(forms, "Give the value the form its neighbours have.")
    known = sorted(_names(schema, set()))
    close = difflib.get_close_matches(found.group(1), known, n=1)
    return f"Did you mean '{close[0]}'?" if close else f"Known keys: {', '.join(known)}."


def _allowed(message: str, schema: type) -> str:
    """The values of the enumeration that a wrong value stands for, if the message speaks of one."""
    wrong = _ENUM.search(message)
    if not wrong or not issubclass(schema, msgspec.Struct):
        return ""
    for item in msgspec.structs.fields(schema):
        kinds: list[type[Enum]] = [
            kind
            for kind in (item.type, *getattr(item.type, "__args__", ()))
            if isinstance(kind, type) and issubclass(kind, Enum)
        ]
        if item.encode_name == wrong.group("field") and kinds:
            values = [str(member.value) for member in kinds[0]]
            close = difflib.get_close_matches(wrong.group("value"), values, n=1)
            return f"Did you mean '{close[0]}'?" if close else f"Allowed: {', '.join(values)}."
    return ""


def _names(schema: object, seen: set[object]) -> set[str]:
    """Every field name of a structure and of those inside it."""
    if not isinstance(schema, type) or schema in seen or not issubclass(schema, msgspec.Struct):
        return set().union(*(_names(part, seen) for part in getattr(schema, "__args__", ())), set())
    seen.add(schema)
    names: set[str] = set()
    for item in msgspec.structs.fields(schema):
        names.add(item.encode_name)
        names |= _names(item.type, seen)
    return names
