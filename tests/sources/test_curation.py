"""Curation: persons' names pinned to one key."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.sources.curation import Curation

GOOD = '[[person]]\nkey = "ana-soto"\nnames = ["Ana Soto", "Soto Ana"]\nreason = "One post, two orders."\n'


POST = '[[post]]\nkey = "head"\nlabel = "Head"\norganisation = "port-agency"\ntitles = ["Head", "Chief"]\nreason = "Two translations."\n'


def curation(folder: Path, text: str, posts: str = "") -> Curation:
    (folder / "posts.toml").write_text(posts, encoding="utf-8")
    (folder / "persons.toml").write_text(text, encoding="utf-8")
    return Curation.read(folder)


def test_names_lead_to_their_key(tmp_path: Path) -> None:
    made = curation(tmp_path, GOOD)
    assert made.persons == {"Ana Soto": "ana-soto", "Soto Ana": "ana-soto"}
    assert made.labels == {"ana-soto": "Ana Soto"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (GOOD.replace("ana-soto", "Ana Soto"), "needs a slug as key"),
        (GOOD.replace('["Ana Soto", "Soto Ana"]', "[]"), "at least one name"),
        (GOOD + GOOD.replace("ana-soto", "ana-soto-2"), "the name 'Ana Soto' is pinned twice"),
        (GOOD + GOOD.replace('"Ana Soto", "Soto Ana"', '"A. Soto"'), "the key 'ana-soto' stands twice"),
        (GOOD.replace("reason", "raison"), "unknown field `raison`"),
        (GOOD.replace('reason = "One post, two orders."\n', ""), "missing required field `reason`"),
    ],
)
def test_entries_that_are_refused(text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=problem) as raised:
        curation(tmp_path, text)
    assert raised.value.place.startswith(str(tmp_path / "persons.toml"))
    assert raised.value.remedy
    assert raised.value.exit_code == 2


def test_titles_lead_to_their_post(tmp_path: Path) -> None:
    made = curation(tmp_path, "", POST)
    assert {pair: post.key for pair, post in made.posts.items()} == {
        ("port-agency", "Head"): "head",
        ("port-agency", "Chief"): "head",
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (POST.replace('"head"', '"The Head"'), "needs a slug as key"),
        (POST.replace('["Head", "Chief"]', "[]"), "at least one title"),
        (POST + POST.replace('"head"', '"chief"'), "the title 'Head' stands twice"),
        (POST.replace("reason", "raison"), "unknown field `raison`"),
    ],
)
def test_posts_that_are_refused(text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=problem) as raised:
        curation(tmp_path, "", text)
    assert raised.value.place.startswith(str(tmp_path / "posts.toml"))
    assert raised.value.remedy


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        Curation.read(tmp_path)


def test_the_hash_follows_every_file_of_the_folder(tmp_path: Path) -> None:
    first = curation(tmp_path, GOOD).sha256
    (tmp_path / "more.toml").write_text("", encoding="utf-8")
    assert Curation.read(tmp_path).sha256 != first


def test_the_shipped_decisions(project: Project) -> None:
    made = Curation.read(project.curation)
    assert set(made.persons.values()) == set(made.labels)
