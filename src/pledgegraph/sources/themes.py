"""The theme scheme as phrases: which concept a phrase speaks of, and which phrases must not be taken for one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from pledgegraph.errors import InputError
from pledgegraph.sources.tomlfile import read_text
from pledgegraph.vocab import ENTITIES, ONTOLOGY, PREFIXES

_THEME = ENTITIES + "theme/"
_SKOS = PREFIXES["skos"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Themes:
    """Phrases in lower case; `negative` maps a phrase to the themes that it must not be read as.

    `hidden` are phrases that hint at a theme and alone prove nothing: they help to find, and assert no theme.

    A theme with narrower ones has a label but no phrases: its name alone ("people") says too little.
    """

    labels: Mapping[str, str]
    phrases: Mapping[str, tuple[str, ...]]
    negative: Mapping[str, tuple[str, ...]]
    hidden: Mapping[str, tuple[str, ...]]
    sha256: str

    @classmethod
    def read(cls, path: Path) -> Themes:
        """The concepts of a Turtle file.

        Raises:
            InputError: the file is missing or not Turtle.
        """
        text = read_text(path)
        labels: dict[str, str] = {}
        phrases: dict[str, set[str]] = {}
        negative: dict[str, set[str]] = {}
        hidden: dict[str, set[str]] = {}
        broad: set[str] = set()
        try:
            triples = list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
        except (SyntaxError, ValueError) as error:
            raise InputError(f"not valid Turtle ({error})", place=path, remedy="Mend the syntax there.") from error
        for triple in triples:
            subject, predicate, value = triple.subject, triple.predicate.value, triple.object
            if not isinstance(subject, ox.NamedNode) or not subject.value.startswith(_THEME):
                continue
            if predicate == _SKOS + "broader" and isinstance(value, ox.NamedNode):
                broad.add(value.value.removeprefix(_THEME))
            if not isinstance(value, ox.Literal):
                continue
            slug = subject.value.removeprefix(_THEME)
            if predicate in (_SKOS + "prefLabel", _SKOS + "altLabel"):
                phrases.setdefault(value.value.lower(), set()).add(slug)
                if predicate.endswith("prefLabel"):
                    labels[slug] = value.value
            elif predicate == _SKOS + "hiddenLabel":
                hidden.setdefault(value.value.lower(), set()).add(slug)
            elif predicate == ONTOLOGY + "negativeLabel":
                negative.setdefault(value.value.lower(), set()).add(slug)
        return cls(
            labels=labels,
            phrases={
                phrase: tuple(sorted(slugs - broad)) for phrase, slugs in sorted(phrases.items()) if slugs - broad
            },
            negative={phrase: tuple(sorted(slugs)) for phrase, slugs in sorted(negative.items())},
            hidden={phrase: tuple(sorted(slugs)) for phrase, slugs in sorted(hidden.items())},
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )
