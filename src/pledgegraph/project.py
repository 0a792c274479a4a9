"""The project folder: where its data, ontology, queries and builds lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pledgegraph.errors import InputError

_BUNDLED = Path(__file__).parent / "bundled"
_SOURCE_TREE = Path(__file__).parents[2]


HOME = "PLEDGEGRAPH_HOME"
"""The variable that names the folder where an installed program without a project of its own writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project folder; every path below it that a stage reads or writes.

    Attributes:
        root: the folder with data, ontology and queries.
        work: the folder where builds and releases go, if it is another: the project that an installed program brings
            along lies among its code, where nothing is written.
    """

    root: Path
    work: Path | None = None

    @classmethod
    def find(cls, folder: Path | None = None) -> Project:
        """The project in `folder`; without one the current folder's, else the source tree's, else the installed bundle.

        Raises:
            InputError: `folder` is given and holds no project.
        """
        if folder is not None:
            if not _is_project(folder):
                raise InputError(
                    "this is not a project folder: it has no data/registry and ontology/",
                    place=folder,
                    remedy="Name the folder that holds data/, ontology/ and queries/.",
                )
            return cls(root=folder.resolve())
        for candidate in (Path.cwd(), _SOURCE_TREE):
            if _is_project(candidate):
                return cls(root=candidate.resolve())
        if _is_project(_BUNDLED):
            return cls(root=_BUNDLED.resolve(), work=_users_folder())
        raise InputError(
            "no project folder found", remedy="Run inside a project folder, or name it with --project DIR."
        )

    @property
    def documents(self) -> Path:
        """One folder per document."""
        return self.root / "data" / "documents"

    @property
    def registry(self) -> Path:
        """CSV tables of states, organisations, instruments, series, places and memberships."""
        return self.root / "data" / "registry"

    @property
    def rules(self) -> Path:
        """TOML files with the extraction rules."""
        return self.root / "data" / "rules"

    @property
    def curation(self) -> Path:
        """TOML files with decisions of persons: merged names, series."""
        return self.root / "data" / "curation"

    @property
    def links(self) -> Path:
        """Reviewed links between passages and commitments, in SSSOM/TSV."""
        return self.root / "data" / "links"

    @property
    def tracking(self) -> Path:
        """The weights of scores and the table of terms."""
        return self.root / "data" / "tracking"

    @property
    def gold(self) -> Path:
        """The hand-made annotation of the documents."""
        return self.root / "data" / "gold"

    @property
    def publication(self) -> Path:
        """What the world is told of a release: title, creators, licences, versions with their dates."""
        return self.root / "data" / "publication.toml"

    @property
    def ontology(self) -> Path:
        """Turtle files of the ontology; `shapes` lies below."""
        return self.root / "ontology"

    @property
    def shapes(self) -> Path:
        """SHACL shapes, by topic."""
        return self.root / "ontology" / "shapes"

    @property
    def queries(self) -> Path:
        """The catalogue of SPARQL queries."""
        return self.root / "queries"

    @property
    def build(self) -> Path:
        """Where builds are written."""
        return (self.work or self.root) / "build"

    @property
    def editor(self) -> Path:
        """Where the files of the query editor lie, if they were set up: in the build, or in an installed bundle."""
        return self.root / "editor" if self.work is not None else self.build / "editor"

    @property
    def dist(self) -> Path:
        """Where releases for the public are packaged."""
        return (self.work or self.root) / "dist"

    @property
    def current(self) -> Path:
        """The link to the newest release that passed the gate."""
        return self.build / "current"

    def must_be_own(self) -> None:
        """Refuses to edit the project that an installed program brings along.

        Raises:
            InputError: this is that project.
        """
        if self.work is not None:
            raise InputError(
                "the project that came with the program is only read",
                place=self.root,
                remedy="Copy this folder to a place of your own and name it with --project.",
            )


def _is_project(folder: Path) -> bool:
    return (folder / "data" / "registry").is_dir() and (folder / "ontology").is_dir()


def _users_folder() -> Path:
    """The folder for what an installed program writes: `PLEDGEGRAPH_HOME`, else the one that the system gives users."""
    named = os.environ.get(HOME, "")
    if named:
        return Path(named).absolute()
    shared = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (shared if shared.is_absolute() else Path.home() / ".local" / "share") / "pledgegraph"
