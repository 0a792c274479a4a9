"""Addresses of the series, its releases and their parts: minted in one place, read back, never two for one or one for two."""

from __future__ import annotations

from pathlib import Path

from pledgegraph import iris
from pledgegraph.publish.folders import read_manifest

BASE = "https://w3id.org/pledgegraph/id/dataset/pledgegraph"


def test_a_release_and_its_parts_lie_below_the_series() -> None:
    assert iris.series().value == BASE
    assert iris.release("0.1.0").value == f"{BASE}/0-1-0"
    part = iris.release_part("1.0.0-rc.2", "distribution", "tables/csv-metadata.json")
    assert part.value == f"{BASE}/1-0-0-rc-2/distribution/tables-csv-metadata-json"
    parsed = iris.parse(part.value)
    assert parsed.kind == "dataset"
    assert parsed.keys == ("pledgegraph", "1-0-0-rc-2", "distribution", "tables-csv-metadata-json")


def test_no_two_files_share_an_address(packaged: Path) -> None:
    names = list(read_manifest(packaged)["files"])
    assert len({iris.release_part("0.1.0", "distribution", name) for name in names}) == len(names) > 40
