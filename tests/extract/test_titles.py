"""A title below a letterhead, and the genre that a line of its own names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pledgegraph.extraction import Extraction
from pledgegraph.vocab import DocumentType

Read = Callable[[str], Extraction]
BODY = "\n\nThe Ministers of Chile and Peru met in Lima, Peru, on 3 May 2031.\n"


@pytest.mark.parametrize(
    ("head", "title", "kind"),
    [
        ("Ministry of Ports of Chile\n\nPRESS RELEASE\n\nOn the visit to Lima", "On the visit to Lima", "PressRelease"),
        ("Office of the Prime Minister\n\nPorts meet in Lima", "Ports meet in Lima", None),
        ("Ministry of Ports of Chile", "Ministry of Ports of Chile", None),
        ("Harbour Assembly\nLIMA, 3 MAY 2031\n\nFINAL COMMUNIQUÉ", "Harbour Assembly", "Communique"),
        ("Ports of the South\n\nA note on ports", "Ports of the South", None),
    ],
)
def test_title_and_genre(read_whole: Read, head: str, title: str, kind: str | None) -> None:
    heading = read_whole(head + BODY).heading
    assert heading.title == title
    assert heading.document_type == (DocumentType(kind) if kind else None)
