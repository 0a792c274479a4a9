"""Measured runs: wall time and peak memory of a process with its children, medians, and a table."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / ".venv" / "bin" / "python"
PROGRAM = ROOT / ".venv" / "bin" / "pledgegraph"
POLL = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a command: seconds, and the most memory that it and its children held at one time, in MB."""

    seconds: float
    peak_mb: float


def run(command: Sequence[str | Path], *, memory: bool = False, may_fail: bool = False) -> Run:
    """Runs a command to its end and measures it; one that fails ends the benchmark with its message, unless it may."""
    started = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = [0.0]
    if memory:
        threading.Thread(target=_watch, args=(process, peak), daemon=True).start()
    _, message = process.communicate()
    seconds = time.perf_counter() - started
    if process.returncode and not may_fail:
        sys.exit(f"error: {' '.join(map(str, command))} ended with {process.returncode}: {message.decode().strip()}")
    return Run(seconds=seconds, peak_mb=peak[0])


def medians(measures: dict[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The median of each measure; every round takes each of them once, so that all meet the same weather."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    return {name: statistics.median(values) for name, values in taken.items()}


def report(name: str, result: dict[str, float]) -> None:
    """A table on standard error and one line of JSON on standard output."""
    width = max(map(len, result))
    print(f"{name}", file=sys.stderr)
    for key, value in result.items():
        print(f"  {key:<{width}}  {value:>12.4f}", file=sys.stderr)
    print(json.dumps({"benchmark": name, **{key: round(value, 5) for key, value in result.items()}}))


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_resident(pid) for pid in _family(process.pid)) / 1024)
        time.sleep(POLL)


def _family(root: int) -> set[int]:
    """The process and all that descend from it, as Linux's process table shows them now."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            fields = _read(folder / "stat").rpartition(")")[2].split()
            if fields:
                parents[int(folder.name)] = int(fields[1])
    family = {root}
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return family


def _resident(pid: int) -> float:
    """Resident memory of one process in kB."""
    for line in _read(Path("/proc") / str(pid) / "status").splitlines():
        if line.startswith("VmRSS:"):
            return float(line.split()[1])
    return 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # the process has just ended
