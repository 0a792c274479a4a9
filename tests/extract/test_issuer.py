"""Who issued a document by the line below its title, and who is bound alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pledgegraph.extraction import Extraction
from pledgegraph.vocab import PartyRole, Undertaking

Read = Callable[[str], Extraction]


def issuer(extraction: Extraction) -> str:
    ref = extraction.heading.issuer
    return ref.key if ref else ""


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("International Organization for Migration (IOM)", "iom"),
        ("Issued by the Government of the Republic of Chile", "CHL"),
        ("Arica, Republic of Chile", ""),
        ("of the Second ASEAN-India Consultation on Ports", ""),
        ("between the Ministry of Ports of the Republic of Chile and that of Peru", ""),
    ],
)
def test_only_a_line_that_is_a_body_names_the_issuer(read_whole: Read, line: str, key: str) -> None:
    extraction = read_whole(f"Harbour Plan\n{line}\n\nThe Ministers will open two ports.")
    assert issuer(extraction) == key
    roles = [party.role for one in extraction.commitments for party in one.parties]
    assert (PartyRole.ISSUER in roles) is bool(key)


@pytest.mark.parametrize(
    ("subject", "undertaking"),
    [
        ("The Chilean Side", Undertaking.UNILATERAL),
        ("Both Sides", Undertaking.COLLECTIVE),
        ("Each Party", Undertaking.COLLECTIVE),
        ("The Sides", Undertaking.COLLECTIVE),
    ],
)
def test_one_side_is_bound_alone(read_whole: Read, subject: str, undertaking: Undertaking) -> None:
    extraction = read_whole(f"Harbour Plan\n\n{subject} will open two ports.")
    assert [one.undertaking for one in extraction.commitments] == [undertaking]
