"""What a reader should know of a release: its files, the gate's report, what was not converted, method and limits."""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pledgegraph.publish.described import form_of
from pledgegraph.publish.publication import Publication
from pledgegraph.serve.asking import pool_of
from pledgegraph.serve.files import Download, downloads
from pledgegraph.serve.pages.asked import Asked, Table, nothing
from pledgegraph.serve.pages.compact import context_of
from pledgegraph.serve.pages.frame import page

_SEVERITIES = ("Violation", "Warning", "Info")
"""The gravest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One file of a release: its name, what it holds, its size and checksum."""

    name: str
    about: str
    file: Download


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files of a release, and its graphs with their number of statements."""

    files: tuple[FileLine, ...]
    graphs: Mapping[str, int]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The gate's report, and the share of each text that was converted."""

    conforms: bool
    counts: Mapping[str, int]
    groups: tuple[Mapping[str, Any], ...]
    results: int
    coverage: tuple[Mapping[str, str], ...]
    findings: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Method and limits, with the figures they speak of."""

    figures: Mapping[str, int]
    publication: Publication
    version: str
    standings: Table


@page("downloads.html")
async def files(asked: Asked) -> Files:
    """The files of the current release."""
    folder = asked.release.folder
    found = await asyncio.to_thread(downloads, folder)
    manifest = await asyncio.to_thread(_json, folder / "MANIFEST.json")
    return Files(
        files=tuple(FileLine(name=name, about=form_of(name).about, file=file) for name, file in found.items()),
        graphs=manifest.get("graphs", {}),
        tables=tuple(sorted(asked.site.tables)),
    )


@page("report.html")
async def report(asked: Asked) -> Report:
    """The gate's report of the current release."""
    folder = asked.release.folder
    found = await asyncio.to_thread(_json, folder / "report.json")
    if not found:
        raise nothing("this release holds no report")
    coverage = await asyncio.to_thread(_csv, folder / "coverage.csv")
    return Report(
        conforms=bool(found.get("conforms")),
        counts={name: found.get("counts", {}).get(name, 0) for name in _SEVERITIES},
        groups=tuple(found.get("groups", ())),
        results=len(found.get("results", ())),
        coverage=tuple(coverage),
        findings=await asked.table("findings"),
    )


@page("about.html")
async def about(asked: Asked) -> About:
    """Method, limits and wording rules."""
    figures, standings = await asked.tables((name, {}) for name in ("figures", "standings"))
    publication = asked.site.publication
    return About(
        figures={row["kind"]: int(row["number"]) for row in figures.rows},
        publication=publication,
        version=publication.releases[-1].version,
        standings=standings,
    )


async def context(request: Request) -> Response:
    """The JSON-LD context of the current release's ontology, at an address that does not change."""
    found = await asyncio.to_thread(context_of, pool_of(request).current.folder)
    if found is None:
        raise nothing("this release holds no ontology")
    headers = {"cache-control": "max-age=3600"}
    return JSONResponse({"@context": found}, media_type="application/ld+json", headers=headers)


def _json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; none where there is no file."""
    if not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file; none where there is no file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ROUTES = (
    Route("/downloads", files),
    Route("/report", report),
    Route("/about", about),
    Route("/context.jsonld", context),
)
