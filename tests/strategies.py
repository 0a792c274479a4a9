"""Shared hypothesis strategies: texts as real pages have them, with their odd characters, numbers and line ends."""

from __future__ import annotations

import hashlib

from hypothesis import strategies as st

from pledgegraph.model import Document
from pledgegraph.sources.documents import document_of

ODD = "\u00a0\u2003\u202f\u3000\t\u2018\u2019\u201c\u201d\u2011\u2028\u0085\u00ad\u200b\u202e\ufeff\uff08\uff09\uff1a"
PLAIN = "abcdeXYZ 0123456789.,;:()\"'-*#\n\r"
FURNITURE = ("Share on wechat", "\u00d7", "###", "Back to top")
DATELINES = ("(May 4, 2031, Valparaiso, Chile)", "  (September 18, 2031, Arica, Chile)")
DATES = ("2031-05-04", "4 May 2031", "May 4, 2031")
MARKERS = ("1. ", "2.", "12) ", "(3) ", "IV. ", "7\\. ", "3、")

characters = st.one_of(
    st.sampled_from(PLAIN + ODD),
    st.characters(exclude_categories=("Cs", "Cc")),
)
texts = st.text(characters, max_size=400)
"""Any text without control characters, rich in what cleaning and block reading look at."""

words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
sentences = st.lists(words, min_size=1, max_size=30).map(lambda some: " ".join(some).capitalize() + ".")
"""One capitalised line with a full stop."""

paragraphs = st.tuples(st.sampled_from(("", *MARKERS)), sentences).map("".join)
"""A sentence, numbered in one of the known styles or not at all."""

lines = st.one_of(paragraphs, st.sampled_from(FURNITURE + DATELINES + DATES), st.just(""), texts)
pages = st.tuples(st.lists(lines, max_size=12), st.sampled_from(("\n", "\n\n", "\r\n", "\u2028"))).map(
    lambda page: page[1].join(page[0])
)
"""A whole page: numbered and plain paragraphs, furniture, dates and noise under one kind of line end."""

slugs = st.lists(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8), min_size=1, max_size=5).map(
    "-".join
)


def document(text: str, slug: str = "harbour-2031") -> Document:
    """A document of this text, as reading a file would make it."""
    return document_of(slug, text, hashlib.sha256(text.encode()).hexdigest())
