"""Texts in other languages are named and refused; English ones with foreign names, and very short ones, pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledgegraph.errors import InputError
from pledgegraph.extract.language import check_language
from pledgegraph.sources.documents import document_of
from pledgegraph.sources.rules import Rules

LANGUAGES = Rules.read(Path(__file__).parents[2] / "data" / "rules")["languages"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Les ministres des ports se sont réunis à Quito pour parler des droits et de la sécurité dans les ports de la région. " * 2, "French"),
        ("Los ministros de los puertos se reunieron en Quito para hablar de las tarifas y de la seguridad en los puertos de la región. " * 2, "Spanish"),
        ("Die Minister haben sich in Quito getroffen, um über die Gebühren und die Sicherheit der Häfen zu sprechen, und sind mit den Reedern einig. " * 2, "German"),
        ("Os ministros dos portos reuniram-se em Quito para falar das taxas e da segurança nos portos da região com os armadores. " * 2, "Portuguese"),
        ("各国部长在基多会晤，讨论港口费用和安全问题。", "Chinese"),
        ("Министры встретились в Кито и обсудили портовые сборы.", "Russian"),
        ("اجتمع الوزراء في كيتو من أجل مناقشة رسوم الموانئ", "Arabic"),
        ("สวัสดีรัฐมนตรีพบกันที่กีโต", "Thai script"),
    ],
)  # fmt: skip
def test_other_languages_are_named(text: str, named: str) -> None:
    with pytest.raises(InputError, match=named):
        check_language(document_of("text", text, "0"), LANGUAGES)


@pytest.mark.parametrize(
    "text",
    [
        "The Ministers met in São Paulo.",
        "Statement",
        "Los Angeles, La Paz, El Salvador, Las Palmas",
        "The Ministère de l'Intérieur et des Outre-mer and the Ministerio del Interior met in Bogotá. " * 20,
        "The Forum (区域移民治理论坛) was held in Lianyungang.",
    ],
)
def test_english_passes(text: str) -> None:
    check_language(document_of("text", text, "0"), LANGUAGES)


def test_every_statement_of_the_corpus_passes(statements: list[Path]) -> None:
    for path in statements:
        check_language(document_of("text", path.read_text(encoding="utf-8"), "0"), LANGUAGES)
