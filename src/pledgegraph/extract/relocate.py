"""Records read from a layer, moved to the offsets of the stored text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from pledgegraph import model
from pledgegraph.extraction import Extraction
from pledgegraph.spans import Layer, Span

_RECORDS = "|".join(
    name for name, made in vars(model).items() if isinstance(made, type) and (made is Span or is_dataclass(made))
)
_MOVES = re.compile(rf"\b(?:{_RECORDS})\b")
_STAYS = re.compile(r"^(?:Document|Ref(?: \| None)?|Known|tuple\[Ref, \.\.\.\])$")


def relocated(extraction: Extraction) -> Extraction:
    """The same records with every span where it stands in the stored text; written values stay as they are."""
    layer = extraction.document.layer
    if layer.starts is None:
        return extraction
    return Extraction(**{part.name: _moved(getattr(extraction, part.name), layer) for part in fields(extraction)})


def _moved(value: Any, layer: Layer) -> Any:  # noqa: ANN401  (any field of any record)
    kind: Callable[..., Any] = type(value)
    if kind is Span:
        return layer.stored(value)
    if isinstance(value, list | tuple):
        return kind([_moved(one, layer) for one in value]) if value else value
    moving, staying = _fields(kind)
    if not moving:
        return value
    changed = {name: _moved(getattr(value, name), layer) for name in moving}
    return kind(**changed, **{name: getattr(value, name) for name in staying})


@cache
def _fields(kind: Callable[..., Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of a record that hold spans or records with spans, and the others; none of what is no record."""
    if not is_dataclass(kind) or kind is model.Document:
        return (), ()
    written = {part.name: str(part.type) for part in fields(kind)}
    moving = tuple(name for name, held in written.items() if _MOVES.search(held) and not _STAYS.fullmatch(held))
    return moving, tuple(name for name in written if name not in moving)
