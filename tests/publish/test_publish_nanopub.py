"""Nanopublications: the claim, where it comes from and who publishes it, each in its graph; a wrong form is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from pledgegraph import iris
from pledgegraph.errors import InputError
from pledgegraph.iris import external, term
from pledgegraph.project import Project
from pledgegraph.publish.dumps import loaded
from pledgegraph.publish.nanopub import NP, Nanopublication, nanopublication
from pledgegraph.publish.nanopub_check import problems, shapes_of
from pledgegraph.publish.publication import Publication
from pledgegraph.publish.release import release
from pledgegraph.vocab import ENTITIES
from publish.conftest import call

COMMITMENT = "commitment/regional-migration-governance-initiative/12"
Quads = list[ox.Quad]


@pytest.fixture(scope="module")
def store(five: Project) -> ox.Store:
    return loaded(five.current)


def made(five: Project, store: ox.Store, claim: ox.NamedNode) -> Nanopublication:
    publication = Publication.read(five.publication)
    entry = publication.releases[-1]
    return nanopublication(store, claim, publication, entry, iris.release(entry.version))


def claims(store: ox.Store, kind: str) -> list[ox.NamedNode]:
    found = {quad.subject for quad in store.quads_for_pattern(None, term("rdf:type"), term(kind), None)}
    return sorted((node for node in found if isinstance(node, ox.NamedNode)), key=str)


def in_graph(made: Nanopublication, name: str) -> set[ox.Triple]:
    graph = iris.nanopublication_graph(made.iri, name)
    return {quad.triple for quad in made.quads if quad.graph_name == graph}


def test_a_commitment_with_clauses_parties_and_quotes(five: Project, store: ox.Store) -> None:
    claim = external(ENTITIES + COMMITMENT)
    found = made(five, store, claim)
    assertion, provenance, pubinfo = (in_graph(found, name) for name in ("assertion", "provenance", "pubinfo"))
    kinds = {str(triple.object).rpartition("#")[2][:-1] for triple in assertion if triple.predicate == term("rdf:type")}
    assert kinds == {"Commitment", "Clause", "CommitmentParty"}
    assert not {triple.predicate for triple in assertion} & {
        term("plg:evidence"),
        term("plg:basis"),
        term("plg:firstEcho"),
    }
    derived = {t.object for t in provenance if t.predicate == term("prov:wasDerivedFrom")}
    quotes = {t.subject: t.object for t in provenance if t.predicate == term("oa:exact")}
    assert derived == set(quotes)
    assert all(store.quads_for_pattern(node, term("oa:exact"), text, None) for node, text in quotes.items())
    assert {t.predicate for t in pubinfo if t.subject == found.iri} == {
        term("dcterms:created"),
        term("dcterms:creator"),
        term("dcterms:license"),
        term("dcterms:subject"),
        term("prov:wasDerivedFrom"),
    }
    assert len(in_graph(found, "head")) == 4


def test_an_echo_says_who_judged_it(five: Project, store: ox.Store) -> None:
    accepted = [
        echo
        for echo in claims(store, "plg:Echo")
        if list(store.quads_for_pattern(echo, term("plg:reviewStatus"), term("plg:Accepted"), None))
    ]
    found = made(five, store, accepted[0])
    provenance = in_graph(found, "provenance")
    assertion = iris.nanopublication_graph(found.iri, "assertion")
    assert [t for t in provenance if t.subject == assertion and t.predicate == term("prov:wasAttributedTo")]
    assert [t for t in provenance if t.predicate == term("plg:decision")]
    assert [t for t in provenance if t.subject == accepted[0] and t.predicate == term("plg:method")]


def test_every_claim_of_the_five_texts_is_well_formed(five: Project, store: ox.Store) -> None:
    every = [*claims(store, "plg:Commitment"), *claims(store, "plg:Echo")]
    found = [made(five, store, claim) for claim in every]
    assert len({one.iri for one in found}) == len(every) > 100
    assert not problems(b"".join(one.trig() for one in found[:40]), shapes_of(five))
    for one, claim in zip(found, every, strict=True):
        parsed = iris.parse(one.iri.value)
        assert parsed.kind == "nanopublication"
        assert parsed.keys[:-1] == tuple(claim.value.removeprefix(ENTITIES).split("/"))


def test_another_claim_has_another_address(five: Project, store: ox.Store) -> None:
    claim = external(ENTITIES + COMMITMENT)
    before = made(five, store, claim)
    assert made(five, store, claim) == before
    changed = ox.Store()
    changed.bulk_extend(store)
    changed.add(ox.Quad(claim, term("plg:text"), ox.Literal("otherwise"), iris.graph("initiative-2023")))
    assert made(five, changed, claim).iri != before.iri


@pytest.mark.parametrize(
    ("written", "says"), [("state/CHN", "of another kind"), ("commitment/nowhere/1", "does not know it")]
)
def test_what_is_no_claim(five: Project, store: ox.Store, written: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        made(five, store, external(ENTITIES + written))


# --- wrong forms ---


def without(*predicates: str) -> Callable[[Quads], Quads]:
    gone = {external(name) if "//" in name else term(name) for name in predicates}
    return lambda quads: [quad for quad in quads if quad.predicate not in gone]


def doubled(name: str) -> Callable[[Quads], Quads]:
    """A second link of a kind beside the first."""

    def more(quads: Quads) -> Quads:
        (link,) = [quad for quad in quads if quad.predicate == external(NP + name)]
        return [*quads, ox.Quad(link.subject, link.predicate, external("urn:second"), link.graph_name)]

    return more


def swapped(predicate: str, value: ox.Term) -> Callable[[Quads], Quads]:
    def other(quads: Quads) -> Quads:
        return [
            ox.Quad(q.subject, q.predicate, value, q.graph_name) if q.predicate == term(predicate) else q for q in quads
        ]

    return other


def linked_to(name: str, other: str) -> Callable[[Quads], Quads]:
    """One link that points where another does."""

    def same(quads: Quads) -> Quads:
        (aim,) = [quad.object for quad in quads if quad.predicate == external(NP + other)]
        return [
            ox.Quad(q.subject, q.predicate, aim, q.graph_name) if q.predicate == external(NP + name) else q
            for q in quads
        ]

    return same


def emptied(part: str) -> Callable[[Quads], Quads]:
    return lambda quads: [quad for quad in quads if not str(quad.graph_name).endswith(f"/{part}>")]


def moved(graph: ox.NamedNode | ox.DefaultGraph) -> Callable[[Quads], Quads]:
    return lambda quads: [*quads, ox.Quad(external("urn:a"), external("urn:b"), external("urn:c"), graph)]


def in_head(quads: Quads) -> Quads:
    return [*quads, ox.Quad(external("urn:a"), external("urn:b"), external("urn:c"), quads[0].graph_name)]


WRONG: list[tuple[Callable[[Quads], Quads], str]] = [
    (without(f"{NP}hasAssertion"), "exactly one assertion graph"),
    (without(f"{NP}hasProvenance"), "exactly one provenance graph"),
    (without(f"{NP}hasPublicationInfo"), "exactly one graph of publication info"),
    (doubled("hasAssertion"), "exactly one assertion graph"),
    (doubled("hasProvenance"), "exactly one provenance graph"),
    (doubled("hasPublicationInfo"), "exactly one graph of publication info"),
    (linked_to("hasProvenance", "hasAssertion"), "which is not its provenance"),
    (linked_to("hasPublicationInfo", "hasProvenance"), "which is not its publication info"),
    (linked_to("hasPublicationInfo", "hasAssertion"), "which is not its assertion"),
    (without("dcterms:created"), "says once when it was made"),
    (swapped("dcterms:created", ox.Literal("some day")), "says once when it was made"),
    (without("dcterms:creator"), "names its creator"),
    (swapped("dcterms:creator", ox.Literal("Ana")), "names its creator"),
    (without("dcterms:license"), "names its licence"),
    (swapped("dcterms:license", ox.Literal("free")), "names its licence"),
    (without("prov:wasDerivedFrom", "prov:wasAttributedTo", "prov:wasGeneratedBy"), "what the assertion comes from"),
    (swapped("oa:exact", ox.Literal("")), "quoted word for word"),
    (emptied("assertion"), "graph of hasAssertion is empty"),
    (emptied("provenance"), "graph of hasProvenance is empty"),
    (emptied("pubinfo"), "publication info says nothing"),
    (moved(ox.DefaultGraph()), "stands in no named graph"),
    (moved(external("urn:elsewhere")), "urn:elsewhere belongs to no nanopublication"),
    (in_head, "the head says more than its links"),
]


@pytest.mark.parametrize("engine", ["turbo", "pyshacl"])
@pytest.mark.parametrize(("change", "says"), WRONG, ids=[f"{n}-{says[:20]}" for n, (_, says) in enumerate(WRONG)])
def test_a_wrong_form_is_named(
    five: Project, store: ox.Store, change: Callable[[Quads], Quads], says: str, engine: str
) -> None:
    quads = list(made(five, store, external(ENTITIES + COMMITMENT)).quads)
    assert not problems(ox.serialize(quads, format=ox.RdfFormat.TRIG) or b"", shapes_of(five), engine=engine)
    changed = ox.serialize(change(quads), format=ox.RdfFormat.TRIG) or b""
    assert any(says in line for line in problems(changed, shapes_of(five), engine=engine))


@pytest.mark.parametrize(
    ("data", "says"), [(b"<urn:a> <urn:b>", "not TriG"), (b"<urn:a> a <urn:b> .", "holds no nano")]
)
def test_what_is_no_nanopublication(five: Project, data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        problems(data, shapes_of(five))


# --- the verb ---


def test_the_verb_writes_checks_and_refuses(five: Project, tmp_path: Path) -> None:
    out = tmp_path / "claim.trig"
    shown = call(five, "nanopub", COMMITMENT)
    assert shown.returncode == 0, shown.stderr
    assert call(five, "nanopub", f"id:{COMMITMENT}", "--out", str(out)).returncode == 0
    parsed = [set(ox.parse(data, format=ox.RdfFormat.TRIG)) for data in (shown.stdout.encode(), out.read_bytes())]
    assert parsed[0] == parsed[1]
    assert out.read_bytes() == shown.stdout.encode()
    assert "well formed" in call(five, "nanopub", "--check", str(out)).stdout
    out.write_text(out.read_text(encoding="utf-8").replace("np:hasProvenance", "np:hasNothing"), encoding="utf-8")
    wrong = call(five, "nanopub", "--check", str(out))
    assert wrong.returncode == 1
    assert "hasProvenance" in wrong.stderr
    for arguments in ([], ["state/CHN"], ["a b"], [COMMITMENT, "--out", str(tmp_path / "gone" / "x.trig")]):
        refused = call(five, "nanopub", *arguments)
        assert refused.returncode == 2
        assert refused.stderr.startswith("error: ")


def test_a_packaged_release_is_named_as_the_source(five: Project, tmp_path: Path) -> None:
    folder = release(five, out=tmp_path / "dist").folder
    done = call(five, "nanopub", COMMITMENT, "--release", str(folder))
    assert done.returncode == 0, done.stderr
    assert iris.release(folder.name).value in done.stdout
    assert iris.release(folder.name).value + "/build/" in call(five, "nanopub", COMMITMENT).stdout
