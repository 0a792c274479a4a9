"""The targets and objectives that an alignment may name: those that the agendas have, read from data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from pledgegraph.errors import InputError
from pledgegraph.sources.tables import read_table
from pledgegraph.sources.tomlfile import read_text as read_any_text
from pledgegraph.vocab import ENTITIES, PREFIXES

SDG, GCM = "sdg", "gcm"
SCHEMES = {SDG: "http://metadata.un.org/sdg/", GCM: ENTITIES + "global-compact/"}
"""The prefix of a target in a file of alignments, and the namespace of its address."""

_COLUMNS = ("goal", "numbered", "lettered", "source")
_NUMBER = re.compile(r"[1-9]\d?")
_LETTER = re.compile(r"[a-z]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """The notations that each agenda has, by the prefix of its scheme."""

    notations: Mapping[str, frozenset[str]]

    @classmethod
    def read(cls, registry: Path, ontology: Path) -> Targets:
        """The targets of `sdg-targets.csv` in the registry and the objectives of `global-compact.ttl`.

        Raises:
            InputError: a file is missing or cannot be read, or a row holds no number or letter.
        """
        return cls(
            notations={
                SDG: frozenset(_sdg(registry / "sdg-targets.csv")),
                GCM: frozenset(_objectives(ontology / "global-compact.ttl")),
            }
        )


def _sdg(path: Path) -> set[str]:
    """The targets of every goal: from 1 to the last number, and from a to the last letter."""
    found: set[str] = set()
    for row in read_table(path, _COLUMNS, ["goal"]):
        for column, form in (("goal", _NUMBER), ("numbered", _NUMBER), ("lettered", _LETTER)):
            if not form.fullmatch(row[column]):
                row.fail(
                    f"{column} '{row[column]}' is no number or letter of a target", "Write 7 and c, as in 10.7, 10.c."
                )
        found |= {f"{row['goal']}.{number}" for number in range(1, int(row["numbered"]) + 1)}
        found |= {f"{row['goal']}.{chr(code)}" for code in range(ord("a"), ord(row["lettered"] or "`") + 1)}
    return found


def _objectives(path: Path) -> set[str]:
    notation = PREFIXES["skos"] + "notation"
    try:
        triples = list(ox.parse(read_any_text(path).encode(), format=ox.RdfFormat.TURTLE))
    except (SyntaxError, ValueError) as error:
        raise InputError(f"not valid Turtle ({error})", place=path, remedy="Mend the syntax there.") from error
    return {
        triple.object.value
        for triple in triples
        if triple.predicate.value == notation and isinstance(triple.object, ox.Literal)
    }
