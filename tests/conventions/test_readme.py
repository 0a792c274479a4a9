"""The README names every verb and option, and every file it points to exists."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from pledgegraph.cli.main import main

ROOT = Path(__file__).parents[2]
CONTEXT = click.Context(main, info_name="pledgegraph")
VERBS = main.list_commands(CONTEXT)


def options() -> list[tuple[str, str]]:
    """Every verb with the long name of each of its options."""
    found = []
    for verb in VERBS:
        command = main.get_command(CONTEXT, verb)
        assert command is not None
        found += [
            (verb, next((name for name in option.opts if name.startswith("--")), option.opts[0]))
            for option in command.params
            if isinstance(option, click.Option)
        ]
    return found


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", VERBS)
def test_the_readme_names_the_verb(verb: str, readme: str) -> None:
    assert f"pledgegraph {verb}" in readme


@pytest.mark.parametrize(("verb", "option"), options())
def test_the_readme_names_the_option(verb: str, option: str, readme: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", readme)


def test_the_readme_points_only_to_files_that_exist(readme: str) -> None:
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", readme)
    assert not [target for target in targets if not (ROOT / target).exists()]


def test_the_readme_says_whose_the_texts_are(readme: str) -> None:
    assert "CC BY 4.0" in readme
    assert "Apache-2.0" in readme
    assert "publisher" in readme
    assert "make run" in readme
    assert "make test" in readme
