"""A release for the public: complete, true, the same bytes every time, never changed."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard
from tests.publish.conftest import TEXT, add_document, call, content

from pledgegraph.build import build
from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.publish.dumps import compressed, opened, pack
from pledgegraph.publish.folders import read_manifest, verify
from pledgegraph.publish.release import release

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PLG = "https://w3id.org/pledgegraph/ontology#"
DUMPS = ("data.nq", "data.ttl", "data.jsonld", "core.nq", "quotes.nq")
FILES = {
    *(f"{name}.{form}" for name in DUMPS for form in ("gz", "zst")),
    *("context.jsonld", "ontology.ttl", "shapes.ttl", "report.txt", "report.json", "report.ttl", "coverage.csv"),
    *("pledgegraph.db", "void.ttl", "dcat.ttl", "prov.ttl", "CITATION.cff", "codemeta.json", ".zenodo.json"),
    *("ro-crate-metadata.json", "MANIFEST.json", "SHA256SUMS", "LICENSE", "tables/csv-metadata.json"),
}


def unpacked(path: Path) -> bytes:
    """The content of a compressed dump."""
    data = path.read_bytes()
    return (
        gzip.decompress(data) if path.suffix == ".gz" else zstandard.ZstdDecompressor().decompressobj().decompress(data)
    )


def test_everything_is_there_and_verifies(packaged: Path) -> None:
    names = set(content(packaged))
    assert names >= FILES
    assert {name for name in names - FILES if not name.startswith("tables/")} == set()
    assert len([name for name in names if name.endswith(".csv") and name.startswith("tables/")]) == 14
    verify(packaged)


@pytest.mark.parametrize("name", DUMPS)
def test_both_compressions_hold_the_same_and_no_time(packaged: Path, name: str) -> None:
    zipped = (packaged / f"{name}.gz").read_bytes()
    assert zipped[4:8] == b"\0\0\0\0" and zipped[3] == 0, "a time or a name stands in the header"
    assert unpacked(packaged / f"{name}.gz") == unpacked(packaged / f"{name}.zst")


def test_the_dumps_hold_the_build(five: Project, packaged: Path) -> None:
    built = five.current
    assert unpacked(packaged / "data.nq.zst") == (built / "data.nq").read_bytes()
    assert unpacked(packaged / "data.ttl.zst") == (built / "data.ttl").read_bytes()
    for name in ("ontology.ttl", "shapes.ttl", "report.txt", "coverage.csv"):
        assert (packaged / name).read_bytes() == (built / name).read_bytes()


def test_core_and_quotes_are_the_whole_and_split_by_class(packaged: Path) -> None:
    whole = unpacked(packaged / "data.nq.gz").splitlines()
    core, quotes = (unpacked(packaged / f"{name}.nq.gz").splitlines() for name in ("core", "quotes"))
    assert sorted(core + quotes) == whole
    assert core == sorted(core) and quotes == sorted(quotes)
    passages = {
        quad.subject
        for quad in ox.parse(b"\n".join(whole), format=ox.RdfFormat.N_QUADS)
        if quad.predicate == TYPE and quad.object == ox.NamedNode(PLG + "Passage")
    }
    of_quotes = {quad.subject for quad in ox.parse(b"\n".join(quotes), format=ox.RdfFormat.N_QUADS)}
    of_core = {quad.subject for quad in ox.parse(b"\n".join(core), format=ox.RdfFormat.N_QUADS)}
    assert len(passages) > 800
    assert passages <= of_quotes and not passages & of_core


def test_the_same_bytes_under_any_hash_seed(five: Project, packaged: Path, tmp_path: Path) -> None:
    for seed in ("0", "77"):
        done = call(five, "release", "--out", str(tmp_path / seed), PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        assert content(tmp_path / seed / packaged.name) == content(packaged)


def test_the_same_again_changes_nothing(project: Project) -> None:
    first = release(project)
    before = {path: path.stat().st_mtime_ns for path in first.folder.rglob("*")}
    second = release(project)
    assert first.made and not second.made
    assert second.folder == first.folder
    assert {path: path.stat().st_mtime_ns for path in first.folder.rglob("*")} == before


def test_other_content_under_a_version_that_is_there_is_refused(project: Project) -> None:
    first = release(project)
    before = content(first.folder)
    add_document(project, "harbour-2033", TEXT.replace("2031", "2033"))
    build(project)
    with pytest.raises(InputError, match="with other content") as caught:
        release(project)
    assert caught.value.exit_code == 2
    assert content(first.folder) == before
    assert not list(project.dist.glob(".new-*"))


def test_latest_points_to_the_highest_version_whatever_came_last(project: Project) -> None:
    text = project.publication.read_text(encoding="utf-8")
    for version in ("0.9.0", "0.10.0-rc.1", "0.10.0"):
        text += f'\n[[releases]]\nversion = "{version}"\nissued = 2027-01-05\n'
    project.publication.write_text(text, encoding="utf-8")
    for version, latest in (("0.9.0", "0.9.0"), ("0.10.0", "0.10.0"), ("0.10.0-rc.1", "0.10.0")):
        assert release(project, version).folder.name == version
        assert os.readlink(project.dist / "latest") == latest
    assert release(project).folder.name == "0.10.0"


def test_an_unknown_or_wrong_version_is_refused(project: Project) -> None:
    with pytest.raises(InputError, match="names no release"):
        release(project, "9.9.9")
    for wrong in ("1.0", "v1.0.0", "01.0.0", "../x", "1.0.0-rc"):
        with pytest.raises(InputError, match="is no version"):
            release(project, wrong)
    assert not project.dist.exists()


def test_the_day_of_issue_is_the_publications(packaged: Path) -> None:
    day = read_manifest(packaged)["issued"]
    assert day == "2026-11-22"
    assert day in (packaged / "dcat.ttl").read_text() and day in (packaged / "CITATION.cff").read_text()
    assert json.loads((packaged / ".zenodo.json").read_bytes())["publication_date"] == day


def test_the_manifest_says_what_it_was_made_from(five: Project, packaged: Path) -> None:
    manifest, built = read_manifest(packaged), read_manifest(five.current)
    assert manifest["schemaVersion"] == built["schemaVersion"] == 1
    assert manifest["build"] == five.current.resolve().name
    for key in ("documents", "ruleSet", "inputs", "samples", "quads"):
        assert manifest[key] == built[key]
    assert set(manifest["files"]) == set(content(packaged)) - {"MANIFEST.json", "SHA256SUMS"}


def test_a_cut_short_dump_is_named(packaged: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "data.nq.zst"
    data = (packaged / "data.nq.zst").read_bytes()
    damaged.write_bytes(data[:20] + b"\xff\x00\xff" + data[23:])
    with pytest.raises(InputError, match="cut short or damaged"), opened(damaged) as handle:
        handle.read()


def test_an_unfinished_dump_is_no_dump(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(os.urandom(10_000_000))
    pack(source, tmp_path / "twice")
    assert unpacked(tmp_path / "twice.gz") == unpacked(tmp_path / "twice.zst") == source.read_bytes()
    with compressed(tmp_path / "empty"):
        pass
    assert unpacked(tmp_path / "empty.gz") == unpacked(tmp_path / "empty.zst") == b""


def test_a_project_without_a_build_has_nothing_to_package(project: Project) -> None:
    shutil.rmtree(project.build)
    with pytest.raises(InputError, match="no release here"):
        release(project)
