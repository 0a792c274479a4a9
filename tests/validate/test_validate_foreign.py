"""Other people's files: every syntax is read, and whatever is wrong with one is said in a message, never by a crash."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyoxigraph
import pytest

from pledgegraph.errors import InputError
from pledgegraph.validate import parse_child
from pledgegraph.validate.engines import ENGINES
from pledgegraph.validate.foreign import ENDINGS, SYNTAXES, Limits, Source, read, source_of, union_of
from pledgegraph.validate.others import Rules, check_others, own_rules, their_rules
from pledgegraph.validate.reading import union
from pledgegraph.validate.texts import Text, Texts

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "ontology" / "sample.ttl"
SMALL = Limits(memory=256, seconds=2, output=20)
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:h="http://harbour.example/"'
ONE_XML = (
    f'<rdf:RDF {RDF}><rdf:Description rdf:about="http://harbour.example/a"><h:p>é</h:p></rdf:Description></rdf:RDF>'
)
ONE = '<http://harbour.example/a> <http://harbour.example/p> "é" .\n'.encode()
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "remote context": ("jsonld", b'{"@context": "http://harbour.example/c", "name": "x"}', "remote context"),
    "remote context in a context": (
        "jsonld",
        b'{"@context": {"@import": "http://harbour.example/c"}}',
        "remote context",
    ),
    "document type": ("rdfxml", f"<?xml version='1.0'?>\n<!DOCTYPE r []>{ONE_XML}".encode(), "2: has a document type"),
    "entity bomb": ("rdfxml", f'<!DOCTYPE r [<!ENTITY e0 "ha">{LAUGHS}]>{ONE_XML}'.encode(), "document type"),
    "document type in UTF-16": ("rdfxml", f"<!DOCTYPE r []>{ONE_XML}".encode("utf-16"), "document type"),
    "external entity": ("rdfxml", f'<!DOCTYPE r SYSTEM "file:///etc/passwd">{ONE_XML}'.encode(), "document type"),
    "no XML": ("rdfxml", b"<a><b></a>", "does not follow its syntax|not well-formed"),
    "wrong encoding": ("rdfxml", b'<?xml version="1.0" encoding="utf-99"?><a/>', "encoding|not well-formed"),
    "deep JSON": ("jsonld", b"[" * 500_000 + b"]" * 500_000, "nested too deeply"),
    "deep terms": (
        "turtle",
        b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * 100_000 + b"1" + b" )>>" * 100_000,
        "nested too deeply",
    ),
    "deep XML": (
        "rdfxml",
        f"<rdf:RDF {RDF}>".encode() + b"<h:X><h:p>" * 200_000 + b"</h:p></h:X>" * 200_000 + b"</rdf:RDF>",
        "takes more than 2 s|memory",
    ),
    "NUL by an escape": ("ntriples", b'<a:a> <a:b> "a\\u0000b" .', "NUL.*<a:b>.*<a:a>"),
    "NUL as it is": ("turtle", b'<a:a> <a:b> "a\0b" .', "NUL"),
    "half a character": ("turtle", b'<a:a> <a:b> "\\uD800" .', r":1:\d+: does not follow"),
    "no UTF-8": ("turtle", b'<a:a> <a:b> "\xff" .', "does not follow its syntax"),
    "UTF-16": ("turtle", "<a:a> <a:b> 1 .".encode("utf-16"), "UTF-16"),
    "a prefix that swells": (
        "turtle",
        b"@prefix p: <a:" + b"x" * 500_000 + b"> .\n" + b"p:a p:b p:c .\n" * 100,
        "grows to",
    ),
    "memory": ("jsonld", b'{"@id": "a:a", "a:b": "' + b"x" * 300_000_000 + b'"}', "memory"),
    "a term of RDF 1.2": ("turtle", b"<a:a> <a:b> <<( <a:a> <a:b> 1 )>> .", "RDF 1.2"),
    "a direction": ("turtle", b'<a:a> <a:b> "a"@ar--rtl .', "RDF 1.2"),
    "cut short": ("turtle", b"<a:a> <a:b> .\n<a:a> <a:", "does not follow its syntax"),
    "a trailing comma": ("jsonld", b'{"@id":\n "a:a", }', ":2:9: does not follow"),
    "relative without base": ("turtle", b"<#a> <a:b> 1 .", "does not follow its syntax"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_input_is_refused_with_its_reason(name: str) -> None:
    syntax, data, problem = HOSTILE[name]
    with pytest.raises(InputError, match=problem) as caught:
        read(Source(name="harbour", syntax=syntax, data=data), SMALL)
    assert caught.value.place.startswith("harbour")
    assert caught.value.remedy
    assert len(str(caught.value)) < 1500


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_rdf_xml_in_the_encoding_it_declares(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n{ONE_XML}'
    assert read(Source(name="a", syntax="rdfxml", data=declared.encode(encoding)), SMALL) == ONE


@pytest.mark.parametrize("syntax", ["turtle", "ntriples", "nquads", "trig"])
def test_a_byte_order_mark_is_no_part_of_the_data(syntax: str) -> None:
    assert read(Source(name="a", syntax=syntax, data=b"\xef\xbb\xbf" + ONE), SMALL) == ONE


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_every_ending_is_read_as_its_syntax(tmp_path: Path, ending: str) -> None:
    quads = [pyoxigraph.Quad(q.subject, q.predicate, q.object) for q in pyoxigraph.parse(path=str(SAMPLE))]
    file = tmp_path / f"sample{ending.upper()}"
    file.write_bytes(pyoxigraph.serialize(quads, format=parse_child.SYNTAXES[ENDINGS[ending]]) or b"")
    assert sorted(union_of([source_of(file)]).splitlines()) == sorted(union([SAMPLE]).splitlines())


def test_parent_and_child_know_the_same_syntaxes() -> None:
    assert set(SYNTAXES) == set(parse_child.SYNTAXES) == set(ENDINGS.values())


def test_relative_addresses_are_resolved_against_the_file(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text("<#a> <#b> <c> .", encoding="utf-8")
    here = file.as_uri()
    assert read(source_of(file), SMALL).decode() == f"<{here}#a> <{here}#b> <{tmp_path.as_uri()}/c> .\n"


def test_what_is_no_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    for path, problem in (
        (tmp_path / "pipe.ttl", "no regular file"),
        (tmp_path, "no regular file"),
        (tmp_path / "gone.ttl", "cannot be read"),
        (Path("/dev/zero"), "no regular file"),
    ):
        with pytest.raises(InputError, match=problem):
            source_of(path, "turtle")
    (tmp_path / "data.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(InputError, match="no RDF format"):
        source_of(tmp_path / "data.csv")


def test_the_child_has_no_network_no_files_and_little_memory(tmp_path: Path) -> None:
    """The confinement itself, asked from within a process that has it."""
    import subprocess
    import sys

    program = (
        "import json, socket, sys; sys.path.insert(0, sys.argv[1]); import parse_child\n"
        "parse_child.confine(256, 5)\n"
        "held = {}\n"
        "for name, act in {'file': lambda: open('/etc/hostname'), 'socket': socket.socket,\n"
        "                  'memory': lambda: bytearray(400 * 1024 * 1024)}.items():\n"
        "    try:\n"
        "        act(); held[name] = False\n"
        "    except (OSError, MemoryError):\n"
        "        held[name] = True\n"
        "print(json.dumps(held))\n"
    )
    folder = str(Path(parse_child.__file__).parent)
    done = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {"file": True, "socket": True, "memory": True}


def test_files_are_one_union_and_blank_nodes_stay_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.nt").write_bytes(ONE + b"_:b <a:b> <a:c> .\n")
    lines = union_of([source_of(tmp_path / "one.nt"), source_of(tmp_path / "two.nt")]).splitlines()
    assert len(lines) == 3
    assert len({line for line in lines if line.startswith(b"_:")}) == 2


# --- their shapes, one node, and where things are ---

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix h: <http://harbour.example/> .
h:PortShape a sh:NodeShape ; sh:targetClass h:Port ; sh:property h:Port-fee .
h:Port-fee a sh:PropertyShape ; sh:path h:fee ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "A port has a fee." .
"""
PORTS = "@prefix h: <http://harbour.example/> .\n<http://harbour.example/north> a h:Port .\n<http://harbour.example/south> a h:Port .\n"


@pytest.fixture
def ports(tmp_path: Path) -> Source:
    file = tmp_path / "ports.ttl"
    file.write_text(PORTS, encoding="utf-8")
    return source_of(file)


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    folder = tmp_path / "shapes"
    folder.mkdir()
    (folder / "ports.ttl").write_text(SHAPES, encoding="utf-8")
    (folder / "package.json").write_text('{"name": "no shapes"}', encoding="utf-8")
    return their_rules(folder)


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_their_shapes_find_what_they_ask_for(ports: Source, rules: Rules, engine: str) -> None:
    report = check_others([ports], rules, engine=engine)
    assert [each.focus.rpartition("/")[2] for each in report.results] == ["north", "south"]
    assert {each.message for each in report.results} == {"A port has a fee."}
    assert [each.mention for each in report.results] == [(ports.name, 2), (ports.name, 3)]
    assert report.conforms


def test_one_node_is_reported_alone(ports: Source, rules: Rules) -> None:
    report = check_others([ports], rules, focus="http://harbour.example/south")
    assert [each.focus for each in report.results] == ["http://harbour.example/south"]
    with pytest.raises(InputError, match="says nothing of <http"):
        check_others([ports], rules, focus="http://harbour.example/east")


def test_files_without_shapes_or_statements_are_refused(tmp_path: Path, rules: Rules) -> None:
    empty = tmp_path / "empty.ttl"
    empty.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(InputError, match="no statements"):
        check_others([source_of(empty)], rules)
    with pytest.raises(InputError, match="no shapes"):
        their_rules(empty)
    with pytest.raises(InputError, match="cannot be read"):
        their_rules(tmp_path / "gone.ttl")


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_shapes_cannot_reach_the_network(ports: Source, tmp_path: Path, engine: str) -> None:
    """A query in foreign shapes that asks another server is refused, or asks nobody: the tests forbid the socket."""
    constraint = "SELECT $this WHERE { SERVICE <http://harbour.example/sparql> { $this ?p ?o } }"
    file = tmp_path / "reaching.ttl"
    file.write_text(
        f'{SHAPES} h:PortShape sh:sparql h:reach . h:reach sh:select """{constraint}""" .', encoding="utf-8"
    )
    with pytest.raises(InputError, match="SERVICE"):
        check_others([ports], their_rules(file), engine=engine)


def test_own_rules_are_those_of_the_gate() -> None:
    report = check_others([source_of(SAMPLE)], own_rules(ROOT / "ontology" / "shapes"))
    assert report.results == ()


def test_a_text_is_only_taken_for_the_document_whose_words_it_has(tmp_path: Path) -> None:
    words = "Ports open.\nFees fall.\n"
    (tmp_path / "harbour.txt").write_text(words, encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "text.txt").write_text("Other words.\n", encoding="utf-8")
    texts = Texts([tmp_path])
    found = texts.find("harbour", words, "")
    assert found is not None
    assert found.file.endswith("harbour.txt")
    assert found.position(words.index("Fees")) == (2, 1)
    kept = texts.find("other", words, "")
    assert kept == Text.of(words)
    assert texts.find("../harbour", "", "") is None
    assert texts.find("harbour-2", "", "a" * 64) is None
