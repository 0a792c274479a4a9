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
        ("Gemeinsame Erklärung\n\nDie Minister trafen sich am 4. März 2031 in Berlin. Japan will in Zukunft mehr beitragen.", "German"),
        ("Gezamenlijke verklaring\n\nDe ministers kwamen op 4 maart 2031 bijeen in Den Haag. Suriname wil meer bijdragen. Japan will niet.", "Dutch"),
        ("Dichiarazione congiunta\n\nI ministri si sono incontrati a Roma il 4 marzo 2031. Malta pubblicherà le tariffe entro il 2033.", "Italian"),
        ("Taarifa ya pamoja\n\nMawaziri walikutana mjini Nairobi tarehe 4 Machi 2031 kujadili ushirikiano wa bandari katika kanda.", "Swahili"),
        ("Ministrowie spotkali się w Rydze 4 marca 2031 i zgodzili się publikować opłaty portowe.", "Polish"),
        ("Bakanlar 4 Mart 2031 tarihinde bir araya geldi ve liman ücretlerini yayımlamayı kabul etti.", "Turkish"),
        ("Los ministros se reunieron en Quito. Chile abrirá los puertos.", "Spanish"),
        ("Les ministres se sont réunis à Quito. Le Chili ouvrira les ports.".replace("é", "e\u0301"), "French"),
        ("Ministrid kohtusid Tallinnas ning arutasid sadamate tasusid koos laevaomanikega.", "no language that is known"),
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
        "Press Release\n\nMinisters met in Lima on 3 May to discuss fees.",
        "Chile, Peru and La Paz agreed to open ports.",
        "Officials from Chile attended. Peru called for calm.",
        "AGREED MINUTES OF A CONFERENCE OF MINISTERS",
    ],
)
def test_english_passes(text: str) -> None:
    check_language(document_of("text", text, "0"), LANGUAGES)


def test_the_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "french.txt"
    with pytest.raises(InputError, match="French") as error:
        check_language(
            document_of("french", "Les ministres se sont réunis et ont parlé des ports du pays.", "0"), LANGUAGES, file
        )
    assert error.value.place == str(file)


def test_every_statement_of_the_corpus_passes(statements: list[Path]) -> None:
    for path in statements:
        check_language(document_of("text", path.read_text(encoding="utf-8"), "0"), LANGUAGES)
