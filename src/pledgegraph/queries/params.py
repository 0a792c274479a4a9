"""Query parameters: typed, with defaults, and bound by replacing a whole `VALUES` block with serialised terms.

A query with a parameter `since` holds `VALUES ?since { "2024-01-01"^^xsd:date }`, or `{ UNDEF }` without default.
So the file runs as it is in any SPARQL tool, and binding puts one serialised RDF term between the braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, parse

from pledgegraph.errors import InputError
from pledgegraph.sources.tables import suggestion
from pledgegraph.vocab import PREFIXES

UNSET = "UNDEF"

_PARAM = re.compile(r"([a-z][a-z0-9_]*) \(([a-z0-9]+)\)(?: = (\S.*)| (optional))?")
_ISO3 = re.compile(r"[A-Z]{3}")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


class ParamType(StrEnum):
    """What a parameter's value may be."""

    STRING = "string"
    DATE = "date"
    INTEGER = "integer"
    IRI = "iri"
    STATE = "state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """One parameter: its name, its type, and the default; an optional one without default matches everything."""

    name: str
    type: ParamType
    default: str | None
    optional: bool


def read_params(value: str, place: Path | str, line: int) -> tuple[Param, ...]:
    """The parameters of a header value like `state (state) = SGP; since (date) optional; name (string)`."""
    params: list[Param] = []
    for written in (part.strip() for part in value.split(";") if part.strip()):
        found = _PARAM.fullmatch(written)
        if found is None:
            raise InputError(
                f"'{written}' is not a parameter",
                place=place,
                line=line,
                remedy="Write 'name (type) = default', 'name (type) optional' or 'name (type)'.",
            )
        name, kind, default, optional = found.groups()
        kinds = [each.value for each in ParamType]
        if kind not in kinds:
            raise InputError(f"unknown parameter type '{kind}'", place=place, line=line, remedy=suggestion(kind, kinds))
        if any(each.name == name for each in params):
            raise InputError(f"parameter '{name}' is there twice", place=place, line=line, remedy="Keep one.")
        param = Param(name=name, type=ParamType(kind), default=default, optional=optional is not None)
        if default is not None:
            try:
                term(param, default)
            except InputError as error:
                raise InputError(error.problem, place=place, line=line, remedy=error.remedy) from None
        params.append(param)
    return tuple(params)


def check_blocks(text: str, params: Iterable[Param], place: Path | str) -> None:
    """Refuses a query whose `VALUES` blocks do not say what its header says.

    Raises:
        InputError: a parameter has no block, or several, or its block holds another default.
    """
    for param in params:
        blocks = _block(param.name).findall(text)
        if len(blocks) != 1:
            raise InputError(
                f"parameter '{param.name}' has {len(blocks)} VALUES blocks",
                place=place,
                remedy=f"Write one 'VALUES ?{param.name} {{ ... }}' where it is first needed.",
            )
        expected = UNSET if param.default is None else term(param, param.default)
        if _expanded(blocks[0].strip()) != _expanded(expected):
            raise InputError(
                f"the VALUES block of parameter '{param.name}' holds {blocks[0].strip()}, its header says {expected}",
                place=place,
                remedy="Make them agree.",
            )


def bind(text: str, params: Iterable[Param], values: Mapping[str, str], place: Path | str) -> str:
    """The query's text with every given value in the block of its parameter.

    Raises:
        InputError: a name is unknown, a value does not fit its type, or a required value is missing.
    """
    known = {param.name: param for param in params}
    for name in values:
        if name not in known:
            raise InputError(
                f"unknown parameter '{name}'", place=place, remedy=suggestion(name, known) or "It has none."
            )
    for name, param in known.items():
        if name in values:
            bound = term(param, values[name])
            text = _block(name).sub(_replacement(name, bound), text)
        elif param.default is None and not param.optional:
            raise InputError(
                f"parameter '{name}' needs a value",
                place=place,
                remedy=f"Give one: -p {name}=..., a {param.type.value}.",
            )
    return text


def term(param: Param, value: str) -> str:
    """The value as a SPARQL term of the parameter's type.

    >>> term(Param(name="day", type=ParamType.DATE, default=None, optional=False), "2025-10-26")
    '"2025-10-26"^^<http://www.w3.org/2001/XMLSchema#date>'
    """
    makers: dict[ParamType, Callable[[str], str | None]] = {
        ParamType.STRING: lambda text: str(Literal(text)),
        ParamType.DATE: _date,
        ParamType.INTEGER: lambda text: str(int(text)) if _INTEGER.fullmatch(text) else None,
        ParamType.IRI: _iri,
        ParamType.STATE: lambda text: str(Literal(text)) if _ISO3.fullmatch(text) else None,
    }
    hints = {
        ParamType.DATE: "Write it as 2025-10-26.",
        ParamType.INTEGER: "Write digits.",
        ParamType.IRI: "Write a full IRI, or a prefix and the rest: id:document/x.",
        ParamType.STATE: "Write three capital letters, as CHN.",
    }
    made = makers[param.type](value) if _encodable(value) else None
    if made is None:
        raise InputError(
            f"'{value}' is not a value for parameter '{param.name}' of type {param.type.value}",
            remedy=hints.get(param.type, ""),
        )
    return made


def _encodable(text: str) -> bool:
    """Whether a text is made of characters; bytes of a wrongly set terminal may come as something else."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _date(text: str) -> str | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return f"{Literal(day.isoformat())}^^<{PREFIXES['xsd']}date>" if day.isoformat() == text else None


def _iri(text: str) -> str | None:
    """`<iri>` for an absolute IRI or a prefixed name with a known prefix, if the library can parse it."""
    prefix, _, rest = text.partition(":")
    full = PREFIXES[prefix] + rest if prefix in PREFIXES and not rest.startswith("//") else text
    if not _IRI.fullmatch(full):
        return None
    try:
        list(parse(f"<{full}> <{full}> <{full}> .", format=RdfFormat.N_TRIPLES))
    except SyntaxError:
        return None
    return f"<{full}>"


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*VALUES \?{name} \{{([^{{}}]*)\}}", re.MULTILINE)


def _replacement(name: str, bound: str) -> Callable[[re.Match[str]], str]:
    return lambda _: f"VALUES ?{name} {{ {bound} }}"


def _expanded(written: str) -> str:
    """A term with the known prefixes of its datatype or IRI written out."""
    for prefix, namespace in PREFIXES.items():
        written = re.sub(rf"(^|\^\^){prefix}:([\w/-]+)$", rf"\1<{namespace}\2>", written)
    return written
