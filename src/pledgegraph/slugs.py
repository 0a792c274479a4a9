"""Slugs: names as lower-case ASCII words joined by '-', the readable keys that identities are made of."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_WORDS = re.compile(r"[a-z0-9]+")
_UNDECOMPOSED = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "æ": "ae",
        "Æ": "AE",
        "ı": "i",
        "'": "",
        "\u2019": "",
    }
)


@lru_cache(maxsize=10_000)
def slugify(name: str) -> str:
    """Lower-case ASCII words joined by '-', empty when the name has none.

    >>> slugify("João António da Costa Dias")
    'joao-antonio-da-costa-dias'
    """
    decomposed = unicodedata.normalize("NFKD", name.translate(_UNDECOMPOSED))
    return "-".join(_WORDS.findall(decomposed.encode("ascii", "ignore").decode().lower()))
