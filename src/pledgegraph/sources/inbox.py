"""Files to be converted together: what lies in folders, what is passed over there, and a name for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pledgegraph.errors import InputError
from pledgegraph.slugs import slugify
from pledgegraph.sources.documents import slug_of
from pledgegraph.sources.formats import ENDINGS


def files_below(paths: Iterable[Path], beside: Path | None = None) -> list[Path]:
    """The files named, and those below the folders named, sorted; hidden ones and unknown endings are left out.

    What lies below the folder `beside`, where the output goes, is no input.

    Raises:
        InputError: a path that does not exist, or a folder without any such file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = [file for file in _visible(path, beside) if file.suffix.lower() in ENDINGS]
            if not inside:
                raise InputError(
                    f"no file here that could be converted ({', '.join(ENDINGS)})",
                    place=path,
                    remedy="Name another folder.",
                )
            found.update(dict.fromkeys(inside))
        elif path.is_file():
            found[path] = None
        elif path.exists():
            raise InputError("is neither a file nor a folder", place=path, remedy="Write its content to a file first.")
        else:
            raise InputError("no such file", place=path, remedy="Check the name.")
    return list(found)


def passed_over(paths: Iterable[Path], beside: Path | None = None) -> Iterator[tuple[Path, str]]:
    """What lies visibly below the folders named and is no input, each with the reason."""
    for folder in (path for path in paths if path.is_dir()):
        for file in _below(folder, beside):
            if file.suffix.lower() not in ENDINGS and file.is_file():
                yield file, f"'{file.suffix}' is none of the endings read ({', '.join(ENDINGS)})"
            elif not _is_input(file, folder):
                yield file, "a link that leads nowhere or out of the folder" if file.is_symlink() else "no file"


def slugs_of(files: Iterable[Path]) -> dict[Path, str]:
    """The slug of each file's document; files of one name and several endings bear the ending too.

    Two files of one name and ending in two folders still share one slug: which of them it belongs to is not guessed.
    """
    plain = {file: slug_of(file) for file in files}
    endings: dict[str, set[str]] = {}
    for file, slug in plain.items():
        endings.setdefault(slug, set()).add(file.suffix.lower())
    return {
        file: f"{slug}-{slugify(file.suffix)}" if len(endings[slug]) > 1 and slugify(file.suffix) else slug
        for file, slug in plain.items()
    }


def short_names(files: Iterable[Path]) -> dict[Path, str]:
    """A name for each file that no other bears: its own, with as many of its folders before it as that takes."""
    names: dict[Path, str] = {}
    left, parts = list(files), 1
    while left:
        written = {file: "--".join(part for part in file.parts[-parts:] if part not in ("/", "..")) for file in left}
        times = Counter((*written.values(), *names.values()))
        alone = [file for file in left if times[written[file]] == 1 or parts > len(file.parts)]
        names.update((file, written[file]) for file in alone)
        left, parts = [file for file in left if file not in names], parts + 1
    return names


def _visible(folder: Path, beside: Path | None) -> Iterator[Path]:
    """Every file below a folder in order, without hidden ones and links out of it."""
    return (path for path in _below(folder, beside) if _is_input(path, folder))


def _below(folder: Path, beside: Path | None) -> Iterator[Path]:
    """What lies below a folder in order, without folders and hidden things."""
    besides = beside.resolve() if beside else None
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and not path.is_dir() and not (besides and path.resolve().is_relative_to(besides)):
            yield path


def _is_input(path: Path, folder: Path) -> bool:
    """Whether a path is a file of the folder: what a link brings in from elsewhere was not named."""
    return path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(folder.resolve()))
