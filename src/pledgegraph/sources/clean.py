"""The clean layer: the stored text with odd characters replaced one for one, so that offsets hold in both."""

from __future__ import annotations

import re

_REPLACED = {
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008", " "),
    **dict.fromkeys("\u2009\u200a\u202f\u205f\u3000\t\f\v", " "),
    **dict.fromkeys("\r\u0085\u2028\u2029", "\n"),
    **dict.fromkeys("\u2018\u2019\u201b\u02bc", "'"),
    **dict.fromkeys("\u201c\u201d\u201f\u301d\u301e\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011", "-"),
    "\ufeff": " ",
    "\uff1a": ":",
    "\uff1b": ";",
    "\uff0c": ",",
    "\uff08": "(",
    "\uff09": ")",
}
_ODD = re.compile("[" + "".join(_REPLACED) + "]")
_SINGLE = re.compile(
    r"(?<!\w)'(?=[A-Z])(?P<said>(?:[^'\"\n]|(?<=\w)'(?=\w)|(?<=s)'(?= [a-z])){2,600}?)"
    r"(?:(?<=[.,!?;:])'(?=[\s)]|$)|'(?=[.,;:)]|$)|(?<!s)'(?=\s))"
)
"""Speech between single quotation marks: it opens with a capital, and holds no apostrophe but of words and owners."""
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def clean(text: str) -> str:
    r"""The text with odd spaces, quotation marks and line ends made plain; always as long as the input.

    Nothing is normalised, removed or joined, so `clean(text)[a:b]` and `text[a:b]` are the same stretch. A line end of
    two characters becomes a space and one line end: it must not look like an empty line. Single quotation marks around
    speech become double ones, as an apostrophe may stand between words.

    >>> clean("one\r\ntwo")
    'one \ntwo'
    """
    text = text.replace("\r\n", " \n")
    for odd in set(_ODD.findall(text)):
        text = text.replace(odd, _REPLACED[odd])
    return _SINGLE.sub(r'"\g<said>"', text) if "'" in text else text


def hidden_characters(text: str) -> list[int]:
    """The offsets of zero-width and bidirectional control characters, which a reader cannot see.

    A byte order mark is none at the beginning of a text.
    """
    return [found.start() for found in _HIDDEN.finditer(text) if found.start() or found[0] != "\ufeff"]
