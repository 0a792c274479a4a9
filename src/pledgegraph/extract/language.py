"""The language of a text, by its short words and its script: what the rules cannot read is named and refused.

In English every third or fourth word in small letters is a short one of its list: a text with fewer than one in ten is
not English, whatever its length, nor is one whose only such words are shared with the language of its others.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.model import Document
from pledgegraph.sources.rules import RuleFile

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_PLAIN_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_FAR = re.compile("[^\u0000-\u036f]")
_READ = 20_000
_FEWEST = 12
_FEWEST_PLAIN = 5
_ONE_IN = 10
_SHARED = "Shared"
_READABLE = "English"
_SCRIPTS = {"CJK": "Chinese or Japanese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"} | {
    name.upper(): f"a language in {name} script"
    for name in ("Cyrillic", "Arabic", "Hebrew", "Thai", "Greek", "Devanagari", "Bengali", "Lao", "Khmer", "Myanmar")
}


def check_language(document: Document, languages: RuleFile, place: Path | str = "") -> None:
    """Refuses a text in another language than English, which has hardly any English short words; a few words pass.

    Raises:
        InputError: naming the language or script, and the file `place`, else the document.
    """
    found = _other_language(unicodedata.normalize("NFC", document.clean[:_READ]), languages)
    if found:
        raise InputError(
            f"the text reads as {found}, and the rules read {_READABLE} alone",
            place=place or document.slug,
            remedy=f"Use the {_READABLE} version of the document.",
        )


def _other_language(text: str, languages: RuleFile) -> str:
    scripts = Counter(unicodedata.name(char, "?").partition(" ")[0] for char in _FAR.findall(text) if char.isalpha())
    script, times = scripts.most_common(1)[0] if scripts else ("", 0)
    words = (_PLAIN_WORD if text.isascii() else _WORD).findall(text)
    counted: dict[str, int] = {}
    for word, number in Counter(words).items():
        counted[word.lower()] = counted.get(word.lower(), 0) + number
    shares = {name: sum(counted.get(word, 0) for word in known) for name, known in languages.words.items()}
    shared = shares.pop(_SHARED)
    best = max(shares, key=lambda name: (shares[name], name == _READABLE))
    if times and times * 2 > sum(map(str.isalpha, text)) and script in _SCRIPTS:
        return best if shares[best] and best != _READABLE else _SCRIPTS[script]
    if best != _READABLE and shares[best] >= _FEWEST and shares[best] > 2 * shares[_READABLE]:
        return best
    plain = sum(word[0].islower() for word in words)
    foreign = best != _READABLE and shares[best] > 1
    if plain < _FEWEST_PLAIN or (shares[_READABLE] > shared and shares[_READABLE] * _ONE_IN >= plain):
        return ""
    if shares[_READABLE] * _ONE_IN < plain:
        return best if foreign else "no language that is known here"
    return best if foreign else ""
