"""Records read from a layer, moved to the offsets of the stored text."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from pledgegraph import model
from pledgegraph.model import Extraction
from pledgegraph.spans import Layer, Span

_RECORDS = "|".join(
    name for name, made in vars(model).items() if isinstance(made, type) and (made is Span or is_dataclass(made))
)
_MOVES = re.compile(rf"\b(?:{_RECORDS})\b")
_KNOWN: dict[str, tuple[str, ...]] = {}
_STAYS = re.compile(r"^(?:Document|Ref(?: \| None)?|Known|tuple\[Ref, \.\.\.\])$")


def relocated(extraction: Extraction) -> Extraction:
    """The same records with every span where it stands in the stored text; written values stay as they are."""
    layer = extraction.document.layer
    if layer.starts is None:
        return extraction
    return Extraction(**{part.name: _moved(getattr(extraction, part.name), layer) for part in fields(extraction)})


def _moved(value: Any, layer: Layer) -> Any:  # noqa: ANN401  (any field of any record)
    if isinstance(value, Span):
        return layer.stored(value)
    if isinstance(value, list | tuple):
        return type(value)(_moved(one, layer) for one in value) if value else value
    names = _moving(type(value).__qualname__, type(value))
    if not names:
        return value
    return replace(value, **{name: _moved(getattr(value, name), layer) for name in names})


def _moving(name: str, kind: type[object]) -> tuple[str, ...]:
    """The fields of a record that hold spans or records with spans; none for what is no record."""
    known = _KNOWN.get(name)
    if known is not None:
        return known
    if not is_dataclass(kind) or kind is model.Document:
        return ()
    _KNOWN[name] = tuple(
        part.name for part in fields(kind) if _MOVES.search(str(part.type)) and not _STAYS.fullmatch(str(part.type))
    )
    return _KNOWN[name]
