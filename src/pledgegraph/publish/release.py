"""A release for the public: the current build packaged as an immutable folder, complete or not there at all."""

from __future__ import annotations

import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pledgegraph.errors import InputError
from pledgegraph.processes import end_with_parent
from pledgegraph.project import Project
from pledgegraph.publish.beside import fresh_folder, move_in, point, sweep
from pledgegraph.publish.citation import DATASET, citation, codemeta, zenodo
from pledgegraph.publish.context import Context, read_context
from pledgegraph.publish.crate import CRATE, crate
from pledgegraph.publish.database import Rows, fresh_database
from pledgegraph.publish.dcat import dcat
from pledgegraph.publish.described import File, Package
from pledgegraph.publish.dumps import compressed, pack, split
from pledgegraph.publish.folders import (
    MANIFEST,
    SCHEMA_VERSION,
    SUMS,
    file_sha256,
    json_bytes,
    locked,
    read_manifest,
    sums_bytes,
    verify,
)
from pledgegraph.publish.linked_json import NodeWriter
from pledgegraph.publish.provenance import provenance
from pledgegraph.publish.publication import Entry, Publication
from pledgegraph.publish.statistics import Counts
from pledgegraph.publish.subjects import subjects
from pledgegraph.publish.tables import METADATA, metadata, write_tables
from pledgegraph.publish.versions import Version
from pledgegraph.publish.void import void

DATABASE = "pledgegraph.db"
LATEST = "latest"
_COPIED = ("ontology.ttl", "shapes.ttl", "report.txt", "report.json", "report.ttl", "coverage.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A packaged release: its folder, whether it was made now, what was cleared before."""

    folder: Path
    made: bool
    notes: tuple[str, ...]


def release(project: Project, version: str | None = None, out: Path | None = None) -> Release:
    """Packages the current build as `<out>/<version>/` and points `latest` to the newest version there.

    The same content again changes nothing.

    Raises:
        InputError: there is no whole build, the version is unknown or is there with other content, the disk is full.
        LockedError: another release is being packaged there.
    """
    publication = Publication.read(project.publication)
    entry = publication.entry(version, project.publication)
    source = project.current.resolve()
    verify(source)
    out = out or project.dist
    target = out / entry.version
    with locked(out, "release"):
        try:
            notes = sweep(out)
            with fresh_folder(out) as fresh:
                _fill(fresh, source, project, publication, entry)
                made = not target.exists()
                if made:
                    move_in(fresh, target)
                else:
                    _same(fresh, target)
            _point_to_latest(out)
        except OSError as error:
            raise InputError(
                f"the release cannot be written ({error.strerror or error})",
                place=error.filename or out,
                remedy="Free space or make the folder writable; earlier releases are unchanged.",
            ) from error
    return Release(folder=target, made=made, notes=tuple(notes))


def _fill(fresh: Path, source: Path, project: Project, publication: Publication, entry: Entry) -> None:
    """Writes every file of the release into a folder."""
    manifest = read_manifest(source)
    for name in _COPIED:
        shutil.copyfile(source / name, fresh / name)
    shutil.copyfile(project.root / "data" / "LICENSE", fresh / "LICENSE")
    context = read_context(source / "ontology.ttl", source / "shapes.ttl")
    _write(fresh, "context.jsonld", json_bytes({"@context": context}))
    with ProcessPoolExecutor(1, initializer=end_with_parent) as pool:
        dumps = [
            pool.submit(split, source / "data.nq", fresh / "core.nq", fresh / "quotes.nq"),
            pool.submit(_pack_whole, source, fresh),
        ]
        counts, rows = _survey(source / "data.nq", fresh, context)
        for dump in dumps:
            dump.result()
    _write(fresh, f"tables/{METADATA}", metadata(publication, entry))
    package = Package(
        publication=publication,
        entry=entry,
        build=source.name,
        manifest=manifest,
        counts=counts,
        rows=rows,
        files=_files(fresh),
    )
    _describe(fresh, package)


def _pack_whole(source: Path, fresh: Path) -> None:
    for name in ("data.nq", "data.ttl"):
        pack(source / name, fresh / name)


def _survey(data: Path, fresh: Path, context: Context) -> tuple[Counts, dict[str, int]]:
    """Reads the graph once: JSON-LD, database, tables; returns the counts and the rows of each table."""
    counts = Counts()
    with fresh_database(fresh / DATABASE) as connection:
        rows = Rows(connection)
        with compressed(fresh / "data.jsonld") as write:
            nodes = NodeWriter(context, write)
            for subject in subjects(data):
                nodes.add(subject)
                rows.add(subject)
                counts.add(subject)
            nodes.close()
        rows.finish()
        return counts, write_tables(connection, fresh / "tables")


def _describe(fresh: Path, package: Package) -> None:
    """Writes what describes the data files, then the crate, the manifest and the checksums over all of them."""
    publication, entry = package.publication, package.entry
    for name, content in {
        "void.ttl": void(package),
        "dcat.ttl": dcat(package),
        "prov.ttl": provenance(package),
        "CITATION.cff": citation(publication, entry, DATASET),
        "codemeta.json": codemeta(publication, entry),
        ".zenodo.json": zenodo(publication, entry),
    }.items():
        _write(fresh, name, content)
    _write(fresh, CRATE, crate(publication, entry, _files(fresh)))
    files = _files(fresh)
    _write(fresh, MANIFEST, json_bytes(_manifest(package, files)))
    sums = {file.name: file.sha256 for file in files} | {MANIFEST: file_sha256(fresh / MANIFEST)}
    _write(fresh, SUMS, sums_bytes(sums))


def _manifest(package: Package, files: tuple[File, ...]) -> dict[str, Any]:
    kept = ("program", "ruleSet", "documents", "graphs", "quads", "inputs", "samples")
    return {
        **{key: package.manifest[key] for key in kept if key in package.manifest},
        "schemaVersion": SCHEMA_VERSION,
        "version": package.entry.version,
        "issued": package.entry.issued.isoformat(),
        "build": package.build,
        "triples": package.counts.triples,
        "rows": dict(package.rows),
        "files": {file.name: {"sha256": file.sha256, "bytes": file.bytes} for file in files},
    }


def _files(folder: Path) -> tuple[File, ...]:
    """The files of a folder, by name."""
    return tuple(
        File(name=path.relative_to(folder).as_posix(), bytes=path.stat().st_size, sha256=file_sha256(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )


def _same(fresh: Path, target: Path) -> None:
    """Refuses a version that is there with other content; what is there must be whole."""
    verify(target)
    if (fresh / SUMS).read_bytes() != (target / SUMS).read_bytes():
        raise InputError(
            "this version is there already, with other content, and a release never changes",
            place=target,
            remedy="Add a [[releases]] entry with a new version to data/publication.toml.",
        )


def versions(out: Path) -> list[Path]:
    """The releases in a folder, oldest version first."""
    found = {}
    for path in out.iterdir() if out.is_dir() else ():
        if path.is_dir() and not path.is_symlink() and not path.name.startswith("."):
            try:
                found[Version.of(path.name)] = path
            except InputError:
                continue
    return [found[version] for version in sorted(found)]


def _point_to_latest(out: Path) -> None:
    """Points `latest` to the highest version, whatever was packaged last."""
    newest = versions(out)[-1]
    link = out / LATEST
    if not link.is_symlink() or link.resolve() != newest.resolve():
        point(link, newest)


def _write(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
