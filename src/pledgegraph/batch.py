"""Many files converted one by one: bad ones are set aside with the reason, and a run that was stopped goes on.

The target folder holds one file of RDF a document, `converted.tsv` with a line a finished file, and `quarantine/` with
a copy of what could not be converted beside its reason.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from pledgegraph.conversion import convert, read_grammar, read_one, run_of
from pledgegraph.errors import InputError, PledgegraphError
from pledgegraph.extract.grammar import Grammar
from pledgegraph.processes import end_with_parent
from pledgegraph.project import Project
from pledgegraph.sources.inbox import short_names, slugs_of
from pledgegraph.sources.outputs import write_beside

SUFFIXES = {"nquads": ".nq", "turtle": ".ttl", "jsonld": ".jsonld"}
JOURNAL = "converted.tsv"
QUARANTINE = "quarantine"
_AHEAD = 4
_BYTES = "surrogateescape"
"""How names of files that are no UTF-8 go into files and come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file: converted, kept from an earlier run, or set aside with the reason."""

    file: Path
    reason: str = ""
    kept: bool = False
    findings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One file to convert into a folder."""

    file: Path
    slug: str
    target: Path
    form: str
    encoding: str


class Batch:
    """A run over many files into one folder."""

    def __init__(self, project: Project, target: Path, form: str, encoding: str = "") -> None:
        """Opens the folder and reads what earlier runs finished.

        Raises:
            InputError: the folder cannot be made, or rules or registry cannot be used.
        """
        self.project, self.target, self.form, self.encoding = project, target, form, encoding
        self.grammar = read_grammar(project)
        self._with = run_of(self.grammar).content_hash[:16]
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"cannot be made ({error.strerror})", place=target, remedy="Name a folder that can be written."
            ) from error
        self._names: dict[Path, str] = {}
        self._done = _lines(target / JOURNAL)

    def run(self, files: list[Path], workers: int = 1) -> Iterator[Outcome]:
        """The outcome of every file as it comes, in order; the journal grows with each."""
        slugs = slugs_of(files)
        self._names = short_names(files)
        taken: dict[str, Path] = {}
        tasks: list[tuple[Task, str, str]] = []
        for file, slug in slugs.items():
            other = taken.setdefault(slug, file)
            problem = "" if other == file else f"{file}: gives the same name '{slug}' as {other}. Rename one of them."
            task = Task(file=file, slug=slug, target=self.target, form=self.form, encoding=self.encoding)
            tasks.append((task, problem, "" if problem else self._key(file)))
        if workers > 1:
            with ProcessPoolExecutor(workers, initializer=_start, initargs=(self.project.root,)) as pool:
                yield from self._outcomes(tasks, lambda task: pool.submit(_in_process, task), workers * _AHEAD)
        else:
            yield from self._outcomes(tasks, self._here, 1)

    def _outcomes(
        self, tasks: list[tuple[Task, str, str]], submit: Callable[[Task], Future[Outcome]], ahead: int
    ) -> Iterator[Outcome]:
        waiting: list[tuple[Path, str, Outcome | Future[Outcome]]] = []
        for task, problem, key in tasks:
            if problem:
                waiting.append((task.file, key, Outcome(file=task.file, reason=problem)))
            elif key in self._done and (self.target / f"{task.slug}{SUFFIXES[self.form]}").is_file():
                waiting.append((task.file, key, Outcome(file=task.file, kept=True)))
            else:
                waiting.append((task.file, key, submit(task)))
            while len(waiting) >= ahead:
                yield self._finished(*waiting.pop(0))
        while waiting:
            yield self._finished(*waiting.pop(0))

    def _finished(self, file: Path, key: str, result: Outcome | Future[Outcome]) -> Outcome:
        try:
            outcome = result if isinstance(result, Outcome) else result.result()
        except BrokenProcessPool:
            outcome = Outcome(file=file, reason=f"{file}: the converting process ended. Convert this file alone.")
        if outcome.reason:
            self._set_aside(file, outcome.reason)
        elif not outcome.kept:
            self._note(key)
            self._release(file)
        return outcome

    def _here(self, task: Task) -> Future[Outcome]:
        done: Future[Outcome] = Future()
        done.set_result(convert_task(task, self.grammar))
        return done

    def _key(self, file: Path) -> str:
        """A finished file's line: file, content, form, encoding, rules and registry; a change of any converts again."""
        try:
            with file.open("rb") as handle:
                content = hashlib.file_digest(handle, "sha256").hexdigest()
        except OSError:
            content = "unreadable"
        return "\t".join((str(file), content, self.form, self.encoding or "-", self._with))

    def _note(self, key: str) -> None:
        """Adds a finished file's line to the journal; a name that is no UTF-8 stands there byte for byte."""
        path = self.target / JOURNAL
        try:
            with path.open("a", encoding="utf-8", errors=_BYTES) as journal:
                journal.write(key + "\n")
        except OSError as error:
            raise InputError(
                f"cannot be written ({error.strerror})",
                place=path,
                remedy="Free space or make the folder writable; the same command goes on from here.",
            ) from error

    def _set_aside(self, file: Path, reason: str) -> None:
        folder = self.target / QUARANTINE
        folder.mkdir(exist_ok=True)
        name = self._names[file]
        write_beside(folder / f"{name}.reason.txt", (reason + "\n").encode(errors=_BYTES))
        try:
            shutil.copyfile(file, folder / name)
        except OSError:
            (folder / name).unlink(missing_ok=True)

    def _release(self, file: Path) -> None:
        """Takes what an earlier run set aside out of quarantine once it has been converted."""
        name = self._names[file]
        for path in (self.target / QUARANTINE / name, self.target / QUARANTINE / f"{name}.reason.txt"):
            path.unlink(missing_ok=True)


def _lines(journal: Path) -> set[str]:
    """The lines of a journal; none where there is no journal yet."""
    return set(journal.read_text(encoding="utf-8", errors=_BYTES).splitlines()) if journal.is_file() else set()


def convert_task(task: Task, grammar: Grammar) -> Outcome:
    """Converts one file; whatever goes wrong is the outcome's reason, never an exception."""
    try:
        data, extraction = convert(read_one(task.file, grammar, task.encoding, task.slug), grammar, task.form)
        write_beside(task.target / f"{task.slug}{SUFFIXES[task.form]}", data)
    except PledgegraphError as error:
        return Outcome(file=task.file, reason=error.message)
    except Exception as error:
        return Outcome(file=task.file, reason=f"{task.file}: a fault of ours: {type(error).__name__}: {error}.")
    return Outcome(file=task.file, findings=len(extraction.findings))


_worker_grammar: list[Grammar] = []


def _start(root: Path) -> None:
    end_with_parent()
    _worker_grammar[:] = [read_grammar(Project(root=root))]


def _in_process(task: Task) -> Outcome:
    return convert_task(task, _worker_grammar[0])
