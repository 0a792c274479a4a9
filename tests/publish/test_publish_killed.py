"""Killed at any moment, a build or a release leaves the old state or the new one, and the next run tidies up."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.publish.conftest import TEXT, add_document, call, content

from pledgegraph.project import Project
from pledgegraph.publish.folders import verify
from pledgegraph.publish.release import release

STEPS = ("mkdir", "fsync", "rename", "replace", "symlink")
"""What the system is asked for while a folder is filled and moved in; a run is killed before one of them."""

KILLER = """
import os, signal, sys
which, number = sys.argv[1], int(sys.argv[2])
real, seen = getattr(os, which), [0]
def step(*arguments, **named):
    seen[0] += 1
    if seen[0] == number:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **named)
setattr(os, which, step)
from pledgegraph.cli.main import invoke
sys.exit(invoke(sys.argv[3:]))
"""


def killed(project: Project, verb: str, step: str, number: int) -> bool:
    """Runs a verb and kills it before a step; tells whether it got there."""
    done = subprocess.run(
        [sys.executable, "-c", KILLER, step, str(number), verb, "--project", str(project.root)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def whole(project: Project) -> Path:
    """The current build, verified; whatever stands under a final name is whole."""
    for folder in (project.build / "releases").iterdir():
        if not folder.name.startswith("."):
            verify(folder)
    verify(project.current)
    return project.current.resolve()


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_build_killed_before_any_step_leaves_the_old_or_the_new(project: Project, step: str) -> None:
    old = whole(project)
    add_document(project, "harbour-2033", TEXT.replace("2031", "2033"))
    number, states = 1, set()
    while killed(project, "build", step, number):
        states.add(whole(project))
        number += 3 if step == "fsync" else 1
    new = whole(project)
    assert new != old and states <= {old, new}
    assert states, "no run was killed"
    assert not [path for path in project.build.rglob(".*") if path.name != ".lock"]


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_release_killed_before_any_step_is_there_whole_or_not_at_all(project: Project, step: str) -> None:
    expected = content(release(project, out=project.root / "elsewhere").folder)
    target, number = project.dist / "0.1.0", 1
    assert killed(project, "release", step, 1), "the run takes no such step"
    while killed(project, "release", step, number):
        if target.exists():
            assert content(target) == expected
        if (project.dist / "latest").is_symlink():
            assert (project.dist / "latest").resolve() == target
        number += 7 if step == "fsync" else 1
    assert content(target) == expected and (project.dist / "latest").resolve() == target
    assert not [path for path in project.dist.glob(".*") if path.name != ".lock"]


@pytest.mark.slow
def test_runs_killed_at_random_moments_leave_the_old_or_the_new(project: Project) -> None:
    chance = random.Random(20310504)
    old = whole(project)
    add_document(project, "harbour-2033", TEXT.replace("2031", "2033"))
    command = [sys.executable, "-m", "pledgegraph"]
    begun = time.monotonic()
    assert call(project, "release").returncode == 0
    lasts = max(time.monotonic() - begun, 0.3)
    packaged, states = content(project.dist / "0.1.0"), set()
    for _ in range(12):
        verb = chance.choice(["build", "release"])
        running = subprocess.Popen(
            [*command, verb, "--project", str(project.root)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.05, 2 * lasts))
        running.kill()
        running.wait(timeout=30)
        states.add(whole(project))
        assert content(project.dist / "0.1.0") == packaged
    assert call(project, "build").returncode == 0
    assert whole(project) != old and states <= {old, whole(project)}
    assert not [path for path in project.build.rglob(".*") if path.name != ".lock"]


BESIDE = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from pledgegraph.processes import end_with_parent
with ProcessPoolExecutor(1, initializer=end_with_parent) as pool:
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""


def lives(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_the_process_beside_a_release_ends_with_it() -> None:
    with subprocess.Popen([sys.executable, "-c", BESIDE], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        beside = int(running.stdout.readline())
        assert lives(beside)
        running.kill()
        until = time.monotonic() + 30
        while lives(beside) and time.monotonic() < until:
            time.sleep(0.05)
        assert not lives(beside)
