"""Decisions that persons made about the data: which names are one person, which titles one post."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.slugs import SLUG
from pledgegraph.sources.tomlfile import read_toml


class _Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    names: list[str]
    reason: str


class _Persons(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    person: list[_Person] = []


class _Post(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    label: str
    organisation: str
    titles: list[str]
    reason: str


class _Posts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    post: list[_Post] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedPost:
    """A post that a body has once, under whatever title a text gives it."""

    key: str
    label: str
    organisation: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """Persons' names that are pinned to one key, the label of each key, and posts by body and title."""

    persons: Mapping[str, str]
    labels: Mapping[str, str]
    posts: Mapping[tuple[str, str], CuratedPost]
    sha256: str

    @classmethod
    def read(cls, folder: Path) -> Curation:
        """`persons.toml` and `posts.toml` of a folder.

        Raises:
            InputError: a file cannot be used, a name is pinned twice, or a key is no slug.
        """
        digest = hashlib.sha256()
        for path in sorted(folder.glob("*.toml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        persons, labels = _persons(folder / "persons.toml")
        return cls(persons=persons, labels=labels, posts=_posts(folder / "posts.toml"), sha256=digest.hexdigest())


def _persons(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    persons: dict[str, str] = {}
    labels: dict[str, str] = {}
    for row in read_toml(path, _Persons).person:
        if not SLUG.fullmatch(row.key) or not row.names:
            raise InputError(
                f"'{row.key}' needs a slug as key and at least one name", place=path, remedy="Mend the entry."
            )
        if row.key in labels:
            raise InputError(f"the key '{row.key}' stands twice", place=path, remedy="Join the two entries.")
        labels[row.key] = row.names[0]
        for name in row.names:
            if name in persons:
                raise InputError(f"the name '{name}' is pinned twice", place=path, remedy="Keep one of the entries.")
            persons[name] = row.key
    return persons, labels


def _posts(path: Path) -> dict[tuple[str, str], CuratedPost]:
    posts: dict[tuple[str, str], CuratedPost] = {}
    for entry in read_toml(path, _Posts).post:
        if not SLUG.fullmatch(entry.key) or not entry.titles:
            raise InputError(
                f"'{entry.key}' needs a slug as key and at least one title", place=path, remedy="Mend the entry."
            )
        for title in entry.titles:
            if (entry.organisation, title) in posts:
                raise InputError(
                    f"the title '{title}' stands twice for one body", place=path, remedy="Keep one of the entries."
                )
            posts[entry.organisation, title] = CuratedPost(
                key=entry.key, label=entry.label, organisation=entry.organisation, reason=entry.reason
            )
    return posts
