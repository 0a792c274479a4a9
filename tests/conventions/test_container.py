"""The image and the compose file, checked without an engine: what they copy and call exists, and nothing runs as root."""

from __future__ import annotations

import fnmatch
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import pyoxigraph
import pytest
import yaml

from pledgegraph.cli.main import main

ROOT = Path(__file__).parents[2]
KNOWN = {
    "FROM", "RUN", "COPY", "ENV", "LABEL", "WORKDIR", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD", "STOPSIGNAL",
}  # fmt: skip


@pytest.fixture(scope="module")
def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, continuation lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


@pytest.fixture(scope="module")
def last_stage(instructions: list[tuple[str, str]]) -> list[tuple[str, str]]:
    last = max(number for number, (name, _) in enumerate(instructions) if name == "FROM")
    return instructions[last:]


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    value = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    (only,) = value["services"].values()
    assert isinstance(only, dict)
    return only


def value_of(stage: list[tuple[str, str]], name: str) -> str:
    (value,) = [value for each, value in stage if each == name]
    return value


@pytest.mark.skipif(sys.platform != "linux", reason="the linter's package is for Linux")
def test_the_linter_finds_nothing() -> None:
    found = subprocess.run(
        [Path(sys.executable).parent / "hadolint", "--no-color", ROOT / "Dockerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stdout) == (0, "")


def test_only_instructions_that_exist_in_two_stages_of_one_pinned_image(instructions: list[tuple[str, str]]) -> None:
    assert {name for name, _ in instructions} <= KNOWN
    bases = [value.split()[0] for name, value in instructions if name == "FROM"]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", bases[0])


def test_what_is_copied_exists_and_is_not_ignored(instructions: list[tuple[str, str]]) -> None:
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignore[0] == "*"
    allowed = [line.removeprefix("!") for line in ignore if line.startswith("!")]
    for name, value in instructions:
        words = [word for word in value.split() if not word.startswith("--")]
        if name != "COPY" or "--from=build" in value:
            continue
        for source in words[:-1]:
            assert (ROOT / source).exists(), source
            assert any(fnmatch.fnmatch(source, pattern) for pattern in allowed), source
    wheel = [line for line in (ROOT / "hatch_build.py").read_text(encoding="utf-8").splitlines() if "PARTS =" in line]
    for part in re.findall(r'"(\w+)"', wheel[0]):
        assert part in allowed


def test_packages_come_by_hash_and_the_wheel_without_an_index(instructions: list[tuple[str, str]]) -> None:
    installs = [value for name, value in instructions if name == "RUN" and "pip install" in value]
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-index" in installs[1]
    assert not [value for name, value in instructions if name == "RUN" and re.search(r"apt-get|curl|wget|sudo", value)]


def test_the_last_stage_runs_as_a_user_without_rights(last_stage: list[tuple[str, str]]) -> None:
    user = value_of(last_stage, "USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    names = [name for name, _ in last_stage]
    assert names.index("USER") > max(number for number, name in enumerate(names) if name in {"RUN", "COPY"})
    assert not [value for name, value in last_stage if name == "RUN" and "pip" in value]


def known_command(words: list[str]) -> None:
    verb = main.get_command(click.Context(main), words[0])
    assert verb is not None
    options = {name for option in verb.params for name in option.opts}
    assert {word for word in words if word.startswith("--")} <= options


def test_the_commands_exist(last_stage: list[tuple[str, str]], service: dict[str, Any]) -> None:
    assert json.loads(value_of(last_stage, "ENTRYPOINT")) == ["pledgegraph"]
    known_command(json.loads(value_of(last_stage, "CMD")))
    known_command(service["command"])


def test_the_health_check_asks_the_port_that_is_served(
    last_stage: list[tuple[str, str]], service: dict[str, Any]
) -> None:
    port = value_of(last_stage, "EXPOSE")
    check = value_of(last_stage, "HEALTHCHECK").partition("CMD ")[2]
    for words in (json.loads(check), service["healthcheck"]["test"][1:]):
        assert words[:2] == ["python", "-c"]
        compile(words[2], "healthcheck", "exec")
        assert f"http://127.0.0.1:{port}/sparql?" in words[2]
        query = unquote(re.findall(r"query=([^']*)'", words[2])[0])
        assert bool(pyoxigraph.Store().query(query)) is False
    assert service["healthcheck"]["test"][0] == "CMD"
    for command in (json.loads(value_of(last_stage, "CMD")), service["command"]):
        assert command[command.index("--port") + 1] == port
    assert "--interval=" in value_of(last_stage, "HEALTHCHECK")


def test_compose_opens_one_port_of_this_machine_and_gives_no_rights(service: dict[str, Any]) -> None:
    (port,) = service["ports"]
    assert re.fullmatch(r"127\.0\.0\.1:\d+:8000", port)
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"build", "init", "restart", "healthcheck", "mem_limit", "stop_grace_period"} <= set(service)
    assert "privileged" not in service
    assert "volumes" not in service
    assert shlex.join(service["command"]).startswith("serve ")


def test_the_locks_agree() -> None:
    """What is installed where the program runs is what the tests ran with."""
    pins = [
        dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements-runtime.lock", "requirements.lock")
    ]
    assert pins[0].items() <= pins[1].items(), (
        "make it again: uv pip compile --universal --extra serve --extra allocator --extra html --extra pdf --extra docx --extra push --group pyproject.toml:build --generate-hashes --no-header --no-annotate --no-emit-index-url "
        "--python-version 3.11 pyproject.toml -c requirements.lock -o requirements-runtime.lock"
    )
    assert {"click", "httpx", "pyoxigraph", "starlette", "uvicorn"} <= set(pins[0])
    assert not {"pytest", "playwright", "mypy"} & set(pins[0])
