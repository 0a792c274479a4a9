"""Every error a user can meet: where it happened, what is wrong, what to do, and the exit code that says so.

Exit codes: 0 good; 1 the gate or a check found violations; 2 input unusable, nothing written; 3 a fault of ours;
4 a batch finished in part; 75 another build holds the lock.
"""

from __future__ import annotations

from pathlib import Path


class PledgegraphError(Exception):
    """The base: one message built from place, problem and remedy.

    Attributes:
        place: file, `file:line` or address where the problem is; empty when there is none.
        problem: what is wrong, in one clause.
        remedy: what the user can do about it.
        exit_code: the process exit code of the command that meets it.
    """

    exit_code = 3

    def __init__(self, problem: str, *, place: str | Path = "", line: int | None = None, remedy: str = "") -> None:
        self.place = f"{place}:{line}" if line is not None else str(place)
        self.problem = problem
        self.remedy = remedy
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """`place: problem. remedy.`, with the parts that are known."""
        where = f"{self.place}: " if self.place else ""
        todo = f" {self.remedy}" if self.remedy else ""
        return f"{where}{self.problem.rstrip('.')}.{todo}"


class InputError(PledgegraphError):
    """A file or argument cannot be used; nothing was written."""

    exit_code = 2


class GateError(PledgegraphError):
    """The gate found violations; nothing was published."""

    exit_code = 1


class RemoteError(PledgegraphError):
    """A remote endpoint did not answer, or not as the protocol says."""

    exit_code = 2


class LockedError(PledgegraphError):
    """Another build is running in this project."""

    exit_code = 75


class MissingToolError(PledgegraphError):
    """An optional program (Java, a browser) is not installed; the message names the package."""

    exit_code = 2
