"""Static word embeddings as one more part of the score; off unless the weights name a model.

Needs the extra `embeddings` (`pip install pledgegraph[embeddings]`) and a model in a local folder, as model2vec saves
one: `config.json`, `model.safetensors`, `tokenizer.json`. Nothing is fetched from a network.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pledgegraph.errors import InputError, MissingToolError

FILES = ("config.json", "model.safetensors", "tokenizer.json")
Embedding = Sequence[float]


class Embedder(Protocol):
    """What turns a text into a vector of length 1, under a version that names the model."""

    @property
    def version(self) -> str:
        """The model's name and checksum."""

    def embed(self, text: str) -> Embedding:
        """The vector of a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticEmbedder:
    """A model2vec model: the mean of its words' vectors."""

    version: str
    model: Any

    def embed(self, text: str) -> Embedding:
        """The vector of a text, of length 1 or 0 where no word is known."""
        return [float(value) for value in self.model.encode(text)]


def read_embedder(folder: Path) -> StaticEmbedder:
    """The model in a local folder.

    Raises:
        MissingToolError: the extra is not installed.
        InputError: the folder or one of its files is missing or holds no model.
    """
    for name in FILES:
        if not (folder / name).is_file():
            raise InputError(
                "the model of embeddings is not there",
                place=folder / name,
                remedy="Name the folder of a model2vec model in embeddings-model of weights.toml.",
            )
    if importlib.util.find_spec("model2vec") is None:
        raise MissingToolError(
            "weights.toml switches embeddings on, and the extra for them is not installed",
            remedy="Install pledgegraph[embeddings], or set the weight of embeddings to 0.",
        )
    library = importlib.import_module("model2vec")
    unreadable: type[Exception] = importlib.import_module("safetensors").SafetensorError
    try:
        model = library.StaticModel.from_pretrained(folder, normalize=True)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, unreadable) as error:
        raise InputError(
            f"holds no model of static embeddings ({error})", place=folder, remedy="Save it with model2vec again."
        ) from error
    checksum = hashlib.sha256(b"".join((folder / name).read_bytes() for name in FILES)).hexdigest()
    return StaticEmbedder(version=f"{folder.name} {checksum[:8]}", model=model)


def dot(one: Embedding, other: Embedding) -> float:
    """The dot product; 0 where a vector is missing."""
    return sum(a * b for a, b in zip(one, other, strict=True)) if one and other else 0.0
