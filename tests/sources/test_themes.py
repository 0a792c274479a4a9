"""The theme scheme as phrases."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgegraph.errors import InputError
from pledgegraph.project import Project
from pledgegraph.sources.themes import Themes

SCHEME = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix plg: <https://w3id.org/pledgegraph/ontology#> .
@prefix theme: <https://w3id.org/pledgegraph/id/theme/> .

theme:harbours skos:prefLabel "Harbours"@en ; skos:altLabel "Ports"@en , "port of call" ; plg:negativeLabel "port wine" .
theme:trade skos:prefLabel "Trade"@en ; skos:altLabel "ports"@en ; skos:broader theme:economy .
theme:economy skos:prefLabel "Economy"@en .
<https://example.org/other> skos:prefLabel "Other"@en .
[] skos:prefLabel "Nobody"@en .
"""


def themes(folder: Path, text: str) -> Themes:
    (folder / "themes.ttl").write_text(text, encoding="utf-8")
    return Themes.read(folder / "themes.ttl")


def test_phrases_labels_and_negative_labels(tmp_path: Path) -> None:
    made = themes(tmp_path, SCHEME)
    assert made.labels == {"economy": "Economy", "harbours": "Harbours", "trade": "Trade"}
    assert made.phrases == {
        "harbours": ("harbours",),
        "port of call": ("harbours",),
        "ports": ("harbours", "trade"),
        "trade": ("trade",),
    }
    assert made.negative == {"port wine": ("harbours",)}


def test_a_theme_with_narrower_ones_has_a_label_and_no_phrases(tmp_path: Path) -> None:
    made = themes(tmp_path, SCHEME)
    assert "economy" in made.labels
    assert "economy" not in made.phrases


def test_the_hash_follows_the_file(tmp_path: Path) -> None:
    first = themes(tmp_path, SCHEME).sha256
    assert themes(tmp_path, SCHEME + "# more\n").sha256 != first


@pytest.mark.parametrize("text", ["theme:x a", "@prefix a: <b> . a:b a:c", "<x> <y> ."])
def test_bad_turtle(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not valid Turtle") as raised:
        themes(tmp_path, text)
    assert raised.value.place == str(tmp_path / "themes.ttl")
    assert raised.value.exit_code == 2


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        Themes.read(tmp_path / "none.ttl")


def test_the_shipped_scheme(project: Project) -> None:
    made = Themes.read(project.ontology / "themes.ttl")
    assert len(made.labels) >= 20
    assert made.negative
    assert all(phrase == phrase.lower() for phrase in made.phrases)
    clashes = {phrase for phrase, slugs in made.negative.items() if set(slugs) & set(made.phrases.get(phrase, ()))}
    assert not clashes, "a phrase cannot be both the name of a theme and a thing it is not"
