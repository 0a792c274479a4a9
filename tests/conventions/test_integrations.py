"""What other repositories run: the pre-commit hook and the GitHub action name what exists and let no input run as code."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from pledgegraph.cli.main import main
from pledgegraph.validate import FORMATS
from pledgegraph.validate.foreign import ENDINGS

ROOT = Path(__file__).parents[2]
CHECK = main.get_command(click.Context(main), "check")


def options() -> set[str]:
    assert CHECK is not None
    return {name for option in CHECK.params if isinstance(option, click.Option) for name in option.opts}


@pytest.fixture(scope="module")
def action() -> dict[str, Any]:
    value: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return value


@pytest.fixture(scope="module")
def hook() -> dict[str, Any]:
    (only,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert isinstance(only, dict)
    return only


def test_the_hook_calls_a_verb_with_the_files_it_can_read(hook: dict[str, Any]) -> None:
    assert {"id", "name", "entry", "language"} <= set(hook)
    assert hook["language"] == "python"
    assert hook["entry"].split() == ["pledgegraph", "check"]
    files = re.compile(hook["files"])
    read = {ending for ending in ENDINGS if files.search(f"data/harbour{ending}")}
    assert read == set(ENDINGS) - {".json", ".xml", ".owl"}
    assert not files.search("data/harbour.txt")


def test_the_action_is_composite_and_every_step_is_whole(action: dict[str, Any]) -> None:
    assert {"name", "description", "inputs", "outputs", "runs"} <= set(action)
    assert action["runs"]["using"] == "composite"
    assert all(each["description"] for each in action["inputs"].values())
    assert all("default" in each or each.get("required") for each in action["inputs"].values())
    for step in action["runs"]["steps"]:
        assert ("uses" in step) != ("run" in step)
        if "run" in step:
            assert step["shell"] == "bash"
        else:
            assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+(?:\.\d+)*|[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"])


def test_the_action_uses_every_input_and_none_that_is_not_there(action: dict[str, Any]) -> None:
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", (ROOT / "action.yml").read_text(encoding="utf-8")))
    assert used == set(action["inputs"])
    steps = {step.get("id") for step in action["runs"]["steps"]}
    for output in action["outputs"].values():
        (step, name) = re.findall(r"steps\.(\w+)\.outputs\.([\w-]+)", output["value"])[0]
        assert step in steps
        assert any(f"{name}=" in run.get("run", "") for run in action["runs"]["steps"])


def test_no_input_is_written_into_a_script(action: dict[str, Any]) -> None:
    """Inputs reach scripts as environment variables, so none can be read as a command."""
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_action_names_only_options_that_exist(action: dict[str, Any]) -> None:
    script = action["runs"]["steps"][-1]["run"]
    assert set(re.findall(r"(?<![\w-])--[a-z][\w-]*", script)) <= options()
    assert set(re.findall(r"--format (\w+)", script)) <= set(FORMATS)


@pytest.mark.parametrize("number", [1, 2])
def test_the_scripts_of_the_action_parse(action: dict[str, Any], number: int) -> None:
    done = subprocess.run(
        ["bash", "-n"], input=action["runs"]["steps"][number]["run"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("content", "code"), [("<urn:a> <urn:b> <urn:c> .", 0), ("<urn:a> <urn:b>", 2)])
def test_the_check_step_runs_as_it_stands(action: dict[str, Any], tmp_path: Path, content: str, code: int) -> None:
    """The script itself, with the program of this checkout in the place where the action installs it."""
    program = shutil.which("pledgegraph", path=str(ROOT / ".venv" / "bin"))
    assert program is not None
    bin_folder = tmp_path / "pledgegraph" / "bin"
    bin_folder.mkdir(parents=True)
    (bin_folder / "pledgegraph").symlink_to(program)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a b.nt").write_text(content + "\n", encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:S> a sh:NodeShape ; sh:targetNode <urn:a> .", encoding="utf-8"
    )
    environment = {"FILES": "**/*.nt", "SHAPES": "shapes.ttl", "TEXTS": "", "FAIL_ON": "violation", "SARIF": "o.sarif"}
    environment |= {"RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "out"), "PATH": "/usr/bin:/bin"}
    script = action["runs"]["steps"][-1]["run"]
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert (tmp_path / "out").read_text(encoding="utf-8") == f"exit-code={code}\n"
    assert (tmp_path / "o.sarif").exists() == (code == 0)
