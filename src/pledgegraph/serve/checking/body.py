"""The body of a request for a check, read in the process that checks: data, shapes and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, FormParser

from pledgegraph.errors import InputError
from pledgegraph.serve.checking.words import FORM, MEDIA_TYPES, SYNTAXES, Outcome, header_of, media_of
from pledgegraph.validate.foreign import ENDINGS, Source

_MOST_PARTS = 50
_LONGEST_NAME = 80
_DATA, _SHAPES, _TEXT = "data", "shapes", "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a request brings: data, shapes if it has its own, and its fields."""

    data: tuple[Source, ...]
    shapes: tuple[Source, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    field: str
    name: str
    media: str
    content: bytes


def read(content_type: str, body: bytes, fields: Sequence[tuple[str, str]], base: str) -> Sent | Outcome:
    """What a request brings, or why that cannot be told.

    Raises:
        InputError: the form cannot be read.
    """
    media = media_of(content_type)
    if media != FORM:
        source = Source(name=_DATA, syntax=MEDIA_TYPES[media], base=base, data=body)
        return Sent(data=(source,), shapes=(), fields=dict(fields))
    found, parts = _parts(content_type, body)
    known = {**dict(fields), **found}
    sources = [(part.field, _source(part, known.get("syntax", ""), base)) for part in parts]
    unknown = [source.name for _, source in sources if not source.syntax]
    if unknown:
        return Outcome(
            status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            kind="media-type",
            detail=f"{unknown[0]} is in a syntax that is not named",
            remedy=f"Name one in the field 'syntax': {', '.join(SYNTAXES)}.",
        )
    return Sent(
        data=tuple(source for field, source in sources if field != _SHAPES),
        shapes=tuple(source for field, source in sources if field == _SHAPES),
        fields=known,
    )


def _parts(content_type: str, body: bytes) -> tuple[dict[str, str], list[_Part]]:
    """The fields of a form, and the parts of it that are RDF."""
    fields: dict[str, str] = {}
    parts: list[_Part] = []

    def field(sent: Field) -> None:
        name = (sent.field_name or b"").decode("utf-8", "replace")
        if name in {_DATA, _SHAPES, _TEXT}:
            content = sent.value or b""
            if content.strip():
                parts.append(_Part(field=name, name="the pasted text", media="", content=content))
        else:
            fields[name] = (sent.value or b"").decode("utf-8", "replace").strip()
        _count(fields, parts)

    def file(sent: File) -> None:
        name = (sent.field_name or b"").decode("utf-8", "replace")
        sent.file_object.seek(0)
        content = sent.file_object.read()
        if name in {_DATA, _SHAPES, _TEXT} and (content or sent.file_name):
            called = _called(sent.file_name or b"") or name
            parts.append(_Part(field=name, name=called, media=media_of(sent.content_type or ""), content=content))
        _count(fields, parts)

    boundary = header_of(content_type).get_param("boundary")
    config: dict[Any, Any] = {"MAX_MEMORY_FILE_SIZE": len(body) + 1}  # nothing goes to a disk
    try:
        if not isinstance(boundary, str):
            raise FormParserError("it names no boundary")
        parser = FormParser(FORM, field, file, boundary=boundary.encode("latin-1", "replace"), config=config)
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise InputError(f"the form cannot be read: {error}", remedy="Send it as RFC 7578 says.") from error
    return fields, parts


def _count(fields: Mapping[str, str], parts: Sequence[_Part]) -> None:
    if len(fields) + len(parts) > _MOST_PARTS:
        raise InputError(f"the form has more than {_MOST_PARTS} parts", remedy="Send fewer.")


def _source(part: _Part, named: str, base: str) -> Source:
    """A part as something to read: its syntax by its media type, else by its name, else as the form says; or none."""
    syntax = MEDIA_TYPES.get(part.media, "") or ENDINGS.get(PurePosixPath(part.name).suffix.lower(), "")
    syntax = syntax or (named if named in SYNTAXES else "")
    return Source(name=part.name, syntax=syntax, base=base, data=part.content)


def _called(name: bytes) -> str:
    """A file's own name, short and in visible characters."""
    plain = "".join(each for each in name.decode("utf-8", "replace").replace("\\", "/") if each.isprintable())
    return plain.rpartition("/")[2][-_LONGEST_NAME:]
