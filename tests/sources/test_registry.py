"""The registry: what the shipped files hold, and every way in which a file can be refused."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgegraph.errors import InputError
from pledgegraph.model import Kind, Ref
from pledgegraph.sources.registry import Registry
from pledgegraph.sources.tables import read_table, suggestion
from pledgegraph.vocab import MembershipKind

FOLDER = Path(__file__).parents[2] / "data" / "registry"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.read(FOLDER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped registry that a test may spoil."""
    return Path(shutil.copytree(FOLDER, tmp_path / "registry"))


def state(iso3: str) -> Ref:
    return Ref(kind=Kind.STATE, key=iso3)


# --- what the files hold ---


def test_every_iso_entry_is_a_state_or_a_territory_with_its_codes(registry: Registry) -> None:
    codes = {row.iso3: (row.iso2, row.m49) for row in registry.states.values()}
    codes |= {row.iso3: (row.iso2, row.m49) for row in registry.territories.values() if row.iso3}
    expected = {country.alpha_3: (country.alpha_2, country.numeric) for country in pycountry.countries}
    expected["TWN"] = ("TW", "")  # ISO has a number for it, the M49 list has no such area
    assert codes == expected


def test_states_are_the_members_and_observers_of_the_united_nations(registry: Registry) -> None:
    assert len(registry.states) == 193 + 2
    assert {"VAT", "PSE"} <= registry.states.keys()
    assert {"HKG", "MAC", "TWN", "PRI", "GRL", "COK", "ESH", "kosovo"} <= registry.territories.keys()
    assert not registry.states.keys() & registry.territories.keys()


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Brunei Darussalam", "BRN"),
        ("Kingdom of Cambodia", "KHM"),
        ("Republic of Indonesia", "IDN"),
        ("Lao People's Democratic Republic", "LAO"),
        ("Lao PDR", "LAO"),
        ("Laos", "LAO"),
        ("Republic of the Union of Myanmar", "MMR"),
        ("Burma", "MMR"),
        ("Republic of the Philippines", "PHL"),
        ("Kingdom of Thailand", "THA"),
        ("Democratic Republic of Timor-Leste", "TLS"),
        ("Timor Leste", "TLS"),
        ("Socialist Republic of Vietnam", "VNM"),
        ("Socialist Republic of Viet Nam", "VNM"),
        ("Viet Nam", "VNM"),
        ("Vietnam", "VNM"),
        ("Republic of Korea", "KOR"),
        ("ROK", "KOR"),
        ("South Korea", "KOR"),
        ("DPRK", "PRK"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("KSA", "SAU"),
        ("Kingdom of Saudi Arabia", "SAU"),
        ("Russia", "RUS"),
        ("Russian Federation", "RUS"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("USA", "USA"),
        ("U.S.", "USA"),
        ("UK", "GBR"),
        ("UAE", "ARE"),
        ("DRC", "COD"),
        ("Democratic Republic of the Congo", "COD"),
        ("Republic of the Congo", "COG"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Papua New Guinea", "PNG"),
        ("Côte d'Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Czech Republic", "CZE"),
        ("Swaziland", "SWZ"),
        ("Holy See", "VAT"),
        ("Palestine", "PSE"),
    ],
)
def test_names_of_states(registry: Registry, name: str, iso3: str) -> None:
    assert registry.names[name] == (state(iso3),)


@pytest.mark.parametrize(
    "name", ["Hong Kong", "HKSAR", "Hong Kong SAR", "Hong Kong, China", "Hong Kong Special Administrative Region"]
)
def test_names_of_a_territory(registry: Registry, name: str) -> None:
    assert registry.names[name] == (Ref(kind=Kind.TERRITORY, key="HKG"),)
    assert registry.territories["HKG"].territory_of == "CHN"


def test_only_declared_names_are_ambiguous(registry: Registry) -> None:
    assert {name for name, refs in registry.names.items() if len(refs) > 1} == {"Congo", "Korea", "San Jose"}
    assert registry.names["Korea"] == (state("KOR"), state("PRK"))


@pytest.mark.parametrize(
    "name", ["Ministry of Interior", "Immigration Agency", "International Organization for Immigration"]
)
def test_names_that_say_too_little_or_are_wrong_are_absent(registry: Registry, name: str) -> None:
    assert name not in registry.names


def test_every_state_has_an_adjective_unless_two_share_it(registry: Registry) -> None:
    without = {row.iso3 for row in registry.states.values() if not row.adjectives}
    assert without == {"COD", "COG", "DMA", "DOM", "NZL", "VAT"}
    assert registry.adjectives["Chinese"] == state("CHN")
    assert registry.adjectives["Hungarian"] == state("HUN")
    assert "Korean" not in registry.adjectives


def test_no_adjective_is_a_name_of_something_else(registry: Registry) -> None:
    assert {word for word in registry.adjectives if word in registry.names} == set()


def test_a_body_has_its_state_and_its_parents(registry: Registry) -> None:
    body = registry.organisations["national-immigration-administration-chn"]
    assert (body.of, body.parent, body.acronym) == (state("CHN"), "ministry-of-public-security-chn", "NIA")
    passports = registry.organisations["general-directorate-of-passports-sau"]
    assert (passports.of, passports.parent) == (state("SAU"), "ministry-of-interior-sau")
    assert registry.kind_of(Ref(kind=Kind.ORGANISATION, key="asean-secretariat")) == "secretariat"


def test_places_nest(registry: Registry) -> None:
    assert registry.places["suzhou-jiangsu"].within == Ref(kind=Kind.PLACE, key="jiangsu-chn")
    assert registry.places["jiangsu-chn"].within == state("CHN")
    assert registry.kind_of(Ref(kind=Kind.PLACE, key="jiangsu-chn")) == "province"


def test_series_are_parts_of_series(registry: Registry) -> None:
    part = registry.series["sub-forum-on-migration-management-cooperation"]
    assert part.part_of == "global-public-security-cooperation-forum"


@pytest.mark.parametrize(
    ("day", "members"),
    [
        (date(1967, 8, 8), 5),
        (date(1984, 1, 7), 6),
        (date(1999, 4, 30), 10),
        (date(2025, 10, 25), 10),
        (date(2025, 10, 26), 11),
    ],
)
def test_members_of_asean_on_a_day(registry: Registry, day: date, members: int) -> None:
    full = [
        row
        for row in registry.memberships
        if row.organisation == "asean"
        and row.kind is MembershipKind.FULL
        and row.since <= day
        and (row.until is None or day < row.until)
    ]
    assert len(full) == members


def test_timor_leste_was_an_observer_before_it_was_a_member(registry: Registry) -> None:
    rows = [row for row in registry.memberships if row.member == "TLS"]
    assert [row.kind for row in rows] == [MembershipKind.OBSERVER, MembershipKind.FULL]
    assert rows[0].until == rows[1].since == date(2025, 10, 26)


def test_every_row_says_where_it_comes_from(registry: Registry) -> None:
    tables = (
        registry.states,
        registry.territories,
        registry.organisations,
        registry.instruments,
        registry.series,
        registry.places,
    )
    assert all(row.source for table in tables for row in table.values())


def test_label_of_an_unknown_reference_is_refused(registry: Registry) -> None:
    assert registry.label(state("HUN")) == "Hungary"
    with pytest.raises(InputError, match="no state 'XYZ'"):
        registry.label(state("XYZ"))


def test_the_hash_follows_the_content(registry: Registry, folder: Path) -> None:
    assert Registry.read(folder).sha256 == registry.sha256
    path = folder / "ambiguous.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("two states", "2 states"), encoding="utf-8")
    assert Registry.read(folder).sha256 != registry.sha256


# --- what is refused ---


def insert_row(path: Path, row: str) -> int:
    """Adds a row where it sorts by its first cell; the line it got."""
    header, *rows = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    rows = sorted([*rows, row], key=lambda each: each.split(",")[0])
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return rows.index(row) + 2


NEW_ROWS = [
    ("states.csv", "XAA,xa,900,Xaland,,,,,,test", "'xa' is not a code"),
    ("states.csv", "xaa,XA,900,Xaland,,,,,,test", "'xaa' is not a code"),
    ("states.csv", "XAA,XA,90,Xaland,,,,,,test", "'90' is not a code"),
    ("states.csv", "XAA,XA,900,Xaland,,,,,148,test", "'148' is not a code"),
    ("states.csv", "XAA,CN,900,Xaland,,,,,,test", "code 'CN' in column 'iso2' is also at states.csv"),
    ("states.csv", "XAA,XA,900,,,,,,,test", "column 'label' is empty"),
    ("states.csv", "XAA,XA,900,Xaland,,,,,,", "column 'source' is empty"),
    ("states.csv", "XAA,XA,900,Xaland,,China,,,,test", "name 'China' is also claimed at states.csv"),
    ("states.csv", "XAA,XA,900,Xaland,,Xaland,,,,test", "alias 'Xaland' repeats"),
    ("states.csv", "XAA,XA,900,Xaland,,the Xa,,,,test", "not in plain form"),
    ("states.csv", "XAA,XA,900,Xaland,,Xa||Xb,,,,test", "not in plain form"),
    ("states.csv", "XAA,XA,900,Xa\u2019land,,,,,,test", "not in plain form"),
    ("states.csv", "XAA,XA,900,Xa\u00a0land,,,,,,test", "not in plain form"),
    ("states.csv", "XAA,XA,900,Xa\u2028land,,,,,,test", "not in plain form"),
    ("states.csv", "XAA,XA,900,Xaland,,Korea,,,,test", "declared ambiguous without state:XAA"),
    ("states.csv", "XAA,XA,900,Xaland,,,Chinese,,,test", "adjective 'Chinese' is also at states.csv"),
    ("states.csv", "XAA,XA,900,Xaland,,,,,test", "9 cells, but the header has 10"),
    ("states.csv", "XAA,XA,900, Xaland,,,,,,test", "white space"),
    ("states.csv", "CHN,XA,900,Xaland,,,,,,test", "in the table twice"),
    ("territories.csv", "XAA,XAB,XA,900,Xaland,,,,,,test", "key 'XAA' is not the ISO code 'XAB'"),
    ("territories.csv", "Xa Land,,,,Xaland,,,,,,test", "'Xa Land' is not a slug"),
    ("territories.csv", "xaland,,,,Xaland,,,Hun,,,test", "unknown 'Hun'."),
    ("organisations.csv", "Xa,Xa Office,,,other,,,,test", "'Xa' is not a slug"),
    ("organisations.csv", "xa--office,Xa Office,,,other,,,,test", "'xa--office' is not a slug"),
    ("organisations.csv", "xa,Xa Office,,,secretary,,,,test", "unknown 'secretary'. Did you mean 'secretariat'?"),
    ("organisations.csv", "xa,Xa Office,,,other,asaen,,,test", "unknown 'asaen'. Did you mean 'asean'?"),
    ("organisations.csv", "xa,Xa Office,,,other,xa,,,test", "'xa' is above itself: xa > xa"),
    ("organisations.csv", "xa,Xa Office,,,other,,CHN,,test", "'CHN' is not a reference"),
    ("organisations.csv", "xa,Xa Office,,,other,,state:CHM,,test", "no state 'CHM'. Did you mean"),
    ("organisations.csv", "xa,Xa Office,IOM,,other,,,,test", "name 'IOM' is also claimed at organisations.csv"),
    ("instruments.csv", "xa,Xa Text,,poem,,,test", "unknown 'poem'"),
    ("instruments.csv", "xa,Xa Text,,plan,place:beijing-chn,,test", "is not a reference"),
    ("series.csv", "xa,Xa Talks,,g7-sumit,test", "unknown 'g7-sumit'. Did you mean 'g7-summit'?"),
    ("places.csv", "xa,Xa Town,,city,,test", "column 'within' is empty"),
    ("places.csv", "xa,Xa Town,,city,place:bejing-chn,test", "no place 'bejing-chn'. Did you mean 'beijing-chn'?"),
    ("places.csv", "xa,Xa Town,,city,place:xa,test", "above itself"),
    ("memberships.csv", "un,CHN,FullMembership,1945-10-32,,test", "'1945-10-32' in column 'since' is not a date"),
    ("memberships.csv", "un,CHN,FullMembership,19451024,,test", "'19451024' in column 'since' is not a date"),
    ("memberships.csv", "un,CHN,FullMembership,1945-10-24,1945-10-24,test", "not after 'since'"),
    ("memberships.csv", "un,CHN,Membership,1945-10-24,,test", "unknown 'Membership'"),
    ("memberships.csv", "un,CHM,FullMembership,1945-10-24,,test", "unknown 'CHM'"),
    ("memberships.csv", "unn,CHN,FullMembership,1945-10-24,,test", "unknown 'unn'"),
    ("ambiguous.csv", "Xa,state:CHN,one only", "fewer than two candidates"),
    ("ambiguous.csv", "Xa,state:CHN|state:CHM,typing error", "no state 'CHM'"),
]


@pytest.mark.parametrize(
    ("name", "row", "problem"), NEW_ROWS, ids=[f"{name}-{problem}" for name, _, problem in NEW_ROWS]
)
def test_a_bad_row_is_refused_with_its_line(folder: Path, name: str, row: str, problem: str) -> None:
    line = insert_row(folder / name, row)
    with pytest.raises(InputError) as caught:
        Registry.read(folder)
    assert problem in caught.value.message
    assert caught.value.exit_code == 2
    if "twice" not in problem and "also" not in problem:
        assert caught.value.place == f"{folder / name}:{line}"


def test_a_circle_of_parents_is_refused(folder: Path) -> None:
    path = folder / "organisations.csv"
    text = path.read_text(encoding="utf-8").replace(
        "asean,Association of Southeast Asian Nations,ASEAN", "asean,Association,ASEAN"
    )
    lines = [
        line.replace(",intergovernmental,,", ",intergovernmental,asean-secretariat,")
        if line.startswith("asean,")
        else line
        for line in text.splitlines()
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="above itself: asean > asean-secretariat > asean"):
        Registry.read(folder)


BAD_BYTES = [
    (b"", "file is empty"),
    (b" \n\n", "file is empty"),
    (b"alias,candidates,note\nXa\xff,,\n", "byte 0xff at offset 24 is not UTF-8"),
    (b"\xef\xbb\xbfalias,candidates,note\n", "byte order mark"),
    (b"alias,candidates,note\r\n", "carriage return"),
    (b"alias,candidate,note\n", "unknown column 'candidate'. Did you mean 'candidates'?"),
    (b"alias,candidates\n", "column 'note' is missing"),
    (b"alias,candidates,note,note\n", "column 'note' is there twice"),
    (b'alias,candidates,note\n"Xa,,\n', "not a CSV line"),
    (b'alias,candidates,note\n"X\na",,\n', "line break"),
    (b"alias,candidates,note\nKorea,state:KOR|state:PRK,\nCongo,state:COD|state:COG,\n", "is not sorted"),
]


@pytest.mark.parametrize(("content", "problem"), BAD_BYTES, ids=[problem for _, problem in BAD_BYTES])
def test_a_bad_file_is_refused(folder: Path, content: bytes, problem: str) -> None:
    (folder / "ambiguous.csv").write_bytes(content)
    with pytest.raises(InputError) as caught:
        Registry.read(folder)
    assert problem in caught.value.message
    assert str(folder / "ambiguous.csv") in caught.value.place


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "series.csv").unlink()
    with pytest.raises(InputError, match=r"series\.csv: file is missing"):
        Registry.read(folder)


def test_rows_know_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('b,a\n"x, y",1\nz,2|3\n', encoding="utf-8")
    first, second = read_table(path, ("a", "b"), ("b",))
    assert (first.line, first["b"], second.line, second.parts("a")) == (2, "x, y", 3, ("2", "3"))


def test_suggestion_falls_back_to_all_names() -> None:
    assert suggestion("zzz", ["b", "a"]) == "Known: a, b."


CELLS = st.text(st.sampled_from('ab|,"\n\r\u00a0\u2028 :-2'), max_size=12)


@given(st.one_of(st.binary(max_size=80), CELLS.map(lambda text: b"alias,candidates,note\n" + text.encode())))
def test_any_file_is_a_table_or_refused_with_its_place(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    try:
        rows = read_table(path, ("alias", "candidates", "note"), ("alias",))
    except InputError as error:
        assert error.place.startswith(str(path))
        assert error.remedy
    else:
        assert all(len(row.cells) == 3 for row in rows)
