"""English verb forms: regular spelling rules, with the irregular verbs as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class Inflection(StrEnum):
    """Which form of a verb a word is; regular past and participle look the same and count as PAST."""

    BASE = "base"
    THIRD = "third"
    PAST = "past"
    PARTICIPLE = "participle"
    GERUND = "gerund"
    FIXED = "fixed"


_SIBILANT = re.compile(r"(?:s|x|z|ch|sh|o)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_DOUBLED = re.compile(r"[^aeiou]*[aeiou][bdfgklmnprtvz]")


def inflections(verb: str, irregular: Mapping[str, tuple[str, ...]]) -> dict[str, Inflection]:
    """Every form of a verb; in a phrase ("call for") the first word is inflected.

    `irregular` maps a base form to third person, past, participle and gerund, several forms parted by `/`.

    >>> sorted(inflections("call for", {}))
    ['call for', 'called for', 'calling for', 'calls for']
    """
    head, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    forms: dict[str, Inflection] = {head + tail: Inflection.BASE}
    kinds = (Inflection.THIRD, Inflection.PAST, Inflection.PARTICIPLE, Inflection.GERUND)
    for kind, written in zip(kinds, irregular.get(head) or _regular(head), strict=True):
        for form in written.split("/"):
            forms.setdefault(form + tail, kind)
    return forms


def _regular(verb: str) -> tuple[str, str, str, str]:
    if verb.endswith("e"):
        stem = verb if verb.endswith(("ee", "oe", "ye")) else verb[:-1]
        return verb + "s", verb + "d", verb + "d", stem + "ing"
    if _CONSONANT_Y.search(verb):
        return verb[:-1] + "ies", verb[:-1] + "ied", verb[:-1] + "ied", verb + "ing"
    third = verb + ("es" if _SIBILANT.search(verb) else "s")
    stem = verb + verb[-1] if _DOUBLED.fullmatch(verb) else verb
    return third, stem + "ed", stem + "ed", stem + "ing"
