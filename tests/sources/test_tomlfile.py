"""Strict TOML: every way a settings file can be wrong ends in one message with place, problem and remedy."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pledgegraph.errors import InputError
from pledgegraph.sources.tomlfile import read_text, read_toml


class Gate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    width: int
    height: int = 1


class Port(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    name: str
    open_since: str = ""
    gate: list[Gate] = []


def refusal(path: Path, text: str | bytes) -> InputError:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as raised:
        read_toml(path, Port)
    assert raised.value.place.startswith(str(path))
    assert raised.value.remedy
    assert raised.value.exit_code == 2
    return raised.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "port.toml"


def test_a_good_file(path: Path) -> None:
    path.write_text('name = "Arica"\nopen-since = "1900"\n[[gate]]\nwidth = 3\n', encoding="utf-8")
    assert read_toml(path, Port) == Port(name="Arica", open_since="1900", gate=[Gate(width=3)])


def test_an_unknown_key_is_named_with_line_and_neighbour(path: Path) -> None:
    error = refusal(path, 'name = "Arica"\nopen_since = "1900"\n')
    assert error.problem == "unknown field `open_since`"
    assert error.place == f"{path}:2"
    assert error.remedy == "Did you mean 'open-since'?"


def test_an_unknown_key_inside_a_table(path: Path) -> None:
    error = refusal(path, 'name = "Arica"\n\n[[gate]]\nwidht = 3\n')
    assert error.place == f"{path}:4"
    assert error.remedy == "Did you mean 'width'?"


def test_an_unknown_key_without_neighbour_lists_the_known(path: Path) -> None:
    error = refusal(path, 'name = "Arica"\nzzz = 1\n')
    assert error.remedy == "Known keys: gate, height, name, open-since, width."


@pytest.mark.parametrize(
    "text", ["name = ", 'name = "a"\nname = "b"\n', "[name", "\x00", "name = 1979-13-45", "a = " + "[" * 5000]
)
def test_bad_syntax(path: Path, text: str) -> None:
    assert refusal(path, text).problem.startswith("not valid TOML")


def test_bad_syntax_names_its_line(path: Path) -> None:
    assert refusal(path, 'name = "Arica"\ngate = [\n').place.startswith(f"{path}:")


def test_a_wrong_type_and_a_missing_key(path: Path) -> None:
    assert "`str`" in refusal(path, "name = 3\n").problem
    assert "missing" in refusal(path, 'open-since = "1900"\n').problem


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("name = 3\n", ":1", "Put the value in quotes."),
        ('name = "a"\nopen-since = 2031-05-04\n', ":2", "Put the value in quotes."),
        ('name = "a"\n[[gate]]\nwidth = 1\n[[gate]]\nheight = 2\nwidth = "3"\n', ":6", "without quotes"),
        ('name = "a"\n[[gate]]\nwidth = 1\n[[gate]]\nheight = 2\n', ":4", "Add it."),
        ('name = "a"\ngate = 3\n', ":2", "square brackets"),
        ('\ufeffname = "a"\n', ":1", "without byte order mark"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(path: Path, text: str, line: str, remedy: str) -> None:
    error = refusal(path, text)
    assert error.place == f"{path}{line}"
    assert remedy in error.remedy


def test_undecodable_missing_and_folder(path: Path, tmp_path: Path) -> None:
    assert refusal(path, b'name = "Ar\xffica"').problem == "not UTF-8 text (byte 10)"
    for place, problem in ((tmp_path / "none.toml", "no such file"), (tmp_path, "cannot be read")):
        with pytest.raises(InputError, match=problem):
            read_text(place)


def test_newlines_are_kept(path: Path) -> None:
    path.write_bytes(b"one\r\ntwo\n")
    assert read_text(path) == "one\r\ntwo\n"
