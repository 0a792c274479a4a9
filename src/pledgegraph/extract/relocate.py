"""Records read from a layer, moved to the offsets of the stored text."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from pledgegraph.model import Document, Extraction, Layer, Span


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
        return type(value)(_moved(one, layer) for one in value)
    if isinstance(value, Document) or not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {}
    for part in fields(value):
        before = getattr(value, part.name)
        after = _moved(before, layer)
        if after is not before and after != before:
            changed[part.name] = after
    return replace(value, **changed) if changed else value
