"""Tracking questions on the five texts: standings at the forums' last days, and accepted echoes apart from candidates."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import Store

from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.queries.results import Table
from pledgegraph.queries.run import run

# Counted in the reviewed links, for the forums that ended by the day.
STANDINGS = {
    "2024-09-09": {"ActionReported": 1, "RestatedSince": 3, "EchoedAsTheme": 10, "NoEchoFound": 2},
    "2024-09-10": {"ActionReported": 3, "RestatedSince": 7, "EchoedAsTheme": 5, "NoEchoFound": 1},
    "2025-09-16": {"ActionReported": 3, "RestatedSince": 7, "EchoedAsTheme": 5, "NoEchoFound": 1},
    "2025-09-17": {"ActionReported": 3, "RestatedSince": 8, "EchoedAsTheme": 7, "NoEchoFound": 2},
    "2025-09-18": {"ActionReported": 3, "RestatedSince": 12, "EchoedAsTheme": 4, "NoEchoFound": 1},
    "2023-06-28": {},
}
# Queries about accepted echoes alone; every other one that reads echoes has a column that says which kind each row is.
ACCEPTED_ALONE = {
    "commitments-addressed-by-one-actor-only",
    "commitments-echoed-only-as-a-theme",
    "commitments-not-found-again",
    "commitments-with-no-echo-after-a-year",
    "first-and-last-echoes",
    "first-and-last-echoes-by-forum-and-year",
    "global-compact-objectives-and-the-commitments-beside-them",
    "most-restated-commitments",
    "new-commitments-in-later-texts",
    "passages-that-echo-several-commitments",
    "sdg-goals-and-the-commitments-beside-them",
    "texts-that-are-compared",
}
CANDIDATES_ALONE = {"why-a-candidate-was-proposed"}
STANDING = {"standing-on-a-day", "standings-over-time"}  # rest on accepted echoes by their rule


def table(store: Store, catalogue: Catalogue, name: str, values: dict[str, str] | None = None) -> Table:
    answer = run(store, catalogue.find(name), values)
    assert isinstance(answer, Table)
    return answer


@pytest.mark.parametrize("day", sorted(STANDINGS))
def test_standings_on_a_day(release: Store, catalogue: Catalogue, day: str) -> None:
    rows = table(release, catalogue, "standing-on-a-day", {"day": day}).texts()
    assert Counter(row[2] for row in rows) == STANDINGS[day]
    assert all(row[1] <= day for row in rows)


@pytest.mark.parametrize(
    ("day", "commitments"),
    [("2024-06-27", set()), ("2024-09-08", set(range(1, 17))), ("2024-09-09", {3, 11}), ("2025-09-17", {11})],
)
def test_no_echo_a_year_later(release: Store, catalogue: Catalogue, day: str, commitments: set[int]) -> None:
    rows = table(release, catalogue, "commitments-with-no-echo-after-a-year", {"day": day}).texts()
    assert {int(row[0].rsplit("/", 1)[1]) for row in rows if row[1] == "2023-06-28"} == commitments
    assert all(int(row[1].replace("-", "")) + 10_000 <= int(day.replace("-", "")) for row in rows)


def test_accepted_echoes_and_candidates_are_never_mixed(catalogue: Catalogue) -> None:
    for name, query in catalogue.queries.items():
        reads = any(term in query.text for term in ("plg:Echo ", "plg:ofCommitment", "plg:reviewStatus"))
        if not reads or "plg:Review " in query.text or name in STANDING:
            continue
        assert query.header is not None
        if "review_status" in query.header.columns:
            continue
        assert name in ACCEPTED_ALONE | CANDIDATES_ALONE, f"{name} does not say whether a row is accepted"
        wanted = "plg:Candidate" if name in CANDIDATES_ALONE else "plg:Accepted"
        assert f"plg:reviewStatus {wanted}" in query.text


def test_echoes_of_one_status_only(release: Store, catalogue: Catalogue) -> None:
    rows = table(release, catalogue, "echoes-by-speaker", {"status": "Accepted", "actor": "Filippo Grandi"}).texts()
    assert rows
    assert {row[:2] for row in map(tuple, rows)} == {("Filippo Grandi", "Accepted")}


def test_alignments_of_one_commitment(release: Store, catalogue: Catalogue) -> None:
    key = "regional-migration-governance-initiative/11"
    rows = table(release, catalogue, "alignments-of-each-commitment", {"key": key}).texts()
    assert {(row[1], row[2]) for row in rows} >= {("global-compact", "21"), ("sdg", "10.7")}
    assert {row[0] for row in rows} == {key}
