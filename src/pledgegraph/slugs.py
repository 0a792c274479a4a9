"""Names in plain letters: slugs, the readable keys that identities are made of, and names as one types them."""

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
    }
)
_APOSTROPHES = str.maketrans({"'": "", "\u2019": ""})
_TYPED = str.maketrans({"\u2018": "'", "\u2019": "'", "\u2010": "-", "\u2011": "-", "\u00a0": " "})


@lru_cache(maxsize=10_000)
def slugify(name: str) -> str:
    """Lower-case ASCII words joined by '-', empty when the name has none.

    >>> slugify("João António da Costa Dias")
    'joao-antonio-da-costa-dias'
    """
    decomposed = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES).translate(_UNDECOMPOSED))
    return "-".join(_WORDS.findall(decomposed.encode("ascii", "ignore").decode().lower()))


def as_typed(name: str) -> str:
    """A name without diacritics, with plain apostrophes, hyphens and spaces, as one types it who looks for it.

    >>> as_typed("Côte d’Ivoire")
    "Cote d'Ivoire"
    """
    decomposed = unicodedata.normalize("NFD", name.translate(_TYPED).translate(_UNDECOMPOSED))
    return unicodedata.normalize("NFC", "".join(one for one in decomposed if not unicodedata.combining(one)))
