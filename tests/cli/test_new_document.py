"""`new-document` makes a folder that builds; `reanchor` says what of an older version still stands."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from pledgegraph.cli.main import invoke
from pledgegraph.conversion import read_grammar, read_project_documents
from pledgegraph.project import Project

TEXT = """Joint Statement of the Harbour Forum

The Harbour Forum was held in Valparaiso, Chile, on 4 May 2031. Officials from Chile and Peru attended the Forum.

The ministers agreed to publish port fees. The Zanzibar Quay Compact was praised by nobody at all in the room.

The sea was calm.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    source = Project.find()
    for part in ("data/registry", "data/rules", "data/curation", "ontology"):
        shutil.copytree(source.root / part, tmp_path / part)
    return Project(root=tmp_path)


def test_a_text_becomes_a_document_that_is_read(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Harbour Forum.txt").write_text(TEXT, encoding="utf-8")
    assert invoke(["new-document", str(tmp_path / "Harbour Forum.txt"), "--project", str(project.root)]) == 0
    told = capsys.readouterr().out
    assert "forum: Harbour Forum, 2031-05-04" in told
    assert "participation: Attended 2" in told
    assert "commitments: 1" in told
    assert "not converted: 2 of" in told
    assert "The sea was calm." in told
    assert "Zanzibar Quay Compact" in told
    assert "data/registry" in told
    document = read_project_documents(project, read_grammar(project))[0]
    assert (document.slug, document.text, document.original_sha256) == ("harbour-forum", TEXT, "")
    assert document.title == "Joint Statement of the Harbour Forum"
    assert document.document_type == "JointStatement"


def test_an_original_is_kept_beside_its_text_and_watched(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    latin = "Statement\n\nThe Ministers met in São Paulo.\n".encode("latin-1")
    (tmp_path / "old.txt").write_bytes(latin)
    arguments = [
        "new-document",
        str(tmp_path / "old.txt"),
        "--encoding",
        "latin-1",
        "--slug",
        "sao-paulo",
        "--project",
        str(project.root),
    ]
    assert invoke(arguments) == 0
    folder = project.documents / "sao-paulo"
    assert (folder / "original.txt").read_bytes() == latin
    document = read_project_documents(project, read_grammar(project))[0]
    assert document.original_sha256 == hashlib.sha256(latin).hexdigest()
    assert "São Paulo" in document.text
    assert invoke(arguments) == 2
    assert "there is such a document already" in capsys.readouterr().err
    (folder / "original.txt").write_bytes(latin + b"!")
    assert invoke(["build", "--project", str(project.root)]) == 2
    assert "is not the file that text.txt was made from" in capsys.readouterr().err


def test_a_dry_run_and_a_bad_name_write_nothing(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert invoke(["new-document", str(tmp_path / "a.txt"), "--dry-run", "--project", str(project.root)]) == 0
    assert invoke(["new-document", str(tmp_path / "a.txt"), "--slug", "registry", "--project", str(project.root)]) == 2
    assert "cannot name a document" in capsys.readouterr().err
    assert not project.documents.exists() or not list(project.documents.iterdir())


def test_what_is_there_already_is_refused_before_anything_is_shown(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    arguments = ["new-document", str(path), "--project", str(project.root)]
    assert invoke(arguments) == 0
    capsys.readouterr()
    for more, problem in (
        ([], "there is such a document already"),
        (["--slug", "b"], "has the same text as the document 'a'"),
        (["--slug", "b" * 300], "cannot name a document"),
    ):
        assert invoke([*arguments, *more]) == 2
        told = capsys.readouterr()
        assert problem in told.err and not told.out
    assert [folder.name for folder in project.documents.iterdir()] == ["a"]


def test_a_pipe_is_refused_and_not_waited_for(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert invoke(["new-document", str(tmp_path / "a.txt"), "--project", str(project.root)]) == 2
    assert "is neither a file nor a folder" in capsys.readouterr().err


def test_the_meeting_is_no_unknown_name(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT + "\nAll of it was for the Zanzibar Quay Compact.\n", encoding="utf-8")
    assert invoke(["new-document", str(tmp_path / "a.txt"), "--dry-run", "--project", str(project.root)]) == 0
    unknown = capsys.readouterr().out.splitlines()[-1]
    assert "Zanzibar Quay Compact" in unknown and "Harbour Forum" not in unknown


def test_quotes_of_an_older_version_are_found_again_or_named(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older, newer = tmp_path / "older.txt", tmp_path / "newer.txt"
    older.write_text(TEXT, encoding="utf-8")
    newer.write_text(
        "Revised.\n\n" + TEXT.replace("publish port fees", "consider publishing port fees"), encoding="utf-8"
    )
    assert invoke(["reanchor", str(older), str(newer), "--project", str(project.root), "--json"]) == 0
    found = {one["quote"]: one for one in json.loads(capsys.readouterr().out)}
    moved = next(one for quote, one in found.items() if quote.startswith("Harbour Forum was held in Valparaiso"))
    assert moved["anchor"] == "moved"
    assert newer.read_text(encoding="utf-8")[moved["after"]["start"] : moved["after"]["end"]] == moved["quote"]
    lost = found["The ministers agreed to publish port fees"]
    assert (lost["anchor"], "consider publishing" in lost["nearest"]) == ("lost", True)
    assert invoke(["reanchor", str(older), str(older), "--project", str(project.root)]) == 0
    assert " 0 moved, 0 ambiguous, 0 lost" in capsys.readouterr().err
