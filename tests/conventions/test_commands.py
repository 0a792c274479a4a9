"""The command line keeps its promises: every help ends with an example, wrong use with one message; CI is as it should be."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from pledgegraph.cli.main import invoke, main
from pledgegraph.project import Project
from pledgegraph.queries.catalogue import Catalogue

ROOT = Path(__file__).parents[2]
CONTEXT = click.Context(main, info_name="pledgegraph")
VERBS = main.list_commands(CONTEXT)
CI = ROOT / ".ci" / "run"


def command(verb: str) -> click.Command:
    found = main.get_command(CONTEXT, verb)
    assert found is not None
    return found


def test_there_are_the_six_verbs() -> None:
    assert {"build", "check", "convert", "evaluate", "explain", "query"} <= set(VERBS)


def example(verb: str) -> list[str]:
    """The words of the example at the end of a verb's help."""
    epilog = command(verb).epilog or ""
    assert epilog.startswith("Example: ")
    return shlex.split(epilog.removeprefix("Example: "))


@pytest.mark.parametrize("verb", VERBS)
def test_help_ends_with_an_example(verb: str) -> None:
    assert example(verb)[:2] == ["pledgegraph", verb]


@pytest.mark.parametrize("verb", VERBS)
def test_the_example_names_only_options_and_files_that_exist(verb: str) -> None:
    known = {name for option in command(verb).params for name in option.opts}
    for word in example(verb)[2:]:
        if word.startswith("-"):
            assert word in known
        elif word.startswith(("data/", "ontology/", "queries/")):
            assert (ROOT / word).exists()


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_explained(verb: str) -> None:
    silent = [option.opts for option in command(verb).params if isinstance(option, click.Option) and not option.help]
    assert not silent


@pytest.mark.parametrize(
    "argv",
    [["nothing"], ["build", "--nothing"], ["convert"], ["convert", "gone.txt"], ["query", "gone", "--project", "gone"]],
)
def test_wrong_use_ends_with_2_and_one_message(argv: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert invoke(argv) == 2
    shown = capfd.readouterr()
    assert shown.err.strip()
    assert not shown.out
    assert "Traceback" not in shown.err


def test_query_headers_parse(project: Project) -> None:
    catalogue = Catalogue.read(project.queries)
    files = {path.stem for path in project.queries.glob("*.rq")}
    assert len(files) >= 25
    assert {query.name for query in catalogue.queries.values()} == files


# --- continuous integration ---


def test_ci_calls_both_make_targets_and_stops_at_the_first_fault() -> None:
    text = CI.read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text
    assert re.search(r"^(?:time )?make test$", text, re.MULTILINE)
    assert "make test-all" in text


def test_no_pipe_of_ci_ends_in_a_command_that_stops_reading() -> None:
    # Under pipefail the writer that such a command cuts off (SIGPIPE, 141) ends the run, now and then.
    assert not re.search(r"\|\s*(?:head|grep\s+(?:-\w*q|-m))\b", CI.read_text(encoding="utf-8"))


def test_ci_installs_by_name_from_the_distribution_and_pins_the_rest() -> None:
    text = CI.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"\b(?:curl|wget|pip install|npm (?:ci|i|install)|npx|sudo)\b", text)
    assert (ROOT / "requirements.lock").is_file()
