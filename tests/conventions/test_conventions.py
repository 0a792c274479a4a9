"""The house rules, checked: sizes, names, errors, addresses, licences, and that style, types and layers are clean."""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pledgegraph import errors

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "pledgegraph"
MODULES = sorted(SOURCE.rglob("*.py"))
BIN = Path(sys.executable).parent

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
MOST_ERRORS = 8
FORBIDDEN_NAMES = re.compile(r"(?:^|_)(?:utils?|helpers?|common|misc|manager|stuff)(?:_|$)")

TEXTS = {
    "asean-plus-three-forum-2024": "db566757a7f1dc306f35a7732917b766ab4ce69f3de8759bc2e2243ba1f82577",
    "initiative-2023": "2a1d36f406aba63260a5ec8aa0084d702e6d2c2643f2f8587769f99ba175ead0",
    "conference-2025": "d86fbf0c49f31f8345a61803ff11ca3c8bd6a712a1ff5c203776bca486feacb2",
    "sub-forum-2024": "da8e648c38729c86170a6368fc70cda810008919236ce40d2fe54b48229d0118",
    "sub-forum-2025": "9c5b0d9161ab3941dcc57b42496fffd2a7969c83068d010da175f08a18927018",
}
"""SHA-256 of the stored texts, in the order of the files they came from."""


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="session")
def tree() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def tracked() -> list[Path]:
    """The files under version control; in an unpacked archive, none."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this is no git checkout")
    return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


# --- shape of the code ---


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_half_of_the_modules_are_short_indeed() -> None:
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES)
    assert lengths[len(lengths) // 2] <= 180


def test_a_function_is_short(tree: dict[Path, ast.Module]) -> None:
    long = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path, module in tree.items()
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


def test_a_module_is_named_after_what_it_holds() -> None:
    assert not [named(path) for path in MODULES if FORBIDDEN_NAMES.search(path.stem)]


def test_every_module_says_what_it_is(tree: dict[Path, ast.Module]) -> None:
    assert not [named(path) for path, module in tree.items() if not ast.get_docstring(module)]


# --- errors ---


def _error_types() -> list[type[errors.PledgegraphError]]:
    return [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.PledgegraphError)
    ]


def test_few_kinds_of_error_each_with_code_place_and_remedy() -> None:
    kinds = _error_types()
    assert 2 <= len(kinds) <= MOST_ERRORS
    for kind in kinds:
        made = kind("the port is closed", place="harbour.toml", line=3, remedy="Open it.")
        assert made.exit_code in {1, 2, 3, 4, 75}
        assert str(made) == made.message == "harbour.toml:3: the port is closed. Open it."
        assert kind.__doc__
    assert str(errors.InputError("the port is closed")) == "the port is closed."


def test_every_error_class_is_in_the_module_of_errors(tree: dict[Path, ast.Module]) -> None:
    an_answer_over_http = "HTTPException"
    elsewhere = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path, module in tree.items()
        if path.name != "errors.py"
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id.endswith(("Error", "Exception")) for base in node.bases)
        and not any(isinstance(base, ast.Name) and base.id == an_answer_over_http for base in node.bases)
    ]
    assert not elsewhere


def test_every_input_error_says_what_to_do(tree: dict[Path, ast.Module]) -> None:
    kinds = {kind.__name__ for kind in _error_types()}
    silent = [
        f"{named(path)}:{node.lineno}"
        for path, module in tree.items()
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in kinds
        and not {"remedy", None} & {keyword.arg for keyword in node.keywords}
    ]
    assert not silent


def test_no_broad_except_outside_the_command_line(tree: dict[Path, ast.Module]) -> None:
    survives_a_fault_with_one_of_many_files = {"src/pledgegraph/batch.py"}
    broad = [
        f"{named(path)}:{node.lineno}"
        for path, module in tree.items()
        if "cli" not in path.parts and named(path) not in survives_a_fault_with_one_of_many_files
        for node in ast.walk(module)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type)
    ]
    assert not broad


def _is_broad(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        name is None or (isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"}) for name in names
    )


def test_nothing_is_printed_outside_the_command_line(tree: dict[Path, ast.Module]) -> None:
    printed = [
        f"{named(path)}:{node.lineno}"
        for path, module in tree.items()
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not printed


# --- addresses ---


def test_only_one_module_mints_addresses(tree: dict[Path, ast.Module]) -> None:
    makers = {"NamedNode", "BlankNode", "URIRef", "BNode"}
    minted = [
        f"{named(path)}:{node.lineno}"
        for path, module in tree.items()
        if path.name != "iris.py"
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")) in makers
    ]
    assert not minted


def test_no_clock_and_no_chance_in_what_is_published(tree: dict[Path, ast.Module]) -> None:
    dates_a_persons_decision = {"src/pledgegraph/cli/review.py"}
    found = [
        f"{named(path)}:{node.lineno}"
        for path, module in tree.items()
        if named(path) not in dates_a_persons_decision
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow", "uuid4", "uuid1", "random"}
    ]
    assert not found


def test_code_knows_nothing_of_one_document(tree: dict[Path, ast.Module]) -> None:
    """No name of a document, person, city or forum of the five texts stands in the code."""
    telling = re.compile(
        r"lianyungang|suzhou|uuganbayar|sub-forum|plus three|asean|lancang|nia\b|wechat|" + "|".join(TEXTS),
        re.IGNORECASE,
    )
    told = []
    for path, module in tree.items():
        shown = _docstrings(module) | _examples(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in shown:
                told += [f"{named(path)}:{node.lineno} {hit}" for hit in telling.findall(node.value)]
    assert not told


def _docstrings(module: ast.Module) -> set[int]:
    return {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}


def _examples(module: ast.Module) -> set[int]:
    """The example at the end of a command's help, which may name a shipped file."""
    return {
        id(part)
        for node in ast.walk(module)
        if isinstance(node, ast.keyword) and node.arg == "epilog"
        for part in ast.walk(node.value)
    }


# --- the texts and the licences ---


def test_the_source_texts_are_kept_byte_for_byte() -> None:
    found = {
        slug: hashlib.sha256((ROOT / "data" / "documents" / slug / "text.txt").read_bytes()).hexdigest()
        for slug in TEXTS
    }
    assert found == TEXTS


def test_the_source_texts_are_those_that_were_handed_over(shared: Path) -> None:
    originals = sorted((shared / "sources").glob("*.txt"))
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in originals] == list(TEXTS.values())


def test_licences_are_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    for folder in ("ontology", "data"):
        text = (ROOT / folder / "LICENSE").read_text(encoding="utf-8")
        assert "CC BY 4.0" in text
        assert "https://creativecommons.org/licenses/by/4.0/" in text
    assert "publisher" in (ROOT / "data" / "LICENSE").read_text(encoding="utf-8")


def test_versions_agree() -> None:
    import pledgegraph

    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert pledgegraph.__version__ == version
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_folders_hold_only_what_they_are_for() -> None:
    visible = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert not visible & {"docs", "scripts", "tools", "utils"}
    assert visible >= {"ontology", "data", "queries", "src", "tests", "benchmarks", "pyproject.toml", "README.md"}


def test_every_file_has_a_plain_name() -> None:
    assert not [named(path) for path in tracked() if not re.fullmatch(r"[\w./+-]+", named(path), re.ASCII)]


# --- what no file may hold ---


PRIVATE_PATH = re.compile(r"(?<![\w.~/:-])/(?:home|root|Users|tmp|work|mnt|var/folders)/[\w.-]+")
REGISTRY = re.compile(
    r"\b(?:pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org|--index-url|--extra-index-url)"
    r"|\bhttps?://(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d+){1,3}[:/][^\s]*simple",
    re.IGNORECASE,
)


def _lines_of(paths: list[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        if path.suffix in {".png", ".ico"} or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{named(path)}:{number}", line


def test_no_path_of_one_machine_and_no_package_index_in_any_file() -> None:
    paths = [path for path in tracked() if "documents" not in path.parts]
    found = [where for where, line in _lines_of(paths) if PRIVATE_PATH.search(line) or REGISTRY.search(line)]
    assert not found


def test_text_files_are_utf8_with_unix_line_ends() -> None:
    odd = [
        named(path)
        for path in tracked()
        if "documents" not in path.parts and path.suffix != ".png" and b"\r" in path.read_bytes()
    ]
    assert not odd


def test_no_test_file_is_parked() -> None:
    assert not [named(path) for path in tracked() if re.match(r"_test_|TO_?FIX|old_", path.name)]


# --- style, types, layers ---


def _runs(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]


@pytest.mark.quality
def test_the_linter_finds_nothing() -> None:
    _runs(str(BIN / "ruff"), "check", "--output-format=concise", "src", "tests", "benchmarks")


@pytest.mark.slow
@pytest.mark.quality
def test_types_are_complete() -> None:
    _runs(str(BIN / "mypy"))


@pytest.mark.quality
def test_imports_go_downward() -> None:
    _runs(str(BIN / "lint-imports"))
