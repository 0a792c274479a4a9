"""Whether the ontology is OWL 2 DL: OWLAPI's profile checker, which comes with the reasoner, asked through Java.

The checker lets `xsd:date` pass, which is no OWL 2 datatype; the reasoner stops there. Both are asked.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pledgegraph.errors import InputError, MissingToolError
from pledgegraph.reason import HERMIT, read_turtle

_SOURCE = Path(__file__).with_name("Profile.java")
_SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How many axioms the checker read, and what is outside the profile."""

    axioms: int
    violations: tuple[str, ...]


def check_profile(files: Sequence[Path]) -> Profile:
    """What OWLAPI says of the Turtle files together.

    Raises:
        MissingToolError: there is no Java compiler.
        InputError: a file is no Turtle, or OWLAPI cannot read the ontology.
    """
    if shutil.which("javac") is None:
        raise MissingToolError(
            "the profile check needs a Java compiler, which is not installed",
            remedy="Install it: apt-get install default-jdk-headless",
        )
    graph = read_turtle(files)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ontology.rdf"
        graph.serialize(path, format="xml")
        done = subprocess.run(
            ["java", "-cp", str(HERMIT), str(_SOURCE), str(path)],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    lines = done.stdout.splitlines()
    if done.returncode or not lines or not lines[0].isdecimal():
        said = next((line for line in done.stderr.splitlines() if "Exception" in line), done.stderr[-200:])
        raise InputError(
            f"OWLAPI cannot read the ontology: {said}",
            place=", ".join(map(str, files)),
            remedy="Run the Turtle through another parser first.",
        )
    return Profile(axioms=int(lines[0]), violations=tuple(sorted(lines[1:])))
