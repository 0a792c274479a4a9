"""What is put on the web for the ontology: one folder a version, and the newest again beside them, in every form.

The same ontology gives the same bytes of RDF. The HTML page is made by pyLODE where that is installed, which puts
alternatives in any order.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from pledgegraph.errors import InputError, MissingToolError
from pledgegraph.project import Project
from pledgegraph.publish.beside import fresh_folder, move_in, retire
from pledgegraph.publish.folders import locked
from pledgegraph.vocab import PREFIXES
from pledgegraph.vocabulary.diagram import diagram
from pledgegraph.vocabulary.terms import FILES, Vocabulary

PAGE = "index.html"
FORMS: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {
        "ontology.ttl": ox.RdfFormat.TURTLE,
        "ontology.rdf": ox.RdfFormat.RDF_XML,
        "ontology.nt": ox.RdfFormat.N_TRIPLES,
        "ontology.jsonld": ox.RdfFormat.JSON_LD,
    }
)
"""The files of RDF, with their syntax."""
_CHILD = Path(__file__).with_name("pylode_child.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The folder of a version that was written, and notes on what is not in it."""

    folder: Path
    notes: tuple[str, ...]


def write_site(project: Project, out: Path) -> Site:
    """Writes `<out>/<version>/` and the same files in `out` itself, which stand for the newest version.

    Raises:
        InputError: the version is there with other content, or the folder cannot be written.
    """
    vocabulary = Vocabulary.read(project.ontology)
    files, notes = _files(project, vocabulary)
    target = out / vocabulary.version
    with locked(out, "site"):
        try:
            _refuse_other_content(files, target)
            _put(files, target)
        except OSError as error:
            raise InputError(
                f"cannot be written ({error.strerror or error})", place=out, remedy="Name another folder with --output."
            ) from error
    return Site(folder=target, notes=notes)


def _put(files: Mapping[str, bytes], target: Path) -> None:
    """Writes the folder of the version, and its files again beside it."""
    out = target.parent
    with fresh_folder(out) as fresh:
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        if target.exists():
            retire(target)
        move_in(fresh, target)
    for name, data in files.items():
        beside = out / f".{name}.new"
        beside.write_bytes(data)
        beside.replace(out / name)


def _refuse_other_content(files: Mapping[str, bytes], target: Path) -> None:
    """A published version keeps its triples; only its page may be made again."""
    old = target / "ontology.nt"
    if old.is_file() and old.read_bytes() != files["ontology.nt"]:
        raise InputError(
            "this version of the ontology is there already, with other content",
            place=target,
            remedy="Give the ontology a new owl:versionInfo and owl:versionIRI, or remove what was never published.",
        )


def _files(project: Project, vocabulary: Vocabulary) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files by name; without pyLODE a note in place of the page."""
    triples = [triple for name in FILES for triple in ox.parse(path=str(project.ontology / name))]
    files = {name: _written(triples, form) for name, form in FORMS.items()}
    files["classes.svg"] = diagram(vocabulary).encode()
    try:
        files[PAGE] = page(files["ontology.ttl"])
    except MissingToolError as error:
        return files, (f"there is no {PAGE}: {error.message}",)
    return files, ()


def _written(quads: list[ox.Quad], form: ox.RdfFormat) -> bytes:
    """The triples in a syntax, their blank nodes named by order, so that the bytes are always the same."""
    store = ox.Dataset(quads)
    store.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    ordered = sorted((quad.triple for quad in store), key=str)
    prefixes = {name: base for name, base in PREFIXES.items() if name != "id"}
    return ox.serialize(ordered, format=form, prefixes=prefixes) or b""


def page(turtle: bytes) -> bytes:
    """The ontology as a page, by pyLODE.

    Raises:
        MissingToolError: pyLODE is not installed.
        InputError: it cannot read the ontology.
    """
    if find_spec("pylode") is None:
        raise MissingToolError("pyLODE is not installed", remedy="Install it with: pip install pylode")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "ontology.ttl", Path(folder) / PAGE
        source.write_bytes(turtle)
        done = subprocess.run(
            [sys.executable, str(_CHILD), str(source), str(target)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise InputError(f"pyLODE cannot read the ontology: {said}", remedy="Check it with pledgegraph ontology.")
        return target.read_bytes()
