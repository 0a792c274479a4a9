"""How much each part of a score weighs: the file `data/tracking/weights.toml`."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.sources.tomlfile import read_toml
from pledgegraph.vocab import Force


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Weights of the parts that speak of content; they add up to 1. Embeddings are off where their weight is 0."""

    terms: float
    clause: float
    synonyms: float
    themes: float
    clause_themes: float
    instruments: float
    alignments: float
    embeddings: float = 0.0


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How force and speaker scale the content."""

    least: float
    force: float
    actor: float


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The weights file.

    `aligned_from` is the confidence from which an alignment counts; `embeddings_model` names the folder of a model of
    static embeddings, empty for none.
    """

    version: str
    threshold: float
    same_threshold: float
    aligned_from: float
    content: Content
    scale: Scale
    force: dict[Force, float]
    embeddings_model: str = ""

    @classmethod
    def read(cls, path: Path) -> Weights:
        """The weights of a TOML file.

        Raises:
            InputError: the file cannot be used, the content parts do not add up to 1, or embeddings weigh something and
                no model is named, or the other way round.
        """
        weights = read_toml(path, cls)
        if not math.isclose(sum(msgspec.structs.astuple(weights.content)), 1.0, abs_tol=1e-6):
            raise InputError("the weights of [content] do not add up to 1", place=path, remedy="Let them.")
        if bool(weights.embeddings_model) != (weights.content.embeddings > 0):
            raise InputError(
                "embeddings need both a weight and a model",
                place=path,
                remedy="Set embeddings-model and the weight embeddings in [content], or neither.",
            )
        return weights
