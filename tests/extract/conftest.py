"""Reading invented texts with the project's own rules and registry."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from pledgegraph.conversion import read_grammar
from pledgegraph.extract.document import read_facts
from pledgegraph.extract.grammar import Grammar
from pledgegraph.extraction import Extraction
from pledgegraph.model import Document
from pledgegraph.project import Project
from pledgegraph.sources.documents import document_of
from pledgegraph.spans import Span

Read = Callable[[str], Extraction]


@pytest.fixture(scope="session")
def grammar() -> Grammar:
    """The project's grammar."""
    return read_grammar(Project.find())


def document(text: str, slug: str = "harbour") -> Document:
    """A document of any text."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return document_of(slug, text, digest)


@pytest.fixture(scope="session")
def read(grammar: Grammar) -> Read:
    """Reads a text under a title and a sentence that says a forum was held, so that every extractor has its turn."""

    def reader(text: str) -> Extraction:
        frame = (
            "Press Release of the Second Harbour Forum\n\n(6 May 2031, Arica, Chile)\n\n"
            "The Second Harbour Forum was held in Valparaiso, Chile, on 4 May 2031.\n\n"
        )
        return read_facts(document(frame + text), grammar)

    return reader


@pytest.fixture(scope="session")
def read_whole(grammar: Grammar) -> Read:
    """Reads a text as it stands."""
    return lambda text: read_facts(document(text), grammar)


def quote(extraction: Extraction, span: Span) -> str:
    """The stored text under a span."""
    return extraction.document.text[span.start : span.end]
