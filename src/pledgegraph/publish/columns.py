"""The tables of a release: which class a table lists and which property fills each column."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds: text, a number, a day, one of our entities, a term of the ontology, any address."""

    TEXT = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    ENTITY = "entity"
    TERM = "term"
    ADDRESS = "anyURI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its name, the property (prefixed name) that fills it, what a cell holds.

    Attributes:
        many: a cell may hold several values, joined by `|`.
        refers: the table whose `id` every value is.
        inverse: the property points from another subject to this one.
        required: every row has a value.
    """

    name: str
    path: str
    kind: Kind = Kind.TEXT
    many: bool = False
    refers: str = ""
    inverse: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: the classes it lists, one row an entity, its columns after `id`, and those that are searched."""

    name: str
    title: str
    classes: tuple[str, ...]
    columns: tuple[Column, ...]
    search: tuple[str, ...] = ()


def _text(name: str, path: str, *, required: bool = False) -> Column:
    return Column(name=name, path=path, required=required)


def _entity(name: str, path: str, refers: str = "", *, many: bool = False, required: bool = False) -> Column:
    return Column(name=name, path=path, kind=Kind.ENTITY, refers=refers, many=many, required=required)


def _term(name: str, path: str, *, many: bool = False, required: bool = False) -> Column:
    return Column(name=name, path=path, kind=Kind.TERM, many=many, required=required)


def _number(name: str, path: str, kind: Kind = Kind.INTEGER, *, required: bool = False) -> Column:
    return Column(name=name, path=path, kind=kind, required=required)


_BASIS = _term("basis", "plg:basis")
_LABEL = _text("label", "skos:prefLabel")

TABLES: tuple[Table, ...] = (
    Table(
        name="documents",
        title="The documents",
        classes=("plg:Document",),
        columns=(
            _text("title", "dcterms:title", required=True),
            _term("type", "plg:documentType"),
            _text("dateline", "plg:dateline"),
            _number("issued", "dcterms:issued", Kind.DATE),
            Column(name="language", path="dcterms:language", kind=Kind.ADDRESS),
            _entity("issued_by", "plg:issuedBy"),
            _entity("publisher", "dcterms:publisher"),
            Column(name="source", path="dcterms:source", kind=Kind.ADDRESS),
            _entity("forums", "plg:reportsForum", "forums", many=True),
            _entity("instrument", "plg:setsOut"),
            _text("sha256", "plg:sha256"),
            _number("characters", "plg:characterCount"),
        ),
        search=("title",),
    ),
    Table(
        name="forums",
        title="The meetings",
        classes=("plg:Forum",),
        columns=(
            _LABEL,
            _entity("series", "plg:inSeries"),
            _entity("part_of", "plg:partOf"),
            _number("edition", "plg:edition"),
            _number("starts", "plg:startDate", Kind.DATE),
            _number("ends", "plg:endDate", Kind.DATE),
            _entity("city", "plg:city"),
            _entity("province", "plg:province"),
            _entity("country", "plg:country"),
            _text("motto", "plg:quotedTheme"),
            _BASIS,
        ),
        search=("label", "motto"),
    ),
    Table(
        name="actors",
        title="States, territories, organisations, persons and collectives",
        classes=("plg:State", "plg:Territory", "plg:Organisation", "plg:Person", "plg:CollectiveActor"),
        columns=(
            _term("kind", "rdf:type"),
            _LABEL,
            _text("iso3", "plg:iso3"),
            _text("acronym", "plg:acronym"),
            _text("surface_form", "plg:surfaceForm"),
            _entity("territory_of", "plg:territoryOf"),
            _entity("organisation_of", "plg:organisationOf"),
        ),
        search=("label", "acronym"),
    ),
    Table(name="persons", title="The persons", classes=("plg:Person",), columns=(_LABEL,), search=("label",)),
    Table(
        name="posts",
        title="Posts as a text attests them",
        classes=("plg:PostHolding",),
        columns=(
            _entity("person", "plg:person", "persons"),
            _text("title", "plg:postTitle"),
            _entity("organisation", "plg:organisation"),
            _entity("represents", "plg:represents"),
            _entity("accredited_to", "plg:accreditedTo"),
            _number("attested_on", "plg:attestedOn", Kind.DATE),
            _BASIS,
        ),
    ),
    Table(
        name="participations",
        title="Who took part in which meeting, in which capacity",
        classes=("plg:Participation",),
        columns=(
            _entity("forum", "plg:forum", "forums", required=True),
            _entity("participant", "plg:participant", required=True),
            _term("capacity", "plg:capacity", required=True),
            _term("mode", "plg:mode"),
            _entity("posts", "plg:inPost", "posts", many=True),
            _entity("on_behalf_of", "plg:onBehalfOf", many=True),
            _term("speech_kind", "plg:speechKind", many=True),
            _text("name_as_written", "plg:nameAsWritten"),
            _text("delegation_as_written", "plg:delegationAsWritten"),
            _BASIS,
        ),
    ),
    Table(
        name="statements",
        title="The statements: what was said, with which force, by whom",
        classes=("plg:Statement",),
        columns=(
            _entity("document", "plg:inDocument", "documents", required=True),
            _entity("forum", "plg:forum", "forums"),
            _term("force", "plg:force", required=True),
            _entity("speaker", "plg:speaker", many=True),
            _entity("addressees", "plg:addressee", many=True),
            _text("reporting_verb", "plg:reportingVerb"),
            _entity("content", "plg:content", "passages"),
            _entity("themes", "plg:theme", many=True),
            _BASIS,
        ),
    ),
    Table(
        name="commitments",
        title="The commitments",
        classes=("plg:Commitment",),
        columns=(
            _entity("statement", "plg:producedBy", "statements"),
            _entity("instrument", "plg:instrument"),
            _number("ordinal", "plg:ordinal"),
            _LABEL,
            _text("text", "plg:text", required=True),
            _entity("themes", "plg:theme", many=True),
            _BASIS,
        ),
        search=("label", "text"),
    ),
    Table(
        name="clauses",
        title="The clauses of the commitments",
        classes=("plg:Clause",),
        columns=(
            Column(name="commitment", path="plg:clause", kind=Kind.ENTITY, refers="commitments", inverse=True),
            _number("ordinal", "plg:ordinal"),
            _text("action_verb", "plg:actionVerb"),
            _text("text", "plg:text"),
            _BASIS,
        ),
        search=("text",),
    ),
    Table(
        name="parties",
        title="Who is bound to a commitment, and how",
        classes=("plg:CommitmentParty",),
        columns=(
            _entity("commitment", "plg:commitment", "commitments", required=True),
            _entity("party", "plg:party", required=True),
            _term("role", "plg:partyRole", required=True),
            _BASIS,
            _number("confidence", "plg:confidence", Kind.DECIMAL),
        ),
    ),
    Table(
        name="echoes",
        title="Later passages read as taking a commitment up",
        classes=("plg:Echo",),
        columns=(
            _entity("commitment", "plg:ofCommitment", "commitments", required=True),
            _entity("passage", "plg:inPassage", "passages", required=True),
            _entity("statement", "plg:inStatement", "statements"),
            _entity("forum", "plg:forum", "forums"),
            _entity("speaker", "plg:speaker", many=True),
            _term("grade", "plg:grade"),
            _term("kind", "plg:echoKind"),
            _number("confidence", "plg:confidence", Kind.DECIMAL),
            _text("method", "plg:method"),
            _term("status", "plg:reviewStatus"),
            _entity("contested_by", "plg:contestedBy", many=True),
            _BASIS,
        ),
    ),
    Table(
        name="standings",
        title="What became of a commitment, as of a day, in these documents",
        classes=("plg:Standing",),
        columns=(
            _entity("commitment", "plg:commitment", "commitments", required=True),
            _number("as_of", "plg:asOf", Kind.DATE),
            _term("standing", "plg:standing"),
        ),
    ),
    Table(
        name="passages",
        title="The quotes, with their place in the stored text",
        classes=("plg:Passage", "plg:Boilerplate", "plg:UnconvertedPassage"),
        columns=(
            _entity("document", "plg:inDocument", "documents", required=True),
            _term("kind", "rdf:type"),
            _number("starts_at", "oa:start", required=True),
            _number("ends_at", "oa:end", required=True),
            _text("exact", "oa:exact", required=True),
            _text("prefix", "oa:prefix"),
            _text("suffix", "oa:suffix"),
        ),
        search=("exact",),
    ),
)

EVIDENCE = Table(
    name="evidence",
    title="Which fact rests on which quote",
    classes=(),
    columns=(
        Column(name="fact", path="plg:evidence", kind=Kind.ENTITY, required=True),
        Column(name="passage", path="plg:evidence", kind=Kind.ENTITY, refers="passages", required=True),
    ),
)
"""A table of pairs; it has no `id` of its own."""
