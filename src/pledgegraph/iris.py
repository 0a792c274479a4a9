"""The one mint: every IRI of the project is made here, from readable keys and character positions, and read back here.

No clock, counter or random part, and no blank node: the same record always gets the same IRI.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from pledgegraph.model import Kind, Ref
from pledgegraph.spans import Span
from pledgegraph.vocab import ENTITIES, GRAPHS, PREFIXES, Capacity, DetailKind, FindingKind, PartyRole

Iri = ox.NamedNode

_KEBAB = re.compile(r"(?<!^)(?=[A-Z])")
_SEGMENT = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


@cache
def term(curie: str) -> Iri:
    """The term that a prefixed name stands for: `term("plg:force")`."""
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


@cache
def concept(local: str) -> Iri:
    """A concept or term of the ontology by its local name."""
    return term(f"plg:{local}")


def external(address: str) -> Iri:
    """An address outside the project, as it stands.

    Raises:
        ValueError: it is no absolute IRI.
    """
    return ox.NamedNode(address)


@cache
def kebab(local: str) -> str:
    """`AddressedByVideo` as `addressed-by-video`."""
    return _KEBAB.sub("-", local).lower()


@dataclass(frozen=True, slots=True)
class Parsed:
    """An entity IRI read back: its kind and the keys that follow it."""

    kind: str
    keys: tuple[str, ...]
    document: str = ""


def graph(name: str) -> Iri:
    """The named graph of a document, or one of the shared graphs."""
    return ox.NamedNode(GRAPHS + _checked(name))


@cache
def entity(ref: Ref, document: str = "") -> Iri:
    """The IRI of what a reference points to; a collective belongs to its document."""
    if ref.kind is Kind.COLLECTIVE:
        return _in_document(document, "collective", ref.key)
    if ref.kind is Kind.COMMITMENT:
        return commitment(ref.key)
    return _entity(ref.kind.value, ref.key)


def theme(slug: str) -> Iri:
    """A concept of the theme scheme."""
    return _entity("theme", slug)


def rule(name: str) -> Iri:
    """A named rule that facts are inferred by."""
    return _entity("rule", name)


def agent(name: str) -> Iri:
    """A person or program that made data."""
    return _entity("agent", name)


def membership(organisation: str, member: str, since: str) -> Iri:
    """A membership: organisation, member state, first day."""
    return _entity("membership", organisation, member, since)


def document(slug: str) -> Iri:
    """A document."""
    return _entity("document", slug)


def passage(slug: str, span: Span) -> Iri:
    """A passage of a document."""
    return ox.NamedNode(f"{_base(slug)}passage/{span.start}-{span.end}")


def statement(slug: str, verb: Span) -> Iri:
    """A statement, by the span of its reporting verb or item number."""
    return _in_document(slug, "statement", _positions(verb))


def positioned(slug: str, kind: str, span: Span) -> Iri:
    """A list, count, session or mention of a document."""
    return _in_document(slug, kind, _positions(span))


def finding(slug: str, kind: FindingKind, span: Span, aspect: str = "") -> Iri:
    """A finding; its kind, and the aspect it is about where one span has several, keep findings apart."""
    name = kebab(kind.value)
    return _in_document(slug, "finding", f"{name}-{aspect}" if aspect else name, _positions(span))


def conversion(slug: str) -> Iri:
    """The activity that converted a document."""
    return _in_document(slug, "conversion")


def participation(slug: str, forum: str, participant: Ref, capacity: Capacity) -> Iri:
    """A participation: forum, participant, capacity."""
    return _in_document(slug, "participation", forum, _keyed(participant), kebab(capacity.value))


def post_holding(slug: str, person: str, title: str, body: str) -> Iri:
    """A post holding: person, then title and body as slugs."""
    return _in_document(slug, "post-holding", person, f"{title}-{body}" if body else title)


def attestation(slug: str, about: Ref | Span | str, on_property: str) -> Iri:
    """An attestation: what it is about (a statement by its verb's span, a thing, or a key), and the property."""
    if isinstance(about, Span):
        subject = f"statement-{_positions(about)}"
    else:
        subject = about if isinstance(about, str) else _keyed(about)
    return _in_document(slug, "attestation", subject, on_property)


def commitment(key: str) -> Iri:
    """A commitment by its key: instrument or document, then number or position."""
    return _entity("commitment", *key.split("/"))


def clause(key: str, ordinal: int) -> Iri:
    """A clause of a commitment."""
    return _entity("commitment", *key.split("/"), "clause", str(ordinal))


def detail(key: str, kind: DetailKind, span: Span) -> Iri:
    """A detail of a commitment."""
    return _entity("commitment", *key.split("/"), "detail", kebab(kind.value), _positions(span))


def party(key: str, who: Ref, role: PartyRole) -> Iri:
    """A party of a commitment in one role."""
    return _entity("commitment", *key.split("/"), "party", _keyed(who), kebab(role.value))


def echo(key: str, document: str, passage_span: Span) -> Iri:
    """An echo: the commitment's key as one segment, then document and passage."""
    return _entity("echo", key.replace("/", "-"), document, _positions(passage_span))


def alignment(key: str, target: str) -> Iri:
    """A commitment beside a target, which is scheme and notation as one slug."""
    return _entity("commitment", *key.split("/"), "alignment", target)


def score_part(key: str, document: str, passage_span: Span, name: str) -> Iri:
    """One part of a candidate's score."""
    return _entity("echo", key.replace("/", "-"), document, _positions(passage_span), "score", name)


def wording_change(key: str, document: str, kind: str, span: Span, again: Span | None = None) -> Iri:
    """A change of wording from a commitment to a document, by its kind and the place of the clause that changed.

    `again` is the later clause where one of the two has a closer partner.
    """
    places = f"{kebab(kind)}-{_positions(span)}" + (f"-{_positions(again)}" if again else "")
    return _entity("wording-change", key.replace("/", "-"), document, places)


def review(key: str, document: str, passage_span: Span, reviewer: str) -> Iri:
    """One reviewer's decision about a passage and a commitment."""
    return _entity("echo", key.replace("/", "-"), document, _positions(passage_span), "review", reviewer)


def series() -> Iri:
    """The dataset as a series of releases."""
    return _entity("dataset", "pledgegraph")


def release(version: str) -> Iri:
    """A release of the dataset."""
    return _entity("dataset", "pledgegraph", _dashed(version))


def release_part(version: str, kind: str, name: str) -> Iri:
    """A part of a release's description: a distribution, a checksum, a partition, the run, by its name."""
    return _entity("dataset", "pledgegraph", _dashed(version), kind, _dashed(name))


def nanopublication(claim: Iri, digest: str) -> Iri:
    """A nanopublication of a claim: the claim's own kind and keys, then the digest of what is said of it."""
    return _entity("nanopublication", *claim.value.removeprefix(ENTITIES).split("/"), digest)


def nanopublication_graph(nanopublication: Iri, name: str) -> Iri:
    """One of the four graphs of a nanopublication."""
    return ox.NamedNode(f"{nanopublication.value}/{_checked(name)}")


def parse(iri: str) -> Parsed:
    """The kind and keys behind an entity IRI.

    Raises:
        ValueError: the IRI is not one of ours.
    """
    if not iri.startswith(ENTITIES):
        raise ValueError(f"not an entity of this project: {iri}")
    parts = iri.removeprefix(ENTITIES).split("/")
    if not all(_SEGMENT.fullmatch(part) for part in parts):
        raise ValueError(f"not an entity of this project: {iri}")
    if parts[0] == "document" and len(parts) > 2:
        return Parsed(kind=parts[2], keys=tuple(parts[3:]), document=parts[1])
    if parts[0] == "commitment" and len(parts) > 3:
        return Parsed(kind=parts[3], keys=("/".join(parts[1:3]), *parts[4:]))
    if parts[0] == "commitment":
        return Parsed(kind="commitment", keys=("/".join(parts[1:]),))
    return Parsed(kind=parts[0], keys=tuple(parts[1:]))


def _entity(*parts: str) -> Iri:
    return ox.NamedNode(ENTITIES + "/".join(map(_checked, parts)))


def _in_document(slug: str, *parts: str) -> Iri:
    return _entity("document", slug, *parts)


@cache
def _base(slug: str) -> str:
    """The beginning of every IRI inside a document."""
    return f"{ENTITIES}document/{_checked(slug)}/"


def _dashed(name: str) -> str:
    """A file name or version as a segment: `data.nq.gz` as `data-nq-gz`."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")


def _positions(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _keyed(ref: Ref) -> str:
    return f"{ref.kind.value}-{ref.key.replace('/', '-')}"


@cache
def _checked(part: str) -> str:
    if not _SEGMENT.fullmatch(part):
        raise ValueError(f"'{part}' cannot stand in an IRI: words of ASCII letters and digits joined by '-'")
    return part
